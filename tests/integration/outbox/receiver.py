"""A receiver of deliveries: a real HTTP server in a thread, which keeps what came and answers as it is told."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Event, Thread


@dataclass(frozen=True)
class Posted:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are the statuses of the next answers; after them every answer is 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[Posted] = field(default_factory=list)
    arrivals: SimpleQueue[Posted] = field(default_factory=SimpleQueue)
    answering: Event = field(default_factory=Event)
    """Unset, answers are held back."""


@contextmanager
def listening() -> Generator[Receiver]:
    receiver = Receiver()
    receiver.answering.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            posted = Posted(self.path, dict(self.headers.items()), body)
            receiver.received.append(posted)
            receiver.arrivals.put(posted)
            receiver.answering.wait(20)
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/callbacks?for=test"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.answering.set()
            server.shutdown()
            thread.join()
