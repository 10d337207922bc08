"""Traffic that has a bit of everything in it, for pages that are to be looked at."""

import httpx

__all__ = ["FAULTS", "MISTAKEN_AT", "send"]

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
    """Send some thirty requests to a server, after adding FAULTS to its default world."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        for rule in FAULTS if faults else ():
            client.post("/_understudy/worlds/default/faults", json=rule).raise_for_status()
        client.headers["Authorization"] = "Bearer demo"
        audiences, connections = "/service/customerAudiences", "/bankingAdmin/customerAudienceConnections"
        for _ in range(8):
            client.get(connections)
        client.get(audiences, headers={"Authorization": "Bearer demo-marin"})
        made = client.post(audiences, json=SAVERS).json()
        one = f"{audiences}/{made['id']}"
        for path in (audiences, f"{audiences}?limit=3", one, one, f"{one}/customers", "/service/templates"):
            client.get(path)
        client.patch(one, json={"name": "Carolina savers, autumn"})
        client.post(audiences, json=SAVERS, headers={"Authorization": "Bearer demo-read"})
        client.get(audiences, headers={"Authorization": "Bearer nobody"})
        for path in (f"{audiences}/doesNotExist", f"{audiences}?limit=none", f"{audiences}?q=Carolina"):
            client.get(path)
        client.post(audiences, json=MISTAKEN)
        client.post(f"{one}/archived", json={})
        for path in ("/service/customerAudienceTemplates", *[connections] * 4):
            client.get(path)


MISTAKEN_AT = 23
"""The number of the exchange in which MISTAKEN is refused."""
