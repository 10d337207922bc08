"""The vendor's search strings: words match any, "phrases" are kept together, `and` asks for all (A-05)."""

import re

__all__ = ["matches"]

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


def matches(query: str, *texts: str) -> bool:
    """Whether `query` finds any part of the texts, upper and lower case being the same.

    `new members` finds either word, `"new members"` the phrase, `new and members` both words anywhere.
    """
    found = _TERM.findall(query.casefold())
    words = [word for _, word in found]
    terms = [phrase or word for phrase, word in found if word != "and"] or words
    inside = [any(term in text.casefold() for text in texts) for term in terms]
    return all(inside) if "and" in words else any(inside) or not terms
