"""The facts that no workspace can change: types and contexts of events, and what a customer is made of.

They lie as JSON in `facts`: names, types, enums and bounds of the vendor's published schemas, sentences of
ours. Read at first need, for starting must not wait for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

__all__ = [
    "REFERENCES",
    "Described",
    "EventType",
    "base_properties",
    "contexts",
    "customer_facts",
    "mode_of",
    "plan_models",
    "types",
]

FACTS = Path(__file__).with_name("facts")

Schema = dict[str, Any]

POSITION: Schema = {
    "type": "object",
    "properties": {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
    },
    "required": ["lat", "lon"],
    "additionalProperties": False,
}
REFERENCES: Mapping[str, Schema] = {
    "https://api.contactlab.it/hub/v1/docs/schema/enums.json#/definitions/GeographicLocation": POSITION
}
"""What the schemas of the facts refer to."""


@dataclass(frozen=True, slots=True)
class Described:
    """A type or a context: its id, what people call it, and the JSON Schema of what it says."""

    id: str
    label: str
    description: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class EventType(Described):
    """A built-in type of events; `mode` is ACTIVE (the customer did it) or PASSIVE (it was done to them)."""

    mode: str


@cache
def types() -> Mapping[str, EventType]:
    """The 48 types of events by name, in order of name."""
    return {
        name: EventType(name, said["label"], said["description"], said["propertiesSchema"], mode=said["mode"])
        for name, said in read("event-types").items()
    }


@cache
def contexts() -> Mapping[str, Described]:
    """The nine contexts of events by name, in the vendor's order."""
    return {
        name: Described(name, said["label"], said["description"], said["propertiesSchema"])
        for name, said in read("contexts").items()
    }


def mode_of(name: str) -> str:
    """ACTIVE or PASSIVE, as the type of events with this name is; KeyError when there is none."""
    return types()[name].mode


@cache
def base_properties() -> Mapping[str, str]:
    """What each base property of customers is, by its dotted name (without `base.`), in order of name."""
    found: dict[str, str] = read("base-properties")
    return found


@cache
def customer_facts() -> Mapping[str, Schema]:
    """The JSON Schemas of a customer's `base`, `consents` and `tags`."""
    found: dict[str, Schema] = read("customer")
    return found


@cache
def plan_models() -> Mapping[str, dict[str, Any]]:
    """What each plan model is fed by: its `eventTypes`, whether by `products`, and `fields` of its own."""
    found: dict[str, dict[str, Any]] = read("plan-models")
    return found


def read(name: str) -> Any:
    """The facts of that name."""
    return orjson.loads((FACTS / f"{name}.json").read_bytes())
