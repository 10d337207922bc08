"""A desk of its own for every test."""

from dataclasses import replace

import pytest
from tests.vendors.apiture.desk import Desk, seeded

from understudy.world.view import View


@pytest.fixture
def desk() -> Desk:
    """A fork of the seeded world, to do with as the test likes."""
    return Desk(seeded().fork("test"))


@pytest.fixture
def delayed(desk) -> Desk:
    """The desk in a world where connections take a minute to be established."""
    desk.world = replace(desk.world, settings={"connection_delay": 60})
    return desk


@pytest.fixture
def view(desk) -> View:
    """What a handler would see."""
    return desk.world.view(1)
