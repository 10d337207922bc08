"""Named starting situations."""

from understudy.control.desk import Desk, world_of
from understudy.control.shown import world_shown
from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running

__all__ = ["list_scenarios", "load_scenario"]


def list_scenarios(_request: Request, desk: Desk) -> Reply:
    """Every scenario by name."""
    known = desk.scenarios.known.values()
    return Reply(200, {"items": [{"name": scenario.name, "title": scenario.title} for scenario in known]})


@long_running
def load_scenario(request: Request, desk: Desk) -> Reply:
    """Put the world into a situation."""
    hosted = world_of(request, desk)
    name = request.body["name"]
    scenario = desk.scenarios.known.get(name)
    if scenario is None:
        sentence = f"There is no scenario {name}: name one that is listed."
        raise Problem(422, "unknownScenario", sentence, causes=[Cause("body", "/name", sentence)])
    desk.scenarios.run(scenario, hosted, desk)
    return Reply(200, world_shown(hosted))
