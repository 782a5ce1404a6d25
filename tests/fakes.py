"""Stand-ins for far ends: an OpenAI-compatible server over real HTTP, and a quick embedder."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.embeddings import Embeddings

DIMENSION = 64
USAGE = {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100}


class HashEmbeddings(Embeddings):
    """A bag of words hashed into 64 numbers: deterministic, quick, alike where words are shared."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.0] * DIMENSION
        for word in re.findall(r"\w+", text.lower()):
            vector[hashlib.blake2b(word.encode(), digest_size=2).digest()[0] % DIMENSION] += 1.0
        return vector


@dataclass(frozen=True)
class Request:
    """A request the server received: its path, headers and decoded JSON body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All the messages of a chat request as one text."""
        return "\n\n".join(str(message["content"]) for message in self.body["messages"])


Script = Callable[["Exchange"], None]


@dataclass
class FakeOpenAI:
    """A scripted server: each request is answered by the next script, the last one for ever.

    ``url`` is the base URL to give to a client; ``requests`` holds what was received.
    """

    scripts: list[Script] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def script(self, *scripts: Script) -> None:
        """Set what the next requests are answered with."""
        self.scripts[:] = scripts

    def next_script(self, request: Request) -> Script:
        self.requests.append(request)
        if not self.scripts:
            return embeddings() if request.path.endswith("/embeddings") else status(500)
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


@dataclass
class Exchange:
    """One request and the means to answer it."""

    server: FakeOpenAI
    request: Request
    handler: BaseHTTPRequestHandler

    def send(self, code: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        """Send a whole response."""
        self.start(code, kind, length=len(body), **headers)
        self.handler.wfile.write(body)

    def start(self, code: int, kind: str, *, length: int | None = None, **headers: str) -> None:
        """Send the head of a response; without a length the end of the connection ends it."""
        self.handler.send_response(code)
        self.handler.send_header("Content-Type", kind)
        if length is None:
            self.handler.close_connection = True
            self.handler.send_header("Transfer-Encoding", "chunked")
        else:
            self.handler.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def chunk(self, data: bytes) -> None:
        """Send one piece of a streamed response."""
        self.handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.handler.wfile.flush()

    def event(self, payload: Any) -> None:
        """Send one server-sent event of a stream."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        self.chunk(f"data: {text}\n\n".encode())

    def finish(self) -> None:
        """End a streamed response as HTTP wants it ended."""
        self.handler.wfile.write(b"0\r\n\r\n")

    def break_off(self) -> None:
        """Cut the connection in the middle of the response."""
        self.handler.wfile.flush()
        self.handler.connection.shutdown(socket.SHUT_RDWR)

    def stall(self, seconds: float) -> None:
        """Send nothing for a while, or until the server is stopped."""
        self.server.released.wait(seconds)


@contextmanager
def fake_openai() -> Iterator[FakeOpenAI]:
    """Run the server on a free port of the loopback address."""
    server = FakeOpenAI()
    http = _QuietServer(("127.0.0.1", 0), _handler_class(server))
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        thread.join()
        http.server_close()


def unused_url() -> str:
    """Return a base URL on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


# Scripts for /v1/chat/completions


def says(
    *pieces: str,
    finish: str | None = "stop",
    done: bool = True,
    usage: bool = True,
    pause: float = 0.0,
) -> Script:
    """Stream *pieces*, then the reason for finishing, the usage and [DONE]."""

    def run(exchange: Exchange) -> None:
        _begin(exchange)
        for piece in pieces:
            exchange.event(_delta({"content": piece}))
            time.sleep(pause)
        if finish:
            exchange.event(_delta({}, finish))
        if usage:
            exchange.event({**_delta({}), "choices": [], "usage": USAGE})
        if done:
            exchange.event("[DONE]")
        exchange.finish()

    return run


def refuses(words: str) -> Script:
    """Stream a refusal in the field the API has for it, and no content."""

    def run(exchange: Exchange) -> None:
        _begin(exchange)
        exchange.event(_delta({"refusal": words}))
        exchange.event(_delta({}, "stop"))
        exchange.event("[DONE]")
        exchange.finish()

    return run


def stalls(*pieces: str, seconds: float = 30.0) -> Script:
    """Stream *pieces*, then nothing more."""

    def run(exchange: Exchange) -> None:
        _begin(exchange, *pieces)
        exchange.stall(seconds)

    return run


def breaks_off(*pieces: str) -> Script:
    """Stream *pieces*, then cut the connection."""

    def run(exchange: Exchange) -> None:
        _begin(exchange, *pieces)
        exchange.break_off()

    return run


def garbles(*pieces: str) -> Script:
    """Stream *pieces*, then an event that is not JSON."""

    def run(exchange: Exchange) -> None:
        _begin(exchange, *pieces)
        exchange.event('{"choices": [')
        exchange.finish()

    return run


def reports_error(*pieces: str) -> Script:
    """Stream *pieces*, then an error event, as overloaded servers do."""

    def run(exchange: Exchange) -> None:
        _begin(exchange, *pieces)
        exchange.event({"error": {"message": "overloaded", "type": "server_error"}})
        exchange.finish()

    return run


def without_choices() -> Script:
    """Stream events whose list of choices is empty."""

    def run(exchange: Exchange) -> None:
        _begin(exchange)
        exchange.event({**_delta({}), "choices": []})
        exchange.event("[DONE]")
        exchange.finish()

    return run


# Scripts for either path


def status(code: int, *, error: str = "", message: str = "scripted", **headers: str) -> Script:
    """Answer with an error status, in the shape of OpenAI's errors."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": error or None}})
    return lambda exchange: exchange.send(code, body.encode(), **headers)


def html(code: int = 200) -> Script:
    """Answer with a web page, as a proxy or a wrong address does."""
    return lambda exchange: exchange.send(code, b"<html><p>Welcome</p></html>", "text/html")


# Scripts for /v1/embeddings


def embeddings(
    vector: Callable[[str], Iterable[float]] | None = None,
) -> Script:
    """Answer with a vector for each text, as numbers or in base64 as the request asks."""
    vector = vector or HashEmbeddings().embed_query

    def run(exchange: Exchange) -> None:
        body = exchange.request.body
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        if not all(isinstance(text, str) and text for text in texts):
            status(400, message="input must be non-empty strings")(exchange)
            return
        encode = _in_base64 if body.get("encoding_format") == "base64" else list
        data = [
            {"object": "embedding", "index": i, "embedding": encode(vector(text))}
            for i, text in enumerate(texts)
        ]
        answer = {"object": "list", "model": body["model"], "data": data, "usage": USAGE}
        exchange.send(200, json.dumps(answer).encode())

    return run


def _in_base64(vector: Iterable[float]) -> str:
    numbers = list(vector)
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def _begin(exchange: Exchange, *pieces: str) -> None:
    exchange.start(200, "text/event-stream")
    exchange.event(_delta({"role": "assistant", "content": ""}))
    for piece in pieces:
        exchange.event(_delta({"content": piece}))


def _delta(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted-1",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up in the middle on purpose."""


def _handler_class(server: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length))
            request = Request(self.path, dict(self.headers), body)
            server.next_script(request)(Exchange(server, request, self))

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler
