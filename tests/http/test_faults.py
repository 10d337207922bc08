"""Rules of one world, and which exchanges meet them."""

import threading
from dataclasses import replace

import pytest
from tests.http.toys import READER, SHOP, call, step, world

from understudy.errors import Problem
from understudy.http.effects import Status
from understudy.http.faults import MOST, Faults
from understudy.http.plan import Forced, Plan, Wire

CONTRACTS = {"toys/shop": SHOP}
DOWN = {"effect": {"status": 503}}


def chosen(faults, made=None, number=1, **changes):
    return faults.choose(call(**changes), "toys/shop", number, made or world())


@pytest.fixture
def faults() -> Faults:
    return Faults(CONTRACTS)


def test_without_rules_nothing_happens(faults):
    """Also when the client prefers something that means nothing here."""
    assert None is chosen(faults)
    assert None is chosen(faults, headers={"prefer": "return=minimal"})


def test_a_rule_is_named_in_the_plan(faults):
    """The journal can say which fault it was."""
    faults.add({"id": "down", **DOWN})

    assert Plan(Forced(503), faults=("down: status",)) == chosen(faults)


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"api": "toys/shop"}, True),
        ({"operation": "getToy"}, True),
        ({"operation": "putToy"}, False),
        ({"caller": "bob"}, True),
        ({"caller": "shop"}, True),
        ({"caller": "eve"}, False),
        ({"share": 0}, False),
        ({"times": 0}, False),
    ],
)
def test_rules_choose_by_operation_and_caller(faults, rule, met):
    """A caller is a token's subject, or its client."""
    faults.add({**DOWN, **rule})

    assert met == (chosen(faults) is not None)


def test_another_api_s_rule_does_not_apply(faults):
    """Operations of the same name may exist in two APIs."""
    faults.add({**DOWN, "api": "toys/shop"})

    assert None is faults.choose(call(), "toys/other", 1, world())


def test_a_client_s_preference_speaks_before_a_rule(faults):
    """Who asks for 404 gets it, and waits as the rules say."""
    faults.add(DOWN)
    faults.add({"effect": {"latency": {"milliseconds": 500}}})

    plan = chosen(faults, headers={"prefer": "code=404, wait=1"})

    assert (
        Plan(Forced(404, asked=True), None, Wire(delay=1.5), ("fault-2: latency",), ("code=404", "wait=1"))
        == plan
    )


def test_times_count_down_to_nought(faults):
    """Two requests meet it, the third does not; the rule stays to be seen."""
    rule = faults.add({**DOWN, "times": 2})

    assert [True, True, False] == [chosen(faults) is not None for _ in range(3)]
    assert 0 == faults.find(rule.id).remaining


def test_times_are_exact_under_threads(faults):
    """However many requests come at once, `times` of them meet the rule."""
    faults.add({**DOWN, "times": 50})
    made, met = world(), []
    threads = [
        threading.Thread(target=lambda: met.extend(chosen(faults, made) is not None for _ in range(40)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 50 == sum(met)


def test_a_share_is_drawn_by_the_seed(faults):
    """About a third, the same third each time, whoever asked before; another rule draws its own."""
    faults.add({"id": "first", **DOWN, "share": 1 / 3})
    first = [number for number in range(600) if chosen(faults, number=number)]
    again = [number for number in reversed(range(600)) if chosen(faults, number=number)]
    other = Faults(CONTRACTS)
    other.add({"id": "second", **DOWN, "share": 1 / 3})

    assert 150 < len(first) < 250
    assert first == again[::-1]
    assert first != [number for number in range(600) if chosen(other, number=number)]


def test_drawing_a_fault_changes_no_identifier(faults):
    """The handler's draws are the same with and without faults, so that a run can be repeated."""
    made = world()
    before = made.view(7).ids.hex(16)
    faults.add({**DOWN, "share": 0.5})
    chosen(faults, made, 7)

    assert before == made.view(7).ids.hex(16)


def test_throttling_runs_on_the_world_s_clock(faults):
    """Stepping the clock refills the bucket."""
    made = world()
    faults.add({"effect": {"throttle": {"limit": 1, "per": 30}}})

    assert [None, 429] == [forced_status(chosen(faults, made)) for _ in range(2)]
    step(made, 30)
    assert None is forced_status(chosen(faults, made))


def test_a_throttle_that_lets_pass_is_no_fault(faults):
    """Neither named nor counted."""
    rule = faults.add({"times": 1, "effect": {"throttle": {"limit": 1, "per": 30}}})

    assert None is chosen(faults)
    assert 1 == faults.find(rule.id).remaining


def forced_status(plan):
    return plan and plan.forced.status


def test_rules_are_listed_found_replaced_and_removed(faults):
    """In the order in which they were added; ids are counted where none is given."""
    first, second = faults.add(DOWN), faults.add({"id": "mine", "caller": "bob", **DOWN})
    replaced = faults.replace("mine", {"effect": {"status": 500}})

    assert ["fault-1", "mine"] == [rule.id for rule in faults.rules()]
    assert (Status(500), None) == (replaced.effect, faults.find("mine").caller)
    assert {"id": "mine", "caller": "bob", "share": 1.0, "effect": {"status": 503}} == second.to_json()
    faults.remove(first.id)
    faults.clear()
    assert [] == faults.rules()


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (lambda faults: faults.find("none"), 404),
        (lambda faults: faults.remove("none"), 404),
        (lambda faults: faults.replace("none", DOWN), 404),
        (lambda faults: faults.replace("down", {"id": "up", **DOWN}), 422),
        (lambda faults: faults.add({"id": "down", **DOWN}), 409),
        (lambda faults: faults.add({"effect": {"status": "503"}}), 422),
        (lambda faults: [faults.add(DOWN) for _ in range(MOST)], 409),
    ],
)
def test_what_cannot_be_done_is_refused(faults, act, status):
    """Each refusal is a problem with a sentence."""
    faults.add({"id": "down", **DOWN})

    with pytest.raises(Problem) as refusal:
        act(faults)

    assert status == refusal.value.status


def test_a_caller_without_subject_is_its_client(faults):
    """Client-credentials tokens have buckets too."""
    faults.add({"effect": {"throttle": {"limit": 1, "per": 30}}})
    first, second = replace(READER, subject="", client="one"), replace(READER, subject="", client="two")

    assert [None, None, 429] == [forced_status(chosen(faults, caller=who)) for who in (first, second, first)]
