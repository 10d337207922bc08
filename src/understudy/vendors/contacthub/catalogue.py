"""What the vendor offers to every workspace: ways to merge values, and providers of sources."""

from collections.abc import Mapping
from typing import Any

from understudy.vendors.contacthub.sources import PLAN, SEND, role_of

__all__ = ["MERGE_POLICIES", "PROVIDERS"]

Element = Mapping[str, Any]
"""An element of an answer, as it is on the wire."""


def merge_policy(name: str, description: str, *types: str) -> Element:
    """A way to merge, and the JSON types it can merge."""
    return {"id": name, "description": description, "supportedTypes": list(types)}


MERGE_POLICIES: tuple[Element, ...] = (
    merge_policy(
        "OBJ_PRIORITY", "Take the value of highest priority.", "string", "object", "number", "array"
    ),
    merge_policy("OBJ_CONCATENATE", "Put the values one behind the other.", "string", "number", "array"),
    merge_policy("ARRAY_UNION", "Take every element of any list, once.", "array"),
    merge_policy("ARRAY_INTERSECTION", "Take the elements that all lists have.", "array"),
    merge_policy("MATH_SUM", "Add the numbers.", "number"),
    merge_policy("MATH_AVG", "Take the mean of the numbers.", "number"),
    merge_policy("MATH_DIFF", "Take the difference of the numbers.", "number"),
    merge_policy("MATH_MIN", "Take the least number.", "number"),
    merge_policy("MATH_MAX", "Take the greatest number.", "number"),
)
"""H-98.1: the names are those that extended properties know; types of the first two as in version 1.51."""

MANUAL = "https://api.contactlab.it/hub/v1/docs/schema"
TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def options(**members: Mapping[str, Any]) -> Element:
    """The schema of an object with these members."""
    return {"type": "object", "properties": dict(members)}


def listed(items: Mapping[str, Any]) -> Element:
    """The schema of a list."""
    return {"type": "array", "items": dict(items)}


COLUMNS = listed(options(mapping=listed(options(hub=TEXT, plan=TEXT)), model=TEXT))
OPTIONS: Mapping[str, Element] = {
    "API": options(allowedIPs=TEXT),
    SEND: options(
        userdbId=NUMBER,
        mappedColumns=listed(options(hub=TEXT, send=TEXT)),
        options=options(syncCustomer=TEXT, importEvent=FLAG),
        subscriptions=listed(options(sendWfc=TEXT, hub=TEXT, send=TEXT)),
        groupPk=NUMBER,
    ),
    PLAN: options(
        exportProducts=FLAG,
        exportStores=FLAG,
        groupPk=NUMBER,
        userdbId=NUMBER,
        eventPropertiesColumnMapping=COLUMNS,
        productsPropertiesColumnMapping=COLUMNS,
        classifications=listed(TEXT),
    ),
}
"""The options of each provider that has some, by the samples of operations 62 and 63."""


def provider(name: str, label: str, category: str, description: str) -> Element:
    """A provider with the schema of its options and the role of its tokens."""
    return {
        "id": name,
        "label": label,
        "logo": f"https://static.example.com/providers/{name.lower()}.svg",
        "categories": [category],
        "description": description,
        "documents": MANUAL,
        "propertiesSchema": OPTIONS.get(name, {"type": "object"}),
        "role": role_of(name),
    }


PROVIDERS: tuple[Element, ...] = (
    provider("API", "API", "api", "Any program that calls this API."),
    provider("JavaScript", "JavaScript", "sdk", "The library for web pages."),
    provider("MAGENTO", "Magento", "ecommerce", "The extension for shops made with Magento."),
    provider(SEND, "Contactsend", "platform", "The vendor's service for sending messages."),
    provider(PLAN, "Contactplan", "platform", "The vendor's service for planning campaigns."),
    provider("ANDROID_SDK", "Android", "sdk", "The library for Android."),
    provider("OBJECTIVEC_SDK", "Objective-C", "sdk", "The library for Objective-C."),
    provider("NODEJS_SDK", "Node.js", "sdk", "The library for Node.js."),
    provider("JAVA_SDK", "Java", "sdk", "The library for Java."),
    provider("SCALA_SDK", "Scala", "sdk", "The library for Scala."),
    provider("DOTNET_SDK", ".NET", "sdk", "The library for .NET."),
)
"""H-99.1: the providers of version 1.51, in its order."""
