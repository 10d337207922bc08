"""What is run, and by whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.selection import BEHAVIOURS, FUZZ, SOURCES, select
from understudy.conformance.suite import MUST, Behaviour
from understudy.errors import UsageError

OPERATIONS = ("list", "create", "read", "delete")


def behaviour(rule, name, *uses):
    return Behaviour("toy/api", rule, name, "It does.", uses[0], uses, MUST, (), lambda _probe: None)


SUITE = (
    behaviour("T-1", "lists", "list"),
    behaviour("T-2", "creates", "create", "delete"),
    behaviour("T-2", "creates-again", "create", "list", "delete"),
    behaviour("T-3", "reads", "read", "create", "delete"),
    behaviour("T-4", "joins", "join"),
)


def names(selection):
    return [each.name for each in selection.behaviours]


def chosen(**given):
    found = select(OPERATIONS, SUITE, **given)
    return found.operations, bool(found.stateful), names(found)


def test_by_default_everything_is_run():
    """Every operation, the chains of them, and every behaviour."""
    assert (OPERATIONS, True, [each.name for each in SUITE]) == chosen()


@pytest.mark.parametrize(
    ("given", "operations", "stateful", "behaviours"),
    [
        ({"only": [FUZZ]}, OPERATIONS, True, []),
        ({"only": [BEHAVIOURS]}, (), False, ["lists", "creates", "creates-again", "reads", "joins"]),
        ({"include": ["create"]}, ("create",), True, ["creates", "creates-again"]),
        ({"include": ["T-2"]}, (), False, ["creates", "creates-again"]),
        ({"include": ["creates"]}, (), False, ["creates"]),
        ({"include": ["T-1", "read"]}, ("read",), True, ["lists", "reads"]),
        ({"exclude": ["T-2"]}, OPERATIONS, True, ["lists", "reads", "joins"]),
        ({"exclude": ["delete"]}, ("list", "create", "read"), True, ["lists", "joins"]),
        ({"exclude": ["join"]}, OPERATIONS, True, ["lists", "creates", "creates-again", "reads"]),
        ({"include": ["T-2"], "exclude": ["creates"]}, (), False, ["creates-again"]),
    ],
)  # fmt: skip
def test_what_is_asked_for(given, operations, stateful, behaviours):
    """--only, --include and --exclude: an excluded operation is called by nothing that is run."""
    assert (operations, stateful, behaviours) == chosen(**given)


def test_chains_leave_out_what_is_excluded():
    """The stateful phase calls the operations that are left, whichever of them this shard fuzzes."""
    assert ("list", "read", "delete") == select(OPERATIONS, SUITE, exclude=["create"]).stateful


@given(
    st.integers(1, 9),
    st.sets(st.sampled_from(SOURCES), min_size=1),
    st.sets(st.sampled_from(["create", "list", "T-1", "T-2", "reads"])),
)
def test_shards_together_do_everything_once(many, only, exclude):
    """Whatever is asked for: each part falls to exactly one shard, those of a rule to the same."""
    whole = select(OPERATIONS, SUITE, only=only, exclude=exclude)
    shards = []
    for number in range(1, many + 1):
        try:
            shards.append(select(OPERATIONS, SUITE, only=only, exclude=exclude, shard=(number, many)))
        except UsageError as fault:
            assert "has nothing to do" in str(fault)  # noqa: PT017 - more shards than parts are possible

    assert sorted(whole.operations) == sorted(name for shard in shards for name in shard.operations)
    assert sorted(names(whole)) == sorted(name for shard in shards for name in names(shard))
    assert bool(whole.operations) == (1 == len([shard for shard in shards if shard.stateful]))
    for shard in shards:
        rules = {each.rule for each in shard.behaviours}
        assert [each.name for each in whole.behaviours if each.rule in rules] == names(shard)


def test_shards_are_about_as_large():
    """With two shards, the operations are halved."""
    assert [2, 2] == [len(select(OPERATIONS, SUITE, shard=(n, 2)).operations) for n in (1, 2)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"include": ["lst"]}, "'lst' is no operation, rule or behaviour of this API; did you mean list?"),
        ({"exclude": ["§"]}, "'§' is no operation, rule or behaviour of this API; --dry-run lists"),
        ({"include": ["T-1"], "exclude": ["T-1"]}, "Nothing is left to be checked"),
        ({"include": ["T-1"], "only": [FUZZ]}, "Nothing is left to be checked"),
        ({"include": ["T-1"], "shard": (2, 2)}, "Shard 2/2 has nothing to do: use at most 1 shards"),
    ],
)  # fmt: skip
def test_a_selection_that_cannot_be(given, sentence):
    """A name that is unknown, or nothing left: a sentence."""
    with pytest.raises(UsageError, match=sentence.replace("?", r"\?")):
        select(OPERATIONS, SUITE, **given)
