"""A stage for scenarios without a wire: the real contracts, vendor and worlds."""

from functools import cache

from tests.vendors.apiture.desk import ROOT, Desk, contracts, seeded

from understudy.control.archive import Archive
from understudy.control.scenarios.shelf import found_in
from understudy.control.scenarios.stage import Stage
from understudy.http.app import Service
from understudy.http.worlds import Hosted, Worlds
from understudy.vendors.apiture.api import VENDOR

FOLDER = ROOT / "fixtures/scenarios"


@cache
def stage() -> Stage:
    """Everything that is served, as serving.py joins it."""
    return Stage(
        {api.name: Service(contracts()[api.name], api) for api in VENDOR.apis},
        VENDOR.identities.tokens,
        Archive(VENDOR.schemas, [VENDOR.check], VENDOR.settings),
    )


@cache
def ours():
    """The scenarios that come with the server."""
    return found_in(FOLDER, stage())


def hosted() -> Hosted:
    """A world of 400 and 40 customers, as the server hosts it."""
    return Worlds(seeded().fork("default"), list(contracts().values())).default


def desk(place: Hosted) -> Desk:
    """Requests to it."""
    return Desk(place.world)
