"""The form that adds a fault: from its fields to the rule, and from what is wrong with it to the fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from understudy.errors import Cause

__all__ = ["DEFAULTS", "DISTRIBUTIONS", "KINDS", "PARTS", "by_field", "rule_of", "told"]

KINDS = {
    "latency": ("Latency", "The answer comes after a fixed time."),
    "drawn": ("Varying latency", "The time is drawn from a distribution, by the world's seed."),
    "status": ("Status", "A documented answer takes the place of the real one; nothing is changed."),
    "throttle": ("Throttling", "A token bucket for each caller, on the world's clock; 429 when it is empty."),
    "drop": ("Dropped connection", "The request is carried out, but no answer is sent."),
    "truncate": ("Truncated body", "The connection closes in the middle of the body."),
    "slow": ("Slow body", "The body trickles."),
    "break": ("Broken contract", "The answer breaks the contract; the journal says that it was meant."),
}
"""What the form offers, with a sentence about each."""

DISTRIBUTIONS = {
    "uniform": ("uniform: low, high", "low", "high"),
    "normal": ("normal: mean, deviation", "mean", "deviation"),
    "lognormal": ("lognormal: median, sigma", "median", "sigma"),
}
PARTS = {"body": "body", "status": "status", "contentType": "content type", "header": "header"}

DEFAULTS: Mapping[str, str] = {
    "target": "",
    "caller": "",
    "share": "100",
    "times": "",
    "kind": "latency",
    "milliseconds": "500",
    "distribution": "uniform",
    "first": "100",
    "second": "800",
    "status": "503",
    "example": "",
    "retry_after": "",
    "truncate": "20",
    "slow": "1000",
    "break": "body",
    "limit": "10",
    "per": "60",
    "burst": "",
}
"""The fields of the form, and what they hold at first."""

FIELDS = {
    "/api": "target",
    "/operation": "target",
    "/caller": "caller",
    "/share": "share",
    "/times": "times",
    "/effect/latency/milliseconds": "milliseconds",
    "/effect/latency": "first",
    "/effect/status": "status",
    "/effect/example": "example",
    "/effect/retryAfter": "retry_after",
    "/effect/truncate": "truncate",
    "/effect/slow": "slow",
    "/effect/break": "break",
    "/effect/throttle/limit": "limit",
    "/effect/throttle/per": "per",
    "/effect/throttle/burst": "burst",
}
"""Fields by the pointer into the rule that they fill, the longer ones first."""


def rule_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """The rule that the fields describe; what is no number stays text, so that judging the rule finds it."""
    api, _, operation = fields["target"].partition(" ")
    rule = {"api": api, "operation": operation, "caller": fields["caller"]}
    share = number(fields["share"])
    return {
        **{name: value for name, value in rule.items() if value},
        "share": share / 100 if isinstance(share, int | float) else share,
        **({"times": number(fields["times"])} if fields["times"] else {}),
        "effect": effect_of(fields),
    }


def effect_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """The effect of the kind that was chosen."""
    kind = fields["kind"]
    if kind == "latency":
        return {"latency": {"milliseconds": number(fields["milliseconds"])}}
    if kind == "drawn":
        distribution = fields["distribution"] if fields["distribution"] in DISTRIBUTIONS else "uniform"
        _, first, second = DISTRIBUTIONS[distribution]
        drawn = {first: number(fields["first"]), second: number(fields["second"])}
        return {"latency": {"distribution": distribution, **drawn}}
    if kind == "status":
        effect = {"status": number(fields["status"])}
        effect |= {"example": fields["example"]} if fields["example"] else {}
        return effect | ({"retryAfter": number(fields["retry_after"])} if fields["retry_after"] else {})
    if kind == "throttle":
        burst = {"burst": number(fields["burst"])} if fields["burst"] else {}
        return {"throttle": {"limit": number(fields["limit"]), "per": number(fields["per"]), **burst}}
    if kind in ("truncate", "slow"):
        return {kind: number(fields[kind])}
    return {"break": fields["break"]} if kind == "break" else {"drop": True}


def number(text: str) -> int | float | str:
    """The number of a field, a whole one where it is; the text when it is none."""
    try:
        value = float(text)
        return int(value) if value.is_integer() else value
    except (ValueError, OverflowError):
        return text


def by_field(causes: Iterable[Cause]) -> dict[str, list[str]]:
    """What is wrong, by the name of the field where it can be put right; "" for none of them."""
    found: dict[str, list[str]] = {}
    for cause in causes:
        place = next((pointer for pointer in FIELDS if f"{cause.pointer}/".startswith(f"{pointer}/")), "")
        found.setdefault(FIELDS.get(place, ""), []).append(cause.message)
    return found


def told(effect: Mapping[str, Any]) -> str:
    """An effect in a few words."""
    kind, value = next(iter(effect.items()))
    if kind == "latency" and "milliseconds" in value:
        return f"waits {value['milliseconds']:g} ms"
    if kind == "latency":
        _, first, second = DISTRIBUTIONS[value["distribution"]]
        numbers = f"{first} {value[first]:g}, {second} {value[second]:g}"
        return f"waits by a {value['distribution']} distribution, {numbers}"
    if "status" in effect:
        example = f", example {effect['example']}" if "example" in effect else ""
        retry = f", Retry-After {effect['retryAfter']} s" if "retryAfter" in effect else ""
        return f"answers {effect['status']}{example}{retry}"
    if kind == "throttle":
        burst = f", {value['burst']} at once" if "burst" in value else ""
        return f"lets {value['limit']} requests pass per {value['per']:g} s{burst}"
    if kind == "truncate":
        return f"cuts the body after {value} bytes"
    if kind == "slow":
        return f"sends {value} bytes a second"
    return f"breaks the {PARTS[value]}" if kind == "break" else "drops the connection"
