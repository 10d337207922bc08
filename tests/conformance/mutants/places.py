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
    "INSTITUTION",
    "LARGE",
    "LOGIN",
    "MARIN",
    "NOTHING",
    "ORDERED",
    "OURS",
    "RANGES",
    "REGION",
    "SEGMENTS",
    "SHARED",
    "SMALL",
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
INSTITUTION, MARIN = (
    f"/a/segments/api/v0/institutions/{name}"
    for name in ("b5fd7a3e-62a4-4d2c-9f0b-3a1c7e5d8842", "0c9e41d7-8b1f-4c55-a6e2-f47d20b39a16")
)
SEGMENTS = f"{INSTITUTION}/segments"
SMALL, LARGE = (
    f"{SEGMENTS}/{name}"
    for name in ("7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34", "f3b84c1d-6e02-4b9a-87d5-1a90e7c25f68")
)
NOTHING = "00000000-0000-4000-8000-000000000000"
INSIGHT, CAMPAIGN, TEMPLATE = "8e41c07ab5d2", "4c0d9e6fb21a", "0399abed-f13a"
