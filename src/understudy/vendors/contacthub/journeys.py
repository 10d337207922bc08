"""What customers do, one thing leading to another: the journeys that histories are put together from.

Each person goes through the journeys of a node in turn, so that even few people meet every type of event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

__all__ = ["CONTEXTS", "TYPES", "Journey", "Step", "course", "journeys"]

CONTEXTS = (
    *("WEB", "MOBILE", "ECOMMERCE", "RETAIL", "SOCIAL", "DIGITAL_CAMPAIGN", "CONTACT_CENTER", "IOT", "OTHER"),
)

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Journey:
    """Events of one context: the type of each and how many minutes after the first it happens."""

    context: str
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a course: the `step`-th of `steps` of a journey, so many minutes after its first."""

    type: str
    context: str
    journey: int
    step: int
    steps: int
    minutes: int


ONLINE = (
    Journey(
        "ECOMMERCE",
        (
            ("viewedPage", 0),
            ("viewedProductCategory", 2),
            ("viewedProduct", 3),
            ("addedProduct", 6),
            ("completedOrder", 11),
            ("orderShipped", DAY),
            ("reviewedProduct", 9 * DAY),
        ),
    ),
    Journey(
        "WEB", (("loggedIn", 0), ("viewedPage", 1), ("clickedLink", 3), ("searched", 5), ("loggedOut", 9))
    ),
    Journey("ECOMMERCE", (("viewedProduct", 0), ("addedProduct", 4), ("abandonedCart", 2 * HOUR))),
    Journey("MOBILE", (("loggedIn", 0), ("viewedPage", 1), ("changedSetting", 2), ("loggedOut", 4))),
    Journey(
        "ECOMMERCE",
        (
            ("searched", 0),
            ("viewedProduct", 1),
            ("addedCompare", 3),
            ("removedCompare", 8),
            ("addedWishlist", 9),
            ("removedWishlist", 3 * DAY),
        ),
    ),
    Journey("WEB", (("viewedPage", 0), ("formCompiled", 6), ("serviceSubscribed", 7))),
    Journey("WEB", (("viewedPage", 0), ("viewedProduct", 2), ("abandonedSession", HOUR))),
    Journey("SOCIAL", (("clickedLink", 0), ("viewedPage", 1), ("genericActiveEvent", 4))),
    Journey("ECOMMERCE", (("viewedProduct", 0), ("addedProduct", 2), ("removedProduct", 5))),
    Journey("MOBILE", (("loggedIn", 0), ("serviceUnsubscribed", 3), ("loggedOut", 5))),
    Journey("WEB", (("viewedPage", 0), ("surveyCompiled", 12), ("grantedCoupon", DAY))),
    Journey("IOT", (("genericPassiveEvent", 0), ("genericPassiveEvent", HOUR))),
)
"""Of people who bank online."""

BRANCHES = (
    Journey("RETAIL", (("completedOrder", 0), ("addedReward", 1))),
    Journey("DIGITAL_CAMPAIGN", (("campaignSent", 0), ("campaignOpened", 90), ("campaignLinkClicked", 92))),
    Journey("CONTACT_CENTER", (("openedTicket", 0), ("repliedTicket", 5 * HOUR), ("closedTicket", DAY))),
    Journey(
        "OTHER",
        (
            ("eventEligible", 0),
            ("eventInvited", DAY),
            ("eventRegistered", 2 * DAY),
            ("eventConfirmed", 3 * DAY),
            ("eventParticipated", 12 * DAY),
        ),
    ),
    Journey("DIGITAL_CAMPAIGN", (("campaignOptinRequested", 0), ("campaignSubscribed", 4 * HOUR))),
    Journey("RETAIL", (("grantedCoupon", 0), ("completedOrder", 6 * DAY), ("addedReward", 6 * DAY + 1))),
    Journey("DIGITAL_CAMPAIGN", (("campaignSent", 0), ("campaignBounced", 1), ("campaignBlacklisted", 2))),
    Journey("CONTACT_CENTER", (("closedTicket", 0), ("surveyCompiled", 2 * HOUR))),
    Journey("OTHER", (("eventInvited", 0), ("eventDeclined", 2 * DAY))),
    Journey("RETAIL", (("removedReward", 0), ("completedOrder", 2))),
    Journey("DIGITAL_CAMPAIGN", (("campaignSent", 0), ("campaignOpened", 40), ("campaignUnsubscribed", 42))),
    Journey("OTHER", (("eventInvited", 0), ("eventConfirmed", DAY), ("eventNoShow", 9 * DAY))),
    Journey("DIGITAL_CAMPAIGN", (("campaignSent", 0), ("campaignMarkedSpam", 7 * HOUR))),
    Journey("OTHER", (("eventEligible", 0), ("eventNotInvited", 4 * DAY))),
)
"""Of people as branches, contact center and campaigns know them."""


def journeys(rows: str) -> Sequence[Journey]:
    """The journeys of a node that starts with these people (everyone, enrolled, commercial)."""
    return ONLINE if rows == "enrolled" else BRANCHES


TYPES = tuple(sorted({name for each in (*ONLINE, *BRANCHES) for name, _ in each.steps}))
"""All the types of events."""


@cache
def course(rows: str, first: int, events: int) -> tuple[Step, ...]:
    """The `events` steps of somebody who begins with the journey of number `first` and goes on in turn."""
    steps: list[Step] = []
    number = 0
    offered = journeys(rows)
    while len(steps) < events:
        journey = offered[(first + number) % len(offered)]
        count = min(len(journey.steps), events - len(steps))
        steps += [
            Step(name, journey.context, number, place, count, minutes)
            for place, (name, minutes) in enumerate(journey.steps[:count])
        ]
        number += 1
    return tuple(steps)
