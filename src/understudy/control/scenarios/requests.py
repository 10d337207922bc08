"""The step that sends a request down the line, as a client would."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from understudy.contract.operation import Operation
from understudy.control.scenarios.stage import Kind, Scene, Stage, Step, shape
from understudy.http.exchange import Call, Reply
from understudy.http.line import finish, serve_one

__all__ = ["KINDS"]

TEXTS = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean"]},
}
REQUEST = {
    "type": "object",
    "required": ["api", "operation"],
    "additionalProperties": False,
    "properties": {
        "api": {"type": "string"},
        "operation": {"type": "string"},
        "as": {"type": "string"},
        "path": TEXTS,
        "query": TEXTS,
        "headers": TEXTS,
        "body": {},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
    },
}
ORIGIN = "http://scenario.example"
"""Where replies are told to come from: they are read by nobody."""
CALLER = "demo"
"""The token of who asks unless `as` says otherwise."""


def check(stage: Stage, step: Step) -> None:
    """FixtureError when API, operation, caller or parameters are none."""
    given = step.given
    choose(step, "/api", "API", given["api"], stage.services)
    operations = stage.services[given["api"]].contract.operations
    choose(step, "/operation", "operation", given["operation"], operations)
    choose(step, "/as", "token", given.get("as", CALLER), stage.callers)
    operation = operations[given["operation"]]
    for member in ("path", "query", "headers"):
        known = set(names(operation, member.removesuffix("s")))
        for name in given.get(member, {}):
            choose(step, f"/{member}/{name}", f"parameter in {member}", name, known)
    for name in names(operation, "path"):
        if name not in given.get("path", {}):
            raise step.fault("/path", f"{operation.operation_id} needs `path: {{{name}: …}}`; give it.")
    if "body" in given and operation.body is None:
        raise step.fault("/body", f"{operation.operation_id} takes no body; leave it out.")


def choose(step: Step, pointer: str, noun: str, name: str, known: Any) -> None:
    """FixtureError unless the name is one of those known."""
    if name not in known:
        those = ", ".join(sorted(known)) or "none"
        raise step.fault(pointer, f"there is no {noun} `{name[:60]}`; there are {those}.")


def names(operation: Operation, location: str) -> Iterator[str]:
    """The operation's parameters in one location."""
    return (parameter.name for parameter in operation.parameters if parameter.location == location)


def send(stage: Stage, scene: Scene, step: Step) -> None:
    """Send it; FixtureError unless the reply has the status that is wanted, or else any of success."""
    service = stage.services[step.given["api"]]
    reply = serve_one(service.api, scene.world, call_of(stage, step)).reply
    wanted = step.given.get("status")
    if reply.status != wanted if wanted else reply.status >= 400:
        wish = wanted or "a status of success"
        raise step.fault("/status", f"the answer is {told(reply)}, but {wish} was expected.")
    if reply.later is not None:
        finish(scene.world, reply.later)


def told(reply: Reply) -> str:
    """The status of a reply, and what it has to say about it."""
    body = reply.body if isinstance(reply.body, Mapping) else {}
    detail = body.get("detail") or body.get("message")
    return f"{reply.status} ({detail})" if detail else str(reply.status)


def call_of(stage: Stage, step: Step) -> Call:
    """The request as it would come from the wire."""
    given = step.given
    contract = stage.services[given["api"]].contract
    operation = contract.operations[given["operation"]]
    target = contract.base_path + operation.path
    path = {name: text(value) for name, value in given.get("path", {}).items()}
    for name, value in path.items():
        target = target.replace(f"{{{name}}}", quote(value, safe=""))
    headers = {name.lower(): text(value) for name, value in given.get("headers", {}).items()}
    body = b""
    if "body" in given and operation.body is not None:
        headers.setdefault("content-type", next(iter(operation.body.content)))
        body = json.dumps(given["body"]).encode()
    query = urlencode({name: text(value) for name, value in given.get("query", {}).items()}).encode()
    caller = stage.callers[given.get("as", CALLER)]
    return Call(operation, operation.method, ORIGIN, target, path, query, headers, body, caller)


def text(value: Any) -> str:
    """A parameter as it stands in a URL."""
    return value if isinstance(value, str) else json.dumps(value)


KINDS: Mapping[str, Kind] = {"request": Kind(shape(REQUEST), check, send)}
