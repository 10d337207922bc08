"""Documented answers on demand, from the vendor's real contracts."""

import pytest
from tests.vendors.apiture.desk import contracts

from understudy.contract.operation import Operation
from understudy.http.breaking import broken, judge
from understudy.http.exchange import Call, Caller
from understudy.http.forced import forced_reply
from understudy.http.plan import Forced
from understudy.vendors.apiture.api import VENDOR

ANY_OF = {"4XX": 418, "5XX": 503}
CALLER = Caller("0399abedfd3d", "understudy-demo", "TIBURON", frozenset())
APIS = {api.name: api for api in VENDOR.apis}


def answers() -> list[tuple[str, Operation, int]]:
    return [
        (name, operation, ANY_OF.get(status) or int(status))
        for name, contract in contracts().items()
        for operation in contract.operations.values()
        for status in operation.responses
    ]


def asked(operation: Operation) -> Call:
    return Call(operation, operation.method, "http://desk.example", "/x", {}, b"", {}, b"", CALLER)


@pytest.mark.parametrize("built", [False, True])
def test_every_documented_answer_can_be_had(desk, built):
    """All operations, all statuses: valid, and an error tells its own status."""
    for name, operation, status in answers():
        call = asked(operation)
        reply = forced_reply(
            APIS[name], contracts()[name], call, desk.world.view(1), Forced(status, built=built)
        )

        assert status == reply.status
        assert () == judge(operation, reply), (operation.operation_id, status)
        assert status < 400 or status == reply.body["status"]


def test_every_example_can_be_had_by_name_or_is_refused(desk):
    """Prefer: example=NAME gives that example where it keeps the contract."""
    given = 0
    for name, operation, status in answers():
        raw = operation.raw["responses"].get(str(status), {})
        for media in raw.get("content", {}).values():
            for example in media.get("examples", {}):
                forced = Forced(status, example, asked=True)
                reply = forced_reply(
                    APIS[name], contracts()[name], asked(operation), desk.world.view(1), forced
                )
                assert () == judge(operation, reply)
                given += 1

    assert given > 10


def test_every_success_with_a_body_can_be_broken(desk):
    """A fault that breaks the body finds something the contract forbids, whatever the operation."""
    for name, operation, status in answers():
        if status >= 300 or not operation.response_for(status).content:
            continue
        reply = forced_reply(
            APIS[name], contracts()[name], asked(operation), desk.world.view(1), Forced(status)
        )

        for part in ("body", "status", "contentType"):
            assert broken(operation, reply, part)[1], (operation.operation_id, status, part)
