"""Which media types the client takes, and which it may send (RFC 9110, section 12)."""

from functools import lru_cache
from typing import NoReturn

from understudy.contract.operation import Operation
from understudy.errors import Problem
from understudy.http.exchange import Call

__all__ = ["PROBLEM", "acceptable", "problem_media_type", "problem_type", "quality", "uncoded", "unsupported"]

PROBLEM = "application/problem+json"
JSON = "application/json"


def acceptable(call: Call) -> None:
    """Problem 406 when the client takes none of the media types that the operation succeeds with."""
    accept = call.headers.get("accept")
    if not accept or accept == "*/*":
        return
    offered = success_types(call.operation)
    if offered and not any(quality(accept, media_type) for media_type in offered):
        raise Problem(
            406,
            "notAcceptable",
            f"The client takes {accept[:60]} only, but this operation answers with {', '.join(offered)}: "
            "widen the Accept header.",
        )


def success_types(operation: Operation) -> tuple[str, ...]:
    """The media types of an operation's 2xx responses, without parameters."""
    return tuple(
        {
            media_type.partition(";")[0].strip().lower(): None
            for status, response in operation.responses.items()
            if status.startswith("2")
            for media_type in response.content
        }
    )


def unsupported(call: Call) -> NoReturn:
    """Problem 415 that names the media types the operation takes."""
    taken = tuple(call.operation.body.content) if call.operation.body else ()
    sent = call.headers.get("content-type")
    said = f"the media type {sent[:60]}" if sent else "a body without a Content-Type"
    advice = f"send {' or '.join(taken)}." if taken else "send no body."
    headers = {f"Accept-{call.method.title()}": ", ".join(taken)} if taken else {}
    raise Problem(
        415, "unsupportedMediaType", f"This operation does not take {said}: {advice}", headers=headers
    )


def uncoded(call: Call) -> None:
    """Problem 415 when the body is compressed: it would have to be unpacked before it can be judged."""
    coding = call.headers.get("content-encoding", "identity")
    if coding.strip().lower() not in {"identity", ""}:
        raise Problem(
            415,
            "unsupportedMediaType",
            f"The content encoding {coding[:60]} is not supported: send the body as it is.",
            headers={"Accept-Encoding": "identity"},
        )


def problem_media_type(call: Call, media_type: str) -> str:
    """`media_type`, or application/json for a problem when the client takes only that (G-4)."""
    return problem_type(call.headers.get("accept"), media_type)


def problem_type(accept: str | None, media_type: str = PROBLEM) -> str:
    """As `problem_media_type`, from the Accept header alone."""
    if media_type != PROBLEM or not accept or quality(accept, PROBLEM) or not quality(accept, JSON):
        return media_type
    return JSON


@lru_cache(maxsize=1024)
def quality(accept: str, media_type: str) -> float:
    """How much the client wants the media type, 0 (not at all) to 1; the most precise range speaks."""
    kind = media_type.partition("/")[0]
    ranks = {media_type: 3, f"{kind}/*": 2, "*/*": 1}
    best = (0, 0.0)
    for member in accept.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        if name in ranks:
            best = max(best, (ranks[name], weight(parameters)))
    return best[1]


def weight(parameters: list[str]) -> float:
    """The `q` among a range's parameters; 1 without one, 0 when it is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
