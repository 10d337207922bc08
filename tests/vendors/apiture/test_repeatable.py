"""Answers that the line may remember: they must be what they would be without memory."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.apiture.desk import CAMPAIGN, EVERYBODY, IN_USE, LIST, TEMPLATE, Desk, seeded

from understudy.vendors.apiture.api import VENDOR

QUESTIONS = st.sampled_from(
    [
        ("getCustomerAudience", {"customerAudienceId": LIST}),
        ("getCustomerAudience", {"customerAudienceId": EVERYBODY}),
        ("listCustomerAudienceCollaborators", {"customerAudienceId": LIST}),
        ("getCustomerAudienceConnection", {"customerAudienceConnectionId": CAMPAIGN}),
        ("getCustomerAudienceTemplate", {"customerAudienceTemplateId": TEMPLATE}),
    ]
)
CHANGES = st.sampled_from(
    [
        ("patchCustomerAudience", {"customerAudienceId": EVERYBODY}, {"name": "Another name"}),
        ("archiveCustomerAudience", {"customerAudienceId": EVERYBODY}, None),
        ("restoreCustomerAudience", {"customerAudienceId": EVERYBODY}, None),
        ("archiveCustomerAudience", {"customerAudienceId": IN_USE}, None),
        ("deactivateCustomerAudienceConnection", {"customerAudienceConnectionId": CAMPAIGN}, None),
        ("activateCustomerAudienceConnection", {"customerAudienceConnectionId": CAMPAIGN}, None),
        ("deleteCustomerAudience", {"customerAudienceId": LIST}, None),
    ]
)
TOKENS = st.sampled_from(["demo", "demo-marin", "demo-admin", "demo-read"])


def without_memory(desk: Desk) -> Desk:
    """The same world, whose documents remember nothing."""
    fork = desk.world.fork("forgetful")
    fork.store.reset(replace(fork.store.read(), _derived={}), exchanges=fork.store.exchanges)
    return Desk(fork)


def test_the_handlers_that_may_be_remembered():
    """Only reads of one resource are remembered, so that what is kept stays small."""
    repeatable = {name for api in VENDOR.apis for name, handler in api.handlers.items() if handler.repeatable}

    assert {
        "getCustomerAudience",
        "getCustomerAudienceConnection",
        "getCustomerAudienceTemplate",
        "listCustomerAudienceCollaborators",
    } == repeatable


@settings(max_examples=settings.default.max_examples // 4)
@given(
    steps=st.lists(
        st.tuples(QUESTIONS, TOKENS, st.none() | CHANGES, st.sampled_from([0, 0, 1, 40])), min_size=3
    )
)
def test_what_is_remembered_is_what_would_be_found(steps):
    """A-27, A-37: whatever changes and however time passes, a remembered answer equals one found anew."""
    desk = Desk(seeded().fork("remembering"))
    for (operation, path), token, change, days in steps:
        fresh = without_memory(desk).call(operation, token=token, **path)
        reply = desk.call(operation, token=token, **path)
        if reply.status < 400:
            assert (fresh.status, fresh.body, fresh.headers) == (reply.status, reply.body, reply.headers)
        assert fresh.status == reply.status
        if change is not None:
            desk.call(change[0], change[2], **change[1])
        desk.world.clock.step(timedelta(days=days))
