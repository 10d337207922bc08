"""The demo identities."""

from understudy.vendors.apiture.identities import IDENTITIES as APITURES
from understudy.vendors.banno.identities import IDENTITIES, ISSUER
from understudy.vendors.banno.refusals import EDIT, VIEW


def test_tokens_are_those_of_the_other_vendor():
    """S-02: the same token stands for the same person, who has the permissions of both vendors."""
    both = APITURES.merged(IDENTITIES)

    assert APITURES.tokens.keys() == IDENTITIES.tokens.keys() == both.tokens.keys() == IDENTITIES.notes.keys()
    for token, caller in both.tokens.items():
        assert APITURES.tokens[token].scopes | IDENTITIES.tokens[token].scopes == caller.scopes


def test_who_reads_there_views_here():
    """S-02: the token for reading may only view, the others edit as well."""
    scopes = {token: caller.scopes for token, caller in IDENTITIES.tokens.items()}

    assert {VIEW} == scopes.pop("demo-read")
    assert {frozenset({VIEW, EDIT})} == set(scopes.values())


def test_clients_sign_in_as_the_vendor_describes():
    """S-01: at the vendor's own path, by RS256, PS256 or ES256, exp in milliseconds, five minutes at most."""
    assert "/a/oidc-provider/api/v0/token" == ISSUER.path
    assert {"RS256", "PS256", "ES256"} == set(ISSUER.algorithms)
    assert (True, 300) == (ISSUER.milliseconds, ISSUER.longest.total_seconds())
    assert {"TIBURON", "MARIN"} == {client.caller.institution for client in ISSUER.clients}
    assert all(client.note for client in ISSUER.clients)
