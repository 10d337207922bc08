"""Workspaces, sources and users as the vendor writes them."""

from collections.abc import Mapping
from typing import Any

__all__ = ["source", "user", "workspace"]


def workspace(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A workspace."""
    names = ("name", "slug", "groupPk", "shard", "status")
    return {"id": key, **{name: body[name] for name in names}}


def source(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A source with its token."""
    names = ("provider", "properties", "name", "description", "nodes", "enabled", "token")
    return {"id": key, **{name: body[name] for name in names}}


def user(body: Mapping[str, Any]) -> dict[str, Any]:
    """A user with the permissions on nodes."""
    names = ("id", "name", "registeredAt", "updatedAt", "nodes")
    return {name: body[name] for name in names}
