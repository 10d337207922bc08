"""The journal: what was asked and answered in one world, live; and one exchange from all sides."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from understudy.console.exchange import sides
from understudy.console.forms import changes
from understudy.console.repeat import curl
from understudy.console.setting import missing, setting, shown_world
from understudy.http.har import har
from understudy.http.journal import Entry

__all__ = ["blueprint"]

blueprint = Blueprint("journal", __name__, url_prefix="/journal")

PAGE = 100
"""Exchanges on one page."""


@dataclass(frozen=True)
class Filters:
    """What the query asks for; "" is everything."""

    operation: str
    status: str
    caller: str
    violation: str

    def arguments(self) -> dict[str, Any]:
        """The arguments of `Journal.entries`."""
        return {
            "operation": self.operation or None,
            "status": self.status or None,
            "caller": self.caller or None,
            "violation": {"true": True, "false": False}.get(self.violation),
        }

    def query(self) -> dict[str, str]:
        """The same as a query, for links."""
        return {name: value for name, value in vars(self).items() if value}


@blueprint.get("")
def index() -> str:
    """The latest exchanges first, a page at a time."""
    journal, filters = shown_world().journal, asked()
    found = journal.entries(**filters.arguments())[::-1]
    before = number("before")
    older = [entry for entry in found if not before or entry.number < before]
    kept = journal.entries()
    return render_template(
        "journal.html",
        entries=older[:PAGE],
        more=older[PAGE - 1].number if len(older) > PAGE else None,
        found=len(found),
        kept=len(kept),
        dropped=journal.dropped,
        latest=journal.number,
        live=not before,
        filters=filters,
        operations=sorted({entry.operation_id for entry in kept if entry.operation_id}),
        statuses=sorted({str(entry.status) for entry in kept}),
        callers=sorted({entry.caller for entry in kept if entry.caller}),
        off=not journal.most,
    )


@blueprint.get("/rows")
def rows() -> str:
    """The rows of what was written after number `after`, the latest first, for the page that is open."""
    found = shown_world().journal.entries(**asked().arguments(), after=number("after"))
    return render_template("journal_rows.html", entries=found[::-1][:PAGE])


@blueprint.get("/<int:exchange>")
def entry(exchange: int) -> str:
    """One exchange."""
    kept = find(exchange)
    return render_template(
        "exchange.html",
        entry=kept,
        sides=sides(kept),
        path=kept.url.removeprefix(kept.call.origin),
        phrase=phrase(kept.status),
        violations=kept.shown_violations(),
        reason=kept.shown_reason(),
        command=curl(kept),
        latest=shown_world().journal.number,
    )


@blueprint.get("/<int:exchange>.har")
def archive(exchange: int) -> Response:
    """One exchange as an HTTP archive."""
    answer = jsonify(har([find(exchange)], setting().desk.version))
    answer.headers["Content-Disposition"] = f'attachment; filename="exchange-{exchange}.har"'
    return answer


@blueprint.post("/clear")
@changes("journal.index")
def clear() -> str:
    """Empty the journal."""
    shown_world().journal.clear()
    return "The journal is empty."


def asked() -> Filters:
    """The filters of the query."""
    given = {name: request.args.get(name, "").strip() for name in Filters.__annotations__}
    return Filters(**given)


def number(name: str) -> int:
    """A number of the query, nought without one."""
    return max(request.args.get(name, 0, type=int), 0)


def find(exchange: int) -> Entry:
    """The exchange of this number; Problem 404."""
    found = shown_world().journal.find(exchange)
    if found is None:
        raise missing(
            f"Exchange {exchange} is not kept: it made room for later ones, or has not happened yet."
        )
    return found


def phrase(status: int) -> str:
    """The standard's words for a status."""
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else ""
