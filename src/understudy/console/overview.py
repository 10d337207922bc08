"""The first page: what is served, who may call, the worlds, and the clock of the one that is shown."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from understudy.console.forms import changes, text
from understudy.console.setting import ApiPage, setting, shown_world, world_prefix
from understudy.control.clocks import set_clock_to, step_clock_by
from understudy.control.desk import world_in
from understudy.control.moments import moment_of
from understudy.control.shown import size
from understudy.errors import Problem
from understudy.http.worlds import Hosted
from understudy.world.clock import timestamp

__all__ = ["blueprint"]

blueprint = Blueprint("overview", __name__)

UNITS = {"seconds": "seconds", "minutes": "minutes", "hours": "hours", "days": "days"}
LONGEST = timedelta(days=36_525)
"""As far as the control API steps a clock at once."""

MOST_WORLDS = 50
"""Worlds in the table, those used last; all can be chosen in the frame."""


@blueprint.get("/")
def index() -> str:
    """The page."""
    hosted = shown_world()
    world_in(hosted).settle()
    origin = request.host_url.rstrip("/")
    everywhere = setting().desk.worlds.all()
    return render_template(
        "overview.html",
        apis=[card(api, origin) for api in setting().apis],
        credentials=credentials(setting().apis),
        clients=dict.fromkeys(api.client for api in setting().apis if api.client),
        origin=origin + world_prefix(),
        facts=facts(hosted),
        listed=everywhere[:MOST_WORLDS],
        unlisted=len(everywhere[MOST_WORLDS:]),
        units=UNITS,
    )


@blueprint.post("/clock")
@changes("overview.index")
def clock() -> str:
    """Freeze, run, set or step the clock."""
    world = world_in(shown_world())
    action = text("action")
    if action in ("freeze", "run"):
        set_clock_to(world, now=None, frozen=action == "freeze")
        return "The clock stands still now." if action == "freeze" else "The clock runs now."
    if action == "set":
        # Browsers leave out the seconds when they are nought, and know no time zone.
        given = text("moment")
        now = moment_of(f"{given}:00Z" if len(given) == 16 else f"{given}Z", "/now")
        set_clock_to(world, now=now, frozen=True)
        return f"The clock stands at {timestamp(world.clock.now())} now."
    delta = period(text("amount"), text("unit"))
    step_clock_by(world, delta)
    return f"The clock was moved on to {timestamp(world.clock.now())}; what was due has happened."


@blueprint.post("/fork")
def fork() -> Response:
    """Fork the world that is shown, and go on with the fork."""
    desk, source = setting().desk, shown_world()

    @changes("overview.index")
    def forked() -> Response:
        created = desk.worlds.create(text("name"), source=source.world)
        return redirect(url_for("overview.index", world=created.name), 303)

    return forked()


@blueprint.post("/reset")
@changes("overview.index")
def reset() -> str:
    """Make the world that is shown what it was in the beginning."""
    hosted = shown_world()
    setting().desk.begin_again(hosted)
    return f"The world {hosted.name} is what it was in the beginning."


@blueprint.post("/delete")
def delete() -> Response:
    """Delete the world that is shown, and go back to the default one."""
    hosted = shown_world()

    @changes("overview.index")
    def deleted() -> Response:
        setting().desk.worlds.drop(hosted.name)
        return redirect(url_for("overview.index", world="default"), 303)

    return deleted()


def card(api: ApiPage, origin: str) -> dict[str, Any]:
    """An API with its base URL and commands in the world that is shown."""
    base = origin + world_prefix() + api.base_path
    demos = [(title, command.replace("{base}", base)) for title, command in api.demos]
    return {"api": api, "base": base, "demos": demos}


def credentials(apis: Iterable[ApiPage]) -> dict[str, dict[str, str]]:
    """Each token with a few words about it by the name of the vendor, for they differ."""
    found: dict[str, dict[str, str]] = {}
    for api in apis:
        for token, note in api.tokens.items():
            found.setdefault(token, {})[api.name.partition("/")[0]] = note
    return found


def facts(hosted: Hosted) -> list[tuple[str, str, str]]:
    """How much there is of everything: number, what, and the page where to see it."""
    broken = len(hosted.journal.entries(violation=True))
    return [
        (str(size(world_in(hosted).store.read())), "documents", "state.index"),
        (str(hosted.journal.number), "exchanges", "journal.index"),
        (str(broken), "with violations", "journal.index"),
        (str(len(hosted.faults.rules())), "faults", "faults.index"),
        (f"{hosted.coverage.percent():g} %", "of the contracts met", "coverage.index"),
    ]


def period(amount: str, unit: str) -> timedelta:
    """The time that the fields of the form name; Problem 422."""
    try:
        delta = timedelta(**{UNITS[unit]: float(amount)})
    except (KeyError, ValueError, OverflowError) as error:
        sentence = f"{amount[:20]!r} is no number to step by: write one like 30."
        raise Problem(422, "invalidStep", sentence) from error
    if not timedelta() <= delta <= LONGEST:
        sentence = f"A step is from 0 to {LONGEST.days} days, not {amount[:20]} {unit}."
        raise Problem(422, "invalidStep", sentence)
    return delta
