"""Documents: immutable values, a compare-and-swap, one of many equal writers wins."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from understudy.world.documents import Documents, Due, Store

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)

collections = st.sampled_from(["audiences", "connections", "campaigns"])
keys = st.sampled_from(["a", "b", "c", "d"])
bodies = st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
dues = st.none() | st.integers(-3, 3).map(lambda hours: Due(NOON + timedelta(hours=hours), "expire"))


class AgainstDict(RuleBasedStateMachine):
    """Documents against ordinary dictionaries, kept in order of creation."""

    def __init__(self):
        super().__init__()
        self.documents = Documents()
        self.model = {}
        self.kept = []

    @rule(collection=collections, key=keys, body=bodies, due=dues)
    def put(self, collection, key, body, due):
        """A change raises the revision and replaces what was due."""
        table = self.model.setdefault(collection, {})
        revision = table[key][1] + 1 if key in table else 1
        table[key] = (body, revision, due)
        self.documents = self.documents.put(collection, key, body, due=due)

    @rule(collection=collections, key=keys, body=bodies, due=dues)
    def put_quietly(self, collection, key, body, due):
        """A-27: a refresh that is no change keeps revision and due."""
        table = self.model.setdefault(collection, {})
        _, revision, was = table.get(key, (None, 1, None))
        table[key] = (body, revision, due or was)
        self.documents = self.documents.put(collection, key, body, due=due, touch=False)

    @rule(collection=collections, key=keys)
    def delete(self, collection, key):
        """What is deleted is gone; deleting what is not there changes nothing."""
        before = self.documents
        there = key in self.model.get(collection, {})
        self.model.get(collection, {}).pop(key, None)
        self.documents = self.documents.delete(collection, key)

        assert there == (self.documents is not before)

    @rule()
    def keep(self):
        """Remember the value and what it held."""
        self.kept.append((self.documents, contents(self.documents)))

    @invariant()
    def agrees(self):
        """Every question has the dictionary's answer."""
        assert list(self.model) == list(self.documents.collections())
        for collection, table in self.model.items():
            assert len(table) == self.documents.count(collection)
            assert list(table) == [document.id for document in self.documents.scan(collection)]
            assert set(table) == {document.id for document in self.documents.unsorted(collection)}
            for key, (body, revision, due) in table.items():
                found = self.documents.get(collection, key)

                assert (body, revision, due) == (found.body, found.revision, found.due)

    @invariant()
    def finds_by_index(self):
        """An index that is kept up finds what looking through all of them finds."""
        for collection, table in self.model.items():
            for value in (None, 1, 2):
                expected = [key for key, (body, _, _) in table.items() if value == len(body) > 0]

                assert expected == [each.id for each in self.documents.where(collection, members, value)]

    @invariant()
    def knows_what_is_due(self):
        """The next due moment is the earliest of all."""
        waiting = [due.at for table in self.model.values() for _, _, due in table.values() if due]

        assert min(waiting, default=None) == self.documents.next_due()

    @invariant()
    def never_changes_what_was(self):
        """Values kept earlier still hold what they held."""
        assert all(held == contents(documents) for documents, held in self.kept)


def members(document):
    """How many members a body has; an empty one is not in the index."""
    return len(document.body) or None


def contents(documents):
    return {name: list(documents.scan(name)) for name in documents.collections()}


test_documents_behave_like_dictionaries = AgainstDict.TestCase
test_documents_behave_like_dictionaries.settings = settings(
    max_examples=settings.default.max_examples * 2 // 5, stateful_step_count=25
)


def test_nothing_is_there_at_first():
    """Asking an empty world answers with nothing, not with an error."""
    documents = Documents()

    assert documents.get("audiences", "a") is None
    assert [] == list(documents.scan("audiences"))
    assert 0 == documents.count("audiences")
    assert documents.next_due() is None
    assert documents.first_due(NOON) is None
    assert documents is documents.without_due("audiences", "a")


def test_an_index_is_not_made_anew():
    """Once asked for, an index looks at no document again that did not change."""
    seen = []

    def watching(document):
        seen.append(document.id)
        return document.body["n"]

    documents = Documents()
    for n in range(5):
        documents = documents.put("audiences", f"{n}", {"n": n % 2})
    assert ["0", "2", "4"] == [each.id for each in documents.where("audiences", watching, 0)]
    seen.clear()
    documents = documents.put("audiences", "2", {"n": 1}).put("connections", "9", {"n": 0})
    assert ["0", "4"] == [each.id for each in documents.where("audiences", watching, 0)]
    assert {"2"} == set(seen)


def test_what_is_due_first_comes_by_moment_collection_and_id():
    """Of several due documents the earliest comes first, then the older collection, then the smaller id."""
    soon, later = Due(NOON, "expire"), Due(NOON + timedelta(hours=1), "expire")
    documents = (
        Documents()
        .put("z", "b", {}, due=soon)
        .put("a", "a", {}, due=soon)
        .put("z", "a", {}, due=later)
        .put("z", "c", {}, due=soon)
    )
    order = []
    while found := documents.first_due(NOON + timedelta(days=1)):
        order.append((found[1], found[2].id))
        documents = documents.without_due(found[1], found[2].id)

    assert [("z", "b"), ("z", "c"), ("a", "a"), ("z", "a")] == order


def test_a_commit_needs_the_documents_it_was_made_from():
    """Of two writers that read the same documents the second is turned away, and changes nothing."""
    store = Store()
    before = store.read()
    first, second = before.put("a", "1", {}), before.put("a", "2", {})

    assert store.commit(before, first)
    assert not store.commit(before, second)
    assert store.read() is first


def test_a_reader_always_commits():
    """An exchange that changed nothing has nothing to lose to a writer."""
    store = Store()
    before = store.read()
    store.commit(before, before.put("a", "1", {}))

    assert store.commit(before, before)
    assert 1 == store.read().count("a")


def test_many_writers_lose_nothing():
    """Writers that repeat after a lost race all get their document in, and each number is handed out once."""
    store = Store()
    numbers = []

    def write():
        for _ in range(50):
            number = store.number()
            numbers.append(number)
            while True:
                before = store.read()
                if store.commit(before, before.put("a", str(number), {})):
                    break

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert list(range(1, 201)) == sorted(numbers)
    assert 200 == store.read().count("a") == store.exchanges


def test_a_writer_that_fails_halfway_leaves_no_trace():
    """Atomicity: an exception between two puts leaves the documents exactly as they were."""
    store = Store(Documents().put("a", "1", {"n": 1}))
    before, held = store.read(), contents(store.read())

    with pytest.raises(ZeroDivisionError):
        store.commit(before, before.put("a", "1", {"n": 2}).put("a", "2", {"n": 1 // 0}))

    assert store.read() is before
    assert held == contents(store.read())


@given(st.lists(st.tuples(collections, keys, bodies, dues), max_size=12))
def test_documents_can_be_put_together_again(puts):
    """`of` makes equal documents from what `scan` and `collections` gave."""
    documents = Documents()
    for collection, key, body, due in puts:
        documents = documents.put(collection, key, body, due=due)
    again = Documents.of(contents(documents), changes=documents.changes)

    assert documents == again
