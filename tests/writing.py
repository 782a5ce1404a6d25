"""Articles, passages and vectors for tests."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.records import Document, Passage, Statement

WORD_EMBEDDER = "langchain:tests.fakes.HashEmbeddings"

TOPICS = "harbour bridge budget school river railway forest museum market hospital".split()
VERBS = "opened closed measured repaired painted counted visited praised".split()


def article(number: int, *, version: int = 1, paragraphs: int = 4) -> str:
    """Return a generated article in which each paragraph has a word found nowhere else."""
    chance = random.Random(f"{number}-{version}")
    lines = [f"# Report {number} on the {chance.choice(TOPICS)}"]
    for part in range(paragraphs):
        words = " ".join(
            f"The mayor {chance.choice(VERBS)} the {chance.choice(TOPICS)} of district "
            f"{chance.randrange(90)}, and the council took note of it in its session."
            for _ in range(3)
        )
        lines.append(f"{words} The file is called {token(number, part, version=version)}.")
    return "\n\n".join(lines) + "\n"


def token(number: int, part: int, *, version: int = 1) -> str:
    """Return the word that only one paragraph of one version of one article holds."""
    return f"zq{number}x{part}v{version}"


def write_articles(folder: Path, count: int, **kwargs: int) -> list[Path]:
    """Write generated articles and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"report-{number:03}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(article(number, **kwargs), encoding="utf-8")
    return paths


def document(
    *paragraphs: str,
    key: str = "d1",
    statements: tuple[Statement, ...] = (),
    **about: str,
) -> Document:
    """Return a document of these paragraphs."""
    about.setdefault("source", f"{key}.md")
    about.setdefault("language", "en")
    return Document(id=key, text="\n\n".join(paragraphs), statements=statements, **about)


def passages_of(doc: Document, **about: object) -> list[Passage]:
    """Return each paragraph of a document as a passage."""
    found = []
    start = 0
    for number, text in enumerate(doc.text.split("\n\n")):
        found.append(
            Passage(
                id=f"{doc.id}-{number}",
                document_id=doc.id,
                number=number,
                start=start,
                end=start + len(text),
                text=text,
                **about,  # type: ignore[arg-type]
            )
        )
        start += len(text) + 2
    return found


def unit(*values: float) -> NDArray[np.float32]:
    """Return a unit vector."""
    vector = np.array(values, dtype=np.float32)
    return vector / np.float32(np.linalg.norm(vector))
