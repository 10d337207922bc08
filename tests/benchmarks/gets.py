"""GET of one audience: token checked, request and reply validated, one process on one core."""

import contextlib
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.load import SERVER_CORE, load, pinned
from tests.benchmarks.specification import AUDIENCES, widened
from tests.benchmarks.table import Row, interleaved, ratio
from tests.support.server import Server, running

__all__ = ["rows"]

ROUNDS = 3
PATH = "/service/customerAudiences/0399abedfd3d"
WARM_UP = 3


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """Ours beside the bare app, Prism and WireMock; then ours with 22 operations beside ours with 154."""
    yield from _beside_peers(folder, with_peers)
    yield _with_more_operations(folder)


def _beside_peers(folder: Path, with_peers: bool) -> Iterator[Row]:
    body = (Path(__file__).parent / "audience.json").read_bytes()
    with contextlib.ExitStack() as started:
        server = started.enter_context(quiet())
        urls = {"Understudy": server.url + PATH, "bare ASGI": started.enter_context(peers.bare(PATH))}
        if with_peers:
            urls["Prism"] = started.enter_context(peers.prism(AUDIENCES, PATH.removeprefix("/service")))
            urls["WireMock"] = started.enter_context(peers.wiremock(folder / "wiremock", PATH, body))
        for url in urls.values():
            load(url, seconds=WARM_UP)
        measures = [lambda url=url: load(url).per_second for url in urls.values()]
        figures = dict(zip(urls, interleaved(ROUNDS, *measures), strict=True))
    ours = figures.pop("Understudy")
    for peer, budget in (("Prism", 3.0), ("WireMock", 1.0), ("bare ASGI", 0.5)):
        found = ratio(ours, figures[peer]) if peer in figures else None
        yield Row(
            "GET one audience",
            _rate(ours),
            f"{peer} {_rate(figures[peer])}" if found else f"{peer} not installed",
            f"{found:.2f}" if found else "-",
            f"≥ {budget}",
            found >= budget if found else None,
        )


def quiet(*options: str) -> contextlib.AbstractContextManager[Server]:
    """Our server on the servers' core, writing no line per exchange: neither do the peers."""
    return running([*pinned(SERVER_CORE), sys.executable, "-m", "tests.benchmarks.quiet", *options], {})


def _with_more_operations(folder: Path) -> Row:
    specification = widened(147, folder / "147.json")
    with (
        quiet() as few,
        quiet("--audiences", str(specification)) as many,
    ):
        for server in (few, many):
            load(server.url + PATH, seconds=WARM_UP)
        with_few, with_many = interleaved(
            ROUNDS, lambda: load(few.url + PATH).per_second, lambda: load(many.url + PATH).per_second
        )
    found = ratio(with_many, with_few)
    return Row(
        "the same with 154 operations loaded",
        _rate(with_many),
        f"with 22: {_rate(with_few)}",
        f"{found:.2f}",
        "≥ 0.9",
        found >= 0.9,
    )


def _rate(figures: list[float]) -> str:
    return f"{statistics.median(figures):,.0f}/s"
