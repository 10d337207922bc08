"""A suite holds promises with everything that a run has to know of them."""

from understudy.conformance.suite import MUST, SHOULD, Behaviour, Suite


def test_promises_are_kept_in_order():
    """A decorated function is a behaviour: named after it, about the first operation it uses."""
    suite = Suite("vendor/api")

    @suite.promises("A-01", "First.", uses=("listItems", "createItem"))
    def the_list_lists(probe):
        return None

    @suite.promises("A-02", "Second.", uses=("getItem",), severity=SHOULD, needs=("reader",))
    def one(probe):
        return None

    assert [
        Behaviour(
            "vendor/api",
            "A-01",
            "the-list-lists",
            "First.",
            "listItems",
            ("listItems", "createItem"),
            MUST,
            (),
            the_list_lists,
        ),
        Behaviour("vendor/api", "A-02", "one", "Second.", "getItem", ("getItem",), SHOULD, ("reader",), one),
    ] == suite.behaviours


def test_suites_share_nothing():
    """Two suites do not see each other's promises."""
    first, second = Suite("vendor/one"), Suite("vendor/two")
    first.promises("A-01", "First.", uses=("listItems",))(lambda _probe: None)

    assert [] == second.behaviours
