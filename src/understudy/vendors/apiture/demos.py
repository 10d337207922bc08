"""Commands that show the APIs at work, printed at start; each works alone as well."""

from collections.abc import Mapping

from understudy.vendors import Demo

__all__ = ["DEMOS"]

FILTERS = (
    '{"name": "Carolina savers", "customerType": "retail", "enrollmentState": "customer", "filters": '
    '{"primitiveFilters": [{"filterType": {"id": "01888d58e2424bf1c676"}, "operator": "in", '
    '"values": ["NC", "SC"]}]}}'
)
FILE = (
    '{"name": "Two of the ten", "identifierType": "dataCustomerId", "includesHeader": false, '
    '"fileName": "two.txt", '
    '"content": "OWRmYjA0OWY1NjcyNDI0ZDdiM2IKZjI2YzA0M2M1MjdmNDI0MzBiMTUK"}'
)
CONNECTION = '{"audience": {"id": "590c0c441f3241de9526"}, "provider": {"name": "amplitude"}}'

CURL = "curl -s -H 'Authorization: Bearer demo'"
SEND = f"{CURL} -H 'Content-Type: application/json'"

DEMOS: Mapping[str, tuple[Demo, ...]] = {
    "apiture/customer-audiences": (
        Demo("List audiences", f"{CURL} '{{base}}/customerAudiences'"),
        Demo("Create one by filters", f"{SEND} -d '{FILTERS}' '{{base}}/customerAudiences'"),
        Demo("Read it back", f"{CURL} '{{base}}/customerAudiences?q=%22Carolina+savers%22'"),
        Demo("Page through customers", f"{CURL} '{{base}}/customerAudiences/0399abedfd3d/customers?limit=3'"),
        Demo("Import a list", f"{SEND} -d '{FILE}' '{{base}}/importedCustomerAudiences'"),
    ),
    "apiture/customer-audience-connections": (
        Demo("List connections", f"{CURL} '{{base}}/customerAudienceConnections'"),
        Demo("Connect an audience", f"{SEND} -d '{CONNECTION}' '{{base}}/customerAudienceConnections'"),
        Demo(
            "Suspend a connection",
            f"{CURL} -X POST '{{base}}/customerAudienceConnections/0399abed-fd3d/inactive'",
        ),
    ),
}
"""By API name; `{base}` stands for the base URL and is replaced as text, since JSON has braces too."""
