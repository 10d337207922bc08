"""Options whose values have a form of their own."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.cli.pairs import parse_aliases, parse_only, parse_pairs, parse_rate, parse_shard, parse_values
from understudy.errors import UsageError

CONTEXT = click.Context(click.Command("check"))
OPTION = click.Option(["--option"])


def test_pairs_are_split_at_the_first_separator():
    """The value may hold it too, and blanks around both are no part of them."""
    given = ("X-Api-Key: a:b", "Accept:*/*")

    assert {"X-Api-Key": "a:b", "Accept": "*/*"} == parse_pairs(given, "--header", "NAME:VALUE", ":")


@pytest.mark.parametrize("text", ["secret", "=secret", "name=", " = "])
def test_what_is_no_pair_is_not_repeated(text):
    """It may be a secret, and what is printed may be kept."""
    with pytest.raises(
        UsageError, match=r"^A value of --caller is not of the form ROLE=TOKEN; write it so.$"
    ):
        parse_pairs((text,), "--caller", "ROLE=TOKEN")


def test_values_are_json_where_they_can_be():
    """A number, true or a list is one; any other text is a text."""
    given = ("a=3", "b=0.5", "c=true", 'd=["x"]', "e=soon", 'f="7"')

    assert {"a": 3, "b": 0.5, "c": True, "d": ["x"], "e": "soon", "f": "7"} == parse_values(given)


def test_aliases_come_from_the_file_and_the_command_line(tmp_path):
    """Both together; what the command line says of a path wins."""
    file = tmp_path / "aliases.yaml"
    file.write_text("/a: /b\n/c: /d\n")

    assert {"/a": "/b", "/c": "GET /e"} == parse_aliases(("/c=GET /e",), file)
    assert {} == parse_aliases((), None)


@given(st.integers(1, 99).flatmap(lambda many: st.tuples(st.integers(1, many), st.just(many))))
def test_a_shard_is_one_of_many(shard):
    """`I/N` with I from 1 to N."""
    assert shard == parse_shard(CONTEXT, OPTION, f"{shard[0]}/{shard[1]}")


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", "", "²/3"])
def test_no_other_shard_is_taken(text):
    """All else is refused with what is due."""
    with pytest.raises(click.BadParameter, match="not of the form I/N"):
        parse_shard(CONTEXT, OPTION, text)


@pytest.mark.parametrize(("text", "rate"), [("auto", "auto"), ("20/s", 20.0), ("0.5/s", 0.5), ("3", 3.0)])
def test_a_rate_is_auto_or_a_number(text, rate):
    """Requests per second."""
    assert rate == parse_rate(CONTEXT, OPTION, text)


@pytest.mark.parametrize("text", ["0", "-1/s", "20/m", "fast", "nan", "inf", ""])
def test_no_other_rate_is_taken(text):
    """All else is refused with what is due."""
    with pytest.raises(click.BadParameter, match="such as 20/s"):
        parse_rate(CONTEXT, OPTION, text)


@pytest.mark.parametrize(
    ("text", "sources"),
    [("fuzz", ("fuzz",)), ("behaviours, fuzz", ("behaviours", "fuzz")), ("fuzz,fuzz", ("fuzz",))],
)
def test_sources_are_listed_with_commas(text, sources):
    """Each once."""
    assert sources == parse_only(CONTEXT, OPTION, text)


@pytest.mark.parametrize("text", ["", "fuzzy", "fuzz,", "fuzz behaviours"])
def test_no_other_source_is_taken(text):
    """All else is refused with what there is."""
    with pytest.raises(click.BadParameter, match="neither of fuzz and behaviours"):
        parse_only(CONTEXT, OPTION, text)
