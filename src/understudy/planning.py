"""What a check is to do, found out before anything is sent: contract, promises, selection, waivers."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

from understudy import vendors
from understudy.conformance.carrier import Rate
from understudy.conformance.probe import WRITES
from understudy.conformance.safety import refuse_production, writes_allowed
from understudy.conformance.selection import BEHAVIOURS, FUZZ, SOURCES, Selection, select
from understudy.conformance.suite import Suite
from understudy.conformance.verdict import Finding
from understudy.conformance.waivers import Waivers, load_waivers
from understudy.conformance.wire import variable
from understudy.contract.aliasing import aliased
from understudy.contract.load import Contract, load_contract
from understudy.errors import UsageError
from understudy.resources import folder

__all__ = ["Options", "Plan", "describe", "find_suites", "options_of", "plan", "rerun_of", "source_of"]


@dataclass(frozen=True)
class Options:
    """What a user may choose. Defaults are those of the command line.

    `url` is the base URL of the API `api`; `siblings` are those of the vendor's other APIs, by name. Either
    `token`, or a client with `token_url`, says who calls; `callers` are tokens by role, `settings` the values
    of the suite's settings by name. `spec` takes the place of our contract; `aliases` say where operations
    are instead (see `contract.aliasing`). `time_limit` and `timeout` (of one answer) are in seconds,
    `rate_limit` is auto or requests per second, `shard` a number and of how many. Searches are awaited
    `search_lag` seconds after a write. `own` says that even a vendor's production host may be checked.
    """

    api: str
    url: str
    token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    token_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    callers: Mapping[str, str] = field(default_factory=dict, repr=False)
    siblings: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    spec: Path | None = None
    only: tuple[str, ...] = SOURCES
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_examples: int = 100
    seed: int = 42
    workers: int = 1
    shard: tuple[int, int] = (1, 1)
    time_limit: float | None = None
    timeout: float = 30.0
    rate_limit: Rate = "auto"
    search_lag: float = 0.0
    waivers: Path | None = None
    report: Path | None = None
    fail_on: str = "violation"
    allow_writes: bool = False
    own: bool = False


@dataclass(frozen=True)
class Plan:
    """A check that can begin: everything a user could have got wrong on this side is found out.

    `source` is the contract's file. `url` has no slash at its end; `siblings` are the vendor's other APIs
    with the contract and base URL of each; `writes` says whether operations that write may be sent.
    """

    options: Options
    url: str
    source: Path
    contract: Contract
    suite: Suite
    siblings: Mapping[str, tuple[Contract, str]]
    selection: Selection
    waivers: Waivers
    writes: bool


def plan(options: Options) -> Plan:
    """The plan of a check; UsageError, a sentence, when the options cannot be met."""
    suites = {suite.api: suite for suite in find_suites()}
    suite = suites.get(options.api)
    if suite is None:
        raise UsageError(f"There is no API named {options.api!r}; choose from {', '.join(suites)}.")
    url = checked_url(options.url, "--url")
    demand_client(options)
    demand_roles(options, suite)
    source = source_of(suite.api, options.spec)
    contract = load_contract(source, name=suite.api)
    siblings = siblings_of(options, url, contract, suite)
    contract, *others = aliased([contract, *(each for each, _ in siblings.values())], options.aliases)
    siblings = {api: (each, siblings[api][1]) for api, each in zip(siblings, others, strict=True)}
    for each in (url, *(where for _, where in siblings.values())):
        refuse_production(each, suite.production, own=options.own)
    selection = select(
        tuple(contract.operations),
        suite.behaviours,
        only=options.only,
        include=options.include,
        exclude=options.exclude,
        shard=options.shard,
    )
    waivers = load_waivers(options.waivers) if options.waivers else Waivers("", ())
    writes = writes_allowed(url, allow_writes=options.allow_writes)
    return Plan(options, url, source, contract, suite, siblings, selection, waivers, writes)


def source_of(api: str, spec: Path | None = None) -> Path:
    """The file of an API's contract: ours, unless there is another in its place."""
    return spec or folder("specs") / f"{api}.yaml"


def find_suites() -> Iterator[Suite]:
    """The suites of every vendor folder that has behaviours, in order of name."""
    for module in sorted(iter_modules(vendors.__path__), key=lambda module: module.name):
        if module.ispkg:
            yield from import_module(f"{vendors.__name__}.{module.name}.behaviours").SUITES


def checked_url(text: str, option: str) -> str:
    """A base URL without slashes at its end; UsageError unless it is an absolute one of HTTP."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as fault:
        raise UsageError(f"{option} {text!r} is no URL ({fault}); correct it.") from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.query
        or parts.fragment
        or port == 0
    ):
        raise UsageError(
            f"{option} {text!r} is not a base URL; write it as https://host/path, without a query."
        )
    if parts.username is not None:
        raise UsageError(f"{option} holds credentials; give them by --token or --header.")
    return text.rstrip("/")


def demand_client(options: Options) -> None:
    """UsageError unless the credentials make sense together."""
    client = [options.client_id, options.client_secret, options.token_url]
    if any(client) and not all(client):
        raise UsageError("--client-id, --client-secret and --token-url belong together: give all three.")
    if any(client) and options.token:
        raise UsageError("Both --token and a client are given; drop one of them.")
    if options.token_url:
        checked_url(options.token_url, "--token-url")


def demand_roles(options: Options, suite: Suite) -> None:
    """UsageError for a caller, a sibling or a setting that the suite does not know."""
    for role in options.callers:
        if role not in suite.roles:
            raise UsageError(f"There is no caller {role!r}; choose from {', '.join(suite.roles)}.")
    for api in options.siblings:
        if api not in suite.siblings:
            raise UsageError(f"{suite.api} has no sibling {api!r}; choose from {', '.join(suite.siblings)}.")
    for name in options.settings:
        if name not in suite.settings:
            known = ", ".join(suite.settings) or "there is none"
            raise UsageError(f"{suite.api} has no setting {name!r} for --set; choose from: {known}.")


def siblings_of(
    options: Options, url: str, contract: Contract, suite: Suite
) -> dict[str, tuple[Contract, str]]:
    """The vendor's other APIs: where they are said to be, else beside this one."""
    found = {}
    for api, base_path in suite.siblings.items():
        where = options.siblings.get(api)
        if where is None and url.endswith(contract.base_path):
            where = url.removesuffix(contract.base_path) + base_path
        if where is not None:
            sibling = load_contract(source_of(api), name=api)
            found[api] = (sibling, checked_url(where, "--sibling"))
    return found


def describe(plan: Plan) -> Iterator[str]:
    """What the plan would send, line by line."""
    options, selection = plan.options, plan.selection
    contract = plan.contract
    yield f"{contract.title} {contract.version} at {plan.url}, seed {options.seed}; nothing is sent."
    if not plan.writes:
        yield "Operations that write would not be sent: this is another host, and there is no --allow-writes."
    for number, behaviour in enumerate(selection.behaviours):
        if not number:
            yield f"\nBehaviours ({len(selection.behaviours)}), each with the operations that it calls:"
        yield f"  {behaviour.rule} {behaviour.name} ({behaviour.severity}): {behaviour.says}"
        yield f"      {', '.join(behaviour.uses)}{asked_of(plan, behaviour.uses)}"
    if selection.operations:
        yield f"\nFuzz ({len(selection.operations)} operations), {options.max_examples} generated cases each:"
    for name in selection.operations:
        operation = plan.contract.operations[name]
        yield f"  {name}  {operation.method} {plan.url}{operation.path}{asked_of(plan, (name,))}"
    if selection.stateful:
        remark = "" if plan.writes else " (not run: they write)"
        yield f"\nChains of calls of {len(selection.stateful)} operations{remark}."


def asked_of(plan: Plan, names: tuple[str, ...]) -> str:
    """A remark when operations that write are among these, and may not be sent."""
    contracts = [plan.contract, *(contract for contract, _ in plan.siblings.values())]
    operations = [
        contract.operations[name] for contract in contracts for name in names if name in contract.operations
    ]
    writing = any(operation.method in WRITES for operation in operations)
    return " (not run: it writes)" if writing and not plan.writes else ""


def rerun_of(plan: Plan, finding: Finding) -> str:
    """The command that asks again for what one finding is about. Secrets are shell variables in it."""
    options = plan.options
    words = ["understudy", "check", "--api", options.api, "--url", plan.url]
    words += ["--spec", str(options.spec)] if options.spec else []
    for api, url in options.siblings.items():
        words += ["--sibling", f"{api}={url}"]
    for name, value in options.settings.items():
        words += ["--set", f"{name}={value}"]
    if options.client_id and options.token_url:
        words += ["--client-id", options.client_id, "--token-url", options.token_url]
    for theirs, ours in options.aliases.items():
        words += ["--alias", f"{theirs}={ours}"]
    words += ["--allow-writes"] if options.allow_writes else []
    words += ["--i-own-this-server"] if options.own else []
    words += ["--timeout", f"{options.timeout:g}"] if options.timeout != Options.timeout else []
    words += ["--rate-limit", f"{options.rate_limit}"] if options.rate_limit != Options.rate_limit else []
    words += ["--search-lag", f"{options.search_lag:g}"] if options.search_lag else []
    words += ["--only", finding.source, "--seed", str(options.seed)]
    if finding.source == FUZZ:
        words += ["--max-examples", str(options.max_examples)]
    if finding.source == BEHAVIOURS:
        names = [finding.name]
    else:
        # What broke in a chain of calls takes all of them to be seen again, else one operation will do.
        names = list(dict.fromkeys(each.operation for each in finding.seen if each.operation))
        names = names or list(finding.operations)
    for name in names:
        words += ["--include", name]
    return " ".join([shlex.join(words), *secrets_of(options)])


def secrets_of(options: Options) -> Iterator[str]:
    """The options that hold secrets, as a shell fills them in."""
    if options.token:
        yield '--token "$TOKEN"'
    if options.client_secret:
        yield '--client-secret "$CLIENT_SECRET"'
    for role in options.callers:
        yield f'--caller "{role}=${role.upper()}_TOKEN"'
    for name in options.headers:
        yield f'--header "{name}:${variable(name)}"'


def options_of(plan: Plan) -> Mapping[str, Any]:
    """What the run depends on, ready for JSON; no secret is among it."""
    options = plan.options
    return {
        "only": list(options.only),
        "include": list(options.include),
        "exclude": list(options.exclude),
        "max_examples": options.max_examples,
        "workers": options.workers,
        "time_limit": options.time_limit,
        "timeout": options.timeout,
        "rate_limit": options.rate_limit,
        "search_lag": options.search_lag,
        "fail_on": options.fail_on,
        "writes": plan.writes,
        "spec": str(options.spec) if options.spec else None,
        "waivers": str(options.waivers) if options.waivers else None,
        "callers": list(options.callers),
        "settings": dict(options.settings),
        "aliases": dict(options.aliases),
        "headers": list(options.headers),
    }
