"""What the steps of scenarios act upon, and how they say that they cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.schemas import Validator, registry_of
from understudy.control.archive import Archive
from understudy.errors import FixtureError
from understudy.http.app import Service
from understudy.http.exchange import Caller
from understudy.http.faults import Faults
from understudy.world.lined import Lined
from understudy.world.world import World

__all__ = ["Kind", "Scene", "Stage", "Step", "shape"]


@dataclass(frozen=True)
class Stage:
    """What is served: APIs by name, callers by static token, and which documents there can be."""

    services: Mapping[str, Service]
    callers: Mapping[str, Caller]
    archive: Archive

    @property
    def contracts(self) -> dict[str, Contract]:
        """The contracts served, by API name."""
        return {name: service.contract for name, service in self.services.items()}


@dataclass(frozen=True)
class Scene:
    """A fork of a world, and a copy of its faults, on which steps are tried before they count."""

    world: World
    faults: Faults


@dataclass(frozen=True)
class Step:
    """One step as it was written: its kind, what is given, and where in the file that stands."""

    kind: str
    given: Any
    pointer: str
    source: Lined

    def fault(self, pointer: str, sentence: str) -> FixtureError:
        """The error about the value at `pointer` within what is given."""
        return self.source.fault(self.pointer + pointer, sentence)


@dataclass(frozen=True)
class Kind:
    """A kind of step: how it is written, what it may name, and what it does.

    `check` and `perform` raise FixtureError, the one before anything is done, the other in doing it.
    """

    validator: Validator
    check: Callable[[Stage, Step], None]
    perform: Callable[[Stage, Scene, Step], None]


def shape(schema: Mapping[str, Any]) -> Validator:
    """The validator of a JSON Schema."""
    return Validator(registry_of(schema), "")
