"""README and CONTRIBUTING are the program's own words, and what they say works."""

import re
import shlex
import tomllib

import click
import pytest
import yaml
from click.testing import CliRunner

from tests.curls import PRINTED, sent
from tests.sources import ROOT
from understudy import cli
from understudy.announcement import announcement, commands
from understudy.conformance.waivers import load_waivers
from understudy.contract.aliasing import load_aliases
from understudy.planning import find_suites
from understudy.serving import Options, find_offers, start
from understudy.vendors import find_vendors
from understudy.vendors.contacthub.bulk import JOB_SECONDS
from understudy.vendors.contacthub.event_rows import EVENTS_EACH, PEOPLE_WITH_EVENTS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OFFERS = find_offers(Options())


@pytest.fixture(scope="module")
def server():
    with start(Options(port=0, customers=1000, log_format="")) as server:
        yield server


def blocks(text, language="sh"):
    """The code blocks of a Markdown text."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def rows(heading, table=0):
    """The cells of the n-th table after a heading, without its head and without backquotes."""
    section = README.partition(f"{heading}\n")[2]
    table = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)[table].splitlines()[2:]
    return [[re.sub(r"^`([^`]*)`$", r"\1", cell.strip()) for cell in row.split("|")[1:-1]] for row in table]


def test_the_two_commands_are_there_word_for_word():
    """How to serve and how to test, each one line."""
    assert [
        "python -m pip install . && understudy serve\n",
        "python -m pip install '.[test]' && pytest\n",
    ] == blocks(README)[:2]


def checks(heading):
    """The commands of a section that check, without the program's name."""
    section = README.partition(f"{heading}\n")[2].partition("\n##")[0]
    lines = "".join(blocks(section)).splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("understudy check")]


def checked(words, server):
    """What a command that checks comes to, at this server in place of the one on the default port."""
    return CliRunner().invoke(cli.main, [word.replace(PRINTED, server.url) for word in words])


@pytest.mark.parametrize("words", checks("## Check your implementation"), ids=" ".join)
def test_its_checks_can_be_run(server, words):
    """Each command that checks is taken as it stands; --dry-run keeps it short."""
    result = checked([*words, "--dry-run"], server)

    assert 0 == result.exit_code, result.output


@pytest.mark.parametrize("words", checks("### A server that nobody here wrote"), ids=" ".join)
def test_its_checks_of_prism_can_be_run(server, words):
    """The same of those that check Prism."""
    assert 0 == checked([*words, "--dry-run"], server).exit_code


def test_what_cannot_be_judged_is_said_as_it_says(server):
    """A host that is down, a wrong token, a wrong base path: the three sentences, word for word."""
    section = README.partition("What cannot be judged is said")[2]
    commands, told = blocks(section)[0].splitlines(), blocks(section, "text")[0].splitlines()
    for command, sentence in zip(commands, told, strict=True):
        result = checked(shlex.split(command)[1:], server)

        assert (3, "") == (result.exit_code, result.stdout)
        assert sentence == result.stderr.rstrip("\n").replace(server.url, PRINTED)


def test_its_exit_codes_are_all():
    """0 to 4, each once."""
    section = README.partition("| exit code |")[2].partition("\n\n")[0]

    assert ["0", "1", "2", "3", "4"] == re.findall(r"^\| (\d) \|", section, re.MULTILINE)


def test_its_callers_are_those_of_the_suites():
    """Every role that a promise may need is named."""
    row = next(
        cells for cells in rows("### Options of `understudy check`") if cells[0].startswith("--caller")
    )
    roles = {role for suite in find_suites() for role in suite.roles}

    assert roles == set(re.findall(r"`(\w+)`", row[2]))


def test_its_aliases_can_be_loaded(tmp_path):
    """The example of a file of aliases is one, for our own contracts."""
    file = tmp_path / "aliases.yaml"
    file.write_text(blocks(README.partition("An alias `")[2], "yaml")[0])
    offers = find_offers(Options(aliases=load_aliases(file)))

    assert ["contacthub/hub"] == [offer.contract.name for offer in offers if offer.moved]


def test_its_alias_moves_an_operation():
    """The command that serves one at another path is understood."""
    command = next(block for block in blocks(README) if block.startswith("understudy serve --alias"))
    theirs, _, ours = shlex.split(command)[3].partition("=")
    hub = find_offers(Options(apis=("contacthub/hub",), aliases={theirs: ours}))[0].contract

    assert theirs == hub.operations["getNodesStatsAnalyticsWorkspaces"].path


def test_its_settings_are_the_vendors():
    """Each setting has a line with its default and what its schema says of it, those of the server last."""
    vendors = list(find_vendors())
    kinds = [each.settings for each in vendors] + [each.starting for each in vendors]
    settings = {name: schema for kind in kinds for name, schema in kind.items()}
    defaults = dict([EVENTS_EACH, PEOPLE_WITH_EVENTS, JOB_SECONDS]) | {
        "import_budget": Options().import_budget
    }

    assert [
        [name, str(defaults.get(name, 0)), schema["description"].rstrip(".")]
        for name, schema in settings.items()
    ] == rows("## Options of `understudy serve`", table=1)


def test_its_waivers_can_be_loaded(tmp_path):
    """The example of a file of waivers is one."""
    file = tmp_path / "waivers.yaml"
    file.write_text(blocks(README.partition("### Waivers\n")[2], "yaml")[0])

    assert ["", "A-37"] == [waiver.rule for waiver in load_waivers(file).waivers]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.contract.name)
def test_its_curls_are_those_the_server_prints(offer):
    """README shows the commands of each API as the server on its default port prints them."""
    printed = "\n".join(commands(PRINTED, offer)).rstrip() + "\n"

    assert printed in blocks(README.partition(f"\n`{offer.contract.name}`\n")[2])[0]
    assert all(
        f"  {line}" in announcement(PRINTED, OFFERS, control=True) for line in printed.splitlines() if line
    )


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.contract.name)
def test_its_curls_work_when_pasted(server, offer):
    """Each command, in its order, is answered with success, and no answer is empty."""
    curls = [line for line in commands(PRINTED, offer) if line.startswith("curl")]
    answers = [sent(curl, server.url) for curl in curls]

    assert [] == [answer.text for answer in answers if not answer.is_success]
    assert all(answer.content for answer in answers)
    listed = [answer.json() for answer in answers if "json" in answer.headers["content-type"]]
    assert all(answer.get("items", True) for answer in listed)


def test_the_control_api_s_curls_work_in_their_order(server):
    """Each is answered with success, but for the one that asks for 429."""
    block = blocks(README.partition("### Control API\n")[2])[0]
    answers = [sent(line, server.url).status_code for line in block.splitlines() if line.startswith("curl")]

    assert [201, 201, 200, 200, 200, 200, 200, 429] == answers


def test_what_was_created_is_read_back(server):
    """The audience that one curl creates is the one that another shows."""
    curls = [line for line in commands(PRINTED, OFFERS[0]) if line.startswith("curl")]
    made = sent(next(curl for curl in curls if "Carolina savers" in curl), server.url).json()
    shown = sent(next(curl for curl in curls if "Carolina+savers" in curl), server.url).json()

    assert made["customerCount"] > 0
    assert made["id"] in [item["id"] for item in shown["items"]]


def test_the_hub_s_commands_are_one_story(server):
    """`/me` names workspace and nodes; who is created does something, and the stream has both."""
    offer = next(offer for offer in OFFERS if offer.contract.name == "contacthub/hub")
    curls = [line for line in commands(PRINTED, offer) if line.startswith("curl")]
    me, found, made, event, stream = (sent(curl, server.url).json() for curl in curls[:5])
    workspace = me["groups"][0]["workspaces"][0]
    nodes = {node["id"] for node in workspace["nodes"]}
    changes = [(change["entity"]["type"], change["entity"]["data"]) for change in stream["updates"]]
    events = {data["id"]: data["customerId"] for kind, data in changes if kind == "EVENT"}

    assert all(workspace["id"] in curl for curl in curls[1:5])
    assert {customer["nodeId"] for customer in found["elements"]} | {made["nodeId"]} <= nodes
    assert found["elements"]
    assert made["id"] in [data["id"] for kind, data in changes if kind == "CUSTOMER"]
    assert made["id"] == events[event["id"]]


def test_it_shows_how_a_workspace_is_throttled(server):
    """The second request of a minute is too many, and the first of the next one is not."""
    block = blocks(README.partition("## Contacthub\n")[2])[0]
    answers = [sent(line, server.url) for line in block.splitlines()]

    assert [201, 200, 200, 200, 429, 200, 200] == [answer.status_code for answer in answers]
    assert int(answers[4].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("name", ["serve", "check"])
def test_its_options_are_the_commands(name):
    """The tables of options have each option of their command once, in order, with its default."""
    options = [option for option in cli.main.commands[name].params if isinstance(option, click.Option)]
    described = [(cells[0].split()[0], cells[1]) for cells in rows(f"## Options of `understudy {name}`")]

    assert [option.opts[0] for option in options] == [option for option, _ in described]
    for option, (_, default) in zip(options, described, strict=True):
        if option.required:
            assert default == "required"
        elif option.is_flag:
            assert default == "off"
        elif isinstance(option.default, str | int | float):
            assert default == str(option.default)
        else:
            assert default in {"all", "ours", "none", "beside it"}


def test_the_commands_defaults_are_those_of_the_options_object():
    """A server that is started by the command line is the one that a test starts."""
    plain = Options()

    for option in cli.serve.params:
        named = {"host", "port", "seed", "customers", "clock", "log_format", "import_budget"}
        if option.name in named | {"max_worlds", "journal"}:
            assert getattr(plain, option.name) == option.default


def titled(contract) -> str:
    """Vendor, title and version of a contract, the vendor once."""
    vendor = contract.name.partition("/")[0].capitalize()
    return f"{vendor} {contract.title.removeprefix(vendor).strip()} {contract.version}"


def test_its_apis_are_those_on_offer():
    """The table of APIs gives name, title with version, base path and number of operations."""
    contracts = [offer.contract for offer in OFFERS]

    assert [
        [
            c.name,
            titled(c),
            c.base_path or "none: paths begin with `/a/`",
            str(len(c.operations)),
        ]
        for c in contracts
    ] == rows("# Understudy")


@pytest.mark.parametrize(
    ("heading", "name"),
    [("## Who may call", "apiture/customer-audiences"), ("## Contacthub", "contacthub/hub")],
)
def test_its_tokens_are_those_that_work(heading, name):
    """The tables of tokens are the vendors' own lists."""
    offer = next(offer for offer in OFFERS if offer.contract.name == name)

    assert [[token, note] for token, note in offer.vendor.identities.notes.items()] == rows(heading)


def test_the_tokens_of_sources_are_named():
    """Each token that a source of Contacthub starts with."""
    section = README.partition("Sources have tokens of their own")[2].partition("\n\n")[0]
    sources = yaml.safe_load((ROOT / "fixtures/contacthub/sources.yaml").read_text(encoding="utf-8"))[
        "sources"
    ]

    assert {source["token"] for source in sources} == set(re.findall(r"`(demo-[\w-]+)`", section))


def test_every_dependency_has_its_reason():
    """CONTRIBUTING gives a reason for each run-time dependency, and for no other."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    reasons = re.findall(r"^\| (\S.*?) \|", CONTRIBUTING.partition("## Dependencies")[2], re.MULTILINE)[1:]

    assert sorted(re.split(r"[<>=]", name)[0] for name in declared) == sorted(", ".join(reasons).split(", "))


def test_files_it_names_exist():
    """Paths in README and CONTRIBUTING lead somewhere."""
    named = set(re.findall(r"`((?:src|specs|fixtures|tests|\.ci)/[\w./-]*)`", README + CONTRIBUTING))

    assert [] == [path for path in named if not (ROOT / path).exists()]
    assert named
