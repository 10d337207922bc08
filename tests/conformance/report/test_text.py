"""Text from outside, made fit to be shown."""

import unicodedata

from hypothesis import given
from tests.conformance.report.hostile import TEXTS

from understudy.conformance.report.text import plain, sentence


@given(TEXTS)
def test_nothing_hidden_remains(text):
    """No control character but tab and line feed, no mark of direction, no half of a pair remains."""
    shown = plain(text)

    assert set() == {each for each in shown if unicodedata.category(each) in ("Cc", "Cs")} - {"\t", "\n"}
    assert set() == {
        each for each in shown if unicodedata.bidirectional(each) in ("RLO", "LRO", "RLE", "RLI")
    }
    shown.encode()


@given(TEXTS)
def test_plain_text_stays(text):
    """A text without such characters is not changed, and what was shown once is shown so again."""
    assert plain(text) == plain(plain(text))
    assert "Ünïcode, 漢字 & <b>" == plain("Ünïcode, 漢字 & <b>")


def test_hidden_characters_are_named():
    """They are written as their number, so that the reader sees what the server sent."""
    assert "a\\u0000b\\u202ec\\ud800" == plain("a\x00b\u202ec\ud800")


def test_too_much_is_cut():
    """The rest is counted, not shown."""
    assert "aaa… (7 more characters)" == plain("a" * 10, 3)


def test_a_sentence_is_one_line():
    """Line breaks and runs of space become single spaces."""
    assert "a b c" == sentence(" a\n b\t\tc ")
