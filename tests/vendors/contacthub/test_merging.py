"""How what is sent joins what is stored: laws of the three ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.vendors.contacthub.merging import appended, patched, replaced
from understudy.vendors.contacthub.parts import parts, same

texts = st.sampled_from(["a", "b", "c"])
optional = st.none() | texts
ids = st.sampled_from(["1", "2", "3"])
few = st.lists(texts, max_size=4)


def some(**members):
    """Objects with some of these members."""
    return st.fixed_dictionaries({}, optional=members)


def items(**members):
    """Lists of objects with an id, which may come twice, and some of these members."""
    return st.lists(st.fixed_dictionaries({"id": ids}, optional=members), max_size=4)


contexts = some(ip=optional, userAgent=optional)
subscriptions = st.lists(
    st.fixed_dictionaries(
        {"id": ids, "subscribed": st.booleans()}, optional={"name": optional, "subscribeContext": contexts}
    ),
    max_size=4,
)
bases = some(
    firstName=optional,
    contacts=st.none()
    | some(email=optional, otherContacts=st.lists(some(name=texts, value=texts), max_size=3)),
    educations=items(schoolName=optional),
    likes=items(name=optional),
    jobs=items(jobTitle=optional),
    subscriptions=subscriptions,
)
bodies = some(
    externalId=optional,
    base=st.none() | bases,
    consents=st.none() | some(profiling=st.none() | some(online=some(status=st.booleans()))),
    extended=st.none()
    | st.dictionaries(texts, st.none() | st.booleans() | st.integers(0, 1) | few, max_size=3),
    tags=st.none() | some(auto=few, manual=few),
    enabled=st.booleans(),
)
stored = bodies.map(lambda sent: parts(appended({}, sent)))
lean = settings(max_examples=60)


def distinct(items):
    """Whether no two elements have one id, or else one value."""
    keys = [each["id"] if isinstance(each, dict) and "id" in each else repr(each) for each in items]
    return len(keys) == len(set(keys))


def lists_of(value):
    """All lists in a value."""
    if isinstance(value, dict):
        return [found for inner in value.values() for found in lists_of(inner)]
    return [value] if isinstance(value, list) else []


@lean
@given(old=stored, sent=bodies)
def test_posting_twice_is_posting_once(old, sent):
    """What is sent again is found there already: lists do not grow (H-78.7)."""
    once = appended(old, sent)

    assert same(once, appended(once, sent))


@lean
@given(old=stored, sent=bodies)
def test_patching_twice_is_patching_once(old, sent):
    """What is set again is as it was (H-80.1)."""
    once = patched(old, sent)

    assert same(once, patched(once, sent))


@lean
@given(old=stored)
def test_a_customer_sent_back_is_unchanged(old):
    """PATCH, PUT and POST of what is there change nothing, STRICT or not (H-80.11)."""
    for after in (
        appended(old, old),
        patched(old, old),
        patched(old, old, strict=True),
        replaced(old, old),
        replaced(old, old, strict=True),
    ):
        assert same(old, parts(after))


@lean
@given(old=stored, sent=bodies)
def test_no_list_has_an_element_twice(old, sent):
    """Collections are deduplicated however they are sent (H-78.7, H-80.4, H-81.5)."""
    for after in (
        appended(old, sent),
        patched(old, sent),
        replaced(old, sent),
        patched(old, sent, strict=True),
    ):
        assert all(distinct(found) for found in lists_of(parts(after)))


@lean
@given(old=stored, sent=bodies)
def test_appending_keeps_order(old, sent):
    """The elements that were there come first, in their order, and then the new ones in theirs (H-78.7)."""
    after = parts(appended(old, sent))
    was = old["tags"]["manual"]
    said = (sent.get("tags") or {}).get("manual", [])

    if sent.get("tags", {}) is not None:
        assert list(dict.fromkeys([*was, *said])) == after["tags"]["manual"]


@lean
@given(old=stored, sent=stored)
def test_a_strict_put_leaves_what_was_sent(old, sent):
    """Nothing stays of what was there, and all is there that was sent (H-81.8, H-81.11)."""
    assert same(sent, parts(replaced(old, sent, strict=True)))


@lean
@given(old=stored, sent=bodies)
def test_a_put_keeps_subscriptions_alone(old, sent):
    """What is not sent is gone, but subscriptions stay unless base is null (H-81.6, H-81.7)."""
    after, strictly = parts(replaced(old, sent)), parts(replaced(old, sent, strict=True))
    kept = {each["id"] for each in old["base"]["subscriptions"]}
    here = {each["id"] for each in after["base"]["subscriptions"]}

    assert kept <= here if sent.get("base", {}) is not None else here == set()
    for each in (after, strictly):
        each["base"]["subscriptions"] = []
    assert same(strictly, after)


@lean
@given(old=stored, sent=bodies)
def test_a_patch_leaves_alone_what_is_not_sent(old, sent):
    """Members that are not sent are as they were; those that are have the value sent (H-80.2, H-80.3)."""
    after = patched(old, sent)

    for name, value in after.items():
        if name not in sent:
            assert same(old[name], value)
    if "externalId" in sent:
        assert sent["externalId"] == after["externalId"]


@lean
@given(old=stored, sent=bodies)
def test_nothing_is_changed_in_place(old, sent):
    """Both arguments are as they were."""
    before = parts(old)
    for way in (appended, patched, replaced):
        way(old, sent)

    assert same(before, old)


@pytest.mark.parametrize("name", ["educations", "likes", "jobs"])
def test_elements_with_an_id_are_known_by_it(name):
    """One of a known id takes the place of the one that was there, whole (H-78.7)."""
    old = parts({"base": {name: [{"id": "1", "x": "a"}, {"id": "2"}]}})
    after = appended(old, {"base": {name: [{"id": "3"}, {"id": "1", "y": "b"}]}})

    assert [{"id": "1", "y": "b"}, {"id": "2"}, {"id": "3"}] == after["base"][name]


def test_lists_inside_elements_stay_as_they_are():
    """What a client keeps in a subscription besides what is known is no collection of the customer's."""
    sent = {"base": {"subscriptions": [{"id": "1", "subscribed": True, "more": [1, 1]}]}}

    for way in (appended, patched, replaced):
        assert [1, 1] == way(parts(sent), sent)["base"]["subscriptions"][0]["more"]


def test_null_clears():
    """Null takes away a value, a whole object or an extended property (H-80.10)."""
    old = parts({"base": {"firstName": "a", "contacts": {"email": "b"}}, "extended": {"x": [1], "y": 1}})
    after = parts(patched(old, {"base": {"firstName": None, "contacts": None}, "extended": {"x": None}}))

    assert (None, None, {"y": 1}) == (
        after["base"]["firstName"],
        after["base"]["contacts"],
        after["extended"],
    )


def test_a_patched_object_keeps_its_other_members():
    """An e-mail address is set, and the phone and the name stay (H-80.2)."""
    old = parts({"base": {"firstName": "a", "contacts": {"email": "b", "phone": "c"}}})
    after = patched(old, {"base": {"contacts": {"email": "d"}}})["base"]

    assert ("a", "d", "c") == (after["firstName"], after["contacts"]["email"], after["contacts"]["phone"])


@lean
@given(sent=bodies)
def test_spelling_out_twice_is_spelling_out_once(sent):
    """A customer that has every property gets no more (H-78.11)."""
    assert same(parts(sent), parts(parts(sent)))


def test_true_is_not_one():
    """Elements are compared as JSON values are."""
    after = appended({"extended": {"x": [1, "1"]}}, {"extended": {"x": [True, 1]}})

    assert '[1, "1", true]' == str(after["extended"]["x"]).replace("'", '"').replace("True", "true")
