"""GET of one audience: token checked, request and reply validated, one process on one core.

Rates are requests per second of the server's own processor time.
"""

import contextlib
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.load import SERVER_CORE, Target, load, pinned
from tests.benchmarks.specification import AUDIENCES
from tests.benchmarks.table import Row, interleaved, ratio
from tests.support.server import running

__all__ = ["rows"]

ROUNDS = 3
PATH = "/service/customerAudiences/0399abedfd3d"
WARM_UP = 6


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """Ours beside the bare app, Prism and WireMock; all contracts beside two, a journal beside none."""
    yield from _beside_peers(folder, with_peers)
    yield _with_more_contracts()
    yield from _with_a_journal()


def _beside_peers(folder: Path, with_peers: bool) -> Iterator[Row]:
    body = (Path(__file__).parent / "audience.json").read_bytes()
    with contextlib.ExitStack() as started:
        targets = {
            "Understudy": started.enter_context(quiet()),
            "bare ASGI": started.enter_context(peers.bare(PATH)),
        }
        if with_peers:
            targets["Prism"] = started.enter_context(peers.prism(AUDIENCES, PATH.removeprefix("/service")))
            targets["WireMock"] = started.enter_context(peers.wiremock(folder / "wiremock", PATH, body))
        asked = {name: targets[name] for name in ("Understudy", "Prism", "bare ASGI") if name in targets}
        figures = _measured(targets)
        anew = _measured({name: replace(target, anew=True) for name, target in asked.items()})
    for peer, budget in (("Prism", 3.0), ("WireMock", 1.0), ("bare ASGI", 0.5)):
        yield _beside("GET one audience", figures, peer, budget)
    for peer, budget in (("Prism", 3.0), ("bare ASGI", 0.5)):
        yield _beside("the same, asked differently each time", anew, peer, budget)


def _beside(what: str, figures: Mapping[str, list[float]], peer: str, budget: float) -> Row:
    ours = figures["Understudy"]
    found = ratio(ours, figures[peer]) if peer in figures else None
    return Row(
        what,
        _rate(ours),
        f"{peer} {_rate(figures[peer])}" if found else f"{peer} not installed",
        f"{found:.2f}" if found else "-",
        f"≥ {budget}",
        found >= budget if found else None,
    )


@contextlib.contextmanager
def quiet(*options: str) -> Iterator[Target]:
    """Our server on the servers' core, without log lines and journal: the peers have none either."""
    command = [*pinned(SERVER_CORE), sys.executable, "-m", "tests.benchmarks.quiet", *options]
    with running(command, {}) as server:
        yield Target(server.url + PATH, server.process.pid)


def _measured(targets: Mapping[str, Target], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """The rates of each target, in turns, once all are warm."""
    for target in targets.values():
        load(target, seconds=WARM_UP)
    measures = [lambda target=target: load(target).per_second for target in targets.values()]
    return dict(zip(targets, interleaved(rounds, *measures), strict=True))


def _with_more_contracts() -> Row:
    two = (f"--api=apiture/{name}" for name in ("customer-audiences", "customer-audience-connections"))
    with quiet(*two) as few, quiet() as many:
        with_few, with_many = _measured({"few": few, "many": many}).values()
    found = ratio(with_many, with_few)
    return Row(
        "the same with all contracts loaded",
        _rate(with_many),
        f"with Apiture's two: {_rate(with_few)}",
        f"{found:.2f}",
        "≥ 0.9",
        found >= 0.9,
    )


def _with_a_journal() -> Iterator[Row]:
    with quiet() as without, quiet("--journal", "1000") as default:
        named = Target(default.url, default.pid, ("Understudy-World: benchmark",))
        # More rounds than elsewhere: what is looked for is not much larger than the machine's own wavering.
        figures = _measured({"without": without, "default": default, "named": named}, rounds=7)
    for world, what in (("default", "with a journal of 1,000"), ("named", "with it, in a world of its own")):
        found = ratio(figures[world], figures["without"])
        yield Row(
            f"the same {what}",
            _rate(figures[world]),
            f"`--journal 0`: {_rate(figures['without'])}",
            f"{found:.2f}",
            "≥ 0.9",
            found >= 0.9,
        )


def _rate(figures: list[float]) -> str:
    return f"{statistics.median(figures):,.0f}/s"
