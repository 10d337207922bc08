"""What is used of Connexion, imported in one place.

Importing any part of Connexion imports all of it, and its dependencies warn about each other while
they load; nobody who runs or tests this program can do anything about those warnings.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT
    from connexion.middleware.main import API
    from connexion.middleware.routing import RoutingAPI, RoutingMiddleware, RoutingOperation
    from connexion.middleware.security import SecurityAPI, SecurityMiddleware
    from connexion.operations import AbstractOperation
    from connexion.resolver import Resolver
    from connexion.spec import OpenAPISpecification, Specification

__all__ = [
    "API",
    "ROUTING_CONTEXT",
    "AbstractOperation",
    "ConnexionMiddleware",
    "OpenAPISpecification",
    "Resolver",
    "RoutingAPI",
    "RoutingMiddleware",
    "RoutingOperation",
    "SecurityAPI",
    "SecurityMiddleware",
    "Specification",
]
