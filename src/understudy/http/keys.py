"""Key pairs that follow from a seed: the same in every run, and never a real secret."""

from functools import cached_property, lru_cache

from Crypto.Hash import SHAKE256
from Crypto.PublicKey import ECC, RSA
from joserfc.jwk import ECKey, KeyParameters, RSAKey

__all__ = ["DemoKeys", "demo_keys", "rsa_key"]


def rsa_key(label: str, alg: str | None = None) -> RSAKey:
    """The RSA-2048 pair of a label, with its `kid`, for one algorithm or any; takes tenths of a second."""
    pair = RSA.generate(2048, randfunc=SHAKE256.new(label.encode()).read)
    kid = named(pair.public_key().export_key("DER"))
    parameters: KeyParameters = {"kid": kid, "use": "sig"}
    if alg is not None:
        parameters["alg"] = alg
    return RSAKey.import_key(pair.export_key("PEM", pkcs=8), parameters)


def ec_key(label: str) -> ECKey:
    """The P-256 pair of a label, with its `kid`."""
    pair = ECC.generate(curve="P-256", randfunc=SHAKE256.new(label.encode()).read)
    kid = named(pair.public_key().export_key(format="DER"))
    return ECKey.import_key(pair.export_key(format="PEM"), {"kid": kid, "use": "sig"})


def named(public: bytes) -> str:
    """A key's id, from its public half."""
    return SHAKE256.new(public).read(8).hex()


class DemoKeys:
    """The key pairs of a client that signs assertions; each is made at first need."""

    def __init__(self, label: str) -> None:
        self.label = label

    @cached_property
    def rsa(self) -> RSAKey:
        """For RS256 and PS256."""
        return rsa_key(f"{self.label} RSA")

    @cached_property
    def ec(self) -> ECKey:
        """For ES256."""
        return ec_key(f"{self.label} EC")

    def of(self, algorithm: str) -> RSAKey | ECKey:
        """The pair that signs with an algorithm of JSON Web Signature."""
        return self.ec if algorithm.startswith("ES") else self.rsa


@lru_cache(maxsize=64)
def demo_keys(seed: int, client: str) -> DemoKeys:
    """The key pairs of a client in a server of this seed."""
    return DemoKeys(f"understudy client key {seed} {client}")
