"""Whole customers."""

from hypothesis import given
from hypothesis import strategies as st

from understudy.vendors.contacthub.shapes import blank, completed

OBJECTS = {
    name: st.none() | st.dictionaries(st.sampled_from(members), st.text(max_size=3))
    for name, members in {
        "contacts": ["email", "fax"],
        "address": ["city"],
        "credential": ["username"],
    }.items()
}
BASES = st.none() | st.fixed_dictionaries(
    {}, optional={"title": st.none() | st.text(), "likes": st.just([{"id": "1"}]), **OBJECTS}
)
BODIES = st.fixed_dictionaries(
    {}, optional={"base": BASES, "extra": st.text(), "tags": st.none() | st.just({"auto": ["a"]})}
)


def within(small, large):
    """Whether all that is set in one is the same in the other."""
    if isinstance(small, dict) and small:
        return all(value is None or within(value, large[name]) for name, value in small.items())
    return small in (large, {})


@given(BODIES)
def test_nothing_is_lost_and_nothing_missing(body):
    """What a customer has stays, what it lacks is null or empty, and twice adds nothing (H-79.2)."""
    whole = completed(body)
    assert within(body, whole)
    assert blank().keys() == whole.keys()
    assert blank()["base"].keys() == whole["base"].keys()
    assert whole == completed(whole)


def test_a_blank_customer_has_nothing_set():
    """Scalars and objects null, lists empty, enabled (H-79.2)."""
    base = {value if not isinstance(value, list) else tuple(value) for value in blank()["base"].values()}
    assert {None, ()} == base
    assert ({}, {"auto": [], "manual": []}, True) == tuple(
        blank()[name] for name in ("extended", "tags", "enabled")
    )
