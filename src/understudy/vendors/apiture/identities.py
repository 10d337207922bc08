"""Who may call in a demo: static tokens, one client, and the analysts who can sign in.

None of it is secret. The subjects are analysts of fixtures/apiture/analysts.yaml.
"""

from understudy.http.exchange import Caller
from understudy.http.identities import Client, Identities, Person

__all__ = ["IDENTITIES", "SCOPES"]

SCOPES = frozenset(
    {
        "bankingAdmin/read",
        "bankingAdmin/write",
        "adminData/read",
        "adminData/write",
        "samlPlatform/read",
        "samlPlatform/write",
        "samlAdmin/write",
        "systemIntegrations/read",
        "systemIntegrations/write",
    }
)
"""A-02: every scope the vendor declares."""

READING = frozenset(scope for scope in SCOPES if scope.endswith("/read"))

CLIENT = "understudy-demo"
BOB = Caller("0399abedfd3d", CLIENT, "TIBURON", SCOPES)
MARINA = Caller("7d1c90b2a6e4f3580b21", CLIENT, "MARIN", SCOPES)
ADA = Caller("c2f6a1b07e9d4c35aa10", CLIENT, None, SCOPES)

IDENTITIES = Identities(
    tokens={
        "demo": BOB,
        "demo-marin": MARINA,
        "demo-admin": ADA,
        "demo-read": Caller(BOB.subject, CLIENT, BOB.institution, READING),
    },
    clients={CLIENT: Client(CLIENT, "not-a-secret", BOB)},
    people=(
        Person("bhartley", "Bob Hartley", BOB),
        Person("cwallace", "Carol Wallace", Caller("389a2238d9f5c275d172", CLIENT, "TIBURON", SCOPES)),
        Person("jrobinson", "Jerry Robinson", Caller("69fdb75ba971f3291432", CLIENT, "TIBURON", SCOPES)),
        Person("MetricMagician", "Andy Analytics", Caller("22707c1196c6f1c6938e", CLIENT, "TIBURON", SCOPES)),
        Person("mdelgado", "Marina Delgado", MARINA),
    ),
    notes={
        "demo": "Bob Hartley, analyst of TIBURON, all scopes",
        "demo-marin": "Marina Delgado, analyst of MARIN, all scopes; connections are off there",
        "demo-admin": "Ada Steward, above all institutions, all scopes; may send `institutions`",
        "demo-read": "Bob Hartley again, read scopes only",
    },
)
