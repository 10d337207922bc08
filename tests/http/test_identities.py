"""Identities of several vendors."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import IDENTITIES, READER, WRITER

from understudy.errors import UsageError
from understudy.http.exchange import Caller
from understudy.http.identities import Client, Identities, Person

ANN = Caller("ann", "more", None, frozenset({"more/read"}))
SCOPES = st.frozensets(st.sampled_from(["a", "b", "c", "d"]))


def test_vendors_identities_come_together():
    """Tokens, clients, people and notes of both, in their order; of two notes the first stands."""
    other = Identities(
        {"demo": READER, "more": ANN},
        {"more": Client("more", "x", ANN)},
        (Person("ann", "Ann", ANN),),
        {"demo": "other", "more": "more"},
    )

    merged = replace(IDENTITIES, notes={"demo": "first"}).merged(other)

    assert {"demo": WRITER, "reader": READER, "more": ANN} == merged.tokens
    assert ["not:a secret", "x"] == [merged.clients[name].secret for name in ("shop", "more")]
    assert ["bob", "eve", "ann"] == [person.username for person in merged.people]
    assert {"demo": "first", "more": "more"} == merged.notes


@given(SCOPES, SCOPES)
def test_who_is_named_twice_has_the_scopes_of_both(ours, theirs):
    """By token, by client id and by username alike; whichever comes first."""

    def named(scopes):
        caller = replace(READER, scopes=scopes)
        return Identities({"t": caller}, {"c": Client("c", "s", caller)}, (Person("u", "U", caller),))

    merged = named(ours).merged(named(theirs))

    assert named(ours | theirs) == merged == named(theirs).merged(named(ours))


@pytest.mark.parametrize("change", [{"subject": "eve"}, {"institution": "MARIN"}, {"institution": None}])
def test_two_people_of_one_name_are_refused(change):
    """Another subject or institution behind a token, client or username is a mistake that is named."""
    other = replace(WRITER, **change)
    cases = {
        "token demo": Identities({"demo": other}),
        "client shop": Identities({}, {"shop": Client("shop", "not:a secret", other)}),
        "username bob": Identities({}, {}, (Person("bob", "Bob", other),)),
    }
    for name, clash in cases.items():
        with pytest.raises(UsageError, match=f"different people by the {name}"):
            IDENTITIES.merged(clash)


def test_a_client_has_one_secret():
    """Two secrets for one id are refused."""
    with pytest.raises(UsageError, match="client shop different secrets"):
        IDENTITIES.merged(Identities({}, {"shop": Client("shop", "another", WRITER)}))
