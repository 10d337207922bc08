"""What a row's event says: properties by its type, the context's information, tracking.

Whatever belongs to one journey of a person (its product, order, campaign, ticket, occasion …) is drawn from
one stream per journey, so that the order is of the product that was looked at before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from understudy.vendors.contacthub.event_subjects import SITE, Subject, subject_of
from understudy.world.clock import timestamp
from understudy.world.ids import Ids
from understudy.world.population import Population

__all__ = ["Happening", "content"]

CENTS = 100


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a row: whose it is, which step of which of the person's journeys, what, where and when."""

    population: Population
    node: str
    person: int
    journey: int
    step: int
    type: str
    context: str
    at: datetime

    def subject(self) -> Subject:
        """What the journey is about: the same for all its events."""
        scope = ("contacthub event", self.population.institution, self.node, self.person, self.journey)
        return subject_of(Ids(self.population.seed).stream(*scope))


def content(happening: Happening) -> dict[str, Any]:
    """The members `properties`, `context`, `contextInfo` and `tracking` of the event."""
    subject = happening.subject()
    visited = happening.context in ("WEB", "ECOMMERCE", "SOCIAL")
    return {
        "properties": PROPERTIES[happening.type](subject, happening.at),
        "context": happening.context,
        "contextInfo": context_info(happening.context, subject),
        "tracking": {"ga": subject.tracking} if visited and subject.tracked else None,
    }


def context_info(context: str, subject: Subject) -> dict[str, Any]:
    """What the context tells of client, device or store."""
    if context in ("WEB", "ECOMMERCE", "SOCIAL"):
        return {"client": {"userAgent": subject.browser, "ip": subject.address}}
    if context == "MOBILE":
        return {"client": {"ip": subject.address}, "device": subject.device}
    if context == "RETAIL":
        return {"store": subject.store}
    return {}


def page(path: str, title: str) -> dict[str, Any]:
    """A page of the bank's site."""
    return {"path": path, "url": SITE + path, "title": title, "referer": SITE}


def viewed_page(subject: Subject, _at: datetime) -> dict[str, Any]:
    path, title = subject.page
    return page(path, title)


def clicked_link(subject: Subject, _at: datetime) -> dict[str, Any]:
    path, title = subject.page
    return page(f"{path}/details", f"{title}: details")


def viewed_category(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {"category": subject.product["category"][0]}


def product(subject: Subject, _at: datetime) -> dict[str, Any]:
    return dict(subject.product)


def product_line(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {**subject.product, "quantity": subject.quantity}


def reviewed(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {**subject.product, "rating": str(subject.rating)}


def searched(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {"keyword": subject.product["name"].split()[-1].lower(), "resultCount": 1 + subject.rating}


def amounts(subject: Subject) -> dict[str, Any]:
    """The sums of an order: the lines, shipping, tax and discount; in cents, so that they add up."""
    revenue = round(subject.product["price"] * CENTS) * subject.quantity
    tax, discount = revenue * 8 // 100, revenue * subject.discount // 100
    shipping = 0 if revenue > 50 * CENTS else 495
    return {
        "total": (revenue + tax + shipping - discount) / CENTS,
        "revenue": revenue / CENTS,
        "shipping": shipping / CENTS,
        "tax": tax / CENTS,
        "discount": discount / CENTS,
        "local": {"currency": "USD", "exchangeRate": 1},
    }


def lines(subject: Subject) -> list[dict[str, Any]]:
    """The only line of an order."""
    subtotal = round(subject.product["price"] * CENTS) * subject.quantity / CENTS
    line = {"orderLineId": 1, "type": "sale", "quantity": subject.quantity, "subtotal": subtotal}
    return [{**subject.product, **line}]


def order(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {
        "orderId": subject.order,
        "type": "sale",
        "storeCode": subject.store["id"],
        "paymentMethod": subject.payment,
        "amount": amounts(subject),
        "products": lines(subject),
    }


def abandoned_cart(subject: Subject, _at: datetime) -> dict[str, Any]:
    said = {"orderId": subject.order, "abandonedCartUrl": f"{SITE}/cart/{subject.order}"}
    return {**said, "amount": amounts(subject), "products": lines(subject)}


def abandoned_session(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {"abandonedSessionUrl": SITE + subject.page[0], "products": [dict(subject.product)]}


def shipped(subject: Subject, _at: datetime) -> dict[str, Any]:
    code = f"TRK{subject.order[3:]}"
    said = {"orderId": subject.order, "type": "standard", "carrier": subject.carrier, "packages": 1}
    return {**said, "trackingCode": code, "trackingUrl": f"{SITE}/tracking/{code}"}


def reward(subject: Subject, _at: datetime) -> dict[str, Any]:
    said = {"rewardAmount": 10 * subject.rating, "rewardTypeId": "POINTS", "rewardType": "points"}
    return {**said, "rewardDescription": "Points of the loyalty card"}


def coupon(subject: Subject, at: datetime) -> dict[str, Any]:
    amount = 5 * subject.rating
    return {
        "code": f"CPN{subject.order[3:]}",
        "status": "granted",
        "type": "discount",
        "totalAmount": amount,
        "redeemedAmount": 0,
        "remainingAmount": amount,
        "startValidityDate": timestamp(at),
        "campaignId": subject.campaign["campaignId"],
        "campaignName": subject.campaign["campaignName"],
    }


def campaign(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {**subject.campaign, "subscriberId": subject.subscriber}


def link_clicked(subject: Subject, at: datetime) -> dict[str, Any]:
    path, _ = subject.page
    return {**campaign(subject, at), "linkId": path.strip("/"), "linkUrl": SITE + path}


def blacklisted(subject: Subject, at: datetime) -> dict[str, Any]:
    return {**campaign(subject, at), **subject.list}


def subscribed(subject: Subject, _at: datetime) -> dict[str, Any]:
    return {**subject.list, "subscriberId": subject.subscriber, "channel": "EMAIL"}


def opt_in(subject: Subject, at: datetime) -> dict[str, Any]:
    return {**subscribed(subject, at), "invitationChannel": "EMAIL"}


def setting(subject: Subject, _at: datetime) -> dict[str, Any]:
    name, before, after = subject.setting
    return {"setting": name, "oldValue": before, "newValue": after}


def ticket(subject: Subject, _at: datetime) -> dict[str, Any]:
    return dict(subject.ticket)


def occasion(subject: Subject, at: datetime) -> dict[str, Any]:
    return {
        **subject.occasion,
        "eventDate": timestamp(at.replace(hour=18, minute=0, second=0, microsecond=0)),
    }


def participated(subject: Subject, at: datetime) -> dict[str, Any]:
    return {**subject.occasion, "checkIn": timestamp(at), "checkOut": timestamp(at + timedelta(hours=2))}


def form(subject: Subject, _at: datetime) -> dict[str, Any]:
    name = f"{subject.product['name']}: ask for an offer"
    return {
        "formId": f"form-{subject.product['id']}",
        "formName": name,
        "data": {"product": subject.product["id"]},
    }


def service(subject: Subject, at: datetime) -> dict[str, Any]:
    return {**subject.service, "subscriberId": subject.subscriber, "startDate": timestamp(at)}


def named(name: str) -> Callable[[Subject, datetime], dict[str, Any]]:
    """The properties of an event that has only a name."""
    return lambda _subject, _at: {"name": name}


def nothing(_subject: Subject, _at: datetime) -> dict[str, Any]:
    return {}


PROPERTIES: Mapping[str, Callable[[Subject, datetime], dict[str, Any]]] = {
    "abandonedCart": abandoned_cart,
    "abandonedSession": abandoned_session,
    "addedCompare": product,
    "addedProduct": product_line,
    "addedReward": reward,
    "addedWishlist": product,
    "campaignBlacklisted": blacklisted,
    "campaignBounced": campaign,
    "campaignLinkClicked": link_clicked,
    "campaignMarkedSpam": campaign,
    "campaignOpened": campaign,
    "campaignOptinRequested": opt_in,
    "campaignSent": campaign,
    "campaignSubscribed": subscribed,
    "campaignUnsubscribed": blacklisted,
    "changedSetting": setting,
    "clickedLink": clicked_link,
    "closedTicket": ticket,
    "completedOrder": order,
    "eventConfirmed": occasion,
    "eventDeclined": occasion,
    "eventEligible": occasion,
    "eventInvited": occasion,
    "eventNoShow": occasion,
    "eventNotInvited": occasion,
    "eventParticipated": participated,
    "eventRegistered": occasion,
    "formCompiled": form,
    "genericActiveEvent": named("shared a page"),
    "genericPassiveEvent": named("card reader woke up"),
    "grantedCoupon": coupon,
    "loggedIn": nothing,
    "loggedOut": nothing,
    "openedTicket": ticket,
    "orderShipped": shipped,
    "removedCompare": product,
    "removedProduct": product_line,
    "removedReward": reward,
    "removedWishlist": product,
    "repliedTicket": ticket,
    "reviewedProduct": reviewed,
    "searched": searched,
    "serviceSubscribed": service,
    "serviceUnsubscribed": service,
    "surveyCompiled": nothing,
    "viewedPage": viewed_page,
    "viewedProduct": product,
    "viewedProductCategory": viewed_category,
}
"""How the properties of each type come about, from the journey's subject and the event's moment."""
