"""How many requests a workspace may have in a minute (H-20, H-21, H-0.c)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe, Stage
from understudy.vendors.contacthub.behaviours.steps import NODES, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import ME, body_of
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

READ, WRITE = "getThrottlingConfigurationWorkspaces", "putThrottlingConfigurationWorkspaces"
LIMIT = 3


def limited(probe: Probe, limit: int = LIMIT) -> None:
    """Set the limit."""
    told = body_of(probe, WRITE, json={"maxRequestsPerMinute": limit})
    expected = {"maxRequestsPerMinute": limit}
    probe.same(expected, told, "the throttling", pointer="/maxRequestsPerMinute")


def exhausted(probe: Probe) -> Exchange:
    """The first answer that is refused; Broken when two minutes' requests are all let in."""
    most = 2 * LIMIT + 1
    answers = (probe.call(NODES) for _ in range(most))
    found = next((answer for answer in answers if answer.status != 200), None)
    if found is None:
        probe.broken(f"a refusal after {LIMIT} requests a minute", f"{most} answers", location="status")
    return found


def waited(probe: Probe, stage: Stage) -> None:
    """Go to the beginning of the next minute: exhaust this one, and wait as long as its refusal says."""
    answer = exhausted(probe)
    stage.step(seconds=int(probe.header(answer, "Retry-After")))


@promises("H-20.1", "The requests per minute are told.", uses=(READ, WRITE), needs=("stage",))
def the_limit_is_told(probe: Probe) -> None:
    with probe.stage():
        for limit in (1_000, 5_000, 0):
            limited(probe, limit)
            told = body_of(probe, READ)
            probe.same({"maxRequestsPerMinute": limit}, told, "the throttling")


@promises("H-21.1", "A limit below 0 is refused.", uses=(WRITE,), severity=SHOULD)
def limits_are_not_negative(probe: Probe) -> None:
    refused(probe.call(WRITE, json={"maxRequestsPerMinute": -1}), "a limit of -1", 400)


@promises("H-21.1", "Requests beyond the limit are refused.", uses=(WRITE, NODES), needs=("stage",))
def more_requests_are_refused(probe: Probe) -> None:
    with probe.stage():
        limited(probe)
        refused(exhausted(probe), "a request beyond the limit")


@promises(
    "H-0.c1",
    "As many requests as the limit says are let in each minute, and then 429 is answered.",
    uses=(WRITE, NODES),
    severity=SHOULD,
    needs=("stage",),
)
def each_minute_has_its_requests(probe: Probe) -> None:
    with probe.stage() as stage:
        limited(probe)
        for _ in range(2):
            waited(probe, stage)
            got = [probe.call(NODES).status for _ in range(LIMIT + 1)]
            probe.same([200] * LIMIT + [429], got, "statuses:", location="status")


@promises(
    "H-0.c2",
    "Retry-After of a 429 says when requests are let in again.",
    uses=(WRITE, NODES),
    severity=SHOULD,
    needs=("stage",),
)
def retry_after_says_when(probe: Probe) -> None:
    with probe.stage() as stage:
        limited(probe)
        waited(probe, stage)
        answer = exhausted(probe)
        wait = int(probe.header(answer, "Retry-After"))
        if not 2 < wait <= 60:
            probe.broken(
                "almost a minute at its beginning", f"{wait} s", location="header", pointer="Retry-After"
            )
        stage.step(seconds=wait - 2)
        refused(probe.call(NODES), "a request two seconds early", 429)
        stage.step(seconds=2)
        probe.expect(probe.call(NODES), 200)


@promises("H-20.2", "A throttling of 0 is no limit.", uses=(READ, WRITE, NODES), needs=("stage",))
def zero_is_no_limit(probe: Probe) -> None:
    with probe.stage():
        limited(probe, 0)
        probe.same({"maxRequestsPerMinute": 0}, body_of(probe, READ), "the throttling")
        for _ in range(30):
            probe.expect(probe.call(NODES), 200)


@promises("H-21.2", "0 ends the throttling.", uses=(WRITE, NODES), needs=("stage",))
def zero_ends_the_throttling(probe: Probe) -> None:
    with probe.stage():
        limited(probe, 20)
        limited(probe, 0)
        for _ in range(45):
            probe.expect(probe.call(NODES), 200)


@promises(
    "H-0.c3", "After 0 was sent nothing of the minute's count is left.", uses=(WRITE, NODES), needs=("stage",)
)
def without_throttling_nothing_counts(probe: Probe) -> None:
    with probe.stage() as stage:
        limited(probe)
        waited(probe, stage)
        limited(probe, 0)
        for _ in range(2 * LIMIT):
            probe.expect(probe.call(NODES), 200)


@promises(
    "H-0.c4",
    "Requests of strangers, and those that name no workspace, do not count.",
    uses=(WRITE, NODES, ME),
    severity=SHOULD,
    needs=("stage", "stranger"),
)
def only_requests_of_the_workspace_count(probe: Probe) -> None:
    with probe.stage() as stage:
        limited(probe)
        waited(probe, stage)
        for _ in range(LIMIT + 1):
            refused(probe.call(NODES, caller="stranger"), "a stranger", 403)
            probe.expect(probe.call(ME), 200)
        got = [probe.call(NODES).status for _ in range(LIMIT + 1)]
        probe.same([200] * LIMIT + [429], got, "statuses:", location="status")
