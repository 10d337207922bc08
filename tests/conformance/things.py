"""A small API with a server that keeps its contract, or tells one lie, for tests of the fuzz."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from understudy.contract.load import Contract, parse_contract
from understudy.contract.operation import Operation
from understudy.contract.validators import read_request

TOKEN = "open-sesame"

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
REFUSED = {status: {"description": "Refused.", "content": PROBLEM} for status in ("400", "401", "4XX")}
TAGGED = {"ETag": {"required": True, "schema": {"type": "string", "pattern": '^W/"[0-9a-f]+"$'}}}


def answered(schema: str, **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": "Done.", "content": content, **more}


THING_ID = {
    "name": "thingId",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9]+$", "maxLength": 12},
}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
OWNER = {"name": "owner", "in": "query", "schema": {"type": "string", "pattern": "^[a-z]{1,8}$"}}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.0.0"},
    "servers": [{"url": "https://things.example/base"}],
    "security": [{"login": []}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [LIMIT, OWNER],
                "responses": {"200": answered("things"), **REFUSED},
            },
            "post": {
                "operationId": "createThing",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/newThing"}}},
                },
                "responses": {
                    "201": answered(
                        "thing",
                        headers={**TAGGED, "Location": {"schema": {"type": "string"}}},
                        links={
                            "read": {
                                "operationId": "getThing",
                                "parameters": {"thingId": "$response.body#/id"},
                            }
                        },
                    ),
                    "422": {"description": "Refused.", "content": PROBLEM},
                    **REFUSED,
                },
            },
        },
        "/things/{thingId}": {
            "parameters": [THING_ID],
            "get": {
                "operationId": "getThing",
                "responses": {"200": answered("thing", headers=TAGGED), "404": REFUSED["4XX"], **REFUSED},
            },
            "delete": {
                "operationId": "deleteThing",
                "responses": {"204": {"description": "Gone."}, "404": REFUSED["4XX"], **REFUSED},
            },
        },
    },
    "components": {
        "securitySchemes": {
            "login": {"type": "openIdConnect", "openIdConnectUrl": "https://things.example/.well-known"}
        },
        "schemas": {
            "newThing": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 20},
                    "size": {"type": "integer", "minimum": 0, "maximum": 1000},
                },
            },
            "thing": {
                "type": "object",
                "required": ["id", "name", "size"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z0-9]+$"},
                    "name": {"type": "string"},
                    "size": {"type": "integer"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
            "things": {
                "type": "object",
                "required": ["items"],
                "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}}},
            },
            "problem": {
                "type": "object",
                "required": ["status", "title"],
                "properties": {"status": {"type": "integer"}, "title": {"type": "string"}},
            },
        },
    },
}


def contract() -> Contract:
    return parse_contract(DOCUMENT, name="toys/things")


class Server(ThreadingHTTPServer):
    """Serves the things. `lies` are names of what it does wrongly; `log` are (method, path) of all calls."""

    daemon_threads = True

    def __init__(self, lies: tuple[str, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lies = lies
        self.contract = contract()
        self.things: dict[str, dict[str, Any]] = {}
        self.created = 0
        self.log: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.accepted = {f"Bearer {TOKEN}"}
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/base"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for an answer, not two with a pause between
    server: Server

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def answer(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.log.append((self.command, url.path))
            self.server.tokens.add(self.headers.get("Authorization", ""))
            if "away" in self.server.lies and url.path.startswith("/base"):
                status, headers, value = 302, {"Location": "/elsewhere"}, None
            else:
                status, headers, value = self.decide(url.path.removeprefix("/base"), url.query, body)
        self.reply(status, headers, value)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_QUERY = answer  # noqa: N815

    def decide(self, path: str, query: str, body: bytes) -> tuple[int, dict[str, str], Any]:
        """Which answer: status, headers, JSON value (None for no body)."""
        lies, server = self.server.lies, self.server
        template = "/things" if path == "/things" else "/things/{thingId}"
        if path.count("/") > 2 or not path.startswith("/things"):
            return problem(404)
        key = unquote(path.removeprefix("/things").removeprefix("/"))
        here = {one.method: one for one in server.contract.operations.values() if one.path == template}
        if self.command not in here:
            allow = {} if "silent 405" in lies else {"Allow": ", ".join(here)}
            return problem(200 if "any method" in lies else 405, allow)
        if self.headers.get("Authorization") not in self.server.accepted and "open door" not in lies:
            return problem(401)
        operation = here[self.command]
        refused = self.refused(operation, key, query, body)
        if refused:
            return problem(refused)
        return getattr(self, operation.operation_id)(key, json.loads(body or b"null"))

    def refused(self, operation: Operation, key: str, query: str, body: bytes) -> int:
        found = read_request(
            operation,
            path_params={"thingId": key},
            query=query.encode(),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        ).violations
        if "any limit" in self.server.lies:
            found = tuple(one for one in found if one.pointer != "/limit")
        if "owners are secret" in self.server.lies and "owner=" in query:
            return 403
        if "picky" in self.server.lies and operation.method == "POST":
            return 400
        return 400 if found else 0

    def listThings(self, _key: str, _body: Any) -> tuple[int, dict[str, str], Any]:  # noqa: N802
        items = list(self.server.things.values())[:50]
        if "untyped size" in self.server.lies:
            items = [*items, {"id": "a", "name": "b", "size": "huge"}]
        return 200, {}, {"items": items}

    def createThing(self, _key: str, body: Any) -> tuple[int, dict[str, str], Any]:  # noqa: N802
        server = self.server
        if "crash" in server.lies and "size" in body:
            return problem(500)
        server.created += 1
        key = f"t{server.created}"
        server.things[key] = {"id": key, "size": 0, **body}
        headers = {"ETag": f'W/"{server.created:x}"', "Location": f"/base/things/{key}"}
        if "no tag" in server.lies:
            del headers["ETag"]
        shown = server.things[key]
        return 201, headers, {**shown, "size": "huge"} if "untyped size" in server.lies else shown

    def getThing(self, key: str, _body: Any) -> tuple[int, dict[str, str], Any]:  # noqa: N802
        if key not in self.server.things or "forgetful" in self.server.lies:
            return problem(404)
        if "hang up" in self.server.lies:
            return 0, {}, None
        if "endless" in self.server.lies:
            return -1, {}, None
        return 299 if "odd status" in self.server.lies else 200, {"ETag": 'W/"1"'}, self.server.things[key]

    def deleteThing(self, key: str, _body: Any) -> tuple[int, dict[str, str], Any]:  # noqa: N802
        if key not in self.server.things:
            return problem(404)
        if "undead" not in self.server.lies:
            del self.server.things[key]
        return 204, {}, None

    def reply(self, status: int, headers: dict[str, str], value: Any) -> None:
        if not status:
            self.close_connection = True
            return
        if status < 0:
            self.pour()
            return
        data = b"" if value is None else json.dumps(value).encode()
        kind = "application/problem+json" if status >= 400 else "application/json"
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if data:
            self.send_header("Content-Type", "text/html" if "html" in self.server.lies else kind)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def pour(self) -> None:
        """Answer until nobody listens any more."""
        self.close_connection = True
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(bytes(1 << 20))


def problem(status: int, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], Any]:
    return status, headers or {}, {"status": status, "title": "Refused"}


@contextmanager
def serving(*lies: str) -> Iterator[Server]:
    """A server that tells these lies, until the block ends."""
    with Server(lies) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
