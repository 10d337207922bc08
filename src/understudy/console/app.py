"""The Flask application behind /_understudy.

It knows APIs only as `ApiPage`, so that any vendor's API gets its pages without a change here. What it
does to a world, it does by the same functions as the control API.
"""

from collections.abc import Sequence

from flask import Flask, Response, g, render_template
from werkzeug.exceptions import HTTPException

from understudy.console import coverage, docs, faults, forms, journal, overview, setting, situations, state
from understudy.console.setting import ApiPage, Setting
from understudy.control.desk import Desk
from understudy.errors import Problem

__all__ = ["ApiPage", "create_console"]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",  # Swagger UI writes style attributes into its markup
        "img-src 'self' data:",  # its icons are data URLs inside its stylesheet
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
BLUEPRINTS = (
    overview.blueprint,
    journal.blueprint,
    state.blueprint,
    faults.blueprint,
    coverage.blueprint,
    situations.blueprint,
    docs.blueprint,
)


def create_console(apis: Sequence[ApiPage], desk: Desk) -> Flask:
    """The application with its pages over the worlds of a desk, and the documentation of each API."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    setting.install(app, Setting(apis, desk))
    forms.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_error_handler(Problem, refused)
    app.register_error_handler(HTTPException, failed)
    app.after_request(protect)
    return app


def refused(problem: Problem) -> tuple[str, int]:
    """The page that says why something cannot be shown."""
    if problem.code == "worldNotFound":
        g.pop("hosted", None)
    return render_template("problem.html", status=problem.status, sentence=problem.detail), problem.status


def failed(error: HTTPException) -> tuple[str, int]:
    """The page for what the framework refuses: paths and methods that are not there."""
    status = error.code or 500
    sentence = "There is no such page." if status == 404 else (error.description or error.name)
    return render_template("problem.html", status=status, sentence=sentence), status


def protect(response: Response) -> Response:
    """Let a page load, call and be sent to this server only, and be kept by nobody."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: with that, a browser gives the forms' origin as null, which the guard refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response
