"""Running the gateway with uvicorn: one process or several, a port that is opened last, a stop that finishes work."""

from __future__ import annotations

import errno
import gc
import os
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from satupintu.kernel.errors import ConfigurationError
from satupintu.transport.address import is_loopback

POLL_SECONDS = 0.01
"""How often a port that is about to open is tried."""

GRACE_SECONDS = 5
"""How long requests under way may take once the server is told to stop."""

COLLECT_FROM = 50_000
"""How many new objects Python gathers before it looks which are garbage; a request makes some hundred, nearly all of
which go by themselves."""

WORKER = "satupintu.gateway.worker:create_app"
DATA_VARIABLE = "SATUPINTU_DATA"
DATABASE_VARIABLE = "SATUPINTU_DATABASE"


def reserve(host: str, port: int) -> socket.socket:
    """Take the port without opening it: nobody else gets it, and nobody is answered before the server runs.

    Raises ConfigurationError, with the remedy, when that is not possible or not safe.
    """
    if not is_loopback(host):
        raise ConfigurationError(f"a sandbox listens on this machine only, not on {host}; use --host 127.0.0.1")
    address = "127.0.0.1" if host == "localhost" or host.endswith(".localhost") else host
    opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((address, port))
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} is taken; choose another with --port, or stop the program that listens there"
            raise ConfigurationError(message) from None
        raise ConfigurationError(f"port {port} of {host} cannot be opened: {error.strerror}") from None
    opened.set_inheritable(True)
    return opened


def base_url_of(opened: socket.socket) -> str:
    """The address under which a listening socket is reached."""
    host, port = opened.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def when_open(opened: socket.socket, then: Callable[[], None]) -> None:
    """Do something as soon as connections to a reserved port are accepted. Returns at once."""

    def wait() -> None:
        while True:
            try:
                socket.create_connection(opened.getsockname()[:2], timeout=1).close()
            except ConnectionRefusedError:
                time.sleep(POLL_SECONDS)
            except OSError:
                return
            else:
                then()
                return

    threading.Thread(target=wait, name="when-open", daemon=True).start()


def keep_what_is_loaded() -> None:
    """Tell Python that what is loaded by now stays, so that it is not walked over again in search of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_FROM, 20, 20)


def serve(app: Any, opened: socket.socket) -> None:
    """Serve in this process until it is told to stop (Ctrl-C, SIGTERM)."""
    keep_what_is_loaded()
    uvicorn.Server(_config(app)).run(sockets=[opened])


def serve_with_workers(data: Path, database: str | None, opened: socket.socket, workers: int) -> None:
    """Serve with several processes, each with its own application on the same data, until told to stop."""
    os.environ[DATA_VARIABLE] = str(data)
    if database:
        os.environ[DATABASE_VARIABLE] = database
    config = _config(WORKER, factory=True, workers=workers)
    Multiprocess(config, sockets=[opened]).run()


@contextmanager
def served_in_background(app: Any, opened: socket.socket) -> Generator[Callable[[], None]]:
    """Serve in a thread while the block runs. Yields a function that waits until the server ends."""
    server = uvicorn.Server(_config(app))
    ready = threading.Event()
    startup = server.startup

    async def started(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        ready.set()

    server.startup = started
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, name="gateway")
    thread.start()
    while not ready.wait(0.1):
        if not thread.is_alive():
            raise ConfigurationError("the gateway did not start; its log says why")
    try:
        yield thread.join
    finally:
        server.should_exit = True
        thread.join()


def _config(app: Any, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="on",
        **more,
    )
