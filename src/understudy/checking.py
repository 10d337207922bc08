"""Carries out a check: behaviours, fuzz, and what is made of them."""

import platform
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from typing import Any

from understudy.conformance.access import Access
from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.clock import monotonic, now
from understudy.conformance.gathering import Gathered
from understudy.conformance.progress import Progress
from understudy.conformance.score import NOTHING_OBSERVED, Score, conformant, score
from understudy.conformance.target import Target
from understudy.conformance.verdict import Finding, Judgement, Run
from understudy.planning import Options, Plan

__all__ = ["Checked", "check"]

TOOLS = ("understudy", "schemathesis", "openapi-core", "jsonschema-rs", "httpx")
"""The packages whose versions a verdict depends on."""


@dataclass(frozen=True)
class Checked:
    """A run, its score, and whether it was ended by a signal before it was done."""

    run: Run
    score: Score
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 conformant, 1 broken, 4 ended too soon or nothing was seen."""
        if self.interrupted or self.score.verdict == NOTHING_OBSERVED:
            return 4
        return 0 if conformant(self.run) else 1


@dataclass
class Found:
    """What a run has found so far."""

    judgements: list[Judgement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    cases: int = 0
    interrupted: bool = False


def check(plan: Plan, progress: Progress) -> Checked:
    """Carry out a plan, write its reports, and say what came out.

    Unreachable when the target cannot be reached or lets nobody in; RunFailed when the judging itself fails.
    Ctrl-C ends the judging, not the cleaning up, and what was found until then is reported.
    """
    started, begun = now(), monotonic()
    gathered = Gathered(plan.contract)
    found = Found()
    with target_of(plan, gathered) as target:
        target.reach()
        deadline = begun + plan.options.time_limit if plan.options.time_limit else None
        progress.begin(plan.selection)
        try:
            behave(plan, target, deadline, progress, found)
        except KeyboardInterrupt:
            found.interrupted = True
            found.notes.append("The run was ended by a signal before it was done.")
        finally:
            progress.end()
    run = run_of(plan, gathered, found, started, monotonic() - begun)
    return Checked(run, score(run), found.interrupted)


def target_of(plan: Plan, gathered: Gathered) -> Target:
    """The server that the plan is about."""
    options = plan.options
    access = Access(
        token=options.token or "",
        client_id=options.client_id or "",
        client_secret=options.client_secret or "",
        token_url=options.token_url or "",
        headers=options.headers,
        callers=options.callers,
    )
    return Target(
        plan.contract,
        plan.url,
        suite=plan.suite,
        siblings=plan.siblings,
        access=access,
        rate=options.rate_limit,
        timeout=options.timeout,
        record=gathered.hear,
    )


def behave(plan: Plan, target: Target, deadline: float | None, progress: Progress, found: Found) -> None:
    """Judge the behaviours, as far as time and permission go."""
    options = plan.options
    behaved = judge_behaviours(
        target,
        plan.selection.behaviours,
        seed=options.seed,
        workers=options.workers,
        deadline=deadline,
        writes=plan.writes,
        began=progress.began,
    )
    for each in behaved:
        found.judgements.append(each.judgement)
        if each.finding:
            found.findings.append(replace(each.finding, rerun=rerun_of(plan, each.finding)))
        found.left += [f"{exchange.method} {exchange.url}" for exchange in each.left]
        progress.judged(each.judgement)


def rerun_of(plan: Plan, finding: Finding) -> str:
    """The command that asks again for what one finding is about. Secrets are shell variables in it."""
    options = plan.options
    words = ["understudy", "check", "--api", options.api, "--url", plan.url]
    words += ["--spec", str(options.spec)] if options.spec else []
    for api, url in options.siblings.items():
        words += ["--sibling", f"{api}={url}"]
    if options.client_id and options.token_url:
        words += ["--client-id", options.client_id, "--token-url", options.token_url]
    words += ["--allow-writes"] if options.allow_writes else []
    words += ["--i-own-this-server"] if options.own else []
    words += ["--only", finding.source, "--seed", str(options.seed)]
    if finding.source == "fuzz":
        words += ["--max-examples", str(options.max_examples)]
    for name in [finding.name] if finding.source == "behaviours" else finding.operations:
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
        yield f'--header "{name}:${name.upper().replace("-", "_")}"'


def run_of(plan: Plan, gathered: Gathered, found: Found, started: datetime, seconds: float) -> Run:
    """The run as data, the accepted findings marked."""
    findings, waivers = plan.waivers.apply(found.findings, started.date())
    exchanges = gathered.kept(exchange for finding in findings for exchange in finding.seen)
    return Run(
        api=plan.options.api,
        title=plan.contract.title,
        version=plan.contract.version,
        target=plan.url,
        seed=plan.options.seed,
        started=started,
        seconds=seconds,
        versions={"python": platform.python_version(), **{name: version(name) for name in TOOLS}},
        options=options_of(plan),
        judgements=tuple(found.judgements),
        findings=findings,
        coverage=gathered.report(),
        heat=gathered.heat(),
        requests=gathered.requests,
        cases=found.cases,
        notes=tuple(found.notes),
        left=tuple(found.left),
        waivers=waivers,
        shard=plan.options.shard,
        exchanges=exchanges,
        dropped=max(gathered.requests - len(exchanges), 0),
    )


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
        "fail_on": options.fail_on,
        "writes": plan.writes,
        "spec": str(options.spec) if options.spec else None,
        "waivers": str(options.waivers) if options.waivers else None,
        "callers": list(options.callers),
        "headers": list(options.headers),
    }
