"""Each mutant lies: somewhere on a walk through the APIs it answers otherwise than the honest server."""

from itertools import zip_longest

import httpx
import pytest
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hosting import hosting
from tests.conformance.mutants.tour import played


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
    """What the server without a lie answers, scene by scene."""
    return list(played(host, "honest", client))


@pytest.mark.slow
def test_the_honest_server_repeats_itself(host, client, honest):
    """The walk has the same answers in another world: whatever differs for a mutant is its lie."""
    assert honest == list(played(host, "again", client))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(mutants()))
def test_the_lie_shows(name, host, client, honest):
    """Somewhere the mutant answers otherwise than the honest server, in a scene in which it lied."""
    shown = False
    for ours, theirs in zip_longest(honest, played(host, name, client)):
        shown = shown or (ours != theirs and host.layer.fired[name] > 0)
        if shown:
            break

    assert shown
