"""What a fuzz does not send: paths that a client cuts short, so that another operation would be asked."""

__all__ = ["SENDABLE"]

SENDABLE = """
import schemathesis


@schemathesis.hook
def filter_case(context, case):
    # Of a list in the place of a text, Schemathesis writes these marks as they are, and they end a path.
    return not {"#", "?"} & set(case.formatted_path)
"""
"""The program that sees to it, in the process of Schemathesis."""
