"""How many requests a workspace may get in a minute."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import IDENTITIES, MARIN, NOBODYS, TIBURON, Desk, seeded

from understudy.errors import Problem
from understudy.http.exchange import Call
from understudy.vendors.contacthub.throttling import charge


def ask(desk, workspace=TIBURON, token="demo"):
    """Whether one request more is counted; Problem when it is refused."""
    path = {} if workspace is None else {"workspaceId": workspace}
    call = Call(None, "GET", "", "", path, b"", {}, b"", IDENTITIES.tokens[token])
    view = desk.world.view(desk.world.number())
    documents = charge(call, view)
    return documents is not None and desk.world.commit(view, documents)


def limit(desk, most):
    """Set the workspace's requests per minute."""
    desk.put("workspaces", TIBURON, {**desk.document("workspaces", TIBURON), "maxRequestsPerMinute": most})


@given(st.integers(1, 5), st.lists(st.integers(0, 90), max_size=20))
def test_a_minute_has_so_many_requests(most, waits):
    """In each minute of the world's clock as many requests are let in as the limit says. (H-0.c1)"""
    desk = Desk(seeded().fork("test"))
    limit(desk, most)
    used = {}
    for seconds in waits:
        desk.world.clock.step(timedelta(seconds=seconds))
        minute = desk.world.clock.now().replace(second=0, microsecond=0)
        if used.setdefault(minute, 0) < most:
            assert ask(desk)
            used[minute] += 1
        else:
            with pytest.raises(Problem) as refused:
                ask(desk)
            assert 429 == refused.value.status


def test_who_is_refused_is_told_how_long_to_wait(desk):
    """A 429 has Retry-After with the seconds to the next minute, in which requests are let in. (H-0.c2)"""
    limit(desk, 1)
    desk.world.clock.step(timedelta(seconds=17))
    ask(desk)
    with pytest.raises(Problem) as refused:
        ask(desk)

    assert {"Retry-After": "43"} == refused.value.headers
    desk.world.clock.step(timedelta(seconds=43))
    assert ask(desk)


def test_no_limit_counts_nothing(desk):
    """With 0 throttling is off, and nothing is written. (H-0.c3)"""
    assert [False] * 3 == [ask(desk) for _ in range(3)]
    assert 0 == desk.world.store.read().count("contacthub/meters")


def test_only_requests_to_the_workspace_by_its_callers_count(desk):
    """Another workspace, none, or a stranger's attempts use nothing up. (H-0.c4)"""
    limit(desk, 1)
    assert [False] * 3 == [ask(desk, MARIN, "demo-marin"), ask(desk, None), ask(desk, NOBODYS)]
    assert not ask(desk, TIBURON, "demo-marin")
    assert ask(desk, TIBURON.upper())
    with pytest.raises(Problem):
        ask(desk)
