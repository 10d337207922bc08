"""Connexion's routing, with a tree in the place of its list of patterns.

Starlette tries one route after the other, so that a match costs more with each operation loaded;
a tree of path segments costs the same with 7 operations and with 154. It also puts two things
right: an unknown path ends here as 404, and a 405 names every method of the path.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.errors import ContractError, Problem
from understudy.http.framework import (
    API,
    ROUTING_CONTEXT,
    AbstractOperation,
    ConnexionMiddleware,
    OpenAPISpecification,
    Resolver,
    RoutingAPI,
    RoutingMiddleware,
    RoutingOperation,
    Specification,
)
from understudy.http.paths import segments
from understudy.http.security import Security
from understudy.http.tokens import Tokens

__all__ = ["Routes", "Routing", "Tree", "not_found"]

PARAMETER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation at the end of a path template, and the names of the template's parameters in order."""

    base_path: str
    operation_id: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Node:
    """One segment of path templates: what may follow it, and the operations that end here."""

    literals: dict[str, "Node"] = field(default_factory=dict)
    patterns: dict[re.Pattern[str], "Node"] = field(default_factory=dict)
    wildcard: "Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)

    def child(self, template: str) -> "Node":
        """The node below for one segment of a template, made when it is not there yet."""
        if "{" not in template:
            return self.literals.setdefault(template, Node())
        if PARAMETER.fullmatch(template):
            self.wildcard = self.wildcard or Node()
            return self.wildcard
        texts = (re.escape(text) for text in PARAMETER.split(template)[::2])
        return self.patterns.setdefault(re.compile("(.+)".join(texts), re.DOTALL), Node())


End: TypeAlias = tuple[Node, tuple[str, ...]]
"""A node, and the values of the parameters on the way to it."""


class Tree:
    """All path templates of all APIs."""

    def __init__(self) -> None:
        self.root = Node()

    def add(self, method: str, base_path: str, path: str, operation_id: str) -> None:
        """Add an operation; ContractError when another one already answers there."""
        node = self.root
        for template in f"{base_path}{path}".split("/")[1:]:
            node = node.child(template)
        if method in node.routes:
            raise ContractError(
                f"{operation_id} and {node.routes[method].operation_id} both answer {method} "
                f"{base_path}{path}: serve only one of the two, or give it another path by --alias."
            )
        node.routes[method] = Route(base_path, operation_id, tuple(PARAMETER.findall(path)))

    def methods(self, parts: list[str]) -> tuple[str, ...]:
        """Every method that the path of these segments answers; none when the path is unknown."""
        found = {method for node, _ in self.nodes(parts) for method in node.routes}
        if not found:
            return ()
        return tuple(sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())))

    def match(self, method: str, parts: list[str]) -> tuple[Route, dict[str, str]]:
        """The route of a request and its path parameters; Problem 404 or 405."""
        nodes = self.nodes(parts)
        for node, values in nodes:
            route = node.routes.get(method) or (node.routes.get("GET") if method == "HEAD" else None)
            if route is not None:
                return route, dict(zip(route.names, values, strict=True))
        if not nodes:
            raise not_found()
        allowed = ", ".join(self.methods(parts))
        raise Problem(
            405,
            "methodNotAllowed",
            f"This path does not answer {method}; it answers {allowed}.",
            headers={"Allow": allowed},
        )

    def nodes(self, parts: list[str]) -> list[End]:
        """The ends of all templates that fit, the most literal first, with the values of their parameters."""
        level: list[End] = [(self.root, ())]
        for part in parts:
            following: list[End] = []
            for node, values in level:
                if part in node.literals:
                    following.append((node.literals[part], values))
                for pattern, child in node.patterns.items():
                    if (match := pattern.fullmatch(part)) is not None:
                        following.append((child, values + match.groups()))
                if node.wildcard is not None and part:
                    following.append((node.wildcard, (*values, part)))
            level = following
        return [(node, values) for node, values in level if node.routes]


def not_found() -> Problem:
    """The refusal of a path that no API has."""
    return Problem(404, "notFound", "There is nothing at this path; compare it with the API's contract.")


class TreeAPI(RoutingAPI):  # type: ignore[misc]
    """Connexion's walk through a specification, planting what it finds in the tree."""

    def __init__(self, specification: Specification, *, tree: Tree, **options: Any) -> None:
        self.tree = tree
        super().__init__(specification, **options)

    @staticmethod
    def _framework_path_and_name(_operation: AbstractOperation, path: str) -> tuple[str, str]:
        return path, path

    def _add_operation_internal(
        self, method: str, path: str, operation: RoutingOperation, name: str | None = None
    ) -> None:
        del name  # Starlette names its routes; a tree has no use for names.
        self.tree.add(method.upper(), self.base_path, path, operation.operation_id)


class Routing(RoutingMiddleware):  # type: ignore[misc]
    """Finds a request's operation and tells the middlewares that follow, as Connexion does."""

    def __init__(self, app: ASGIApp, *, tree: Tree) -> None:
        super().__init__(app)
        self.tree = tree

    def add_api(self, specification: Specification, **options: Any) -> None:
        """Plant every operation of a specification."""
        TreeAPI(specification, tree=self.tree, next_app=self.app, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put operation and path parameters into the scope; Problem 400, 404 or 405."""
        route, parameters = self.tree.match(scope["method"], segments(scope))
        scope["path_params"] = parameters
        routed = {"api_base_path": route.base_path, "operation_id": route.operation_id}
        scope["extensions"] = {**scope.get("extensions", {}), ROUTING_CONTEXT: routed}
        await self.app(scope, receive, send)


class Outline(OpenAPISpecification):  # type: ignore[misc]
    """A specification made of a contract, which was judged when it was loaded."""

    @classmethod
    def _validate_spec(cls, spec: dict[str, Any]) -> None:
        # Connexion would judge it again, in pure Python: 0.2 s of the start with 160 operations.
        del spec


class Routes(ConnexionMiddleware):  # type: ignore[misc]
    """Connexion with the layers that are wanted, over the application that answers."""

    def __init__(self, app: ASGIApp, *, tree: Tree, tokens: Tokens | None = None) -> None:
        """Without `tokens` nobody is asked who calls."""
        layers = [partial(Routing, tree=tree)]
        if tokens is not None:
            layers.append(partial(Security, tokens=tokens))
        super().__init__(app, middlewares=layers)

    def add_api(self, specification: dict[str, Any], *, base_path: str, resolver: Resolver) -> None:
        """Serve the operations of a skeleton at `base_path`, each by what `resolver` finds for its id."""
        options = self.options.replace(resolver=resolver)
        self.apis.append(API(Outline(specification), base_path=base_path, **vars(options)))

    def join(self) -> None:
        """Build the layers now: Connexion would wait for the first request, and its faults with it."""
        self.app, self.middleware_stack = self._build_middleware_stack()
