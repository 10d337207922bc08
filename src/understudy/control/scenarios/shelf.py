"""All scenarios of a server, by name: ours, and those of the user."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from understudy.control.desk import Desk, Scenarios
from understudy.control.scenarios.scenario import Scenario, check, load, run
from understudy.control.scenarios.stage import Stage
from understudy.errors import FixtureError, Problem, UsageError
from understudy.http.worlds import Hosted

__all__ = ["chosen", "found_in", "offered"]


def found_in(folder: Path, stage: Stage) -> dict[str, Scenario]:
    """The scenarios of a folder, sorted by name, but for those that name what is not served here.

    FixtureError when one is none at all.
    """
    scenarios = (load(path) for path in sorted(folder.glob("*.yaml")))
    return {scenario.name: scenario for scenario in scenarios if fits(scenario, stage)}


def fits(scenario: Scenario, stage: Stage) -> bool:
    """Whether all that a scenario names is served; an API may be left out, or have another contract."""
    try:
        check(scenario, stage)
    except FixtureError:
        return False
    return True


def chosen(asked: Iterable[str], known: Mapping[str, Scenario], stage: Stage) -> list[Scenario]:
    """What a user asked for by names or files, in that order.

    UsageError when there is neither, FixtureError when a file has a mistake.
    """
    scenarios = []
    for text in asked:
        if text in known:
            scenarios.append(known[text])
        elif Path(text).is_file():
            scenarios.append(load(Path(text)))
            check(scenarios[-1], stage)
        else:
            raise UsageError(
                f"There is no scenario {text!r}: name a YAML file of yours, or one of {', '.join(known)}."
            )
    return scenarios


def offered(known: Mapping[str, Scenario], stage: Stage) -> Scenarios:
    """The scenarios as the control API offers them."""

    def carry_out(scenario: Scenario, hosted: Hosted, _desk: Desk) -> None:
        try:
            run(scenario, hosted, stage)
        except FixtureError as error:
            # A detail has room for 256 characters; the path of the file is what can be spared.
            sentence = str(error).replace(str(scenario.source.path), scenario.source.path.name)
            raise Problem(422, "scenarioFailed", f"{sentence[:230]} Nothing was changed.") from error

    return Scenarios(known, carry_out)
