"""Bulk jobs, whatever is in their files."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, Desk, seeded
from tests.vendors.contacthub.uploading import DONE, carried_out, upload

MAILS = st.sampled_from(["", "ann@example.com", "ANN@example.com", "bob@example.com", "cid"])
NAMES = st.sampled_from(["", "Ann", "Bob"])
TAGS = st.sampled_from(["", "[]", '["gold"]', '["gold", "new"]', "gold"])
ROWS = st.lists(st.tuples(MAILS, NAMES, TAGS).map(list), max_size=6)
COLUMNS = ["base.contacts.email", "base.firstName", "tags.manual"]


def state(desk):
    """The customers of a node as they are, without what differs from run to run."""
    elements = desk.call("getCustomersWorkspaces", nodeId=NEWSLETTER, size=50, sort="registeredAt").body[
        "elements"
    ]
    drawn = ("id", "intId", "registeredAt", "updatedAt")
    return sorted(
        str({name: value for name, value in each.items() if name not in drawn}) for each in elements
    )


def posted(desk, row):
    """What the API does with the same customer sent alone."""
    mail, name, tags = row
    body = {"nodeId": NEWSLETTER, "base": {}}
    if mail:
        body["base"]["contacts"] = {"email": mail}
    if name:
        body["base"]["firstName"] = name
    if tags:
        body["tags"] = {"manual": [each.strip(' "') for each in tags.strip("[]").split(",") if each]}
    return desk.call("postCustomerWorkspaces", body).status


@given(ROWS)
def test_upsert_does_what_a_post_of_each_row_does(rows):
    """H-15.10: the customers of a node are those that posting row after row would have made."""
    bulk, single = (Desk(seeded().fork("bulk")) for _ in range(2))
    _, lines = carried_out(bulk, [COLUMNS, *rows], NEWSLETTER)
    single.world.clock.step(DONE)
    wellformed = [row for row in rows if any(row) and row[2] != "gold"]
    sent = ["PROCESSED" if posted(single, row) < 300 else "FAILED" for row in wellformed]
    told = [row for row in rows if any(row)]

    assert state(single) == state(bulk)
    assert sent == [line[1] for line, row in zip(lines, told, strict=True) if row[2] != "gold"]
    assert {"FAILED"} >= {line[1] for line, row in zip(lines, told, strict=True) if row[2] == "gold"}


CELLS = st.text(max_size=8) | st.sampled_from(
    ["0", "-1e999", "null", "[[1]]", '{"a": 1}', "true", '"', "\ud7ff", "2026-01-01", "[" * 500]
)
PATHS = st.sampled_from(
    [
        *("id", "externalId", "base.dob", "base.address.geo.lat", "consents.marketing.automatic.sms.status"),
        *("extra", "enabled", "tags.auto", "tags.manual", "base.credential.username"),
    ]
)
EVENT_PATHS = st.sampled_from(
    [
        *("id", "customerId", "context", "date", "properties.products", "properties.amount.total"),
        *("contextInfo.client.ip", "contextInfo.client.localization.geo", "tracking.ga.utm_source"),
        *("bringBackProperties.type", "bringBackProperties.value", "properties.extraProperties"),
    ]
)


@given(st.data(), st.sampled_from(["UPSERT", "INSERT", "DELETE"]), st.booleans())
def test_no_file_stops_the_world(data, operation, of_events):
    """Whatever its cells hold, a job ends, and each of its rows has succeeded or failed."""
    desk = Desk(seeded().fork("bulk"))
    columns = data.draw(st.lists(EVENT_PATHS if of_events else PATHS, min_size=1, max_size=4, unique=True))
    cells = st.lists(CELLS, min_size=len(columns) - 1, max_size=len(columns))
    fields = {"entity": "EVENT", "eventType": "completedOrder"} if of_events else {}
    job = upload(desk, [columns, *data.draw(st.lists(cells, max_size=4))], BRANCHES, operation, **fields).body
    desk.world.clock.step(DONE + timedelta(seconds=1))
    done = desk.call("getBulkJobNodesWorkspaces", nodeId=BRANCHES, jobId=job["id"]).body

    assert done["status"] in ("PROCESSED", "FAILED")
    assert done["totalEntities"] == done["processedEntities"] + done["failedEntities"]
