"""Scenes of Contacthub: its behaviours, played for what is answered to them, not for what they judge."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby

from tests.conformance.mutants.catalogue import contracts
from tests.conformance.mutants.guide import Guide

from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.suite import Behaviour, Exchange, Suite
from understudy.conformance.target import Target
from understudy.vendors.contacthub.behaviours import SUITES

__all__ = ["hub_scenes"]

WORLD = re.compile(r"/_world/[^/\"]+")


def scene(suite: Suite, behaviours: list[Behaviour]) -> Callable[[Guide], None]:
    """The scene in which these behaviours call the API, one after the other."""

    def play(guide: Guide) -> None:
        def note(exchange: Exchange) -> None:
            guide.host.server.worlds.get(guide.world).world.clock.step(timedelta(seconds=1))
            guide.operations.add(exchange.operation)
            text = exchange.body.decode("utf-8", "replace")
            guide.noted.append((exchange.status, {}, WORLD.sub("WORLD", text)))

        base = {name: (contracts()[name], guide.host.url(guide.world, name)) for name in suite.siblings}
        url, contract = guide.host.url(guide.world, suite.api), contracts()[suite.api]
        with Target(contract, url, suite=suite, siblings=base, record=note) as target:
            target.reach()
            for _ in judge_behaviours(target, behaviours, seed=1, workers=1):
                pass

    return play


def hub_scenes() -> tuple[Callable[[Guide], None], ...]:
    """A scene for the behaviours of each module."""
    return tuple(
        scene(suite, list(those))
        for suite in SUITES
        for _, those in groupby(suite.behaviours, key=lambda each: each.check.__module__)
    )
