"""Entity tags and representations, as behaviours compare them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.probe import Probe
from understudy.conformance.suite import Broken, Exchange
from understudy.vendors.apiture.behaviours.changing import (
    FOREIGN_TAG,
    altered,
    as_it_was,
    opaque,
    same_members,
)
from understudy.vendors.apiture.behaviours.reading import FORM

TEXTS = st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E), min_size=1, max_size=40)
FORMS = st.sampled_from(['W/"{}"', '"{}"', "{}"])


def answer(body, entity_tag='W/"one"'):
    return Exchange(
        "GET",
        "http://target/it",
        {},
        b"",
        200,
        {"etag": entity_tag},
        json.dumps(body).encode(),
        datetime(2026, 1, 1, tzinfo=UTC),
        0.0,
    )


def probe(*exchanges):
    return Probe(None, "test", frozenset(), list(exchanges))


@given(TEXTS.filter(lambda text: not text.startswith("W/")), FORMS)
def test_a_tag_is_its_text(text, form):
    """A-39: the text of a tag is the same, however it is written."""
    assert text == opaque(form.replace("{}", text))


@given(TEXTS, FORMS)
def test_an_altered_tag_is_another_one_of_the_same_form(text, form):
    """It differs in its text, and may be sent like the other."""
    entity_tag = form.replace("{}", text)

    assert opaque(entity_tag) != opaque(altered(entity_tag))
    assert len(entity_tag) == len(altered(entity_tag))
    assert FORM.fullmatch(altered(entity_tag))


def test_an_empty_tag_is_altered_to_one_that_is_none_of_the_target():
    """There is no last character to change."""
    assert FOREIGN_TAG == altered('""')


def test_counts_may_move_and_nothing_else():
    """A-27: a count that is refreshed is no change; a name is, and so is one that is gone."""
    before = {"name": "One", "customerCount": 1, "customerCountUpdatedAt": "then"}

    same_members(probe(), before, {"name": "One", "customerCount": 2})
    same_members(probe(answer(before)), before, {}, but=("name",))
    for after in ({"name": "Two"}, {}):
        with pytest.raises(Broken, match="still the name One"):
            same_members(probe(answer(after)), before, after)


def test_another_tag_is_another_version():
    """The same members do not make it the same version."""
    first, second = answer({"name": "One"}), answer({"name": "One"}, 'W/"two"')

    as_it_was(probe(first), first, answer({"name": "One"}))
    with pytest.raises(Broken, match="still the tag"):
        as_it_was(probe(second), first, second)
