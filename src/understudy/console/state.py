"""The documents of the world that is shown: collections, pages of documents, one to be read and edited."""

import json
from itertools import dropwhile, islice

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from understudy.console.forms import FORM_BYTES, json_object, text
from understudy.console.lines import lines_of
from understudy.console.setting import missing, setting, shown_world
from understudy.control.desk import world_in
from understudy.control.moments import moment_of
from understudy.control.shown import counted
from understudy.errors import Cause, Problem
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents, Due
from understudy.world.snapshots import encoded

__all__ = ["blueprint"]

blueprint = Blueprint("state", __name__, url_prefix="/state")

PAGE = 50
"""Documents on one page."""

EDITABLE = FORM_BYTES // 8
"""Characters that the editor takes: a form spends up to six bytes on one, and some may be added."""

PREVIEW = 240
"""Characters of a document in the list."""


@blueprint.get("")
def index() -> str:
    """Every collection with its size."""
    documents = present()
    rows = [(name, *name.split("/", 1), documents.count(name)) for name in setting().desk.archive.schemas]
    return render_template("state.html", rows=rows)


@blueprint.get("/<vendor>/<name>")
def collection(vendor: str, name: str) -> str:
    """A page of documents, in order of creation."""
    full, documents = known(vendor, name), present()
    rest = iter(documents.scan(full))
    after = request.args.get("after", "")
    if after and documents.get(full, after) is not None:
        rest = islice(dropwhile(lambda one: one.id != after, rest), 1, None)
    page = list(islice(rest, PAGE + 1))
    return render_template(
        "collection.html",
        vendor=vendor,
        name=name,
        rows=[(one, preview(one)) for one in page[:PAGE]],
        more=page[PAGE - 1].id if len(page) > PAGE else None,
        count=documents.count(full),
        after=after,
    )


@blueprint.get("/<vendor>/<name>/<path:key>")
def document(vendor: str, name: str, key: str) -> str:
    """One document, and the form to change it."""
    found = find(vendor, name, key)
    written = json.dumps(encoded(found.body), ensure_ascii=False, indent=2)
    editable = written if len(written) <= EDITABLE else None
    return shown(vendor, name, found, editable, due_fields(found.due), [])


@blueprint.post("/<vendor>/<name>/<path:key>")
def save(vendor: str, name: str, key: str) -> tuple[str, int] | Response:
    """Replace the document by what the form says; the same page, with the reasons, when that may not be."""
    found = find(vendor, name, key)
    written, fields = request.form.get("body", ""), {"at": text("at"), "transition": text("transition")}
    try:
        body = json_object(written.encode())
        due = Due(moment_of(fields["at"], "/due/at"), fields["transition"]) if fields["transition"] else None
        setting().desk.archive.put(world_in(shown_world()), known(vendor, name), key, body, due)
    except Problem as problem:
        reasons = list(problem.causes) or [Cause("body", "", problem.detail)]
        return shown(vendor, name, found, written, fields, reasons), problem.status
    flash(f"The document {key} was saved.", "good")
    if present().get(known(vendor, name), key) is None:
        # What was due on it has removed it at once.
        return redirect(url_for("state.collection", vendor=vendor, name=name), 303)
    return redirect(url_for("state.document", vendor=vendor, name=name, key=key), 303)


@blueprint.post("/<vendor>/<name>/<path:key>/delete")
def delete(vendor: str, name: str, key: str) -> Response:
    """Delete the document, unless others cannot be without it."""
    find(vendor, name, key)
    try:
        setting().desk.archive.delete(world_in(shown_world()), known(vendor, name), key)
    except Problem as problem:
        flash(problem.detail, "bad")
        return redirect(url_for("state.document", vendor=vendor, name=name, key=key), 303)
    flash(f"The document {key} was deleted.", "good")
    return redirect(url_for("state.collection", vendor=vendor, name=name), 303)


def shown(
    vendor: str, name: str, found: Document, written: str | None, due: dict[str, str], reasons: list[Cause]
) -> str:
    """The page of a document with what its form holds, and what is wrong with that."""
    return render_template(
        "document.html",
        vendor=vendor,
        name=name,
        document=found,
        lines=tuple(lines_of(counted(found.body), {})),
        written=written,
        due=due,
        reasons=reasons,
        transitions=sorted(world_in(shown_world()).transitions),
    )


def present() -> Documents:
    """The documents as they are, after what is due has happened."""
    world = world_in(shown_world())
    world.settle()
    return world.store.read()


def known(vendor: str, name: str) -> str:
    """The full name of a collection; Problem 404 when no vendor has it."""
    full = f"{vendor}/{name}"
    if full not in setting().desk.archive.schemas:
        raise missing(f"There is no collection {full[:80]}.")
    return full


def find(vendor: str, name: str, key: str) -> Document:
    """The document; Problem 404."""
    found = present().get(known(vendor, name), key)
    if found is None:
        raise missing(
            f"There is no document {key[:80]} in {vendor}/{name}: it was deleted, or its time has come."
        )
    return found


def preview(document: Document) -> str:
    """The beginning of a document as one line of JSON."""
    line = json.dumps(counted(document.body), ensure_ascii=False)
    return line if len(line) <= PREVIEW else f"{line[: PREVIEW - 1]}…"


def due_fields(due: Due | None) -> dict[str, str]:
    """What the form says about what is due."""
    return {"at": timestamp(due.at) if due else "", "transition": due.transition if due else ""}
