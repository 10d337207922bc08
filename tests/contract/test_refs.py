"""What `understudy.contract.refs` promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.refs import fragment, join, look_up, resolve
from understudy.errors import ContractError

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(names, min_size=1, max_size=5))
def test_a_pointer_leads_to_the_member_it_was_joined_from(tokens):
    """Joining names and looking the pointer up again is the identity, whatever the names hold."""
    document = 7
    for token in reversed(tokens):
        document = {token: document}

    assert 7 == look_up(document, join("", *tokens))


@given(st.lists(names, min_size=1, max_size=5))
def test_a_fragment_resolves_to_where_its_pointer_leads(tokens):
    """A `$ref` made from a pointer finds that place, with ~0, ~1 and percent-encoding."""
    document = {"found": True}
    for token in reversed(tokens):
        document = {token: document}
    pointer = join("", *tokens)

    assert ({"found": True}, pointer) == resolve(document, {"$ref": fragment(pointer)}, "/here")


def test_references_are_followed_through_lists_and_chains():
    """A reference to a reference ends at the object, through array indices too."""
    document = {"a": {"$ref": "#/b/1"}, "b": [0, {"$ref": "#/c~1d"}], "c/d": {"x": 1}}

    assert ({"x": 1}, "/c~1d") == resolve(document, document["a"], "/a")


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("other.yaml#/a", "does not point into this document"),
        ("https://example.com/a.json", "does not point into this document"),
        (5, "does not point into this document"),
        ("#/missing", "names nothing"),
        ("#/list/9", "names nothing"),
        ("#/list/x", "names nothing"),
        ("#/circle", "leads back to itself"),
    ],
)
def test_references_that_cannot_be_followed_are_refused(reference, why):
    """Remote, dangling and circular references are a ContractError that names the place."""
    document = {"circle": {"$ref": "#/circle"}, "list": [1]}

    with pytest.raises(ContractError, match=f"^At /(here|circle): .*{why}"):
        resolve(document, {"$ref": reference}, "/here")
