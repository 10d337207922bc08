"""Everything that hands out tokens: the OpenID provider below /oidc, and the token endpoints of vendors."""

from collections.abc import Sequence

from understudy.errors import UsageError
from understudy.http.assertions import AssertionIssuer, Endpoint
from understudy.http.exchange import Exchange
from understudy.http.identities import Identities
from understudy.http.oauth import Question
from understudy.http.oidc import Provider
from understudy.http.tokens import Tokens
from understudy.http.worlds import Hosted

__all__ = ["Issuers"]


class Issuers:
    """Who answers at which path; `paths` are those of the vendors."""

    def __init__(self, identities: Identities, tokens: Tokens, vendors: Sequence[AssertionIssuer]) -> None:
        """UsageError when two of them want the same path."""
        self.identities = identities
        self.tokens = tokens
        self.paths: dict[str, AssertionIssuer] = {}
        for issuer in vendors:
            if issuer.path in self.paths:
                raise UsageError(f"Two vendors hand out tokens at {issuer.path}: serve only one of them.")
            self.paths[issuer.path] = issuer

    def respond(self, question: Question, hosted: Hosted) -> Exchange:
        """The exchange for a request to one of the issuers; Problem 404 or 405."""
        issuer = self.paths.get(question.path)
        if issuer is None:
            provider = Provider(self.identities, self.tokens, hosted.world, hosted.grants)
            return provider.respond(question)
        return Endpoint(issuer, self.tokens, hosted.world, hosted.grants).respond(question)
