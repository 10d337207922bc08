"""Joins the control API to what is served: its desk, its guard, and the pages beside it."""

from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp

from understudy import __version__
from understudy.contract.load import load_contract
from understudy.control.app import ControlApp
from understudy.control.archive import Archive
from understudy.control.desk import Desk, make_desk
from understudy.control.guard import Guard
from understudy.control.scenarios.shelf import found_in, offered
from understudy.control.scenarios.stage import Stage
from understudy.control.tally import Tally
from understudy.http.app import Service
from understudy.http.identities import Identities
from understudy.http.worlds import Worlds
from understudy.resources import folder
from understudy.vendors import Vendor

__all__ = ["control_app", "desk_of", "stage_of"]

NAME = "understudy/control"


def stage_of(services: Sequence[Service], vendors: Sequence[Vendor], identities: Identities) -> Stage:
    """What scenarios may act upon: the APIs served, their callers, documents and settings."""
    schemas: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    for vendor in vendors:
        schemas.update(vendor.schemas)
        settings.update(vendor.settings)
    archive = Archive(schemas, [vendor.check for vendor in vendors], settings)
    return Stage({service.contract.name: service for service in services}, identities.tokens, archive)


def desk_of(worlds: Worlds, stage: Stage, *, seed: int) -> Desk:
    """The desk from which everything that is served can be steered, with our scenarios.

    FixtureError when one of them has a mistake.
    """
    scenarios = offered(found_in(folder("fixtures") / "scenarios", stage), stage)
    tally = Tally(stage.contracts.values())
    return make_desk(
        worlds, stage.archive, scenarios, tally, apis=list(stage.contracts), version=__version__, seed=seed
    )


def control_app(desk: Desk, pages: ASGIApp, *, token: str | None, host: str) -> ControlApp:
    """The control API over a desk, and `pages` beside it; `host` is what the server was told to listen on."""
    contract = load_contract(folder("specs") / f"{NAME}.yaml", name=NAME)
    return ControlApp(contract, desk, Guard(token=token, host=host), pages)
