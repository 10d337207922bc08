"""Coverage of several runs, joined."""

from hypothesis import given
from hypothesis import strategies as st
from tests.sources import ROOT

from understudy.conformance.report.coverage import join_coverage
from understudy.contract.coverage import Coverage, Goals
from understudy.contract.load import load_contract

CONTRACT = load_contract(
    ROOT / "specs/apiture/customer-audience-connections.yaml", name="apiture/customer-audience-connections"
)
GOALS = Goals([CONTRACT])
MET = st.tuples(st.sampled_from(sorted(CONTRACT.operations)), st.sampled_from([200, 204, 404, 422, 500]))


def met(exchanges):
    """What such exchanges meet."""
    coverage = Coverage(GOALS)
    for operation, status in exchanges:
        coverage.meet(CONTRACT.operations[operation], status=status)
    return coverage


@given(st.lists(MET, max_size=4), st.lists(MET, max_size=4))
def test_joined_reports_are_the_report_of_all(one, other):
    """To count two halves and join their reports is to count the whole."""
    joined = join_coverage([met(one).report(), met(other).report()])

    assert met([*one, *other]).report() == joined


def test_a_run_without_coverage_adds_nothing():
    """{} is passed over; of nothing but that, {} is left."""
    report = met([]).report()

    assert report == join_coverage([{}, report])
    assert {} == join_coverage([{}])
