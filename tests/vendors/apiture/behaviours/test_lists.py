"""Files of identifiers as behaviours send them are what they claim to be."""

from base64 import b64decode

from understudy.vendors.apiture.behaviours.lists import encoded, file, strangers


def test_strangers_are_different_and_as_long_as_asked():
    """A-52: a thousand identifiers of one length, no two the same, each once in the file."""
    ids = strangers(1_001, length=64)

    assert 1_001 == len(set(ids))
    assert {64} == {len(text) for text in ids}
    assert ids == b64decode(file(ids)["content"]).decode().split()


def test_bytes_are_encoded_as_they_are():
    """A-50: a workbook's bytes and a text's come back out of the Base64."""
    assert b"\xd0\xcf\x00" == b64decode(encoded(b"\xd0\xcf\x00"))
    assert "Ä" == b64decode(encoded("Ä")).decode()
