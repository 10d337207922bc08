"""What the walk goes by: paths, and ids of the documents and filter types that every world has."""

__all__ = [
    "AGE",
    "AUDIENCES",
    "BALANCE",
    "CAMPAIGN",
    "CONNECTIONS",
    "COUNTS",
    "EVERYBODY",
    "IMPORTS",
    "INSIGHT",
    "LOGIN",
    "ORDERED",
    "OURS",
    "RANGES",
    "REGION",
    "SHARED",
    "TEMPLATE",
    "TEMPLATES",
    "VALIDATED",
]

AUDIENCES, TEMPLATES = "/service/customerAudiences", "/service/customerAudienceTemplates"
CONNECTIONS = "/bankingAdmin/customerAudienceConnections"
COUNTS, IMPORTS = "/service/customerAudienceCounts", "/service/importedCustomerAudiences"
VALIDATED = "/service/validatedCustomerAudiences"
OURS, SHARED, EVERYBODY = (
    f"{AUDIENCES}/0399abedfd3d",
    f"{AUDIENCES}/590c0c441f3241de9526",
    "2b7e151628aed2a6ab05",
)
AGE, BALANCE, REGION = "6b3927745edec398ad74", "023cd8af6a9d46eec506", "01888d58e2424bf1c676"
LOGIN = "5f0a6c1e8b7d4932a105"
ORDERED = ("lessThan", "lessThanOrEqualTo", "greaterThan", "notEquals")
RANGES = ("between", "notBetween")
INSIGHT, CAMPAIGN, TEMPLATE = "8e41c07ab5d2", "4c0d9e6fb21a", "0399abed-f13a"
