"""One line per exchange, and whatever else happens, on standard error: as text or as JSON."""

import json
import logging
import sys
from collections.abc import Callable
from typing import TextIO

from understudy.http.exchange import Exchange
from understudy.http.worlds import DEFAULT
from understudy.world.clock import Clock, timestamp

__all__ = ["exchange_log", "log_events"]


class JsonFormatter(logging.Formatter):
    """An event as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The event's level, logger and message, with the traceback if there is one."""
        return json.dumps(
            {"level": record.levelname, "logger": record.name, "message": super().format(record)}
        )


def log_events(log_format: str) -> None:
    """Write warnings and errors of every library in the chosen format."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter() if log_format == "json" else logging.Formatter("%(levelname)s %(message)s")
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def exchange_log(
    log_format: str, clock: Clock, stream: TextIO | None = None
) -> Callable[[Exchange, float, str], None]:
    """What writes a line for each exchange: method, target, status, milliseconds, operationId, and the
    world unless it is the default one."""
    out = stream or sys.stderr

    def as_text(exchange: Exchange, seconds: float, world: str) -> None:
        call = exchange.call
        target = call.target if call.target.isprintable() else ascii(call.target)
        operation = call.operation.operation_id
        place = "" if world == DEFAULT else f" in {world}"
        took = f"{seconds * 1000:.1f} ms"
        out.write(f"{call.method} {target} {exchange.reply.status} {took} {operation}{place}\n")

    def as_json(exchange: Exchange, seconds: float, world: str) -> None:
        call = exchange.call
        line = {
            "at": timestamp(clock.now()),
            "method": call.method,
            "target": call.target,
            "status": exchange.reply.status,
            "seconds": round(seconds, 6),
            "operationId": call.operation.operation_id,
            **({} if world == DEFAULT else {"world": world}),
        }
        out.write(json.dumps(line) + "\n")

    return as_json if log_format == "json" else as_text
