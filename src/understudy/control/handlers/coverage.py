"""What a world's traffic has met of the contracts."""

from understudy.control.desk import Desk, world_of
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running

__all__ = ["get_coverage", "reset_coverage"]


@long_running
def get_coverage(request: Request, desk: Desk) -> Reply:
    """The report."""
    return Reply(200, world_of(request, desk).coverage.report())


def reset_coverage(request: Request, desk: Desk) -> Reply:
    """Begin at zero."""
    world_of(request, desk).coverage.reset()
    return Reply(204)
