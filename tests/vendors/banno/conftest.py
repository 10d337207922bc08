"""A desk of its own for every test."""

import pytest
from tests.vendors.banno.desk import Desk, seeded

from understudy.world.view import View


@pytest.fixture
def desk() -> Desk:
    """A fork of the seeded world, to do with as the test likes."""
    return Desk(seeded().fork("test"))


@pytest.fixture
def view(desk) -> View:
    """What a handler would see."""
    return desk.world.view(1)
