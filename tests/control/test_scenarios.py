"""Scenarios: those that come with the server do what they say; mistakes in others are sentences."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.control.staging import FOLDER, desk, hosted, ours, stage
from tests.vendors.apiture.desk import CAROL, EVERYBODY, IN_USE, LIST, ROOT, refused

from understudy.control.scenarios.requests import call_of
from understudy.control.scenarios.scenario import KINDS, Scenario, check, load, run
from understudy.control.scenarios.shelf import chosen, found_in, offered
from understudy.control.scenarios.stage import Step
from understudy.errors import FixtureError, Problem, UsageError
from understudy.http.line import serve_one
from understudy.world.clock import Clock, timestamp

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def place():
    """A world of the test's own, on the server's clock."""
    place = hosted()
    place.world.clock.set(Clock())
    return place


def played(place, *names):
    """Requests to the world after it was put into situations, one upon the other."""
    for name in names:
        run(ours()[name], place, stage())
    return desk(place)


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def steps(folder: Path, *given) -> Scenario:
    """A scenario of these steps."""
    content = {"name": "mine", "title": "One of mine.", "steps": list(given)}
    return load(written(folder, yaml.safe_dump(content, sort_keys=False)))


def state(place):
    """All of a world that a scenario can change."""
    return (
        place.world.store.read(),
        place.world.store.exchanges,
        place.world.clock.state(),
        [fault.to_json() for fault in place.faults.rules()],
    )


def test_they_are_those_that_are_promised():
    """The scenarios that come with the server, each under the name of its file, with one sentence."""
    assert {
        "archived-about-to-vanish",
        "campaign-blocks-deletion",
        "collaborators-at-limit",
        "connection-failing",
        "empty-institution",
        "import-takes-long",
        "quota-nearly-used",
    } == set(ours())
    for name, scenario in ours().items():
        assert (name, ".") == (scenario.source.path.stem, scenario.title[-1])


@pytest.mark.parametrize("name", sorted(ours()))
@pytest.mark.parametrize(
    "now", ["1999-12-31T23:59:59.999Z", "2028-02-29T00:00:00.000Z", "2150-06-15T12:00:00Z"]
)
def test_they_do_not_depend_on_what_was_before(name, now, place):
    """Each can be carried out on any day, twice in a row, and where there is nothing yet."""
    played(place, "empty-institution")
    place.world.clock.set(Clock(at=Clock.from_json({"frozen": now}).now()))

    assert 200 == played(place, name, name).call("listCustomerAudiences").status


@pytest.mark.parametrize("name", sorted(ours()))
def test_reset_takes_them_back(name, place):
    """Nothing of a scenario is left in the documents when the world begins again."""
    before = place.world.store.read()
    played(place, name)
    place.world.restore(place.beginning)

    assert before is place.world.store.read()


def test_empty_institution(place):
    """There are customers, but no audience, connection or campaign; new ones can be made."""
    api = played(place, "empty-institution")

    assert [] == api.ids()
    assert [] == api.call("listCustomerAudienceConnections").body["items"]
    assert 0 == place.world.store.read().count("apiture/campaigns")
    assert [api.create()] == api.ids()
    assert api.audience(api.ids()[0])["customerCount"] > 0


def test_archived_about_to_vanish(place):
    """A-45: the archived audience is there for one more minute of a clock that stands."""
    api = played(place, "archived-about-to-vanish")

    assert place.world.clock.frozen
    assert "archived" == api.audience("winter-sale")["state"]
    place.world.clock.step(timedelta(seconds=59))
    assert "winter-sale" in api.ids()
    place.world.clock.step(timedelta(seconds=1))
    assert "winter-sale" not in api.ids()


def test_connection_failing(place):
    """B-05: connections are pending for a minute; those to the provider fail, others become active."""
    api = played(place, "connection-failing")
    body = {"audience": {"id": EVERYBODY}, "provider": {"name": "pendo"}}
    api.call("createCustomerAudienceConnection", body)

    def states():
        items = api.call("listCustomerAudienceConnections").body["items"]
        return {(item["audience"]["id"], item["provider"]["name"]): item["state"] for item in items}

    assert ("pending", "pending") == (states()["first-homes", "amplitude"], states()[EVERYBODY, "pendo"])
    place.world.clock.step(timedelta(seconds=60))
    assert ("failed", "active") == (states()["first-homes", "amplitude"], states()[EVERYBODY, "pendo"])


def test_campaign_blocks_deletion(place):
    """A-44, A-46: the audience can be neither deleted nor archived until the campaign is over."""
    api = played(place, "campaign-blocks-deletion")

    for operation in ("deleteCustomerAudience", "archiveCustomerAudience"):
        reply = api.call(operation, customerAudienceId="summer-travellers")
        assert (409, "customerAudienceInUse") == refused(reply)
    campaign = place.world.store.read().get("apiture/campaigns", "summer-travel")
    api.put("apiture/campaigns", "summer-travel", {**campaign.body, "state": "completed"})
    assert 204 == api.call("deleteCustomerAudience", customerAudienceId="summer-travellers").status


def test_quota_nearly_used(place):
    """One request is left to each caller, 429 follows, and a minute later there is one more."""
    played(place, "quota-nearly-used")
    api = stage().services["apiture/customer-audiences"].api

    def asked(token):
        step = Step("request", {"api": api.name, "operation": "listCustomerAudiences", "as": token}, "", None)
        return serve_one(api, place.world, call_of(stage(), step), place.faults).reply

    assert [200, 429, 429] == [asked("demo").status for _ in range(3)]
    assert "60" == asked("demo").headers["Retry-After"]
    assert 200 == asked("demo-marin").status
    place.world.clock.step(timedelta(seconds=60))
    assert [200, 429] == [asked("demo").status for _ in range(2)]


def test_import_takes_long(place):
    """A-53: an import is on its way; after 30 seconds its customers are there, and so with every other."""
    api = played(place, "import-takes-long")
    (key,) = [item["id"] for item in api.call("listCustomerAudiences", q='"Large import"').body["items"]]

    assert 0 == api.audience(key)["customerCount"]
    place.world.clock.step(timedelta(seconds=30))
    assert 2 == api.audience(key)["customerCount"]


def test_collaborators_at_limit(place):
    """A-40: the audience is shown with 2,000 collaborators, within the contract."""
    api = played(place, "collaborators-at-limit")
    shared = api.call("listCustomerAudienceCollaborators", customerAudienceId="well-known").body

    assert 2_000 == len(shared["items"]) == len(api.audience("well-known")["collaborators"])
    assert "colleague-2000" == shared["items"][-1]["id"]


def test_every_kind_of_step_is_in_use(place, tmp_path):
    """patch, delete and where, which no scenario of ours needs, do what they are called."""
    scenario = steps(
        tmp_path,
        {
            "patch": {
                "document": f"apiture/audiences/{LIST}",
                "body": {"name": "Renamed", "description": None},
            }
        },
        {"delete": {"document": "apiture/campaigns/0399abed-fd3d"}},
        {"clear": {"collection": "apiture/campaigns", "where": {"institution": "TIBURON", "state": "draft"}}},
        {"clear": {"collection": "apiture/campaigns", "where": {"id": "4c0d9e6fb300"}}},
    )
    before = place.world.store.read()
    run(scenario, place, stage())
    api, after = desk(place), place.world.store.read()

    assert "Renamed" == api.audience(LIST)["name"]
    assert "description" not in api.audience(LIST)
    assert 10 == api.audience(LIST)["customerCount"]
    gone = {campaign.id for campaign in before.scan("apiture/campaigns")} - {
        campaign.id for campaign in after.scan("apiture/campaigns")
    }
    assert {"0399abed-fd3d", "4c0d9e6fb21a", "4c0d9e6fb300"} == gone


FAILING = [
    {"patch": {"document": f"apiture/audiences/{LIST}", "body": {"members": {"$members": "cut"}}}},
    {"fill": {"document": f"apiture/collaborators/{LIST}", "member": "analysts", "count": 2, "item": 5}},
    {"delete": {"document": "apiture/audiences/nobody"}},
    {"delete": {"document": "apiture/analysts/0399abedfd3d"}},
    {"patch": {"document": f"apiture/audiences/{LIST}", "body": {"state": "asleep"}}},
    {"fill": {"document": f"apiture/audiences/{LIST}", "member": "name", "count": 2, "item": "x"}},
    {"clock": {"step": {"days": 36525}}},
    {"put": {"document": f"apiture/collaborators/{LIST}", "body": {"analysts": ["nobody-here"]}}},
    {
        "request": {
            "api": "apiture/customer-audiences",
            "operation": "deleteCustomerAudience",
            "path": {"customerAudienceId": IN_USE},
        }
    },
    {
        "request": {
            "api": "apiture/customer-audiences",
            "operation": "getCustomerAudience",
            "path": {"customerAudienceId": LIST},
            "as": "demo-marin",
            "status": 200,
        }
    },
]


@pytest.mark.parametrize("failing", FAILING, ids=lambda step: next(iter(step)))
def test_one_that_fails_changes_nothing(place, tmp_path, failing):
    """When a step cannot be carried out, the world is as before; the error names file and line."""
    place.world.clock.set(Clock(at=Clock.from_json({"frozen": "2950-01-01T00:00:00Z"}).now()))
    scenario = steps(
        tmp_path,
        {"clock": {"step": {"days": 1}}},
        {"settings": {"import_seconds": 5}},
        {"fault": {"effect": {"status": 503}}},
        {"put": {"document": "apiture/providers/amplitude", "body": {}}},
        failing,
    )
    before = state(place)
    with pytest.raises(FixtureError, match=r"mine\.yaml, line \d+, cannot be used: .+\."):
        run(scenario, place, stage())

    assert before == state(place)


def test_the_control_api_refuses_one_that_fails(place, tmp_path):
    """Through the control API a failure is a 422 whose sentence names the line, not the server's folders."""
    scenario = steps(tmp_path, {"delete": {"document": "apiture/audiences/nobody"}})
    with pytest.raises(Problem) as caught:
        offered(ours(), stage()).run(scenario, place, None)

    assert (422, True) == (caught.value.status, "mine.yaml, line 5" in caught.value.detail)
    assert str(tmp_path) not in caught.value.detail
    assert len(caught.value.detail) <= 256


def test_a_world_that_never_stands_still_is_left_alone(place, tmp_path, monkeypatch):
    """Where requests change the world again and again, the scenario gives up with a 409."""
    perform = KINDS["clear"].perform

    def interrupted(stage, scene, step):
        place.world.number()
        perform(stage, scene, step)

    monkeypatch.setitem(KINDS, "clear", replace(KINDS["clear"], perform=interrupted))
    before = place.world.store.read()
    with pytest.raises(Problem, match="was changed 100 times while mine was carried out"):
        run(steps(tmp_path, {"clear": {"collection": "apiture/campaigns"}}), place, stage())

    assert before is place.world.store.read()


def test_faults_are_added_to_those_there_are(place, tmp_path):
    """A scenario's faults come behind the world's; one with an id takes the place of its namesake."""
    place.faults.add({"id": "mine", "effect": {"drop": True}})
    place.faults.add({"effect": {"truncate": 3}})
    step = {"fault": {"id": "mine", "effect": {"status": 503}}}
    run(steps(tmp_path, step, {"fault": {"effect": {"slow": 9}}}), place, stage())

    assert [{"status": 503}, {"truncate": 3}, {"slow": 9}] == [
        rule.described for rule in place.faults.rules()
    ]
    with pytest.raises(FixtureError, match=r"line \d+, cannot be used: This world has 100 faults"):
        run(steps(tmp_path, *[{"fault": {"effect": {"slow": 9}}}] * 98), place, stage())
    assert 3 == len(place.faults.rules())


def test_an_import_in_a_scenario_is_whole(place, tmp_path):
    """What a request leaves for later is done before the next step."""
    request = ours()["import-takes-long"].steps[-1].given
    run(steps(tmp_path, {"settings": {"import_budget": 1e-9}}, {"request": request}), place, stage())

    assert 2 == desk(place).audience(desk(place).ids()[-1])["customerCount"]


def test_a_patch_reaches_into_what_is_there(place, tmp_path):
    """Members within members are merged, lists replaced (RFC 7396)."""
    document = f"apiture/audiences/{IN_USE}"
    before = place.world.store.read().get("apiture/audiences", IN_USE).body["filters"]
    patch = {"filters": {"operator": "or"}, "customerType": "all"}
    run(steps(tmp_path, {"patch": {"document": document, "body": patch}}), place, stage())

    after = place.world.store.read().get("apiture/audiences", IN_USE).body
    assert (before | {"operator": "or"}, "all") == (after["filters"], after["customerType"])


def test_requests_meanwhile_are_not_lost(place, tmp_path, monkeypatch):
    """What a client changes while a scenario is carried out is still there afterwards."""
    perform, keys = KINDS["clear"].perform, []

    def interrupted(stage, scene, step):
        if not keys:
            keys.append(desk(place).create())
        perform(stage, scene, step)

    monkeypatch.setitem(KINDS, "clear", replace(KINDS["clear"], perform=interrupted))
    run(steps(tmp_path, {"clear": {"collection": "apiture/campaigns"}}), place, stage())

    assert keys[0] in desk(place).ids()
    assert 0 == place.world.store.read().count("apiture/campaigns")


HEAD = "name: mine\ntitle: T.\nsteps:\n"
MISTAKES = [
    ("name: mine\nsteps: []\n", 1, "title"),
    ("name: mine\ntitle: T.\nsteps: []\nsteps: []\n", 4, "twice"),
    (HEAD + "  - delay: 5\n", 4, "`delay` is no step; write one of clock, "),
    (HEAD + "  - {clock: {freeze: true}, put: {}}\n", 4, "one kind"),
    (HEAD + "  - clock:\n      freeze: tomorrow\n", 5, "RFC 3339"),
    (HEAD + "  - clock:\n      step:\n        weeks: 1\n", 6, "weeks"),
    (HEAD + "  - settings:\n      speed: 1\n", 5, "connection_delay"),
    (HEAD + "  - settings: {import_seconds: soon}\n", 4, "number"),
    (HEAD + "  - delete: {document: apiture/wishes/1}\n", 4, "apiture/audiences"),
    (HEAD + "  - delete: {document: audiences}\n", 4, "pattern"),
    (
        HEAD + "  - put:\n      document: apiture/providers/x\n      body:\n        a: 1\n",
        7,
        "a",
    ),
    (HEAD + "  - fault:\n      effect:\n        status: 42\n", 6, "200"),
    (HEAD + "  - fault:\n      api: other\n      effect: {drop: true}\n", 5, "other"),
    (
        HEAD + "  - fill: {collection: apiture/providers, id: x, count: 2, body: {}}\n",
        4,
        "{n}",
    ),
    ("name: mine\ntitle: [\n", 3, "YAML"),
    ("name: mine\ntitle: \x07\n", 2, "character"),
    ("name: mine\ntitle: &a [*a]\n", 2, "itself"),
    ("name: mine\ntitle: .nan\n", 2, "JSON"),
    ("name: mine\ntitle: !!python/object:os.system {}\n", 2, "os.system"),
    ("? [a]\n: b\n", 1, "key"),
    ("", 1, "object"),
]


@pytest.mark.parametrize(("text", "line", "word"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_a_sentence_with_file_and_line(tmp_path, text, line, word):
    """What is wrong, on which line, and what was expected."""
    with pytest.raises(FixtureError) as caught:
        check(load(written(tmp_path, text)), stage())

    sentence = str(caught.value)
    assert sentence.startswith(f"The scenario {tmp_path}/mine.yaml, line {line}, cannot be used: ")
    assert word in sentence.partition("cannot be used: ")[2]


REQUEST = {"api": "apiture/customer-audiences", "operation": "getCustomerAudience"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"api": "apiture/other"}, "apiture/customer-audiences"),
        ({"operation": "getCustomer"}, "getCustomerAudience,"),
        ({"as": "somebody"}, "demo-marin"),
        ({"path": {}}, "customerAudienceId"),
        ({"path": {"customerAudienceId": LIST, "id": 1}}, "customerAudienceId."),
        ({"query": {"institution": "MARIN"}}, "institutions"),
        ({"headers": {"X-Wish": "1"}}, "If-None-Match"),
        ({"body": {}}, "no body"),
        ({"status": 0}, "100"),
        ({"verb": "GET"}, "verb"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_request_names_what_there_is(tmp_path, change, word):
    """API, operation, token and parameters of a request are looked up before anything is done."""
    request = {**REQUEST, "path": {"customerAudienceId": LIST}, **change}
    with pytest.raises(FixtureError, match=r"line \d+, cannot be used: ") as caught:
        check(steps(tmp_path, {"request": request}), stage())

    assert word in str(caught.value)


PIECES = st.sampled_from(
    ["name", "title", "steps", "mine", "T.", *KINDS, "document", "apiture/audiences/x", "collection", "body"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | PIECES | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(PIECES | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
GOOD = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]


@st.composite
def spoiled(draw):
    """A scenario of ours with one value, anywhere in it, replaced, removed or added."""
    content = yaml.safe_load(yaml.safe_dump(draw(st.sampled_from(GOOD))))
    holders = [content]
    for holder in holders:
        inner = holder.values() if isinstance(holder, dict) else holder
        holders += [value for value in inner if isinstance(value, dict | list) and value]
    holder = draw(st.sampled_from(holders))
    key = draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    if draw(st.booleans()):
        holder[key] = draw(VALUES)
    elif draw(st.booleans()):
        del holder[key]
    elif isinstance(holder, dict):
        holder[draw(PIECES | st.text(max_size=3))] = draw(VALUES)
    return content


@given(st.one_of(spoiled(), VALUES).map(lambda value: yaml.safe_dump(value, allow_unicode=True)) | st.text())
def test_whatever_a_file_says_it_works_or_is_a_sentence(tmp_path_factory, text):
    """No file crashes: it is carried out, or a FixtureError names a line of it; then nothing has changed."""
    folder = tmp_path_factory.getbasetemp() / "spoiled"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    place = hosted()
    before = state(place)
    sentence = ""
    try:
        run(load(folder / "mine.yaml"), place, stage())
    except FixtureError as error:
        sentence = str(error)

    if sentence:
        assert sentence.startswith(f"The scenario {folder}/mine.yaml, line ")
        assert before == state(place)


def test_those_about_an_api_that_is_not_served_are_left_out():
    """With one API served, scenarios about the other are not offered."""
    one = {"apiture/customer-audiences": stage().services["apiture/customer-audiences"]}

    assert {"connection-failing"} == ours().keys() - found_in(FOLDER, replace(stage(), services=one)).keys()


def test_they_are_chosen_by_name_or_file(tmp_path):
    """--scenario takes the names of ours and files of the user's, in the order given."""
    path = written(tmp_path, "name: mine\ntitle: One of mine.\nsteps: []\n")

    assert ["mine", "empty-institution"] == [
        scenario.name for scenario in chosen([str(path), "empty-institution"], ours(), stage())
    ]
    with pytest.raises(
        UsageError, match=r"There is no scenario 'other': name a YAML file .*quota-nearly-used"
    ):
        chosen(["other"], ours(), stage())
    with pytest.raises(FixtureError, match="line 1"):
        chosen([str(written(tmp_path, "name: x\n"))], ours(), stage())


def test_a_request_can_be_conditional(place, tmp_path):
    """Headers and queries go down the line as a client would send them."""
    tag = desk(place).call("getCustomerAudience", customerAudienceId=LIST).headers["ETag"]
    list_mine = {"api": REQUEST["api"], "operation": "listCustomerAudiences", "query": {"state": "active"}}
    get_mine = {
        **REQUEST,
        "path": {"customerAudienceId": LIST},
        "headers": {"If-None-Match": tag},
        "status": 304,
    }

    run(steps(tmp_path, {"request": list_mine}, {"request": get_mine}), place, stage())
    assert 3 == place.world.store.exchanges
    assert CAROL in [item["id"] for item in desk(place).audience(LIST)["collaborators"]]


def test_the_example_of_readme_works(place, tmp_path):
    """README's scenario has every kind of step, and can be carried out."""
    text = re.findall(r"^```yaml\n(.*?)^```", README.partition("### Scenarios")[2], re.MULTILINE | re.DOTALL)[
        0
    ]
    scenario = load(written(tmp_path, text))
    run(scenario, place, stage())

    assert set(KINDS) == {step.kind for step in scenario.steps}
    assert "2026-11-21T17:03:04.000Z" == timestamp(place.world.clock.now())


def test_the_table_of_readme_is_ours():
    """README lists each scenario with its sentence."""
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", README.partition("### Scenarios")[2], re.MULTILINE)

    told = [(path.stem, load(path).title.rstrip(".")) for path in sorted(FOLDER.glob("*.yaml"))]
    assert told == rows[: len(told)]
