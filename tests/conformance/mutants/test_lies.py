"""Each mutant lies: somewhere on a walk through the APIs it answers otherwise than the honest server."""

import httpx
import pytest
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hosting import hosting
from tests.conformance.mutants.tour import SCENES, played


@pytest.fixture(scope="module")
def host():
    """The server, at the same frozen moment in every world."""
    with hosting(clock="frozen") as host:
        yield host


@pytest.fixture(scope="module")
def client():
    with httpx.Client(timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def honest(host, client):
    """The scenes as the server without a lie plays them."""
    return [played(host, "honest", client, number) for number in range(len(SCENES))]


@pytest.mark.slow
def test_the_honest_server_repeats_itself(host, client, honest):
    """A scene has the same answers in another world: whatever differs for a mutant is its lie."""
    for number, scene in enumerate(honest):
        assert scene.noted == played(host, "again", client, number).noted


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(mutants()))
def test_the_lie_shows(name, host, client, honest):
    """In a scene the mutant answers otherwise than the honest server, and has lied by then."""
    of_its_rule_first = sorted(enumerate(honest), key=lambda one: mutants()[name].rule not in one[1].rules)
    for number, scene in of_its_rule_first:
        if not scene.operations & mutants()[name].concerned:
            continue
        if scene.noted != played(host, name, client, number).noted and host.layer.fired[name] > 0:
            return
    pytest.fail(f"{mutants()[name].lie} Yet nothing on the walk shows it.")
