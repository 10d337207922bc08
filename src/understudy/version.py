"""The version, where every part can take it from."""

__all__ = ["__version__"]

__version__ = "0.1.0"
