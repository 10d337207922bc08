"""YAML as JSON values that remember the lines they stand on, so that a mistake can be found."""

import math
import re
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from understudy.errors import FixtureError

__all__ = ["Lined"]

MOST = 200_000
"""Values in a file, those that aliases repeat counted each time."""
DEEPEST = 50
LARGEST = 2**63
"""Integers below it, in either direction, are the same for every program that reads them."""

COLLECTIONS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
MERGE = "tag:yaml.org,2002:merge"
TIMESTAMP = "tag:yaml.org,2002:timestamp"

SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which escapes can spell, but no encoding can write."""

SCALARS = yaml.constructor.SafeConstructor()


class Lined:
    """A YAML file as a JSON value: mappings with text as keys, lists, texts, numbers, true, false, null.

    A date is the text it is written as. FixtureError, with file and line, for anything else.
    """

    def __init__(self, path: Path, noun: str) -> None:
        """Read the file; `noun` is what sentences call it."""
        self.path = path
        self.noun = noun
        self.lines: dict[str, int] = {}
        self.left = MOST
        root = self.composed(self.text())
        self.value: Any = None if root is None else self.converted(root, "", ())

    def fault(self, pointer: str, sentence: str) -> FixtureError:
        """The error about the value at a JSON pointer, or about the nearest one around it that is there."""
        while pointer not in self.lines and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.at_line(self.lines.get(pointer, 1), sentence)

    def at_line(self, line: int, sentence: str) -> FixtureError:
        """The error about a line of the file."""
        return FixtureError(f"The {self.noun} {self.path}, line {line}, cannot be used: {sentence}")

    def text(self) -> str:
        """What the file says."""
        try:
            return self.path.read_text(encoding="utf-8")
        except OSError as error:
            raise FixtureError(
                f"The {self.noun} {self.path} cannot be read: {error.strerror}; name a readable YAML file."
            ) from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise self.at_line(line, "it is not UTF-8 text; save it as UTF-8.") from error

    def composed(self, text: str) -> Any:
        """The tree of YAML nodes, None for an empty file."""
        try:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.reader.ReaderError as error:
            line = text[: error.position].count("\n") + 1
            raise self.at_line(line, "it has a character that YAML does not allow; remove it.") from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise self.at_line(line, f"it is not YAML: {error.problem}; correct it.") from error
        except (RecursionError, ValueError, OverflowError) as error:
            raise self.at_line(1, "it nests too deeply, or has an odd escape; write it plainly.") from error

    def converted(self, node: Any, pointer: str, around: tuple[int, ...]) -> Any:
        """The JSON value of a node that stands within the nodes `around`."""
        line = self.lines[pointer] = node.start_mark.line + 1
        self.left -= 1
        if id(node) in around:
            raise self.at_line(line, "it contains itself; write out what is meant.")
        if len(around) > DEEPEST or self.left < 0:
            raise self.at_line(line, f"it nests deeper than {DEEPEST}, or has over {MOST:,} values.")
        inside = (*around, id(node))
        if not isinstance(node, yaml.ScalarNode) and node.tag not in COLLECTIONS:
            raise self.at_line(line, f"the tag `{node.tag[-40:]}` is not known here; remove it.")
        if isinstance(node, yaml.SequenceNode):
            return [
                self.converted(child, f"{pointer}/{place}", inside) for place, child in enumerate(node.value)
            ]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, pointer, inside)
        return self.scalar(node, line)

    def mapping(self, node: Any, pointer: str, inside: tuple[int, ...]) -> dict[str, Any]:
        """The members of a mapping node, each key once."""
        members: dict[str, Any] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag == MERGE or SURROGATE.search(key.value):
                raise self.at_line(line, "a key is no plain text; write each key out.")
            if key.value in members:
                raise self.at_line(line, f"the key `{key.value[:60]}` is there twice; remove one.")
            token = key.value.replace("~", "~0").replace("/", "~1")
            members[key.value] = self.converted(child, f"{pointer}/{token}", inside)
        return members

    def scalar(self, node: Any, line: int) -> Any:
        """The value of a node that has no others in it."""
        if node.tag == TIMESTAMP:
            return node.value
        try:
            value = SCALARS.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise self.at_line(line, f"`{node.value[:60]}` is no {node.tag[-20:]}; quote it.") from error
        if not is_json(value):
            raise self.at_line(line, f"`{node.value[:60]}` is no value of JSON; quote it, if it is a text.")
        return value


def is_json(value: Any) -> TypeGuard[str | bool | int | float | None]:
    """Whether the value of a scalar is one that JSON has, and other programs read alike."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -LARGEST <= value < LARGEST
    return value is None or (isinstance(value, str) and SURROGATE.search(value) is None)
