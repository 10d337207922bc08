"""Mutants: our own server, each with one small lie, to see whether `understudy check` notices."""
