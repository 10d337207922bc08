"""The goals of an operation, and how exchanges are recognised."""

from tests.contract.covering import EVERYTHING, JSON, SMALL, asks, covering, reported, send, sentences
from tests.contract.making import contract_of, parameter

from understudy.contract import coverage_goals
from understudy.contract.coverage import Coverage, Goals


def test_wildcards_stand_for_what_is_not_listed():
    """4XX is met by 409 but not by the listed 404, default by what nothing else stands for."""
    coverage = covering(SMALL, {"status": 404}, {"status": 404}, {"status": 503})

    assert {"200": 0, "404": 2, "4XX": 0, "default": 1} == reported(coverage)["statuses"]
    assert [
        "The operation answered 404.",
        "The operation answered a status that is not listed.",
    ] == sentences(coverage, location="status")


def test_undocumented_statuses_are_counted_apart():
    """A status that the contract does not have meets no status goal, yet is told."""
    coverage = covering(contract_of({}), {"status": 204}, {"status": 418})

    assert ({"204": 1}, {"418": 1}) == (
        reported(coverage)["statuses"],
        reported(coverage)["undocumented"],
    )


def test_problem_replies_need_only_their_status():
    """The schema of a reply from 400 on adds no goals."""
    assert [] == [
        goal for goal in reported(Coverage(Goals([SMALL])))["goals"] if goal["location"] == "reply 404"
    ]


def test_parameters_with_defaults_can_be_left_out():
    """A default that decoding fills in does not count as sent."""
    contract = contract_of({"parameters": [parameter({"type": "integer", "default": 10, "enum": [10, 20]})]})

    assert ["The query parameter `p` was left out."] == sentences(
        covering(contract, {"status": 204}), location="query"
    )
    assert ["The query parameter `p` was sent.", "The query parameter `p` was 10."] == sentences(
        covering(contract, {"status": 204, "query": b"p=10"}), location="query"
    )


def test_form_members_with_defaults_can_be_left_out():
    """Nor does one in a form."""
    form = {"type": "object", "properties": {"size": {"type": "string", "default": "m"}}}
    media_type = "application/x-www-form-urlencoded"
    contract = contract_of({"requestBody": {"required": True, "content": {media_type: {"schema": form}}}})
    coverage = covering(
        contract, {"status": 204, "headers": {"content-type": media_type}, "request": b"colour=red"}
    )

    assert ["`size` of the request body was left out."] == sentences(coverage, location="request")


def test_bodies_left_out_and_media_types():
    """An optional body is met sent and left out, several media types each."""
    schema = {"schema": {"type": "string"}}
    contract = contract_of({"requestBody": {"content": {JSON: schema, "text/plain": schema}}})
    plain = {"status": 204, "headers": {"content-type": "text/plain; charset=utf-8"}, "request": b"hi"}

    assert [
        "The request body was left out.",
        "A request body was sent as text/plain.",
    ] == sentences(covering(contract, {"status": 204}, plain), location="request")


def test_an_undocumented_media_type_is_read_by_the_first():
    """Where the server takes application/json in place of merge-patch, its members count (X-51)."""
    schema = {"schema": {"type": "object", "properties": {"a": {}}}}
    contract = contract_of(
        {"requestBody": {"required": True, "content": {"application/merge-patch+json": schema}}}
    )

    assert ["`a` of the request body was there."] == sentences(
        covering(contract, {"status": 204, "request": {"a": 1}}), location="request"
    )


class Untouchable(dict):
    """A reply that must not be looked into."""

    def __contains__(self, name):
        raise AssertionError(name)


def test_what_was_met_before_is_not_looked_at_again():
    """An exchange with the same bytes is recognised, also in another world."""
    coverage = covering(SMALL, {"status": 200, "reply": {"state": "on"}})
    other = Coverage(coverage.goals)

    send(other, status=200, reply={"state": "on"}, reply_value=Untouchable())

    assert coverage.report() == other.report()


def test_a_reply_given_before_is_not_looked_at_again():
    """Requests that differ and are answered alike cost no more than their own parts."""
    coverage = covering(SMALL, {"status": 200, "reply": {"state": "on"}})

    send(coverage, status=200, query=b"other=1", reply={"state": "on"}, reply_value=Untouchable())

    assert '`state` of the 200 reply was "on".' in sentences(coverage)


def test_a_reply_value_saves_reading_the_bytes():
    """The value given counts in the place of the bytes; bytes given as the value are read."""
    coverage = covering(
        SMALL,
        {"status": 200, "reply": b"long", "reply_value": {"state": "on"}},
        {"status": 200, "reply": {"state": "off"}, "reply_value": b"longer"},
    )

    assert [
        "`state` of the 200 reply was there.",
        '`state` of the 200 reply was "on".',
        '`state` of the 200 reply was "off".',
    ] == sentences(coverage, location="reply 200")


def test_telling_headers_tell_exchanges_apart():
    """A header that is a parameter is part of what makes an exchange new; others are not."""
    contract = contract_of(
        {"parameters": [{"name": "X-Kind", "in": "header", "schema": {"enum": ["a", "b"]}}]}
    )
    coverage = covering(
        contract,
        {"status": 204, "headers": {"x-kind": "a", "date": "now"}},
        {"status": 204, "headers": {"x-kind": "b", "date": "then"}},
    )

    assert ['The header parameter `X-Kind` was "a".', 'The header parameter `X-Kind` was "b".'] == sentences(
        coverage, location="header"
    )[-2:]


def test_memory_is_bounded(monkeypatch):
    """However many different exchanges come, only so many are remembered, and nothing met is lost."""
    monkeypatch.setattr(coverage_goals, "MOST_SIGNATURES", 10)
    coverage = covering(SMALL, *EVERYTHING)
    for number in range(50):
        send(coverage, status=200, query=f"other={number}".encode())

    assert 10 >= len(coverage.goals.of(SMALL.operations["doThing"])._recent)
    assert 100.0 == coverage.percent()


def test_long_bodies_are_told_apart_by_their_ends():
    """Two long bodies of one length that differ in their last item are two exchanges (and one reply)."""
    contract = asks({"type": "array", "items": {"enum": ["a", "b", "c"]}, "maxItems": 30_000})
    coverage = covering(
        contract, *({"status": 204, "request": [*["a"] * 20_000, last]} for last in ("a", "b"))
    )
    first = covering(contract, {"status": 204, "request": ["b", *["a"] * 20_000]})

    assert 3 == len(coverage.goals.of(contract.operations["doThing"])._recent)
    assert 'An item of the request body was "b".' in sentences(first)
