"""Goals as bits, and which of them a value meets."""

from tests.contract.covering import answers, covering, sentences
from tests.contract.making import contract_of

from understudy.contract import branches
from understudy.contract.branches import Goal, Ledger


def test_bytes_in_a_branch():
    """A file part, which is no JSON value, meets no alternative and breaks nothing."""
    schema = {"type": "object", "properties": {"file": {"format": "binary", "oneOf": [{"type": "string"}]}}}
    contract = contract_of(
        {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}
    )
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n\xff\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x"}

    assert ["`file` of the request body was there."] == sentences(
        covering(contract, {"status": 204, "headers": headers, "request": body}), location="request"
    )


def test_a_goal_found_twice_is_one():
    """Equal goals share a bit, others have one each."""
    ledger = Ledger()
    goals = [Goal("enum", "request", "/a", sentence) for sentence in ("1.", "2.", "1.")]

    assert [1, 2, 1] == [ledger.add(goal) for goal in goals]
    assert goals[:2] == ledger.goals


def test_time_is_bounded(monkeypatch):
    """Of a long body the outer and first parts are looked at, as many as are allowed."""
    monkeypatch.setattr(branches, "MAX_VISITED", 5)
    contract = answers({"type": "array", "items": {"enum": ["early", "late"]}})
    coverage = covering(contract, {"status": 200, "reply": ["early"] * 9 + ["late"]})

    assert ['An item of the 200 reply was "early".'] == sentences(coverage, location="reply 200")
