"""What every page stands on: the APIs and the desk behind it, and the world it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, request

from understudy.control.desk import Desk
from understudy.errors import Problem
from understudy.http.worlds import DEFAULT, Hosted
from understudy.world.clock import timestamp
from understudy.world.world import World

__all__ = ["KEY", "ApiPage", "Setting", "install", "missing", "setting", "shown_world", "world_prefix"]

KEY = "understudy"
"""Where a Flask application keeps its setting."""

NAVIGATION = (
    ("overview.index", "Overview"),
    ("journal.index", "Journal"),
    ("state.index", "State"),
    ("faults.index", "Faults"),
    ("coverage.index", "Coverage"),
    ("situations.index", "Situations"),
)


@dataclass(frozen=True)
class ApiPage:
    """One API to be shown: its contract, where it is served, and what a caller may use.

    `source` is the contract's file, served as it stands (None: `document` says otherwise); `tokens` maps each
    demo token to a few words about it, the usual one first; `client` is the id and secret of a demo OAuth
    client; `demos` are titles and shell commands in which {base} stands for the base URL.
    """

    name: str
    title: str
    version: str
    base_path: str
    operations: int
    source: Path | None
    document: Mapping[str, Any] = field(repr=False)
    tokens: Mapping[str, str] = field(default_factory=dict)
    client: tuple[str, str] | None = None
    demos: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Setting:
    """What the pages are about."""

    apis: Sequence[ApiPage]
    desk: Desk


def install(app: Flask, given: Setting) -> None:
    """Give the pages of an application their setting, and keep the world from page to page."""
    app.extensions[KEY] = given
    app.url_defaults(keep_world)
    app.context_processor(everywhere)


def setting() -> Setting:
    """The setting of this application."""
    return cast("Setting", current_app.extensions[KEY])


def shown_world() -> Hosted:
    """The world that the query names, `default` without a name; Problem 404 when it is not there."""
    if "hosted" not in g:
        g.hosted = setting().desk.worlds.named(request.args.get("world", DEFAULT))
    return cast("Hosted", g.hosted)


def world_prefix() -> str:
    """What goes before the paths of an API in the world shown: nothing for `default`."""
    name = shown_world().name
    return "" if name == DEFAULT else f"/_world/{name}"


def missing(sentence: str) -> Problem:
    """Problem 404 for what a page cannot show because it is not there."""
    return Problem(404, "notFound", sentence)


def keep_world(endpoint: str, values: dict[str, Any]) -> None:
    """Let links and forms lead to pages of the world that is shown."""
    if "." in endpoint and "hosted" in g and g.hosted.name != DEFAULT:
        values.setdefault("world", g.hosted.name)


def everywhere() -> dict[str, Any]:
    """What the frame of every page shows; without a world where none could be found."""
    hosted = g.get("hosted")
    return {
        "hosted": hosted,
        "worlds": setting().desk.worlds.names(),
        "navigation": NAVIGATION,
        "clock": None if hosted is None else clock_of(hosted.world),
        "control": request.script_root,
        "timestamp": timestamp,
    }


def clock_of(world: World) -> dict[str, Any]:
    """A world's clock for the frame: its moment, and whether it stands."""
    return {"now": timestamp(world.clock.now()), "frozen": world.clock.frozen}
