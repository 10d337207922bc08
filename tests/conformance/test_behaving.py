"""Behaviours are judged each on its own, and whatever they made is taken back."""

import httpx
import pytest
from tests.conformance.promising import judged, promise, promises
from tests.conformance.shop import URL, Shop

from understudy.conformance.suite import MUST, SHOULD
from understudy.conformance.verdict import Outcome
from understudy.errors import Broken, NotObservable, RunFailed


@pytest.fixture
def shop():
    """An empty shop."""
    return Shop()


@pytest.fixture
def promised():
    """A suite to be filled with promises."""
    return promises()


def test_a_kept_promise_passes(shop, promised):
    """A behaviour that returns has passed, and what it created is gone."""

    @promise(promised)
    def it_creates(probe):
        probe.expect(probe.call("createItem", json={"name": probe.unique()}), 201)

    (one,) = judged(shop, promised)

    assert Outcome.PASSED == one.judgement.outcome
    assert ("behaviours", "A-01", "it-creates", "createItem", "A-01 is kept.", MUST, "") == (
        one.judgement.source,
        one.judgement.rule,
        one.judgement.name,
        one.judgement.operation,
        one.judgement.says,
        one.judgement.severity,
        one.judgement.reason,
    )
    assert (None, ()) == (one.finding, one.left)
    assert {} == shop.items


def test_a_broken_promise_is_found(shop, promised):
    """A broken promise says what was expected, what came, how to see it again, and what comes before it."""

    @promise(promised)
    def it_is_read(probe):
        key = probe.call("createItem", json={"name": "x"}).json()["id"]
        probe.call("listItems")
        probe.same("y", probe.member(probe.call("getItem", key), "/name"), "the name", pointer="/name")

    (one,) = judged(shop, promised)
    finding = one.finding

    assert (Outcome.BROKEN, "Expected the name y, got x.") == (one.judgement.outcome, one.judgement.reason)
    assert ("the name y", "x", "body", "/name") == (
        finding.expected,
        finding.got,
        finding.location,
        finding.pointer,
    )
    assert ("createItem",) == finding.operations
    assert f"curl -i {URL}/items/i1" == finding.curl
    assert [True] == ["--data-binary" in step for step in finding.steps]
    assert ["createItem", "listItems", "getItem"] == [exchange.operation for exchange in finding.seen]
    assert {} == shop.items


def test_findings_are_known_again(shop, promised):
    """The same promise broken in two runs is the same finding, and two promises are two."""

    @promise(promised)
    def one(probe):
        probe.expect(probe.call("listItems"), 204)

    promise(promised, "A-02")(one)
    first, second = ({f.finding.id for f in judged(shop, promised, seed=seed)} for seed in (1, 2))

    assert first == second
    assert 2 == len(first)


@pytest.mark.parametrize(
    "look",
    [
        lambda value: value["nope"],
        lambda value: value["items"][0],
        lambda value: value["items"]["x"],
        lambda value: int("x" if value else ""),
        lambda value: value["items"].nope,
        lambda value: 1 / len(value["items"]),
    ],
)
def test_an_answer_of_another_form_breaks_the_promise(shop, promised, look):
    """An answer that a behaviour cannot read is a finding, not a crash."""

    @promise(promised)
    def it_reads(probe):
        look(probe.call("listItems").json())

    (one,) = judged(shop, promised)

    assert Outcome.BROKEN == one.judgement.outcome
    assert "an answer of the documented form" == one.finding.expected
    assert f"curl -i {URL}/items" == one.finding.curl


def test_no_answer_is_a_finding(shop, promised):
    """A server that does not answer breaks the promise; the request that shows it is the finding's."""

    def silent(_request):
        raise httpx.ReadTimeout("silence")

    @promise(promised)
    def it_answers(probe):
        probe.call("listItems")

    shop.faults["GET", "/shop/items"] = silent
    (one,) = judged(shop, promised)

    assert "an answer within 30 s" == one.finding.expected
    assert f"curl -i {URL}/items" == one.finding.curl


def test_a_mistake_of_a_behaviour_ends_the_run(shop, promised):
    """A behaviour that is itself wrong is named; what it created is taken back all the same."""

    @promise(promised, uses=("createItem",))
    def it_is_wrong(probe):
        probe.call("createItem", json={})
        probe.call("getItem", "i1")

    with pytest.raises(RunFailed, match="The behaviour A-01 it-is-wrong cannot be run"):
        judged(shop, promised)
    assert {} == shop.items


def test_a_mistake_before_any_answer_is_no_finding(shop, promised):
    """Without an answer no server can be to blame."""

    @promise(promised)
    def it_is_wrong(probe):
        {}["nope"]

    with pytest.raises(KeyError):
        judged(shop, promised)


def test_what_cannot_be_seen_says_why(shop, promised):
    """A behaviour, or a caller that is needed but not there, makes a promise not observable."""

    @promise(promised, "A-01")
    def it_takes_a_month(probe):
        probe.call("createItem", json={})
        probe.not_observable("It takes a month.")

    promise(promised, "A-02", needs=("stranger",))(it_takes_a_month)
    promise(promised, "A-03", needs=("stage",))(it_takes_a_month)
    reasons = {one.judgement.rule: one.judgement.reason for one in judged(shop, promised)}

    assert "It takes a month." == reasons["A-01"]
    assert "--caller stranger=TOKEN" in reasons["A-02"]
    assert "Understudy" in reasons["A-03"]
    assert ["POST", "DELETE"] == [request.method for request in shop.requests]


def test_nothing_is_written_without_permission(shop, promised):
    """Without writes, only behaviours that read are run; the others say what would allow them."""

    @promise(promised, "A-01")
    def it_writes(probe):
        probe.call("createItem", json={})

    @promise(promised, "A-02", uses=("listItems", "getItem"))
    def it_reads(probe):
        probe.call("listItems")

    @promise(promised, "A-03", uses=("sellItem", "listItems"))
    def it_is_for_another_contract(probe):
        probe.call("sellItem")

    outcomes = {one.judgement.rule: one.judgement for one in judged(shop, promised, writes=False)}

    assert Outcome.PASSED == outcomes["A-02"].outcome
    assert Outcome.NOT_OBSERVABLE == outcomes["A-03"].outcome
    assert Outcome.NOT_RUN == outcomes["A-01"].outcome
    assert "It sends POST /items: allow that with --allow-writes." == outcomes["A-01"].reason
    assert ["GET"] == [request.method for request in shop.requests]


def test_what_could_not_be_taken_back_is_told(shop, promised):
    """A creation that cannot be deleted does not change the verdict, but is told."""

    @promise(promised)
    def it_creates(probe):
        probe.call("createItem", json={})

    shop.faults["DELETE", "/shop/items/i1"] = lambda _request: httpx.Response(500)
    (one,) = judged(shop, promised)

    assert Outcome.PASSED == one.judgement.outcome
    assert [("DELETE", f"{URL}/items/i1", 500)] == [(left.method, left.url, left.status) for left in one.left]


def test_a_should_beside_a_broken_must_is_no_finding_of_its_own(shop, promised):
    """One cause is one finding: the should is judged, but only a must that is kept lets it be told."""

    def breaks(probe):
        probe.expect(probe.call("listItems"), 204)

    def keeps(probe):
        probe.expect(probe.call("listItems"), 200)

    promise(promised, "A-01", severity=SHOULD)(breaks)
    promise(promised, "A-01")(breaks)
    promise(promised, "A-02", severity=SHOULD)(breaks)
    promise(promised, "A-02")(keeps)
    found = judged(shop, promised)

    assert 3 == sum(one.judgement.outcome == Outcome.BROKEN for one in found)
    assert {("A-01", MUST), ("A-02", SHOULD)} == {
        (one.finding.rule, one.finding.severity) for one in found if one.finding
    }


@pytest.mark.parametrize("fault", [Broken("x", "y"), NotObservable("It cannot be seen.")])
def test_no_exchange_is_needed(shop, promised, fault):
    """A behaviour may decide before it has sent anything."""

    @promise(promised)
    def it_decides(probe):
        raise fault

    (one,) = judged(shop, promised)

    assert str(fault) == one.judgement.reason
    assert [] == shop.requests
