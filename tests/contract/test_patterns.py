"""What `understudy.contract.patterns` promises."""

import re

import pytest

from understudy.contract.patterns import matching_text
from understudy.errors import ContractError


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{3}-\d{2}$",
        r"^[A-Z0-9_]{2,8}$",
        r"^[^a-z]+$",
        r"^(red|green)\b.*$",
        r"^W/\"[\x21\x23-\x7e]{1,509}\"$",
        r"^(?P<year>\d{4})\S\w+?$",
        r"^[^\w\s]$",
        r"[^x]y?",
        r"^(?>ab)c$",
        r"^\u00e9[\u4e00-\u9fff]$",
        "",
    ],
)
def test_the_text_matches(pattern):
    """The text built matches the pattern."""
    assert re.search(pattern, matching_text(pattern))


def test_repeats_make_the_text_long_enough():
    """A least length is reached by repeating what may be repeated."""
    assert 7 == len(matching_text("^a+b$", 7))


@pytest.mark.parametrize(
    ("pattern", "reason"), [("[", "cannot be read"), (r"^(?=b)a$", "No text"), ("^a{0,1}$", "No text")]
)
def test_what_cannot_be_built_is_refused(pattern, reason):
    """An expression that is broken, or that no walk can satisfy, is a sentence and not a wrong text."""
    with pytest.raises(ContractError, match=reason):
        matching_text(pattern, 2)
