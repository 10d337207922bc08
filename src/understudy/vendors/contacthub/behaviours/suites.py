"""The suites: who calls, what is taken back and how, and what every request has to say."""

from understudy.conformance.suite import Role, Setting, Suite, Undo

__all__ = ["BASE", "HUB", "LEGACY", "OTHER", "OURS"]

OURS, OTHER = "workspaceId", "otherWorkspaceId"
"""The settings that name the caller's workspace and the stranger's."""

BASE = "/hub/v1"
WORKSPACES = "contacthub/workspaces"

ROLES = {
    "guest": Role("a guest, who may only read", demo="demo-read"),
    "stranger": Role("an administrator of another workspace", demo="demo-marin"),
    "operator": Role("an operator above the workspaces", demo="demo-admin"),
    "source": Role("the token of an API source of the workspace", demo="demo-source"),
    "browser": Role("the token of an untrusted source of the workspace", demo="demo-browser"),
    "user": Role("a user with permissions on some nodes of the workspace", demo="demo-user"),
}

SETTINGS = {
    OURS: Setting("workspaceId", "the UUID of the caller's workspace", WORKSPACES),
    OTHER: Setting("workspaceId", "the UUID of the stranger's workspace", WORKSPACES, caller="stranger"),
}

PRODUCTION = ("api.contactlab.it", "contactlab.it", "contacthub.com")

REFUSALS = ("400",)
"""One status for all that is bad, also for what is well-formed: the page documents no 422."""

LAGGING = (
    *("getCustomersWorkspaces", "getEventsWorkspaces", "getEventWorkspaces"),
    *("getUpdatesWorkspaces", "getLastOffsetUpdatesWorkspaces"),
    *("getStatsAnalyticsWorkspaces", "getNodesStatsAnalyticsWorkspaces"),
    *("getCustomersStatsAnalyticsWorkspaces", "getCustomersByCommunicationChannelsAnalyticsWorkspaces"),
    *("getCustomersByCreationDateAnalyticsWorkspaces", "getCustomersByUpdateDateAnalyticsWorkspaces"),
    *("getEventsByUpdateDateAnalyticsWorkspaces", "getEventsByTypeAndContextAnalyticsWorkspaces"),
    *("getEventsKpiPurchasesAnalyticsWorkspaces", "getEventsKpiEcommerceAnalyticsWorkspaces"),
    *("getEventsKpiWebAnalyticsWorkspaces", "getEventsCategoryDistributionAnalyticsWorkspaces"),
    "getBuyingBehaviorsAnalyticsWorkspaces",
)
"""What lags behind writes, as clients of the vendor's server saw: 1 s to 60 s. A customer by id does not."""

# A customer can only be forgotten, which takes its sessions, subscriptions and events along.
HUB = Suite(
    "contacthub/hub",
    main="demo",
    roles=ROLES,
    undo={"postCustomerWorkspaces": Undo("postForgetCustomerWorkspaces")},
    settings=SETTINGS,
    siblings={"contacthub/hub-legacy": BASE},
    production=PRODUCTION,
    refusals=REFUSALS,
    lagging=LAGGING,
)

LEGACY = Suite(
    "contacthub/hub-legacy",
    main="demo",
    roles={name: ROLES[name] for name in ("guest", "stranger")},
    undo={"postCustomerWorkspaces": Undo("postForgetCustomerWorkspaces")},
    settings=SETTINGS,
    siblings={"contacthub/hub": BASE},
    production=PRODUCTION,
    refusals=REFUSALS,
    lagging=LAGGING,
)
