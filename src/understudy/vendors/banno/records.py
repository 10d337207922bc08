"""Where the vendor's documents lie, and what is in them.

Bodies hold facts, not wire JSON: the institution by the world's name for it, users as `Members`.
"""

import re

__all__ = ["DRAFTS", "HISTORY", "INSTITUTIONS", "SEGMENTS", "UUID"]

UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
"""Y-01: every id, in lower case, in which it is looked up too."""

DRAFTS = "banno/drafts"
"""What an import found, by draft id: institution, createdAt, sourceType, `members`, `headers` of the file,
and `unknown`, the CSV file of the rows that name nobody; of one for a segment also `segment` and `operation`.
"""

HISTORY = "banno/history"
"""Permission history events: institution, segment (or None), at, subject."""

INSTITUTIONS = "banno/institutions"
"""By the institutionId (a UUID) that the vendor uses: `institution`, the world's name for it."""

SEGMENTS = "banno/segments"
"""By segment id: institution, name, sourceProvider, draftId, `members`, createdAt, updatedAt, campaigns."""
