"""Steps that behaviours of any vendor take: asking for what is not there, being refused."""

from understudy.conformance.probe import Probe
from understudy.conformance.wire import Exchange
from understudy.errors import Broken

__all__ = ["refused", "unknown"]


def unknown(probe: Probe) -> str:
    """A UUID that names nothing."""
    digits = probe.digits()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def refused(exchange: Exchange, what: str, *statuses: int) -> None:
    """Broken unless the request was refused: with one of the statuses, or any 4xx when none is given."""
    good = exchange.status in statuses if statuses else 400 <= exchange.status < 500
    if not good:
        wanted = " or ".join(str(status) for status in statuses) or "4xx"
        raise Broken(
            f"status {wanted} for {what}", f"{exchange.status}", location="status", exchange=exchange
        )
