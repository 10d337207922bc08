"""Forms with a CSV file as behaviours send them, and CSV files as they read them; of no vendor."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from understudy.conformance.wire import Exchange

__all__ = ["FORM", "csv_text", "form", "ids_in", "rows_in"]

BOUNDARY = "understudy-check-7d0c2b9a1f4e"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
"""The media type of the forms."""

UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def form(file: str | bytes | None, fields: Mapping[str, str]) -> bytes:
    """A form of these fields, and of a file unless it is None (RFC 7578)."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        said = 'Content-Disposition: form-data; name="file"; filename="upload.csv"\r\nContent-Type: text/csv'
        parts.append(f"{said}\r\n\r\n".encode() + (file.encode() if isinstance(file, str) else file))
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in parts) + (
        f"--{BOUNDARY}--\r\n".encode()
    )


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a CSV file (RFC 4180)."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def rows_in(exchange: Exchange) -> list[list[str]]:
    """The rows of a CSV file that was answered, blank ones left out; ValueError when it is none."""
    text = exchange.body.decode("utf-8-sig")
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as fault:
        raise ValueError(f"no CSV: {fault}") from fault


def ids_in(exchange: Exchange) -> set[str]:
    """All UUIDs that stand in an answer, whatever its form, in lower case."""
    return {found.decode().lower() for found in UUID.findall(exchange.body)}
