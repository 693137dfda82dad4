from __future__ import annotations

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.transport.address import checked_base_url


@pytest.mark.parametrize(
    "url",
    ["https://api.talentics.id", "https://h:8443/mount", "http://localhost:8000", "http://talentics.localhost/x",
     "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080"],
)  # fmt: skip
def test_https_anywhere_and_plain_http_on_this_machine(url):
    assert checked_base_url(url + "/") == url


@pytest.mark.parametrize(
    "url",
    ["http://api.talentics.id", "http://10.0.0.1", "http://0.0.0.0", "http://localhost.evil.example", "http://[::2]",
     "http://127.0.0.1.evil.example"],
)  # fmt: skip
def test_plain_http_to_another_machine_is_refused(url):
    with pytest.raises(ConfigurationError, match="use https"):
        checked_base_url(url)


@pytest.mark.parametrize(
    "url",
    ["", "api.talentics.id", "ftp://h", "https://", "https://h?x=1", "https://h#x", "https://h:99999", "http://[::1"],
)
def test_what_is_no_base_address_is_refused(url):
    with pytest.raises(ConfigurationError, match="base address"):
        checked_base_url(url)


@pytest.mark.parametrize("rest", ["h", "h?x=1", "h:99999", ""])
def test_credentials_in_an_address_are_refused_and_not_repeated(rest):
    with pytest.raises(ConfigurationError) as caught:
        checked_base_url(f"https://user:hunter2@{rest}")
    assert "hunter2" not in str(caught.value)
