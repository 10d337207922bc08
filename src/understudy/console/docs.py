"""The documentation page of each API, and the contracts themselves."""

import json
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory

from understudy.console.setting import ApiPage, missing, setting, shown_world, world_prefix

__all__ = ["BUNDLE", "blueprint"]

blueprint = Blueprint("docs", __name__)

BUNDLE = ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE")
"""What the pages use of the packaged Swagger UI; nothing else of it is served."""


@blueprint.get("/docs/<path:name>")
def page(name: str) -> str:
    """Swagger UI over one contract; its calls go to the world that is shown."""
    api = find(name)
    shown_world()
    return render_template("docs.html", api=api, settings=page_settings(api))


@blueprint.get("/specs/<path:name>.yaml")
def spec_as_yaml(name: str) -> Response:
    """The contract's file; JSON is YAML, so one given as JSON is served as it stands, too."""
    api = find(name)
    content = as_json(api) if api.source is None else api.source.read_bytes()
    return contract_file(content, "application/yaml")


@blueprint.get("/specs/<path:name>.json")
def spec_as_json(name: str) -> Response:
    """The contract as JSON."""
    return contract_file(as_json(find(name)), "application/json")


@blueprint.get("/swagger-ui/<name>")
def bundle(name: str) -> Response:
    """A file of Swagger UI."""
    if name not in BUNDLE:
        raise missing("There is no such file.")
    return send_from_directory(str(files("flask_swagger_ui") / "dist"), name)


def find(name: str) -> ApiPage:
    """The API of this name; Problem 404."""
    found = next((api for api in setting().apis if api.name == name), None)
    if found is None:
        raise missing(f"There is no API {name[:80]} here.")
    return found


def page_settings(api: ApiPage) -> dict[str, Any]:
    """What the page's script needs to know, as JSON."""
    return {"prefix": world_prefix(), "basePath": world_prefix() + api.base_path, "client": api.client}


def as_json(api: ApiPage) -> bytes:
    """An API's contract as it is served."""
    return json.dumps(api.document, ensure_ascii=False).encode()


def contract_file(content: bytes, media_type: str) -> Response:
    """A contract, which is a file like any other."""
    return Response(content, mimetype=media_type)
