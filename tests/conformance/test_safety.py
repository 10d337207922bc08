"""Nobody else's server is written to by accident."""

import pytest

from understudy.conformance.safety import is_loopback, refuse_production, writes_allowed
from understudy.errors import UsageError


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:4010/service",
        "http://api.localhost/service",
        "http://LOCALHOST./x",
        "http://127.0.0.1:4010",
        "http://127.9.9.9",
        "http://[::1]:4010/x",
        "http://[::ffff:127.0.0.1]/x",
    ],
)
def test_this_machine_may_be_written_to(url):
    """Loopback addresses, in any spelling, and localhost are this machine."""
    assert is_loopback(url)
    assert writes_allowed(url, allow_writes=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://staging.example/service",
        "http://10.0.0.1/x",
        "http://192.168.1.1/x",
        "http://localhost@staging.example/x",
        "http://localhost.example/x",
        "http://notlocalhost/x",
        "http://127.0.0.1.example/x",
        "http://[2001:db8::1]/x",
        "http://[::ffff:10.0.0.1]/x",
    ],
)
def test_other_hosts_have_to_be_allowed(url):
    """Any other host is written to only when told so, however its name begins or ends."""
    assert not writes_allowed(url, allow_writes=False)
    assert writes_allowed(url, allow_writes=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://vendor.com/x",
        "https://api.vendor.com/x",
        "https://API.Vendor.COM./x",
        "http://a.b.vendor.com:81",
    ],
)
def test_production_is_refused(url):
    """The vendor's hosts and all below them are refused, with what to do, unless they are one's own."""
    with pytest.raises(UsageError) as refused:
        refuse_production(url, ("vendor.com",), own=False)

    assert "--i-own-this-server" in str(refused.value)
    refuse_production(url, ("vendor.com",), own=True)


@pytest.mark.parametrize(
    "url", ["https://notvendor.com", "https://vendor.com.example", "http://127.0.0.1/vendor.com"]
)
def test_others_are_not_refused(url):
    """A host that only looks like the vendor's is none of his."""
    refuse_production(url, ("vendor.com",), own=False)


@pytest.mark.parametrize("url", ["", "host/service", "ftp://host/x", "http://", "http://[::1/x"])
def test_what_is_no_url_is_said(url):
    """A text that is no URL of a server is a mistake of usage."""
    with pytest.raises(UsageError, match="is no URL"):
        writes_allowed(url, allow_writes=False)
