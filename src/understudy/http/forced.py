"""Documented answers that are given although nobody earned them: by Prefer, or by a fault."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.refs import resolve
from understudy.contract.samples import Sample, build, samples
from understudy.errors import ContractError, Problem
from understudy.http.examples import breaches, required_headers, successes
from understudy.http.exchange import Call, Reply
from understudy.http.handlers import Api
from understudy.http.negotiation import quality
from understudy.http.plan import Forced

__all__ = ["forced_reply"]

SOON = "1"
"""Seconds after which to retry when whoever asks for a 429 does not say (G-5)."""


def forced_reply(api: Api, contract: Contract, call: Call, view: Any, forced: Forced) -> Reply:
    """The answer that is wanted: from an example, the vendor's own words or the schema; it changes nothing.

    It is valid, but for an error that a fault gives although nobody documents it. Problem 400 when there
    is no such answer.
    """
    key, status = documented(call.operation, forced)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        forced = replace(forced, headers={"Retry-After": SOON, **forced.headers})
    if key is None:
        return refusal(api, call, view, status, forced)
    response, _ = resolve(contract.document, call.operation.raw["responses"][key], "")
    given = list(candidates(contract.document, response, status, call, forced))
    if status >= 400 and forced.example is None:
        # An example that was written for another error is better than none, but says what is not so.
        fitting = [reply for reply in given if says(reply.body) in (None, status)]
        own = [refusal(api, call, view, status, forced)]
        given = [*([] if forced.built else fitting + own), *map(restated, given)]
    for reply in given:
        if not breaches(call.operation, reply):
            return reply
    raise undocumented(contract, call.operation, key, status, forced)


def refusal(api: Api, call: Call, view: Any, status: int, forced: Forced) -> Reply:
    """The vendor's own words for an error."""
    sentence = "This answer was asked for by a fault or a Prefer header; nobody looked at the request."
    reply = api.refuse(Problem(status, code_of(status), sentence), call, view)
    return replace(reply, headers={**reply.headers, **forced.headers})


def says(body: Any) -> int | None:
    """The status that an error's body tells (RFC 9457, 3.1.2), if it does."""
    status = body.get("status") if isinstance(body, dict) else None
    return status if isinstance(status, int) else None


def restated(reply: Reply) -> Reply:
    """An error whose body tells its own status, not that of the error it was written for."""
    return reply if says(reply.body) is None else replace(reply, body={**reply.body, "status": reply.status})


def documented(operation: Operation, forced: Forced) -> tuple[str | None, int]:
    """The key under which the contract documents the wanted status, if it does, and the status.

    Problem 400 when it does not, and a client asks. An undocumented error that a fault gives is no
    mistake: gateways answer so too, and the journal says what the contract has against it.
    """
    if forced.status is None:
        key = (successes(operation) or ["default"])[0]
        return key, int(key) if key.isdigit() else 200
    status = forced.status
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in operation.responses:
            return key, status
    if forced.asked or status < 400:
        listed = ", ".join(operation.responses)
        raise Problem(
            400,
            "badRequest",
            f"{operation.operation_id} documents no {status}: ask for one of {listed}.",
        )
    return None, status


def candidates(
    document: Mapping[str, Any], response: Mapping[str, Any], status: int, call: Call, forced: Forced
) -> Iterator[Reply]:
    """Replies that the response suggests, those in a media type that the client takes first."""
    headers = {**dict(required_headers(document, response)), **forced.headers}
    content = response.get("content", {})
    if not content:
        yield Reply(status, headers=headers)
    accept = call.headers.get("accept", "*/*")
    for media_type, media in sorted(content.items(), key=lambda item: -rank(accept, item[0])):
        for sample in chosen(document, media, forced):
            if "json" not in media_type:
                yield Reply(status, str(sample.value).encode(), headers, media_type)
            else:
                yield Reply(status, sample.value, headers, media_type)


def rank(accept: str, media_type: str) -> float:
    """How gladly a media type is given: as the client likes it, and JSON before others."""
    return 2 * quality(accept, media_type.partition(";")[0].strip().lower()) + ("json" in media_type)


def chosen(document: Mapping[str, Any], media: Mapping[str, Any], forced: Forced) -> Iterator[Sample]:
    """The samples that are wanted: one example by its name, a built one, or all there are."""
    if forced.example is not None:
        if forced.example in media.get("examples", {}):
            example, _ = resolve(document, media["examples"][forced.example], "")
            if "value" in example:
                yield Sample(example["value"], "example")
    elif forced.built:
        try:
            yield Sample(build(document, media.get("schema", {})), "schema")
        except ContractError:
            return
    else:
        yield from samples(document, media)


def undocumented(
    contract: Contract, operation: Operation, key: str | None, status: int, forced: Forced
) -> Problem:
    """The refusal of a success, or an example, that the contract does not give."""
    if forced.example is None:
        return Problem(
            400,
            "badRequest",
            f"No valid answer can be made for the {status} of {operation.operation_id}: add an example.",
        )
    response, _ = resolve(contract.document, operation.raw["responses"].get(key, {}), "")
    content = response.get("content", {}).values()
    names = sorted({name for media in content for name in media.get("examples", {})})
    said = f"it has {', '.join(names)}" if names else "it has none by name"
    return Problem(
        400,
        "badRequest",
        f"The {status} of {operation.operation_id} has no valid example {forced.example[:60]!r}: {said}.",
    )


def code_of(status: int) -> str:
    """An error's code: the words of its status, `tooManyRequests`."""
    if status in list(HTTPStatus):
        first, *rest = re.findall(r"[A-Za-z]+", HTTPStatus(status).phrase)
        return "".join([str(first).lower(), *(word.title() for word in rest)])
    return "badRequest" if status < 500 else "internalError"
