"""Commands that show the APIs at work, printed at start; each works alone as well."""

from collections.abc import Mapping

from understudy.vendors import Demo

__all__ = ["DEMOS"]

OURS = "{base}/workspaces/4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90"
BRANCHES = "1c7e5a90-3b24-4d68-8f01-a2b4c6d8e0f1"
NEWSLETTER = "3e907cb2-5d46-4f8a-a123-c4d6e8fa0213"
WEB_SITE = "6d2f1ea5-3c78-404b-9e26-af1c8b7d5032"

QUERY = (
    '{"query": {"type": "simple", "are": {"condition": {"type": "composite", "conjunction": "and", '
    '"conditions": [{"type": "atomic", "attribute": "base.address.region", "operator": "EQUALS", '
    '"value": "CA"}, '
    '{"type": "atomic", "attribute": "base.dob", "operator": "LT", "value": "1990-01-01"}]}}}}'
)
CUSTOMER = (
    f'{{"nodeId": "{NEWSLETTER}", "externalId": "R-2041", "base": {{"firstName": "Robin", '
    '"lastName": "Vale", "contacts": {"email": "robin.vale@example.com"}}}'
)
EVENT = (
    '{"type": "loggedIn", "context": "WEB", "properties": {}, "bringBackProperties": '
    f'{{"type": "EXTERNAL_ID", "value": "R-2041", "nodeId": "{NEWSLETTER}"}}}}'
)
SEEDED_UNTIL = 1_768_435_200_000
"""Milliseconds since 1970 of 2026-01-15, when the history of all seeded people has ended."""

EDUCATION = '{"id": "north", "schoolType": "COLLEGE", "schoolName": "North Bay College", "isCurrent": true}'

CURL = "curl -s -H 'Authorization: Bearer demo'"
SEND = f"{CURL} -H 'Content-Type: application/json'"
FIRST = f"$({CURL} '{OURS}/customers?nodeId={BRANCHES}&size=1' | grep -oE '[0-9a-f-]{{36}}' | head -n 1)"
"""The id of a customer, for an id follows from the seed."""

DEMOS: Mapping[str, tuple[Demo, ...]] = {
    "contacthub/hub": (
        Demo("Who am I, and which workspace and nodes do I see", f"{CURL} '{{base}}/me'"),
        Demo(
            "Search customers",
            f"{CURL} -G --data-urlencode 'query={QUERY}' '{OURS}/customers?nodeId={BRANCHES}&size=2'",
        ),
        Demo("Create one", f"{SEND} -d '{CUSTOMER}' '{OURS}/customers'"),
        Demo("Say what that one did", f"{SEND} -d '{EVENT}' '{OURS}/events'"),
        Demo(
            "Read what has changed since the seeded history ended",
            f"{CURL} '{OURS}/updates?timestamp={SEEDED_UNTIL}'",
        ),
        Demo("Count customers", f"{CURL} '{OURS}/stats'"),
        Demo(
            "Give a source another token",
            f"{CURL} -X POST '{OURS}/configuration/sources/{WEB_SITE}/refresh-token'",
        ),
    ),
    "contacthub/hub-legacy": (
        Demo(
            "Add where somebody studied", f"{SEND} -d '{EDUCATION}' \"{OURS}/customers/{FIRST}/educations\""
        ),
    ),
}
"""By API name; `{base}` stands for the base URL and is replaced as text, since JSON has braces too."""
