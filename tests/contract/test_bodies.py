"""What `understudy.contract.bodies` promises."""

import tracemalloc
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import operation_of, places

from understudy.contract.bodies import file_names
from understudy.contract.validators import read_request

FORM = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "size": {"type": "integer", "default": 3},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "file": {"type": "string", "contentMediaType": "text/csv"},
        "point": {"type": "object", "properties": {"x": {"type": "integer"}}},
    },
}
FORMS = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=XX"
CONTENT = {
    "application/x-www-form-urlencoded": {"schema": FORM},
    "multipart/form-data": {"schema": FORM},
    "application/json": {"schema": FORM},
    "text/csv": {"schema": {"type": "string", "maxLength": 10}},
    "text/*": {},
    "application/octet-stream": {"schema": {"type": "string", "format": "binary", "maxLength": 1000}},
}
OPERATION = operation_of({"requestBody": {"required": True, "content": CONTENT}})

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def read(content_type, body, operation=OPERATION):
    return read_request(
        operation, path_params={}, query=b"", headers={"content-type": content_type}, body=body
    )


def multipart(fields, boundary="XX"):
    """An encoder of our own: name and content of each part, in order."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in fields
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


@given(texts, st.integers(), st.lists(st.integers(), min_size=1))
def test_forms_come_back_as_objects(name, size, tags):
    """Form fields become members of their types, a repeated one an array, in both encodings."""
    fields = [("name", name), ("size", size), *(("tags", tag) for tag in tags)]
    encoded = read(FORMS, urlencode(fields).encode())
    parts = [(field, str(value).encode()) for field, value in fields]
    divided = read(PARTS, multipart(parts))

    assert {"name": name, "size": size, "tags": tags} == encoded.body == divided.body
    assert () == encoded.violations + divided.violations


@given(st.binary(max_size=200))
def test_file_parts_and_binary_bodies_come_back_byte_for_byte(content):
    """A file is bytes, whatever they are, in a part or as the whole body; NUL is no violation there."""
    part = read(PARTS, multipart([("name", b"a"), ("file", content)]))
    whole = read("application/octet-stream", b"x" + content)

    assert {"name": "a", "size": 3, "file": content} == part.body
    assert b"x" + content == whole.body
    assert () == part.violations + whole.violations


@given(
    st.binary(max_size=80),
    st.sampled_from([*CONTENT, PARTS, "text/x; charset=x"]),
)
def test_arbitrary_bodies_never_raise(data, content_type):
    """Whatever the bytes and the declared type, reading ends with a value or a violation."""
    decoded = read(content_type, data)

    assert decoded.body is not None or decoded.violations


@given(st.binary(max_size=60), st.binary(max_size=60), st.text(max_size=10))
def test_arbitrary_parts_never_raise(head, content, parameters):
    """Whatever stands in a part's head or in the Content-Type, reading ends."""
    body = b"--XX\r\n" + head + b"\r\n\r\n" + content + b"\r\n--XX--"
    decoded = read(f"multipart/form-data; boundary=XX; {parameters}", body)

    assert decoded.body is not None or decoded.violations


@pytest.mark.parametrize(
    ("content_type", "body", "found"),
    [
        ("application/json", b'{"name": 5}', [("body", "/name", "type")]),
        ("APPLICATION/JSON; charset=utf-8", b'{"name": "a"}', []),
        ("application/json", b"", [("body", "", "required")]),
        (FORMS, b"size=x", [("body", "/name", "required"), ("body", "/size", "type")]),
        (FORMS, b"name=a&name=b", [("body", "/name", "repeated")]),
        (FORMS, b"size=1&name=%ff", [("body", "/name", "utf-8"), ("body", "/name", "required")]),
        (FORMS, b"name=%00", [("body", "/name", "control")]),
        (FORMS, b"name=a&point={", [("body", "/point", "json")]),
        (FORMS, b"a&" * 20_000, [("body", "", "maxProperties")]),
        ("multipart/form-data", b"--XX--", [("body", "", "multipart")]),
        ("multipart/form-data; boundary=YY", multipart([("name", b"a")]), [("body", "", "multipart")]),
        (PARTS, multipart([("name", b"\xff")])[:-8], [("body", "", "multipart")]),
        (PARTS, multipart([("name", b"\xff"), ("name", b"a")]), [("body", "/name", "utf-8")]),
        ("text/csv", b"a,b\r\n", []),
        ("text/csv", b"a" * 11, [("body", "", "maxLength")]),
        ("text/csv", b"a\0", [("body", "", "control")]),
        ("text/csv", b"\xff", [("body", "", "utf-8")]),
        ("text/csv; charset=iso-8859-1", b"\xff", []),
        ("text/csv; charset=utf-7", b"a", [("content-type", "", "charset")]),
        ("text/anything", b"a" * 11, []),
        ("image/png", b"a", [("content-type", "", "content-type")]),
        ("", b"a", [("content-type", "", "content-type")]),
    ],
)
def test_bodies_are_judged_by_media_type(content_type, body, found):
    """Each media type has its own decoding and its own violations; an undocumented one is refused."""
    assert found == places(read(content_type, body).violations)


def test_a_part_without_a_name_is_a_violation():
    """A multipart part that is no named form field is reported, the others are read."""
    body = b"--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n" + multipart([("name", b"a")])

    assert [("body", "", "multipart")] == places(read(PARTS, body).violations)


@pytest.mark.parametrize("nested", [b"Content-Type: message/rfc822\r\n\r\n", b"\r\n--XX\r\n"])
def test_nested_and_numberless_parts_end_quickly(nested):
    """A body of nested messages or of empty parts is refused or read without recursion."""
    decoded = read(PARTS, b"--XX\r\n" + nested * 200_000)

    assert decoded.violations


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"A preamble.\r\n" + multipart([("name", b"a")]), []),
        (multipart([("name", b"a")]) + b"An epilogue.\r\n--XX\r\nand no part", []),
        (b"--XX--", [("body", "/name", "required")]),
        (b"x--XX--", [("body", "", "multipart")]),
        (multipart([("name", b"a\r\n-XX\r\n--X")]), []),
        (b"--XX\r\n\r\n\r\n--XX--", [("body", "", "multipart"), ("body", "/name", "required")]),
        (b"--XX\r\nContent-Disposition: form-data; name=name\r\n\r\n--XX--", [("body", "", "multipart")]),
        (multipart([("name" + "x" * 16_384, b"")]), [("body", "", "multipart")]),
    ],
)
def test_parts_are_divided_by_whole_lines(body, found):
    """RFC 2046, 5.1.1: a boundary begins a line; nothing counts before the first or after the last."""
    assert found == places(read(PARTS, body).violations)


def test_a_file_costs_its_own_size_once():
    """Of an opaque file part one copy is made, whatever it is judged by: 8 MiB cost less than 9."""
    body = multipart([("name", b"a"), ("file", b"x,y\n" * 2**21)])
    read(PARTS, multipart([("name", b"a"), ("file", b"")]))  # compiles the schema
    tracemalloc.start()
    decoded = read(PARTS, body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (8 * 2**20, ()) == (len(decoded.body["file"]), decoded.violations)
    assert peak < 9 * 2**20


def test_a_file_is_judged_where_the_schema_binds_it():
    """A length or a pattern of a file part still counts."""
    schema = {"type": "object", "properties": {"file": {"contentMediaType": "text/csv", "pattern": "^a"}}}
    operation = operation_of({"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}})

    assert [("body", "/file", "pattern")] == places(
        read(PARTS, multipart([("file", b"b")]), operation).violations
    )
    assert () == read(PARTS, multipart([("file", b"a")]), operation).violations


def test_text_keeps_its_charset_and_json_its_numbers():
    """CSV is text; a JSON object keeps the types it was written with."""
    assert "é" == read("text/csv; charset=ISO-8859-1", b"\xe9").body
    assert {"name": "a", "size": 1.5} == read("application/json", b'{"name":"a","size":1.5}').body


def test_a_body_that_nobody_asked_for_is_ignored():
    """An operation without a request body reads none."""
    decoded = read("application/json", b"{", operation_of({}))

    assert (None, ()) == (decoded.body, decoded.violations)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (b'filename="a b.csv"', "a b.csv"),
        (b"filename=plain.csv", "plain.csv"),
        (b"filename*=UTF-8''caf%C3%A9.csv", "caf\u00e9.csv"),
    ],
)
def test_the_name_of_a_file_is_found(said, name):
    """RFC 7578, 4.2: a part may say what its file is called; other parts and other bodies have no file."""
    parts = b'--XX\r\nContent-Disposition: form-data; name="file"; ' + said + b"\r\n\r\n1\r\n"
    body = parts + b'--XX\r\nContent-Disposition: form-data; name="size"\r\n\r\n2\r\n--XX--\r\n'

    assert {"file": name} == file_names(PARTS, body)
    assert {} == file_names("text/csv", body) == file_names("multipart/form-data", body)
