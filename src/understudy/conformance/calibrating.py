"""Finding out, before a fuzz, what this caller may not send: one that is refused throughout sees little."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from understudy.conformance.probe import Ask, Sender
from understudy.conformance.reaching import listings
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.refs import resolve
from understudy.contract.samples import samples
from understudy.errors import Broken

__all__ = ["barred"]

FORBIDDEN = 403

SUCCESS = range(200, 300)


def barred(contract: Contract, sender: Sender) -> tuple[str, ...]:
    """The names of optional query parameters for which this caller is refused with 403, sorted.

    Each is tried once, with a value of the contract, at an operation that reads a collection and succeeds
    without it. Some ten requests, all of them GET.
    """
    found: dict[str, bool] = {}
    for operation in listings(contract):
        untried = {name: text for name, text in _values(contract, operation) if name not in found}
        if untried and _status(sender, operation, "") in SUCCESS:
            for name, text in untried.items():
                found[name] = _status(sender, operation, f"?{urlencode({name: text})}") == FORBIDDEN
    return tuple(sorted(name for name, is_barred in found.items() if is_barred))


def _status(sender: Sender, operation: Operation, query: str) -> int:
    """What a request is answered with; 0 when no answer comes in time."""
    try:
        return sender.send(Ask(operation, operation.path + query, {}, b"")).status
    except Broken:
        return 0


def _values(contract: Contract, operation: Operation) -> Iterator[tuple[str, str]]:
    """Each query parameter of plain values with one of them: an example, else the least there is."""
    raw = [resolve(contract.document, each, "")[0] for each in operation.raw.get("parameters", ())]
    for parameter in raw:
        if parameter["in"] != "query" or "schema" not in parameter:
            continue
        value = next((found.value for found in samples(contract.document, parameter)), None)
        text = _text(value)
        if text:
            yield parameter["name"], text


def _text(value: Any) -> str:
    """A value as one word, of an array its first item; "" for what is no word."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""
