"""Accepted findings, their reasons and their end."""

from datetime import date

import pytest
from tests.conformance.report.runs import finding

from understudy.conformance.waivers import load_waivers
from understudy.errors import UsageError

TODAY = date(2026, 3, 2)
TEXT = """\
# Known at the vendor.
- finding: b0123456789ab
  reason: Fixed in 4.1, ticket 12.
  expires: 2026-03-02
- rule: A-40
  operation: listCustomerAudiences
  pointer: /items/*/name
  reason: "Names are cut."
  expires: "2026-06-30"
- rule: A-41
  operation: listCustomerAudiences
  reason: Old.
  expires: 2026-03-01
"""


@pytest.fixture
def load(tmp_path):
    """Loads waivers from a text."""

    def load(text):
        path = tmp_path / "waivers.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_waivers(path)

    return load


def test_a_finding_is_accepted_by_id_to_its_last_day(load):
    """On the day of expiry the waiver still holds, a day later it has expired and accepts nothing."""
    waivers = load(TEXT)
    findings, rows = waivers.apply([finding()], TODAY)
    later, after = waivers.apply([finding()], date(2026, 3, 3))

    assert ("Fixed in 4.1, ticket 12.", "used", ["b0123456789ab"]) == (
        findings[0].waived,
        rows[0]["state"],
        rows[0]["accepted"],
    )
    assert ("", "expired", []) == (later[0].waived, after[0]["state"], after[0]["accepted"])


def test_a_finding_is_accepted_by_rule_operation_and_pointer(load):
    """Another rule, operation or pointer is not accepted, and then the waiver is unused."""
    mine = {"rule": "A-40", "operations": ("listCustomerAudiences",), "pointer": "/items/*/name"}
    waivers = load(TEXT)
    accepted, rows = waivers.apply([finding("b1", **mine)], TODAY)

    assert ("Names are cut.", "used") == (accepted[0].waived, rows[1]["state"])
    for other in ({"rule": "A-42"}, {"operations": ("getCustomerAudience",)}, {"pointer": "/items"}):
        refused, rows = waivers.apply([finding("b1", **mine | other)], TODAY)

        assert ("", "unused") == (refused[0].waived, rows[1]["state"])


def test_without_pointer_every_place_is_accepted(load):
    """A waiver that names rule and operation alone accepts any pointer."""
    waivers = load("- {rule: A-40, operation: a, reason: r, expires: 2027-01-01}")
    findings, _ = waivers.apply(
        [finding("b1", rule="A-40", operations=("a",), pointer=at) for at in ("", "/x")], TODAY
    )

    assert ["r", "r"] == [each.waived for each in findings]


def test_all_operations_of_a_finding_must_be_accepted(load):
    """A cause that shows at two operations is not accepted by waiving one of them."""
    both = finding("b1", rule="A-40", operations=("a", "b"))
    one = "- {rule: A-40, operation: a, reason: For a., expires: 2027-01-01}\n"
    two = "- {rule: A-40, operation: b, reason: For b., expires: 2027-01-01}\n"

    assert "" == load(one).apply([both], TODAY)[0][0].waived
    assert "For a. For b." == load(one + two).apply([both], TODAY)[0][0].waived


def test_an_expired_waiver_is_reported_with_its_place(load):
    """Its row says where it stands, when it ended and what it was for."""
    row = load(TEXT).apply([], TODAY)[1][2]

    assert ("expired", "A-41", "2026-03-01", "Old.") == (
        row["state"],
        row["rule"],
        row["expires"],
        row["reason"],
    )
    assert row["where"].endswith("waivers.yaml:10")
    assert "pointer" not in row


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_a_file_may_be_empty(load, text):
    """No waivers accept nothing."""
    assert ((finding(),), ()) == load(text).apply([finding()], TODAY)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("finding: b1", 1, "a list is expected here"),
        ("- b1", 1, "this is no waiver"),
        ("\n- finding: b1\n  expires: 2026-01-01", 2, "`reason:` is missing"),
        ("- finding: b1\n  reason: r", 1, "`expires:` is missing"),
        ("- rule: A-1\n  reason: r\n  expires: 2026-01-01", 1, "`operation:` is missing"),
        ("- reason: r\n  expires: 2026-01-01", 1, "either which finding or which rule"),
        (
            "- {finding: b, rule: A-1, reason: r, expires: 2026-01-01}",
            1,
            "either which finding or which rule",
        ),
        ("- {finding: b, operation: o, reason: r, expires: 2026-01-01}", 1, "leave them out"),
        ("- {finding: b, reason: r, expires: soon}", 1, "write it as YYYY-MM-DD"),
        ("- {finding: b, reason: r, expires: 2026-02-30}", 1, "write it as YYYY-MM-DD"),
        ("- finding: b\n  reason: ''\n  expires: 2026-01-01", 2, "`reason:` needs a text"),
        ("- finding: b\n  reason: [a]\n  expires: 2026-01-01", 2, "`reason:` needs a text"),
        ("- finding: b\n  reason:\n  expires: 2026-01-01", 2, "`reason:` needs a text"),
        ("- finding: b\n  why: r", 2, "'why' is no member of a waiver"),
        ("- finding: b\n  finding: c", 2, "is there twice"),
        ("- finding: b\n reason: r", 2, "not YAML"),
    ],
)
def test_a_mistake_is_shown_with_file_and_line(load, text, line, sentence):
    """The message names file and line, and says what is wrong."""
    with pytest.raises(UsageError) as caught:
        load(text)

    assert f"waivers.yaml:{line}: " in str(caught.value)
    assert sentence in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(load, tmp_path):
    """A missing file and one that is no text are mistakes of usage."""
    with pytest.raises(UsageError, match=r"missing\.yaml cannot be read"):
        load_waivers(tmp_path / "missing.yaml")
    with pytest.raises(UsageError, match="not UTF-8"):
        load(b"\xff\xfe- a")
