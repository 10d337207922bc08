"""Key pairs that follow from a seed."""

from understudy.http.keys import DemoKeys, demo_keys


def test_keys_follow_from_seed_and_client():
    """The same label makes the same pairs, another one others; kid tells them apart."""
    first, again = demo_keys(1, "robot"), DemoKeys(demo_keys(1, "robot").label)

    assert first.rsa.as_pem(private=True) == again.rsa.as_pem(private=True)
    assert first.ec.as_pem(private=True) == again.ec.as_pem(private=True)
    others = [demo_keys(2, "robot").ec, demo_keys(1, "reading").ec, demo_keys(1, "robot").ec]
    assert 3 == len({key.kid for key in others}) == len({key.as_pem(private=True) for key in others})


def test_keys_are_of_the_sizes_that_the_algorithms_want():
    """RSA with 2048 bits for RS256 and PS256, P-256 for ES256."""
    keys = demo_keys(1, "robot")

    assert 256 == len(
        keys.rsa.raw_value.private_numbers().public_numbers.n.to_bytes(256, "big").lstrip(b"\0")
    )
    assert "P-256" == keys.ec.curve_name
    assert [keys.rsa, keys.rsa, keys.ec] == [keys.of(name) for name in ("RS256", "PS256", "ES256")]
