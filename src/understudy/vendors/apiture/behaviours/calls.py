"""Every operation on audiences, and a good request of each."""

from collections.abc import Callable, Mapping
from typing import Any

from understudy.conformance.suite import Exchange, Probe
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, body

__all__ = ["ASKS", "CHANGES", "EVERY", "FILE", "MAKES", "ONE", "READS", "sent"]

FILE = {
    "identifierType": "username",
    "includesHeader": False,
    "fileName": "nobody.txt",
    "content": "bm9ib2R5Cg==",
}
"""The file that names one username, `nobody`."""

READS = (
    "listCustomerAudiences",
    "getCustomerAudience",
    "listCustomerAudienceCustomers",
    "listCustomerAudienceCollaborators",
    "listCustomerAudienceTemplates",
)
ASKS = ("validateCustomerAudience", "countAudienceCustomers")
MAKES = ("createCustomerAudience", "importCustomerAudience")
CHANGES = (
    "patchCustomerAudience",
    "archiveCustomerAudience",
    "restoreCustomerAudience",
    "updateCustomerAudienceCustomers",
    "deleteCustomerAudience",
)
ONE = ("getCustomerAudience", "listCustomerAudienceCustomers", "listCustomerAudienceCollaborators", *CHANGES)
"""Operations on one audience that exists."""

EVERY = (*READS, "getCustomerAudienceTemplate", *ASKS, *MAKES, *CHANGES)


def sent(
    probe: Probe, operation: str, audience: str = UNKNOWN, *, template: str = UNKNOWN, **more: Any
) -> Exchange:
    """The answer to a request of the operation that a caller with all rights could well send."""
    bodies: Mapping[str, Callable[[], Any]] = {
        "createCustomerAudience": lambda: body(probe),
        "patchCustomerAudience": lambda: {"description": "Written by somebody else."},
        "importCustomerAudience": lambda: {"name": probe.unique(), **FILE},
        "validateCustomerAudience": lambda: {"name": probe.unique(), **FILE},
        "countAudienceCustomers": dict,
        "updateCustomerAudienceCustomers": lambda: FILE,
    }
    if operation in bodies:
        more["json"] = bodies[operation]()
    path = {"getCustomerAudienceTemplate": (template,)}.get(
        operation, (audience,) if operation in ONE else ()
    )
    return probe.call(operation, *path, **more)
