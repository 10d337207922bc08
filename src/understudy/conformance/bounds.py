"""Where a fuzz has to stop: at the server that it was given, and in the midst of an answer without end."""

from understudy.conformance.carrier import MOST

__all__ = ["BOUNDS"]

BOUNDS = f"""
import requests

requests.Session.get_redirect_target = lambda self, response: None  # where it leads may not be asked
read = requests.Response.iter_content


def read_bounded(self, *given, **options):
    size = 0
    for piece in read(self, *given, **options):
        size += len(piece)
        if size > {MOST}:
            told = "The answer has more than {MOST // 2**20} MiB."
            raise requests.ConnectionError(told, request=self.request)
        yield piece


requests.Response.iter_content = read_bounded
"""
"""The program that sees to it, in the process of Schemathesis."""
