"""What may be asked of which host: only this machine may be written to without being told so."""

from collections.abc import Iterable
from ipaddress import ip_address

import httpx

from understudy.errors import UsageError

__all__ = ["is_loopback", "refuse_production", "writes_allowed"]


def writes_allowed(url: str, *, allow_writes: bool) -> bool:
    """Whether operations that write may be sent to a base URL: on this machine, or when told so."""
    return allow_writes or is_loopback(url)


def is_loopback(url: str) -> bool:
    """Whether the host of a URL is this machine; any name but localhost may be another one."""
    host = host_of(url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback)


def refuse_production(url: str, hosts: Iterable[str], *, own: bool) -> None:
    """UsageError when a URL is on one of these hosts, or below one, and not said to be the caller's own."""
    host = host_of(url)
    for served in hosts:
        if not own and (host == served or host.endswith(f".{served}")):
            raise UsageError(
                f"{host} is where the vendor serves real customers ({served}), so nothing was sent to it. "
                "If you answer for that server, say so with --i-own-this-server."
            )


def host_of(url: str) -> str:
    """The host of a URL as it will be connected to, in lower case; UsageError when there is none."""
    try:
        # The library that connects reads it, so that no spelling means one host here and another there.
        parsed = httpx.URL(url)
    except httpx.InvalidURL as fault:
        raise UsageError(f"{url!r} is no URL ({fault}): give one such as https://host/service.") from fault
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"{url!r} is no URL of a server: give one such as https://host/service.")
    return parsed.host.lower().rstrip(".")
