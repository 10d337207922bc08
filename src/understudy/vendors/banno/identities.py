"""Who may call in a demo: static tokens, and clients that prove who they are by signed assertions.

None of it is secret. The tokens are those of the other vendors as well, and stand for the same people.
"""

from understudy.http.assertions import AssertionClient, AssertionIssuer
from understudy.http.exchange import Caller
from understudy.http.identities import Identities
from understudy.vendors.banno.refusals import EDIT, VIEW

__all__ = ["IDENTITIES", "ISSUER"]

CLIENT = "understudy-demo"
BOTH = frozenset({VIEW, EDIT})
BOB = Caller("0399abedfd3d", CLIENT, "TIBURON", BOTH)
MARINA = Caller("7d1c90b2a6e4f3580b21", CLIENT, "MARIN", BOTH)
ADA = Caller("c2f6a1b07e9d4c35aa10", CLIENT, None, BOTH)
READER = Caller(BOB.subject, CLIENT, BOB.institution, frozenset({VIEW}))

IDENTITIES = Identities(
    tokens={"demo": BOB, "demo-marin": MARINA, "demo-admin": ADA, "demo-read": READER},
    notes={
        "demo": "Bob Hartley of TIBURON, may view and edit digital banking ads",
        "demo-marin": "Marina Delgado of MARIN, may view and edit digital banking ads",
        "demo-admin": "Ada Steward, above all institutions, may view and edit digital banking ads",
        "demo-read": "Bob Hartley again, may only view digital banking ads",
    },
)

ISSUER = AssertionIssuer(
    path="/a/oidc-provider/api/v0/token",
    clients=(
        AssertionClient("understudy-tiburon", BOB, "a service of TIBURON, may view and edit"),
        AssertionClient("understudy-tiburon-read", READER, "a service of TIBURON, may only view"),
        AssertionClient("understudy-marin", MARINA, "a service of MARIN, may view and edit"),
    ),
)
"""S-01: the vendor's own token endpoint; a client acts as the person it is associated with."""
