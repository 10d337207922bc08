"""Schemathesis in a process of its own, and the lines of its event stream while it runs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from understudy.conformance.clock import monotonic

__all__ = ["Process"]

LOOK_SECONDS = 0.1
"""How often the stream is looked at."""

END_SECONDS = 10.0
"""How long it may take to end and write down what it has, once it is told to."""

CHUNK = 1 << 20

ENVIRONMENT = {
    "COLUMNS": "200",
    "NO_COLOR": "1",
    # A .netrc would put other credentials in the place of ours.
    "NETRC": os.devnull,
}


class Process:
    """`schemathesis run` with a configuration, a document and a URL; ended when the block is left.

    It runs in a session of its own, so that a Ctrl-C at the terminal is ours to pass on.
    """

    def __init__(
        self, folder: Path, settings: Path, schema: Path, url: str, environment: Mapping[str, str]
    ) -> None:
        self.events = folder / "events.ndjson"
        self.printed = folder / "printed.txt"
        self._read = 0
        own = {name: value for name, value in os.environ.items() if not name.startswith("SCHEMATHESIS_")}
        with self.printed.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - no shell, and this interpreter
                self._command(settings, schema, url),
                cwd=folder,
                env={**own, **ENVIRONMENT, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _command(self, settings: Path, schema: Path, url: str) -> Sequence[str]:
        program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)]
        report = ["--report", "ndjson", "--report-ndjson-path", str(self.events)]
        return [*program, "run", str(schema), "--url", url, "--checks", "all", "--warnings", "off", *report]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def lines(
        self, until: float | None = None, meanwhile: Callable[[], None] = lambda: None
    ) -> Iterator[str]:
        """Each line of the stream as it is written, until the process has ended or the moment `until` of
        clock.monotonic has come. `meanwhile` is called now and then."""
        rest = b""
        while not self.events.exists():
            meanwhile()
            if self._waited() or (until is not None and monotonic() > until):
                return
        with self.events.open("rb") as stream:
            stream.seek(self._read)
            while True:
                ended = self.process.poll() is not None
                while chunk := stream.read(CHUNK):
                    *whole, rest = (rest + chunk).split(b"\n")
                    for line in whole:
                        self._read += len(line) + 1
                        yield line.decode("utf-8", "replace")
                    meanwhile()
                    # A stream that is written faster than it is read has no end to wait for.
                    if until is not None and monotonic() > until:
                        return
                meanwhile()
                if ended or (until is not None and monotonic() > until):
                    return
                self._waited()

    def stop(self) -> Iterator[str]:
        """Tell it to end: the lines that were not read yet. It is killed when it takes too long."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        yield from self.lines()

    def tail(self, most: int = 2000) -> str:
        """The end of what it printed."""
        return self.printed.read_text("utf-8", "replace")[-most:].strip()

    def _waited(self) -> bool:
        """Whether it has ended, after a moment."""
        try:
            self.process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True
