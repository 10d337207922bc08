"""Which consents of a customer an event of some type needs (operation 37).

The page only shows the shape of the policy, so what it does is ours: an event is refused for a customer who
lacks one of the consents. Events that wait for their customer are not asked.
"""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Cause, Problem
from understudy.vendors.contacthub import configuration
from understudy.world.view import View

__all__ = ["given", "refuse_without_consents"]


def refuse_without_consents(view: View, ws: str, event_type: str, customer: Mapping[str, Any]) -> None:
    """Problem 403 unless the customer (as on the wire) gave all consents that the type needs (H-37.2)."""
    wanted = configuration.value(view, ws, "consent-policy").get(event_type, ())
    missing = [path for path in wanted if not given(customer, path)]
    if missing:
        causes = [Cause("body", "/customerId", f"The customer did not consent: {path}.") for path in missing]
        sentence = (
            f"Events of type {event_type} need the consent {missing[0]}, which the customer did not give."
        )
        raise Problem(403, "consentMissing", sentence, causes=causes, rule="H-37.2")


def given(customer: Mapping[str, Any], path: str) -> bool:
    """Whether the customer gave the consent at this path of `consents`, without limitation or objection."""
    value: Any = customer.get("consents")
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping):
        return False
    return value.get("status") is True and not value.get("limitation") and not value.get("objection")
