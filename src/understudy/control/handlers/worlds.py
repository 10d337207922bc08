"""Worlds: list, fork, read, delete, begin again."""

from typing import cast

from understudy.control.desk import Desk, world_in, world_of
from understudy.control.shown import world_shown
from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.worlds import DEFAULT
from understudy.world.world import World

__all__ = ["create_world", "delete_world", "get_world", "list_worlds", "reset_world"]


def list_worlds(_request: Request, desk: Desk) -> Reply:
    """Every world that is live, in numbers."""
    return Reply(200, {"items": [world_shown(hosted) for hosted in desk.worlds.all()]})


def create_world(request: Request, desk: Desk) -> Reply:
    """A fork of a world, or of a snapshot of it."""
    name = request.body["name"]
    hosted = desk.worlds.create(name, source=source_of(request, desk))
    return Reply(201, world_shown(hosted), {"Location": f"{request.call.origin}{request.call.target}/{name}"})


def get_world(request: Request, desk: Desk) -> Reply:
    """One world in numbers."""
    return Reply(200, world_shown(world_of(request, desk)))


def delete_world(request: Request, desk: Desk) -> Reply:
    """Forget a world."""
    desk.worlds.drop(request.path["world"])
    return Reply(204)


def reset_world(request: Request, desk: Desk) -> Reply:
    """Begin again."""
    hosted = world_of(request, desk)
    desk.begin_again(hosted)
    return Reply(200, world_shown(hosted))


def source_of(request: Request, desk: Desk) -> World:
    """What a new world starts as; Problem 422 when it is not there."""
    name = request.body.get("source", DEFAULT)
    hosted = desk.worlds.find(name)
    if hosted is None:
        raise absent("/source", f"There is no world {name} to start from: name one that is listed.")
    snapshot = request.body.get("snapshot")
    if snapshot is None:
        return world_in(hosted)
    if snapshot not in hosted.snapshots:
        raise absent("/snapshot", f"The world {name} has no snapshot {snapshot}: name one that is listed.")
    return cast("World", hosted.snapshots[snapshot])


def absent(pointer: str, sentence: str) -> Problem:
    """Problem 422 for a body that names what is not there."""
    return Problem(422, "unknownSource", sentence, causes=[Cause("body", pointer, sentence)])
