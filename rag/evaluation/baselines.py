"""Baselines: what a user would otherwise build, asked the same questions.

``langchain``: LangChain's recursive splitter at 1 000 characters with 200 shared, the same
embedder, the four nearest chunks under cosine (compared one by one, which finds what Chroma
would, or more). ``bm25``: the same chunks by their terms. Their answer is their first chunks,
whole; they never abstain and name no speaker.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.embedding import Embedder, Vectors
from rag.errors import PressroomError
from rag.evaluation.collection import Case
from rag.evaluation.retrieval_figures import SHOWN
from rag.evaluation.running import DEPTH
from rag.evaluation.runs import Cited, Found, Output, Segments
from rag.index.entries import Entry
from rag.index.lexical import LexicalIndex
from rag.records import Document, Span

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNK, OVERLAP = 1_000, 200
"""Characters: what LangChain's tutorials use."""


class MissingPackage(PressroomError):
    """A package that only evaluation needs is not installed."""


class Chunk(NamedTuple):
    """A piece of a document as the splitter cut it."""

    document: str
    span: Span
    text: str


def chunks_of(name: str, text: str) -> Iterator[Chunk]:
    """Yield the chunks of a document, with the place of each.

    The splitter tells only their text. Chunks begin in order, and none begins before the overlap
    of the one before, so that is where each is looked for.
    """
    begin = 0
    for piece in _splitter().split_text(text):
        start = text.find(piece, begin)
        span = Span(start, start + len(piece))
        yield Chunk(name, span, piece)
        begin = max(start + 1, span.end - OVERLAP - 1)


def _splitter() -> RecursiveCharacterTextSplitter:
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as exc:
        raise MissingPackage(
            "The baselines need LangChain's splitter. Run: pip install langchain-text-splitters"
        ) from exc
    return RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)


class Chunks:
    """What both baselines share: the chunks, and a first few of them for an answer."""

    name = ""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.chunks = [c for name, d in documents.items() for c in chunks_of(name, d.text)]
        passages: dict[str, list[Span]] = {}
        for chunk in self.chunks:
            passages.setdefault(chunk.document, []).append(chunk.span)
        self.passages: Segments = {name: tuple(spans) for name, spans in passages.items()}

    def answer(self, case: Case) -> Output:
        """Return the best chunks, and the first of them as the answer."""
        began = time.perf_counter()
        nearest = self.nearest(case.standalone or case.question)
        seconds = time.perf_counter() - began
        cited = tuple(self._cited(rank, i) for rank, (i, _) in enumerate(nearest[:SHOWN], 1))
        hits = tuple(self._found(number, score) for number, score in nearest)
        return Output(
            case=case.id,
            hits=hits,
            text="\n\n".join(f"{c.passage} [{c.number}]".replace("\n", " ") for c in cited),
            abstained=not hits,
            reason=None,
            engine=self.name,
            citations=cited,
            rejected=0,
            confidence=hits[0].score if hits else 0.0,
            search_seconds=seconds,
            ask_seconds=seconds,
        )

    def nearest(self, question: str) -> list[tuple[int, float]]:
        """Return (number of a chunk, score), best first."""
        raise NotImplementedError

    def _found(self, number: int, score: float) -> Found:
        document, span, _ = self.chunks[number]
        return Found(document, span.start, span.end, score, None)

    def _cited(self, rank: int, number: int) -> Cited:
        document, span, text = self.chunks[number]
        return Cited(rank, document, span.start, span.end, text, None, "narration", text, text)


class DenseChunks(Chunks):
    """LangChain's default: chunks by the meaning of their words."""

    name = "langchain"

    def __init__(
        self, documents: Mapping[str, Document], embedder: Embedder, *, cache: Path | None = None
    ) -> None:
        """Embed the chunks; *cache* is a file that keeps their vectors for the next run."""
        super().__init__(documents)
        self._embedder = embedder
        self._vectors = _kept(cache, [chunk.text for chunk in self.chunks], embedder)

    def nearest(self, question: str) -> list[tuple[int, float]]:
        """Return (number of a chunk, cosine), best first."""
        scores = self._vectors @ self._embedder.embed_query(question)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [(int(number), float(scores[number])) for number in best]


def _kept(cache: Path | None, texts: list[str], embedder: Embedder) -> Vectors:
    """Return the vectors of texts, from the cache where it holds them."""
    known: dict[str, Vectors] = {}
    if cache is not None and cache.is_file():
        with np.load(cache) as stored:
            known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        known |= dict(zip(missing, embedder.embed_passages(missing), strict=True))
        if cache is not None:
            np.savez(cache, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts])


class LexicalChunks(Chunks):
    """BM25 over the same chunks."""

    name = "bm25"

    def __init__(self, documents: Mapping[str, Document]) -> None:
        super().__init__(documents)
        self._folder = TemporaryDirectory(prefix="pressroom-bm25-")
        self._languages = list({d.language or "en" for d in documents.values()})
        self._index = LexicalIndex(Path(self._folder.name))
        self._index.update(
            add=[
                Entry(
                    key=number,
                    document=number,
                    date=None,
                    speakers=(),
                    language=documents[chunk.document].language or "en",
                    context="",
                    text=chunk.text,
                    hash=b"",
                )
                for number, chunk in enumerate(self.chunks)
            ]
        )

    def nearest(self, question: str) -> list[tuple[int, float]]:
        """Return (number of a chunk, BM25 score), best first."""
        return self._index.search(question, languages=self._languages, limit=DEPTH)

    def close(self) -> None:
        """Release and remove the index."""
        self._index.close()
        self._folder.cleanup()
