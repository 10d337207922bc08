"""Requests are carried once each, paced, and within a time and a size."""

import httpx
import pytest

from understudy.conformance import carrier as module
from understudy.conformance.carrier import Carrier, TooLong

URL = "http://127.0.0.1/x"


@pytest.fixture
def pauses(monkeypatch):
    """What was waited, without waiting."""
    waited = []

    class Instant:
        def wait(self, seconds):
            waited.append(seconds)

    monkeypatch.setattr(module, "Event", Instant)
    return waited


def carrier(answers, **options) -> Carrier:
    """A carrier to a server that gives these answers in order; exceptions are raised."""
    left = iter(answers)

    def answer(_request):
        found = next(left)
        if isinstance(found, Exception):
            raise found
        return found

    return Carrier(transport=httpx.MockTransport(answer), **options)


def statuses(carried, method="GET") -> list[int]:
    return [answer.status for answer in carried.carry(method, URL, {}, b"")]


def test_answers_are_whole():
    """Status, headers by lower-case name, those of one name together, and body."""
    headers = [("ETag", '"1"'), ("Link", "<a>"), ("Link", "<b>")]
    (answer,) = carrier([httpx.Response(200, headers=headers, content=b"body")]).carry("GET", URL, {}, b"")

    assert (200, b"body", '"1"', "<a>, <b>") == (
        answer.status,
        answer.body,
        answer.headers["etag"],
        answer.headers["link"],
    )


def test_redirects_are_not_followed():
    """A redirect is an answer: where it leads may not be asked."""
    assert [302] == statuses(carrier([httpx.Response(302, headers={"Location": "http://elsewhere"})]))


def test_a_busy_server_is_not_waited_for_without_patience(pauses):
    """Without patience the first 429 is the answer, as on a stage, whose clock is moved by hand."""
    busy = carrier([httpx.Response(429, headers={"Retry-After": "30"}), httpx.Response(200)])
    told = [answer.status for answer in busy.carry("GET", URL, {}, b"", patient=False)]

    assert ([429], []) == (told, list(pauses))


def test_a_busy_server_is_waited_for(pauses):
    """429 with Retry-After is waited for as long as it says, in seconds or as a date, and asked again."""
    date = {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}
    busy = [
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(429, headers=date),
        httpx.Response(429),
    ]

    assert [429, 429, 429, 200] == statuses(carrier([*busy, httpx.Response(200)]))
    assert [7.0, 0.0, 4.0] == pauses


@pytest.mark.parametrize("odd", ["soon", "²".encode("latin-1"), "-1", "nan", "Mon"])
def test_a_pause_that_is_no_pause_is_ours(odd, pauses):
    """Whatever a server writes there, the run goes on."""
    busy = httpx.Response(429, headers=[(b"Retry-After", odd if isinstance(odd, bytes) else odd.encode())])

    assert [429, 200] == statuses(carrier([busy, httpx.Response(200)]))
    assert [1.0] == pauses


def test_patience_has_an_end(pauses):
    """A server that is always busy, or busy for long, is given up; its last answer stands."""
    always = [httpx.Response(429, headers={"Retry-After": "1"})] * 9

    assert [429] * module.TRIES == statuses(carrier(always))
    assert [429] == statuses(carrier([httpx.Response(429, headers={"Retry-After": "3600"})]))
    assert [1.0] * (module.TRIES - 1) == pauses


def test_patience_is_for_all_pauses_together(pauses):
    """A server that asks for half a minute again and again is not waited for two minutes."""
    assert [429] * 3 == statuses(carrier([httpx.Response(429, headers={"Retry-After": "25"})] * 9))
    assert [25.0, 25.0] == pauses


def test_without_a_rate_nothing_is_waited_for(pauses):
    """Without a rate, 429 is an answer like any other."""
    assert [429] == statuses(carrier([httpx.Response(429)], rate=None))
    assert [] == pauses


def test_requests_keep_the_pace(pauses, monkeypatch):
    """With a rate of ten a second, each request is a tenth of a second after the one before."""
    monkeypatch.setattr(module, "monotonic", lambda: 5.0)
    paced = carrier([httpx.Response(200)] * 3, rate=10.0)
    for _ in range(3):
        statuses(paced)

    assert [0.0, 0.1, 0.2] == [pytest.approx(pause) for pause in pauses]


def test_a_lost_connection_is_tried_again_where_that_is_safe():
    """A read is sent again on a connection that breaks; a write may have happened, and is not."""
    lost = httpx.RemoteProtocolError("closed")

    assert [200] == statuses(carrier([lost, httpx.Response(200)]))
    with pytest.raises(httpx.RemoteProtocolError):
        statuses(carrier([lost, httpx.Response(200)]), "POST")
    with pytest.raises(httpx.RemoteProtocolError):
        statuses(carrier([lost, lost, httpx.Response(200)]))


def test_a_restart_is_waited_for_once_it_has_answered(pauses):
    """A server that takes no connection is given a moment, but only if it was there before."""
    away = httpx.ConnectError("refused")
    met = carrier([httpx.Response(200), away, away, httpx.Response(201), away, away, away])

    assert [200] == statuses(met)
    assert [201] == statuses(met, "POST")
    with pytest.raises(httpx.ConnectError):
        statuses(met)
    with pytest.raises(httpx.ConnectError):
        statuses(carrier([away, httpx.Response(200)]))


def test_what_is_not_judged_has_an_end_too(monkeypatch):
    """Neither a token endpoint nor what says it is an Understudy can fill the memory, or take for ever."""
    monkeypatch.setattr(module, "MOST", 10)

    with pytest.raises(TooLong):
        carrier([httpx.Response(200, content=iter([b"x"] * 11))]).http.get(URL)
    with pytest.raises(httpx.ReadTimeout):
        carrier([httpx.Response(200, content=iter([b"x"] * 9))], timeout=0.0).http.get(URL)


def test_an_answer_may_not_be_too_large(monkeypatch):
    """More than the bound is not read."""
    monkeypatch.setattr(module, "MOST", 10)

    assert [200] == statuses(carrier([httpx.Response(200, content=b"x" * 10)]))
    with pytest.raises(TooLong):
        statuses(carrier([httpx.Response(200, content=b"x" * 11)]))


def test_an_answer_may_not_trickle(monkeypatch):
    """An answer that goes on beyond the time ends in a timeout, even if there is always some of it."""
    ticks = iter(range(0, 1000, 20))
    monkeypatch.setattr(module, "monotonic", lambda: next(ticks))
    endless = (b"x" for _ in range(100))

    with pytest.raises(httpx.ReadTimeout):
        statuses(carrier([httpx.Response(200, content=endless)], timeout=30.0, rate=None))
