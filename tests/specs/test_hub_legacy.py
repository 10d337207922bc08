"""The legacy contract of Contacthub holds what version 1.51 says of these operations."""

import pytest

# Version 1.51 documents neither what a client does wrong nor what the frame of the server answers.
ADDED = {"400", "401", "404", "406", "409", "413", "415", "429", "500"}
# The later version calls it so, and the two are one API.
RENAMED = {("deleteCustomerWorkspaces", "id"): "customerId"}


@pytest.fixture(scope="module")
def contract(legacy):
    """The contract under its plain name."""
    return legacy


def test_the_operations_are_those_of_the_old_version(contract):
    """Fourteen operations: educations, likes and jobs one by one, and two deletions, where they were."""
    facts = contract.inventory["operations"]
    found = {operation["operationId"]: (path, method) for path, method, operation in contract.operations()}

    assert facts.keys() == found.keys()
    for name, (path, method) in found.items():
        renamed = RENAMED.get((name, "id"), "id")
        assert (facts[name]["path"].replace("{id}", f"{{{renamed}}}"), facts[name]["method"]) == (
            path,
            method,
        )


def test_parameters_are_those_of_the_old_version(contract):
    """Every operation takes the ids of its path and nothing else."""
    for _, _, operation in contract.operations():
        name = operation["operationId"]
        taken = [contract.resolve(each) for each in operation["parameters"]]
        expected = contract.inventory["operations"][name]["parameters"]
        assert [RENAMED.get((name, each), each) for each in expected] == [each["name"] for each in taken]
        assert {("path", True)} == {(each["in"], each["required"]) for each in taken}


def test_bodies_and_answers_are_those_of_the_old_version(contract):
    """Requests and answers have the schemas of version 1.51, and every one of its statuses is there."""
    for _, _, operation in contract.operations():
        facts = contract.inventory["operations"][operation["operationId"]]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        assert facts["requestBody"] == (body and body["schema"]["$ref"].rpartition("/")[2])
        answers = {status: contract.resolve(each) for status, each in operation["responses"].items()}
        assert facts["responses"].keys() <= answers.keys()
        assert answers.keys() - facts["responses"].keys() <= ADDED
        for status, schema in facts["responses"].items():
            if status.startswith("2"):
                media = answers[status].get("content", {}).get("application/json")
                assert schema == (media and media["schema"]["$ref"].rpartition("/")[2])


def test_roles_are_those_of_the_old_version(contract):
    """Every role of version 1.51 may call, and the operator, who is younger."""
    for _, _, operation in contract.operations():
        roles = [role for each in operation["security"] for role in each["OAuth2"]]
        assert [
            "CLAB_OPERATOR",
            *contract.inventory["operations"][operation["operationId"]]["roles"],
        ] == roles


def test_schemas_are_those_of_the_old_version(contract):
    """Members have the types, formats and values of version 1.51; unset ones may be null."""
    for name, members in contract.inventory["schemas"].items():
        schema = contract.document["components"]["schemas"][name]
        assert members.keys() == schema["properties"].keys()
        for member, facts in members.items():
            node = schema["properties"][member]
            kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
            assert facts["type"] == kinds[0]
            assert kinds[1:] in ([], ["null"])
            assert facts.get("format") == node.get("format")
            assert facts.get("enum", []) == [each for each in node.get("enum", []) if each is not None]


def test_shared_parts_are_those_of_the_hub(contract, hub):
    """What both contracts name is the same in both: they are one API."""
    for section, parts in contract.document["components"].items():
        for name, part in parts.items():
            assert part == hub.document["components"][section].get(name, part), (section, name)


def test_all_is_marked_as_legacy(contract):
    """The title and every operation say that they are legacy, and the other contract has none of them."""
    assert "legacy" in contract.document["info"]["title"]
    assert all(operation["x-legacy"] is True for _, _, operation in contract.operations())


def test_no_operation_is_in_both_contracts(contract, hub):
    """The two contracts share a base path and paths, but no operation."""
    places = [{(path, method) for path, method, _ in each.operations()} for each in (contract, hub)]

    assert set() == places[0] & places[1]
    assert all(places)
