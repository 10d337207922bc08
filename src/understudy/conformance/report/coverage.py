"""Reports of `contract.coverage` joined: a goal that one of them met is met."""

from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import Any

from understudy.contract.coverage import AREAS, area_of
from understudy.errors import UsageError

__all__ = ["join_coverage"]


def join_coverage(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One coverage report of several, calls added; UsageError when they are of different contracts.

    Reports that counted nothing ({}) are passed over.
    """
    counted = [report for report in reports if report.get("apis")]
    if not counted:
        return {}
    names = list(dict.fromkeys(name for report in counted for name in report["apis"]))
    apis = {
        name: _joined_api([report["apis"][name] for report in counted if name in report["apis"]])
        for name in names
    }
    return {**_sum(apis.values()), "apis": apis}


def _joined_api(apis: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if any(api["operations"].keys() != apis[0]["operations"].keys() for api in apis):
        raise _different(f"the operations of {apis[0]['title']}")
    operations = {
        name: _joined_operation(name, [api["operations"][name] for api in apis])
        for name in apis[0]["operations"]
    }
    return {**apis[0], **_sum(operations.values()), "operations": operations}


def _joined_operation(name: str, operations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first = operations[0]
    asked = [[_asked(goal) for goal in operation["goals"]] for operation in operations]
    if any(goals != asked[0] for goals in asked):
        raise _different(f"what there is to meet of {name}")
    goals = [
        {**first["goals"][number], "met": any(each["goals"][number]["met"] for each in operations)}
        for number in range(len(first["goals"]))
    ]
    areas = {area: {"met": 0, "all": 0} for area in AREAS}
    for goal in goals:
        area = areas[area_of(goal["location"])]
        area["met"] += goal["met"]
        area["all"] += 1
    return {
        **first,
        **_share(sum(goal["met"] for goal in goals), len(goals)),
        "calls": sum(operation["calls"] for operation in operations),
        "statuses": _added(operation["statuses"] for operation in operations),
        "undocumented": _added(operation["undocumented"] for operation in operations),
        "areas": areas,
        "goals": goals,
    }


def _asked(goal: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in goal.items() if name != "met"}


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for status, calls in each.items():
            total[status] = total.get(status, 0) + calls
    return total


def _sum(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    parts = list(parts)
    return _share(sum(part["met"] for part in parts), sum(part["all"] for part in parts))


def _share(met: int, every: int) -> dict[str, Any]:
    return {"met": met, "all": every, "percent": floor(1000 * met / every) / 10 if every else 100.0}


def _different(what: str) -> UsageError:
    return UsageError(
        f"The reports are of different contracts: {what} differs; merge reports made with the same document."
    )
