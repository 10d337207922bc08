"""The two suites: who calls, what is taken back and how, and where the vendor serves real customers."""

from understudy.conformance.suite import Role, Suite, Undo

__all__ = ["AUDIENCES", "CONNECTIONS"]

PRODUCTION = ("apiture.com",)

ROLES = {
    "reader": Role("a client that may only read", scopes="bankingAdmin/read", demo="demo-read"),
    "stranger": Role("a client of another institution", demo="demo-marin"),
    "unconnected": Role(
        "a client of an institution without the feature customerAudienceConnections", demo="demo-marin"
    ),
    "administrator": Role(
        "an administrator above the institutions, who may send `institutions`", demo="demo-admin"
    ),
}

UNDO = {
    "createCustomerAudience": Undo("deleteCustomerAudience"),
    "importCustomerAudience": Undo("deleteCustomerAudience"),
    "createCustomerAudienceConnection": Undo("deleteCustomerAudienceConnection"),
}

AUDIENCES = Suite(
    "apiture/customer-audiences",
    main="demo",
    roles=ROLES,
    undo=UNDO,
    siblings={"apiture/customer-audience-connections": "/bankingAdmin"},
    production=PRODUCTION,
)

CONNECTIONS = Suite(
    "apiture/customer-audience-connections",
    main="demo",
    roles=ROLES,
    undo=UNDO,
    siblings={"apiture/customer-audiences": "/service"},
    production=PRODUCTION,
)
