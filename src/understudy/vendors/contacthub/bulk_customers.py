"""The customers of a bulk job, carried out row by row: written, created or deleted, and who they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from understudy.http.exchange import Caller
from understudy.vendors.contacthub import customers, events
from understudy.vendors.contacthub.bulk_files import unfit
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.merging import appended, patched
from understudy.vendors.contacthub.parts import parts, writable
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.tables import at, missing, text
from understudy.vendors.contacthub.uniqueness import refuse_incomplete, twins, unique_values
from understudy.vendors.contacthub.writing import changed, created, removed
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["Crowd"]

Values = tuple[str, ...]
"""Of the node's unique properties, as they are compared."""


@dataclass
class Crowd:
    """The customers of an entry node whom a job may meet, kept as its rows change them.

    To search the node anew for each row would take the more, the more rows there are.
    """

    node: Document
    caller: Caller
    _wanted: set[Values] = field(default_factory=set)
    _ids: dict[Values, list[str]] = field(default_factory=dict)
    _known: dict[str, Customer] = field(default_factory=dict)
    _eventful: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, view: View, node: Document, caller: Caller, sent: Iterable[Mapping[str, Any]]) -> "Crowd":
        """Those who have the unique properties of one of these rows."""
        crowd = cls(node, caller)
        crowd._wanted.update(values for each in sent if (values := crowd.values(each)) is not None)
        for customer in met(view, node, crowd._wanted, crowd.sensitive):
            crowd.remember(customer)
        crowd._eventful.update(events.table(view, node.body["workspace"])["customer"].drop_nulls())
        return crowd

    @property
    def sensitive(self) -> bool:
        """Whether unique properties differ in the case of their letters."""
        return bool(self.node.body["uniqueCustomer"]["caseSensitive"])

    def write(self, view: View, operation: str, sent: dict[str, Any]) -> Documents:
        """The documents after a row; Problem when it cannot be carried out (H-15.9 …)."""
        key = sent.pop("id", None)
        if operation == "DELETE":
            return self.delete(view, self.named(view, key) if key else self.same(sent))
        if operation == "INSERT":
            if key is not None:
                raise unfit("A new customer gets its id here: leave the column id out.")
            refuse_incomplete(self.node, sent)
            twin = self.find(sent)
            if twin is not None:
                raise unfit(f"Conflict with exiting customer {twin.id}")
            return self.create(view, sent)
        if key is not None:
            return self.change(view, self.named(view, key), sent)
        refuse_incomplete(self.node, sent)
        twin = self.find(sent)
        return self.create(view, sent) if twin is None else self.merge(view, twin, sent)

    def create(self, view: View, sent: Mapping[str, Any]) -> Documents:
        """The documents with a new customer."""
        ws = self.node.body["workspace"]
        documents, body = created(view, self.caller, ws, self.node, sent)
        self.remember(Customer(body["id"], ws, self.node.id, None, body))
        # Events may have waited for the customer.
        self._eventful.add(body["id"])
        return documents

    def merge(self, view: View, customer: Customer, sent: Mapping[str, Any]) -> Documents:
        """The documents with the row put into the customer who is the same."""
        return self.put(view, customer, appended(parts(customer.body), writable(sent)))

    def change(self, view: View, customer: Customer, sent: Mapping[str, Any]) -> Documents:
        """The documents with the row put into the customer whom it names; never the same as another one."""
        body = patched(parts(customer.body), writable(sent))
        refuse_incomplete(self.node, body, customer.body)
        if unique_values(self.node, body) != unique_values(self.node, customer.body):
            others = [key for key in self.twins(view, body) if key != customer.id]
            if others:
                raise unfit(f"Conflict with exiting customer {others[0]}")
        return self.put(view, customer, body)

    def put(self, view: View, customer: Customer, said: Mapping[str, Any]) -> Documents:
        """The documents with the customer as `said`."""
        documents, body = changed(view, self.caller, customer, said)
        self.forget(customer)
        self.remember(replace(customer, body=body))
        self._eventful.add(customer.id)
        return documents

    def delete(self, view: View, customer: Customer) -> Documents:
        """The documents without the customer and its events."""
        documents = removed(view, customer, events=customer.id in self._eventful)
        self.forget(customer)
        return documents

    def named(self, view: View, key: str) -> Customer:
        """The customer with this id; Problem when the node has none."""
        held = self._known.get(key.lower())
        found = held or customers.find(view, self.node.body["workspace"], key.lower())
        if found is None or found.node != self.node.id:
            raise unfit(f"customer not found {key[:80]}")
        return found

    def same(self, sent: Mapping[str, Any]) -> Customer:
        """The customer with the unique properties of a row; Problem when there is none."""
        found = self.find(sent)
        if found is None:
            names = " and ".join(self.node.body["uniqueCustomer"]["properties"])
            raise unfit(f"No customer of the node has this {names}: give the row an id, or leave it out.")
        return found

    def find(self, body: Mapping[str, Any]) -> Customer | None:
        """The first customer with the unique properties of a body."""
        values = self.values(body)
        keys = [] if values is None else self._ids.get(values, [])
        return self._known[keys[0]] if keys else None

    def twins(self, view: View, body: Mapping[str, Any]) -> list[str]:
        """The ids of all customers with the unique properties of a body, which no row need have whole."""
        values = self.values(body)
        return self._ids.get(values, []) if values in self._wanted else twins(view, self.node, body)

    def values(self, body: Mapping[str, Any]) -> Values | None:
        """The unique properties of a body as they are compared; None where one says nothing."""
        found = list(unique_values(self.node, body).values())
        if not found or any(missing(value) for value in found):
            return None
        texts = [value if isinstance(value, str) else str(text(value)) for value in found]
        return tuple(texts if self.sensitive else [value.lower() for value in texts])

    def remember(self, customer: Customer) -> None:
        """Know the customer from now on."""
        self._known[customer.id] = customer
        values = self.values(customer.body)
        if values is not None:
            self._ids.setdefault(values, []).append(customer.id)

    def forget(self, customer: Customer) -> None:
        """Know the customer no longer."""
        self._known.pop(customer.id, None)
        values = self.values(customer.body)
        if values is not None and customer.id in self._ids.get(values, []):
            self._ids[values].remove(customer.id)


def met(view: View, node: Document, wanted: set[Values], sensitive: bool) -> Iterable[Customer]:
    """The customers of the node who may have these unique properties, and some more."""
    paths = node.body["uniqueCustomer"]["properties"]
    known = [path for path in paths if COLUMNS.get(path) in (pl.String, pl.Date)]
    found = customers.people(view, node, known)
    # In all other attributes the rows are alike, and mostly say nothing.
    alike = not any(missing(at(found.blank, path)) for path in paths if path not in known)
    rows = found.rows if alike and wanted else found.rows.clear()
    for path in known:
        column = pl.col(path).dt.to_string("%Y-%m-%d") if COLUMNS[path] == pl.Date else pl.col(path)
        texts = pl.Series(sorted({values[paths.index(path)] for values in wanted}), dtype=pl.String)
        rows = rows.filter((column if sensitive else column.str.to_lowercase()).is_in(texts.implode()))
    persons = dict(rows.select("id", "person").iter_rows())
    ws = node.body["workspace"]
    for body in customers.bodies(view, node, list(persons)):
        yield Customer(body["id"], ws, node.id, persons[body["id"]], body)
    for key in found.bodies:
        changed_one = customers.find(view, ws, key)
        if changed_one is not None:
            yield changed_one
