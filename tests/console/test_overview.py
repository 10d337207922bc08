"""The first page: APIs, credentials, worlds and the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.console.pages import entry, opened

from understudy.world.documents import Due

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def pages():
    return opened()


def test_it_names_every_api_and_shows_its_commands(pages):
    """Title, version, name, base URL, operations, links, and commands with the base URL filled in."""
    page = pages.get("/").text

    assert "Service Customer Audiences" in page
    assert "http://127.0.0.1:4010/service</code>" in page
    assert 'href="/docs/apiture/customer-audience-connections"' in page
    assert 'href="/specs/apiture/customer-audiences.yaml"' in page
    assert "&#39;http://127.0.0.1:4010/service/customerAudiences&#39;" in page
    assert "{base}" not in page


def test_in_another_world_base_urls_carry_its_prefix(pages):
    """What is copied from the page of a world goes to that world."""
    pages.desk.worlds.get("other")

    assert "http://127.0.0.1:4010/_world/other/service</code>" in pages.get("/?world=other").text


def test_it_shows_the_credentials(pages):
    """Tokens with a few words about each, and the OAuth client."""
    page = pages.get("/").text

    for text in ("demo-marin", "Bob Hartley", "understudy-demo", "not-a-secret"):
        assert text in page


def test_a_token_is_told_for_each_vendor(pages):
    """Whom a token stands for is said vendor by vendor, for one's administrator is another's analyst."""
    page = pages.get("/").text

    assert "apiture: Bob Hartley, analyst of TIBURON, all scopes" in page
    assert "contacthub: Bob Hartley, administrator of TIBURON&#39;s workspace" in page


def test_it_counts_what_there_is(pages):
    """Documents, exchanges, violations, faults and coverage, each a link to its page."""
    pages.default.journal.add(entry())
    pages.default.faults.add({"effect": {"drop": True}})
    page = pages.get("/").text

    assert "<strong>1</strong> exchanges" in page
    assert "<strong>1</strong> faults" in page
    assert "<strong>0</strong> with violations" in page


@pytest.mark.parametrize(
    ("amount", "unit", "delta"),
    [
        ("1", "hours", timedelta(hours=1)),
        ("30", "days", timedelta(days=30)),
        ("0.5", "seconds", timedelta(seconds=0.5)),
        ("90", "minutes", timedelta(minutes=90)),
    ],
)
def test_the_clock_can_be_stepped(pages, amount, unit, delta):
    """By the buttons' amounts, and by any other."""
    said = pages.said(pages.post("/clock", action="step", amount=amount, unit=unit))

    assert said.startswith("good: ")
    assert NOON + delta == pages.default.world.clock.now()


def test_what_is_due_happens_with_the_step(pages):
    """After a step the world is as it is then: an archived audience is gone after 30 days."""
    world, collection = pages.default.world, "apiture/audiences"
    documents = world.store.read()
    body = {**documents.get(collection, "590c0c441f3241de9526").body, "state": "archived"}
    due = Due(NOON + timedelta(days=30), "apiture/vanish")
    world.store.reset(documents.put(collection, "soon-gone", body, due=due), exchanges=0)
    pages.post("/clock", action="step", amount="29", unit="days")
    before = world.store.read().get(collection, "soon-gone")
    pages.post("/clock", action="step", amount="1", unit="days")

    assert before is not None
    assert world.store.read().get(collection, "soon-gone") is None


@pytest.mark.parametrize(
    ("amount", "unit"), [("", "days"), ("x", "days"), ("-1", "days"), ("1", "years"), ("nan", "days")]
)
def test_a_step_that_is_none_is_refused(pages, amount, unit):
    """A sentence says why, and the clock stays."""
    assert pages.said(pages.post("/clock", action="step", amount=amount, unit=unit)).startswith("bad: ")
    assert NOON == pages.default.world.clock.now()


@pytest.mark.parametrize("amount", ["inf", "1e400", "36526"])
def test_a_step_into_nowhere_is_refused(pages, amount):
    """Endless steps, and those beyond a hundred years."""
    assert pages.said(pages.post("/clock", action="step", amount=amount, unit="days")).startswith("bad: ")


def test_the_clock_can_be_run_frozen_and_set(pages):
    """Running, standing, and standing at a moment as a browser writes it: with seconds or without."""
    clock = pages.default.world.clock
    pages.post("/clock", action="run")
    ran = not clock.frozen
    pages.post("/clock", action="freeze")
    froze = clock.frozen
    pages.post("/clock", action="set", moment="2027-03-04T05:06")
    without = clock.now()
    pages.post("/clock", action="set", moment="2027-03-04T05:06:07")

    assert ran
    assert froze
    assert datetime(2027, 3, 4, 5, 6, tzinfo=UTC) == without
    assert datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC) == clock.now()


@pytest.mark.parametrize("moment", ["", "tomorrow", "2027-02-30T00:00", "1066-10-14T09:00"])
def test_a_moment_that_is_none_is_refused(pages, moment):
    """A sentence says why, and the clock stays."""
    assert pages.said(pages.post("/clock", action="set", moment=moment)).startswith("bad: ")
    assert NOON == pages.default.world.clock.now()


def test_a_world_is_forked_and_shown(pages):
    """The fork starts as the world that is shown is now, and its page is the next one."""
    answer = pages.post("/fork", name="mine")

    assert "/?world=mine" == answer.headers["Location"]
    assert pages.desk.worlds.find("mine").world.store.read() is pages.default.world.store.read()


@pytest.mark.parametrize("name", ["", "default", "no spaces", "<b>"])
def test_a_world_that_cannot_be_forked_is_refused(pages, name):
    """Names that are taken or that are none: a sentence, and no world more."""
    assert pages.said(pages.post("/fork", name=name)).startswith("bad: ")
    assert ["default"] == pages.desk.worlds.names()


def test_a_world_is_reset(pages):
    """Documents and clock go back, and what was written about it is forgotten."""
    before = pages.default.world.store.read()
    pages.default.journal.add(entry())
    pages.default.faults.add({"effect": {"drop": True}})
    pages.post("/clock", action="step", amount="30", unit="days")
    pages.post("/reset")

    assert before is pages.default.world.store.read()
    assert NOON == pages.default.world.clock.now()
    assert ([], []) == (pages.default.journal.entries(), pages.default.faults.rules())


def test_a_world_is_deleted_but_not_the_default_one(pages):
    """After it the default world is shown; that one stays, with a sentence."""
    pages.desk.worlds.get("other")
    answer = pages.post("/delete?world=other", "/?world=other")

    assert "/?world=default" == answer.headers["Location"]
    assert ["default"] == pages.desk.worlds.names()
    assert pages.said(pages.post("/delete")).startswith("bad: The default world cannot be deleted")


def test_only_the_worlds_used_last_are_listed(pages):
    """Fifty of them; looking at the list makes none of them used."""
    for number in range(60):
        pages.desk.worlds.get(f"w{number}")
    before = pages.desk.worlds.names()
    page = pages.get("/").text

    assert '<a href="/?world=w59">' in page
    assert '<a href="/?world=w2">' not in page
    assert "11 more, used longer ago" in page
    assert before == pages.desk.worlds.names()
