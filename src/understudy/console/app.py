"""The Flask application behind /_understudy.

It knows APIs only as `ApiPage`, so that any vendor's API gets its pages without a change here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, render_template, request, send_from_directory

__all__ = ["ApiPage", "create_console"]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",  # Swagger UI writes style attributes into its markup
        "img-src 'self' data:",  # its icons are data URLs inside its stylesheet
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
BUNDLE = ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE")
"""What the pages use of the packaged Swagger UI; nothing else of it is served."""


@dataclass(frozen=True)
class ApiPage:
    """One API to be documented: its contract, where it is served, and what a caller may use.

    `source` is the contract's file, served as it stands; `tokens` maps each demo token to a few words
    about it, the usual one first; `client` is the id and secret of a demo OAuth client.
    """

    name: str
    title: str
    version: str
    base_path: str
    operations: int
    source: Path
    document: Mapping[str, Any] = field(repr=False)
    tokens: Mapping[str, str] = field(default_factory=dict)
    client: tuple[str, str] | None = None


def create_console(pages: Sequence[ApiPage]) -> Flask:
    """The application with one documentation page per API."""
    app = Flask(__name__)
    by_name = {page.name: page for page in pages}

    def find(name: str) -> ApiPage:
        return by_name.get(name) or abort(404)

    @app.get("/")
    def index() -> str:
        return render_template("index.html", pages=pages, origin=request.host_url.rstrip("/"))

    @app.get("/docs/<path:name>")
    def docs(name: str) -> str:
        page = find(name)
        return render_template("docs.html", page=page, settings=page_settings(page))

    @app.get("/specs/<path:name>.yaml")
    def spec_as_yaml(name: str) -> Response:
        # JSON is YAML, so a contract given as JSON is served as it stands, too.
        return contract_file(find(name).source.read_bytes(), "application/yaml")

    @app.get("/specs/<path:name>.json")
    def spec_as_json(name: str) -> Response:
        return contract_file(json.dumps(find(name).document, ensure_ascii=False).encode(), "application/json")

    @app.get("/swagger-ui/<name>")
    def bundle(name: str) -> Response:
        return (
            send_from_directory(str(files("flask_swagger_ui") / "dist"), name)
            if name in BUNDLE
            else abort(404)
        )

    @app.errorhandler(404)
    def missing(_error: Exception) -> tuple[str, int]:
        return render_template("missing.html", pages=pages), 404

    app.after_request(protect)
    return app


def page_settings(page: ApiPage) -> dict[str, Any]:
    """What the documentation page's script needs to know, as JSON."""
    return {"basePath": page.base_path, "client": page.client}


def contract_file(content: bytes, media_type: str) -> Response:
    """A contract, readable by pages of any origin as the API itself is."""
    return Response(content, mimetype=media_type, headers={"Access-Control-Allow-Origin": "*"})


def protect(response: Response) -> Response:
    """Let a page load and call this server only."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
