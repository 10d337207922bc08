"""What errors carry."""

from understudy.errors import Problem


def test_a_problem_carries_what_a_vendor_tells_machines():
    """A problem holds data for the vendor's body; without any there is none."""
    assert {"customer": {"id": "7"}} == Problem(409, "conflict", "No.", data={"customer": {"id": "7"}}).data
    assert Problem(409, "conflict", "No.").data is None
