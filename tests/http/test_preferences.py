"""The Prefer header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.http.plan import NO_PLAN, Forced, Wire
from understudy.http.preferences import LONGEST_WAIT, plan_of


@pytest.mark.parametrize(
    ("header", "forced"),
    [
        ("code=429", Forced(429, asked=True)),
        ("Code = 404", Forced(404, asked=True)),
        ('code="404"', Forced(404, asked=True)),
        ("example=young", Forced(example="young", asked=True)),
        ('example="two \\"words\\""', Forced(example='two "words"', asked=True)),
        ("dynamic=true", Forced(built=True, asked=True)),
        ("code=404;about=this, example=gone, code=500", Forced(404, "gone", asked=True)),
        ("respond-async, code=201", Forced(201, asked=True)),
    ],
)
def test_prism_s_preferences_are_read(header, forced):
    """code, example and dynamic, as tokens or quoted strings; of one named twice, the first counts."""
    assert forced == plan_of(header).forced


@pytest.mark.parametrize(
    "header",
    ["", "return=minimal", "code=abc", "code=42", "code=", "dynamic=false", "wait=-1", "wait=soon", ","],
)
def test_what_cannot_be_read_is_passed_over(header):
    """RFC 7240, 2: unknown preferences are ignored."""
    assert NO_PLAN == plan_of(header)


@pytest.mark.parametrize(
    ("header", "seconds"), [("wait=2", 2), ("wait=0.5", 0.5), ("wait=99999", LONGEST_WAIT)]
)
def test_wait_delays_up_to_a_minute(header, seconds):
    """wait is in seconds; nobody can hold a connection for ever."""
    assert Wire(delay=seconds) == plan_of(header).wire


def test_what_was_applied_is_told():
    """Preference-Applied repeats what was understood, and nothing else."""
    assert ("code=404", 'example="a b"', "wait=1") == plan_of(
        'code=404, x=1, example="a b", wait=1'
    ).preferences


@given(st.text(st.characters(max_codepoint=255)))
def test_no_header_fails(header):
    """Whatever the client writes."""
    plan = plan_of(header)

    assert 0 <= plan.wire.delay <= LONGEST_WAIT
    assert all("\n" not in applied for applied in plan.preferences) or "\n" in header
