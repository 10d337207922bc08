"""What the rows and columns of bulk jobs do, and how jobs go on (H-14 to H-17)."""

from understudy.conformance.forms import FORM, csv_text, form, rows_in
from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.contacthub.behaviours.events_found import listed
from understudy.vendors.contacthub.behaviours.steps import (
    ENTRIES,
    EVENTS,
    MAKES,
    POST,
    SEARCH,
    customer,
    facts,
    found,
    homes,
    node,
)
from understudy.vendors.contacthub.behaviours.steps_jobs import (
    COLUMNS,
    DONE,
    JOB,
    JOBS,
    LOADS,
    RESULTS,
    UPLOAD,
    begun,
    cell,
    done,
    everyone,
    file_of,
    job,
    uploaded,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

STAGE = ("stage",)
STATES = ("LOADED", "SCHEDULED", "PROCESSING", "PROCESSED")
MOST_ROWS = 10_000


def failed(probe: Probe, answer: Exchange, what: str) -> None:
    """Broken unless an upload was refused, or made a job that FAILED and says why."""
    if answer.status == 400:
        return
    own = probe.member(probe.expect(answer, 201), "")
    probe.same("FAILED", own.get("status"), f"the job of {what}:", pointer="/status")
    if not own.get("errorMessage"):
        probe.broken("a message why the job failed", "none", pointer="/errorMessage")


@promises("H-14.3", "The list of jobs has pages, which show each job once.", uses=(JOBS, *LOADS), needs=STAGE)
def jobs_have_pages(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        file = file_of(everyone(probe, home, 1))
        made = sorted(begun(probe, home, file) for _ in range(3))
        shown = []
        for number in range(3):
            query = {"size": 1, "page": number}
            answer = probe.expect(probe.call(JOBS, home["id"], query=query), 200)
            probe.same(3, probe.member(answer, "/page/totalElements"), "jobs", pointer="/page/totalElements")
            shown += [each["id"] for each in probe.member(answer, "/elements")]
        probe.same(made, sorted(shown), "the jobs on three pages of one:", pointer="/elements")


@promises(
    "H-14.4",
    "The newest job comes first, or the one that sort says.",
    uses=(JOBS, *LOADS),
    needs=STAGE,
    severity=SHOULD,
)
def the_newest_job_comes_first(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        made = []
        for count in (2, 3, 1):
            made.append(begun(probe, home, file_of(everyone(probe, home, count))))
            stage.step(minutes=1)
        first, second, third = made
        for sort, expected in (
            ("", [third, second, first]),
            ("createdAt,asc", made),
            ("totalEntities,desc", [second, first, third]),
        ):
            query = {"sort": sort} if sort else {}
            answer = probe.expect(probe.call(JOBS, home["id"], query=query), 200)
            got = [each["id"] for each in probe.member(answer, "/elements")]
            probe.same(expected, got, f"the jobs by {sort or 'default'}:", pointer="/elements")


@promises("H-15.1", "A job names its file and counts its rows.", uses=(UPLOAD, JOB, ENTRIES), needs=STAGE)
def a_job_knows_its_file(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        own = job(probe, home, begun(probe, home, file_of(everyone(probe, home, 3))))
        got = [own.get(name) for name in ("filename", "totalEntities", "processedEntities", "failedEntities")]
        probe.same(["upload.csv", 3, 0, 0], got, "name, rows, done and failed rows:")


@promises("H-16.1", "A job is told as its upload told it.", uses=(JOB, *LOADS), needs=STAGE)
def a_job_is_told(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        made = [
            probe.member(probe.expect(uploaded(probe, home, file_of(everyone(probe, home, count))), 201), "")
            for count in (1, 2)
        ]
        for own in made:
            probe.same(own, job(probe, home, own["id"]), "the job as it was made:")


@promises(
    "H-15.6",
    "A file of more than 10,000 rows fails.",
    uses=(UPLOAD, *LOADS),
    needs=STAGE,
    severity=SHOULD,
)
def files_have_a_most_of_rows(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        rows = [["externalId"], *([f"check-{number}"] for number in range(MOST_ROWS + 1))]
        failed(probe, uploaded(probe, home, csv_text(rows)), "10,001 rows")


@promises(
    "H-15.7",
    "A column that is no path of an entity fails the file.",
    uses=(UPLOAD, *LOADS),
    needs=STAGE,
    severity=SHOULD,
)
def columns_are_paths(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        for column in ("noSuchMember", "registeredAt"):
            failed(probe, uploaded(probe, home, csv_text([["externalId", column], ["a", "b"]])), column)
        sent = csv_text([["context", "properties.noSuchProperty"], ["WEB", "x"]])
        failed(
            probe, uploaded(probe, home, sent, entity="EVENT", eventType="viewedPage"), "an event's column"
        )


@promises(
    "H-15.8",
    "A job is scheduled, processed and done in turn, and its rows come with the end.",
    uses=(*LOADS, SEARCH),
    needs=STAGE,
    severity=SHOULD,
)
def a_job_goes_its_way(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        (person,) = everyone(probe, home, 1)
        key = begun(probe, home, file_of([person]))
        seen: list[str] = []
        for _ in range(60):
            status = job(probe, home, key)["status"]
            seen += [] if status in seen else [status]
            made = len(found(probe, home, externalId=person["externalId"]))
            probe.same(int(status == "PROCESSED"), made, f"customers made when it is {status}:")
            if status in DONE:
                break
            stage.step(seconds=1)
        in_turn = [each for each in STATES if each in seen and each != "PROCESSED"]
        probe.same([*in_turn, "PROCESSED"], seen, "the states of the job:", pointer="/status")


@promises(
    "H-15.14",
    "Events of a job may be brought back in its node.",
    uses=(*LOADS, EVENTS, *MAKES[1:]),
    needs=STAGE,
    severity=SHOULD,
)
def events_of_a_job_are_brought_back(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        known = customer(probe, home)
        back = [f"bringBackProperties.{name}" for name in ("type", "value")]
        rows = [["context", *back], ["WEB", "EXTERNAL_ID", known["externalId"]]]
        fields = {"entity": "EVENT", "eventType": "loggedIn"}
        own = done(probe, stage, home, begun(probe, home, csv_text(rows), **fields))
        probe.same(["PROCESSED", 0], [own.get("status"), own.get("failedEntities")], "the job")
        got = [each["type"] for each in listed(probe, customerId=known["id"])]
        probe.same(["loggedIn"], got, "the customer's events:", pointer="/elements")


@promises(
    "H-15.16",
    "A cell is a text, a number or JSON, as its path asks.",
    uses=(*LOADS, EVENTS, SEARCH, *MAKES[1:]),
    needs=STAGE,
    severity=SHOULD,
)
def cells_are_what_their_path_asks(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        known = customer(probe, home)
        rows = [
            ["customerId", "context", "properties.orderId", "properties.amount.total", "properties.products"],
            [known["id"], "RETAIL", "0012", "12.5", '[{"id": "p1", "quantity": 2}]'],
        ]
        fields = {"entity": "EVENT", "eventType": "completedOrder"}
        own = done(probe, stage, home, begun(probe, home, csv_text(rows), **fields))
        probe.same(0, own.get("failedEntities"), "failed rows:", pointer="/failedEntities")
        expected = {"orderId": "0012", "amount": {"total": 12.5}, "products": [{"id": "p1", "quantity": 2}]}
        got = [each["properties"] for each in listed(probe, customerId=known["id"])]
        probe.same([expected], got, "the event's properties:", pointer="/elements/0/properties")


@promises(
    "H-15.17",
    "What a job makes is made in the name of whoever uploaded it.",
    uses=(*LOADS, SEARCH, *MAKES[1:]),
    needs=("stage", "source"),
    severity=SHOULD,
)
def a_job_acts_for_its_uploader(probe: Probe) -> None:
    with probe.stage() as stage:
        for home in homes(probe):
            by_hand = probe.call(POST, json=facts(probe, home), caller="source")
            if by_hand.status in (200, 201):
                break
        else:
            probe.not_observable("It needs an entry node where the source may make customers.")
        person = facts(probe, home)
        sent = form(file_of([person]), {"operation": "UPSERT"})
        answer = probe.call(UPLOAD, home["id"], body=sent, media_type=FORM, caller="source")
        done(probe, stage, home, str(probe.member(probe.expect(answer, 201), "/id")))
        expected = probe.member(by_hand, "/sourceInfo")
        got = [each.get("sourceInfo") for each in found(probe, home, externalId=person["externalId"])]
        probe.same([expected], got, "who made the customer:", pointer="/elements/0/sourceInfo")


@promises(
    "H-17.1",
    "The results are CSV with a line for each row.",
    uses=(RESULTS, *LOADS),
    needs=STAGE,
    severity=SHOULD,
)
def results_have_a_line_for_each_row(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        people = everyone(probe, home, 4)
        rows = [[cell(each, path) for path in COLUMNS] for each in people]
        file = csv_text(
            [[*COLUMNS, "base.dob"], *([*row, "1980-01-02"] for row in rows[:3]), [*rows[3], "x"]]
        )
        key = begun(probe, home, file)
        done(probe, stage, home, key)
        answer = probe.expect(probe.call(RESULTS, home["id"], key), 200)
        probe.same("text/csv", answer.media_type, "the results' type", location="header")
        lines = rows_in(answer)
        probe.same(5, len(lines), "lines, the header among them:")
        outcomes = [line[1] for line in lines[1:]]
        probe.same(["PROCESSED"] * 3 + ["FAILED"], outcomes, "what became of the rows:")


@promises(
    "H-17.3",
    "The results of a failed upload say why it failed.",
    uses=(RESULTS, UPLOAD, *LOADS),
    needs=STAGE,
    severity=SHOULD,
)
def results_of_a_failed_upload(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        answer = uploaded(probe, home, csv_text([["noSuchMember"], ["x"]]))
        if answer.status == 400:
            probe.not_observable("Such an upload is refused here, so that there is no job.")
        own = probe.member(probe.expect(answer, 201), "")
        results = probe.expect(probe.call(RESULTS, home["id"], own["id"]), 200)
        text = results.body.decode("utf-8", "replace")
        if own["errorMessage"] not in "".join(text.replace('""', '"').splitlines()):
            probe.broken(f"results that say {own['errorMessage']}", text[:200])
