"""What a handler sees of the world: one moment of it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from understudy.world.documents import Document, Documents
from understudy.world.ids import Ids, Stream
from understudy.world.population import Population

__all__ = ["Institution", "View"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Institution:
    """A bank or credit union: its features, its people, and all that its recipe says."""

    id: str
    name: str
    features: Mapping[str, bool]
    customers: Population
    recipe: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """What a handler sees: one moment of the world, immutable but for the exchange's own draws."""

    documents: Documents
    now: datetime
    ids: Stream
    institutions: Mapping[str, Institution]
    settings: Mapping[str, Any]
    _tags: Ids

    def remembered(self, question: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, remembered for the `question` until the documents or the day change."""
        return self.documents.derived((question, self.now.date()), find)

    def tag(self, collection: str, document: Document) -> str:
        """The weak entity tag of the document (A-39): it follows from seed, collection, id and revision."""
        return f'W/"{self._tags.tag(collection, document.id, document.revision)}"'
