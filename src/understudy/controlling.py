"""Joins the control API to what is served: its desk, its guard, and the pages beside it."""

from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp

from understudy.contract.load import load_contract
from understudy.control.app import ControlApp
from understudy.control.archive import Archive
from understudy.control.desk import Desk, make_desk, world_in
from understudy.control.guard import Guard
from understudy.control.scenarios.scenario import Scenario, run
from understudy.control.scenarios.shelf import chosen, found_in, offered
from understudy.control.scenarios.stage import Stage
from understudy.control.tally import Tally
from understudy.http.app import Service
from understudy.http.identities import Identities
from understudy.http.worlds import Worlds
from understudy.resources import folder
from understudy.vendors import Vendor
from understudy.version import __version__

__all__ = ["begin", "control_app", "desk_of", "stage_of"]

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


def begin(worlds: Worlds, stage: Stage, asked: Sequence[str]) -> dict[str, Scenario]:
    """The scenarios there are, by name, after the default world was put into those asked for by name or file.

    That is where `reset` brings it back to. UsageError for one that is not there, FixtureError when one
    has a mistake or cannot be carried out.
    """
    known = found_in(folder("fixtures") / "scenarios", stage)
    for scenario in chosen(asked, known, stage):
        run(scenario, worlds.default, stage)
        known[scenario.name] = scenario
    if asked:
        worlds.default.beginning.restore(world_in(worlds.default))
    return known


def desk_of(worlds: Worlds, stage: Stage, scenarios: dict[str, Scenario], *, seed: int) -> Desk:
    """The desk from which everything that is served can be steered."""
    tally = Tally(stage.contracts.values())
    return make_desk(
        worlds,
        stage.archive,
        offered(scenarios, stage),
        tally,
        apis=list(stage.contracts),
        version=__version__,
        seed=seed,
    )


def control_app(desk: Desk, pages: ASGIApp, *, token: str | None, host: str) -> ControlApp:
    """The control API over a desk, and `pages` beside it; `host` is what the server was told to listen on."""
    contract = load_contract(folder("specs") / f"{NAME}.yaml", name=NAME)
    return ControlApp(contract, desk, Guard(token=token, host=host), pages)
