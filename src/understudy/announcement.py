"""What `understudy serve` prints once it listens: per API where it is, who may call, and commands to try."""

import json
import os
from collections.abc import Iterable, Iterator

from understudy.contract.load import Contract
from understudy.http.assertions import ASSERTION_TYPE, AssertionClient, AssertionIssuer
from understudy.http.identities import Identities
from understudy.http.keys import demo_keys
from understudy.offering import Offer
from understudy.version import __version__

__all__ = ["announcement", "commands", "credentials_listing", "listing", "ready_line"]

ASSERTION = """b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
URL=%(url)s
HEAD=$(printf '{"alg":"RS256","typ":"JWT"}' | b64)
CLAIMS=$(printf '{"iss":"%%s","sub":"%%s","aud":"%%s","jti":"%%s","exp":%%s}' \\
  %(client)s %(client)s "$URL" "$(openssl rand -hex 16)" "$(( $(date +%%s)%(unit)s + %(ahead)s ))" | b64)
SIGNATURE=$(printf %%s "$HEAD.$CLAIMS" | openssl dgst -sha256 -sign %(file)s | b64)
curl -s "$URL" -d grant_type=client_credentials -d scope=openid \\
  -d client_assertion_type=%(type)s \\
  -d client_assertion="$HEAD.$CLAIMS.$SIGNATURE"
"""
"""Signs an assertion with the tools that every shell has, and asks for a token with it."""


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
    if offer.moved:
        yield "  aliases     some operations are elsewhere than the commands below have them: see docs"
    yield from credentials(url, offer.vendor.identities)
    for issuer in offer.vendor.issuers:
        for client in issuer.clients:
            yield f"  client      {client.id}, by signed assertion at {url}{issuer.path}"


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


def credentials_listing(url: str, offers: Iterable[Offer], *, seed: int) -> str:
    """All that is needed to call each API of a server of this seed at `url`; none of it is a secret.

    Tokens with what they are for, OIDC clients, and for each client that signs assertions its private keys
    (PEM) and a shell command that asks for a token with one of them.
    """
    lines: list[str] = []
    for offer in offers:
        lines += [titled(offer.contract), *credentials(url, offer.vendor.identities), ""]
        for issuer in offer.vendor.issuers:
            for client in issuer.clients:
                lines += assertion_client(url, issuer, client, seed)
    return "\n".join(lines).rstrip("\n")


def assertion_client(url: str, issuer: AssertionIssuer, client: AssertionClient, seed: int) -> Iterator[str]:
    """The lines about a client that proves who it is by signed assertions."""
    keys = demo_keys(seed, client.id)
    yield f"  client      {client.id}  {client.note}".rstrip()
    yield f"  token URL   {url}{issuer.path} (also its `aud`; with /_world/NAME before the path in a world)"
    yield f"  signs by    {', '.join(issuer.algorithms)}"
    yield ""
    for name, key in (("rsa", keys.rsa), ("ec", keys.ec)):
        yield f"# {client.id}-{name}.pem, kid {key.kid}"
        yield key.as_pem(private=True).decode()
    yield f"# Save the first key as {client.id}-rsa.pem; then, while the world's clock is the real one:"
    yield ASSERTION % {
        "url": f"{url}{issuer.path}",
        "client": client.id,
        "unit": "000" if issuer.milliseconds else "",
        "ahead": int(issuer.longest.total_seconds() * (1000 if issuer.milliseconds else 1)) // 2,
        "file": f"{client.id}-rsa.pem",
        "type": ASSERTION_TYPE,
    }
