"""CSV files as RFC 4180 has them: CRLF after each row, values quoted where they must be, else left alone."""

import csv
import io
from collections.abc import Iterable, Sequence

from understudy.http.exchange import Reply
from understudy.vendors.banno.users import COLUMNS, Users
from understudy.world.members import Members

__all__ = ["csv_reply", "csv_text", "end_users_csv"]


def end_users_csv(users: Users, members: Members, columns: Sequence[str] = COLUMNS) -> bytes:
    """These columns of these users, after a header row, in order of person number (S-11)."""
    content = io.BytesIO()
    users.rows(members, columns).write_csv(content, line_terminator="\r\n")
    return content.getvalue()


def csv_text(rows: Iterable[Sequence[str | int]]) -> str:
    """Rows of any values."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def csv_reply(content: bytes, key: str) -> Reply:
    """A CSV file to download, named after the segment or draft that it is of (S-11, Y-08)."""
    disposition = f'attachment; filename="{key}-end-users.csv"'
    return Reply(200, content, {"Content-Disposition": disposition}, media_type="text/csv; charset=utf-8")
