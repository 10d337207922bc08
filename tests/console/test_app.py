"""What every page promises, whatever it shows."""

import pytest
from tests.console.pages import NASTY, entry, opened, outline

PATHS = [
    *("/", "/journal", "/journal/1", "/state", "/state/apiture/audiences", "/faults", "/coverage"),
    *("/state/apiture/audiences/0399abedfd3d", "/situations", "/docs/apiture/customer-audiences", "/nowhere"),
    "/coverage/apiture/customer-audiences/getCustomerAudience",
]


@pytest.fixture(scope="module")
def pages():
    pages = opened()
    pages.default.journal.add(entry())
    return pages


@pytest.mark.parametrize("path", PATHS)
def test_pages_load_from_this_server_only(pages, path):
    """Every answer forbids other origins, inline scripts and styles, frames, and forms to elsewhere."""
    answer = pages.get(path)
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_pages_obey_their_own_policy(pages, path):
    """No page holds an inline script, a handler, a style or a resource of another host."""
    tags = outline(pages.get(path).text).tags

    assert [] == [tag for tag, given in tags if tag == "style" or "style" in given]
    assert [] == [tag for tag, given in tags if any(name.startswith("on") for name in given)]
    assert [] == [tag for tag, given in tags if tag == "script" and not given.get("src", "").startswith("/")]
    assert [] == [
        given for tag, given in tags if tag in ("img", "link", "iframe") and "//" in str(given.get("href"))
    ]


@pytest.mark.parametrize("path", PATHS)
def test_pages_have_one_heading_and_their_landmarks(pages, path):
    """One h1, one main, a labelled navigation, a skip link first, the language, a label for each field."""
    tags = outline(pages.get(path).text).tags
    names = [tag for tag, _ in tags]
    labels = {given.get("for") for tag, given in tags if tag == "label"}
    bare = [
        given
        for tag, given in tags
        if tag in ("input", "select", "textarea")
        and given.get("type") != "hidden"
        and given.get("id") not in labels
        and "aria-label" not in given
    ]

    assert [1, 1, 1] == [names.count(tag) for tag in ("h1", "nav", "header")]
    # Swagger UI brings a main element of its own.
    assert (0 if path.startswith("/docs") else 1) == names.count("main")
    assert "skip" == next(given for tag, given in tags if tag == "a")["class"]
    assert "en" == dict(tags)["html"]["lang"]
    assert [] == bare


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/nowhere"])
def test_pages_say_which_world_they_show(pages, path):
    """Another world's page names it, and every link to a page and every form stays in it."""
    pages.desk.worlds.get("other").journal.add(entry())
    page = outline(pages.get(f"{path}?world=other").text)
    forms = [given for tag, given in page.tags if tag == "form" and given.get("method") == "post"]
    menu = [given for tag, given in page.tags if tag == "a" and given.get("href", "").startswith("/faults")]

    assert " · other " in page.text
    assert all("world=other" in given["action"] for given in forms)
    assert menu
    assert all("world=other" in given["href"] for given in menu)


def test_a_world_that_is_not_there_is_not_made():
    """Looking at a world forks none: 404, and a list of the worlds there are."""
    pages = opened()
    answer = pages.get("/?world=nobody")

    assert 404 == answer.status_code
    assert "There is no world &#39;nobody&#39;" in answer.text
    assert 'href="/?world=default"' in answer.text
    assert ["default"] == pages.desk.worlds.names()


def test_unknown_pages_say_so(pages):
    """A 404 is a page like the others; what it was asked for is not repeated as markup."""
    answer = pages.get("/<script>alert(1)</script>")

    assert 404 == answer.status_code
    assert "There is no such page." in answer.text
    assert "<script>alert" not in answer.text


def test_content_is_escaped_wherever_it_comes_from():
    """Paths, headers, bodies, callers, faults, violations and names of documents never become markup."""
    pages = opened()
    world = pages.default.world
    world.store.reset(
        world.store.read().put("apiture/audiences", NASTY.replace("/", ""), {"name": NASTY}), exchanges=0
    )
    pages.default.journal.add(
        entry(
            target=f"/service/{NASTY}",
            query=NASTY.encode(),
            headers={"x-evil": NASTY, "content-type": "text/plain"},
            asked=NASTY.encode(),
            body=NASTY.encode(),
            fault=NASTY,
            rules=(NASTY,),
        )
    )
    shown = ["/", "/journal", "/journal/1", "/state/apiture/audiences", "/faults", "/journal/rows?after=0"]
    shown += [f"/journal?operation={NASTY}&status={NASTY}&caller={NASTY}", f"/state/apiture/{NASTY}"]
    texts = [pages.get(path).text for path in shown]

    assert [] == [text for text in texts if "<script>alert" in text or "<img" in text]
    assert ["&lt;script&gt;" in text for text in texts[1:4]] == [True] * 3
