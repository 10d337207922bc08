"""The smallest workbooks that hold a few texts: as .xlsx (ECMA-376) and as .xls (MS-XLS in MS-CFB)."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

__all__ = ["xls", "xlsx"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{WORKBOOK}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="ids" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 8
"""Sectors of the smallest stream that stands on its own: shorter ones go into another stream."""


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet with these texts; rows and columns start at A1."""
    sheet = "".join(
        f'<row r="{y}">'
        + "".join(
            f'<c r="{chr(64 + x)}{y}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for x, text in enumerate(row, 1)
        )
        + "</row>"
        for y, row in enumerate(rows, 1)
    )
    parts = {
        **PARTS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}'
            archive.writestr(zipfile.ZipInfo(name), declared)  # dated 1980, so that all runs send the same
    return out.getvalue()


def xls(rows: Sequence[Sequence[str]]) -> bytes:
    """The same in the old format; ASCII texts, a few hundred at most."""
    start = b"\x00\x06\x05\x00\xbb\x0d\xcc\x07" + bytes(8)
    book = record(0x809, start)
    place = len(book) + 4 + 11 + 4  # the sheet follows the record that names it, and the one that ends
    book += record(0x85, struct.pack("<IBBBB", place, 0, 0, 3, 0) + b"ids") + record(0x0A, b"")
    book += record(0x809, start.replace(b"\x05\x00", b"\x10\x00", 1))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            label = struct.pack("<HHHHB", y, x, 0, len(text), 0) + text.encode("ascii")
            book += record(0x204, label)
    return container(book + record(0x0A, b""))


def record(kind: int, body: bytes) -> bytes:
    """A record of a workbook stream."""
    return struct.pack("<HH", kind, len(body)) + body


def container(stream: bytes) -> bytes:
    """A compound file: header, allocation table, directory and the stream `Workbook`."""
    sectors = max(LEAST, -(-len(stream) // SECTOR))
    chain = [FAT, END, *range(3, 2 + sectors), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<108I", *[FREE] * 108)
    root = entry("Root Entry", 5, child=1, first=END, size=0)
    book = entry("Workbook", 2, child=FREE, first=2, size=sectors * SECTOR)
    return header + table + (root + book).ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def entry(name: str, kind: int, *, child: int, first: int, size: int) -> bytes:
    """A directory entry."""
    text = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)
