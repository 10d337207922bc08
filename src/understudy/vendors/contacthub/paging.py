"""Pages of lists: page and size in, the slice to show and the page object out."""

from typing import Any

from understudy.http.exchange import Request

__all__ = ["CEILING", "page_of"]

CEILING = 10_000
"""H-0.b3: as many elements as a search ever shows."""


def page_of(
    request: Request, total: int, *, size: int = 20, ceiling: int | None = None
) -> tuple[slice, dict[str, Any]]:
    """The slice of the `total` elements that the query asks for, and the page object (H-0.b1, H-0.b2).

    `size` is what a page has unless the query says otherwise. With a `ceiling` the page object says
    maxElements and maxPages too, and elements beyond it are never shown (H-0.b3). A page after the last one
    is empty.
    """
    number = int(request.query.get("page") or 0)
    asked = request.query.get("size")
    each = size if asked is None else int(asked)
    page = {"size": each, "totalElements": total, "totalPages": pages(total, each), "number": number}
    if ceiling is not None:
        page |= {"maxElements": ceiling, "maxPages": pages(ceiling, each)}
    shown = total if ceiling is None else min(total, ceiling)
    start = min(number * each, shown)
    return slice(start, min(start + each, shown)), page


def pages(total: int, size: int) -> int:
    """How many pages of this size there are: none where a page is empty."""
    return -(-total // size) if size else 0
