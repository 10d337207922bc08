"""The schemas of stored documents: whatever the vendor itself stores keeps them."""

import jsonschema_rs
import pytest
from tests.control.steering import steering
from tests.vendors.apiture.desk import LIST

from understudy.vendors.apiture import records
from understudy.vendors.apiture.api import VENDOR
from understudy.vendors.apiture.stored import SCHEMAS

COLLECTIONS = {
    value for name, value in vars(records).items() if name.isupper() and str(value).startswith("apiture/")
}


def test_every_collection_has_its_schema():
    """No collection is left out, none is invented."""
    assert COLLECTIONS == SCHEMAS.keys()
    assert VENDOR.schemas is SCHEMAS


@pytest.mark.parametrize("collection", sorted(SCHEMAS))
def test_a_schema_is_sound_and_closed(collection):
    """Each is JSON Schema 2020-12 and refuses a member that nobody would read."""
    jsonschema_rs.meta.validate(SCHEMAS[collection])

    assert SCHEMAS[collection]["additionalProperties"] is False


def test_what_a_world_begins_with_is_taken():
    """The first documents keep the schemas and make sense together."""
    place = steering()

    place.desk.archive.admit(place.worlds.default.world)


def test_what_requests_leave_behind_is_taken():
    """Documents made, patched, archived, connected and imported through the APIs keep the schemas."""
    place = steering()
    settings = "/worlds/default/state/understudy/settings"
    for name in ("connection_delay", "import_seconds"):
        place.call("PUT", f"{settings}/{name}", json={"body": {"value": 3600}})
    filters = {
        "operator": "or",
        "ordinal": 1,
        "extra": {"of": "the client's"},
        "primitiveFilters": [
            {
                "filterType": {"id": "6b3927745edec398ad74", "name": "customerAge"},
                "operator": "between",
                "values": ["20", "30"],
                "includeMissingValues": True,
            }
        ],
    }
    given = {"customerType": "all", "enrollmentState": "all"}
    content = {"name": "By file", "fileName": "x.csv", "includesHeader": False, "content": "OWRmYg=="}

    made = place.ask("POST", "/customerAudiences", json={**given, "name": "Young", "filters": filters})
    copied = place.ask("POST", f"/customerAudiences?copyOf={LIST}", json={**given, "name": "Copied"})
    templated = place.ask(
        "POST",
        "/customerAudiences?customerAudienceTemplateId=0399abed-f13a",
        json={**given, "name": "Templated"},
    )
    insight = place.ask(
        "POST", "/customerAudiences?insightId=8e41c07ab5d2", json={**given, "name": "Insight"}
    )
    imported = place.ask("POST", "/importedCustomerAudiences", json={**content, "identifierType": "username"})
    patched = place.ask(
        "PATCH", f"/customerAudiences/{made.json()['id']}", json={"description": "Twenty to thirty."}
    )
    archived = place.ask("POST", f"/customerAudiences/{made.json()['id']}/archived")
    connected = place.send(
        place.mocked,
        "POST",
        "http://127.0.0.1:4010/bankingAdmin/customerAudienceConnections",
        headers={"Authorization": "Bearer demo"},
        json={"audience": {"id": copied.json()["id"]}, "provider": {"name": "acme"}},
    )

    answers = [made, copied, templated, insight, imported, patched, archived, connected]
    assert [201, 201, 201, 201, 202, 200, 200, 201] == [answer.status_code for answer in answers]
    place.desk.archive.admit(place.worlds.default.world)
    place.call("POST", "/worlds/default/clock/steps", json={"days": 40})
    place.desk.archive.admit(place.worlds.default.world)
