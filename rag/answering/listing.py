"""Listing what is on record: the sentences of a document, and every mention of a topic."""

from __future__ import annotations

from collections.abc import Iterable

from rag.answering.evidence import Sentence, Topic
from rag.answering.gathering import Gatherer
from rag.index import Filter
from rag.question import Question
from rag.records import Document, Hit, Passage
from rag.retrieval import hit_of

LOOKED_AT = 1000
"""Passages with words of the topic that are looked at for mentions, best first."""

NOTHING = Topic({})


def hits_of(found: Iterable[tuple[Passage, Document]], gatherer: Gatherer) -> list[Hit]:
    """Return passages as hits, with the journalists' questions they answer."""
    rows = list(found)
    asked = [(p.document_id, p.question) for p, _ in rows if p.question]
    questions = gatherer.index.library.slices(asked)
    return [
        hit_of(passage, about, rank=rank, questions=questions)
        for rank, (passage, about) in enumerate(rows, 1)
    ]


def sentences_in(document_id: str, asked: Question, gatherer: Gatherer) -> list[Sentence]:
    """Return all sentences of a document in order, whoever speaks. Raises DocumentNotFound."""
    library = gatherer.index.library
    document = library.document(document_id)
    hits = hits_of(((p, document) for p in library.passages_of(document_id)), gatherer)
    return gatherer.sentences(asked, hits, NOTHING)


def passages_on(
    topic: str, where: Filter | None, gatherer: Gatherer
) -> list[tuple[Passage, Document]]:
    """Return passages with all words of a topic, in order of time."""
    if where is not None and where.excludes_all:
        return []
    wanted = gatherer.content_terms(topic)
    keys = [key for key, _ in gatherer.index.lexical_hits(topic, limit=LOOKED_AT, where=where)]
    rows = gatherer.index.library.passages_by_key(keys).values()
    found = [row for row in rows if wanted and wanted <= set(gatherer.terms(row[0].text))]
    return sorted(found, key=lambda row: (row[1].date or "9999", row[1].id, row[0].start))


def mentions_of(asked: Question, where: Filter | None, gatherer: Gatherer) -> list[Sentence]:
    """Return the sentences that hold all words of the topic asked about, in order of time.

    Journalists' questions are not among them.
    """
    wanted = gatherer.content_terms(asked.topic)
    rows = (row for row in passages_on(asked.topic, where, gatherer) if not row[0].asked)
    found = gatherer.sentences(asked, hits_of(rows, gatherer), NOTHING)
    return [sentence for sentence in found if wanted <= set(gatherer.terms(sentence.text))]
