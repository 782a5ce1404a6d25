"""What programs meet in these tests: a small library, served over real HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from rag import Pressroom, Settings
from tests.writing import WORD_EMBEDDER

HARBOUR = """---
title: The harbour of Brenn
date: 2021-05-04
publisher: Brenn Gazette
url: https://gazette.example/harbour
labels: [fictional]
---
Ida Castellan: The cranes of the harbour arrive in June [2].

Question: Who pays for the cranes?

Ida Castellan: The town pays for the cranes, and nobody else.

Question: And what about the ferry?

Jon Osmark: The ferry stays where it is until the quay is built.
"""


@pytest.fixture(scope="package")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    folder = tmp_path_factory.mktemp("programs")
    settings = Settings(embedder=WORD_EMBEDDER, model="extractive")
    with Pressroom.open(folder / "index", settings=settings) as room:
        room.ingest(harbour_in(folder))
        yield room


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve a web application on a free port of the loopback address; yield its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def harbour_in(folder: Path) -> Path:
    """Write the article into a folder; return its path."""
    path = folder / "harbour.md"
    path.write_text(HARBOUR, encoding="utf-8")
    return path
