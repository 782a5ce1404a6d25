"""Asking again: journalists' questions of gold turns are put to a library of the same pages.

A question is *answered first* if the best passage stands in the turn that answered it; *by a
third* if it still does when only the rarest third of the question's words is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.evaluation.turns import FILE, PAGES, gold_rows, placed
from rag.pressroom import Pressroom
from rag.records import Span
from rag.settings import Settings
from rag.sources import document_id

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
KEPT = 3
"""Of so many words of a question one is kept."""


def ask_again(folder: Path) -> dict[str, float | int | None]:
    """Return how often the answer of each journalist's question is found first, by all its words
    and by a third. Raises CollectionError."""
    settings = Settings.load()
    with (
        TemporaryDirectory(prefix="pressroom-") as scratch,
        Pressroom.open(Path(scratch) / "index", settings=settings) as room,
    ):
        room.ingest(folder / PAGES)
        asked = [one for row in gold_rows(folder / FILE) for one in _asked(row, folder, room)]
        held = Counter(word for _, words, _ in asked for word in set(_words(words)))
        whole = [_is_first(room, key, words, span) for key, words, span in asked]
        third = [_is_first(room, key, rarest(words, held), span) for key, words, span in asked]
    count = len(asked)
    return {
        "questions asked again": count,
        "answered first": sum(whole) / count if count else None,
        "answered first by a third of the words": sum(third) / count if count else None,
    }


def _asked(
    row: Mapping[str, Any], folder: Path, room: Pressroom
) -> Iterator[tuple[str, str, Span]]:
    """Yield the document, the question and the span of the answer, of each question of a page."""
    key = document_id((folder / PAGES / f"{row['id']}.txt").read_bytes())
    text = room.document(key).text
    for question, answer in pairwise(placed(row["turns"], text)):
        words = text[question.span.start : question.span.end]
        if question.asked and not answer.asked and len(_words(words)) >= KEPT:
            yield key, words[: room.settings.max_question], answer.span


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def rarest(question: str, frequency: Mapping[str, int]) -> str:
    """Return the rarest third of the words of a question, in their order."""
    words = WORD.findall(question)
    order = sorted(range(len(words)), key=lambda i: frequency[words[i].lower()])
    kept = sorted(order[: max(1, len(words) // KEPT)])
    return " ".join(words[i] for i in kept)


def _is_first(room: Pressroom, key: str, question: str, answer: Span) -> bool:
    best = next(iter(room.search(question, 1)), None)
    if best is None or best.document_id != key:
        return False
    return best.start < answer.end and answer.start < best.end
