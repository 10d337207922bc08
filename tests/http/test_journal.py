"""What a world remembers of its exchanges."""

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.journaling import BREACH, entry, sent
from tests.http.toys import READER

from understudy.http.journal import BODY_BYTES, ENTRY_BYTES, Allowance, Journal


def numbers(journal, **asked):
    return [one.number for one in journal.entries(**asked)]


def test_entries_count_from_one_and_never_again():
    """Numbers go on after the journal was cleared."""
    journal = Journal()
    journal.add(entry())
    journal.add(entry())
    journal.clear()
    journal.add(entry())

    assert [3] == numbers(journal)
    assert 0 == journal.dropped


def test_the_oldest_make_room_and_are_counted():
    """A journal of three keeps the last three and says how many went."""
    journal = Journal(most=3)
    for _ in range(5):
        journal.add(entry())

    assert ([3, 4, 5], 2) == (numbers(journal), journal.dropped)


def test_a_journal_of_none_only_counts():
    """--journal 0: nothing is kept."""
    journal = Journal(most=0)
    journal.add(entry())

    assert ([], 1, 0) == (numbers(journal), journal.dropped, journal.bytes)


@given(st.lists(st.integers(0, 200_000), max_size=30))
def test_bytes_are_bounded(sizes):
    """Property: whatever the bodies, no more bytes are kept than allowed, and the account is right."""
    journal = Journal(most_bytes=200_000)
    for size in sizes:
        journal.add(entry(body=b"x" * size))

    kept = journal.entries()
    assert journal.bytes <= 200_000
    assert journal.bytes == sum(one.weight for one in kept)
    assert all(ENTRY_BYTES + len(one.body) <= one.weight for one in kept)
    assert journal.allowance.used == journal.bytes
    assert len(sizes) == len(kept) + journal.dropped


def test_worlds_share_an_allowance():
    """A thousand worlds cannot keep a thousand times as much; each keeps its latest entry."""
    allowance = Allowance(10 * (ENTRY_BYTES + 100))
    journals = [Journal(100, 1000 * ENTRY_BYTES, allowance) for _ in range(4)]
    for journal in journals:
        for _ in range(8):
            journal.add(entry(body=b""))

    assert [8, 2, 1, 1] == [len(journal) for journal in journals]
    for journal in journals:
        journal.close()
    assert 0 == allowance.used


def test_a_closed_journal_keeps_nothing_more():
    """Requests of a world that was dropped may still end."""
    journal = Journal()
    journal.add(entry())
    journal.close()
    journal.add(entry())

    assert ([], 0) == (numbers(journal), journal.allowance.used)


def test_long_bodies_are_cut_and_their_size_is_told():
    """The first 64 KiB are kept."""
    journal = Journal()
    journal.add(
        sent(b"[" + b"1," * BODY_BYTES, reply_headers=[(b"content-type", b"text/plain")], body=b"x" * 70_000)
    )
    (one,) = journal.entries()

    assert (BODY_BYTES, BODY_BYTES) == (len(one.call.body), len(one.body))
    assert (1 + 2 * BODY_BYTES, 70_000) == one.sizes
    assert None is one.request_json()
    assert "x" * BODY_BYTES == one.reply_text()


def test_entries_are_found_by_what_they_were():
    """By operation, status or its class, caller, violation, number; the first so many."""
    journal = Journal()
    journal.add(entry("getToy", status=200))
    journal.add(entry("putToy", status=422, violations=(BREACH,)))
    journal.add(entry("getToy", status=404, caller=replace(READER, subject="eve")))
    journal.add(entry("getToy", status=503, fault="down: status"))

    assert [1, 3, 4] == numbers(journal, operation="getToy")
    assert [3] == numbers(journal, status="404")
    assert [2, 3] == numbers(journal, status="4xx")
    assert [1, 2, 4] == numbers(journal, caller="bob")
    assert [2] == numbers(journal, violation=True)
    assert [1, 3, 4] == numbers(journal, violation=False)
    assert [3, 4] == numbers(journal, after=2)
    assert [1, 2] == numbers(journal, limit=2)
    assert 503 == journal.find(4).status
    assert None is journal.find(5)


def test_waiting_ends_with_the_next_entry():
    """For a live view: nothing is missed, and nobody waits longer than asked."""
    journal = Journal()
    journal.add(entry())
    threading.Timer(0.05, journal.add, [entry()]).start()

    assert [1] == [one.number for one in journal.wait(0, 5)]
    assert [2] == [one.number for one in journal.wait(1, 5)]
    assert [] == journal.wait(2, 0.01)


def test_numbers_are_unique_under_threads():
    """However many requests end at once."""
    journal = Journal(most=10_000)
    threads = [threading.Thread(target=lambda: [journal.add(entry()) for _ in range(250)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(range(1, 1001)) == sorted(numbers(journal))


@pytest.mark.parametrize(
    ("query", "url"),
    [
        (b"", "http://toys.test:8080/shop/toys/bear"),
        (b"limit=3", "http://toys.test:8080/shop/toys/bear?limit=3"),
        (b"a=1&access_token=abc", "http://toys.test:8080/shop/toys/bear?a=1&access_token=[redacted]"),
    ],
)
def test_the_url_is_as_the_client_saw_it(query, url):
    """With its query, but without the secrets in it."""
    assert url == entry(query=query).url


@pytest.mark.parametrize(
    "made",
    [
        {"headers": {"x-long": "x" * 30_000}},
        {"query": b"x" * 30_000},
        {"target": "/" + "x" * 30_000},
    ],
)
def test_whatever_a_client_makes_long_counts(made):
    """Headers, query and path can be long too."""
    journal = Journal(most_bytes=100_000)
    for _ in range(10):
        journal.add(entry(**made))

    assert 2 == len(journal)
