"""The state of a workspace, as it is read and as its stream of updates tells it."""

from collections.abc import Sequence
from typing import Any

from tests.vendors.contacthub.desk import TIBURON, Desk

from understudy.vendors.contacthub import entries, events
from understudy.vendors.contacthub.access import nodes_of

TOKENS = {TIBURON: "demo"}


def entities(desk: Desk, node: str) -> list[dict[str, Any]]:
    """The customers of an entry node, as on the wire."""
    view = desk.world.view(1)
    document = view.documents.get("contacthub/nodes", node)
    assert document is not None
    return [each.body for each in entries.everybody(view, document)]


def stored(desk: Desk, ws: str = TIBURON) -> dict[str, dict[str, Any]]:
    """All customers and events of a workspace by id."""
    view = desk.world.view(1)
    found = [body for node in nodes_of(view, ws, "ENTRY") for body in entities(desk, node.id)]
    found += events.bodies(view, ws, events.search(view, ws)["id"])
    return {body["id"]: body for body in found}


def replayed(desk: Desk, sizes: Sequence[int], ws: str = TIBURON) -> dict[str, dict[str, Any]]:
    """The same as the stream tells it from offset 0 on, in pages of these sizes and then of the last one."""
    state: dict[str, dict[str, Any]] = {}
    offset, turn = 0, 0
    while True:
        size = sizes[min(turn, len(sizes) - 1)]
        reply = desk.call(
            "getUpdatesWorkspaces",
            offset=offset,
            size=size,
            workspaceId=ws,
            token=TOKENS.get(ws, "demo-marin"),
        )
        assert reply.status == 200, reply.body
        updates = reply.body["updates"]
        if not updates:
            return state
        assert len(updates) <= size
        assert offset + len(updates) == reply.body["nextOffset"]
        for update in updates:
            apply(state, update)
        offset, turn = reply.body["nextOffset"], turn + 1


def apply(state: dict[str, dict[str, Any]], update: dict[str, Any]) -> None:
    """Do to the state what an update says; only what is there can change or go, only what is not can come."""
    data = update["entity"]["data"]
    assert (data["id"] in state) == (update["operation"] != "CREATE"), update
    if update["operation"] == "DELETE":
        assert state.pop(data["id"]) == data
    else:
        state[data["id"]] = data
