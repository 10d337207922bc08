"""Whether a server can be judged at all: it answers, at this path, and to these credentials."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace

import httpx

from understudy.conformance.probe import filled
from understudy.conformance.wire import Exchange
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.errors import Unreachable

__all__ = ["listings", "preflight"]

Asked = Callable[[Operation, str], Exchange]

NOT_THERE = frozenset({404, 405, 501})
NOT_LET_IN = frozenset({401, 403})
BEHIND = frozenset({502, 503, 504})


def listings(contract: Contract, fixed: Mapping[str, str] = {}) -> list[Operation]:
    """The operations that can be asked knowing nothing: GET, without required parameters.

    With `fixed` those that require nothing else than some of these, whose values are in place in their paths.
    """
    return [
        replace(operation, path=filled(operation, (), fixed))
        for operation in contract.operations.values()
        if operation.method == "GET" and _asks(operation, set(fixed))
    ]


def _asks(operation: Operation, fixed: set[str]) -> bool:
    """Whether an operation requires some of the parameters that are fixed, if any are, and no others."""
    required = {parameter.name for parameter in operation.parameters if parameter.required}
    return required <= fixed and bool(required) == bool(fixed)


def preflight(
    contract: Contract, url: str, asked: Asked, *, known: bool, fixed: Mapping[str, str] = {}
) -> None:
    """Ask for the collections of a contract until one is there; with `fixed`, for those that name some of it.

    `asked` sends a GET; `known` says whether there are credentials. Unreachable, with what was tried, when
    no connection comes about, or when none of the collections lets us in.
    """
    collections = listings(contract, fixed)
    answers = []
    for operation in collections or _any(contract):
        where = f"{url}{operation.path}"
        try:
            answers.append(asked(operation, url))
        except httpx.TimeoutException as fault:
            raise Unreachable(f"{where} does not answer in time ({type(fault).__name__}).") from fault
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unreachable(f"{where} cannot be reached: {_why(fault)}.") from fault
        if not _obstacle(answers[-1], url, contract, known=known, fixed=fixed):
            return
    # What no collection answers may be wrong in its path, but nobody is let in anywhere by a 401.
    if answers and (collections or answers[0].status == 401):
        raise Unreachable(_obstacle(answers[0], url, contract, known=known, fixed=fixed))


def _any(contract: Contract) -> list[Operation]:
    """Of an API without collections, any operation that reads: it shows at least whether somebody listens."""
    return [found for found in contract.operations.values() if found.method == "GET"][:1]


def _obstacle(
    answer: Exchange, url: str, contract: Contract, *, known: bool, fixed: Mapping[str, str]
) -> str:
    """Why an answer shows that nothing can be judged here, "" when it does not."""
    tried = f"Tried GET {answer.url} and got {answer.status}"
    if answer.status in NOT_LET_IN:
        return f"{tried}: " + (
            f"these credentials are not let in; check them{' and what --set says' if fixed else ''}."
            if known
            else "give credentials, with --token, or with --client-id, --client-secret and --token-url."
        )
    if fixed and answer.status == 400:
        return f"{tried}: is what --set says right?"
    if answer.status in NOT_THERE:
        own = f" In the contract it ends in {contract.base_path}." if contract.base_path else ""
        return f"{tried}: is {url} the base URL, with the whole path below which the operations are?{own}"
    if 300 <= answer.status < 400 and answer.status != 304:
        to = answer.headers.get("location", "nowhere")
        return f"{tried}, a redirect to {to}: give the base URL that answers itself."
    if answer.status in BEHIND:
        return f"{tried}: what answers is a gateway, and the server behind it does not."
    if answer.media_type == "text/html" and answer.body.lstrip()[:1] == b"<":
        return f"{tried} with a web page: is {url} the base URL of the API?"
    return ""


def _why(fault: Exception) -> str:
    """What kept a connection from coming about, in words."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"the TLS handshake failed ({cause})"
        cause = cause.__cause__ or cause.__context__
    text = str(fault)
    if "Name or service not known" in text or "nodename nor servname" in text or "getaddrinfo" in text:
        return f"there is no such host ({text})"
    if "refused" in text:
        return "the connection was refused, so nothing listens there"
    return text or type(fault).__name__
