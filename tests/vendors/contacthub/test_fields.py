"""Parts of customers."""

from tests.vendors.contacthub.desk import NEWSLETTER
from tests.vendors.contacthub.searches import search
from tests.vendors.contacthub.writes import create, newcomer


def test_only_the_fields_asked_for_are_answered(desk):
    """Of each customer the listed paths, spaces aside; what leads nowhere is passed over (H-77.9)."""
    whole = search(desk, size=1)["elements"][0]
    some = search(desk, size=1, fields="id, base.contacts.email,base.firstName,tags,no.such")["elements"][0]
    base = {
        "firstName": whole["base"]["firstName"],
        "contacts": {"email": whole["base"]["contacts"]["email"]},
    }
    assert {"id": whole["id"], "base": base, "tags": whole["tags"]} == some
    assert whole == search(desk, size=1, fields=" ,")["elements"][0]


def test_fields_do_not_cut_the_items_of_lists(desk):
    """A path into a list answers its items whole, one into nothing answers null (H-77.9)."""
    made = create(desk, newcomer(likes=[{"id": "1", "name": "tea"}, {"id": "2", "name": "rain"}]))
    found = search(desk, NEWSLETTER, fields="base.likes.name,base.firstName.x,base.credential.username")
    base = {"firstName": None, "credential": None, "likes": made["base"]["likes"]}
    assert [{"base": base}] == found["elements"]


def test_a_path_into_a_text_or_a_number_is_passed_over(desk):
    """It leads nowhere: no member becomes null that never is (H-77.9)."""
    whole = search(desk, size=1)["elements"][0]
    for name, value in whole.items():
        told = search(desk, size=1, fields=f"{name}.x,base.firstName.x")["elements"][0]
        expected = {name: {} if isinstance(value, dict) else value} if kept(value) else {}
        assert {"base": {}, **expected} == told


def kept(value):
    """Whether a path may go on in a value."""
    return value is None or isinstance(value, dict | list)
