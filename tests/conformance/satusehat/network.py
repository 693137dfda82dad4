"""A served application on a real port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Serve an application in a thread; gives its address."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen(16)
        config = uvicorn.Config(app, log_level="error", lifespan="off", date_header=False, server_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
        thread.start()
        try:
            # What arrives before the server runs waits in the line of the port.
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
