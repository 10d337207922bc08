"""Random filter trees in the vendor's JSON, all of them valid."""

from typing import Any

from hypothesis import strategies as st
from tests.vendors.apiture.desk import seeded

from understudy.vendors.apiture.filters import ARITY

__all__ = ["trees"]

TEXTS = {
    "integer": st.integers(2, 100).map(str),
    "decimal": st.integers(0, 30_000_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    "date": st.dates().map(
        lambda day: day.replace(year=2000 + day.year % 27, day=min(day.day, 28)).isoformat()
    ),
}


def offered() -> list[dict[str, Any]]:
    """The filter types that any audience may use."""
    types = seeded().store.read().scan("apiture/filterTypes")
    return [{"id": kind.id, **kind.body} for kind in types if not kind.body.get("campaign")]


@st.composite
def primitives(draw: st.DrawFn) -> dict[str, Any]:
    """A primitive filter of any type and operator."""
    kind = draw(st.sampled_from(offered()))
    operator = draw(st.sampled_from(kind["operators"]))
    least, most = ARITY.get(operator, (1, 1))
    texts = st.sampled_from(kind["choices"]) if "choices" in kind else TEXTS[kind["dataType"]]
    values = draw(st.lists(texts, min_size=least, max_size=min(most, 4)))
    if operator in ("between", "notBetween"):
        values.sort(key=float if kind["dataType"] != "date" else str)
    node = {"filterType": {"id": kind["id"], "name": kind["name"]}, "operator": operator, "values": values}
    return node | draw(st.sampled_from([{}, {"includeMissingValues": True}, {"includeMissingValues": False}]))


def composites(nested: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[dict[str, Any]]:
    """A composite filter over such lists of others and at least one primitive."""
    return st.fixed_dictionaries(
        {
            "primitiveFilters": st.lists(primitives(), min_size=1, max_size=3),
            "compositeFilters": nested,
        },
        optional={"operator": st.sampled_from(["and", "or", "not"])},
    )


def trees() -> st.SearchStrategy[dict[str, Any]]:
    """A composite filter, up to a few levels deep."""
    return st.recursive(
        composites(st.just([])), lambda nested: composites(st.lists(nested, max_size=2)), max_leaves=4
    )
