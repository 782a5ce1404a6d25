"""Proposing: a library comes in, questions for a person to accept go out.

Each is made from a statement that the library knows the speaker of: "What did S say about T?",
where T is the name, or the rarest word, that the statement holds. They are written to
``proposed.jsonl``; what is accepted moves to ``questions.jsonl``.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from rag.answering.evidence import STOP_WORDS
from rag.errors import cause
from rag.evaluation.collection import ARTICLES, QUESTIONS, CollectionError
from rag.pressroom import Pressroom
from rag.reading.names import name_words
from rag.records import Document, Statement
from rag.sources import document_id

PROPOSED = "proposed.jsonl"

SHORTEST = 8
"""Words of a statement that says enough to be asked for."""

LONGEST = 60
"""Words of a statement that is still one statement."""

NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z]\w+)(?: [A-Z]\w+)*")
"""Capitalised words inside a sentence."""

WORD = re.compile(r"[^\W\d_]{4,}")


def propose(room: Pressroom, *, count: int) -> list[dict[str, Any]]:
    """Return up to *count* proposed cases, from every document in turn."""
    by_document: dict[str, list[Statement]] = {}
    for said in room.statements():
        if said.speaker and said.document_id:
            by_document.setdefault(said.document_id, []).append(said)
    names = article_names(room.documents())
    proposed = [list(_cases(room.document(key), said, names)) for key, said in by_document.items()]
    turns = (case for round_ in zip_longest(*proposed) for case in round_ if case)
    return list(islice(turns, count))


def article_names(documents: Iterable[Document]) -> dict[str, str]:
    """Return document id → the file name its article gets in a collection, each name once."""
    taken: Counter[str] = Counter()
    names = {}
    for document in documents:
        path = _unchanged_file(document)
        name = path.name if path else f"{document.id}.txt"
        taken[name] += 1
        names[document.id] = name if taken[name] == 1 else f"{document.id}-{name}"
    return names


def _unchanged_file(document: Document) -> Path | None:
    """Return the file a document was read from, if it still holds the same bytes."""
    path = Path(document.source)
    try:
        return path if document_id(path.read_bytes()) == document.id else None
    except OSError:
        return None


def _cases(
    document: Document, statements: Sequence[Statement], names: dict[str, str]
) -> Iterator[dict[str, Any]]:
    frequency = Counter(word.lower() for word in WORD.findall(document.text))
    for said in sorted(statements, key=lambda said: -_telling(document, said)):
        quote = document.text[said.start : said.end].strip()
        if not SHORTEST <= len(quote.split()) <= LONGEST:
            continue
        if topic := topic_of(quote, speaker=said.speaker or "", frequency=frequency):
            digest = blake2b(f"{names[document.id]} {quote}".encode(), digest_size=4).hexdigest()
            words = {"document": names[document.id], "quote": quote, "speaker": said.speaker}
            yield {
                "id": f"q-{digest}",
                "question": f"What did {said.speaker} say about {topic}?",
                "answerable": True,
                "speaker": said.speaker,
                "type": "said about",
                "relevant": [words],
            }


def _telling(document: Document, said: Statement) -> int:
    """Return how many names and numbers a statement holds: greetings hold few."""
    quote = document.text[said.start : said.end]
    return len(NAME.findall(quote)) + len(re.findall(r"\d+", quote))


def topic_of(quote: str, *, speaker: str, frequency: Counter[str]) -> str | None:
    """Return what a statement is about: its longest name, else the word that is rarest.

    Rarest in its document, where it must stand more than once: what is mentioned once is seldom
    a topic.
    """
    own = set(name_words(speaker))
    names: list[str] = [name for name in NAME.findall(quote) if not own & set(name_words(name))]
    if names:
        return max(names, key=len)
    words: list[str] = [word.lower() for word in WORD.findall(quote)]
    topical = [w for w in words if w not in STOP_WORDS and w not in own and frequency[w] > 1]
    return min(topical, key=lambda word: (frequency[word], -len(word)), default=None)


def write_articles(room: Pressroom, folder: Path) -> int:
    """Copy the articles of a library into a collection's folder; return how many there are.

    What is no file any more, or one with other bytes, is written as the text that is on record.
    Raises CollectionError.
    """
    articles = folder / ARTICLES
    try:
        articles.mkdir(parents=True, exist_ok=True)
        documents = room.documents()
        for key, name in article_names(documents).items():
            _write_article(room.document(key), articles / name)
    except OSError as exc:
        raise CollectionError(f"{articles} cannot be written: {cause(exc)}.") from exc
    return len(documents)


def _write_article(document: Document, path: Path) -> None:
    if file := _unchanged_file(document):
        shutil.copyfile(file, path)
    else:
        path.write_text(document.text, encoding="utf-8")


def write_proposed(folder: Path, cases: Sequence[dict[str, Any]]) -> Path:
    """Write proposed cases for a person to look at, and return the file."""
    return _append(folder / PROPOSED, cases, mode="w")


def accept(folder: Path, case: dict[str, Any]) -> Path:
    """Add a case to the questions of a collection, and return the file."""
    return _append(folder / QUESTIONS, [case], mode="a")


def _append(path: Path, cases: Sequence[dict[str, Any]], *, mode: str) -> Path:
    try:
        with path.open(mode, encoding="utf-8") as file:
            file.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    except OSError as exc:
        raise CollectionError(f"{path} cannot be written: {cause(exc)}.") from exc
    return path
