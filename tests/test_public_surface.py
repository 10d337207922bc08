"""Each module says in `__all__` what others may use."""

from importlib import import_module

from tests.sources import PACKAGE, Source, imports, module_names, of_each, sources


def modules_with_names() -> list[Source]:
    """Every module that defines something; empty package files have nothing to offer."""
    return [source for source in sources() if len(source.tree.body) > 1]


def in_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each by the alphabet."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@of_each(modules_with_names())
def test_all_is_sorted_and_importable(source):
    """`__all__` is there, in order, and every name in it can be imported."""
    module = import_module(f"{PACKAGE.name}.{source.name}".rstrip("."))

    assert sorted(module.__all__, key=in_order) == list(module.__all__)
    assert [] == [name for name in module.__all__ if not hasattr(module, name)]


@of_each(sources())
def test_all_is_complete(source):
    """What one module takes from another is in the other's `__all__`."""
    ours = module_names()
    for _, module, name in imports(source):
        below = module.removeprefix(PACKAGE.name).lstrip(".")
        if module.partition(".")[0] != PACKAGE.name or not name or f"{below}.{name}".lstrip(".") in ours:
            continue

        assert name in import_module(module).__all__
