"""Steps that move the clock, and steps that let things go wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from understudy.control.clocks import set_clock_to, step_clock_by
from understudy.control.scenarios.stage import Kind, Scene, Stage, Step, shape
from understudy.errors import Problem
from understudy.http.fault_rules import faults_in
from understudy.http.faults import Faults
from understudy.world.clock import parse_timestamp

__all__ = ["KINDS", "added"]

CLOCK = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {
        "freeze": {"anyOf": [{"const": True}, {"type": "string"}]},
        "step": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                "days": {"type": "integer", "minimum": 0, "maximum": 36_525},
                "hours": {"type": "integer", "minimum": 0, "maximum": 876_600},
                "minutes": {"type": "integer", "minimum": 0, "maximum": 52_596_000},
                "seconds": {"type": "number", "minimum": 0, "maximum": 3_155_760_000},
            },
        },
    },
}


def check_clock(_stage: Stage, step: Step) -> None:
    """FixtureError when the moment to freeze at is none."""
    moment_of(step)


def move(_stage: Stage, scene: Scene, step: Step) -> None:
    """Freeze the clock, where it is or at a moment, then step it; what is due by then happens."""
    try:
        if "freeze" in step.given:
            set_clock_to(scene.world, now=moment_of(step), frozen=True)
        if "step" in step.given:
            step_clock_by(scene.world, timedelta(**step.given["step"]))
    except (Problem, OverflowError) as error:
        raise step.fault("", str(error)) from error


def moment_of(step: Step) -> Any:
    """The moment to freeze at; None: the one it is."""
    given = step.given.get("freeze", True)
    if given is True:
        return None
    try:
        return parse_timestamp(given)
    except ValueError as error:
        raise step.fault("/freeze", str(error)) from error


def check_fault(stage: Stage, step: Step) -> None:
    """FixtureError when the rule is none."""
    for cause in faults_in(step.given, stage.contracts):
        raise step.fault(cause.pointer, cause.message)


def go_wrong(_stage: Stage, scene: Scene, step: Step) -> None:
    """Add the rule."""
    try:
        added(scene.faults, step.given)
    except Problem as problem:
        raise step.fault("", problem.detail) from problem


def added(faults: Faults, rule: Mapping[str, Any]) -> None:
    """Add a rule, in the place of one with its id, so that loading a scenario twice does no harm."""
    if rule.get("id") in [fault.id for fault in faults.rules()]:
        faults.replace(rule["id"], rule)
    else:
        faults.add(rule)


KINDS: Mapping[str, Kind] = {
    "clock": Kind(shape(CLOCK), check_clock, move),
    "fault": Kind(shape({"type": "object"}), check_fault, go_wrong),
}
