"""From a query to ranked hits: candidates of both halves of the index, fused.

A candidate found by one half is scored by the other too, so that fusion never compares a score
with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.embedding import Embedder
from rag.index import Filter, Index
from rag.records import Document, Hit, Passage, Span

CANDIDATES = 100
"""Passages taken from each half before fusion."""

DENSE_SHARE = 0.8
"""Weight of the dense score against the lexical one."""

SPARE = 3
"""Candidates read for every hit asked for, so that duplicates can be collapsed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with both its scores, before ranking."""

    key: int
    dense: float
    lexical: float


def retrieve(
    query: str, *, index: Index, embedder: Embedder, limit: int, where: Filter | None = None
) -> list[Hit]:
    """Return the best passages for a query, best first, each text once."""
    found = candidates(query, index=index, embedder=embedder, where=where)
    ranking = fused(found)
    rows = index.library.passages_by_key([key for key, _ in ranking[: limit * SPARE]])
    return _hits(ranking, rows, {c.key: c.dense for c in found}, index, limit)


def candidates(
    query: str, *, index: Index, embedder: Embedder, where: Filter | None = None
) -> list[Candidate]:
    """Return what either half finds, with the scores of both."""
    vector = embedder.embed_query(query)
    lexical = dict(index.lexical_hits(query, limit=CANDIDATES, where=where))
    dense = dict(index.dense_hits(vector, limit=CANDIDATES, where=where))
    dense |= index.similarities(vector, [key for key in lexical if key not in dense])
    keys = sorted(dense.keys() | lexical.keys())
    return [Candidate(key, dense.get(key, 0.0), lexical.get(key, 0.0)) for key in keys]


def fused(found: Sequence[Candidate]) -> list[tuple[int, float]]:
    """Return (key, score) by the weighted sum of both scores, each scaled to its best."""
    top_dense = max((c.dense for c in found), default=0.0) or 1.0
    top_lexical = max((c.lexical for c in found), default=0.0) or 1.0
    scored = [
        (
            c.key,
            DENSE_SHARE * c.dense / top_dense + (1 - DENSE_SHARE) * c.lexical / top_lexical,
        )
        for c in found
    ]
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def _hits(
    ranking: Sequence[tuple[int, float]],
    rows: Mapping[int, tuple[Passage, Document]],
    similarity: Mapping[int, float],
    index: Index,
    limit: int,
) -> list[Hit]:
    chosen: list[tuple[int, float]] = []
    seen: set[str] = set()
    for key, score in ranking:
        if key not in rows or len(chosen) >= limit:
            continue
        passage, _ = rows[key]
        if (words := _folded(passage.text)) not in seen:
            seen.add(words)
            chosen.append((key, score))
    questions = index.library.slices(
        (passage.document_id, passage.question)
        for passage, _ in (rows[key] for key, _ in chosen)
        if passage.question
    )
    return [
        hit_of(*rows[key], score=score, rank=rank, similarity=similarity[key], questions=questions)
        for rank, (key, score) in enumerate(chosen, start=1)
    ]


def hit_of(
    passage: Passage,
    document: Document,
    *,
    score: float,
    rank: int,
    similarity: float,
    questions: Mapping[tuple[str, Span], str],
) -> Hit:
    """Return a passage as a hit, with what its document says of itself."""
    question = questions.get((passage.document_id, passage.question)) if passage.question else None
    return Hit(
        document_id=passage.document_id,
        source=document.source,
        title=document.title,
        date=document.date,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        speaker=passage.speaker,
        speech=passage.speech,
        question=question,
        place=document.place,
        event=document.event,
        publisher=document.publisher,
        url=document.url,
        labels=document.labels,
        page=passage.page,
        time=passage.time,
        passage_id=passage.id,
        text=passage.text,
        score=score,
        rank=rank,
        similarity=similarity,
        asked=passage.asked,
    )


def _folded(text: str) -> str:
    """Return what two printings of the same words have in common."""
    return " ".join(re.findall(r"\w+", text.lower()))
