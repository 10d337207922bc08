"""The links of the Contacthub contract lead somewhere; the page has none."""

import re
from typing import Any

import pytest
from tests.specs.contacthub_page import fits


def links(contract: Any) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Return (operation, response, link) for every link."""
    return [
        (operation, contract.resolve(response), contract.resolve(link))
        for _, _, operation in contract.operations()
        for response in operation["responses"].values()
        for link in contract.resolve(response).get("links", {}).values()
    ]


def test_links_lead_somewhere(hub):
    """Each link names an operation, tells what is in its path, and takes that from what there is."""
    found = links(hub)

    assert 60 < len(found)
    for operation, response, link in found:
        target = [hub.resolve(each) for each in hub.operation(link["operationId"])["parameters"]]
        assert {each["name"] for each in target if each["in"] == "path"} <= set(link["parameters"])
        assert set(link["parameters"]) <= {each["name"] for each in target}
        for text in link["parameters"].values():
            assert points_at_something(hub, operation, response, text), (link["description"], text)


def test_every_link_is_used(hub):
    """No shared link stands for nothing."""
    used = [link for _, _, link in links(hub)]

    assert [] == [name for name, link in hub.document["components"]["links"].items() if link not in used]


def points_at_something(
    contract: Any, operation: dict[str, Any], response: dict[str, Any], text: str
) -> bool:
    """Whether an expression of a link names a parameter of the request or a text or number in the answer."""
    if text.startswith("$request.path."):
        taken_here = [contract.resolve(each) for each in operation["parameters"]]
        return text.removeprefix("$request.path.") in {each["name"] for each in taken_here}
    (media,) = response["content"].values()
    place = re.sub(r"/\d+", "[]", text.removeprefix("$response.body#")).replace("/", ".")
    return any(fits(contract, media["schema"], place, kind) for kind in ("string", "integer"))


@pytest.mark.parametrize(
    "expression", ["$request.path.nothing", "$response.body#/nothing", "$response.body#/elements/id"]
)
def test_the_check_of_links_can_fail(hub, expression):
    """An expression about what is no parameter, or nothing in the answer, is found out."""
    operation = hub.operation("getSourcesConfigurationWorkspaces")

    assert not points_at_something(hub, operation, operation["responses"]["200"], expression)
