"""The demo identities."""

from understudy.vendors.apiture.identities import IDENTITIES as APITURES
from understudy.vendors.contacthub.identities import IDENTITIES
from understudy.vendors.contacthub.roles import ROLES


def test_tokens_are_those_of_the_other_vendors():
    """The same token stands for the same person, who has the roles here beside the scopes there."""
    both = APITURES.merged(IDENTITIES)

    assert APITURES.tokens.keys() < IDENTITIES.tokens.keys() == IDENTITIES.notes.keys()
    for token, caller in APITURES.tokens.items():
        assert caller.scopes | IDENTITIES.tokens[token].scopes == both.tokens[token].scopes
    for person in IDENTITIES.people:
        assert person.username in {each.username for each in APITURES.people}


def test_every_scope_is_a_role():
    """Scopes are the vendor's roles, nothing else."""
    for caller in IDENTITIES.tokens.values():
        assert caller.scopes <= ROLES


def test_people_are_users_of_the_workspaces(desk):
    """Everybody with a token is a user of the seeded workspaces."""
    subjects = {user.body["subject"] for user in desk.world.store.read().scan("contacthub/users")}

    assert {caller.subject for caller in IDENTITIES.tokens.values()} <= subjects
