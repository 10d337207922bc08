"""Which documents a world may hold: single ones that are put or deleted, and whole worlds from files.

A vendor says by JSON Schemas how the bodies of its collections look, and by a check whether all documents
together make sense to it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from understudy.contract.refs import join
from understudy.contract.schemas import Validator, registry_of
from understudy.errors import Cause, FixtureError, Problem
from understudy.world.documents import Documents, Due
from understudy.world.snapshots import decoded, encoded
from understudy.world.view import View
from understudy.world.world import SETTINGS, World

__all__ = ["Archive", "Check"]

Schemas = Mapping[str, Mapping[str, Any]]
Check = Callable[[View], None]
"""Raises FixtureError, with a sentence, unless all documents of the view make sense."""

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class Archive:
    """What the vendors served ask of documents."""

    def __init__(self, schemas: Schemas, checks: Sequence[Check], settings: Schemas) -> None:
        """`schemas` of bodies, as JSON, by collection (`vendor/name`); `settings` of values, by name."""
        own = {name: value_of(schema) for name, schema in settings.items()}
        self.schemas: Schemas = {**schemas, SETTINGS: {"anyOf": list(own.values())}}
        self.checks = checks
        self.validators = {name: Validator(registry_of(schema), "") for name, schema in self.schemas.items()}
        self.settings = {name: Validator(registry_of(schema), "") for name, schema in own.items()}

    def put(self, world: World, collection: str, key: str, body: Any, due: Due | None) -> None:
        """Create or replace a document whose body is given as JSON; what is due by now happens at once.

        Problem 422, and nothing changed, when it may not be.
        """
        refuse(list(self.mistakes(world, (collection, key), body, due, "")))
        try:
            stored = decoded(body)
        except ValueError as error:
            raise Problem(422, "invalidDocument", f"{error} Nothing was changed.") from error
        self.change(world, lambda documents: documents.put(collection, key, stored, due=due), 422)

    def delete(self, world: World, collection: str, key: str) -> None:
        """Delete a document; Problem 409, and nothing changed, when others cannot be without it."""
        self.change(world, lambda documents: documents.delete(collection, key), 409)

    def change(self, world: World, step: Callable[[Documents], Documents], status: int) -> None:
        """Change the documents in one go; Problem `status`, and nothing changed, when they made no sense."""
        while True:
            world.settle()
            before = world.store.read()
            after = step(before)
            self.agree(world, after, status)
            if world.store.commit(before, after):
                world.settle()
                return

    def admit(self, world: World) -> None:
        """Problem 422 unless a world from elsewhere has only documents that may be here."""
        refuse(list(self.strangers(world)))
        self.agree(world, world.store.read(), 422)

    def agree(self, world: World, documents: Documents, status: int) -> None:
        """Problem `status` unless the documents make sense to every vendor, now and when their time comes."""
        try:
            # What cannot be done when it is due would stop every later request to this world.
            world.settled(documents, END_OF_TIME)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            sentence = (
                "What is due on a document cannot be done to it: choose a transition for its collection."
            )
            raise Problem(status, "inconsistentDocuments", f"{sentence} Nothing was changed.") from error
        now, draws = world.clock.now(), world.ids.stream("exchange", world.store.exchanges)
        view = View(documents, now, draws, world.institutions, world.settings_in(documents), world.ids)
        for check in self.checks:
            try:
                check(view)
            except FixtureError as error:
                raise Problem(status, "inconsistentDocuments", f"{error} Nothing was changed.") from error

    def strangers(self, world: World) -> Iterator[Cause]:
        """What is wrong with the single documents of a world from elsewhere."""
        documents = world.store.read()
        for name in documents.collections():
            for number, document in enumerate(documents.scan(name)):
                at = join("/collections", name, number)
                if name not in self.schemas:
                    yield Cause("body", at, f"No vendor served here has a collection {name[:60]!r}.")
                else:
                    place = (name, document.id)
                    yield from self.mistakes(world, place, encoded(document.body), document.due, at)

    def mistakes(
        self, world: World, place: tuple[str, str], body: Any, due: Due | None, at: str
    ) -> Iterator[Cause]:
        """What is wrong with the document of a collection and id that stands at `at`; its body as JSON."""
        collection, key = place
        validator = self.settings.get(key) if collection == SETTINGS else self.validators[collection]
        if validator is None:
            yield Cause(
                "body", at, f"There is no setting {key[:60]!r}; there are {', '.join(self.settings)}."
            )
            return
        for fault in validator.violations(body, "body", join(at, "body")):
            yield Cause(fault.location, fault.pointer, fault.message)
        if due is not None and due.transition not in world.transitions:
            known = ", ".join(world.transitions)
            sentence = f"There is no transition {due.transition[:60]!r}; there are {known}."
            yield Cause("body", join(at, "due", "transition"), sentence)


def value_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a setting's body."""
    return {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {"value": schema},
    }


def refuse(causes: Sequence[Cause]) -> None:
    """Problem 422 when there are causes for it."""
    if causes:
        more = f" ({len(causes) - 1} more)" if len(causes) > 1 else ""
        sentence = f"{causes[0].message[:200]}{more} Nothing was changed."
        raise Problem(422, "invalidDocument", sentence, causes=causes)
