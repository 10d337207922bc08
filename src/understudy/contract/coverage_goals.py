"""The goals of one operation, and which of them an exchange meets."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

from understudy.contract.bodies import base_type, media_for, read_body
from understudy.contract.branches import Goal, Ledger, Place, met_in
from understudy.contract.coverage_walk import EVERY_KIND, Aspect, Walker
from understudy.contract.json_text import parse_json
from understudy.contract.load import Contract
from understudy.contract.operation import Media, Operation, Parameter
from understudy.contract.parameters import read_parameters
from understudy.contract.shapes import UNSET, Shape

__all__ = ["MOST_SIGNATURES", "OperationGoals"]

MOST_SIGNATURES = 1_000
"""Exchanges and replies remembered for each operation, at some 200 bytes each; then all are forgotten."""

WHOLE = 65_536
"""Bytes of a body that count in its signature; of longer ones the number and half as many at each end."""

PARAMETER_KINDS = frozenset({"enum"})
REPLY_KINDS = frozenset({"member", "enum", "branch"})


class OperationGoals:
    """What there is to meet of one operation.

    `goals` are numbered by their position; sets of them are integers with one bit each. Which goals
    recent exchanges met is remembered, whatever world they were in.
    """

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self.operation = operation
        self._document = contract.document
        self._ledger = Ledger()
        self._called = self._ledger.add(Goal("operation", "operation", "", "The operation was called."))
        self._statuses = {key: self._status(key) for key in operation.responses}
        self._path_names: list[str] = []
        self._parameters = [(each, *self._parameter(each)) for each in operation.parameters]
        self._without = 0
        self._bodies = self._requests()
        self._replies = {key: self._reply(key) for key in operation.responses if key[0] in "123"}
        self.goals = tuple(self._ledger.goals)
        self._header_names = _telling_headers(operation)
        # Decoding fills defaults in, which would hide that a parameter was left out.
        bare = tuple(replace(each, shape=_bare(each.shape)) for each in operation.parameters)
        self._undefaulted = replace(operation, parameters=bare)
        self._recent: dict[int, int] = {}

    def met(
        self,
        status: int,
        path_params: Mapping[str, str],
        query: bytes,
        headers: Mapping[str, str],
        request: bytes,
        reply: bytes,
        reply_value: Any,
    ) -> int:
        """The bits of the goals that an exchange meets; quick when one like it came lately, or its reply.

        Of an exchange only a hash is kept: two that share one by chance (1 in 2^64) count as one.
        """
        asked = request if len(request) <= WHOLE else _ends(request)
        answered = reply if len(reply) <= WHOLE else _ends(reply)
        sent = [headers.get(name) for name in self._header_names]
        named = [path_params.get(name) for name in self._path_names]

        def find() -> int:
            key = self.documented(status)
            met = self._called | self._statuses.get(key, 0)
            met |= self._met_by_parameters(path_params, query, headers)
            met |= self._met_by_request(headers, request)
            return met | self._lately(
                ("reply", status, answered), lambda: self._met_by_reply(key, reply, reply_value)
            )

        return self._lately((status, query, asked, answered, *sent, *named), find)

    def _lately(self, signature: tuple[Hashable, ...], find: Callable[[], int]) -> int:
        """The bits that `find` gave when this signature came last, or gives now."""
        key = hash(signature)
        met = self._recent.get(key)
        if met is None:
            met = find()
            if len(self._recent) >= MOST_SIGNATURES:
                self._recent.clear()
            self._recent[key] = met
        return met

    def documented(self, status: int) -> str:
        """The key of the response ("200", "4XX", "default") that a status counts for; itself without any."""
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self._statuses:
                return key
        return str(status)

    def _status(self, key: str) -> int:
        others = [other for other in self.operation.responses if other != key]
        if key == "default":
            what = "a status that is not listed" if others else "any status"
        elif key.endswith("XX"):
            listed = any(other.startswith(key[0]) for other in others)
            what = f"a {key} status" + (" other than those listed" if listed else "")
        else:
            what = key
        return self._ledger.add(Goal("status", "status", f"/{key}", f"The operation answered {what}."))

    def _parameter(self, parameter: Parameter) -> tuple[int, int, Place]:
        """The bits for sent and left out (0: no such goal), and the place of its value.

        A path parameter is always sent, so only its enumerated values count.
        """
        location, pointer = parameter.location, f"/{parameter.name}"
        subject = f"{location} parameter `{parameter.name}`"
        sent = left_out = 0
        if location != "path":
            sent = self._ledger.add(Goal("parameter", location, pointer, f"The {subject} was sent."))
        if not parameter.required:
            left_out = self._ledger.add(Goal("parameter", location, pointer, f"The {subject} was left out."))
        count = len(self._ledger.goals)
        aspect = Aspect(location, f"the {subject}", PARAMETER_KINDS)
        place = Walker(self._document, self._ledger, aspect, parameter.validator).walk(pointer)
        if location == "path" and len(self._ledger.goals) > count:
            self._path_names.append(parameter.key)
        return sent, left_out, place

    def _requests(self) -> dict[str, tuple[Media, int, Place]]:
        """By media type: how to read it, the bit for its being sent (0: no such goal), its place."""
        body = self.operation.body
        if body is None or not body.content:
            return {}
        if not body.required:
            self._without = self._ledger.add(Goal("body", "request", "", "The request body was left out."))
        found = {}
        for media_type, media in body.content.items():
            bit = 0
            if len(body.content) > 1 or not body.required:
                sentence = f"A request body was sent as {media_type}."
                bit = self._ledger.add(Goal("body", "request", "", sentence))
            subject = "the request body" + (f" ({media_type})" if len(body.content) > 1 else "")
            aspect = Aspect("request", subject, EVERY_KIND, skipped="readOnly")
            bare = replace(media, shape=_bare(media.shape), validator=None)
            found[media_type] = (bare, bit, self._place(media, aspect))
        return found

    def _reply(self, key: str) -> Place:
        """The place of a reply's JSON body; an empty one where it has none."""
        for media_type, media in self.operation.responses[key].content.items():
            if media_type == "application/json" or media_type.endswith("+json"):
                aspect = Aspect(f"reply {key}", f"the {key} reply", REPLY_KINDS, skipped="writeOnly")
                return self._place(media, aspect)
        return Place()

    def _place(self, media: Media, aspect: Aspect) -> Place:
        if media.validator is None:
            return Place()
        return Walker(self._document, self._ledger, aspect, media.validator).walk()

    def _met_by_parameters(
        self, path_params: Mapping[str, str], query: bytes, headers: Mapping[str, str]
    ) -> int:
        met = 0
        found = read_parameters(self._undefaulted, path_params, query, headers, [])
        for parameter, sent, left_out, place in self._parameters:
            value = found[parameter.location].get(parameter.key, UNSET)
            met |= left_out if value is UNSET else sent | met_in(place, value)
        return met

    def _met_by_request(self, headers: Mapping[str, str], request: bytes) -> int:
        """A body in an undocumented media type that the server takes is read by the first documented one."""
        if not self._bodies or not request:
            return self._without
        first = next(iter(self._bodies))
        content_type = headers.get("content-type", first)
        declared = media_for({name: each[0] for name, each in self._bodies.items()}, base_type(content_type))
        media, bit, place = self._bodies[first if declared is None else declared.media_type]
        value = read_body(media, content_type, request, files=False)[0]
        return bit if value is UNSET else bit | met_in(place, value)

    def _met_by_reply(self, key: str, reply: bytes, value: Any) -> int:
        place = self._replies.get(key)
        if place is None:
            return 0
        if value is UNSET or isinstance(value, bytes):
            value = parse_json(reply, "body")[0]
        return 0 if value is UNSET else met_in(place, value)


def _telling_headers(operation: Operation) -> tuple[str, ...]:
    """The lower-case names of the request headers that goals depend on."""
    names = [each.key for each in operation.parameters if each.location == "header"]
    if any(each.location == "cookie" for each in operation.parameters):
        names.append("cookie")
    return (*names, "content-type") if operation.body is not None else tuple(names)


def _bare(shape: Shape) -> Shape:
    """The shape without the defaults that decoding would fill in."""
    members = shape.members and {name: _bare(member) for name, member in shape.members.items()}
    if shape.default is UNSET and members == shape.members:
        return shape
    return replace(shape, default=UNSET, members=members)


def _ends(data: bytes) -> tuple[int, bytes, bytes]:
    return len(data), data[: WHOLE // 2], data[-WHOLE // 2 :]
