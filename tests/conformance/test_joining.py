"""What breaks for one cause is told once."""

from datetime import UTC, datetime

from understudy.conformance.joining import joined
from understudy.conformance.verdict import Finding, Severity
from understudy.conformance.wire import Exchange


def finding(rule, own, sent, status, expected="status 201", got="", location="status", **others):
    """A broken promise about the operation `own`, which `sent` decided with a status."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    exchange = Exchange("GET", "http://x", {}, b"", status, {}, b"", when, 0.0, sent)
    return Finding(
        id=rule,
        source="behaviours",
        rule=rule,
        name=rule,
        severity=others.get("severity", Severity.MUST),
        operations=(own,),
        says="It works.",
        expected=expected,
        got=got or str(status),
        location=location,
        seen=(exchange,),
    )


def test_what_needs_a_broken_operation_is_one_finding():
    """Where creating fails, all that needs something created is the finding about creating."""
    found = joined(
        [
            finding("A-40", "patchItem", "createItem", 500, severity=Severity.SHOULD),
            finding("A-30", "deleteItem", "createItem", 500),
            finding("A-20", "createItem", "createItem", 500),
        ]
    )

    assert ["A-20"] == [each.rule for each in found]
    assert ("createItem", "deleteItem", "patchItem") == tuple(sorted(found[0].operations))
    assert (3, Severity.MUST) == (found[0].times, found[0].severity)
    assert "2 more promises are broken, of A-30, A-40" in found[0].says


def test_a_must_among_shoulds_makes_a_must():
    """The joined finding binds as much as the most binding of its promises."""
    own = finding("A-20", "createItem", "createItem", 500, severity=Severity.SHOULD)

    (found,) = joined([own, finding("A-30", "getItem", "createItem", 500)])

    assert Severity.MUST == found.severity


def test_an_answer_that_never_comes_is_one_cause():
    """Requests to one operation that are not answered are one finding."""
    said = {"expected": "an answer within 30 s", "got": "none", "location": ""}
    found = [finding(rule, "listItems", "listItems", 0, **said) for rule in ("A-01", "A-02")]

    assert ["A-01"] == [each.rule for each in joined(found)]


def test_causes_that_may_differ_stay_apart():
    """Other operations, other statuses, refusals of its own, and what had to fail are not joined."""
    apart = [
        finding("A-01", "getItem", "createItem", 500),
        finding("A-02", "getItem", "createItem", 400),
        finding("A-03", "getItem", "putItem", 500),
        finding("A-04", "createItem", "createItem", 422),
        finding("A-05", "createItem", "createItem", 422),
        finding("A-06", "createItem", "createItem", 500, expected="status 422"),
        finding("A-07", "getItem", "createItem", 201, expected="status 422"),
        finding("A-08", "getItem", "createItem", 201, "a member /id", "none", "body"),
        finding("A-09", "getItem", "createItem", 201, "a member /name", "none", "body"),
    ]

    assert [each.rule for each in apart] == [each.rule for each in joined(apart)]
    assert len(apart) == len({each.id for each in joined(apart)})


def test_a_cause_is_known_again():
    """A cause has the same id whichever of its promises were judged, so that shards can be joined."""
    own, other = (
        finding("A-20", "createItem", "createItem", 500),
        finding("A-30", "getItem", "createItem", 500),
    )

    assert {joined([own, other])[0].id} == {joined([own])[0].id, joined([other])[0].id}
