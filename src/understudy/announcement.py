"""What `understudy serve` prints once it listens: per API where it is, who may call, and commands to try."""

import json
import os
from collections.abc import Iterable, Iterator

from understudy.contract.load import Contract
from understudy.http.identities import Identities
from understudy.serving import Offer
from understudy.version import __version__

__all__ = ["announcement", "commands", "listing", "ready_line"]


def announcement(url: str, offers: Iterable[Offer], *, control: bool) -> str:
    """The whole text, with commands that work when pasted into a shell; `control`: is there a console?"""
    lines = [f"Understudy {__version__} listens on {url} (Ctrl-C ends it)"]
    lines += [f"Console and control API: {url}/_understudy/", ""] if control else [""]
    for offer in offers:
        lines += [*facts(url, offer), "", *(f"  {line}".rstrip() for line in commands(url, offer))]
    return "\n".join(lines)


def ready_line(url: str, offers: Iterable[Offer], *, control: bool) -> str:
    """The same for programs, as one line of JSON; `control` says whether there is a control API."""
    return json.dumps(
        {
            "url": url,
            "pid": os.getpid(),
            "apis": {offer.contract.name: url + offer.contract.base_path for offer in offers},
            "control": f"{url}/_understudy" if control else None,
        }
    )


def facts(url: str, offer: Offer) -> Iterator[str]:
    """The lines about one API: base URL, number of operations, documentation, credentials."""
    contract = offer.contract
    yield titled(contract)
    yield f"  base URL    {url}{contract.base_path}"
    yield f"  operations  {len(contract.operations)}"
    yield f"  docs        {url}/_understudy/docs/{contract.name}"
    yield from credentials(url, offer.vendor.identities)


def credentials(url: str, identities: Identities) -> Iterator[str]:
    """The demo tokens and clients; none of them is a secret."""
    width = max(map(len, identities.tokens), default=0)
    for number, token in enumerate(identities.tokens):
        label = "" if number else "tokens"
        yield f"  {label:<10}  {token:<{width}}  {identities.notes.get(token, '')}".rstrip()
    for client in identities.clients.values():
        yield f"  client      {client.id} / {client.secret} at {url}/oidc/token"


def commands(url: str, offer: Offer) -> Iterator[str]:
    """The demo commands of one API, each after a comment that says what it shows."""
    for demo in offer.vendor.demos.get(offer.contract.name, ()):
        yield f"# {demo.title}"
        yield demo.command.replace("{base}", url + offer.contract.base_path)
        yield ""


def titled(contract: Contract) -> str:
    """A contract's name with its title and version."""
    return f"{contract.name}: {contract.title} {contract.version}"


def listing(offers: Iterable[Offer]) -> str:
    """Each API with its operations: id, method and path in columns."""
    lines = []
    for offer in offers:
        contract = offer.contract
        width = max(map(len, contract.operations), default=0)
        lines.append(f"{titled(contract)}, {len(contract.operations)} operations")
        for name, operation in contract.operations.items():
            lines.append(f"  {name:<{width}}  {operation.method:<6}  {contract.base_path}{operation.path}")
        lines.append("")
    return "\n".join(lines).rstrip("\n")
