"""Reading the event stream of Schemathesis: what it sent, what came back, and what its checks said."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.conformance.clock import moment
from understudy.conformance.wire import Exchange, masked
from understudy.contract.load import Contract

__all__ = ["NO_ANSWER", "Case", "Failed", "Reader", "Trouble"]

NO_ANSWER = "no answer"

NOTHING: Mapping[str, Any] = {"status_code": 0, "headers": {}, "elapsed": 0.0}


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that an exchange did not pass: its name, and what Schemathesis says about it."""

    check: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Case:
    """One exchange of a fuzz.

    `about` is the operationId that it was made for, also where its method is one that the path does not have.
    `mode` is positive or negative, as the data was meant, "" where neither. `parameter` is (location, name)
    of what was varied, where it was one thing. `steps` came before it in a chain of calls. `whole` is
    whether the answer's body was recorded to its end.
    """

    exchange: Exchange
    phase: str
    about: str
    mode: str
    parameter: tuple[str, ...]
    failed: tuple[Failed, ...]
    steps: tuple[Exchange, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error that is no failed check: which operation it is about ("" for none), its kind and its text.

    `case` is there where an answer never came, with the status 0.
    """

    about: str
    kind: str
    message: str
    case: Case | None = None


class Reader:
    """Turns lines of the stream into cases and troubles.

    `secrets` are those of wire.masked, and may grow: the stream has the credentials, and nothing that comes
    from here does.
    """

    def __init__(self, contract: Contract, secrets: dict[str, str]) -> None:
        self.labels = {f"{one.method} {one.path}": name for name, one in contract.operations.items()}
        self.secrets = secrets
        self.ended = ""
        """Why it ended, once it has: completed, interrupted, server_unavailable …"""
        self.fatal = ""
        """What made it give up, when something did."""

    def read(self, line: str) -> Iterator[Case | Trouble]:
        """What one line tells; nothing for most kinds of events."""
        ((kind, event),) = json.loads(line).items()
        if kind == "ScenarioFinished":
            yield from self._scenario(event)
        elif kind == "NonFatalError":
            error = event.get("value", {})
            about = self.labels.get(event.get("label", ""), "")
            yield Trouble(about, error.get("type", ""), error.get("message", ""))
        elif kind == "FatalError":
            self.fatal = str(event.get("exception", {}).get("message", "")) or "an internal error"
        elif kind == "EngineFinished":
            self.ended = event["stop_reason"]

    def _scenario(self, event: Mapping[str, Any]) -> Iterator[Case | Trouble]:
        recorder = event["recorder"]
        nodes, checks = recorder.get("cases", {}), recorder.get("checks", {})
        meant = self.labels.get(recorder.get("label", ""), "")
        exchanges: dict[str, Exchange] = {}
        for name, interaction in recorder.get("interactions", {}).items():
            if name not in nodes:
                continue
            value = nodes[name]["value"]
            operation = self.labels.get(f"{value['method']} {value['path']}", "")
            exchange = exchanges[name] = self._exchange(operation, interaction)
            meta = value.get("meta") or {}
            data = meta.get("phase", {}).get("data", {})
            varied = (data.get("parameter_location"), data.get("parameter"))
            case = Case(
                exchange=exchange,
                phase=event["phase"],
                about=operation or meant,
                mode=meta.get("generation", {}).get("mode", ""),
                parameter=tuple(part for part in varied if part),
                failed=tuple(_failed(checks.get(name, ()))),
                steps=_before(name, nodes, exchanges),
                whole="content_size" not in (interaction.get("response") or ()),
            )
            yield case if exchange.status else Trouble(case.about, NO_ANSWER, "", case)

    def _exchange(self, operation: str, interaction: Mapping[str, Any]) -> Exchange:
        request, reply = interaction["request"], interaction.get("response") or NOTHING
        return Exchange(
            method=request["method"],
            url=request["uri"],
            request_headers=masked(
                {name: ", ".join(values) for name, values in request["headers"].items()}, self.secrets
            ),
            request_body=_bytes(request.get("body")),
            status=reply["status_code"],
            headers={name.lower(): ", ".join(values) for name, values in reply["headers"].items()},
            body=_bytes(reply.get("content")),
            at=moment(interaction["timestamp"]),
            seconds=reply["elapsed"],
            operation=operation,
            source="fuzz",
        )


def _failed(checks: Any) -> Iterator[Failed]:
    for check in checks:
        if check["status"] == "failure":
            failure = check["failure_info"]["failure"]
            yield Failed(check["name"], failure["title"], failure["message"])


def _before(
    name: str, nodes: Mapping[str, Mapping[str, Any]], exchanges: Mapping[str, Exchange]
) -> tuple[Exchange, ...]:
    """The chain that leads to a case, the first call first."""
    chain: list[Exchange] = []
    parent = nodes[name].get("parent_id")
    while parent is not None and parent in exchanges:
        chain.append(exchanges[parent])
        parent = nodes[parent].get("parent_id")
    return tuple(reversed(chain))


def _bytes(content: Mapping[str, str] | None) -> bytes:
    return base64.b64decode(content["$base64"]) if content else b""
