"""Posting to other people's servers: one request, its status, nothing else kept."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx2

from satupintu.kernel.errors import ConnectionFailedError
from satupintu.transport.address import is_loopback


async def post(url: str, *, headers: Mapping[str, str], body: bytes, timeout: timedelta) -> int:
    """Post a body and return the status of the answer; `timeout` is for all of it.

    Redirects are not followed, cookies not kept, the answer's body not read. Raises ConnectionFailedError, whose few
    words name neither the URL nor anything that was sent.
    """
    try:
        async with asyncio.timeout(timeout.total_seconds()):
            # Reading the certificates that are trusted takes tens of milliseconds.
            client = await asyncio.to_thread(_client, url)
            async with client, client.stream("POST", url, headers=headers, content=body) as response:
                return response.status_code
    except TimeoutError:
        words = f"no answer within {timeout.total_seconds():g} s"
        raise ConnectionFailedError(words, may_have_arrived=True) from None
    except httpx2.ConnectError as error:
        raise ConnectionFailedError(_without_connection(error), may_have_arrived=False) from None
    except httpx2.HTTPError as error:
        raise ConnectionFailedError(f"connection broke off ({type(error).__name__})", may_have_arrived=True) from None


def target_of(url: str) -> str:
    """The path and query of a URL as `post` sends them."""
    return httpx2.URL(url).raw_path.decode("ascii")


def host_of(url: str) -> str:
    """The host that `post` calls; empty when there is none."""
    return urlsplit(url).hostname or ""


def _client(url: str) -> httpx2.AsyncClient:
    # Calls to this machine must not take a detour through a proxy.
    return httpx2.AsyncClient(
        timeout=None,
        trust_env=not is_loopback(host_of(url)),
        headers={"User-Agent": f"satupintu/{version('satupintu')}", "Accept": "application/json"},
    )


def _without_connection(error: BaseException) -> str:
    """Why there was no connection, as the operating system or TLS says it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection ({cause.reason or 'TLS'})"
        if isinstance(cause, socket.gaierror):
            return f"no connection ({cause.strerror})"
        if isinstance(cause, OSError) and cause.errno:
            return f"no connection ({os.strerror(cause.errno)})"
        cause = cause.__cause__ or cause.__context__
    return "no connection"
