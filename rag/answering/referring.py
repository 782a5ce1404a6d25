"""Answering about the answer before: when and where it was said, by whom, in which document, in
reply to what, and what was said next. All from what that answer cites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.answering.choosing import cited
from rag.answering.citing import citation_of
from rag.answering.events import EVENTS_TOLD, documents_named, opening
from rag.answering.evidence import content_words
from rag.answering.extractive import Extract
from rag.answering.gathering import Gatherer
from rag.answering.listing import hits_of, sentences_in
from rag.answering.rendering import lead, plain, rendered
from rag.question import Question
from rag.question.references import event_compared
from rag.reading.sentences import sentence_spans
from rag.records import Answer, Citation, Document, Hit, Passage, Span
from rag.records.dates import long_date

FOLLOWING = 3
"""Sentences quoted of what was said next, or before."""

MOST_WHOLE = 3
"""Passages quoted whole for whoever asks for the context."""

NOT_TOLD = "The documents cited do not tell."


def told_by_citations(asked: Question, before: Answer, gatherer: Gatherer) -> Extract:
    """Answer what is asked about an answer from its citations."""
    if not before.citations:
        return Extract("The answer before cites nothing.", (), "not_in_record")
    standing = [c for c in before.citations if _stands(c, gatherer)]
    if not standing:
        return Extract("What the answer before cites is no longer on record.", (), "not_in_record")
    match asked.reference:
        case "next" | "earlier":
            return _around(asked, standing, gatherer)
        case "shorter":
            return _shortened(asked, standing)
        case "question":
            return _questions(standing, gatherer)
        case "context":
            return _whole_passages(standing, gatherer)
        case "order":
            return _in_order(asked, standing, gatherer)
        case _:
            return _of_each(asked, standing)


def _stands(citation: Citation, gatherer: Gatherer) -> bool:
    span = Span(citation.start, citation.end)
    key = (citation.document_id, span)
    return gatherer.index.library.slices([key]).get(key) == citation.quote


def whole(hit: Hit, number: int = 1) -> Citation:
    """Return a passage, whole, as a citation."""
    span = Span(hit.start, hit.end)
    return citation_of(hit, span, number=number, speaker=hit.speaker, speech=hit.speech)


# When, where, who, in which document


def _of_each(asked: Question, citations: Sequence[Citation]) -> Extract:
    """Tell one thing of every citation; those of which it is the same, together."""
    told: dict[str, list[Citation]] = {}
    for citation in citations:
        if line := _told(asked, citation):
            told.setdefault(line, []).append(citation)
    if not told:
        return Extract(NOT_TOLD, (), "not_in_record")
    return _lines(told.items())


def _lines(told: Iterable[tuple[str, Sequence[Citation]]]) -> Extract:
    lines: list[str] = []
    numbered: list[Citation] = []
    for line, some in told:
        some = [replace(c, number=len(numbered) + i) for i, c in enumerate(some, 1)]
        numbered += some
        lines.append(f"{line} " + "".join(f"[{c.number}]" for c in some))
    return Extract("\n\n".join(lines), tuple(numbered))


def _told(asked: Question, citation: Citation) -> str | None:
    day, place = long_date(citation.date), citation.place and plain(citation.place)
    match asked.reference:
        case "date":
            return day and f"{_who(citation)}: {', '.join(filter(None, (day, place)))}"
        case "place":
            return place and f"{_who(citation)}: {', '.join(filter(None, (place, day)))}"
        case "speaker":
            return citation.speaker and f"**{plain(citation.speaker)}**, {HOW[citation.speech]}"
        case _:
            return _source(citation)


HOW = {
    "direct": "in these words",
    "indirect": "as reported",
    "narration": "in the outlet's own account",
}


def _who(citation: Citation) -> str:
    if citation.speaker:
        return f"**{plain(citation.speaker)}**"
    return f"*{plain(citation.title or citation.source)}*"


def _source(citation: Citation) -> str:
    about = (plain(citation.publisher or ""), long_date(citation.date), citation.url)
    known = ", ".join(filter(None, about)) or plain(citation.source)
    return f"*{plain(citation.title or citation.source)}* ({known})"


# Shorter, next, before


def _shortened(asked: Question, citations: Sequence[Citation]) -> Extract:
    """Return of each of two speakers at most the sentence with most words of the topic."""
    best: dict[str | None, Citation] = {}
    for citation in _most_topical(asked, citations):
        best.setdefault(citation.speaker, citation)
    kept = sorted(list(best.values())[:2], key=lambda c: c.number)
    numbered = tuple(replace(c, number=i) for i, c in enumerate(kept, 1))
    return Extract(rendered(numbered), numbered)


def _most_topical(asked: Question, citations: Sequence[Citation]) -> list[Citation]:
    """Return the sentences cited, those with most words of the topic first."""
    wanted = set(content_words(asked.topic))
    sentences = [
        replace(c, start=c.start + start, end=c.start + end, quote=c.quote[start:end])
        for c in citations
        for start, end in sentence_spans(c.quote, Span(0, len(c.quote)))
    ]
    return sorted(sentences, key=lambda c: -len(wanted & set(content_words(c.quote))))


def _around(asked: Question, citations: Sequence[Citation], gatherer: Gatherer) -> Extract:
    """Quote what the speaker cited last said after that, or the one cited first before that."""
    is_next = asked.reference == "next"
    of = citations[-1] if is_next else citations[0]
    label = of.label or of.speaker
    said = [s for s in sentences_in(of.document_id, asked, gatherer) if s.speaker == label]
    chosen = (
        [s for s in said if s.span.start >= of.end][:FOLLOWING]
        if is_next
        else [s for s in said if s.span.end <= of.start][-FOLLOWING:]
    )
    if not chosen:
        way = "after" if is_next else "before"
        return Extract(f"{lead(of)}: nothing {way} that in this document.", (), "speaker_silent")
    found = gatherer.named(cited(chosen))
    return Extract(rendered(found), found)


def _whole_passages(citations: Sequence[Citation], gatherer: Gatherer) -> Extract:
    """Quote the passages, whole, that the first statements cited stand in."""
    library = gatherer.index.library
    places = dict.fromkeys((c.document_id, c.passage_start) for c in citations)
    rows = [
        (passage, library.document(key))
        for key, start in list(places)[:MOST_WHOLE]
        for passage in library.passages_of(key)
        if passage.start == start
    ]
    found = [whole(hit, number) for number, hit in enumerate(hits_of(rows, gatherer), 1)]
    named = gatherer.named(found)
    return Extract(rendered(named), named)


# What it answered


def _questions(citations: Sequence[Citation], gatherer: Gatherer) -> Extract:
    """Quote the journalists' questions that the statements cited answer."""
    rows = {
        (passage.document_id, passage.start): (passage, document)
        for citation in citations
        for passage, document in _asking(citation, gatherer)
    }
    if not rows:
        return Extract("The record shows no question before this.", (), "not_in_record")
    hits = hits_of(rows.values(), gatherer)
    numbered = gatherer.named([whole(hit, number) for number, hit in enumerate(hits, 1)])
    return Extract(rendered(numbered), numbered)


def _asking(citation: Citation, gatherer: Gatherer) -> list[tuple[Passage, Document]]:
    """Return the question that a statement answers, all of the journalist's turn, or that it is."""
    library = gatherer.index.library
    passages = library.passages_of(citation.document_id)
    of = next((p for p in passages if p.start <= citation.start < p.end), None)
    span = of and (Span(of.start, of.end) if of.asked else of.question)
    if not span:
        return []
    asking = [p for p in passages if p.start < span.end and p.end > span.start]
    turns = {p.turn for p in asking if p.turn is not None}
    asking = [p for p in passages if p.asked and p.turn in turns] or asking
    document = library.document(citation.document_id)
    return [(passage, document) for passage in asking]


# Before or after an event


def _in_order(asked: Question, citations: Sequence[Citation], gatherer: Gatherer) -> Extract:
    """Set the dates of what is cited beside those of the event asked about, oldest first."""
    library = gatherer.index.library
    event = event_compared(asked.asked or asked.text)
    documents = {document.id: document for document in library.document_list()}
    hits = [
        opening(documents[key], gatherer.index)
        for key in documents_named(event, documents.values())
    ]
    openings = [whole(hit) for hit in hits if hit and hit.date][:EVENTS_TOLD]
    if not openings or not any(c.date for c in citations):
        return Extract(NOT_TOLD, (), "not_in_record")
    told = [(c, f"*{plain(c.event or c.title or c.source)}*") for c in openings]
    told += [(c, f"{_who(c)}, as cited") for c in citations if c.date]
    told.sort(key=lambda one: one[0].date or "")
    lines: dict[str, list[Citation]] = {}
    for citation, line in told:
        lines.setdefault(f"{long_date(citation.date)}: {line}", []).append(citation)
    return _lines(lines.items())
