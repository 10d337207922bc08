"""Identities of several vendors."""

from tests.http.toys import IDENTITIES, READER, WRITER

from understudy.http.identities import Client, Identities, Person


def test_vendors_identities_are_merged_and_the_first_keeps_a_name():
    """Tokens, clients, people and notes come together; nobody takes over another's token."""
    other = Identities(
        {"demo": READER, "more": READER},
        {"shop": Client("shop", "other", READER), "more": Client("more", "x", READER)},
        (Person("ann", "Ann", READER),),
        {"demo": "other", "more": "more"},
    )

    merged = IDENTITIES.merged(other)

    assert {"demo": WRITER, "reader": READER, "more": READER} == merged.tokens
    assert ["not:a secret", "x"] == [merged.clients[name].secret for name in ("shop", "more")]
    assert ["bob", "eve", "ann"] == [person.username for person in merged.people]
    assert {"demo": "other", "more": "more"} == merged.notes
