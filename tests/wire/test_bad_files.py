"""A bad file in an import gets a 400 that names `content`, in bounded time and memory."""

import base64
import io
import time
import zipfile

import pytest
from tests.support.server import resident
from tests.wire.requests import SECONDS, listing, refused

MEGABYTE = 1_000_000

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unharmed")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("not base 64!", id="other characters"),
        pytest.param("QUJDI\u00d6==", id="beyond ASCII"),
        pytest.param("QUJ", id="no padding"),
        pytest.param("=QUJ", id="padding first"),
        pytest.param("QQ=QQ=", id="padding amid"),
    ],
)
def test_bad_base64_is_refused(api, content):
    """`content` that is not Base64 is a 400 that names the member (A-51)."""
    refused(api.post("/importedCustomerAudiences", json=listing(content)), 400, "content")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_second_column_is_refused(api, separator):
    """A file of two columns is a 400 that says so, with the line where it begins (A-48, A-51)."""
    file = f"0123456789abcdef0123\n0123456789abcdef0124{separator}Bob\n".encode()

    refused(api.post("/importedCustomerAudiences", json=listing(file)), 400, "content", "2")


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(b"\xff\xfe\xfa\x00not text", id="undecodable"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, id="an .xls that is none"),
        pytest.param(b"PK\x03\x04" + b"\0" * 600, id="an .xlsx that is none"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(api, file):
    """A file that is neither text nor a workbook is a 400 about `content` (A-51)."""
    refused(api.post("/importedCustomerAudiences", json=listing(file)), 400, "content")


def bomb(megabytes: int) -> bytes:
    """A small .xlsx whose only sheet unpacks to `megabytes`."""
    buffer = io.BytesIO()
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            rows = b"".join(b'<row><c t="inlineStr"><is><t>0</t></is></c></row>' for _ in range(20_000))
            for _ in range(megabytes * MEGABYTE // len(rows)):
                sheet.write(rows)
            sheet.write(b"</sheetData></worksheet>")
    return buffer.getvalue()


def test_a_zip_bomb_is_refused(api, server):
    """An .xlsx that unpacks to a gigabyte is a 400, soon and without unpacking it into memory."""
    file = bomb(1000)
    assert len(file) < 6.5 * MEGABYTE
    before = resident(server.process.pid, peak=True)

    began = time.perf_counter()
    refused(api.post("/importedCustomerAudiences", json=listing(file)), 400, "content")

    assert time.perf_counter() - began < SECONDS
    assert resident(server.process.pid, peak=True) - before < 150 * MEGABYTE


def test_content_at_and_above_its_limit(api, server):
    """8,905,000 characters of `content` are judged by what they hold; more are a 400 (A-50)."""
    before = resident(server.process.pid, peak=True)
    lines = base64.b64encode(b"0123456789abcdef0123\n" * (6_500_000 // 21)).decode()
    wrapped = "\r\n".join(lines[at : at + 76] for at in range(0, len(lines), 76))
    assert 8_890_000 < len(wrapped) <= 8_905_000

    judged = api.post("/validatedCustomerAudiences", json=listing(wrapped))
    too_long = api.post("/validatedCustomerAudiences", json=listing("QUJD" * (8_905_004 // 4)))
    too_large = api.post("/validatedCustomerAudiences", json=listing(b"1\n" * (6_500_002 // 2)))

    assert 200 == judged.status_code
    refused(too_long, 400, "content")
    refused(too_large, 400, "content")
    assert resident(server.process.pid, peak=True) - before < 20 * 9 * MEGABYTE
