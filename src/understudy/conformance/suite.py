"""Behaviours: executable promises of a vendor's documents, each with its rule.

A vendor's `behaviours` module holds `SUITES`, a suite per API, and nothing outside its folder names it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from understudy.conformance.probe import Probe, Stage, Undo
from understudy.conformance.verdict import Severity
from understudy.conformance.wire import UNSET, Exchange, pointed
from understudy.errors import Broken, NotObservable

__all__ = [
    "MUST",
    "SHOULD",
    "UNSET",
    "Behaviour",
    "Broken",
    "Check",
    "Exchange",
    "NotObservable",
    "Probe",
    "Role",
    "Setting",
    "Severity",
    "Stage",
    "Suite",
    "Undo",
    "pointed",
]

MUST, SHOULD = Severity.MUST, Severity.SHOULD

Check = Callable[[Probe], None]


@dataclass(frozen=True, slots=True)
class Role:
    """A further caller that some promises need.

    `who` completes "needs …". With client credentials a token of the scope `scopes` gives it, where that is
    not ""; `demo` is the token that an Understudy takes for it.
    """

    who: str
    scopes: str = ""
    demo: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What requests have to say and no answer tells: the value of a path parameter.

    `what` completes "needs …". In an Understudy it is the id of a document of `collection`, of the first one
    that `caller` (a role, "" for the main caller, whose requests all have it) is let in by.
    """

    parameter: str
    what: str
    collection: str
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One promise: its rule id, the sentence it proves, how much it binds, and the code that sees it kept.

    `operation` is the operationId that it is about; `uses` are all that it may call. `needs` names roles, or
    `stage`: a world of its own in an Understudy, whose clock can be moved. `check` returns when the promise
    is kept, and raises Broken or NotObservable.
    """

    api: str
    rule: str
    name: str
    says: str
    operation: str
    uses: tuple[str, ...]
    severity: Severity
    needs: tuple[str, ...]
    check: Check = field(repr=False)


@dataclass
class Suite:
    """The promises of one API.

    `main` is the token that an Understudy takes for the caller whom all promises speak of. `undo` says,
    by the operationId that creates, how a creation is taken back. `settings`, by name, are what requests have
    to say besides, to be given where the target is no Understudy. `siblings` are the vendor's other APIs that
    behaviours may call, with the base path that takes the place of this API's own. `production` are hosts
    (and all below them) where the vendor serves real customers. `refusals` are statuses by which operations
    that document them refuse well-formed requests, too, where no schema can judge all that they take: of a
    vendor with one status for all that is bad. `lagging` are the operationIds that may tell only later, in
    the vendor's own server, what was written: searches of an index, and what is taken in asynchronously.
    """

    api: str
    main: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)
    undo: Mapping[str, Undo] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    siblings: Mapping[str, str] = field(default_factory=dict)
    production: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    lagging: tuple[str, ...] = ()
    behaviours: list[Behaviour] = field(default_factory=list)

    def promises(
        self,
        rule: str,
        says: str,
        *,
        uses: tuple[str, ...],
        severity: Severity = MUST,
        needs: tuple[str, ...] = (),
    ) -> Callable[[Check], Check]:
        """Take a function as the proof of a sentence; the first of `uses` is the operation it is about.

        One may stand there twice.
        """

        def take(check: Check) -> Check:
            name = check.__name__.replace("_", "-")
            each = tuple(dict.fromkeys(uses))
            self.behaviours.append(
                Behaviour(self.api, rule, name, says, uses[0], each, severity, needs, check)
            )
            return check

        return take
