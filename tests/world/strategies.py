"""Random criteria, whose values are often somebody's own, so that edges are hit."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.world.naive import rows
from understudy.world.criteria import MEASURES, OPERATORS, All, Any, Compare, Not

days = st.dates(date(2024, 1, 1), date(2031, 12, 31))

_COLUMNS = {"account_balance", "total_assets", "account_count", "customer_since", "last_login_on"}


def _values(name: str) -> st.SearchStrategy:
    measure = MEASURES[name]
    if measure.choices:
        return st.sampled_from([*measure.choices, "nobody"])
    if measure.kind == "boolean":
        return st.booleans()
    if name in _COLUMNS:
        known = sorted({row[name] for row in rows() if row[name] is not None})
        near = timedelta(days=1) if measure.kind == "date" else 1
        return st.sampled_from(known).flatmap(
            lambda value: st.sampled_from([value - near, value, value + near])
        )
    return st.integers(0, 100) if name == "customer_age" else st.integers(0, 41)


@st.composite
def comparisons(draw) -> Compare:
    """One comparison of any measure with any operator of its kind."""
    name = draw(st.sampled_from(sorted(MEASURES)))
    operator = draw(st.sampled_from(sorted(OPERATORS[MEASURES[name].kind])))
    many = operator in ("in", "notIn")
    least = 2 if operator in ("between", "notBetween") else 1
    values = draw(st.lists(_values(name), min_size=least, max_size=5 if many else least))
    campaign = draw(st.sampled_from(["spring", "0399abed-f1"])) if MEASURES[name].per_campaign else ""
    return Compare(name, operator, tuple(values), draw(st.booleans()), campaign)


criteria = st.recursive(
    comparisons(),
    lambda children: st.builds(
        lambda kind, several: kind(tuple(several)),
        st.sampled_from([All, Any, Not]),
        st.lists(children, max_size=3),
    ),
    max_leaves=10,
)
