"""What faults do, one effect at a time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.http.effects import LONGEST_DELAY, MOST_BUCKETS, Moment, Throttle, effect_of
from understudy.http.plan import NO_PLAN, Forced, Plan, Wire
from understudy.world.clock import FROZEN_AT
from understudy.world.ids import Ids


def draws():
    return Ids(1).stream("test")


def moment(seconds: float = 0, caller: str = "bob", stream=None) -> Moment:
    return Moment(FROZEN_AT + timedelta(seconds=seconds), caller, stream or draws())


@pytest.mark.parametrize(
    ("effect", "plan"),
    [
        ({"latency": {"milliseconds": 200}}, Plan(wire=Wire(delay=0.2))),
        ({"status": 503}, Plan(Forced(503))),
        (
            {"status": 503, "example": "down", "retryAfter": 9},
            Plan(Forced(503, "down", headers={"Retry-After": "9"})),
        ),
        ({"drop": True}, Plan(wire=Wire(drop=True))),
        ({"truncate": 10}, Plan(wire=Wire(truncate_at=10))),
        ({"slow": 100}, Plan(wire=Wire(bytes_per_second=100))),
        ({"break": "header"}, Plan(breaks="header")),
    ],
)
def test_each_effect_adds_itself_to_the_plan(effect, plan):
    """What the JSON says is what happens."""
    assert plan == effect_of(effect).join(NO_PLAN, moment())


def test_effects_add_up():
    """Delays are summed, other parts kept; of two answers, the first is given."""
    plan = NO_PLAN
    for effect in ({"latency": {"milliseconds": 100}}, {"status": 503}, {"slow": 9}, {"status": 429}) * 2:
        plan = effect_of(effect).join(plan, moment())

    assert Plan(Forced(503), wire=Wire(delay=0.2, bytes_per_second=9)) == plan


@given(
    st.sampled_from(
        [
            {"distribution": "uniform", "low": 100, "high": 300},
            {"distribution": "normal", "mean": 200, "deviation": 40},
            {"distribution": "normal", "mean": 1, "deviation": 60_000},
            {"distribution": "lognormal", "median": 200, "sigma": 0.5},
            {"distribution": "lognormal", "median": 60_000, "sigma": 10},
        ]
    ),
    st.integers(0),
)
def test_latency_is_within_a_minute_and_repeatable(latency, number):
    """Whatever the distribution draws, no wait is negative or endless, and the seed decides it."""
    effect = effect_of({"latency": latency})

    first = effect.join(NO_PLAN, moment(stream=Ids(1).stream(number))).wire.delay

    assert 0 <= first <= LONGEST_DELAY
    assert first == effect.join(NO_PLAN, moment(stream=Ids(1).stream(number))).wire.delay


@pytest.mark.parametrize(
    ("latency", "median"),
    [
        ({"distribution": "uniform", "low": 100, "high": 300}, 0.2),
        ({"distribution": "normal", "mean": 200, "deviation": 40}, 0.2),
        ({"distribution": "lognormal", "median": 200, "sigma": 0.5}, 0.2),
    ],
)
def test_latency_follows_its_distribution(latency, median):
    """Half of the draws lie below the middle, and they differ."""
    stream = draws()
    drawn = [
        effect_of({"latency": latency}).join(NO_PLAN, moment(stream=stream)).wire.delay for _ in range(400)
    ]

    assert 150 < sum(delay < median for delay in drawn) < 250
    assert 390 < len(set(drawn))


def throttle(limit: int = 2, per: float = 10, burst: int = 2) -> Throttle:
    return effect_of({"throttle": {"limit": limit, "per": per, "burst": burst}})


def statuses(effect, seconds: float, caller: str = "bob") -> tuple:
    plan = effect.join(NO_PLAN, moment(seconds, caller))
    return (plan.forced and plan.forced.status, plan.forced and plan.forced.headers["Retry-After"])


def test_throttle_refuses_beyond_the_burst_and_says_how_long():
    """Two at once, then 429 with the whole seconds until the next token, rounded up."""
    effect = throttle()

    assert [(None, None), (None, None), (429, "5")] == [statuses(effect, 0) for _ in range(3)]
    assert (429, "4") == statuses(effect, 1.5)
    assert (429, "1") == statuses(effect, 4.9)


def test_throttle_recovers_as_the_clock_moves():
    """After Retry-After seconds exactly one more request passes; after long, a whole burst, not more."""
    effect = throttle()
    for _ in range(3):
        statuses(effect, 0)

    assert [(None, None), (429, "5")] == [statuses(effect, 5) for _ in range(2)]
    assert [None, None, 429] == [statuses(effect, 86400)[0] for _ in range(3)]


def test_throttle_counts_each_caller_alone():
    """One caller's eagerness costs no other one anything."""
    effect = throttle(burst=1)

    assert [None, 429, None] == [statuses(effect, 0, caller)[0] for caller in ("bob", "bob", "eve")]


def test_throttle_survives_a_clock_set_back():
    """A world restored to an earlier time refills from then on, not only once the future is reached."""
    effect = throttle(burst=1)
    assert [None, 429] == [statuses(effect, 1000)[0] for _ in range(2)]

    assert 429 == statuses(effect, 0)[0]
    assert None is statuses(effect, 5)[0]


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.integers(1, 5), st.integers(1, 4))
def test_throttle_never_lets_more_pass_than_its_bucket_holds(pauses, limit, burst):
    """Property: within any run, at most the burst and what was refilled meanwhile."""
    effect = throttle(limit, 2.0, burst)
    now = passed = 0
    for pause in pauses:
        now += pause
        passed += statuses(effect, now)[0] is None

    assert passed <= burst + now * limit / 2.0 + 0.01


def test_throttle_remembers_a_bounded_number_of_callers():
    """Callers can be invented without end; memory cannot."""
    effect = throttle()
    for number in range(MOST_BUCKETS + 10):
        effect.take(str(number), FROZEN_AT)

    assert MOST_BUCKETS == len(effect.buckets)
