"""Journalists' questions: as they were put, with their answers, and those that were declined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.answering.choosing import cited
from rag.answering.citing import citation_of
from rag.answering.declining import DECLINED, refusals
from rag.answering.evidence import Sentence
from rag.answering.gathering import Gatherer
from rag.answering.listing import NOTHING, hits_of, passages_on
from rag.answering.parts import SHORTEST, Part, Told, gathered
from rag.answering.referring import whole
from rag.index import Filter
from rag.question import Question
from rag.reading import sentence_spans
from rag.reading.names import is_named_in
from rag.records import Citation, Document, Hit, Passage, Span

MOST_QUESTIONS, ANSWER_SENTENCES = 6, 2
LOOKED_THROUGH = 200
"""Documents, the latest, in which all that somebody was asked is looked at."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a journalist asks in a turn, and the first passage that answers, if any does."""

    document: Document
    questions: tuple[Passage, ...]
    answer: Passage | None


def questions_put(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Quote the journalists' questions on a topic, each with the beginning of its answer."""
    names = gathered(asked, where, gatherer).names if asked.speaker else None
    present = [] if asked.topic else _spoken_in(names or (), where, gatherer)
    found = list(_exchanges(asked, where, gatherer, names, present))
    kept = found[:MOST_QUESTIONS]
    lead = _lead(f"{len(found)} questions", len(found), present)
    return lead, [_told(exchange, gatherer) for exchange in kept]


def _lead(counted: str, count: int, present: Sequence[str]) -> str | None:
    """Return how much of what was found is quoted, and where it was looked for, if not in all."""
    among = f"the latest {LOOKED_THROUGH} documents" if len(present) == LOOKED_THROUGH else ""
    if count > MOST_QUESTIONS:
        return f"The first {MOST_QUESTIONS} of {counted}{among and f' in {among}'}:"
    return f"In {among}:" if among and count else None


def _exchanges(
    asked: Question,
    where: Filter | None,
    gatherer: Gatherer,
    names: Collection[str] | None,
    present: Sequence[str],
) -> Iterator[Exchange]:
    """Yield exchanges in order of time: on the topic, answered by people of *names* if given."""
    by_document: dict[str, list[tuple[Passage, Document]]] = {}
    for passage, document in _asking(asked, where, gatherer, present):
        by_document.setdefault(document.id, []).append((passage, document))
    library = gatherer.index.library
    own = None if names is None else library.speakers.labels_of(names, by_document)
    for document_id, rows in by_document.items():
        passages = library.passages_of(document_id)
        for _, turn in groupby(rows, key=lambda row: row[0].turn):
            if exchange := _exchange(list(turn), passages, own):
                yield exchange


def _exchange(
    rows: Sequence[tuple[Passage, Document]],
    passages: Sequence[Passage],
    own: Collection[tuple[str, str]] | None,
) -> Exchange | None:
    """Return what is asked in a turn with its answer; nothing where none of *own* labels answers.

    Who is to answer may ask for questions: such a turn is no exchange.
    """
    questions, document = tuple(passage for passage, _ in rows), rows[0][1]
    answers = [p for p in passages if _answers(p, questions[-1])]
    if own is not None:
        answers = [p for p in answers if (document.id, p.speaker) in own]
        if not answers or (document.id, questions[0].speaker) in own:
            return None
    telling = [p for p in answers if len(p.text.split()) >= SHORTEST]
    return Exchange(document, questions, next(iter(telling or answers), None))


def _asking(
    asked: Question, where: Filter | None, gatherer: Gatherer, present: Sequence[str]
) -> list[tuple[Passage, Document]]:
    """Return the questions on the topic; without one, those where the speaker is *present*."""
    library = gatherer.index.library
    if asked.topic:
        return [row for row in passages_on(asked.topic, where, gatherer) if _asks(row[0])]
    return [
        (passage, document)
        for document in map(library.document, present)
        for passage in library.passages_of(document.id)
        if _asks(passage)
    ]


def _spoken_in(names: Collection[str], where: Filter | None, gatherer: Gatherer) -> list[str]:
    """Return the latest documents in which people speak, by their ids, in order of time."""
    speakers = gatherer.index.library.speakers
    return speakers.latest(names, where or Filter(), LOOKED_THROUGH)[::-1]


def _asks(passage: Passage) -> bool:
    return passage.asked and len(passage.text.split()) >= SHORTEST


def _answers(passage: Passage, question: Passage) -> bool:
    if passage.asked or passage.question is None:
        return False
    return passage.question.start < question.end and question.start < passage.question.end


def _told(exchange: Exchange, gatherer: Gatherer) -> Part:
    passages = [*exchange.questions, *([exchange.answer] if exchange.answer else [])]
    hits = hits_of(((passage, exchange.document) for passage in passages), gatherer)
    line = None if exchange.answer else "No answer follows this in the document:"
    return Part(tuple(whole(hit) if hit.asked else _beginning(hit) for hit in hits), line)


def _beginning(hit: Hit) -> Citation:
    """Return the first sentences of a passage as a citation."""
    spans = sentence_spans(hit.text, Span(0, len(hit.text)))[:ANSWER_SENTENCES]
    span = Span(hit.start + spans[0].start, hit.start + spans[-1].end)
    return citation_of(hit, span, number=1, speaker=hit.speaker, speech=hit.speech)


# What was declined


def answers_declined(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Quote how somebody declined to answer, each time behind what the journalist asked."""
    names = gathered(asked, where, gatherer).names
    present = _spoken_in(names, where, gatherer)
    ranked = sorted(_declining(asked, names, present, gatherer), key=_when)
    found = {(sentence.hit.document_id, sentence.whole): sentence for sentence in ranked}
    kept = list(found.values())[:MOST_QUESTIONS]
    lead = _lead(f"{len(found)} times", len(found), present)
    return lead, [Part(_refused(sentence, gatherer)) for sentence in kept]


def _declining(
    asked: Question, names: Collection[str], present: Sequence[str], gatherer: Gatherer
) -> Iterator[Sentence]:
    """Yield the sentences that decline: words of the speaker asked about that leave a journalist's
    question without an answer, or a report that tells of it by name."""
    hits = hits_of(_exchanges_with_refusals(present, gatherer), gatherer)
    own = gatherer.people.labels(names, hits)
    wanted = gatherer.content_terms(asked.topic)
    sentences = gatherer.sentences(asked, hits, NOTHING)
    for refusal in refusals(replace(asked, kind="said"), sentences):
        sentence = refusal.sentence
        about = set(gatherer.terms(f"{sentence.hit.question or ''} {sentence.whole_text}"))
        is_own = bool(sentence.hit.question) and (sentence.hit.document_id, sentence.speaker) in own
        is_told = not sentence.hit.question and is_named_in(asked.speaker or "", sentence.frame)
        if refusal.is_all and wanted <= about and (is_own or is_told):
            yield sentence


def _exchanges_with_refusals(
    document_ids: Sequence[str], gatherer: Gatherer
) -> Iterator[tuple[Passage, Document]]:
    """Yield the passages that may decline, with all others that answer the same question."""
    library = gatherer.index.library
    for document_id in document_ids:
        passages = [p for p in library.passages_of(document_id) if not p.asked]
        declining = [p for p in passages if DECLINED.search(p.text)]
        put = {p.question for p in declining if p.question}
        document = library.document(document_id)
        yield from ((p, document) for p in passages if p in declining or p.question in put)


def _when(sentence: Sentence) -> tuple[str, str, int]:
    return sentence.hit.date or "9999", sentence.hit.document_id, sentence.span.start


def _refused(sentence: Sentence, gatherer: Gatherer) -> tuple[Citation, ...]:
    """Return words that decline behind the last part of the question put, or a report of it."""
    hit, library = sentence.hit, gatherer.index.library
    if not hit.question:
        return (citation_of(hit, sentence.whole, number=1, speaker=None, speech="narration"),)
    asking = [p for p in library.passages_of(hit.document_id) if _asks(p) and p.end <= hit.start]
    rows = ((passage, library.document(hit.document_id)) for passage in asking[-1:])
    return (*map(whole, hits_of(rows, gatherer)), *cited([sentence]))
