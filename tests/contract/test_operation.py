"""What `understudy.contract.operation` promises."""

import pytest
from tests.contract.making import operation_of

RESPONSES = {
    "200": {"description": "own"},
    "4XX": {"description": "class"},
    "default": {"description": "rest"},
}


@pytest.mark.parametrize(
    ("status", "description", "listed"),
    [
        (200, "own", True),
        (404, "class", False),
        (422, "class", False),
        (503, "rest", False),
        (201, "rest", False),
    ],
)
def test_the_nearest_response_counts(status, description, listed):
    """A status has its own response, else its class's, else the default; only its own counts as listed."""
    operation = operation_of({"responses": RESPONSES})

    assert description == operation.response_for(status).description
    assert listed is operation.lists(status)


def test_an_undocumented_status_has_no_response():
    """Without a fitting class or default there is none."""
    assert None is operation_of({"responses": {"200": {}, "4XX": {}}}).response_for(500)


def test_an_operation_keeps_its_facts():
    """Id, method, template, summary and the object itself are as in the document."""
    operation = operation_of({"summary": "Do it"}, method="put")

    assert ("doThing", "PUT", "/things", "Do it") == (
        operation.operation_id,
        operation.method,
        operation.path,
        operation.summary,
    )
    assert "Do it" == operation.raw["summary"]
