"""A walk through the APIs on which every lie can be seen: scenes of requests.

It judges nothing; only the difference between the answers of two servers counts.
"""

from collections.abc import Callable

import httpx
from tests.conformance.mutants.guide import Guide
from tests.conformance.mutants.hosting import Host
from tests.conformance.mutants.scenes_changing import changing, connecting, importing, making
from tests.conformance.mutants.scenes_hub import hub_scenes
from tests.conformance.mutants.scenes_reading import callers, counting, filtering, lists, paging, templates
from tests.conformance.mutants.scenes_segments import drafts, events, importing_users, institutions, segments

__all__ = ["SCENES", "played"]

SCENES: tuple[Callable[[Guide], None], ...] = (
    lists, templates, making, counting, filtering, paging, importing, changing, connecting, callers,
    segments, importing_users, drafts, events, institutions, *hub_scenes(),
)  # fmt: skip


def played(host: Host, world: str, client: httpx.Client, number: int) -> Guide:
    """The guide after a scene in a fresh world of this name."""
    guide = Guide(host, f"{world}.{number}", client)
    SCENES[number](guide)
    host.forget(guide.world)
    return guide
