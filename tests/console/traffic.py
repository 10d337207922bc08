"""Traffic that has a bit of everything in it, for pages that are to be looked at."""

import httpx

__all__ = ["FAULTS", "send"]

SAVERS = {
    "name": "Carolina savers",
    "customerType": "retail",
    "enrollmentState": "customer",
    "filters": {
        "primitiveFilters": [
            {"filterType": {"id": "01888d58e2424bf1c676"}, "operator": "in", "values": ["NC", "SC"]}
        ]
    },
}
MISTAKEN = {
    **SAVERS,
    "name": "",
    "customerType": "wholesale",
    "filters": {"primitiveFilters": [{"filterType": {"id": "01888d58e2424bf1c676"}, "values": ["NC"]}]},
}
FAULTS = (
    {"operation": "getCustomerAudience", "times": 1, "effect": {"break": "body"}},
    {
        "api": "apiture/customer-audience-connections",
        "effect": {"status": 503, "retryAfter": 5},
        "share": 0.25,
    },
    {
        "operation": "createCustomerAudience",
        "effect": {"latency": {"distribution": "lognormal", "median": 40, "sigma": 0.4}},
    },
    {"caller": "0399abedfd3d", "effect": {"throttle": {"limit": 600, "per": 60}}},
)
"""Rules for the faults page, of four kinds."""


def send(url: str, *, faults: bool = True) -> None:
    """Send some forty requests to a server, after adding FAULTS to its default world."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        for rule in FAULTS if faults else ():
            client.post("/_understudy/worlds/default/faults", json=rule).raise_for_status()
        client.headers["Authorization"] = "Bearer demo"
        audiences, connections = "/service/customerAudiences", "/bankingAdmin/customerAudienceConnections"
        made = client.post(audiences, json=SAVERS).json()
        one = f"{audiences}/{made['id']}"
        for path in (
            audiences,
            f"{audiences}?limit=3",
            f"{audiences}?q=Carolina",
            one,
            one,
            f"{one}/customers",
        ):
            client.get(path)
        client.patch(one, json={"name": "Carolina savers, autumn"})
        client.post(audiences, json=MISTAKEN)
        client.get(f"{audiences}?limit=none")
        client.get(f"{audiences}/doesNotExist")
        client.get(audiences, headers={"Authorization": "Bearer nobody"})
        client.post(audiences, json=SAVERS, headers={"Authorization": "Bearer demo-read"})
        for _ in range(12):
            client.get(connections)
        client.get(audiences, headers={"Authorization": "Bearer demo-marin"})
        client.get("/service/insights")
        client.get("/service/customerAudienceTemplates")
        client.post(f"{one}/archived", json={})
