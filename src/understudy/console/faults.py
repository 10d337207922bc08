"""The faults of the world that is shown: list, add, remove."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from understudy.console import fault_form
from understudy.console.forms import changes
from understudy.console.setting import shown_world
from understudy.errors import Cause, Problem
from understudy.http.faults import Fault

__all__ = ["blueprint"]

blueprint = Blueprint("faults", __name__, url_prefix="/faults")


@blueprint.get("")
def index() -> str:
    """The faults, and the form for one more."""
    return page(fault_form.DEFAULTS, {})


@blueprint.post("")
def add() -> tuple[str, int] | Response:
    """Add the fault that the form describes; the same page, with the reasons, when there can be none such."""
    fields = {name: request.form.get(name, "").strip() for name in fault_form.DEFAULTS}
    try:
        fault = shown_world().faults.add(fault_form.rule_of(fields))
    except Problem as problem:
        causes = list(problem.causes) or [Cause("body", "", problem.detail)]
        return page(fields, fault_form.by_field(causes)), problem.status
    flash(f"The fault {fault.id} was added: from now on it {fault_form.told(fault.described)}.", "good")
    return redirect(url_for("faults.index"), 303)


@blueprint.post("/<name>/remove")
@changes("faults.index")
def remove(name: str) -> str:
    """Remove a fault."""
    shown_world().faults.remove(name)
    return f"The fault {name} was removed."


@blueprint.post("/clear")
@changes("faults.index")
def clear() -> str:
    """Remove all faults."""
    shown_world().faults.clear()
    return "There are no faults any more."


def page(fields: Any, errors: dict[str, list[str]]) -> str:
    """The page with what its form holds, and what is wrong with that."""
    hosted = shown_world()
    return render_template(
        "faults.html",
        rows=[(fault, fault_form.told(fault.described), where(fault)) for fault in hosted.faults.rules()],
        contracts=hosted.faults.contracts,
        fields=fields,
        errors=errors,
        kinds=fault_form.KINDS,
        distributions=fault_form.DISTRIBUTIONS,
        broken=fault_form.PARTS,
        callers=sorted({entry.caller for entry in hosted.journal.entries() if entry.caller}),
    )


def where(fault: Fault) -> str:
    """Which requests a fault is about, in a few words."""
    caller = f", of {fault.caller}" if fault.caller else ""
    if fault.operation and not fault.api:
        return f"{fault.operation}{caller}"
    return f"{fault.operation or 'every operation'} of {fault.api or 'every API'}{caller}"
