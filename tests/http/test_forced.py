"""Documented answers on demand."""

from dataclasses import replace

import pytest
import yaml
from tests.http.toys import API, call, view

from understudy.contract.load import parse_contract
from understudy.contract.violations import Violation
from understudy.errors import Problem
from understudy.http.breaking import judge
from understudy.http.exchange import Reply
from understudy.http.forced import forced_reply
from understudy.http.plan import Forced

PETS = parse_contract(
    yaml.safe_load("""
openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Problem: {type: object, required: [status], properties: {status: {type: integer, minimum: 400}}}
  examples:
    cat: {value: {name: Cat}}
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        "200":
          description: ok
          headers: {X-Age: {required: true, schema: {type: integer, example: 3}}}
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string, maxLength: 5}}}
              examples:
                long: {value: {name: Crocodile}}
                dog: {value: {name: Dog}}
                cat: {$ref: "#/components/examples/cat"}
            text/csv: {schema: {type: string}, example: "name\\nDog"}
        "204": {description: nobody}
        "404":
          description: none
          content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
        4XX:
          description: refused
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
              example: {status: 400, title: Refused}
"""),
    name="pets",
)


def forced(headers=None, **wanted):
    asked = call(headers=headers or {})
    asked = replace(asked, operation=PETS.operations["getPet"])
    return forced_reply(API, PETS, asked, view(), Forced(**wanted))


def test_without_a_status_the_success_is_given():
    """The first valid example, with the headers that the contract requires; invalid ones are passed over."""
    reply = forced(built=False)

    assert (200, {"name": "Dog"}, "3") == (reply.status, reply.body, reply.headers["X-Age"])


def test_an_example_is_given_by_its_name():
    """Also one that is referred to."""
    assert {"name": "Cat"} == forced(example="cat").body


def test_a_built_answer_passes_examples_over():
    """dynamic=true: from the schema."""
    assert {"name": "sampl"} == forced(built=True).body


def test_a_wildcard_documents_any_status_of_its_class():
    """An example that tells another error's status is passed over: the vendor's own words fit."""
    given, other = forced(status=400), forced(status=429)

    assert {"status": 400, "title": "Refused"} == given.body
    assert (429, 429, "Too Many Requests") == (other.status, other.body["status"], other.body["title"])


def test_a_built_error_tells_its_own_status():
    """dynamic=true: from the schema, yet not with somebody else's status."""
    assert {"status": 429} == forced(status=429, built=True).body


def test_an_example_serves_where_the_vendor_s_own_words_would_break_the_contract():
    """A user's contract may want other members than the vendor's."""
    api = replace(API, refuse=lambda problem, *_: Reply(problem.status, {"oops": 1}))
    asked = replace(call(), operation=PETS.operations["getPet"])

    reply = forced_reply(api, PETS, asked, view(), Forced(429))

    assert {"status": 429, "title": "Refused"} == reply.body


def test_the_exact_status_speaks_before_the_wildcard():
    """404 has a response of its own."""
    assert {"status": 404} == forced(status=404, built=True).body


def test_the_media_type_is_the_client_s_choice():
    """Accept decides; JSON where it does not."""
    assert b"name\nDog" == forced(headers={"accept": "text/csv"}).body
    assert {"name": "Dog"} == forced(headers={"accept": "*/*"}).body


def test_an_answer_without_content_has_none():
    """204."""
    assert (204, None) == (forced(status=204).status, forced(status=204).body)


@pytest.mark.parametrize("wanted", [{}, {"status": 200}, {"status": 204}, {"status": 404}, {"status": 418}])
def test_whatever_is_given_keeps_the_contract(wanted):
    """Nothing invalid leaves by this way."""
    assert () == judge(PETS.operations["getPet"], forced(**wanted))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"status": 503, "asked": True}, "documents no 503: ask for one of 200, 204, 404, 4XX"),
        ({"status": 302}, "documents no 302"),
        ({"example": "bird"}, "'bird': it has cat, dog, long"),
        ({"example": "long"}, "no valid example 'long'"),
        ({"example": "cat", "status": 404}, "it has none by name"),
    ],
)
def test_what_is_not_documented_is_refused(wanted, said):
    """400 with a sentence that says what there is."""
    with pytest.raises(Problem, match=said) as refusal:
        forced(**wanted)

    assert 400 == refusal.value.status


def test_a_fault_may_give_an_undocumented_error():
    """Gateways do; it looks like the vendor's own, and the journal says what is wrong with it."""
    reply = forced(status=503, headers={}, asked=False)

    assert (503, "about") != (reply.status, reply.body["type"][:5])
    (violation,) = judge(PETS.operations["getPet"], reply)
    assert Violation("status", "", "status", violation.message) == violation


def test_too_many_requests_says_when_to_retry():
    """G-5: a 429 has Retry-After, a second unless the rule says otherwise."""
    asked = replace(call(), operation=PETS.operations["getPet"])
    said = Forced(429, headers={"Retry-After": "7"})

    assert "1" == forced(status=429).headers["Retry-After"]
    assert "7" == forced_reply(API, PETS, asked, view(), said).headers["Retry-After"]


@pytest.mark.parametrize("status", [429, 503])
def test_headers_of_the_fault_are_sent(status):
    """Retry-After, documented or not."""
    asked = replace(call(), operation=PETS.operations["getPet"])

    reply = forced_reply(API, PETS, asked, view(), Forced(status, headers={"Retry-After": "7"}))

    assert "7" == reply.headers["Retry-After"]
