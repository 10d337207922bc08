"""What `understudy.logs` promises."""

import io
import json
import logging

import pytest

from understudy.contract.load import parse_contract
from understudy.http.exchange import Call, Caller, Exchange, Reply
from understudy.logs import exchange_log, log_events
from understudy.world.clock import parse_clock

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Toys", "version": "1"},
    "paths": {"/toys": {"get": {"operationId": "listToys", "responses": {"200": {"description": "Toys."}}}}},
}
CLOCK = parse_clock("frozen:2026-11-20T10:00:00Z")


def exchange(target):
    operation = parse_contract(DOCUMENT, name="maker/toys").operations["listToys"]
    caller = Caller("bob", "client", None, frozenset())
    return Exchange(Call(operation, "GET", "http://host", target, {}, b"", {}, b"", caller), Reply(200))


def line(log_format, target="/toys"):
    stream = io.StringIO()
    exchange_log(log_format, CLOCK, stream)(exchange(target), 0.00123, "default")
    return stream.getvalue()


def test_text_is_one_line_for_people():
    """Method, target, status, milliseconds, operation."""
    assert "GET /toys 200 1.2 ms listToys\n" == line("text")


def test_json_is_one_object_a_line_on_the_worlds_clock():
    """The same as JSON, with the world's time."""
    said = json.loads(line("json"))

    assert {
        "at": "2026-11-20T10:00:00.000Z",
        "method": "GET",
        "target": "/toys",
        "status": 200,
        "seconds": 0.00123,
        "operationId": "listToys",
    } == said


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("target", ["/a\nb", "/\x1b[31m", "/a\u2028b"])
def test_a_target_cannot_forge_a_line(log_format, target):
    """Control characters of a target are escaped."""
    written = line(log_format, target)

    assert written[:-1].isprintable()


@pytest.fixture
def root():
    """The root logger as it was, afterwards."""
    logger = logging.getLogger()
    before = logger.handlers[:], logger.level
    logger.handlers.clear()
    yield logger
    logger.handlers[:], level = before
    logger.setLevel(level)


@pytest.mark.parametrize(
    ("log_format", "expected"),
    [("text", "ERROR late\n"), ("json", '{"level": "ERROR", "logger": "x", "message": "late"}\n')],
)
def test_events_are_written_in_the_same_format(root, capsys, log_format, expected):
    """Warnings and errors of libraries appear in the chosen format."""
    log_events(log_format)
    logging.getLogger("x").error("late")

    assert expected == capsys.readouterr().err


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_worlds_other_than_the_default_one_are_named(log_format):
    """Who reads the log of a server that many tests share can tell them apart."""
    stream = io.StringIO()
    log = exchange_log(log_format, CLOCK, stream)

    log(exchange("/toys"), 0.001, "mine")
    log(exchange("/toys"), 0.001, "default")

    named, plain = stream.getvalue().splitlines()
    assert "mine" in named
    assert "mine" not in plain
    assert "default" not in plain
