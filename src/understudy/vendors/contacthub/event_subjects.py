"""What a journey is about: a product, an order, a campaign, a ticket …, drawn once for all its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from understudy.world.ids import Stream

__all__ = ["SITE", "Subject", "subject_of"]

T = TypeVar("T")

SITE = "https://www.example.com"

PRODUCTS = (
    ("P-100", "Everyday credit card", "cards", 45.0),
    ("P-110", "Travel credit card", "cards", 95.0),
    ("P-120", "Prepaid gift card", "cards", 25.0),
    ("P-200", "Travel insurance", "insurance", 64.5),
    ("P-210", "Home insurance", "insurance", 189.9),
    ("P-220", "Phone insurance", "insurance", 39.99),
    ("P-300", "Small deposit box", "deposit boxes", 60.0),
    ("P-310", "Large deposit box", "deposit boxes", 140.0),
    ("P-400", "Silver coin set", "coins", 129.0),
    ("P-410", "Gold coin", "coins", 512.75),
    ("P-500", "Card reader", "accessories", 19.95),
    ("P-510", "Checkbook cover", "accessories", 14.5),
)
PAGES = (
    ("/", "Home"),
    ("/cards", "Cards"),
    ("/insurance", "Insurance"),
    ("/savings", "Savings"),
    ("/branches", "Branches"),
    ("/help", "Help"),
)
STORES = (
    ("S-01", "Main Street", "FLAGSHIP", "Springfield"),
    ("S-02", "Central Mall", "MALL", "Franklin"),
    ("S-03", "Riverside", "FREE-STANDING", "Georgetown"),
    ("S-04", "Airport", "AIRPORT", "Clinton"),
)
PAYMENTS = ("cash", "creditcard", "debitcard", "paypal", "other")
CARRIERS = ("Northbound Parcel", "Bluebird Post", "Swift Courier")
CAMPAIGNS = (
    ("C-2025-01", "New year savings", "Start the year with a plan"),
    ("C-2025-02", "Travel season", "Your card for the road"),
    ("C-2025-03", "Home month", "Make room for more"),
    ("C-2025-04", "Autumn letter", "What is new at your bank"),
)
LISTS = (("L-1", "Monthly letter"), ("L-2", "Offers"), ("L-3", "Branch news"))
SETTINGS = (
    ("LANGUAGE", "en", "es"),
    ("TIMEZONE", "America/New_York", "America/Chicago"),
    ("CURRENCY", "USD", "EUR"),
    ("OTHER", "paper", "digital"),
)
TICKETS = (
    ("Card lost", "cards", "I cannot find my card."),
    ("Wrong fee", "fees", "A fee was charged twice."),
    ("New address", "account", "I have moved."),
    ("Cannot log in", "online banking", "My password is refused."),
)
OCCASIONS = (
    ("E-10", "First home evening", "seminar"),
    ("E-20", "Retirement breakfast", "seminar"),
    ("E-30", "Branch anniversary", "party"),
    ("E-40", "Small business forum", "conference"),
)
SERVICES = (("SV-1", "Text alerts", "alerts"), ("SV-2", "Paperless statements", "statements"))
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
)
TRACKED = ("utm_source", "utm_medium", "utm_term", "utm_content", "utm_campaign")
DEVICES = (("Phone A", "Maker A", "17.5"), ("Phone B", "Maker B", "14"), ("Tablet C", "Maker C", "13"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What the events of a journey share; each member is what such an event says of it."""

    product: dict[str, Any]
    quantity: int
    discount: int
    rating: int
    order: str
    payment: str
    carrier: str
    store: dict[str, Any]
    page: tuple[str, str]
    campaign: dict[str, Any]
    list: dict[str, Any]
    subscriber: str
    setting: tuple[str, str, str]
    ticket: dict[str, Any]
    occasion: dict[str, Any]
    service: dict[str, Any]
    browser: str
    address: str
    device: dict[str, Any]
    tracked: bool
    tracking: dict[str, str]


def subject_of(draws: Stream) -> Subject:
    """The subject that a journey's own stream draws."""
    # Many bytes in one draw, a choice from each: separate draws take ten times as long.
    dice = iter(draws.bytes(24))

    def one_of(choices: Sequence[T]) -> T:
        return choices[next(dice) % len(choices)]

    number = draws.integer(10_000_000, 99_999_999)
    campaign, listed, ticket = one_of(CAMPAIGNS), one_of(LISTS), one_of(TICKETS)
    store, occasion, service, device = one_of(STORES), one_of(OCCASIONS), one_of(SERVICES), one_of(DEVICES)
    tags = ("newsletter", "email", ticket[1], campaign[2], campaign[0])
    return Subject(
        product=product(*one_of(PRODUCTS)),
        quantity=1 + next(dice) % 3,
        discount=5 * (next(dice) % 4),
        rating=1 + next(dice) % 5,
        order=f"ORD{number}",
        payment=one_of(PAYMENTS),
        carrier=one_of(CARRIERS),
        store={**named(("id", "name", "type", "city"), store), "country": "US"},
        page=one_of(PAGES),
        campaign={**named(("campaignId", "campaignName", "campaignSubject"), campaign), "channel": "EMAIL"},
        list=named(("listId", "listName"), listed),
        subscriber=f"SUB{number}",
        setting=one_of(SETTINGS),
        ticket={"ticketId": f"T{number}", "subject": ticket[0], "category": [ticket[1]], "text": ticket[2]},
        occasion=named(("eventId", "eventName", "eventType"), occasion),
        service=named(("serviceId", "serviceName", "serviceType"), service),
        browser=one_of(BROWSERS),
        # Kept for documentation, so nobody's.
        address=f"192.0.2.{1 + next(dice) % 254}",
        device={**named(("model", "deviceVendor", "systemVersion"), device), "language": "en"},
        tracked=next(dice) % 4 == 0,
        tracking=named(TRACKED, tags),
    )


def named(names: Sequence[str], values: Sequence[str]) -> dict[str, Any]:
    """An object with these members."""
    return dict(zip(names, values, strict=True))


def product(sku: str, name: str, category: str, price: float) -> dict[str, Any]:
    """A product as events write it."""
    return {
        "id": sku,
        "sku": sku,
        "name": name,
        "price": price,
        "category": [category],
        "linkUrl": f"{SITE}/products/{sku}",
        "imageUrl": f"{SITE}/images/{sku}.png",
    }
