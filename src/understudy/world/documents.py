"""Collections of JSON documents in persistent maps: a change is a new value; no reader sees half of one."""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from rpds import HashTrieMap

__all__ = ["Document", "Documents", "Due", "Index", "Store"]


@dataclass(frozen=True, slots=True)
class Due:
    """What time will do to a document: at `at` (UTC), the transition of that name is applied."""

    at: datetime
    transition: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its body (JSON values, Members as a leaf; never changed in place), its bookkeeping.

    `revision` counts the changes that a client can see, from 1; `ordinal` grows with creation.
    """

    id: str
    body: dict[str, Any]
    revision: int
    due: Due | None = None
    ordinal: int = 0


MOST_DERIVED = 1_000
MOST_INDEXES = 200

T = TypeVar("T")
Table: TypeAlias = "HashTrieMap[str, Document]"
Index: TypeAlias = Callable[[Document], Hashable]
Indexed: TypeAlias = "HashTrieMap[Hashable, Table]"
Tables: TypeAlias = "HashTrieMap[str, Table]"
Schedule: TypeAlias = "HashTrieMap[tuple[str, str], Due]"


@dataclass(frozen=True)
class Documents:
    """All documents of a world at one moment: an immutable value, so that keeping one is a snapshot."""

    _tables: Tables = field(default_factory=HashTrieMap)
    _names: tuple[str, ...] = ()
    _due: Schedule = field(default_factory=HashTrieMap)
    _earliest: datetime | None = None
    changes: int = 0
    _derived: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    _indexes: dict[tuple[str, Index], Indexed] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, collections: Mapping[str, Iterable[Document]], *, changes: int) -> "Documents":
        """The documents of a snapshot: each collection, in order, with its documents."""
        tables: Tables = HashTrieMap()
        schedule: Schedule = HashTrieMap()
        for name, entries in collections.items():
            table: Table = HashTrieMap()
            for document in entries:
                table = table.insert(document.id, document)
                if document.due is not None:
                    schedule = schedule.insert((name, document.id), document.due)
            tables = tables.insert(name, table)
        return cls(tables, tuple(collections), schedule, _earliest(schedule), changes)

    def get(self, collection: str, key: str) -> Document | None:
        """The document, or None when there is none."""
        table = self._tables.get(collection)
        return None if table is None else table.get(key)

    def put(
        self, collection: str, key: str, body: dict[str, Any], *, due: Due | None = None, touch: bool = True
    ) -> "Documents":
        """The documents with this one created or replaced.

        A change raises the revision and sets `due` (None: nothing is due any more). With `touch=False`
        nothing a client would call a change happens (A-27): the revision stays, and so does what was due,
        unless given anew.
        """
        old = self.get(collection, key)
        if old is None:
            return self._with(collection, Document(key, body, 1, due, self.changes))
        if touch:
            return self._with(collection, replace(old, body=body, due=due, revision=old.revision + 1))
        return self._with(collection, replace(old, body=body, due=due or old.due))

    def delete(self, collection: str, key: str) -> "Documents":
        """The documents without this one; the same value when it was not there."""
        if self.get(collection, key) is None:
            return self
        tables = self._tables.insert(collection, self._tables[collection].remove(key))
        return self._rescheduled(collection, key, None, tables, self._reindexed(collection, key, None))

    def without_due(self, collection: str, key: str) -> "Documents":
        """The documents with nothing due on this one; its revision stays."""
        old = self.get(collection, key)
        return self if old is None else self._with(collection, replace(old, due=None))

    def scan(self, collection: str) -> Iterator[Document]:
        """Each document of the collection, in order of creation."""
        table = self._tables.get(collection)
        return iter(()) if table is None else iter(sorted(table.values(), key=attrgetter("ordinal")))

    def unsorted(self, collection: str) -> Iterator[Document]:
        """Each document of the collection, in no certain order: much faster where there are very many."""
        table = self._tables.get(collection)
        return iter(()) if table is None else iter(table.values())

    def where(self, collection: str, index: Index, value: Hashable) -> list[Document]:
        """The documents of the collection for which `index` is `value` (not None), in order of creation.

        The index is made at first need and from then on kept up with every change, so that finding takes no
        longer the more documents there are. It must be a pure function, the same whenever it is asked for.
        """
        kept = self._indexes.get((collection, index))
        if kept is None:
            kept = indexed(self._tables.get(collection, HashTrieMap()), index)
            if len(self._indexes) >= MOST_INDEXES:
                self._indexes.clear()
            self._indexes[collection, index] = kept
        return sorted(kept.get(value, HashTrieMap()).values(), key=attrgetter("ordinal"))

    def count(self, collection: str) -> int:
        """How many documents the collection holds."""
        return len(self._tables.get(collection, ()))

    def collections(self) -> tuple[str, ...]:
        """The names of all collections that ever held a document, in order of their first one."""
        return self._names

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, remembered under `key` as long as nothing changes.

        `make` must be a pure function of these documents and of the key; its result is not to be changed.
        All is forgotten when there are more than `MOST_DERIVED` keys, for clients choose some of them.
        """
        try:
            found: T = self._derived[key]
        except KeyError:
            found = make()
            if len(self._derived) >= MOST_DERIVED:
                self._derived.clear()
            self._derived[key] = found
        return found

    def next_due(self) -> datetime | None:
        """The earliest moment at which something is due, known at once."""
        return self._earliest

    def first_due(self, now: datetime) -> tuple[Due, str, Document] | None:
        """What is due first at `now`, by moment, collection, id: (due, collection, document); or None."""
        if self._earliest is None or self._earliest > now:
            return None
        waiting = ((due.at, self._names.index(name), key) for (name, key), due in self._due.items())
        _, place, first = min(waiting)
        name = self._names[place]
        return self._due[name, first], name, self._tables[name][first]

    def _with(self, collection: str, document: Document) -> "Documents":
        table = self._tables.get(collection, HashTrieMap()).insert(document.id, document)
        tables = self._tables.insert(collection, table)
        indexes = self._reindexed(collection, document.id, document)
        return self._rescheduled(collection, document.id, document.due, tables, indexes)

    def _reindexed(
        self, collection: str, key: str, document: Document | None
    ) -> dict[tuple[str, Index], Indexed]:
        old = self.get(collection, key)
        return {
            (name, index): moved(kept, index, old, document) if name == collection else kept
            for (name, index), kept in list(self._indexes.items())
        }

    def _rescheduled(
        self,
        collection: str,
        key: str,
        due: Due | None,
        tables: Tables,
        indexes: dict[tuple[str, Index], Indexed],
    ) -> "Documents":
        place = (collection, key)
        before = self._due.get(place)
        schedule, earliest = self._due, self._earliest
        if before != due:
            schedule = schedule.discard(place) if due is None else schedule.insert(place, due)
            # The schedule is small beside the documents: almost nothing waits for a moment.
            earliest = _earliest(schedule)
        names = self._names if collection in self._names else (*self._names, collection)
        return Documents(tables, names, schedule, earliest, self.changes + 1, _indexes=indexes)


class Store:
    """The one place where documents change: a compare-and-swap, and the number of the next exchange."""

    def __init__(self, documents: Documents | None = None, *, exchanges: int = 0) -> None:
        """Start with `documents` (none by default) after `exchanges` exchanges."""
        self._lock = threading.Lock()
        self._documents = documents or Documents()
        self._exchanges = exchanges

    @property
    def exchanges(self) -> int:
        """How many exchanges were numbered so far."""
        return self._exchanges

    def read(self) -> Documents:
        """The documents as they are."""
        return self._documents

    def commit(self, before: Documents, after: Documents) -> bool:
        """Replace `before` by `after`; False, and nothing changed, if somebody else was first.

        An exchange that changed nothing commits always: what it read was true when it read it.
        """
        with self._lock:
            if after is before:
                return True
            if self._documents is not before:
                return False
            self._documents = after
            return True

    def reset(self, documents: Documents, *, exchanges: int) -> None:
        """Go on from these documents and this many exchanges, whatever was there."""
        with self._lock:
            self._documents, self._exchanges = documents, exchanges

    def number(self) -> int:
        """The number of the next exchange: 1, 2, 3, … each handed out once."""
        with self._lock:
            self._exchanges += 1
            return self._exchanges


def _earliest(schedule: Schedule) -> datetime | None:
    return min((due.at for due in schedule.values()), default=None)


def indexed(table: Table, index: Index) -> Indexed:
    """The documents by what the index says of them; None says nothing."""
    found: Indexed = HashTrieMap()
    for document in table.values():
        found = moved(found, index, None, document)
    return found


def moved(kept: Indexed, index: Index, old: Document | None, new: Document | None) -> Indexed:
    """The index with one document in the place of another one of the same id; None: of none, by none."""
    before = None if old is None else index(old)
    if old is not None and before is not None:
        rest = kept[before].remove(old.id)
        kept = kept.insert(before, rest) if len(rest) else kept.remove(before)
    after = None if new is None else index(new)
    if new is not None and after is not None:
        kept = kept.insert(after, kept.get(after, HashTrieMap()).insert(new.id, new))
    return kept
