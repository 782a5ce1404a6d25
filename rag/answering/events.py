"""Answering about events themselves: when, where and with whom they were held."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from rag.answering.citing import citation_of
from rag.answering.evidence import STOP_WORDS
from rag.answering.extractive import Extract, abstention
from rag.answering.gathering import Gatherer
from rag.answering.rendering import plain
from rag.answering.silence import Finding
from rag.index import Filter, Index
from rag.question import Question
from rag.reading.names import name_words
from rag.records import Citation, Document, Hit, Span
from rag.records.dates import long_date
from rag.retrieval import hit_of

EVENTS_TOLD = 3
"""Most events told of when a question about an event fits several."""


def told_by_events(asked: Question, where: Filter | None, gatherer: Gatherer) -> Extract:
    """Answer from what the documents of the events asked about say of themselves."""
    library = gatherer.index.library
    known = {document.id: document for document in library.document_list()}
    chosen = documents_named(asked.topic, known.values())
    if not chosen:
        hits = gatherer.retrieve(asked.text, where)
        chosen = list(dict.fromkeys(hit.document_id for hit in hits))
    within = [key for key in chosen if _is_within(key, where, gatherer.index)][:EVENTS_TOLD]
    documents = [library.document(key) for key in within]
    return _event_extract(
        asked,
        documents,
        lambda document: opening(document, gatherer.index),
        lambda document: _voices(document, gatherer),
    )


def documents_named(words: str, documents: Iterable[Document]) -> list[str]:
    """Return the documents that share most with a text in event, title or place.

    The fewer documents have a word, the more it tells: "press conference" is in most titles.
    """
    wanted = {word for word in name_words(words) if word not in STOP_WORDS}
    shared = {
        d.id: wanted & set(name_words(f"{d.event or ''} {d.title or ''} {d.place or ''}"))
        for d in documents
    }
    having = Counter(word for some in shared.values() for word in some)
    weight = {key: sum(1 / having[word] for word in some) for key, some in shared.items()}
    best = max(weight.values(), default=0.0)
    return [key for key, some in weight.items() if best and math.isclose(some, best)]


def _is_within(document_id: str, where: Filter | None, index: Index) -> bool:
    if where is None:
        return True
    numbers = index.library.document_numbers([document_id])
    return numbers[document_id] in set(index.library.live_numbers(where))


def opening(document: Document, index: Index) -> Hit | None:
    """Return the first passage of a document."""
    first = index.library.passages_of(document.id, limit=1)
    if not first:
        return None
    return hit_of(first[0], document)


def _voices(document: Document, gatherer: Gatherer) -> list[str]:
    """Return who speaks in a document, under the fullest names on record, in order."""
    labels = dict.fromkeys(s.speaker for s in document.statements if s.speaker)
    names = gatherer.people.names({(document.id, label) for label in labels})
    return list(dict.fromkeys(names[document.id, label] for label in labels))


def _event_extract(
    question: Question,
    documents: Sequence[Document],
    first: Callable[[Document], Hit | None],
    names: Callable[[Document], Collection[str]],
) -> Extract:
    """Answer a question about events from what their documents say of themselves."""
    lines: list[str] = []
    citations: list[Citation] = []
    for document in documents:
        told = _told(question, document, names)
        hit = first(document)
        if not told or hit is None:
            continue
        span = Span(hit.start, hit.end)
        number = len(citations) + 1
        citations.append(
            citation_of(hit, span, number=number, speaker=hit.speaker, speech=hit.speech)
        )
        lines.append(
            f"*{plain(document.event or document.title or document.source)}*: {told} [{number}]"
        )
    if not citations:
        return abstention(question, [], Finding(0.0, "not_in_record"))
    return Extract(text="\n\n".join(lines), citations=tuple(citations), confidence=1.0)


def _told(
    question: Question, document: Document, names: Callable[[Document], Collection[str]]
) -> str | None:
    if question.event_detail == "speakers":
        return ", ".join(plain(name) for name in names(document)) or None
    day, place = long_date(document.date), document.place and plain(document.place)
    asked, other = (place, day) if question.event_detail == "place" else (day, place)
    return ", ".join(filter(None, (asked, other))) if asked else None
