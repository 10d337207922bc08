"""Faults of a world: list, add, read, replace, remove."""

from understudy.control.desk import Desk, world_of
from understudy.http.exchange import Reply, Request

__all__ = ["clear_faults", "create_fault", "delete_fault", "get_fault", "list_faults", "replace_fault"]


def list_faults(request: Request, desk: Desk) -> Reply:
    """Every fault in order."""
    return Reply(200, {"items": [fault.to_json() for fault in world_of(request, desk).faults.rules()]})


def create_fault(request: Request, desk: Desk) -> Reply:
    """Add a fault."""
    fault = world_of(request, desk).faults.add(request.body)
    return Reply(201, fault.to_json(), {"Location": f"{request.call.origin}{request.call.target}/{fault.id}"})


def clear_faults(request: Request, desk: Desk) -> Reply:
    """Remove all faults."""
    world_of(request, desk).faults.clear()
    return Reply(204)


def get_fault(request: Request, desk: Desk) -> Reply:
    """One fault."""
    return Reply(200, world_of(request, desk).faults.find(request.path["fault"]).to_json())


def replace_fault(request: Request, desk: Desk) -> Reply:
    """Put another fault in the place of one."""
    faults = world_of(request, desk).faults
    return Reply(200, faults.replace(request.path["fault"], request.body).to_json())


def delete_fault(request: Request, desk: Desk) -> Reply:
    """Remove one fault."""
    world_of(request, desk).faults.remove(request.path["fault"])
    return Reply(204)
