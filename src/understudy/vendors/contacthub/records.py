"""Where the vendor's documents lie, and what is in them.

Ids are lower-case UUID texts. `workspace` is a workspaceId, `node` a nodeId. Moments are as on the wire
(`world.clock.timestamp`). Bodies hold facts; only customers and events are kept as they are on the wire.
"""

import re

__all__ = [
    "CONFIGURATION",
    "CONSENTS",
    "CUSTOMERS",
    "EVENTS",
    "JOBS",
    "METERS",
    "NODES",
    "SEND_SOURCES",
    "SESSIONS",
    "SOURCES",
    "STREAMS",
    "SWEEPS",
    "UPDATES",
    "USERS",
    "UUID",
    "WORKSPACES",
]

UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
"""An id, in the lower case in which it is looked up."""

WORKSPACES = "contacthub/workspaces"
"""By workspaceId: institution (whose people and callers it has; None: only the operator's), name, slug,
groupPk, shard, status, industry, logo, timezone, currency, tier, maxRequestsPerMinute.
"""

NODES = "contacthub/nodes"
"""By nodeId: workspace, type (ENTRY or AGGREGATE), name, description, imageUrl, retentionState, retention.

An entry node has `rows` (which seeded people it starts with: everyone, enrolled, commercial; None: nobody),
uniqueCustomer {properties, caseSensitive}, mandatoryProperties and sourcePriority; an aggregate node
entryNodes, matchingProperties {properties, caseSensitive}, exclusionFilters and state.
"""

CUSTOMERS = "contacthub/customers"
"""By customerId, over the rows: workspace, node, person (number, or None) and `body`, the customer as on the
wire; None when it is gone.
"""

EVENTS = "contacthub/events"
"""By eventId, over the rows: workspace, node, customer (id or None), row (number, or None) and `body`, the
event as on the wire; None when it is gone.
"""

SESSIONS = "contacthub/sessions"
"""By sessionId: workspace, node, customer, value."""

UPDATES = "contacthub/updates"
"""By workspace and place (twelve digits) among the updates recorded: workspace, operation, entity, node, `at`
(milliseconds since 1970) and `data`, the entity as on the wire. An entry without `data` stands for rows of a
node that went at once; `rows` says which people it had started with. Of an emptied node they are all but
those that were changed or removed before (`gone`), of a night's sweep the events at `places` of its history.
"""

STREAMS = "contacthub/streams"
"""By workspaceId: `last`, the place of the last update recorded; `runs`, [place, count] of the entries that
stand for many; `emptied`, which people the nodes emptied since had started with; `eventless`, the nodes
that lost the events they had started with.
"""

CONSENTS = "contacthub/consents"
"""By workspace and number (twelve digits): what changed in the consents of a customer."""

SOURCES = "contacthub/sources"
"""By sourceId: workspace, provider, properties, name, description, nodes, enabled, token, role."""

SEND_SOURCES = "contacthub/send-sources"
"""By groupPk and userdbId, of a database of subscribers in Contactsend: workspace, groupPk, userdbId, fields
[{name, type}], subscriptions [{id, name, registrationField}].
"""

USERS = "contacthub/users"
"""By workspace and user id (a number): workspace, id, name, surname, username, email, subject (of the
Caller), nodes [{id, permission}], registeredAt, updatedAt.
"""

JOBS = "contacthub/bulk-jobs"
"""By jobId: workspace, node, what is to be done with which file, how far it is."""

CONFIGURATION = "contacthub/configuration"
"""By workspace and kind: what differs from the defaults; absent where nothing does."""

METERS = "contacthub/meters"
"""By workspaceId: `minute` (whole minutes since 1970 on the world's clock) and `requests` in it so far."""

SWEEPS = "contacthub/sweeps"
"""By workspaceId: when the nightly retention `swept` last by the policies as they are (null: not yet).

When it is due next is what is due on the document.
"""
