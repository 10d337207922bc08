"""What a journey is about: a product, an order, a campaign, a ticket …, drawn once for all its events."""

from dataclasses import dataclass
from typing import Any

from understudy.world.ids import Stream

__all__ = ["SITE", "Subject", "subject_of"]

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
    # One draw of many bytes: a choice from each byte takes a tenth of the time of separate draws.
    dice = iter(draws.bytes(24))
    sku, name, category, price = PRODUCTS[next(dice) % len(PRODUCTS)]
    store, store_name, kind, city = STORES[next(dice) % len(STORES)]
    campaign, campaign_name, line = CAMPAIGNS[next(dice) % len(CAMPAIGNS)]
    listed, list_name = LISTS[next(dice) % len(LISTS)]
    subject, topic, text = TICKETS[next(dice) % len(TICKETS)]
    occasion, occasion_name, occasion_kind = OCCASIONS[next(dice) % len(OCCASIONS)]
    service, service_name, service_kind = SERVICES[next(dice) % len(SERVICES)]
    model, maker, system = DEVICES[next(dice) % len(DEVICES)]
    number = draws.integer(10_000_000, 99_999_999)
    return Subject(
        product=product(sku, name, category, price),
        quantity=1 + next(dice) % 3,
        discount=5 * (next(dice) % 4),
        rating=1 + next(dice) % 5,
        order=f"ORD{number}",
        payment=PAYMENTS[next(dice) % len(PAYMENTS)],
        carrier=CARRIERS[next(dice) % len(CARRIERS)],
        store={"id": store, "name": store_name, "type": kind, "city": city, "country": "US"},
        page=PAGES[next(dice) % len(PAGES)],
        campaign={
            "campaignId": campaign,
            "campaignName": campaign_name,
            "campaignSubject": line,
            "channel": "EMAIL",
        },
        list={"listId": listed, "listName": list_name},
        subscriber=f"SUB{number}",
        setting=SETTINGS[next(dice) % len(SETTINGS)],
        ticket={"ticketId": f"T{number}", "category": [topic], "subject": subject, "text": text},
        occasion={"eventId": occasion, "eventName": occasion_name, "eventType": occasion_kind},
        service={"serviceId": service, "serviceName": service_name, "serviceType": service_kind},
        browser=BROWSERS[next(dice) % len(BROWSERS)],
        # Kept for documentation, so nobody's.
        address=f"192.0.2.{1 + next(dice) % 254}",
        device={"model": model, "deviceVendor": maker, "systemVersion": system, "language": "en"},
        tracked=next(dice) % 4 == 0,
        tracking={
            "utm_source": "newsletter",
            "utm_medium": "email",
            "utm_campaign": campaign,
            "utm_term": topic,
            "utm_content": line,
        },
    )


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
