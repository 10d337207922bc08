"""What customers and events of a workspace must look like, and the refusal of those that do not.

Schemas follow from the vendor's own facts, and from what the workspace has set: extended properties, disabled
base properties. Each is compiled once, for whoever has set the same.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from understudy.contract.judging import judge_json
from understudy.contract.refs import join
from understudy.errors import Cause, Problem
from understudy.vendors.contacthub import configuration, extended
from understudy.vendors.contacthub.customer_schema import customer_schema
from understudy.vendors.contacthub.event_types import REFERENCES, contexts, types
from understudy.world.view import View

__all__ = [
    "LARGEST_CUSTOMER",
    "LARGEST_EVENT",
    "customer_properties_schema",
    "disabled_properties",
    "enabled",
    "properties_schema",
    "refuse_bad_customer",
    "refuse_bad_properties",
]

LARGEST_EVENT = 65_535
"""H-38.1: bytes of an event, unless the workspace says less for its type."""
LARGEST_CUSTOMER = 64 * 1024
"""H-0.g2: bytes of a customer."""
INVALID_CUSTOMER = "source customer is not valid"
"""The message of a refused customer (rules 6)."""
MOST_TAGS = 1000
"""H-0.g4: characters of all tags of a list together."""

Schema = dict[str, Any]
Judge = Callable[[Any], list[Cause]]


def enabled(view: View, ws: str, event_type: str) -> bool:
    """Whether the workspace takes events of the type (H-28.1)."""
    return event_type not in configuration.value(view, ws, "events")


def disabled_properties(view: View, ws: str) -> list[str]:
    """The dotted names of the base properties that the workspace does without (H-74.1)."""
    return list(configuration.value(view, ws, "base-properties"))


def properties_schema(view: View, ws: str, event_type: str, *, resolved: bool = False) -> Schema:
    """The JSON Schema of the properties of events of the type: with references, or what they refer to."""
    if resolved:
        own, products = (definitions(view, ws, kind) for kind in (f"event/{event_type}", "product"))
        return resolved_properties(event_type, orjson.loads(own), orjson.loads(products))
    references = (extended_reference(ws, of) for of in (f"events/{event_type}", "products"))
    return with_extended(types()[event_type].schema, *({"$ref": each} for each in references))


def customer_properties_schema(view: View, ws: str, *, resolved: bool = False) -> Schema:
    """The JSON Schema of customers, without the disabled base properties; with references, or without."""
    if resolved:
        own = extended.schema_of(orjson.loads(definitions(view, ws, "customer")))
        return customer_schema(own, disabled_properties(view, ws))
    made = customer_schema({}, ())
    documents = "https://api.contactlab.it/hub/v1/docs/schema"
    made["properties"] |= {
        "base": {"$ref": f"{documents}/base-property/base-properties.json"},
        "consents": {"$ref": f"{documents}/consents/consents.json"},
        "extended": {"$ref": extended_reference(ws, "")},
    }
    return made


def extended_reference(ws: str, of: str) -> str:
    """The address of the extended properties of `products`, of `events/<type>`, or (empty) of customers."""
    place = f"{of}/properties/extended".removeprefix("/")
    return f"https://api.contactlab.it/hub/v1/workspaces/{ws}/configuration/{place}"


def refuse_bad_properties(view: View, ws: str, body: Mapping[str, Any]) -> None:
    """Problem 400 unless the workspace takes the event: `body` is at least its type, context and properties.

    Its type is enabled (H-28.1), it is no larger than allowed (H-39.1), and `properties` (H-25.1) and
    `contextInfo` (H-0.g1) are what type and context ask for, `extended` within them included (H-27.6).
    """
    event_type = body["type"]
    if not enabled(view, ws, event_type):
        sentence = f"Events of type {event_type} are disabled in the workspace: enable the type first."
        cause = Cause("body", "/type", sentence, "DISABLED")
        raise Problem(400, "eventDisabled", sentence, causes=[cause], rule="H-28.1")
    most = configuration.value(view, ws, "payload-size").get(event_type, {}).get("maxBytes", LARGEST_EVENT)
    refuse_large(body, most, "event", "H-39.1")
    own = definitions(view, ws, f"event/{event_type}")
    products = definitions(view, ws, "product")
    causes = event_judge(event_type, body["context"], own, products)(body)
    if causes:
        sentence = f"The event is not valid for its type and context: {causes[0].message}"
        raise Problem(400, "badEvent", sentence, causes=causes, rule=rule_of_event(causes[0]))


def rule_of_event(cause: Cause) -> str:
    """The rule that an event was refused by."""
    if cause.pointer.startswith("/contextInfo"):
        return "H-0.g1"
    path = cause.pointer.split("/")[2:]
    if path[:1] == ["extended"]:
        return "H-27.6"
    return "H-33.6" if path[:1] == ["products"] and path[2:3] == ["extended"] else "H-25.1"


def refuse_bad_customer(
    view: View, ws: str, body: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """Problem 400 unless the workspace takes the customer, or the part of one, that `body` is.

    It is no larger than 64 kB (H-0.g2); strings and tags are no longer than allowed (H-0.g3, H-0.g4);
    nothing is said of a disabled base property (H-74.1), nor of an extended one but what its definition
    allows (H-61.6). What the customer had `before` may stay though disabled or redefined meanwhile.
    """
    # Clients leave out what is unset: that it is spelled out here must not make a customer too large.
    refuse_large(stated(body), LARGEST_CUSTOMER, "customer", "H-0.g2")
    old = before or {}
    causes = disabled_values(view, ws, body.get("base") or {}, old.get("base") or {})
    had = old.get("extended") or {}
    said = body.get("extended")
    if isinstance(said, dict):
        said = {name: value for name, value in said.items() if name not in had or had[name] != value}
    causes += customer_judge(definitions(view, ws, "customer"))({**body, "extended": said})
    if causes:
        raise Problem(400, "badCustomer", INVALID_CUSTOMER, causes=causes, rule=rule_of(causes[0]))


def stated(value: Any) -> Any:
    """The value without members of objects that are null, wherever they are."""
    if isinstance(value, Mapping):
        return {name: stated(each) for name, each in value.items() if each is not None}
    return [stated(each) for each in value] if isinstance(value, list) else value


def disabled_values(view: View, ws: str, base: Mapping[str, Any], old: Mapping[str, Any]) -> list[Cause]:
    """A cause for each disabled base property that has a value now which it did not have before."""
    found = []
    for name in disabled_properties(view, ws):
        value = member(base, name)
        if not empty(value) and value != member(old, name):
            sentence = f"The base property {name} is disabled in the workspace: enable it first."
            found.append(Cause("body", join("/base", *name.split(".")), sentence, "DISABLED"))
    return found


def member(value: Any, path: str) -> Any:
    """What is at the dotted path; None when there is nothing."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def empty(value: Any) -> bool:
    """Whether nothing is said: null, no items, or an object of such."""
    if isinstance(value, Mapping):
        return all(empty(each) for each in value.values())
    return value is None or value == []


def rule_of(cause: Cause) -> str:
    """The rule that a customer was refused by."""
    if cause.code == "DISABLED":
        return "H-74.1"
    part = cause.pointer.split("/")[1:2]
    return {"extended": "H-61.6", "tags": "H-0.g4"}.get(part[0] if part else "", "H-0.g3")


def definitions(view: View, ws: str, kind: str) -> bytes:
    """The extended properties of that kind as bytes, by which judges are known."""
    return orjson.dumps(configuration.value(view, ws, f"extended/{kind}"), option=orjson.OPT_SORT_KEYS)


def refuse_large(body: Mapping[str, Any], most: int, noun: str, rule: str) -> None:
    """Problem 400 when the body takes more bytes than `most`, written without white space."""
    # Whole numbers may be of any length, which the faster library cannot write.
    size = len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
    if size > most:
        sentence = f"The {noun} takes {size} bytes, which is more than {most}: send less."
        raise Problem(400, "tooLarge", sentence, causes=[Cause("body", "", sentence, "SIZE")], rule=rule)


@lru_cache(maxsize=1024)
def event_judge(event_type: str, context: str, own: bytes, products: bytes) -> Judge:
    """What is wrong with an event of this type and context, by these extended properties."""
    mine, theirs = orjson.loads(own), orjson.loads(products)
    properties = resolved_properties(event_type, mine, theirs)
    info = {**without_references(contexts()[context].schema), "type": ["object", "null"]}
    judge = judge_json({"properties": {"properties": properties, "contextInfo": info}})

    def causes(body: Any) -> list[Cause]:
        found = [Cause("body", each.pointer, each.message, each.keyword.upper()) for each in judge(body)]
        if found:
            return found
        said = body.get("properties", {})
        found += extended.overlong(mine, said.get("extended"), "/properties/extended")
        for number, product in enumerate(said.get("products") or []):
            pointer = f"/properties/products/{number}/extended"
            found += extended.overlong(theirs, product.get("extended"), pointer)
        return found

    return causes


def resolved_properties(event_type: str, own: Mapping[str, Any], products: Mapping[str, Any]) -> Schema:
    """The JSON Schema of the properties of an event with these extended ones, without references."""
    mine, theirs = ({**extended.schema_of(each), "type": ["object", "null"]} for each in (own, products))
    return with_extended(without_references(types()[event_type].schema), mine, theirs)


def with_extended(facts: Schema, own: Schema, products: Schema) -> Schema:
    """The JSON Schema of the properties of an event, with those of the extended ones in their places."""
    made = {**facts, "properties": {**facts["properties"], "extended": own}}
    if "products" in facts["properties"]:
        many = facts["properties"]["products"]
        item = {**many["items"], "properties": {**many["items"]["properties"], "extended": products}}
        made["properties"]["products"] = {**many, "items": item}
    return made


def without_references(schema: Any) -> Any:
    """The schema with what the facts refer to in the place of each reference."""
    if isinstance(schema, list):
        return [without_references(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    referred = REFERENCES.get(schema.get("$ref", ""))
    return referred or {name: without_references(each) for name, each in schema.items()}


@lru_cache(maxsize=256)
def customer_judge(own: bytes) -> Judge:
    """What is wrong with a customer, by these extended properties."""
    mine = orjson.loads(own)
    judge = judge_json(customer_schema(extended.schema_of(mine)))

    def causes(body: Any) -> list[Cause]:
        found = [Cause("body", each.pointer, each.message, each.keyword.upper()) for each in judge(body)]
        if found:
            return found
        found += extended.overlong(mine, body["extended"], "/extended")
        for name, tags in (body.get("tags") or {}).items():
            length = sum(len(tag) for tag in tags or [])
            if length > MOST_TAGS:
                sentence = f"The tags take {length} characters, which is more than {MOST_TAGS}."
                found.append(Cause("body", f"/tags/{name}", sentence, "MAXLENGTH"))
        return found

    return causes
