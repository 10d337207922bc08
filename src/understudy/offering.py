"""The APIs that a server offers: contracts, ours or a user's, with the vendors that answer them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from understudy.console.app import ApiPage
from understudy.contract.aliasing import aliased
from understudy.contract.judging import judge_json
from understudy.contract.load import Contract, load_contract
from understudy.errors import UsageError
from understudy.http.examples import example_handler
from understudy.http.handlers import Api
from understudy.resources import folder
from understudy.vendors import Vendor, find_vendors

__all__ = ["Offer", "make_offers", "page_of", "settings_of", "vendors_of"]


@dataclass(frozen=True)
class Offer:
    """One API on offer: its contract and the file it came from, who answers it, and whose it is.

    `moved` says that some of its operations are elsewhere than the file says.
    """

    contract: Contract
    source: Path
    api: Api
    vendor: Vendor
    moved: bool = False


def make_offers(
    apis: Sequence[str], specs: Mapping[str, Path], aliases: Mapping[str, str]
) -> tuple[Offer, ...]:
    """The APIs of these names (none: all), by contracts that may be replaced or moved.

    UsageError for one that no vendor has, and for an alias that cannot be.
    """
    known = {api.name: (api, vendor) for vendor in find_vendors() for api in vendor.apis}
    for name in [*apis, *specs]:
        if name not in known:
            raise UsageError(f"There is no API named {name!r}; choose from {', '.join(known)}.")
    wanted = apis or tuple(known)
    for name in specs:
        if name not in wanted:
            raise UsageError(
                f"--spec names {name}, which --api leaves out; add --api {name} or drop the --spec."
            )
    offers = [make_offer(*known[name], specs.get(name)) for name in dict.fromkeys(wanted)]
    contracts = aliased([offer.contract for offer in offers], aliases)
    return tuple(
        offer if contract is offer.contract else replace(offer, contract=contract, moved=True)
        for offer, contract in zip(offers, contracts, strict=True)
    )


def make_offer(api: Api, vendor: Vendor, replacement: Path | None) -> Offer:
    """An API with its contract: ours, which its handlers must match exactly, or the user's."""
    source = replacement or folder("specs") / f"{api.name}.yaml"
    contract = load_contract(source, name=api.name)
    return Offer(contract, source, fitted(api, contract) if replacement else api, vendor)


def fitted(api: Api, contract: Contract) -> Api:
    """The API with exactly the contract's operations; those without a handler answer by example."""
    handlers = {
        name: api.handlers.get(name) or example_handler(contract, operation)
        for name, operation in contract.operations.items()
    }
    return replace(api, handlers=handlers)


def vendors_of(offers: Iterable[Offer]) -> list[Vendor]:
    """Each vendor on offer, once."""
    found: list[Vendor] = []
    for offer in offers:
        if offer.vendor not in found:
            found.append(offer.vendor)
    return found


def settings_of(vendors: Iterable[Vendor], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were given; UsageError for one that no vendor has, or of a wrong value."""
    known: dict[str, Mapping[str, Any]] = {}
    for vendor in vendors:
        known |= {**vendor.settings, **vendor.starting}
    for name, value in given.items():
        if name not in known:
            names = ", ".join(sorted(known)) or "there is none"
            raise UsageError(f"There is no setting {name!r} for --set; choose from: {names}.")
        faults = judge_json(known[name], location="value")(value)
        if faults:
            raise UsageError(f"The setting {name} cannot be {value!r}: {faults[0].message}")
    return dict(given)


def page_of(offer: Offer) -> ApiPage:
    """What the web pages show of an API."""
    contract, identities = offer.contract, offer.vendor.identities
    client = next(iter(identities.clients.values()), None)
    return ApiPage(
        contract.name,
        contract.title,
        contract.version,
        contract.base_path,
        len(contract.operations),
        None if offer.moved else offer.source,
        contract.document,
        {token: identities.notes.get(token, "") for token in identities.tokens},
        (client.id, client.secret) if client else None,
        [(demo.title, demo.command) for demo in offer.vendor.demos.get(contract.name, ())],
    )
