"""What is written down of an exchange in its world: a line of the journal, and what it meets."""

from understudy.http.exchange import Exchange
from understudy.http.inbound import Inbound
from understudy.http.journal import Entry
from understudy.http.redaction import NO_SECRETS
from understudy.http.targets import NOWHERE

__all__ = ["record"]


def record(
    inbound: Inbound, exchange: Exchange, headers: list[tuple[bytes, bytes]], body: bytes, seconds: float
) -> None:
    """Write an exchange down with the headers and body that are about to be sent."""
    call, reply, hosted, api = exchange.call, exchange.reply, inbound.hosted, inbound.api
    entry = Entry(
        hosted.world.clock.now(),
        seconds,
        "" if api is None else api.name,
        call,
        reply.status,
        headers,
        body,
        exchange.violated,
        exchange.violations,
        exchange.rules,
        exchange.fault,
        secrets=NO_SECRETS if api is None else api.secrets,
        reason=exchange.reason,
    )
    hosted.journal.add(entry)
    if call.operation is not NOWHERE:
        hosted.coverage.meet(
            call.operation,
            status=reply.status,
            path_params=call.path_params,
            query=call.query,
            headers=call.headers,
            request=call.body,
            reply=body,
            reply_value=reply.body if reply.excerpt is None else reply.excerpt,
        )
