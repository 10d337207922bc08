"""The complex query of the customer search: read, asked of bodies, asked of columns."""

from understudy.vendors.contacthub.evaluating import holds, predicate
from understudy.vendors.contacthub.expressions import columns_of, expression
from understudy.vendors.contacthub.grammar import Query, parse

__all__ = ["Query", "columns_of", "expression", "holds", "parse", "predicate"]
