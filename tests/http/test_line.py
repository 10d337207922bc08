"""The way of one request, without HTTP around it."""

from dataclasses import replace

import pytest
from tests.http.toys import API, SHOP, call, get_toy, put_toy, world

from understudy.errors import CommitConflict, Problem
from understudy.http.exchange import Reply
from understudy.http.faults import Faults
from understudy.http.handlers import Handler
from understudy.http.line import finish, serve_one
from understudy.http.plan import Wire

TOY = {"headers": {"content-type": "application/json"}, "body": b'{"id": "bear", "name": "New"}'}


@pytest.fixture
def made():
    return world()


def serve(made, asked, **handlers):
    return serve_one(replace(API, handlers={**API.handlers, **handlers}), made, asked)


def names(made):
    return {toy.id: toy.body["name"] for toy in made.store.read().scan("toys")}


def test_a_good_request_is_decoded_answered_and_committed(made):
    """Parameters have their defaults, the body is a value, and the change is in the world."""
    seen = []

    def answer(request, view):
        seen.append((request.path, request.query, request.body))
        return put_toy(request, view)

    exchange = serve(made, call("putToy", **TOY), putToy=Handler(answer))
    serve(
        made,
        call("getToy"),
        getToy=Handler(lambda request, view: seen.append(request.query) or get_toy(request, view)),
    )

    assert (200, ()) == (exchange.reply.status, exchange.violations)
    assert [({"toyId": "bear"}, {}, {"id": "bear", "name": "New"}), {"limit": 3}] == seen
    assert {"bear": "New"} == names(made)


def test_a_handler_that_fails_halfway_changes_nothing(made):
    """Atomicity: documents prepared before the failure are never seen."""

    def answer(request, view):
        put_toy(request, view)
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert {"bear": "Bear"} == names(made)


def test_a_refusal_changes_nothing(made):
    """A Problem becomes the vendor's error reply, and what was prepared is forgotten."""

    def answer(request, view):
        put_toy(request, view)
        raise Problem(409, "inUse", "The toy is in use.")

    exchange = serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert (409, "https://toys.example/inUse") == (exchange.reply.status, exchange.reply.body["type"])
    assert {"bear": "Bear"} == names(made)


def test_a_reply_that_breaks_the_contract_is_not_sent(made):
    """The client gets 500 that says where, and the change that belonged to the reply is not made."""

    def answer(_request, view):
        documents = view.documents.delete("toys", "bear")
        return Reply(200, {"id": "bear"}, documents=documents)

    exchange = serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert (500, "https://toys.example/contractBroken") == (
        exchange.reply.status,
        exchange.reply.body["type"],
    )
    assert "body" in exchange.reply.body["detail"]
    assert {"bear": "Bear"} == names(made)


def test_an_excerpt_is_judged_in_the_place_of_many_bytes(made):
    """Bytes too many to judge again are sent when their excerpt is good, refused when it is not."""
    good = Reply(200, b'{"id":"a","name":"b"}', excerpt={"id": "a", "name": "b"})
    bad = replace(good, excerpt={"id": "a"})

    assert good == serve(made, call(), getToy=Handler(lambda _request, _view: good)).reply
    assert 500 == serve(made, call(), getToy=Handler(lambda _request, _view: bad)).reply.status


def test_refusals_keep_the_order_of_g_1(made):
    """G-1: admission, then form, then the handler's 404, then 412: the first one met speaks."""

    def admit(asked, _view):
        if asked.caller.subject != "bob":
            raise Problem(403, "forbidden", "Not you.")

    api = replace(API, admit=admit)
    stranger = replace(call().caller, subject="eve")
    steps = [
        (403, {"caller": stranger, "query": b"limit=x", "path_params": {"toyId": "fox"}}),
        (406, {"headers": {"accept": "text/html"}, "query": b"limit=x"}),
        (400, {"query": b"limit=x", "path_params": {"toyId": "fox"}}),
        (404, {"path_params": {"toyId": "fox"}}),
        (200, {}),
    ]

    assert [status for status, _ in steps] == [
        serve_one(api, made, call(**changes)).reply.status for _, changes in steps
    ]


def test_a_body_is_not_read_in_the_wrong_type(made):
    """415 only when there is a body; where one is due and none comes, that is the fault (X-35)."""
    wrong = {"headers": {"content-type": "text/plain"}}

    assert 415 == serve(made, call("putToy", **wrong, body=b"x")).reply.status
    assert 400 == serve(made, call("putToy", **wrong)).reply.status
    assert 200 == serve(made, call("getToy", **wrong)).reply.status


def test_an_undocumented_media_type_is_taken_where_the_vendor_says(made):
    """X-51: `also_accepts` lets a type pass in the place of a documented one."""
    asked = call("putToy", headers={"content-type": "application/toy+json"}, body=TOY["body"])
    lenient = replace(API, also_accepts={"application/toy+json": "application/json"})

    assert [415, 200] == [serve_one(api, made, asked).reply.status for api in (API, lenient)]


def test_a_lost_race_is_run_again(made):
    """When others commit first, the handler is asked again with what they left behind."""
    views = []

    def answer(request, view):
        views.append(view)
        if len(views) == 1:
            made.commit(view, view.documents.put("toys", "fox", {"id": "fox", "name": "Fox"}))
        return put_toy(request, view)

    exchange = serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert (200, 2) == (exchange.reply.status, len(views))
    assert {"bear": "New", "fox": "Fox"} == names(made)


def test_what_depends_on_no_document_is_worked_out_once(made):
    """Where documents are made from a fresh view, nobody's commits let the handler be asked again."""
    views = []

    def answer(request, view):
        views.append(view)
        made.commit(view, view.documents.put("toys", "fox", {"id": "fox", "name": "Fox"}))
        reply = put_toy(request, view)
        return replace(reply, documents=lambda fresh: put_toy(request, fresh).documents)

    exchange = serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert (200, 1) == (exchange.reply.status, len(views))
    assert {"bear": "New", "fox": "Fox"} == names(made)


def test_a_race_lost_for_ever_is_given_up(made):
    """After a hundred attempts the request fails and nothing of it is seen."""

    def answer(request, view):
        made.commit(view, view.documents.put("toys", "fox", {"id": "fox", "name": "Fox"}))
        return put_toy(request, view)

    with pytest.raises(CommitConflict, match="lost the race for the documents 100 times"):
        serve(made, call("putToy", **TOY), putToy=Handler(answer))

    assert {"bear": "Bear", "fox": "Fox"} == names(made)


def test_error_replies_are_judged_too(made):
    """What the contract has against an error reply is told, though the client gets it all the same."""
    no_problem = replace(API, refuse=lambda problem, _call, _view: Reply(problem.status, {"oops": 1}))

    exchange = serve_one(no_problem, made, call(path_params={"toyId": "fox"}))

    assert 404 == exchange.reply.status
    assert ["required"] == [violation.keyword for violation in exchange.violations]


def test_an_error_reply_brings_the_problems_headers(made):
    """G-5: Retry-After and its like come from the problem; the vendor's own headers go first."""

    def answer(_request, _view):
        raise Problem(429, "tooManyRequests", "Slowly.", headers={"Retry-After": "7", "X-Kind": "problem"})

    def refuse(problem, asked, view):
        return replace(API.refuse(problem, asked, view), headers={"X-Kind": "vendor"})

    exchange = serve_one(
        replace(API, handlers={**API.handlers, "getToy": Handler(answer)}, refuse=refuse), made, call()
    )

    assert {"Retry-After": "7", "X-Kind": "vendor"} == exchange.reply.headers


def test_later_work_is_finished_whoever_commits_meanwhile(made):
    """What is left for later is repeated until it is committed on top of everybody else's changes."""
    calls = []

    def later(view):
        calls.append(view)
        if len(calls) < 3:
            made.commit(view, view.documents.put("toys", f"other{len(calls)}", {"name": "x"}))
        return view.documents.put("toys", "late", {"name": "y"})

    finish(made, later)

    assert (3, {"bear", "other1", "other2", "late"}) == (len(calls), set(names(made)))


def test_a_conditional_handler_is_not_asked_in_vain(made):
    """A-37: a client whose copy is good gets 304 from the tag alone; the handler is left in peace."""
    tag = get_tag(made)
    asked = []
    handler = Handler(lambda request, view: asked.append(1) or get_toy(request, view), lambda *_: tag)

    known = serve(made, call(headers={"if-none-match": tag}), getToy=handler)
    assert (304, {"ETag": tag}, []) == (known.reply.status, known.reply.headers, asked)

    assert 200 == serve(made, call(headers={"if-none-match": '"old"'}), getToy=handler).reply.status
    assert [1] == asked


def test_an_outdated_precondition_changes_nothing(made):
    """A-38: with another If-Match the answer is 412 and the toy stays; with the current one it goes."""
    tag = get_tag(made)

    assert 412 == serve(made, call("deleteToy", headers={"if-match": '"old"'})).reply.status
    assert {"bear": "Bear"} == names(made)
    assert 204 == serve(made, call("deleteToy", headers={"if-match": tag})).reply.status
    assert {} == names(made)


def get_tag(made):
    view = made.view(0)
    return view.tag("toys", view.documents.get("toys", "bear"))


@pytest.fixture
def faults():
    return Faults({"toys/shop": SHOP})


def test_a_forced_answer_changes_nothing(made, faults):
    """Neither by Prefer nor by a fault: no document, and no handler is asked."""
    before = made.store.read()
    faults.add({"operation": "deleteToy", "effect": {"status": 404}})

    preferred = serve_one(API, made, call("putToy", **TOY | {"headers": {"prefer": "code=422"}}), faults)
    faulty = serve_one(API, made, call("deleteToy"), faults)

    assert (422, 404) == (preferred.reply.status, faulty.reply.status)
    assert ("Prefer: code=422", "fault-1: status") == (preferred.fault, faulty.fault)
    assert "code=422" == preferred.reply.headers["Preference-Applied"]
    assert before is made.store.read()


def test_an_answer_nobody_documents_is_refused(made, faults):
    """400 with the statuses that are documented."""
    exchange = serve_one(API, made, call("getToy", headers={"prefer": "code=503"}), faults)

    assert 400 == exchange.reply.status
    assert "200, 304, 4XX" in exchange.reply.body["detail"]


def test_other_faults_let_the_handler_act(made, faults):
    """The change is made, and the reply travels as it is told to."""
    faults.add({"effect": {"drop": True}})
    faults.add({"effect": {"latency": {"milliseconds": 10}}})

    exchange = serve_one(API, made, call("putToy", **TOY), faults)

    assert Wire(delay=0.01, drop=True) == exchange.reply.wire
    assert "fault-1: drop; fault-2: latency" == exchange.fault
    assert {"bear": "New"} == names(made)


@pytest.mark.parametrize("part", ["body", "status", "contentType"])
def test_a_contract_broken_on_purpose_is_said_to_be(made, faults, part):
    """The reply leaves broken, with what the contract has against it, and the fault that did it."""
    faults.add({"id": "wrong", "effect": {"break": part}})

    exchange = serve_one(API, made, call("getToy"), faults)

    assert ("reply", "wrong: break") == (exchange.violated, exchange.fault)
    assert exchange.violations


def test_a_refused_request_meets_faults_too(made, faults):
    """A 404 can be slow, and its violations are still those of the request."""
    faults.add({"effect": {"slow": 5}})

    exchange = serve_one(API, made, call("getToy", query=b"limit=x"), faults)

    assert 400 == exchange.reply.status
    assert Wire(bytes_per_second=5) == exchange.reply.wire
    assert ("request", "/limit") == (exchange.violated, exchange.violations[0].pointer)


def test_a_repeatable_answer_is_found_once_until_something_changes(made):
    """The same question of the same caller is answered from memory; a change, or another question, is not."""
    asked = []
    handler = Handler(
        lambda request, view: asked.append(request.call) or get_toy(request, view), repeatable=True
    )
    other = call("getToy", query=b"limit=4")
    json_only = call("getToy", headers={"accept": "application/json"})
    stranger = call("getToy", caller=replace(call().caller, subject="somebody else"))

    for question in [call("getToy"), call("getToy"), other, json_only, stranger, call("getToy")]:
        assert 200 == serve(made, question, getToy=handler).reply.status
    before = len(asked)
    serve(made, call("putToy", **TOY))
    after = serve(made, call("getToy"), getToy=handler)

    assert (4, 5) == (before, len(asked))
    assert "New" == after.reply.body["name"]


def test_a_refusal_is_never_remembered(made):
    """Each refusal has ids and a time of its own, whatever its handler promises."""
    handler = Handler(get_toy, repeatable=True)
    missing = call("getToy", path_params={"toyId": "lost"}, target="/shop/toys/lost")

    first, second = (serve(made, missing, getToy=handler).reply for _ in range(2))

    assert (404, 404) == (first.status, second.status)
    assert first.body != second.body


def allowance(asked, view):
    """Two calls of each caller, and no more, on a meter that is a document."""
    used = view.documents.get("meters", asked.caller.subject)
    number = 1 if used is None else used.body["number"] + 1
    if number > 2:
        raise Problem(429, "tooManyRequests", "That was enough.", headers={"Retry-After": "7"})
    return view.documents.put("meters", asked.caller.subject, {"number": number})


def test_what_a_call_uses_up_is_committed_before_its_answer(made):
    """Each call is charged, refused ones too; the handler sees it, and is not asked beyond the allowance."""
    api = replace(API, charge=allowance)
    seen = []
    handler = Handler(
        lambda request, view: seen.append(view.documents.get("meters", "bob").body) or get_toy(request, view)
    )
    api = replace(api, handlers={**API.handlers, "getToy": handler})
    missing = call("deleteToy", path_params={"toyId": "lost"}, target="/shop/toys/lost")

    statuses = [serve_one(api, made, asked).reply.status for asked in (missing, call(), call())]
    refused = serve_one(api, made, call())

    assert [404, 200, 429] == statuses
    assert [{"number": 2}] == seen
    assert (429, "7") == (refused.reply.status, refused.reply.headers["Retry-After"])
    assert {"number": 2} == made.store.read().get("meters", "bob").body


def test_what_uses_up_nothing_changes_nothing(made):
    """A charge of None leaves the documents as they are."""
    before = made.store.read()

    assert 200 == serve_one(replace(API, charge=lambda _call, _view: None), made, call()).reply.status
    assert before is made.store.read()


def test_a_charge_is_never_lost_in_a_race(made):
    """Somebody else who commits first does not make a call free; one who always does is a conflict."""
    others = iter(range(3))

    def late(asked, view):
        if next(others, None) is not None:
            fresh = made.view(0)
            made.commit(fresh, fresh.documents.put("toys", "bear", {"id": "bear", "name": "Other"}))
        return allowance(asked, view)

    serve_one(replace(API, charge=late), made, call())

    assert {"number": 1} == made.store.read().get("meters", "bob").body

    others = iter(range(1000))

    with pytest.raises(CommitConflict, match="lost the race"):
        serve_one(replace(API, charge=late), made, call())
