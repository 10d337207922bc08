"""The commands that are printed at start."""

import json
import shlex

import pytest
from tests.vendors.apiture.desk import contracts

from understudy.vendors.apiture.demos import DEMOS

COMMANDS = [(name, demo.command) for name, demos in DEMOS.items() for demo in demos]


def test_every_api_has_demos():
    """Each API of the vendor has commands, and there are no others."""
    assert contracts().keys() == DEMOS.keys()


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_a_demo_works_when_pasted(desk, name, command):
    """Each command, alone on a new world, is one well-formed curl that succeeds."""
    words = shlex.split(command.replace("{base}", "http://localhost:4010" + contracts()[name].base_path))
    url = words[-1].removeprefix("http://localhost:4010" + contracts()[name].base_path)
    path, _, query = url.partition("?")
    body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if body is not None else "GET"

    operation, given = next(
        (operation, found)
        for operation in contracts()[name].operations.values()
        if operation.method == method and (found := matched(operation.path, path)) is not None
    )
    reply = desk.call(
        operation.operation_id, body, **given, **dict(pair.split("=") for pair in query.split("&") if pair)
    )

    assert ("curl", "Authorization: Bearer demo") == (words[0], words[3])
    assert reply.status in (200, 201)


def matched(template, path):
    """The path parameters of a path under a template; None when it is another's."""
    parts, given = template.split("/"), path.split("/")
    if len(parts) != len(given):
        return None
    named = dict(zip(parts, given, strict=True))
    if any(part != value and not part.startswith("{") for part, value in named.items()):
        return None
    return {part.strip("{}"): value for part, value in named.items() if part.startswith("{")}
