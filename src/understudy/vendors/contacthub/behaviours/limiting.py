"""How much a customer may hold."""

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import (
    GET,
    MAKES,
    PATCH,
    POST,
    created,
    fetched,
    node,
    refused,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    LONGEST,
    made,
    patched,
    pointer,
    refused_at,
    sent,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []


@HUB.promises("H-78.8", "A customer of more than 64 kB is refused with 400.", uses=(POST, *MAKES))
def size_is_limited(probe: Probe) -> None:
    home = node(probe)
    refused(
        probe.call(POST, json=sent(probe, home, {"extra": "x" * 66_000})), "a customer of 66 kB", 400, 413
    )
    probe.member(created(probe, sent(probe, home, {"extra": "x" * 50_000})), "/id")


@HUB.promises(
    "H-78.9", "A base text may have 255 characters, a street 500, a pictureUrl 1000.", uses=(POST, *MAKES)
)
def texts_have_these_lengths(probe: Probe) -> None:
    home = node(probe)
    url = "https://example.com/"
    values = {
        "base.title": "ü" * LONGEST,
        "base.address.city": "c" * LONGEST,
        "base.address.street": "s" * 500,
        "base.pictureUrl": url + "p" * (1_000 - len(url)),
    }
    body = made(probe, home, values)
    for path, value in values.items():
        probe.same(value, value_at(body, path), f"{path}:", pointer=pointer(path))


@HUB.promises("H-78.9", "A longer base text is refused with 400 and its path.", uses=(POST, *MAKES))
def longer_texts_are_refused(probe: Probe) -> None:
    home = node(probe)
    url = "https://example.com/"
    values = {
        "base.title": "t" * (LONGEST + 1),
        "base.address.city": "c" * (LONGEST + 1),
        "base.address.street": "s" * 501,
        "base.pictureUrl": url + "p" * (1_001 - len(url)),
    }
    for path, value in values.items():
        answer = probe.call(POST, json=sent(probe, home, {path: value}))
        refused_at(probe, answer, f"{path} of {len(value)} characters", pointer(path))


@HUB.promises(
    "H-78.10", "The tags of a list have 1000 characters at most, all together.", uses=(POST, *MAKES)
)
def tags_are_limited(probe: Probe) -> None:
    home = node(probe)
    for name in ("manual", "auto"):
        tags = [f"{number:03}" + "t" * 297 for number in range(4)]
        answer = probe.call(POST, json=sent(probe, home, {f"tags.{name}": tags}))
        refused(answer, "tags of 1200 characters", 400)
        body = made(probe, home, {f"tags.{name}": tags[:3]})
        probe.same(tags[:3], body["tags"][name], "tags:", pointer=f"/tags/{name}")


@HUB.promises(
    "H-0.g2",
    "64 kB are the limit of the whole customer, not of one property.",
    uses=(POST, *MAKES, PATCH, GET),
)
def all_properties_count(probe: Probe) -> None:
    body = made(probe, node(probe), {"extra": "x" * 40_000})
    jobs = [{"id": f"{number}", "jobTitle": "t" * 200} for number in range(150)]
    answer = probe.call(PATCH, body["id"], json={"base": {"jobs": jobs}})
    refused(answer, "a customer of 40 kB with jobs of 30 kB", 400, 413)
    probe.same(body, fetched(probe, body["id"]), "customer afterwards")
    said = patched(probe, body["id"], {"extra": None, "base": {"jobs": jobs}})
    probe.same(150, len(said["base"]["jobs"]), "jobs:", pointer="/base/jobs")


@HUB.promises(
    "H-0.g3",
    "Base properties that the published schema does not have are refused with 400.",
    uses=(POST, *MAKES),
)
def base_is_closed(probe: Probe) -> None:
    home = node(probe)
    for path, value in (
        ("base.nickname", "Bob"),
        ("base.contacts.pager", "1"),
        ("base.title", 5),
        ("base.dob", "1970-02-30"),
        ("base.contacts.otherContacts", [{"name": "home", "type": "PIGEON", "value": "1"}]),
    ):
        answer = probe.call(POST, json=sent(probe, home, {path: value}))
        refused(answer, f"{value} at {path}", 400)


@HUB.promises(
    "H-0.g4", "The tags of a list count together when they are changed, too.", uses=(PATCH, *MAKES, GET)
)
def changed_tags_are_limited(probe: Probe) -> None:
    body = made(probe, node(probe), {"tags.manual": ["red"]})
    tags = [f"{number:03}" + "t" * 97 for number in range(11)]
    answer = probe.call(PATCH, body["id"], json={"tags": {"manual": tags}})
    refused(answer, "tags of 1100 characters", 400)
    probe.same(body, fetched(probe, body["id"]), "customer afterwards")
    said = patched(probe, body["id"], {"tags": {"manual": tags[:9]}})
    probe.same(tags[:9], said["tags"]["manual"], "tags:", pointer="/tags/manual")
