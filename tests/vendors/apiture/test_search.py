"""Search strings."""

from hypothesis import given
from hypothesis import strategies as st

from understudy.vendors.apiture.search import matches


def test_any_word_matches_any_part():
    """A-05: words separated by spaces match any part of name or description, whatever the case."""
    assert matches("young SAV", "Savers of tomorrow", "")
    assert matches("omorr", "Savers of tomorrow", "")
    assert not matches("young", "Savers of tomorrow", "")


def test_quotes_keep_a_phrase_together():
    """A-05: double quotes make a phrase; an unclosed one is as if it were not there."""
    assert matches('"of tomorrow"', "Savers of tomorrow", "")
    assert not matches('"savers tomorrow"', "Savers of tomorrow", "")
    assert matches('"savers', "Savers of tomorrow", "")


def test_and_asks_for_all():
    """A-05: `and` requires every word, wherever it is; alone it is a word like any other."""
    assert matches("savers and cards", "Savers", "who have Cards")
    assert not matches("savers and loans", "Savers", "who have Cards")
    assert matches("and", "Cats and dogs", "")
    assert not matches("and", "Cats", "")


def test_a_search_is_no_pattern():
    """A-05: what would be a regular expression elsewhere is plain text here."""
    assert not matches(".*", "Savers", "")
    assert matches("(a+)+$", "the text (a+)+$ itself", "")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_refused(query, text):
    """A-05: every text can be searched for, and a text is found by its own quotation."""
    assert matches(query, text) in (True, False)
    if '"' not in text:
        assert matches(f'"{text}"', text)
