"""What the page's tests run on: a small library, hostile words, a server and a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Page

from tests.fakes import HashEmbeddings

ROOT = Path(__file__).parents[2]

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

HOSTILE = (
    "<img src=x onerror=window.__ran=1>",
    "<script>window.__ran=1</script>",
    '"><svg onload=window.__ran=1>',
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    "[link](javascript:window.__ran=1)",
    "![leak](http://leak.example/markdown)",
    "<img src=http://leak.example/image>",
    "<form action=http://leak.example/form><button>Go</button></form>",
    "<style>@import 'http://leak.example/style'</style>",
    "<details open ontoggle=window.__ran=1>",
    "{{constructor.constructor('window.__ran=1')()}}",
    "${window.__ran=1}",
    "`;window.__ran=1;`",
    "$$\\href{javascript:window.__ran=1}{x}$$",
    "</mark></article><b onclick=window.__ran=1>bold</b>",
    "&lt;img src=x onerror=window.__ran=1&gt;",
)

ARTICLES = {
    "harbour.md": """---
title: "Castellan in Brenn: calm about Osmark"
date: 2021-05-04
place: Brenn
event: Press conference of the harbour council
publisher: Brenn Gazette
url: https://gazette.example/harbour
labels: [fictional]
---
# Castellan in Brenn: calm about Osmark

Harbour master Ida Castellan spoke to reporters on Tuesday.

Castellan said that Osmark had kept every promise about the harbour.
The cranes would arrive in June.

She denied that Osmark had asked for money.
Castellan said that Osmark would build the quay itself.
""",
    "questions.md": """---
title: Questions to the minister
date: 2022-02-01
place: Osmark
publisher: Ministry of Works
---
# Questions to the minister

MINISTER VOLK: Good morning. The tunnel will open in March.

QUESTION: Why does the tunnel cost twice as much?

MINISTER VOLK: The tunnel costs more because the rock was harder than the survey said.
""",
    "hostile.md": "---\ntitle: 'Hostile zebra "
    + " ".join(HOSTILE).replace("'", "''")
    + "'\ndate: 2023-03-03\npublisher: '"
    + HOSTILE[0]
    + "'\nplace: '"
    + HOSTILE[2]
    + "'\nurl: 'javascript:window.__ran=1'\nlabels: ['"
    + HOSTILE[0]
    + "']\n---\n# Zebra report\n\nThe zebra keeper spoke.\n\n"
    + "\n\n".join(f"The zebra keeper said the zebra saw {words} yesterday." for words in HOSTILE)
    + "\n",
}


class SlowEmbeddings(HashEmbeddings):
    """Makes vectors so slowly that tests can look at the page meanwhile."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        time.sleep(600)
        return super().embed_documents(texts)


_told: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def overheard(page: Page) -> Page:
    """Return a page whose console is listened to, so that a test that fails can tell of it."""
    told = _told.setdefault(page, [])

    def hear(message: ConsoleMessage) -> None:
        told.append(f"{message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: told.append(f"uncaught: {error}"))
    return page


def told_by(page: Page) -> list[str]:
    """Return what the console of a page that is listened to told last."""
    return _told.get(page, [])[-20:]


def chromium() -> str | None:
    """Return the path of a Chromium on this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def write_articles(folder: Path) -> Path:
    """Write the articles into a folder; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def served(
    folder: Path,
    *,
    script: str = "app.py",
    embedder: str = "langchain:tests.fakes.HashEmbeddings",
    stop_seconds: float = 10,
    **settings: str,
) -> Iterator[str]:
    """Run a script over a folder's corpus with a new index; yield the address of the page."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PRESSROOM", "OPENAI"))}
    environment |= {
        "PRESSROOM_INDEX": str(folder / "index"),
        "PRESSROOM_CORPUS": str(folder / "corpus"),
        "PRESSROOM_PORT": "0",
        "PYTHONPATH": str(ROOT),
        "PRESSROOM_EMBEDDER": embedder,
        **settings,
    }
    with subprocess.Popen(
        [sys.executable, script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            match = re.search(r"http://\S+", line)
            assert match is not None, f"the page did not start: {line!r}"
            yield match[0]
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(stop_seconds)
            server.kill()
