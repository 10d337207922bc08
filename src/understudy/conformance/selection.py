"""Which parts of a run are carried out: by source, by operation or rule, and by shard."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from understudy.conformance.suite import Behaviour
from understudy.errors import UsageError

__all__ = ["BEHAVIOURS", "FUZZ", "SOURCES", "Selection", "select"]

BEHAVIOURS, FUZZ = "behaviours", "fuzz"

SOURCES = (FUZZ, BEHAVIOURS)
"""The two sources of findings."""

WHOLE = (1, 1)


@dataclass(frozen=True, slots=True)
class Selection:
    """What one process does.

    `operations` are fuzzed one by one, and the calls of those in `stateful` are chained; each empty when
    that is not done here. `behaviours` are in the order of their suite.
    """

    operations: tuple[str, ...]
    stateful: tuple[str, ...]
    behaviours: tuple[Behaviour, ...]


def select(
    operations: Sequence[str],
    behaviours: Iterable[Behaviour],
    *,
    only: Collection[str] = SOURCES,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    shard: tuple[int, int] = WHOLE,
) -> Selection:
    """What is asked for of an API's operations and behaviours, and falls to this shard (number, of how many).

    `include` and `exclude` hold operationIds, rule ids and names of behaviours. An included operation
    brings the behaviours that are about it; an excluded one takes those along that call it. Chains are made
    of the operations that are left, and where only rules are included there is no fuzz. UsageError when a
    name is unknown, or nothing is left.
    """
    behaviours = tuple(behaviours)
    _demand_known([*include, *exclude], operations, behaviours)
    asked = frozenset(include)
    refused = frozenset(exclude)
    fuzzed = tuple(
        name for name in operations if FUZZ in only and (not asked or name in asked) and name not in refused
    )
    kept = tuple(
        each
        for each in behaviours
        if BEHAVIOURS in only
        and (not asked or asked & {each.rule, each.name, each.operation})
        and not refused & {each.rule, each.name, *each.uses}
    )
    return _dealt(fuzzed, kept, shard)


def _dealt(fuzzed: tuple[str, ...], kept: tuple[Behaviour, ...], shard: tuple[int, int]) -> Selection:
    """This shard's part: units are dealt out in turn, so that all shards together do everything once.

    The behaviours of a rule stay together, since of those that one cause breaks only one becomes a finding.
    """
    number, many = shard
    rules = tuple(dict.fromkeys(each.rule for each in kept))
    units = [*((FUZZ, name) for name in fuzzed), *((BEHAVIOURS, rule) for rule in rules)]
    if fuzzed:
        units.append(("stateful", ""))
    if not units:
        raise UsageError(
            "Nothing is left to be checked: ask for more by --only and --include, or exclude less."
        )
    mine = frozenset(units[number - 1 :: many])
    if not mine:
        raise UsageError(f"Shard {number}/{many} has nothing to do: use at most {len(units)} shards.")
    return Selection(
        tuple(name for name in fuzzed if (FUZZ, name) in mine),
        fuzzed if ("stateful", "") in mine else (),
        tuple(each for each in kept if (BEHAVIOURS, each.rule) in mine),
    )


def _demand_known(names: Iterable[str], operations: Sequence[str], behaviours: Sequence[Behaviour]) -> None:
    """UsageError for a name that is no operation, rule or behaviour, with one that is spelt alike."""
    known = set(operations)
    for each in behaviours:
        known |= {each.rule, each.name, *each.uses}
    for name in names:
        if name not in known:
            alike = get_close_matches(name, sorted(known), 1)
            hint = f"did you mean {alike[0]}?" if alike else "--dry-run lists what there is."
            raise UsageError(f"{name!r} is no operation, rule or behaviour of this API; {hint}")
