"""Routing by tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import ContractError, Problem
from understudy.http.routing import Tree

SEGMENT = st.sampled_from(["a", "b", "ab", "{x}", "{y}", "{z}.csv", "a-{w}"])
TEMPLATES = st.lists(st.lists(SEGMENT, min_size=1, max_size=3), min_size=1, max_size=8)
PARTS = st.lists(st.sampled_from(["a", "b", "ab", "a.csv", "a-b", "", "c/d"]), min_size=1, max_size=3)


def tree_of(*routes):
    tree = Tree()
    for method, path in routes:
        tree.add(method, "/base", path, f"{method} {path}")
    return tree


def fits(template, parts):
    """Whether a template fits, read naively."""

    def one(segment, part):
        before, brace, rest = segment.partition("{")
        if not brace:
            return segment == part
        after = rest.partition("}")[2]
        return part.startswith(before) and part.endswith(after) and len(part) > len(before + after)

    return len(template) == len(parts) and all(map(one, template, parts))


@given(TEMPLATES, PARTS)
def test_the_tree_finds_what_a_list_of_templates_finds(templates, parts):
    """A path is known exactly when one of the templates fits it, whatever else is in the tree."""
    tree = Tree()
    for template in templates:
        try:
            tree.add("GET", "", "/" + "/".join(template), "/".join(template))
        except ContractError:
            continue  # the same template again, perhaps with other names

    assert any(fits(template, parts) for template in templates) == bool(tree.methods(parts))


def test_a_literal_segment_goes_before_a_parameter():
    """`/toys/new` is not the toy called `new`."""
    tree = tree_of(("GET", "/toys/{toyId}"), ("GET", "/toys/new"), ("GET", "/toys/{name}.csv"))

    assert "GET /toys/new" == tree.match("GET", ["base", "toys", "new"])[0].operation_id
    assert "GET /toys/{name}.csv" == tree.match("GET", ["base", "toys", "a.csv"])[0].operation_id
    assert "GET /toys/{toyId}" == tree.match("GET", ["base", "toys", "a"])[0].operation_id


def test_a_literal_that_leads_nowhere_gives_way_to_a_parameter():
    """The way back is taken: `/a/{x}/c` answers `/a/b/c` though `/a/b/d` begins more literally."""
    tree = tree_of(("GET", "/a/b/d"), ("GET", "/a/{x}/c"))

    route, values = tree.match("GET", ["base", "a", "b", "c"])

    assert ("GET /a/{x}/c", {"x": "b"}) == (route.operation_id, values)


def test_parameters_go_by_the_names_of_their_own_template():
    """Two templates that differ in names and method only keep their names."""
    tree = tree_of(("GET", "/a/{x}/{y}"), ("PUT", "/a/{p}/{q}"))

    assert {"x": "1", "y": "2"} == tree.match("GET", ["base", "a", "1", "2"])[1]
    assert {"p": "1", "q": "2"} == tree.match("PUT", ["base", "a", "1", "2"])[1]


def test_head_is_answered_where_get_is():
    """HEAD goes the way of GET (RFC 9110, 9.3.2)."""
    tree = tree_of(("GET", "/a"), ("PUT", "/b"))

    assert "GET /a" == tree.match("HEAD", ["base", "a"])[0].operation_id
    with pytest.raises(Problem) as refused:
        tree.match("HEAD", ["base", "b"])
    assert 405 == refused.value.status


def test_405_names_every_method_of_the_path():
    """Allow lists the methods of all templates that fit, not those of the first alone."""
    tree = tree_of(("GET", "/a/{x}"), ("PUT", "/a/{y}"), ("POST", "/a/b"))

    with pytest.raises(Problem) as refused:
        tree.match("PATCH", ["base", "a", "b"])

    assert 405 == refused.value.status
    assert {"Allow": "GET, HEAD, OPTIONS, POST, PUT"} == refused.value.headers


@pytest.mark.parametrize("parts", [[""], ["base"], ["base", "a", ""], ["base", "a", "b", "c"], ["a", "b"]])
def test_other_paths_are_unknown(parts):
    """A path that is shorter, longer, elsewhere, or has an empty parameter is 404."""
    with pytest.raises(Problem) as refused:
        tree_of(("GET", "/a/{x}")).match("GET", parts)

    assert 404 == refused.value.status


def test_two_answers_to_one_request_are_refused_at_start():
    """The same method and path in two APIs is a ContractError that names both."""
    tree = tree_of(("GET", "/a/{x}"))

    with pytest.raises(ContractError, match=r"second and GET /a/\{x\} both answer GET /base/a/\{y\}"):
        tree.add("GET", "/base", "/a/{y}", "second")
