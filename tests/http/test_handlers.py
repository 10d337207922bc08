"""How functions become handlers."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import API, SHOP, tag_of

from understudy.errors import ContractError
from understudy.http.handlers import Handler, bind, camel_case, collect, conditional, long_running


def module(**members):
    made = ModuleType("handlers")
    made.__dict__.update(members, __all__=list(members))
    return made


def test_public_functions_become_handlers_by_their_operation():
    """snake_case names spell operationIds; marks become the handler's settings; constants are no handlers."""

    def get_toy(request, view):
        """Plain."""

    @conditional(tag_of)
    @long_running
    def put_toy(request, view):
        """Marked twice."""

    handlers = collect([module(get_toy=get_toy, LIMIT=3), module(put_toy=put_toy)])

    assert {"getToy": Handler(get_toy), "putToy": Handler(put_toy, tag_of, long_running=True)} == handlers


@given(st.lists(st.from_regex(r"[A-Z][a-z]*", fullmatch=True), min_size=1, max_size=4))
def test_camel_case_undoes_snake_case(words):
    """Every operationId in camelCase can be spelled as a function's name."""
    operation_id = words[0].lower() + "".join(words[1:])
    snake = "_".join(word.lower() for word in words)

    assert operation_id == camel_case(snake)


def test_every_operation_has_its_handler():
    """A contract and its own handlers fit."""
    bind(API, SHOP)


@pytest.mark.parametrize(
    ("handlers", "sentence"),
    [
        (
            {"getToy", "putToy"},
            "has no handler for breakToy, createToys, deleteToy, getPage: add one function",
        ),
        ({*API.handlers, "b", "a"}, "does not list a, b, yet handlers of that name exist"),
    ],
)
def test_what_is_left_over_is_named(handlers, sentence):
    """An operation without handler, or a handler without operation, stops the boot by name."""
    api = type(API)(API.name, dict.fromkeys(handlers, API.handlers["getToy"]), *([None] * 3), {})

    with pytest.raises(ContractError, match=sentence):
        bind(api, SHOP)
