"""Who may call in a demo: static tokens, one client, and the people who can sign in. None of it is secret.

The tokens of sources are not here: they are in the world's documents, where they can be renewed.
"""

from understudy.http.exchange import Caller
from understudy.http.identities import Client, Identities, Person
from understudy.vendors.contacthub.roles import ADMIN, DPO, GUEST, OPERATOR, PLATFORM_UPDATES, USER

__all__ = ["IDENTITIES"]

CLIENT = "understudy-demo"
ALL = frozenset({ADMIN, USER, DPO, PLATFORM_UPDATES})
BOB = Caller("0399abedfd3d", CLIENT, "TIBURON", ALL)
MARINA = Caller("7d1c90b2a6e4f3580b21", CLIENT, "MARIN", ALL)
ADA = Caller("c2f6a1b07e9d4c35aa10", CLIENT, None, frozenset({OPERATOR, ADMIN, DPO, PLATFORM_UPDATES}))
CAROL = Caller("389a2238d9f5c275d172", CLIENT, "TIBURON", frozenset({USER}))

IDENTITIES = Identities(
    tokens={
        "demo": BOB,
        "demo-marin": MARINA,
        "demo-admin": ADA,
        "demo-read": Caller(BOB.subject, CLIENT, BOB.institution, frozenset({GUEST})),
        "demo-user": CAROL,
    },
    clients={CLIENT: Client(CLIENT, "not-a-secret", BOB)},
    people=(
        Person("bhartley", "Bob Hartley", BOB),
        Person("cwallace", "Carol Wallace", CAROL),
        Person("mdelgado", "Marina Delgado", MARINA),
    ),
    notes={
        "demo": "Bob Hartley, administrator of TIBURON's workspace",
        "demo-marin": "Marina Delgado, administrator of MARIN's workspace",
        "demo-admin": "Ada Steward, operator above all workspaces",
        "demo-read": "Bob Hartley again, as a guest who may only read",
        "demo-user": "Carol Wallace, user of TIBURON's workspace with permissions on some nodes",
    },
)
