"""Audience templates."""

from tests.vendors.apiture.desk import TEMPLATE, refused

EXCLUDED = "0399abed-f13c"


def test_templates_are_listed_by_importance(desk):
    """A-11: templates come by ordinal, then name, without those the institution excludes."""
    body = desk.world.store.read().get("apiture/templates", TEMPLATE).body
    desk.put("apiture/templates", "b-template", {**body, "name": "B list", "ordinal": 1_000})
    desk.put("apiture/templates", "a-template", {**body, "name": "A list", "ordinal": 1_000})

    items = desk.call("listCustomerAudienceTemplates").body["items"]

    assert [TEMPLATE, "0399abed-f13b", "a-template", "b-template"] == [item["id"] for item in items]
    others = desk.call("listCustomerAudienceTemplates", token="demo-marin").body["items"]
    assert EXCLUDED in [item["id"] for item in others]


def test_a_template_is_read_as_it_is_listed(desk):
    """A-11, A-24: a template has its filters, as an object, and the institution's counts."""
    [first, *_] = desk.call("listCustomerAudienceTemplates").body["items"]

    assert first == desk.call("getCustomerAudienceTemplate", customerAudienceTemplateId=TEMPLATE).body
    assert "and" == first["filters"]["operator"]
    assert first["customerCount"] == first["enrolledCustomerCount"] <= first["totalCustomerCount"]
    assert "customerCountUpdatedAt" not in first


def test_an_excluded_template_does_not_exist(desk):
    """A-11, A-16: reading a template that the institution excludes is a 404, as for one that never was."""
    for key in (EXCLUDED, "no-such-template"):
        reply = desk.call("getCustomerAudienceTemplate", customerAudienceTemplateId=key)
        assert (404, "notFound") == refused(reply)
