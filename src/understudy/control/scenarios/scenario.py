"""A scenario: read from its file, checked, and carried out wholly or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from understudy.control.desk import world_in
from understudy.control.scenarios import documents, happenings, requests
from understudy.control.scenarios.stage import Kind, Scene, Stage, Step, shape
from understudy.errors import Problem
from understudy.http.faults import Faults
from understudy.http.worlds import Hosted
from understudy.world.lined import Lined
from understudy.world.world import World

__all__ = ["Scenario", "check", "load", "run"]

KINDS: Mapping[str, Kind] = {**happenings.KINDS, **documents.KINDS, **requests.KINDS}

SHAPE = shape(
    {
        "type": "object",
        "required": ["name", "title", "steps"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
            "title": {"type": "string", "minLength": 1, "maxLength": 500},
            "steps": {"type": "array", "items": {"type": "object"}},
        },
    }
)

ATTEMPTS = 100
"""How often a scenario is carried out anew when requests change the world meanwhile."""

BROKEN = (LookupError, TypeError, ValueError, AttributeError)
"""What vendors' code raises over documents that contradict each other."""


@dataclass(frozen=True)
class Scenario:
    """A named starting situation: one sentence about it, and the steps that lead there."""

    name: str
    title: str
    steps: tuple[Step, ...]
    source: Lined


def load(path: Path) -> Scenario:
    """The scenario in a YAML file; FixtureError names file and line of a mistake, and what was expected."""
    source = Lined(path, "scenario")
    for breach in SHAPE.violations(source.value, "body"):
        raise source.fault(breach.pointer, breach.message)
    steps = tuple(step_at(source, place, step) for place, step in enumerate(source.value["steps"]))
    return Scenario(source.value["name"], source.value["title"], steps, source)


def step_at(source: Lined, place: int, step: Mapping[str, Any]) -> Step:
    """One step, which has exactly one kind."""
    pointer = f"/steps/{place}"
    unknown = step.keys() - KINDS.keys()
    if unknown or len(step) != 1:
        wrong = f"`{min(unknown)[:60]}` is no step" if unknown else f"a step has one kind, not {len(step)}"
        raise source.fault(pointer, f"{wrong}; write one of {', '.join(KINDS)}.")
    kind, given = next(iter(step.items()))
    for breach in KINDS[kind].validator.violations(given, "body"):
        raise source.fault(f"{pointer}/{kind}{breach.pointer}", breach.message)
    return Step(kind, given, f"{pointer}/{kind}", source)


def check(scenario: Scenario, stage: Stage) -> None:
    """FixtureError when a step names what is not served here."""
    for step in scenario.steps:
        KINDS[step.kind].check(stage, step)


def run(scenario: Scenario, hosted: Hosted, stage: Stage) -> None:
    """Put a world into the situation, wholly or not at all.

    FixtureError when a step cannot be carried out, Problem 409 when the world never stands still.
    """
    check(scenario, stage)
    world = world_in(hosted)
    for _ in range(ATTEMPTS):
        before, number = world.store.read(), world.store.exchanges
        after = played(scenario, Scene(world.fork(world.name), copied(hosted.faults, stage)), stage)
        if world.store.read() is before and world.store.exchanges == number:
            world.restore(after)
            for step in scenario.steps:
                if step.kind == "fault":
                    happenings.added(hosted.faults, step.given)
            return
    raise Problem(
        409,
        "worldBusy",
        f"The world {hosted.name} was changed {ATTEMPTS} times while {scenario.name} was carried out: "
        "load it when no requests are sent.",
    )


def played(scenario: Scenario, scene: Scene, stage: Stage) -> World:
    """The scene's world after all steps, which makes sense to every vendor."""
    for step in scenario.steps:
        try:
            KINDS[step.kind].perform(stage, scene, step)
        except BROKEN as error:
            sentence = f"the documents contradict each other here ({error}); put what is missing first."
            raise step.fault("", sentence) from error
    try:
        stage.archive.agree(scene.world, scene.world.store.read(), 422)
    except Problem as problem:
        raise scenario.source.fault("/steps", problem.detail) from problem
    return scene.world


def copied(faults: Faults, stage: Stage) -> Faults:
    """The same rules, to be tried with others."""
    copy = Faults(stage.contracts)
    for fault in faults.rules():
        copy.add(fault.to_json())
    return copy
