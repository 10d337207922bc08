"""Each effect does what it says, and nothing else."""

import asyncio
import json
from base64 import b64encode

import pytest
from tests.conformance.mutants.answering import ANSWERING
from tests.conformance.mutants.asking import ASKING
from tests.conformance.mutants.calling import CALLING
from tests.conformance.mutants.matching import matches_answer, matches_request
from tests.conformance.mutants.messages import Answer, Asked
from tests.conformance.mutants.turn import Turn

FILTERS = {
    "operator": "not",
    "primitiveFilters": [
        {"operator": "between", "values": ["1", "2"]},
        {"operator": "before", "values": ["2026-01-01"]},
        {"operator": "lessThan", "values": ["10.00"]},
    ],
}


def turn_of(body=None, query="", answer=None, says=None):
    """A turn whose server answers what `says` has for a path, and remembers whom it heard."""
    heard = []

    async def send(asked):
        heard.append(asked)
        return (says or {}).get(asked.path, Answer(status=404)).copy()

    sent = b"" if body is None else json.dumps(body).encode()
    asked = Asked([("host", "h"), ("authorization", "Bearer demo")], sent, "GET", "/service/x/1", query)
    turn = Turn("operation", {"id": "1"}, asked, asked.copy(), send, send)
    if answer is not None:
        turn.answer = Answer(body=json.dumps(answer).encode())
    return turn, heard


def primitives(turn):
    return [(one["operator"], *one["values"]) for one in turn.asked.json().get("primitiveFilters", [])]


def asked_of(name, argument, **more):
    turn, _ = turn_of(**more)
    ASKING[name](turn, argument)
    return turn


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("query", {"limit": None}, {"start": "a|b"}),
        ("query", {"limit": "9"}, {"limit": "9", "start": "a|b"}),
        ("add", {"limit": 1, "start": 1}, {"limit": "3", "start": "a|b"}),
        ("rewrite-query", {"start": [r"\|.*$", ""]}, {"limit": "2", "start": "a"}),
    ],
)
def test_effects_on_the_query(name, argument, expected):
    """Parameters are set, dropped, moved and rewritten."""
    assert expected == asked_of(name, argument, query="limit=2&start=a%7Cb").asked.parameters()


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("set", {"/name": 1}, {"name": 1, "text": "long"}),
        ("drop", ["/name"], {"text": "long"}),
        ("rewrite", {"/text": ["^(..).*$", r"\1"]}, {"name": "x", "text": "lo"}),
        ("number", ["/name"], {"name": "x #1", "text": "long"}),
        ("forget", ["text"], {"name": "x"}),
        ("default", {"beside": "name", "members": {"text": "not", "new": True}},
         {"name": "x", "text": "long", "new": True}),
        ("replace", {"text": {"long": "short", "other": "no"}}, {"name": "x", "text": "short"}),
        ("lose", {"name": "x"}, {"name": "x", "text": "long"}),
    ],
)  # fmt: skip
def test_effects_on_the_body(name, argument, expected):
    """Members are set, dropped, rewritten, numbered, forgotten, added and replaced."""
    one = {"name": "x", "text": "long"}
    turn = asked_of(name, argument, body={"list": [one], **one})
    got = {key: value for key, value in turn.asked.json().items() if key != "list"}

    assert expected == got


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("shift", {"operator": "between", "value": 1, "by": -1}, [("between", "1", "1")]),
        ("shift", {"operator": "before", "value": 0, "by": -1}, [("before", "2025-12-31")]),
        ("shift", {"operator": "lessThan", "value": 0, "by": 1}, [("lessThan", "10.01")]),
        ("shift", {"operator": "lessThan", "value": 1, "by": 1}, []),
        ("lose", {"operator": "before"}, []),
        ("replace", {"operator": {"before": "after"}}, [("after", "2026-01-01")]),
    ],
)
def test_effects_on_filters(name, argument, expected):
    """Primitive filters are shifted, lost and replaced; what is not meant stays."""
    honest = set(primitives(turn_of(body=FILTERS)[0]))
    changed = primitives(asked_of(name, argument, body=FILTERS))

    assert expected == [one for one in changed if one not in honest]
    assert (len(FILTERS["primitiveFilters"]) - (name == "lose")) == len(changed)


def test_wrap():
    """not(a, b) becomes not(and(a, b)); other operators stay."""
    wrapped = asked_of("wrap", {"operator": "not", "by": "and"}, body=FILTERS).asked.json()
    inner = {"operator": "and", "primitiveFilters": FILTERS["primitiveFilters"]}

    assert {"operator": "not", "compositeFilters": [inner]} == wrapped
    assert FILTERS == asked_of("wrap", {"operator": "or", "by": "and"}, body=FILTERS).asked.json()


def test_file():
    """What is behind the Base64 is rewritten; what is none stays."""
    content = b64encode(b"a,b\nc").decode()
    rewritten = asked_of("file", {",[^\n]*": ""}, body={"content": content}).asked.json()["content"]

    assert b64encode(b"a\nc").decode() == rewritten
    assert {"content": "!"} == asked_of("file", {"!": "?"}, body={"content": "!"}).asked.json()


def test_text_of_requests():
    """The body is rewritten as it is, JSON or not, and each byte is a letter."""
    turn = asked_of("text", {"\xeb": "e", "(?<=o)": "!"})
    turn.asked.body = b"Zo\xeb\n"
    ASKING["text"](turn, {r"[\x80-\xff]": "e", r"^(Z)(.*)\n$": r"\2\1"})

    assert b"oeZ" == turn.asked.body


def test_path_of_requests():
    """The path is rewritten, and nothing else."""
    turn = asked_of("path", {"/x/": "/y/"})

    assert "/service/y/1" == turn.asked.path
    assert turn.original.body == turn.asked.body


def test_headers_of_requests():
    """Headers are set and dropped."""
    turn = asked_of("headers", {"Authorization": None, "If-Match": "x"})

    assert [("host", "h"), ("if-match", "x")] == turn.asked.headers


BODY = {"items": [{"id": 1, "s": "b"}, {"id": 2, "s": "a"}], "n": 3, "text": "one two"}


@pytest.mark.parametrize(
    ("name", "argument", "pointer", "expected"),
    [
        ("set", {"/n": 4}, "n", 4),
        ("drop", ["/items/*/s"], "items", [{"id": 1}, {"id": 2}]),
        ("add", {"/n": -5, "/text": 1}, "n", 0),
        ("rewrite", {"/text": ["o", "0"]}, "text", "0ne tw0"),
        ("echo", {"/text": "/sent", "/n": "/not-sent"}, "text", "as sent"),
        ("copy", {"/n": "/text", "/text": "/none"}, "n", "one two"),
        ("without", {"of": "/items", "item": -1}, "items", BODY["items"][:1]),
        ("without", {"of": "/items", "where": {"/s": "a"}}, "items", BODY["items"][:1]),
        ("containing", {"of": "/items", "pointer": "/s", "parameter": "q"}, "items", BODY["items"][1:]),
        ("length", {"/n": "/items"}, "n", 2),
        ("twice", {"of": "/items", "item": 0}, "items", [*BODY["items"], BODY["items"][0]]),
        ("cut", {"of": "/items", "to": 1}, "items", BODY["items"][:1]),
        ("turned", "/items", "items", BODY["items"][::-1]),
        ("order", {"of": "/items", "by": "/s"}, "items", BODY["items"][::-1]),
        ("pad", {"of": "/items", "to": "/n"}, "items", [*BODY["items"], BODY["items"][1]]),
        ("text", {'"n": 3': '"n": 3.5'}, "n", 3.5),
    ],
)
def test_effects_on_answers(name, argument, pointer, expected):
    """One member is changed as the effect says, and no other is."""
    turn, _ = turn_of(body={"sent": "as sent"}, query="q=A", answer=BODY)
    ANSWERING[name](turn, argument)
    value = turn.answered.json()

    assert expected == value[pointer]
    assert {key: BODY[key] for key in BODY if key != pointer} == {
        key: value[key] for key in value if key != pointer
    }


def test_effects_on_what_is_around_the_body():
    """Status and headers of answers are changed."""
    turn, _ = turn_of(answer=BODY)
    ANSWERING["status"](turn, 202)
    ANSWERING["headers"](turn, {"ETag": 'W/"1"'})
    ANSWERING["rewrite-headers"](turn, {"etag": ["1", "2"], "location": ["x", "y"]})

    assert (202, [("etag", 'W/"2"')]) == (turn.answered.status, turn.answered.headers)


def test_carry():
    """The last item of one answer begins the next one."""
    turn, _ = turn_of(answer=BODY)
    ANSWERING["carry"](turn, "/items")
    assert BODY == turn.answered.json()
    turn.answer = Answer(body=b'{"items": [7]}')
    ANSWERING["carry"](turn, "/items")
    assert [BODY["items"][1], 7] == turn.answered.json()["items"]


@pytest.mark.parametrize(("keep", "expected"), [("first", "1"), ("latest", "1")])
def test_replay(keep, expected):
    """An answer that was remembered is given again: its status, body, members or headers."""
    turn, _ = turn_of()
    replay = {"parts": ["status", "/n", "etag"], "keep": keep, "by": "resource"}
    turn.answer = Answer([("etag", "1")], b'{"n": 1}', 201)
    ANSWERING["replay"](turn, replay)
    turn.answer = Answer([("etag", "2")], b'{"n": 2}', 200)
    ANSWERING["replay"](turn, replay)

    assert (201, {"n": 1}) == (turn.answered.status, turn.answered.json())
    assert expected == turn.answered.header("etag")


def called(name, argument, **more):
    turn, heard = turn_of(**more)
    asyncio.run(CALLING[name](turn, argument))
    return turn, heard


SAYS = {"/service/x/1": Answer(status=422), "/service/y/1": Answer(body=b"other")}


def test_calls_in_place():
    """Another answer, a refusal, or the answer of a copy takes the place of the honest one."""
    other = {"method": "GET", "path": "/service/y/{id}"}

    assert b"other" == called("instead", other, says=SAYS)[0].answered.body
    assert b"other" == called("otherwise", {"status": 422, **other}, says=SAYS)[0].answered.body
    assert 422 == called("otherwise", {"status": 404, **other}, says=SAYS)[0].answered.status
    assert 418 == called("refuse", 418)[0].answered.json()["status"]
    assert 422 == called("pretend", True, says=SAYS)[0].answered.status


@pytest.mark.parametrize(("name", "status", "paths"), [
    ("first", 500, ["/service/1"]), ("then", 200, ["/service/1"]), ("then", 404, []),
])  # fmt: skip
def test_calls_beside(name, status, paths):
    """Something else is done before, or after a success, in the name of the same caller."""
    turn, heard = turn_of(body={"id": "1"})
    turn.answer = Answer(status=status)
    asyncio.run(CALLING[name](turn, {"method": "POST", "path": "/service/{/id}", "same": True}))

    assert paths == [asked.path for asked in heard]
    assert all(("authorization", "Bearer demo") in asked.headers for asked in heard)
    assert all(b'{"id": "1"}' == asked.body for asked in heard)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"query": {"q": "a.*"}}, True),
        ({"query": {"q": "a"}}, False),
        ({"query": {"none": None}}, True),
        ({"query": {"q": None}}, False),
        ({"headers": {"authorization": "Bearer demo"}}, True),
        ({"body": {"/n": "1"}}, True),
        ({"body": {"/n": None}}, False),
        ({"holds": {"inner": "yes"}}, True),
        ({"holds": {"inner": "no"}}, False),
        ({"before": {"path": "/service/state", "/state": "archived"}}, True),
        ({"before": {"path": "/service/state", "/state": "active"}}, False),
        ({"from": 2}, False),
    ],
)
def test_conditions_on_requests(when, expected):
    """A request matches when all that is said of it is so."""
    says = {"/service/state": Answer(body=b'{"state": "archived"}')}
    turn, _ = turn_of(body={"n": 1, "list": [{"inner": "yes"}]}, query="q=abc", says=says)

    assert expected == asyncio.run(matches_request(turn, when))


def test_from_counts_what_matches():
    """`from` lets the first matches pass."""
    turn, _ = turn_of()

    assert [False, True, True] == [asyncio.run(matches_request(turn, {"from": 2})) for _ in range(3)]


def test_conditions_on_answers():
    """An answer matches by its status and by what pointers find in it."""
    turn, _ = turn_of(answer={"state": "active"})

    assert matches_answer(turn, {"status": [200, 201], "answer": {"/state": "active", "/none": None}})
    assert not matches_answer(turn, {"status": [404]})
    assert not matches_answer(turn, {"answer": {"/state": "archived"}})
