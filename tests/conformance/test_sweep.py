"""Taking back what a fuzz created."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.conformance.things import contract

from understudy.conformance.probe import Ask, Undo
from understudy.conformance.sweep import Sweep
from understudy.conformance.wire import Exchange
from understudy.errors import Broken

BASE = "http://h/base"


def exchange(method: str, path: str, status: int, operation: str = "", **more) -> Exchange:
    at = datetime(2026, 1, 31, tzinfo=UTC)
    return Exchange(
        method,
        BASE + path,
        {},
        b"",
        status,
        more.get("headers", {}),
        more.get("body", b""),
        at,
        0.0,
        operation,
    )


def created(key: str, location: str = "/base/things/{}") -> Exchange:
    headers = {"location": location.format(key)}
    return exchange(
        "POST", "/things", 201, "createThing", headers=headers, body=f'{{"id": "{key}"}}'.encode()
    )


class Deleting:
    """A sender that notes what is deleted, and answers with the status that a path has."""

    def __init__(self, **statuses: int) -> None:
        self.statuses = statuses
        self.paths: list[str] = []

    def send(self, ask: Ask) -> Exchange:
        assert ("deleteThing", b"") == (ask.operation.operation_id, ask.body)
        self.paths.append(ask.path)
        status = self.statuses.get(ask.path.rpartition("/")[2], 204)
        if not status:
            raise Broken("an answer", "none")
        return exchange("DELETE", ask.path, status)


def test_what_was_created_is_deleted_the_latest_first():
    """By its Location, absolute or not, with the contract's own operation."""
    sweep, sender = Sweep(contract(), {}), Deleting()
    for location in ("/base/things/{}", "https://elsewhere/x/things/{}"):
        sweep.hear(created(f"t{len(location)}", location))

    sweep.carry_out(sender)

    assert ["/things/t29", "/things/t15"] == sender.paths
    assert ((), 0) == (sweep.waiting(), sweep.unknown)


def test_what_the_fuzz_itself_deleted_is_not_asked_again():
    """Only a deletion that succeeded counts."""
    sweep, sender = Sweep(contract(), {}), Deleting()
    for key in ("a", "b"):
        sweep.hear(created(key))
    sweep.hear(exchange("DELETE", "/things/a", 204, "deleteThing"))
    sweep.hear(exchange("DELETE", "/things/b", 409, "deleteThing"))

    sweep.carry_out(sender)

    assert ["/things/b"] == sender.paths


def test_what_cannot_be_deleted_is_reported_and_asked_again():
    """A refusal, or no answer; 404 means that it is gone."""
    sweep, sender = Sweep(contract(), {}), Deleting(a=409, b=404, c=0)
    for key in "abc":
        sweep.hear(created(key))

    sweep.carry_out(sender)
    left = sweep.waiting()
    sweep.carry_out(again := Deleting())

    assert ("/things/c", "/things/a") == left == tuple(again.paths)
    assert () == sweep.waiting()


def test_the_suite_says_how_a_creation_is_taken_back():
    """Where it does, no Location is needed."""
    sweep, sender = Sweep(contract(), {"createThing": Undo("deleteThing", "/key/id")}), Deleting()
    sweep.hear(exchange("POST", "/things", 202, "createThing", body=b'{"key": {"id": "a/b"}}'))

    sweep.carry_out(sender)

    assert ["/things/a%2Fb"] == sender.paths


def test_a_creation_without_a_way_back_is_counted():
    """Its Location fits no DELETE operation of the contract."""
    sweep, sender = Sweep(contract(), {}), Deleting()
    sweep.hear(created("x", "/base/other/{}"))
    sweep.hear(exchange("POST", "/things", 400, "createThing"))

    sweep.carry_out(sender)

    assert ([], 1) == (sender.paths, sweep.unknown)


@pytest.mark.parametrize("location", ["http://[x/base/things/a", "//[", "http://a\u2100b/things/a"])
def test_a_location_that_is_no_url_is_no_way_back(location):
    """A server writes there what it likes, and the other creations are taken back all the same."""
    sweep, sender = Sweep(contract(), {}), Deleting()
    sweep.hear(created("a"))
    sweep.hear(created("x", location))

    sweep.carry_out(sender)

    assert (["/things/a"], 1) == (sender.paths, sweep.unknown)


def test_any_id_can_be_written_into_a_path():
    """Also half of a surrogate pair, in a body or in a Location."""
    sweep, sender = Sweep(contract(), {"createThing": Undo("deleteThing")}), Deleting()
    sweep.hear(exchange("POST", "/things", 201, "createThing", body=b'{"id": "\\ud800"}'))
    sweep.hear(replace(created("x", "/base/things/\ud801"), operation=""))

    sweep.carry_out(sender)

    assert ["/things/%ED%A0%81", "/things/%ED%A0%80"] == sender.paths


def test_several_workers_delete_each_once():
    """However many there are."""
    sweep, sender = Sweep(contract(), {}), Deleting()
    for number in range(50):
        sweep.hear(created(f"t{number}"))

    sweep.carry_out(sender, workers=4)

    assert (50, 50) == (len(sender.paths), len(set(sender.paths)))


def test_what_ctrl_c_cut_short_is_known():
    """What was not deleted by then can be named, and deleted later."""

    class Interrupted(Deleting):
        def send(self, ask: Ask) -> Exchange:
            if len(self.paths) == 1:
                raise KeyboardInterrupt
            return super().send(ask)

    sweep = Sweep(contract(), {})
    for key in "abc":
        sweep.hear(created(key))
    with pytest.raises(KeyboardInterrupt):
        sweep.carry_out(Interrupted())

    assert ("/things/b", "/things/a") == sweep.waiting()
