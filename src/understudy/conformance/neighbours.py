"""Other contracts at the same base URL: their methods of a path are no methods that the path lacks."""

import re
from collections.abc import Iterator, Sequence

from understudy.contract.load import Contract
from understudy.contract.operation import Operation

__all__ = ["neighbours"]

PARAMETER = re.compile(r"\{[^{}]+\}")


def neighbours(contract: Contract, beside: Sequence[Contract]) -> Iterator[tuple[str, Operation]]:
    """Each operation beside it that gives a path of the contract a method which it does not have there.

    With the path as the contract writes it: paths are the same whatever their parameters are called.
    """
    paths = {PARAMETER.sub("{}", each.path): each.path for each in contract.operations.values()}
    own = {(each.path, each.method) for each in contract.operations.values()}
    for other in beside:
        for operation in other.operations.values():
            path = paths.get(PARAMETER.sub("{}", operation.path))
            if path is not None and (path, operation.method) not in own:
                yield path, operation
