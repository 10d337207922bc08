"""Promises of the shop, for the tests of whoever has them judged."""

from tests.conformance.shop import suite, target

from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.suite import Role

USES = ("createItem", "listItems", "getItem", "deleteItem")


def promises():
    """A suite to be filled with promises."""
    return suite(roles={"stranger": Role("another shop")})


def promise(promised, rule="A-01", uses=USES, **members):
    """Take a function as a promise."""
    return promised.promises(rule, f"{rule} is kept.", uses=uses, **members)


def judged(shop, promised, *, seed=1, workers=1, **options):
    """What became of all promises."""
    with target(shop, suite=promised) as found:
        return list(judge_behaviours(found, promised.behaviours, seed=seed, workers=workers, **options))
