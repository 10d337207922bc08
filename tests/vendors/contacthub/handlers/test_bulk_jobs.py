"""Bulk jobs 14 … 17: each documented sentence."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, MARINS_BRANCHES, NEWSLETTER, NOBODYS, ONLINE
from tests.vendors.contacthub.uploading import carried_out, upload

PEOPLE = [["base.contacts.email", "base.firstName"], ["ann@example.com", "Ann"], ["bob@example.com", "Bob"]]
STEP = timedelta(seconds=2)


def listed(desk, node=NEWSLETTER, **given):
    return desk.call("getBulkJobsNodesWorkspaces", nodeId=node, **given).body


def job_of(desk, job, node=NEWSLETTER):
    return desk.call("getBulkJobNodesWorkspaces", nodeId=node, jobId=job["id"]).body


def people(desk, node=NEWSLETTER):
    elements = desk.call("getCustomersWorkspaces", nodeId=node, size=50).body["elements"]
    return sorted(each["base"]["firstName"] for each in elements)


def test_the_jobs_of_a_node_are_listed(desk):
    """A node has its own jobs and no others (H-14.1)."""
    first, second = upload(desk, PEOPLE, NEWSLETTER).body, upload(desk, PEOPLE, NEWSLETTER).body
    upload(desk, [["externalId"], ["7"]], BRANCHES)

    assert [second, first] == listed(desk)["elements"]
    assert 404 == desk.call("getBulkJobsNodesWorkspaces", nodeId=NOBODYS).status
    assert 404 == desk.call("getBulkJobsNodesWorkspaces", nodeId=MARINS_BRANCHES).status
    assert 404 == desk.call("getBulkJobsNodesWorkspaces", nodeId=EVERYBODY).status


def test_jobs_are_filtered_by_status_and_entity(desk):
    """Only jobs of that status, and of that entity, are listed (H-14.2)."""
    failed = upload(desk, b"", NEWSLETTER).body
    events = upload(desk, [["id"]], NEWSLETTER, "DELETE", entity="EVENT", eventType="viewedPage").body
    loaded = upload(desk, PEOPLE, NEWSLETTER).body

    assert [failed] == listed(desk, status="FAILED")["elements"]
    assert [loaded, events] == listed(desk, status="LOADED")["elements"]
    assert [events] == listed(desk, entity="EVENT")["elements"]
    assert [loaded] == listed(desk, entity="CUSTOMER", status="LOADED")["elements"]
    assert [] == listed(desk, status="STOPPED")["elements"]


def test_the_list_has_pages(desk):
    """size and page choose a slice of the list (H-14.3)."""
    jobs = [upload(desk, PEOPLE, NEWSLETTER).body for _ in range(5)][::-1]
    pages = [listed(desk, size=2, page=page) for page in range(4)]

    assert [jobs[:2], jobs[2:4], jobs[4:], []] == [page["elements"] for page in pages]
    assert {
        "size": 2,
        "totalElements": 5,
        "totalPages": 3,
        "number": 0,
        "maxElements": 10_000,
        "maxPages": 5_000,
    } == pages[0]["page"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("filename", "abc"),
        ("filename,desc", "cba"),
        ("filename,ASC", "abc"),
        (None, "bca"),
        ("nothing", "bca"),
    ],
)
def test_the_list_is_sorted(desk, sort, names):
    """By the member that is asked for, else the newest first (H-14.4)."""
    for name in "acb":
        upload(desk, PEOPLE, NEWSLETTER, filename=f"{name}.csv")
        desk.world.clock.step(timedelta(milliseconds=10))

    assert [f"{name}.csv" for name in names] == [
        each["filename"] for each in listed(desk, sort=sort)["elements"]
    ]


def test_an_upload_makes_a_job(desk):
    """The job has the operation, the file's name and all rows still to come (H-15.1)."""
    job = upload(desk, PEOPLE, NEWSLETTER, "INSERT", filename="C:\\lists\\May.2026.csv").body

    assert {
        "workspaceId": "4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90",
        "nodeId": NEWSLETTER,
        "filename": "May.2026.csv",
        "bulkJobName": "May.2026",
        "operation": "INSERT",
        "entity": "CUSTOMER",
        "eventType": None,
        "status": "LOADED",
        "errorMessage": None,
        "createdAt": "2026-01-15T12:00:00.000Z",
        "updatedAt": "2026-01-15T12:00:00.000Z",
        "processedEntities": 0,
        "failedEntities": 0,
        "totalEntities": 2,
    }.items() <= job.items()
    assert job == job_of(desk, job)


def test_the_status_is_the_result_of_the_upload(desk):
    """A file that can be read makes a job LOADED, any other one FAILED with the reason (H-15.2)."""
    loaded, failed = upload(desk, PEOPLE, NEWSLETTER).body, upload(desk, b"\xff\xfe", NEWSLETTER).body

    assert ("LOADED", None) == (loaded["status"], loaded["errorMessage"])
    assert "FAILED" == failed["status"]
    assert "not UTF-8" in failed["errorMessage"]


def test_a_node_has_ten_loaded_jobs_at_most(desk):
    """An eleventh is refused until one is SCHEDULED; each node has its own ten (H-15.3)."""
    for _ in range(10):
        upload(desk, PEOPLE, NEWSLETTER)

    assert (409, ("H-15.3",)) == (upload(desk, PEOPLE, NEWSLETTER).status, desk.rules)
    assert 201 == upload(desk, [["externalId"], ["7"]], BRANCHES).status

    desk.world.clock.step(STEP)

    assert 201 == upload(desk, PEOPLE, NEWSLETTER).status


def test_a_job_of_events_names_their_type(desk):
    """Without eventType, entity EVENT is a 400 (H-15.4)."""
    assert 400 == upload(desk, [["id"]], NEWSLETTER, "DELETE", entity="EVENT").status
    assert ("H-15.4",) == desk.rules


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"externalId\n\0", "NUL"),
        (b'externalId\n"7', "line 2 is no CSV"),
        (b"externalId,,extra\n7,8,9\n", "has no name"),
        (b"externalId,externalId\n7,8\n", "there more than once"),
        (b"externalId\n" + b"7\n" * 10_001, "more than 10,000 rows"),
        (b",".join(b"a%d" % number for number in range(501)), "more than 500 columns"),
    ],
)
def test_a_file_that_is_no_list_fails(desk, file, sentence):
    """Neither bytes nor rows without a header are a list; the error message says why (H-15.5, H-15.6)."""
    job = upload(desk, file, BRANCHES).body

    assert "FAILED" == job["status"]
    assert sentence in job["errorMessage"]


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (["base.shoe"], {}),
        (["shoe"], {}),
        (["base"], {}),
        (["base.contacts", "base.firstName"], {}),
        (["base.subscriptions"], {}),
        (["externalId", "updatedAt"], {}),
        (["extended.shoe"], {}),
        (["properties.shoe"], {"entity": "EVENT", "eventType": "viewedPage"}),
        (["base.firstName"], {"entity": "EVENT", "eventType": "viewedPage"}),
        (["contextInfo.shoe"], {"entity": "EVENT", "eventType": "viewedPage"}),
        (
            ["properties.extraProperties", "properties.extraProperties.a"],
            {"entity": "EVENT", "eventType": "viewedPage"},
        ),
    ],
)
def test_a_column_that_means_nothing_fails_the_file(desk, columns, fields):
    """A column is a path that clients write, and is not within another one (H-15.7)."""
    job = upload(desk, [columns, ["1"] * len(columns)], BRANCHES, **fields).body

    assert "FAILED" == job["status"]
    assert "The column " in job["errorMessage"]


def test_a_job_is_carried_out_by_the_worlds_clock(desk):
    """LOADED, SCHEDULED, PROCESSING, PROCESSED; until then nothing of it is there, then all (H-15.8)."""
    job = upload(desk, PEOPLE, NEWSLETTER).body
    seen = []
    for _ in range(4):
        now = job_of(desk, job)
        seen.append((now["status"], now["updatedAt"][17:19], now["processedEntities"], people(desk)))
        desk.world.clock.step(STEP)

    assert [
        ("LOADED", "00", 0, []),
        ("SCHEDULED", "02", 0, []),
        ("PROCESSING", "04", 0, []),
        ("PROCESSED", "06", 2, ["Ann", "Bob"]),
    ] == seen


def test_a_setting_says_how_long_a_job_takes(desk):
    """contacthub.job_seconds is how long it stays in each state; with 0 it is done at once (H-15.8)."""
    before = desk.world.store.read()
    slow = before.put("understudy/settings", "contacthub.job_seconds", {"value": 0})
    desk.world.store.commit(before, slow)
    job = upload(desk, PEOPLE, NEWSLETTER).body

    assert "LOADED" == job["status"]
    assert "PROCESSED" == job_of(desk, job)["status"]


def test_a_bad_row_fails_alone(desk):
    """Its line of the results says why; the others are carried out (H-15.9)."""
    rows = [
        [*PEOPLE[0], "base.dob"],
        ["ann@example.com", "Ann", "1980-01-01"],
        ["bob", "Bob", ""],
        ["cid@example.com", "Cid", "soon"],
        ["dan@example.com", "Dan"],
        ["", "Eve", ""],
    ]
    job, lines = carried_out(desk, rows, NEWSLETTER)

    assert (1, 4, 5) == (job["processedEntities"], job["failedEntities"], job["totalEntities"])
    assert ["PROCESSED", *["FAILED"] * 4] == [line[1] for line in lines]
    for line, sentence in zip(
        lines[1:], ["/base/contacts/email", "/base/dob", "2 cells", "unique"], strict=True
    ):
        assert sentence in line[2]
    assert ["Ann"] == people(desk)


def test_upsert_writes_who_is_there_and_who_is_not(desk):
    """UPSERT creates a customer, or changes the one who is the same; an empty cell says nothing (H-15.10)."""
    carried_out(desk, [[*PEOPLE[0], "extra"], ["ann@example.com", "Ann", "x"]], NEWSLETTER)
    carried_out(desk, [*PEOPLE, ["ANN@example.com", "Anna"], ["bob@example.com", ""]], NEWSLETTER)
    found = desk.call("getCustomersWorkspaces", nodeId=NEWSLETTER).body["elements"]

    assert {("Anna", "x", 2), ("Bob", None, 1)} == {
        (each["base"]["firstName"], each["extra"], each["version"]) for each in found
    }


def test_upsert_changes_the_customer_with_the_id(desk):
    """A row with an id changes that customer of the node, and no other becomes the same (H-15.10)."""
    ann, bob = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=2).body["elements"]
    rows = [
        ["id", "externalId", "base.firstName"],
        [ann["id"].upper(), "", "Ann"],
        [bob["id"], ann["externalId"], ""],
        [NOBODYS, "", "Nobody"],
    ]
    job, lines = carried_out(desk, rows, BRANCHES)
    changed = desk.call("getCustomerWorkspaces", customerId=ann["id"]).body

    assert ("Ann", ann["externalId"]) == (changed["base"]["firstName"], changed["externalId"])
    assert [
        "",
        f"Conflict with exiting customer {ann['id']}",
        f"customer not found {NOBODYS}",
    ] == [line[2] for line in lines]
    assert 1 == job["processedEntities"]


def test_a_row_makes_nobody_the_same_as_another(desk):
    """Nor does a row do so that has an id and only some of the unique properties (H-15.10)."""
    names = ["base.firstName", "base.lastName"]
    unique = {"properties": names, "caseSensitive": False}
    desk.put("nodes", BRANCHES, {**desk.document("nodes", BRANCHES), "uniqueCustomer": unique})
    found = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=2).body["elements"]
    one, other = ({"id": each["id"], **each["base"]} for each in found)
    rows = [
        ["id", *names, "extra"],
        [one["id"], other["firstName"], "", ""],
        [one["id"], "", other["lastName"], ""],
        [one["id"], "", "", "the same as before"],
    ]
    _, lines = carried_out(desk, rows, BRANCHES)

    assert ["", f"Conflict with exiting customer {other['id']}", ""] == [line[2] for line in lines]


def test_insert_never_changes_anybody(desk):
    """INSERT creates customers; a row with one who is there fails, also if a row before made it (H-15.11)."""
    known = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=1).body["elements"][0]
    rows = [["externalId", "id"], [known["externalId"], ""], ["new", ""], ["new", ""], ["other", NOBODYS]]
    _, lines = carried_out(desk, rows, BRANCHES, "INSERT")
    new = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, externalId="new").body["elements"]

    assert ["FAILED", "PROCESSED", "FAILED", "FAILED"] == [line[1] for line in lines]
    assert [f"Conflict with exiting customer {key}" for key in (known["id"], new[0]["id"])] == [
        lines[0][2],
        lines[2][2],
    ]
    assert [1] == [each["version"] for each in new]
    assert known == desk.call("getCustomerWorkspaces", customerId=known["id"]).body


def test_delete_removes_customers_with_their_events(desk):
    """DELETE removes the customer with the id, or with the node's unique properties (H-15.12)."""
    ann, bob, cid = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=3).body["elements"]
    total = desk.call("getCustomersWorkspaces", nodeId=BRANCHES).body["page"]["totalElements"]
    rows = [
        ["id", "externalId"],
        [ann["id"], ""],
        ["", bob["externalId"]],
        ["", bob["externalId"]],
        ["", "none"],
    ]
    _, lines = carried_out(desk, rows, BRANCHES, "DELETE")

    assert ["PROCESSED", "PROCESSED", "FAILED", "FAILED"] == [line[1] for line in lines]
    for gone in (ann, bob):
        assert 404 == desk.call("getCustomerWorkspaces", customerId=gone["id"]).status
        assert 0 == desk.call("getEventsWorkspaces", customerId=gone["id"]).body["page"]["totalElements"]
    assert 200 == desk.call("getCustomerWorkspaces", customerId=cid["id"]).status
    after = desk.call("getCustomersWorkspaces", nodeId=BRANCHES).body["page"]["totalElements"]
    assert total - 2 == after


EVENTS = {"entity": "EVENT", "eventType": "viewedPage"}


def test_events_are_recorded_and_changed(desk):
    """UPSERT records an event, or changes the one with the id; its customer is of the node (H-15.13)."""
    ann = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=1).body["elements"][0]
    other = desk.call("getCustomersWorkspaces", nodeId=ONLINE, size=1).body["elements"][0]
    given = ["WEB", "2026-01-02T03:04:05Z", "https://a.example/"]
    rows = [
        ["customerId", "context", "date", "properties.url"],
        [ann["id"], *given],
        [other["id"], *given],
        [ann["id"], "", *given[1:]],
    ]
    job, lines = carried_out(desk, rows, BRANCHES, **EVENTS)
    (event,) = desk.call("getEventsWorkspaces", customerId=ann["id"], dateFrom="2026-01-02T00:00:00Z").body[
        "elements"
    ]

    assert ("EVENT", "viewedPage") == (job["entity"], job["eventType"])
    assert ["", f"customer not found {other['id']}"] == [line[2] for line in lines[:2]]
    assert "needs a context" in lines[2][2]
    assert ({"url": "https://a.example/"}, "WEB", "2026-01-02T03:04:05.000Z") == (
        event["properties"],
        event["context"],
        event["date"],
    )

    change = [["id", "properties.url"], [event["id"], "https://b.example/"], [NOBODYS, "https://c.example/"]]
    _, lines = carried_out(desk, change, BRANCHES, **EVENTS)
    changed = desk.call("getEventWorkspaces", id=event["id"]).body

    assert ["", f"event not found {NOBODYS}"] == [line[2] for line in lines]
    assert ({"url": "https://b.example/"}, 2) == (changed["properties"], changed["version"])


def test_events_are_brought_back(desk):
    """A row may name the session or the externalId that its event waits for, in the job's node (H-15.14)."""
    rows = [
        ["bringBackProperties.type", "bringBackProperties.value", "bringBackProperties.nodeId", "context"],
        ["EXTERNAL_ID", "somebody", "", "WEB"],
        ["", "a session", BRANCHES, "WEB"],
        ["", "a session", ONLINE, "WEB"],
        ["PHONE", "7", "", "WEB"],
    ]
    _, lines = carried_out(desk, rows, BRANCHES, **EVENTS)
    (somebody,) = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, externalId="somebody").body["elements"]

    assert ["PROCESSED", "PROCESSED", "FAILED", "FAILED"] == [line[1] for line in lines]
    events = desk.call("getEventsWorkspaces", customerId=somebody["id"]).body["elements"]
    assert ["somebody"] == [each["bringBackProperties"]["value"] for each in events]


def test_events_are_deleted_by_their_ids(desk):
    """DELETE removes events of the job's node and type; INSERT takes no id (H-15.15)."""

    def some(**given):
        return desk.call("getEventsWorkspaces", **given).body["elements"]

    kind = some(nodeId=BRANCHES, size=1)[0]["type"]
    first, second = some(nodeId=BRANCHES, type=kind, size=2)
    (elsewhere,) = some(nodeId=ONLINE, size=1)
    another = next(each for each in some(nodeId=BRANCHES, size=50) if each["type"] != kind)
    rows = [["id"], [first["id"]], [first["id"]], [elsewhere["id"]], [another["id"]]]
    fields = {"entity": "EVENT", "eventType": kind}
    _, lines = carried_out(desk, rows, BRANCHES, "DELETE", **fields)
    _, inserted = carried_out(desk, [["id"], [second["id"]]], BRANCHES, "INSERT", **fields)

    assert ["PROCESSED", "FAILED", "FAILED", "FAILED"] == [line[1] for line in lines]
    assert "FAILED" == inserted[0][1]
    assert 404 == desk.call("getEventWorkspaces", id=first["id"]).status
    for kept in (second, elsewhere, another):
        assert 200 == desk.call("getEventWorkspaces", id=kept["id"]).status


def test_a_cell_is_what_its_path_asks_for(desk):
    """Numbers, true or false, and lists in JSON, where the customer has such; else a text (H-15.16)."""
    columns = ["base.contacts.email", "base.address.zip", "base.address.geo.lat", "enabled", "tags.manual"]
    rows = [
        columns,
        ["ann@example.com", "007", "46.5", "FALSE", '["gold", "new"]'],
        ["bob@example.com", "007", "north", "", ""],
        ["cid@example.com", "007", "", "no", ""],
        ["dan@example.com", "007", "", "", "gold"],
        ["eve@example.com", "007", "1e999", "", ""],
        ["fay@example.com", "007", "", "", '["\\ud800"]'],
    ]
    _, lines = carried_out(desk, rows, NEWSLETTER)
    (ann,) = desk.call("getCustomersWorkspaces", nodeId=NEWSLETTER).body["elements"]

    assert ["PROCESSED", *["FAILED"] * 5] == [line[1] for line in lines]
    address = ann["base"]["address"]
    assert ("007", 46.5, False) == (address["zip"], address["geo"]["lat"], ann["enabled"])
    assert ["gold", "new"] == ann["tags"]["manual"]


def test_a_job_is_told_by_its_id(desk):
    """One job, by its id (H-16.1)."""
    job = upload(desk, PEOPLE, NEWSLETTER).body

    assert job == desk.call("getBulkJobNodesWorkspaces", nodeId=NEWSLETTER, jobId=job["id"].upper()).body


def test_a_job_of_another_node_is_a_404(desk):
    """Also one that nobody has, and for its results (H-16.2)."""
    job = upload(desk, PEOPLE, NEWSLETTER).body
    for operation in ("getBulkJobNodesWorkspaces", "getBulkJobResultsNodesWorkspaces"):
        for node, key in ((BRANCHES, job["id"]), (NEWSLETTER, NOBODYS)):
            assert 404 == desk.call(operation, nodeId=node, jobId=key).status
            assert ("H-16.2",) == desk.rules


def test_the_results_are_csv(desk):
    """A line for each row of the file, by its number there (H-17.1)."""
    job, lines = carried_out(desk, b'externalId,extra\n7,"two\nlines"\n\n8,x\n9\n', BRANCHES)

    assert ["2", "5", "6"] == [line[0] for line in lines]
    assert ["PROCESSED", "PROCESSED", "FAILED"] == [line[1] for line in lines]
    reply = desk.call("getBulkJobResultsNodesWorkspaces", nodeId=BRANCHES, jobId=job["id"])
    assert "text/csv" == reply.media_type
    assert f'attachment; filename="results-{job["id"]}.csv"' == reply.headers["Content-Disposition"]


def test_results_wait_for_the_end_of_the_job(desk):
    """They are there when it is PROCESSED or FAILED, before that it is a 409 (H-17.2)."""
    job = upload(desk, PEOPLE, NEWSLETTER).body
    statuses = []
    for _ in range(4):
        asked = desk.call("getBulkJobResultsNodesWorkspaces", nodeId=NEWSLETTER, jobId=job["id"])
        statuses.append((asked.status, desk.rules))
        desk.world.clock.step(STEP)

    assert [*[(409, ("H-17.2",))] * 3, (200, ())] == statuses


def test_the_results_of_a_failed_upload_say_why(desk):
    """One line, about the file as a whole (H-17.3)."""
    job = upload(desk, b"shoe\n42\n", NEWSLETTER).body
    written = desk.call("getBulkJobResultsNodesWorkspaces", nodeId=NEWSLETTER, jobId=job["id"]).body.decode()

    assert f'line,status,message\r\n1,FAILED,"{job["errorMessage"]}"\r\n' == written


def test_a_job_acts_for_whom_uploaded_it(desk):
    """Its changes are those of the source that uploaded it; who may not write may not upload (H-15.17)."""
    assert 403 == upload(desk, PEOPLE, NEWSLETTER, token="demo-source").status
    assert 403 == upload(desk, PEOPLE, NEWSLETTER, token="demo-read").status
    upload(desk, [["externalId"], ["new"]], BRANCHES, token="demo-source")
    desk.world.clock.step(timedelta(seconds=6))
    (new,) = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, externalId="new").body["elements"]

    assert desk.caller("demo-source").subject == new["sourceInfo"]["registeredBy"]
