"""Joins the parts: vendors, contracts and world become one application on one socket."""

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self, cast

from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp

from understudy.console.app import create_console
from understudy.contract.coverage import Coverage
from understudy.controlling import begin, control_app, desk_of, stage_of
from understudy.errors import TooLittleCovered, UnderstudyError
from understudy.http.app import Observer, Service, create_app
from understudy.http.exchange import Exchange
from understudy.http.identities import Identities
from understudy.http.worlds import DEFAULT, Worlds
from understudy.listening import Listener, listen, url_of
from understudy.logs import exchange_log, log_events
from understudy.offering import Offer, make_offers, page_of, settings_of, vendors_of
from understudy.resources import folder
from understudy.world.clock import monotonic, parse_clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import World, build_world

__all__ = ["Offer", "Options", "Server", "find_offers", "serve", "start"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """What a user may choose. Defaults are those of the command line.

    `apis` empty means all; `specs` maps API names to contracts that take the place of ours; `fixtures`
    is a world recipe; `import_budget` is in seconds; `journal` counts the exchanges that each of up to
    `max_worlds` worlds remembers; `log_format` is text, json, or "" for no lines. Without `control` there is
    neither control API nor console; with `control_token` they ask for it and may be used from anywhere.
    `scenarios` are names or files of situations that the default world starts in, one upon the other.
    `settings` are values of vendors' settings by name; `aliases` are paths at which operations are served
    instead (see `contract.aliasing`). `min_coverage` is the percentage of the contracts' goals that the
    traffic of all worlds has to have met when `serve` ends.
    """

    host: str = "127.0.0.1"
    port: int = 4010
    seed: int = 42
    customers: int = 10_000
    apis: tuple[str, ...] = ()
    specs: Mapping[str, Path] = field(default_factory=dict)
    fixtures: Path | None = None
    clock: str = "real"
    auth: bool = True
    log_format: str = "text"
    import_budget: float = 5.0
    max_worlds: int = 1000
    journal: int = 1000
    control: bool = True
    control_token: str | None = None
    scenarios: tuple[str, ...] = ()
    min_coverage: float = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


class Server:
    """A server in a thread of its own, for tests; use it in a `with` statement or `stop` it."""

    def __init__(
        self, listener: Listener, url: str, world: World, worlds: Worlds, offers: tuple[Offer, ...]
    ) -> None:
        self.url = url
        self.world = world
        self.worlds = worlds
        self.offers = offers
        self.listener = listener
        self.thread = Thread(target=listener.answer, name="understudy", daemon=True)

    def stop(self) -> None:
        """End the server and wait until it has ended."""
        self.listener.should_exit = True
        self.thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()


def start(options: Options) -> Server:
    """A server that answers by the time this returns; UsageError when the options cannot be met."""
    ready = Event()
    server = prepare(options, on_start=ready.set)
    server.thread.start()
    while not ready.wait(0.1):
        if not server.thread.is_alive():
            raise UnderstudyError("The server ended before it answered; its log says why.")
    return server


def serve(options: Options, *, announce: Callable[[Server], None], progress: Progress | None = None) -> None:
    """Answer in this thread until SIGINT or SIGTERM; `announce` is called when requests are answered.

    UsageError when the options cannot be met; TooLittleCovered when in the end `min_coverage` is not.
    Else the signal is raised again at the end, as by uvicorn.
    """
    log_events(options.log_format)
    # What is made by then stays: looking for garbage among it would take a tenth of the start.
    gc.disable()
    try:
        server = prepare(options, on_start=lambda: announce(server), progress=progress)
        favour_the_event_loop()
    finally:
        gc.enable()
    try:
        server.listener.answer()
    except (SystemExit, KeyboardInterrupt):
        demand_coverage(server.worlds.coverage(), options.min_coverage)
        raise


def favour_the_event_loop() -> None:
    """Let small requests wait less for long ones; of this process as a whole."""
    # Whatever is there by now stays: each search for garbage among it would take some 50 ms.
    gc.freeze()
    # How long a worker may keep the interpreter to itself; 5 ms by default.
    sys.setswitchinterval(0.001)


def demand_coverage(coverage: Coverage, least: float) -> None:
    """TooLittleCovered when less than this percentage of the contracts' goals was met."""
    if coverage.percent() >= least:
        return
    whole = coverage.report()
    calls = [each["calls"] for api in whole["apis"].values() for each in api["operations"].values()]
    raise TooLittleCovered(
        f"The traffic covered {whole['percent']:g} % of the contracts ({whole['met']} of {whole['all']} "
        f"goals; {calls.count(0)} of {len(calls)} operations were never called), but --min-coverage asks for "
        f"{least:g} %: send more of what the contracts allow, or ask for less."
    )


def prepare(options: Options, *, on_start: Callable[[], None], progress: Progress | None = None) -> Server:
    """Everything up to the first request: the port is taken first, since it fails soonest."""
    opened = listen(options.host, options.port)
    try:
        offers = find_offers(options)
        world = make_world(options, offers, progress)
        contracts = [offer.contract for offer in offers]
        worlds = Worlds(world, contracts, most=options.max_worlds, journal=options.journal)
        app = make_app(options, offers, worlds)
    except BaseException:
        opened.close()
        raise
    return Server(Listener(app, opened, on_start), url_of(opened), world, worlds, offers)


def find_offers(options: Options) -> tuple[Offer, ...]:
    """The APIs that the options ask for; UsageError when they cannot be met."""
    return make_offers(options.apis, options.specs, options.aliases)


def make_world(options: Options, offers: tuple[Offer, ...], progress: Progress | None = None) -> World:
    """A seeded world with its people and the first documents of the vendors on offer."""
    vendors = vendors_of(offers)
    ours = folder("fixtures")
    world = build_world(
        replace(load_recipes(options.fixtures or ours / "world.yaml"), otherwise=ours),
        seed=options.seed,
        customers=options.customers,
        clock=parse_clock(options.clock),
        name=DEFAULT,
        settings={"import_budget": options.import_budget, **settings_of(vendors, options.settings)},
        transitions={name: fire for vendor in vendors for name, fire in vendor.transitions.items()},
        progress=progress,
    )
    documents = world.store.read()
    for vendor in vendors:
        documents = vendor.seed(world, documents)
    world.store.reset(documents, exchanges=0)
    return world


def make_app(options: Options, offers: tuple[Offer, ...], worlds: Worlds) -> ASGIApp:
    """The ASGI application over these worlds, with control API and web pages unless they are not wanted."""
    vendors = vendors_of(offers)
    identities = Identities()
    for vendor in vendors:
        identities = identities.merged(vendor.identities)
    services = [Service(offer.contract, offer.api) for offer in offers]
    stage = stage_of(services, vendors, identities)
    scenarios = begin(worlds, stage, options.scenarios)
    observers: list[Observer] = []
    if options.log_format:
        observers.append(exchange_log(options.log_format, worlds.default.world.clock))
    mounts: dict[str, ASGIApp] = {}
    if options.control:
        desk = desk_of(worlds, stage, scenarios, seed=options.seed)
        observers.append(desk.tally.note)
        console = create_console([page_of(offer) for offer in offers], desk)
        # a2wsgi types WSGI and ASGI in its own words.
        pages = cast("ASGIApp", WSGIMiddleware(cast("Any", console)))
        control = control_app(desk, pages, token=options.control_token, host=options.host)
        mounts[control.contract.base_path] = control
    return create_app(
        services,
        worlds=worlds,
        identities=identities,
        auth=options.auth,
        seed=options.seed,
        issuers=[issuer for vendor in vendors for issuer in vendor.issuers],
        living=[vendor.token_of for vendor in vendors if vendor.token_of is not None],
        on_exchange=all_of(observers),
        mounts=mounts,
        timer=monotonic,
    )


def all_of(observers: Sequence[Observer]) -> Observer | None:
    """One observer that tells them all; None when there is none."""
    if len(observers) < 2:
        return next(iter(observers), None)

    def tell(exchange: Exchange, seconds: float, world: str) -> None:
        for observer in observers:
            observer(exchange, seconds, world)

    return tell
