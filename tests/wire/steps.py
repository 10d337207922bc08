"""Random requests: abstract steps, drawn by Hypothesis, made concrete by the ids seen so far."""

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.wire.requests import AGE, BALANCE, audience, compared, listing

__all__ = ["Sent", "State", "Step", "sequences"]

MERGE = "application/merge-patch+json"
JSON = "application/json"
AUDIENCES = "/service/customerAudiences"
CONNECTIONS = "/bankingAdmin/customerAudienceConnections"

FILTERS = [
    {"primitiveFilters": [compared(AGE, "between", "30", "60")]},
    {"operator": "not", "primitiveFilters": [compared(BALANCE, "lessThan", "500.00")]},
    {
        "operator": "or",
        "primitiveFilters": [compared(AGE, "lessThan", "25", includeMissingValues=True)],
        "compositeFilters": [{"operator": "and", "primitiveFilters": [compared(BALANCE, "equals", "0.00")]}],
    },
    {"primitiveFilters": [compared("unknown-type", "equals", "x")]},
]
FILES = [
    b"9dfb049f5672424d7b3b\nf26c043c527f42430b15\nnobody\n",
    b"\n",
    b"one,two\n",
    b"c84fd4b81049c27d4a65\n",
]


@dataclass(frozen=True)
class Step:
    """What to do (`kind`), to which of the resources seen so far (`which`), in which variant."""

    kind: str
    which: int
    variant: int


@dataclass(frozen=True)
class Sent:
    """A concrete request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class State:
    """The ids and entity tags that replies have named so far."""

    audiences: list[str] = field(default_factory=lambda: ["0399abedfd3d", "590c0c441f3241de9526"])
    connections: list[str] = field(default_factory=lambda: ["0399abed-fd3d"])
    tags: list[str] = field(default_factory=lambda: ['W/"not-the-current-one"'])
    pages: list[str] = field(default_factory=list)

    def learn(self, path: str, tag: str | None, document: Any) -> None:
        """Keep what a successful reply names."""
        if tag:
            self.tags.append(tag)
        if isinstance(document, dict) and "nextPage_url" in document:
            self.pages.append(document["nextPage_url"])
        if isinstance(document, dict) and "id" in document:
            known = self.connections if path.startswith(CONNECTIONS) else self.audiences
            known.append(document["id"])

    def request(self, step: Step) -> Sent:
        """The request that a step means now."""
        target = self.audiences[step.which % len(self.audiences)]
        link = self.connections[step.which % len(self.connections)]
        tags = {"If-Match": self.tags[-1]} if step.variant % 3 == 0 else {}
        return {
            "list": lambda: _sent("GET", f"{AUDIENCES}?source=filter%7Clist"),
            "read": lambda: _sent("GET", f"{AUDIENCES}/{target}"),
            "create": lambda: _sent("POST", AUDIENCES, _new(step.variant)),
            "copy": lambda: _sent("POST", f"{AUDIENCES}?copyOf={target}", audience("A copy of another")),
            "patch": lambda: _sent("PATCH", f"{AUDIENCES}/{target}", _change(step.variant), tags, MERGE),
            "archive": lambda: _sent("POST", f"{AUDIENCES}/{target}/archived", headers=tags),
            "restore": lambda: _sent("POST", f"{AUDIENCES}/{target}/active", headers=tags),
            "delete": lambda: _sent("DELETE", f"{AUDIENCES}/{target}", headers=tags),
            "count": lambda: _sent(
                "POST", "/service/customerAudienceCounts", FILTERS[step.variant % len(FILTERS)]
            ),
            "import": lambda: _sent("POST", "/service/importedCustomerAudiences", _file(step.variant)),
            "replace": lambda: _sent("PUT", f"{AUDIENCES}/{target}/customers", _file(step.variant), tags),
            "page": lambda: _sent("GET", f"{AUDIENCES}/{target}/customers?limit={1 + step.variant}"),
            "next": lambda: _sent("GET", self.pages[-1].partition("test")[2] if self.pages else AUDIENCES),
            "connect": lambda: _sent("POST", CONNECTIONS, _link(target, step.variant)),
            "activate": lambda: _sent("POST", f"{CONNECTIONS}/{link}/active", headers=tags),
            "deactivate": lambda: _sent("POST", f"{CONNECTIONS}/{link}/inactive", headers=tags),
            "fail": lambda: _sent("POST", f"{CONNECTIONS}/{link}/failed", headers=tags),
            "disconnect": lambda: _sent("DELETE", f"{CONNECTIONS}/{link}"),
            "connections": lambda: _sent("GET", f"{CONNECTIONS}?audience={target}"),
            "nonsense": lambda: _sent("POST", AUDIENCES, {"name": step.variant}),
        }[step.kind]()


KINDS = (
    *(
        "list",
        "read",
        "create",
        "copy",
        "patch",
        "archive",
        "restore",
        "delete",
        "count",
        "import",
        "replace",
    ),
    *("page", "next", "connect", "activate", "deactivate", "fail", "disconnect", "connections", "nonsense"),
)


def sequences(longest: int = 20) -> st.SearchStrategy[list[Step]]:
    """Sequences of steps."""
    steps = st.builds(Step, st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 11))
    return st.lists(steps, min_size=1, max_size=longest)


def _sent(
    method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, kind: str = JSON
) -> Sent:
    if body is None:
        return Sent(method, path, headers or {}, b"")
    return Sent(method, path, {"Content-Type": kind, **(headers or {})}, json.dumps(body).encode())


def _new(variant: int) -> dict[str, Any]:
    types, states = ("all", "retail", "commercial"), ("customer", "all", "enrolled", "applicant")
    return audience(
        f"Audience of variant {variant}",
        customerType=types[variant % 3],
        enrollmentState=states[variant % 4],
        filters=FILTERS[variant % len(FILTERS)],
    )


def _change(variant: int) -> dict[str, Any]:
    changes: list[dict[str, Any]] = [
        {"name": f"Renamed {variant}"},
        {"enrollmentState": "all"},
        {"filters": FILTERS[variant % len(FILTERS)]},
        {"description": "Described anew", "customerType": "retail"},
    ]
    return changes[variant % len(changes)]


def _file(variant: int) -> dict[str, Any]:
    return listing(FILES[variant % len(FILES)], includesHeader=variant % 5 == 4)


def _link(target: str, variant: int) -> dict[str, Any]:
    return {"audience": {"id": target}, "provider": {"name": ("pendo", "braze", "")[variant % 3]}}
