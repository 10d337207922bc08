"""Understudy: a contract-first, stateful stand-in for customer-audience APIs.

Import from the module that defines a thing; this root holds only the version, and `running` for tests.
"""

from typing import TYPE_CHECKING, Any

from understudy.version import __version__

if TYPE_CHECKING:
    from understudy.embedding import running

__all__ = ["__version__", "running"]


def __getattr__(name: str) -> Any:
    """What is imported only when it is asked for."""
    if name == "running":
        # Measured: importing all that serves takes 700 ms, which `import understudy` need not wait for.
        from understudy import embedding

        return embedding.running
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
