"""Entity tags and the conditions on them."""

import re

import pytest
from tests.vendors.apiture.desk import (
    LIST,
    refused,
)


def test_one_form_of_tag(desk):
    """A-39: entity tags are weak, `W/` and a UUID in quotes."""
    tag = desk.call("getCustomerAudience", customerAudienceId=LIST).headers["ETag"]

    assert re.fullmatch(r'W/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"', tag)


@pytest.mark.parametrize("spell", [str, lambda tag: tag.removeprefix("W/"), lambda tag: tag[3:-1]])
def test_a_tag_matches_however_it_is_written(desk, spell):
    """A-37, A-39: a matching If-None-Match is a 304 with the tag, no body, however it is written."""
    tag = desk.call("getCustomerAudience", customerAudienceId=LIST).headers["ETag"]

    reply = desk.call("getCustomerAudience", customerAudienceId=LIST, headers={"If-None-Match": spell(tag)})

    assert (304, None, tag) == (reply.status, reply.body, reply.headers["ETag"])


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("patchCustomerAudience", {"name": "Renamed"}),
        ("deleteCustomerAudience", None),
        ("archiveCustomerAudience", None),
        ("restoreCustomerAudience", None),
        (
            "updateCustomerAudienceCustomers",
            {"identifierType": "username", "includesHeader": False, "content": "YQ=="},
        ),
    ],
)
def test_an_outdated_tag_stops_a_change(desk, operation, body):
    """A-38: with an If-Match that is not the current tag each change is a 412 and changes nothing."""
    before = desk.world.store.read()

    reply = desk.call(operation, body, customerAudienceId=LIST, headers={"If-Match": 'W/"old"'})

    assert (412, "preconditionFailed") == refused(reply)
    assert before is desk.world.store.read()
