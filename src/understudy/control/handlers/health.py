"""Is the process alive, and may requests be sent?"""

from understudy.control.desk import Desk
from understudy.http.exchange import Reply, Request

__all__ = ["get_health", "get_readiness"]


def get_health(_request: Request, desk: Desk) -> Reply:
    """It answers, so it is."""
    return Reply(200, {"status": "ok", "version": desk.version})


def get_readiness(_request: Request, desk: Desk) -> Reply:
    """They may: nothing is answered before the worlds are made."""
    return Reply(200, {"status": "ready", "apis": list(desk.apis), "worlds": len(desk.worlds.names())})
