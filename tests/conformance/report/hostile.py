"""Runs in which every text is whatever a server, or a file from elsewhere, may bring."""

from datetime import UTC, datetime

from hypothesis import strategies as st
from tests.conformance.report.runs import coverage, run

from understudy.conformance.verdict import Finding, Judgement, Outcome, Severity
from understudy.conformance.wire import Exchange

EVERY_CHARACTER = st.characters(exclude_categories=())
NASTY = st.sampled_from(
    [
        "",
        "</script><script>",
        "]]>",
        "\x00",
        "\u202e",
        "\ud800",
        "\uffff",
        "{{ 1/0 }}",
        '"',
        "a\r\nb",
        "&amp;",
    ]
)
TEXTS = NASTY | st.text(EVERY_CHARACTER, max_size=12)
BODIES = st.binary(max_size=20) | TEXTS.map(lambda text: text.encode("utf-8", "replace"))
HEADERS = st.dictionaries(TEXTS, TEXTS, max_size=2)
MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants it so
IDS = st.integers(0, 3).map(lambda number: f"b{number:012x}")
SOURCES = st.sampled_from(["behaviours", "fuzz"])
RULES = st.sampled_from(["A-1", "response_schema"]) | TEXTS
OPERATIONS = st.sampled_from(["getCustomerAudience", "other"]) | TEXTS
SECONDS = st.floats(0, 1e6)

EXCHANGES = st.builds(
    Exchange,
    method=TEXTS,
    url=st.sampled_from(["http://localhost/?a=%ff&b", "http://["]) | TEXTS,
    request_headers=HEADERS,
    request_body=BODIES,
    status=st.integers(100, 999),
    headers=HEADERS | st.just({"content-type": "application/json"}),
    body=BODIES,
    at=MOMENTS,
    seconds=SECONDS,
    operation=OPERATIONS,
    caller=TEXTS,
    source=SOURCES,
)
JUDGEMENTS = st.builds(
    Judgement,
    source=SOURCES,
    rule=RULES,
    name=TEXTS,
    operation=OPERATIONS,
    says=TEXTS,
    severity=st.sampled_from(Severity),
    outcome=st.sampled_from(Outcome),
    reason=TEXTS,
    seconds=SECONDS,
)
FINDINGS = st.builds(
    Finding,
    id=IDS,
    source=SOURCES,
    rule=RULES,
    name=TEXTS,
    severity=st.sampled_from(Severity),
    operations=st.lists(OPERATIONS, max_size=2).map(tuple),
    says=TEXTS,
    expected=TEXTS,
    got=TEXTS,
    location=st.sampled_from(["", "status", "header", "body"]),
    pointer=TEXTS,
    curl=TEXTS,
    steps=st.lists(TEXTS, max_size=1).map(tuple),
    rerun=TEXTS,
    times=st.integers(1, 9),
    waived=TEXTS,
    seen=st.lists(EXCHANGES, max_size=1).map(tuple),
)


def many(items, most=4):
    """Tuples of up to so many."""
    return st.lists(items, max_size=most).map(tuple)


RUNS = st.builds(
    run,
    title=TEXTS,
    version=TEXTS,
    api=st.just("apiture/customer-audiences") | TEXTS,
    target=TEXTS.map(lambda text: f"http://{text}") | TEXTS,
    seed=st.integers(0, 2**32),
    started=MOMENTS,
    seconds=SECONDS,
    versions=st.dictionaries(TEXTS, TEXTS, max_size=1),
    options=st.dictionaries(TEXTS, TEXTS | st.integers(), max_size=2),
    judgements=many(JUDGEMENTS),
    findings=st.lists(FINDINGS, max_size=3, unique_by=lambda finding: finding.id).map(tuple),
    coverage=st.sampled_from([{}, coverage(), coverage((True, True, False))]),
    heat=st.dictionaries(OPERATIONS, st.dictionaries(st.sampled_from(["200", "500"]), st.integers(0, 5000))),
    requests=st.integers(0, 9),
    cases=st.integers(0, 9),
    notes=many(TEXTS, 1),
    left=many(TEXTS, 1),
    exchanges=many(EXCHANGES, 2),
    dropped=st.integers(0, 9),
)
