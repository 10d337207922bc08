"""Where the contracts and the fixtures lie."""

from pathlib import Path

__all__ = ["folder"]

HERE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `specs` or `fixtures`: inside the installed package, or at the root of a checkout."""
    packaged = HERE / name
    return packaged if packaged.is_dir() else HERE.parents[1] / name
