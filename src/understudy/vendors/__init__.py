"""The vendors: one folder each, found by looking, never listed.

A vendor's `api.py` holds `VENDOR`, and nothing outside its folder names it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from understudy.http.assertions import AssertionIssuer
from understudy.http.exchange import Caller
from understudy.http.handlers import Api
from understudy.http.identities import Identities
from understudy.world.documents import Documents
from understudy.world.lifecycle import Transition
from understudy.world.view import View
from understudy.world.world import World

__all__ = ["Demo", "Vendor", "find_vendors"]


@dataclass(frozen=True, slots=True)
class Demo:
    """A command that shows an API at work, printed at start: shell text in which {base} is the base URL."""

    title: str
    command: str


@dataclass(frozen=True)
class Vendor:
    """What a folder contributes: its APIs, its first documents, its due transitions, its callers.

    `seed` gives the documents a new world starts with, added to those of the other vendors; `demos` by
    API name, to be pasted in their order. `settings` are what a world may set, each with its JSON Schema;
    `starting` those that are set when the server starts or never, since all that happens later rests on them.
    What users may put into its collections is judged by `schemas` of the bodies, as snapshots write them,
    by collection (`vendor/name`), and by `check`: FixtureError unless all documents together make sense.
    `issuers` are its own token endpoints, beside the OpenID provider that all vendors share; `token_of` says
    who is behind a token that lives in the world, asked for those that are neither static nor issued.
    """

    apis: tuple[Api, ...]
    seed: Callable[[World, Documents], Documents]
    transitions: Mapping[str, Transition]
    identities: Identities
    demos: Mapping[str, tuple[Demo, ...]] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    check: Callable[[View], None] = lambda _view: None
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    starting: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    issuers: tuple[AssertionIssuer, ...] = ()
    token_of: Callable[[View, str], Caller | None] | None = None


def find_vendors() -> Iterable[Vendor]:
    """Every vendor folder, in order of name."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        yield import_module(f"{__name__}.{module.name}.api").VENDOR
