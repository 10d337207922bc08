"""Customers and events judged by the schemas of a workspace: bounds, causes, and a second judge."""

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import TIBURON, seeded

from understudy.errors import Problem
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.event_types import contexts, types
from understudy.vendors.contacthub.schemas import (
    customer_properties_schema,
    properties_schema,
    refuse_bad_customer,
    refuse_bad_properties,
)

TYPES = sorted(types())
REQUIRED = {
    "rewardAmount": 1,
    "rewardTypeId": "points",
    "totalAmount": 1,
    "startValidityDate": "2026-01-01T00:00:00Z",
}


def view():
    """What a handler sees at first."""
    return seeded().view(1)


def told(judge, body, *more, seen=None):
    """The rule and the paths of a refusal; None when there is none."""
    try:
        judge(seen or view(), TIBURON, body, *more)
    except Problem as refusal:
        problem = refusal
    else:
        return None
    assert 400 == problem.status
    return problem.rule, [cause.pointer for cause in problem.causes]


def least(name):
    """An event of the type with no more than it must have."""
    wanted = types()[name].schema.get("required", ())
    return {"type": name, "context": "OTHER", "properties": {each: REQUIRED[each] for each in wanted}}


@pytest.mark.parametrize("name", TYPES)
def test_little_is_asked_of_an_event(name):
    """What a type requires is enough, in every context; anything unknown is refused (H-25.1)."""
    event = least(name)
    for context in contexts():
        assert None is told(refuse_bad_properties, {**event, "context": context})
    event["properties"]["surely unknown"] = 1

    assert ("H-25.1", ["/properties/surely unknown"]) == told(refuse_bad_properties, event)


VALUES = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.text("ab:/", max_size=4) | st.just([]) | st.just({})
)


@st.composite
def events(draw):
    """An event with some of the properties of its type, right or wrong."""
    name = draw(st.sampled_from(TYPES))
    known = sorted(types()[name].schema["properties"])
    said = draw(st.dictionaries(st.sampled_from(known), VALUES, max_size=4))
    event = least(name)
    return {**event, "properties": {**event["properties"], **said}}


@given(events())
def test_events_are_judged_by_the_schema_that_is_told(event):
    """The schema that the workspace tells decides, whoever reads it (H-25.1)."""
    schema = properties_schema(view(), TIBURON, event["type"], resolved=True)
    checker = jsonschema.FormatChecker(formats=())
    valid = jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(event["properties"])
    mistaken = told(refuse_bad_properties, event)

    # The other judge knows no formats: it may only be milder.
    assert (
        mistaken is None or not valid or any(isinstance(each, str) for each in event["properties"].values())
    )
    assert valid or mistaken is not None


def test_formats_are_checked():
    """A date, an address or a position that is none is refused, with its place (H-25.1, H-0.g1)."""
    place = {"address": {"geo": {"lat": 91, "lon": 0}}}
    event = {**least("eventInvited"), "properties": {"eventDate": "soon", "eventLocation": place}}
    told_of = told(refuse_bad_properties, event)

    assert {"/properties/eventDate", "/properties/eventLocation/address/geo/lat"} == set(told_of[1])


@pytest.mark.parametrize(
    ("context", "info", "paths"),
    [
        ("WEB", {"client": {"ip": "192.0.2.1", "userAgent": None}}, None),
        ("WEB", {"client": {"ip": "none"}}, ["/contextInfo/client/ip"]),
        ("WEB", {"store": {"id": "1"}}, ["/contextInfo/store"]),
        ("RETAIL", {"store": {"id": "1", "type": "MALL"}, "salesAssistant": {"id": "7"}}, None),
        ("RETAIL", {"salesAssistant": {}}, ["/contextInfo/salesAssistant/id"]),
        ("MOBILE", {"device": {"model": "x"}}, None),
        ("ECOMMERCE", {"store": {"type": "CASTLE"}}, ["/contextInfo/store/type"]),
        ("SOCIAL", {"user": {"externalId": "x"}}, ["/contextInfo/user/id"]),
        ("OTHER", None, None),
    ],
)
def test_context_info_fits_the_context(context, info, paths):
    """contextInfo is what the schema of the event's context asks for (H-0.g1)."""
    event = {**least("searched"), "context": context, "contextInfo": info}

    assert (None if paths is None else ("H-0.g1", paths)) == told(refuse_bad_properties, event)


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (91, 0), (-90, -180), (-90.5, 0), (0, 181), (0, -180.5)])
def test_places_are_on_earth(lat, lon):
    """Latitudes go from -90 to 90, longitudes from -180 to 180 (H-0.g1)."""
    store = {"id": "1", "geo": {"lat": lat, "lon": lon}}
    event = {**least("searched"), "context": "RETAIL", "contextInfo": {"store": store}}
    name = None if abs(lat) <= 90 and abs(lon) <= 180 else "lat" if abs(lat) > 90 else "lon"
    expected = None if name is None else ("H-0.g1", [f"/contextInfo/store/geo/{name}"])

    assert expected == told(refuse_bad_properties, event)


def size(body):
    """Bytes of the body without white space."""
    return len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.mark.parametrize("text", ["a", "é", "€"])
def test_sizes_are_bytes(text):
    """An event of 65,535 bytes is taken, one of a byte more is not (H-38.1)."""
    event = {**least("searched"), "properties": {"keyword": text * 20_000}}
    event["properties"]["keyword"] += "a" * (65_535 - size(event))

    assert None is told(refuse_bad_properties, event)
    event["properties"]["keyword"] += "a"
    assert ("H-39.1", [""]) == told(refuse_bad_properties, event)


def test_a_customer_has_at_most_64_kb():
    """A customer of 65,536 bytes is taken, one of a byte more is not (H-0.g2)."""
    customer = {"extra": ""}
    customer["extra"] = "a" * (65_536 - size(customer))

    assert None is told(refuse_bad_customer, customer)
    assert ("H-0.g2", [""]) == told(refuse_bad_customer, {"extra": customer["extra"] + "a"})


def test_numbers_of_any_length_are_measured():
    """A whole number that no computer word holds is no obstacle (H-39.1)."""
    event = {**least("searched"), "properties": {"resultCount": 10**40}}

    assert None is told(refuse_bad_properties, event)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("firstName", 255),
        ("address/city", 255),
        ("address/street", 500),
        ("contacts/phone", 255),
        ("credential/username", 255),
        ("socialProfile/qzone", 255),
    ],
)
def test_texts_are_limited(path, most):
    """A base property has at most 255 characters, a street 500 (H-0.g3)."""

    def customer(length):
        *within, last = path.split("/")
        value = {last: "é" * length}
        for name in reversed(within):
            value = {name: value}
        return {"base": value}

    assert None is told(refuse_bad_customer, customer(most))
    assert ("H-0.g3", [f"/base/{path}"]) == told(refuse_bad_customer, customer(most + 1))


def test_a_picture_has_a_longer_address():
    """pictureUrl has at most 1000 characters (H-0.g3)."""
    url = "https://example.com/" + "a" * 980

    assert None is told(refuse_bad_customer, {"base": {"pictureUrl": url}})
    assert ("H-0.g3", ["/base/pictureUrl"]) == told(refuse_bad_customer, {"base": {"pictureUrl": f"{url}a"}})


def test_texts_in_lists_are_limited():
    """What stands in the lists of `base` is limited alike (H-0.g3)."""
    job = {"id": "1", "jobTitle": "x" * 255}

    assert None is told(refuse_bad_customer, {"base": {"jobs": [job]}})
    job["jobTitle"] += "x"
    assert ("H-0.g3", ["/base/jobs/0/jobTitle"]) == told(refuse_bad_customer, {"base": {"jobs": [job]}})


@given(st.lists(st.sampled_from([0, 1, 333, 334, 500, 1000]), max_size=6))
def test_tags_are_limited_together(lengths):
    """The tags of a list have at most 1000 characters together (H-0.g4)."""
    tags = ["é" * length for length in lengths]
    refused = ("H-0.g4", ["/tags/manual"]) if len("".join(tags)) > 1000 else None

    assert refused == told(refuse_bad_customer, {"tags": {"auto": [], "manual": tags}})


def test_null_is_no_id():
    """What a part of a customer must have cannot be null, all else can (H-0.g3)."""
    for name in ("educations", "jobs", "likes"):
        assert ("H-0.g3", [f"/base/{name}/0/id"]) == told(
            refuse_bad_customer, {"base": {name: [{"id": None}]}}
        )
    assert None is told(refuse_bad_customer, {"base": {"educations": [{"id": "1", "schoolName": None}]}})


def test_nothing_unknown_is_in_base():
    """The base properties are closed, all may be null, and dates are dates (H-0.g3)."""
    base = {"firstName": None, "contacts": None, "educations": None, "dob": "1980-02-30", "shoeSize": 44}

    assert {"/base/dob", "/base/shoeSize"} == set(told(refuse_bad_customer, {"base": base})[1])


def test_without_a_word_nothing_is_refused():
    """A part of a customer is judged for what it says (H-0.g3)."""
    for body in ({}, {"base": None}, {"extended": None, "tags": None, "consents": None}, {"base": {}}):
        assert None is told(refuse_bad_customer, body)


def disabling(*names):
    """A view of a workspace without these base properties."""
    seen = view()
    for name in names:
        seen = replace(seen, documents=configuration.switched(seen, TIBURON, "base-properties", name, False))
    return seen


def test_a_disabled_property_may_be_empty_or_as_it_was():
    """What is disabled may be said to be nothing, or what it was, never anything new (H-74.1)."""
    seen = disabling("address", "dob", "jobs")
    old = {"base": {"dob": "1980-02-28", "address": {"city": "Rome"}}}

    assert None is told(
        refuse_bad_customer, {"base": {"address": {"city": None}, "dob": None, "jobs": []}}, seen=seen
    )
    assert None is told(refuse_bad_customer, old, old, seen=seen)
    assert ("H-74.1", ["/base/address", "/base/dob"]) == told(refuse_bad_customer, old, seen=seen)
    new = {"base": {**old["base"], "dob": "1980-02-27"}}
    assert ("H-74.1", ["/base/dob"]) == told(refuse_bad_customer, new, old, seen=seen)


def test_what_was_there_may_stay_though_redefined():
    """An extended value that was there before its definition changed may stay (H-61.6)."""
    old = {"extended": {"shoe": 44}}

    assert ("H-61.6", ["/extended/shoe"]) == told(refuse_bad_customer, old)
    assert None is told(refuse_bad_customer, old, old)
    assert ("H-61.6", ["/extended/shoe"]) == told(refuse_bad_customer, {"extended": {"shoe": 45}}, old)


@given(st.sampled_from(["firstName", "dob", "locale", "contacts", "jobs"]), VALUES)
def test_customers_are_judged_by_the_schema_that_is_told(name, value):
    """The schema that the workspace tells decides, whoever reads it (H-73.1)."""
    schema = customer_properties_schema(view(), TIBURON, resolved=True)
    body = {"base": {name: value}}
    valid = jsonschema.Draft202012Validator(schema).is_valid(body)
    refused = told(refuse_bad_customer, body)

    assert valid or refused is not None
    assert refused is None or not valid or isinstance(value, str)
