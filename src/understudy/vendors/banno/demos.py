"""Commands that show the API at work, printed at start; each works alone as well."""

from collections.abc import Mapping

from understudy.vendors import Demo

__all__ = ["DEMOS"]

INSTITUTION = "{base}/a/segments/api/v0/institutions/b5fd7a3e-62a4-4d2c-9f0b-3a1c7e5d8842"
SEGMENT = f"{INSTITUTION}/segments/7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34"
DRAFT = "e3a86f12-5c7d-4b90-91fa-6d2e8c4b7a05"
NEW = f'{{"name": "Paper statements", "sourceProvider": "Banno", "draftId": "{DRAFT}"}}'

CURL = "curl -s -H 'Authorization: Bearer demo'"

DEMOS: Mapping[str, tuple[Demo, ...]] = {
    "banno/segments": (
        Demo("List segments", f"{CURL} '{INSTITUTION}/segments'"),
        Demo("Count one", f"{CURL} '{SEGMENT}/stats'"),
        Demo("Download its users", f"{CURL} '{SEGMENT}/end-users.csv'"),
        Demo(
            "Import them from that file",
            f"{CURL} '{SEGMENT}/end-users.csv' | "
            f"{CURL} -F 'file=@-;type=text/csv' '{INSTITUTION}/import?sourceType=userId'",
        ),
        Demo(
            "Make a segment from a draft",
            f"{CURL} -H 'Content-Type: application/json' -d '{NEW}' '{INSTITUTION}/segments'",
        ),
        Demo("Add a draft's users", f"{CURL} -X PUT '{SEGMENT}/drafts/{DRAFT}'"),
    ),
}
"""By API name; `{base}` stands for the base URL and is replaced as text, since JSON has braces too."""
