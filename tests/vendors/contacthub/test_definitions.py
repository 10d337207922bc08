"""Extended properties of customers and products: every sentence of operations 32, 33, 60 and 61."""

import pytest
from tests.vendors.contacthub.asking import answer, refused
from tests.vendors.contacthub.desk import MARIN
from tests.vendors.contacthub.happenings import event, posted
from tests.vendors.contacthub.writes import create, newcomer, patch, somebody

CUSTOMERS = "putExtendedPropertiesConfigurationWorkspaces"
PRODUCTS = "putProductExtendedPropertiesConfigurationWorkspaces"
READ = {
    CUSTOMERS: "getExtendedPropertiesConfigurationWorkspaces",
    PRODUCTS: "getProductExtendedPropertiesConfigurationWorkspaces",
}
SIZE = {
    "type": "integer",
    "contactlabProperties": {"label": "Size", "enabled": True, "mergePolicy": "MATH_MAX"},
}


@pytest.mark.parametrize("operation", READ)
def test_definitions_become_what_is_sent(desk, operation):
    """What is sent takes the place of what was, in this workspace (H-32.1, H-33.1, H-60.1, H-61.1)."""
    assert {} == answer(desk, READ[operation])
    answer(desk, operation, {"old": {"type": "boolean"}})
    told = answer(desk, operation, {"size": SIZE})

    assert ["size"] == list(told)
    assert told == answer(desk, READ[operation])
    assert {} == answer(desk, READ[operation], workspaceId=MARIN, token="demo-marin")


@pytest.mark.parametrize("operation", READ)
def test_a_property_keeps_what_is_said_of_it(desk, operation):
    """Label, enabled, indexed and mergePolicy stay with the property (H-33.2, H-61.9)."""
    told = answer(desk, operation, {"size": SIZE})["size"]["contactlabProperties"]

    assert {**SIZE["contactlabProperties"], "indexed": False, "flowEnabled": False} == told


@pytest.mark.parametrize(("operation", "rule"), [(CUSTOMERS, "H-61.5"), (PRODUCTS, "H-33.3")])
def test_only_operators_index(desk, operation, rule):
    """What is indexed is changed by CLAB_OPERATOR only (H-33.3, H-61.5)."""
    indexed = {"size": {**SIZE, "contactlabProperties": {"indexed": True}}}

    assert (403, (rule,)) == (desk.call(operation, indexed).status, desk.rules)
    answer(desk, operation, indexed, token="demo-admin")
    assert indexed["size"]["type"] == answer(desk, operation, indexed)["size"]["type"]
    assert (403, (rule,)) == (desk.call(operation, {"size": SIZE}).status, desk.rules)
    assert (403, (rule,)) == (desk.call(operation, {}).status, desk.rules)


@pytest.mark.parametrize("operation", READ)
def test_names_have_no_dots(desk, operation):
    """A name with a dot is refused (H-33.4, H-61.8)."""
    assert 400 == desk.call(operation, {"my.property": SIZE}).status


@pytest.mark.parametrize("operation", READ)
@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "date"},
        {"type": "array"},
        {"type": "object"},
        {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        {"type": "string", "pattern": "a"},
        {"type": "string", "contactlabProperties": {"mergePolicy": "NEWEST"}},
        {},
    ],
)
def test_definitions_are_of_the_known_kinds(desk, operation, wrong):
    """A definition is a string, number, integer, boolean, list or object (H-61.1)."""
    assert 400 == desk.call(operation, {"a": wrong}).status


def test_products_fit_the_definitions(desk):
    """Products in events must fit the definitions of products (H-33.6)."""
    answer(desk, PRODUCTS, {"size": SIZE})

    def order(value):
        products = [{"id": "1"}, {"id": "2", "extended": {"size": value}}]
        customer = somebody(desk).id
        return event(type="completedOrder", properties={"products": products}, customerId=customer)

    assert 44 == posted(desk, **order(44))["properties"]["products"][1]["extended"]["size"]
    wrong = (("H-33.6",), ["/properties/products/1/extended/size"])
    assert wrong == refused(desk, "postEventWorkspaces", order("L"))


def test_texts_of_products_are_limited_together(desk):
    """A list of texts in a product is limited as any other (H-33.6)."""
    most = {"maxLength": 3}
    texts = {"type": "array", "items": {"type": "string"}, "contactlabProperties": most}
    answer(desk, PRODUCTS, {"tags": texts})

    def order(*tags):
        products = [{"extended": {"tags": list(tags)}}]
        return event(type="completedOrder", properties={"products": products}, customerId=somebody(desk).id)

    posted(desk, **order("a", "b"))
    wrong = (("H-33.6",), ["/properties/products/0/extended/tags"])
    assert wrong == refused(desk, "postEventWorkspaces", order("a", "bc"))


def test_lengths_have_defaults(desk):
    """maxLength is 255 for texts, 1000 for lists of texts, and needless for others (H-61.2)."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    numbers = {"type": "array", "items": {"type": "number"}}
    inner = {"type": "object", "properties": {"e": texts}}
    told = answer(
        desk,
        CUSTOMERS,
        {"a": text, "b": texts, "c": numbers, "d": inner, "f": {"type": "array", "items": inner}},
    )

    def length(definition):
        return definition["contactlabProperties"].get("maxLength")

    assert (255, 1000, None) == (length(told["a"]), length(told["b"]), length(told["c"]))
    assert 1000 == length(told["d"]["properties"]["e"]) == length(told["f"]["items"]["properties"]["e"])


@pytest.mark.parametrize(("said", "most"), [({}, 255), ({"maxLength": 7}, 7), ({"maxLength": 6000}, 6000)])
def test_texts_are_limited(desk, said, most):
    """A text has at most maxLength characters (H-61.2)."""
    answer(desk, CUSTOMERS, {"note": {"type": "string", "contactlabProperties": said}})

    assert "é" * most == create(desk, {**newcomer(), "extended": {"note": "é" * most}})["extended"]["note"]
    longer = {**newcomer("a@example.com"), "extended": {"note": "é" * (most + 1)}}
    assert (("H-61.6",), ["/extended/note"]) == refused(desk, "postCustomerWorkspaces", longer)


@pytest.mark.parametrize(("said", "most"), [({}, 1000), ({"maxLength": 11}, 11)])
def test_lists_of_texts_are_limited_together(desk, said, most):
    """The texts of a list and what separates them have at most maxLength characters (H-61.3)."""
    definition = {"type": "array", "items": {"type": "string"}, "contactlabProperties": said}
    answer(desk, CUSTOMERS, {"notes": definition})
    fitting = ["a", "", "b" * (most - 3)]

    assert fitting == create(desk, {**newcomer(), "extended": {"notes": fitting}})["extended"]["notes"]
    for longer in ([*fitting, "c"], ["a", "b", "b" * (most - 3)]):
        body = {**newcomer("a@example.com"), "extended": {"notes": longer}}
        assert (("H-61.6",), ["/extended/notes"]) == refused(desk, "postCustomerWorkspaces", body)


@pytest.mark.parametrize(("most", "status"), [(0, 400), (1, 200), (6000, 200), (6001, 400), (1.5, 400)])
def test_max_length_has_bounds(desk, most, status):
    """maxLength is from 1 to 6000 (H-61.4)."""
    definition = {"type": "string", "contactlabProperties": {"maxLength": most}}

    assert status == desk.call(CUSTOMERS, {"a": definition}).status


FORMATS = {
    "date": ("2024-02-29", "2023-02-29"),
    "date-time": ("2024-02-29T12:00:00Z", "2024-02-29"),
    "email": ("a@example.com", "a"),
    "uri": ("https://example.com/a", "no uri"),
    "ipv4": ("192.0.2.1", "192.0.2.256"),
    "ipv6": ("2001:db8::1", "192.0.2.1"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_checked(desk, name):
    """A text is in the format of its definition (H-61.6)."""
    answer(desk, CUSTOMERS, {"a": {"type": "string", "format": name}})
    good, bad = FORMATS[name]

    assert good == create(desk, {**newcomer(), "extended": {"a": good}})["extended"]["a"]
    assert (
        400
        == desk.call("postCustomerWorkspaces", {**newcomer("b@example.com"), "extended": {"a": bad}}).status
    )


def test_customers_fit_the_definitions(desk):
    """POST, PATCH and PUT refuse what is not defined, or not so (H-61.6)."""
    answer(desk, CUSTOMERS, {"size": SIZE})
    customer = create(desk, {**newcomer(), "extended": {"size": 44}})

    for wrong in ({"size": "L"}, {"weight": 1}):
        path = f"/extended/{next(iter(wrong))}"
        body = {**newcomer(), "extended": wrong}
        for operation, sent in (
            ("postCustomerWorkspaces", {**body, "base": {"contacts": {"email": "b@example.com"}}}),
            ("patchCustomerWorkspaces", {"extended": wrong}),
            ("putCustomerWorkspaces", body),
        ):
            given = {} if operation.startswith("post") else {"customerId": customer["id"]}
            assert (("H-61.6",), [path]) == refused(desk, operation, sent, **given)
    assert {"size": 45} == patch(desk, customer["id"], {"extended": {"size": 45}})["extended"]


def test_values_outlive_their_definitions(desk):
    """A customer keeps a value whose definition is gone, and can be changed otherwise (H-61.6)."""
    answer(desk, CUSTOMERS, {"size": SIZE})
    customer = create(desk, {**newcomer(), "extended": {"size": 44}})
    answer(desk, CUSTOMERS, {})

    changed = patch(desk, customer["id"], {"base": {"firstName": "Ann"}})
    assert ("Ann", 44) == (changed["base"]["firstName"], changed["extended"]["size"])
    assert (
        400
        == desk.call("patchCustomerWorkspaces", {"extended": {"size": 45}}, customerId=customer["id"]).status
    )


def test_a_property_that_is_not_enabled_takes_nothing(desk):
    """A value of a property that is not enabled is refused (H-61.7)."""
    answer(desk, CUSTOMERS, {"size": {**SIZE, "contactlabProperties": {"enabled": False}}})

    assert 400 == desk.call("postCustomerWorkspaces", {**newcomer(), "extended": {"size": 44}}).status
    create(desk, {**newcomer(), "extended": {"size": None}})


@pytest.mark.parametrize("operation", READ)
def test_guests_define_nothing(desk, operation):
    """Only administrators and operators change definitions (H-0.a10)."""
    assert 403 == desk.call(operation, {}, token="demo-read").status
    assert {} == answer(desk, READ[operation], token="demo-read")
