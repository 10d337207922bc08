"""Scenes of Contacthub: its behaviours, played for what is answered to them, not for what they judge."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import groupby

from tests.conformance.mutants.catalogue import contracts
from tests.conformance.mutants.guide import Guide

from understudy.conformance.suite import Behaviour, Broken, Exchange, NotObservable, Probe, Suite
from understudy.conformance.target import Target
from understudy.vendors.contacthub.behaviours import SUITES

__all__ = ["hub_scenes"]

WORLD = re.compile(r"/_world/[^/\"]+")

ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What a behaviour may trip over in an answer of the wrong shape."""


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
            for behaviour in behaviours:
                guide.rules.add(behaviour.rule)
                called(behaviour, target)

    return play


def called(behaviour: Behaviour, target: Target) -> None:
    """Let a behaviour call, with names that are the same in every world, whatever comes of it."""
    label = f"{behaviour.rule} {behaviour.name[:20]}"
    probe = Probe(target, label, frozenset(behaviour.uses))
    try:
        with suppress(Broken, NotObservable, *ODD):
            behaviour.check(probe)
    finally:
        probe.sender = target
        probe.clean_up()


def hub_scenes() -> tuple[Callable[[Guide], None], ...]:
    """A scene for the behaviours of each module."""
    return tuple(
        scene(suite, list(those))
        for suite in SUITES
        for _, those in groupby(suite.behaviours, key=lambda each: each.check.__module__)
    )
