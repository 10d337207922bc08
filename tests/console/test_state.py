"""The state browser."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from tests.console.pages import opened

from understudy.console import state
from understudy.world.documents import Due
from understudy.world.snapshots import encoded

COLLECTION = "apiture/audiences"
KEY = "2b7e151628aed2a6ab01"
PATH = f"/state/{COLLECTION}/{KEY}"


@pytest.fixture
def pages():
    return opened()


def stored(pages, key=KEY):
    return pages.default.world.store.read().get(COLLECTION, key)


def changed(pages, **members):
    return json.dumps({**encoded(stored(pages).body), **members})


def test_collections_are_listed_with_their_sizes(pages):
    """Every collection of the vendors served, empty ones too."""
    page = pages.get("/state").text
    documents = pages.default.world.store.read()

    for name in pages.desk.archive.schemas:
        assert f'href="/state/{name}"' in page
    assert f">{documents.count(COLLECTION)}</td>" in page


def test_documents_are_paged_in_order_of_creation(pages):
    """Fifty on a page; the last one names the next page."""
    world = pages.default.world
    documents, body = world.store.read(), stored(pages).body
    for number in range(60):
        documents = documents.put(COLLECTION, f"made-{number:02}", body)
    world.store.reset(documents, exchanges=0)
    first = pages.get(f"/state/{COLLECTION}").text
    after = re.search(r"after=(made-\d\d)", first)[1]
    second = pages.get(f"/state/{COLLECTION}?after={after}").text

    assert f">{after}</a>" in first
    assert f">{after}</a>" not in second
    assert ">made-59</a>" in second
    assert "First page" in second


def test_lists_of_customers_are_shown_by_their_number(pages):
    """The page of an imported audience does not hold its customers twice."""
    page = pages.get(f"/state/{COLLECTION}/0399abedfd3d").text

    assert "$count" in page


def test_a_document_can_be_changed(pages):
    """What is sent back unchanged but for a member is stored, with what is due."""
    answer = pages.post(
        PATH,
        PATH,
        body=changed(pages, name="Renamed"),
        transition="apiture/vanish",
        at="2027-01-01T00:00:00Z",
    )

    assert f"good: The document {KEY} was saved." == pages.said(answer)
    assert "Renamed" == stored(pages).body["name"]
    assert Due(datetime(2027, 1, 1, tzinfo=UTC), "apiture/vanish") == stored(pages).due


def test_what_the_editor_shows_can_be_saved(pages):
    """The text of the editor as it stands is the document: saving it changes nothing in it."""
    before = stored(pages).body
    page = pages.get(PATH).text
    written = unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1])
    pages.post(PATH, PATH, body=written, transition="", at="")

    assert before == stored(pages).body


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{", "not valid JSON"),
        ("[]", "no object"),
        ('{"name": NaN}', "NaN"),
        ('{"name": "\\ud800"}', "half a surrogate pair"),
        ("{}", "required"),
        ("[" * 100_000, "nested"),
    ],
)
def test_a_mistake_is_shown_beside_what_was_written(pages, body, sentence):
    """422, the reasons, and the text as it was sent: nothing is changed, nothing is lost."""
    before = stored(pages)
    answer = pages.post(PATH, PATH, body=body, transition="", at="")
    alert = re.search(r'role="alert">(.*?)</div>', answer.text, re.DOTALL)[1]

    assert 422 == answer.status_code
    assert sentence in unescape(alert)
    assert body in unescape(answer.text)
    assert before is stored(pages)


def test_a_moment_that_is_none_is_a_mistake(pages):
    """What is due needs a moment of the calendar."""
    answer = pages.post(PATH, PATH, body=changed(pages), transition="apiture/vanish", at="soon")

    assert 422 == answer.status_code
    assert "/due/at" in answer.text


def test_a_document_whose_time_has_come_is_gone_at_once(pages):
    """Saving it leads back to the collection."""
    answer = pages.post(
        PATH,
        PATH,
        body=changed(pages, state="archived"),
        transition="apiture/vanish",
        at="2020-01-01T00:00:00Z",
    )

    assert f"/state/{COLLECTION}" == answer.headers["Location"]
    assert stored(pages) is None


def test_a_document_can_be_deleted(pages):
    """It is gone, and the collection's page says so."""
    answer = pages.post(f"{PATH}/delete", PATH)

    assert f"good: The document {KEY} was deleted." == pages.said(answer)
    assert stored(pages) is None
    assert 404 == pages.get(PATH).status_code


def test_a_document_that_others_need_stays(pages):
    """An audience with a connection cannot go before it: its page says which document stands in the way."""
    path = f"/state/{COLLECTION}/0399abedfd3d"
    said = pages.said(pages.post(f"{path}/delete", path))

    assert said.startswith("bad: The document 0399abed-fd3d of apiture/connections")
    assert stored(pages, "0399abedfd3d") is not None


def test_documents_too_long_for_the_editor_are_left_to_the_control_api(pages, monkeypatch):
    """The page says where to send such a document instead."""
    monkeypatch.setattr(state, "EDITABLE", 10)
    page = pages.get(PATH).text

    assert "<textarea" not in page
    assert f"PUT /worlds/default/state/{COLLECTION}/{KEY}" in page


@pytest.mark.parametrize(
    "path", ["/state/apiture/none", "/state/none/audiences", f"/state/{COLLECTION}/none"]
)
def test_what_is_not_there_is_missing(pages, path):
    """Collections and documents."""
    assert 404 == pages.get(path).status_code


def test_keys_may_have_slashes(pages):
    """A user of Contacthub is known by workspace and number; the page finds, changes and deletes one."""
    collection, key = "contacthub/users", "4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90/231"
    link = re.search(rf'href="(/state/{collection}/[^"]*231)"', pages.get(f"/state/{collection}").text)[1]
    users = pages.default.world.store
    body = encoded(users.read().get(collection, key).body)

    assert "jrobinson" in pages.get(link).text
    pages.post(link, link, body=json.dumps({**body, "surname": "Robins"}), transition="", at="")
    assert "Robins" == users.read().get(collection, key).body["surname"]
    pages.post(f"{link}/delete", link)
    assert users.read().get(collection, key) is None
