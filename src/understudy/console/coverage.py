"""Which parts of the contracts the world's traffic has met: a heat table, and the goals of an operation."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, render_template, request

from understudy.console.forms import changes
from understudy.console.setting import missing, shown_world
from understudy.contract.coverage import AREAS

__all__ = ["blueprint"]

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")

STEPS = (1, 2, 10, 100)
"""Calls from which a cell of the table is one step warmer."""

SHOWN_AREAS = tuple(area for area in AREAS if area not in ("operation", "statuses"))
"""The areas that have columns of their own; the statuses have one each."""


@blueprint.get("")
def index() -> str:
    """Operations by statuses, API by API."""
    report = shown_world().coverage.report()
    tables = [(name, api, statuses_of(api)) for name, api in report["apis"].items()]
    return render_template("coverage.html", report=report, tables=tables, areas=SHOWN_AREAS, heat=heat)


@blueprint.get("/<path:api>/<operation>")
def operation(api: str, operation: str) -> str:
    """What there is to meet of one operation, and whether it was."""
    reported = shown_world().coverage.report()["apis"].get(api, {}).get("operations", {}).get(operation)
    if reported is None:
        raise missing(f"There is no operation {operation[:60]} in {api[:60]}.")
    open_only = request.args.get("show") == "open"
    goals = [goal for goal in reported["goals"] if not (open_only and goal["met"])]
    return render_template(
        "coverage_operation.html",
        api=api,
        name=operation,
        operation=reported,
        groups=grouped(goals),
        open_only=open_only,
    )


@blueprint.post("/reset")
@changes("coverage.index")
def reset() -> str:
    """Begin at nought."""
    shown_world().coverage.reset()
    return "Nothing is met any more: what comes from now on counts."


def statuses_of(api: Mapping[str, Any]) -> list[str]:
    """The columns of an API's table: every status that is documented or came, wildcards last."""
    found = {
        status
        for operation in api["operations"].values()
        for status in (*operation["statuses"], *operation["undocumented"])
    }
    return sorted(found, key=lambda status: (not status.isdigit(), status))


def heat(operation: Mapping[str, Any], status: str) -> tuple[str, str]:
    """How a cell looks and what it says: calls of what is not documented are wrong."""
    if status in operation["undocumented"]:
        return "wrong", str(operation["undocumented"][status])
    if status not in operation["statuses"]:
        return "none", ""
    calls = operation["statuses"][status]
    return f"heat-{sum(calls >= step for step in STEPS)}", str(calls)


def grouped(goals: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Goals by what they are about, in the order of the contract."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for goal in goals:
        groups.setdefault(TITLES.get(goal["location"], goal["location"].capitalize()), []).append(goal)
    return groups


TITLES = {
    "operation": "Operation",
    "status": "Statuses",
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Header parameters",
    "cookie": "Cookie parameters",
    "request": "Request body",
}
