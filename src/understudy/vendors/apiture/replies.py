"""The replies that several handlers give."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.apiture import wire
from understudy.vendors.apiture.records import AUDIENCES, CONNECTIONS, current
from understudy.vendors.apiture.rules import audience_of, connection_of
from understudy.world.view import View

__all__ = [
    "audience_tag",
    "changed_audience",
    "changed_connection",
    "connection_tag",
    "location",
    "one_audience",
    "one_connection",
]


def audience_tag(request: Request, view: View) -> str:
    """The entity tag of the audience that the path names; Problem 404."""
    return view.tag(AUDIENCES, audience_of(request, view))


def connection_tag(request: Request, view: View) -> str:
    """The entity tag of the connection that the path names; Problem 404."""
    return view.tag(CONNECTIONS, connection_of(request, view))


def one_audience(view: View, key: str, status: int = 200, **headers: str) -> Reply:
    """The audience as it is in `view`, with its entity tag."""
    document = current(view, AUDIENCES, key)
    return Reply(status, wire.audience(view, document), {"ETag": view.tag(AUDIENCES, document), **headers})


def changed_audience(after: View, key: str, status: int = 200, **headers: str) -> Reply:
    """The audience as `after` has it, and `after` to be committed."""
    reply = one_audience(after, key, status, **headers)
    return Reply(reply.status, reply.body, reply.headers, documents=after.documents)


def one_connection(view: View, key: str, status: int = 200, **headers: str) -> Reply:
    """The connection as it is in `view`, with its entity tag."""
    document = current(view, CONNECTIONS, key)
    return Reply(
        status, wire.connection(view, document), {"ETag": view.tag(CONNECTIONS, document), **headers}
    )


def changed_connection(after: View, key: str, status: int = 200, **headers: str) -> Reply:
    """The connection as `after` has it, and `after` to be committed."""
    reply = one_connection(after, key, status, **headers)
    return Reply(reply.status, reply.body, reply.headers, documents=after.documents)


def location(request: Request, resource: str, key: str) -> str:
    """The URL of a resource just made by a request to one of the API's collections (A-20)."""
    base = request.call.target.removesuffix(request.call.operation.path)
    return f"{request.call.origin}{base}/{resource}/{key}"
