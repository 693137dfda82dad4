"""Which addresses may be called: HTTPS anywhere, plain HTTP on this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from satupintu.kernel.errors import ConfigurationError


def checked_base_url(url: str) -> str:
    """A base address without its final slash. Raises ConfigurationError when it is not one, or not safe."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError("a base address cannot be read; write for example https://api.talentics.id") from None
    if parts.username or parts.password:
        raise ConfigurationError("credentials do not belong into the base address; pass them as arguments")
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable() or " " in url:
        raise ConfigurationError("this is not a base address; write for example https://api.talentics.id")
    if parts.query or parts.fragment:
        raise ConfigurationError("a base address has no query and no fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(f"plain HTTP to {host} would show the credentials; use https://")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
