"""An HTTP client whose every exchange is seen by both judges."""

import httpx
from tests.support.judge import Wire, disagreements

__all__ = ["DEMO", "JudgedTransport", "client_of"]

DEMO = "demo"
"""The bearer token of Bob Hartley at TIBURON, with all scopes."""


class JudgedTransport(httpx.BaseTransport):
    """Sends requests as another transport does, and fails the test when the judges differ about one."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The reply, read whole; AssertionError with each disagreement about the exchange."""
        answered = self.inner.handle_request(request)
        content = b"".join(answered.stream)
        answered.close()
        response = httpx.Response(
            answered.status_code, headers=answered.headers, stream=httpx.ByteStream(content)
        )
        found = disagreements(
            Wire(
                method=request.method,
                url=str(request.url),
                status=response.status_code,
                request_headers=_lower(request.headers),
                request_body=request.read(),
                headers=_lower(response.headers),
                body=content,
            )
        )
        assert not found, "\n".join(found)
        return response

    def close(self) -> None:
        self.inner.close()


def client_of(base: str, token: str | None = DEMO) -> httpx.Client:
    """A judged client for one API; `token` None sends no credentials."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    transport = JudgedTransport(httpx.HTTPTransport())
    return httpx.Client(base_url=base, headers=headers, transport=transport, timeout=60, trust_env=False)


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
