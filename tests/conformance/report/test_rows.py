"""The tables of report.html."""

from dataclasses import replace

from tests.conformance.report.runs import (
    BROKEN,
    NOT_RUN,
    PASSED,
    UNSEEN,
    coverage,
    finding,
    judgement,
    run,
)

from understudy.conformance.report.rows import heat_of, reasons_of, rules_of

GET = "getCustomerAudience"


def checked(outcome=PASSED, rule="schema", operation=GET):
    """A judgement of a fuzz."""
    return judgement(rule, outcome, source="fuzz", name=rule, operation=operation)


def test_statuses_are_columns():
    """Every one that was answered and every one that is documented, in order."""
    heat = heat_of(run(heat={GET: {"500": 1, "200": 12, "429": 0}}))
    (row,) = heat.rows

    assert ("200", "404", "500") == heat.statuses
    assert [(12, "heat-2", True), (0, "heat-0", True), (1, "odd", False)] == [
        (cell.count, cell.shade, cell.documented) for cell in row.cells
    ]
    assert ("GET", "/customerAudiences/{customerAudienceId}", 50.0) == (row.method, row.path, row.coverage)


def test_a_class_or_default_documents_a_status():
    """4XX stands for 404, default for all."""
    for stand_in in ("5XX", "default"):
        report = coverage()
        report["apis"]["apiture/customer-audiences"]["operations"][GET]["statuses"] = {stand_in: 1}
        (row,) = heat_of(run(coverage=report, heat={GET: {"500": 1000}})).rows

        assert ["heat-4"] == [cell.shade for cell in row.cells]


def test_an_operation_without_coverage_has_a_row():
    """That of a sibling API, or of a run that counted none; its statuses are then not called undocumented."""
    heat = heat_of(
        run(heat={"": {"404": 2}, "sibling": {"200": 1}}, judgements=(judgement(operation="judged"),))
    )

    assert [GET, "sibling", "judged"] == [row.name for row in heat.rows]
    assert (None, "heat-1") == (heat.rows[1].coverage, heat.rows[1].cells[0].shade)


def test_checks_are_columns():
    """The worst of an operation counts, with the finding to look at; a check of others is left open."""
    found = run(
        judgements=(
            judgement(),
            checked(),
            checked(BROKEN),
            checked(NOT_RUN, "auth"),
            checked(PASSED, "auth"),
            checked(UNSEEN, "links", "other"),
        ),
        findings=(finding("f1", source="fuzz", rule="schema", operations=(GET,)),),
    )
    heat = heat_of(found)

    assert ("schema", "auth", "links") == heat.checks
    assert [("broken", "f1"), ("passed", ""), None] == [
        mark and (mark.outcome, mark.finding) for mark in heat.rows[0].marks
    ]
    assert [None, None, "not observable"] == [mark and mark.outcome for mark in heat.rows[1].marks]
    assert (1, 3) == (heat.rows[0].behaviours.musts_observable, heat.rows[0].whole.musts_passed)


def test_a_waived_check_is_marked_so():
    """It is not shown as broken."""
    accepted = finding("f1", source="fuzz", rule="schema", operations=(GET,), waived="Known.")
    (mark,) = heat_of(run(judgements=(checked(BROKEN),), findings=(accepted,))).rows[0].marks

    assert ("waived", "w", "f1") == (mark.outcome, mark.sign, mark.finding)


def test_rules_have_their_promises():
    """Behaviours first, with sentence, outcome and finding; of a check only the tally."""
    found = run(
        judgements=(checked(), judgement("A-1"), judgement(outcome=BROKEN), judgement(name="other")),
        findings=(finding(),),
    )
    rows = rules_of(found)

    assert [("A-1", 1), ("A-37", 2), ("schema", 0)] == [(row.rule, len(row.promises)) for row in rows]
    assert [("broken", "b0123456789ab"), ("passed", "")] == [
        (promise.outcome, promise.finding) for promise in rows[1].promises
    ]
    assert 50.0 == rows[1].tally.percent


def test_reasons_gather_their_promises():
    """Only those of the outcome that is asked for."""
    one = judgement("A-1", UNSEEN)
    found = run(judgements=(one, judgement(), replace(one, rule="A-2"), judgement("A-3", NOT_RUN)))

    assert {"Because.": ["A-1", "A-2"]} == {
        reason: [each.rule for each in group] for reason, group in reasons_of(found, UNSEEN).items()
    }
