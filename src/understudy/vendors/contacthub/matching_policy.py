"""What makes the customers of an entry node unique."""

from collections.abc import Mapping
from typing import Any

__all__ = ["default_policy", "with_policy"]


def default_policy() -> dict[str, Any]:
    """The policy of entry nodes that are made without one (H-67.1): the externalId counts."""
    return {"properties": ["externalId"], "caseSensitive": True}


def with_policy(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The policy with what is said of it in the place of what it was."""
    return {name: said.get(name, before[name]) for name in ("properties", "caseSensitive")}
