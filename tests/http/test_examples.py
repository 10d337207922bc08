"""What `understudy.http.examples` promises for operations without a handler."""

import pytest

from understudy.contract.load import parse_contract
from understudy.errors import Problem
from understudy.http.examples import MARK, example_handler

WRONG = {"schema": {"type": "integer"}, "example": "no integer"}


def operation_with(responses, version="3.1.0"):
    document = {
        "openapi": version,
        "info": {"title": "Toys", "version": "1"},
        "paths": {"/toys": {"get": {"operationId": "listToys", "responses": responses}}},
    }
    contract = parse_contract(document, name="maker/toys")
    return contract, contract.operations["listToys"]


def reply_to(responses, version="3.1.0"):
    return example_handler(*operation_with(responses, version)).answer(None, None)


def response(media, media_type="application/json"):
    return {"description": "Toys.", "content": {media_type: media}}


def test_an_example_answers():
    """The first success's example is the answer, and the header says so."""
    reply = reply_to({"404": response({"example": 1}), "201": response({"example": ["ball"]})})

    assert (201, ["ball"], "example") == (reply.status, reply.body, reply.headers[MARK])


def test_an_example_that_breaks_its_schema_is_passed_over():
    """An example is judged; a value built from the schema takes the place of a wrong one."""
    reply = reply_to({"200": response(WRONG)})

    assert (0, "schema") == (reply.body, reply.headers[MARK])


def test_required_headers_are_sent():
    """A header that the response must carry is made up from its schema; others are not."""
    headers = {
        "ETag": {"required": True, "schema": {"type": "string", "minLength": 8}},
        "X-Other": {"schema": {"type": "string"}},
    }
    reply = reply_to({"200": {"description": "Toys.", "headers": headers}})

    assert {MARK: "empty", "ETag": "sampless"} == reply.headers


@pytest.mark.parametrize("status", ["2XX", "default"])
def test_wildcards_answer_with_200(status):
    """Where no status is listed by number, 200 stands for its class."""
    assert 200 == reply_to({status: response({"example": 1})}).status


def test_text_is_sent_as_bytes():
    """A body that is not JSON goes out as it is written; JSON is preferred where there is a choice."""
    csv = {"text/csv": {"example": "a,b\n"}}
    reply = reply_to({"200": {"description": "Toys.", "content": csv}})

    assert (b"a,b\n", "text/csv") == (reply.body, reply.media_type)
    both = {**csv, "application/json": {"example": 1}}
    assert 1 == reply_to({"200": {"description": "Toys.", "content": both}}).body


def test_openapi_3_0_is_understood():
    """`nullable` and boolean exclusive bounds of 3.0 are kept."""
    schema = {"type": "integer", "minimum": 3, "exclusiveMinimum": True, "nullable": True}

    assert 4 == reply_to({"200": response({"schema": schema})}, "3.0.3").body


def test_where_nothing_fits_the_refusal_says_what_to_do():
    """A contract without a valid success is answered 501 with advice, never with a wrong body."""
    handler = example_handler(*operation_with({"404": response({"example": 1})}))

    with pytest.raises(Problem, match="add an example") as refusal:
        handler.answer(None, None)
    assert 501 == refusal.value.status
