"""Answering with statements side by side: by speaker, over time, or as a list.

Everything is quoted from the record as in any other answer; what follows from it is left to the
reader. A chat model has no part in it: it would choose among the statements, and here what is left
out has to be said. Each part is silent by itself where the record holds nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.accounts import citable
from rag.answering.choosing import BELOW_BEST, cited
from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence
from rag.answering.extractive import Extract, abstention, extract
from rag.answering.gathering import Gathered, Gatherer
from rag.answering.listing import hits_of, mentions_of, passages_on
from rag.answering.referring import whole
from rag.answering.rendering import plain, rendered
from rag.answering.silence import JUST_ENOUGH, silence_on
from rag.index import Filter
from rag.question import Question
from rag.reading.names import may_be
from rag.reading.sentences import sentence_spans
from rag.records import Citation, Document, Hit, Passage, Reason, Span

MOST_LISTED = 20
"""Statements of a list; what is cut is said."""

MOST_SPEAKERS, OF_EACH_SPEAKER = 8, 2
MOST_DATES, OF_EACH_DATE = 8, 2
MOST_QUESTIONS, ANSWER_SENTENCES = 6, 2

CONSIDERED = 60
"""Passages weighed where statements of many dates or speakers are sought."""

OF_LAST = 3
"""Sentences of the last document with a topic that are told as the latest."""

ABOUT_AS_GOOD = 0.9
"""Share of a date's best relevance from which a second sentence of that date is told."""

SHORTEST = 4
"""Words of a sentence; fewer say nothing by themselves."""

READER = "What follows from them is for the reader to judge."

NONE: dict[str, str] = {"questions": "The record holds no journalist's question on this."}
"""What is said of shapes that find nothing while the record may well hold something else."""

SCATTERED = "No one sentence has all the words *{topic}*; these statements bear on it:"
NO_TOPIC = "Name a topic, such as: What changed on trade between February and June?"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: its citations, after a line that leads to them or instead of them.

    ``reason`` tells why a part has no citations, where it may have a reason of its own.
    """

    citations: tuple[Citation, ...]
    line: str | None = None
    reason: Reason | None = None
    silent: tuple[str, ...] = ()
    confidence: float = JUST_ENOUGH


def told_in_shape(asked: Question, where: Filter | None, gatherer: Gatherer) -> Extract:
    """Answer a question that has a shape."""
    assert asked.shape is not None
    if asked.shape == "compare" and not asked.topic:
        return Extract(NO_TOPIC, reason="not_in_record")
    lead, parts = SHAPES[asked.shape](asked, where, gatherer)
    if any(part.citations for part in parts):
        return _joined(lead, parts, gatherer)
    found = _gathered(asked, where, gatherer)
    if asked.shape == "mentions" and len(asked.topic.split()) > 1:
        bearing = extract(replace(asked, shape=None, kind="said"), found)
        if bearing.citations:
            lead = SCATTERED.format(topic=plain(asked.topic))
            return replace(bearing, text=f"{lead}\n\n{bearing.text}")
    silent = abstention(asked, found.sentences, silence_on(asked, is_known=found.is_known))
    if not asked.topic and not asked.speakers:
        return replace(silent, text=NO_TOPIC)
    if parts:
        return _all_silent(silent, parts)
    if silent.reason != "speaker_unknown" and (text := NONE.get(asked.shape)):
        return replace(silent, text=text)
    if asked.besides:
        return replace(silent, text="Nobody else is on record on this.")
    return silent


def _all_silent(silent: Extract, parts: Sequence[Part]) -> Extract:
    """Return why each part has no citations, instead of why the whole has none."""
    reasons = [part.reason for part in parts]
    known = [reason for reason in reasons if reason != "speaker_unknown"]
    return replace(
        silent,
        text="\n\n".join(part.line for part in parts if part.line),
        reason=(known or reasons)[0],
        silent=_silent(parts),
    )


def _joined(lead: str | None, parts: Sequence[Part], gatherer: Gatherer) -> Extract:
    """Return parts as one answer, citations numbered through, under the names of those cited."""
    lines = [lead] if lead else []
    citations: list[Citation] = []
    for part in parts:
        named = gatherer.named(part.citations)
        some = [replace(c, number=len(citations) + i) for i, c in enumerate(named, 1)]
        citations += some
        lines += [line for line in (part.line, rendered(some)) if line]
    confidence = max(part.confidence for part in parts if part.citations)
    text = "\n\n".join(lines)
    return Extract(text, tuple(citations), silent=_silent(parts), confidence=confidence)


def _silent(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(name for part in parts for name in part.silent)


Told = tuple[str | None, Sequence[Part]]
"""A sentence that leads to the parts of an answer, and these."""


# By speaker


def _compared(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Set side by side what each of the people named said."""
    return None, [_said_by(name, asked, where, gatherer) for name in asked.speakers]


def _said_by(name: str, asked: Question, where: Filter | None, gatherer: Gatherer) -> Part:
    text = f"What did {name} say about {asked.topic}?"
    one = replace(asked, speaker=name, kind="said", text=text)
    found = gatherer.gather(one, where)
    told = extract(one, found)
    line = None if told.citations else told.text
    return Part(told.citations, line, told.reason, told.silent, told.confidence)


def _contradicted(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Set side by side what different speakers said on a topic."""
    parts = _by_speaker(asked, where, gatherer, of_each=OF_EACH_SPEAKER)
    if len(parts) == 1:
        return "Only one speaker is on record on this.", parts
    return f"These are statements of different speakers. {READER}", parts


def _speakers(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Tell who spoke on a topic, with the words of each that bear on it most."""
    return None, _by_speaker(asked, where, gatherer, of_each=1)


def _by_speaker(
    asked: Question, where: Filter | None, gatherer: Gatherer, *, of_each: int
) -> list[Part]:
    best: dict[str, list[Sentence]] = {}
    bearing = [s for s in _bearing(asked, where, gatherer) if s.speaker]
    names = gatherer.people.names({(s.hit.document_id, s.speaker) for s in bearing if s.speaker})
    for sentence in bearing:
        name = names[sentence.hit.document_id, sentence.speaker or ""]
        if not any(may_be(other, name) for other in asked.besides):
            best.setdefault(name, []).append(sentence)
    return [Part(cited(some[:of_each])) for some in list(best.values())[:MOST_SPEAKERS]]


def _bearing(asked: Question, where: Filter | None, gatherer: Gatherer) -> list[Sentence]:
    """Return the sentences that bear on the topic enough to answer, the most relevant first."""
    if not asked.topic:
        return []
    found = _gathered(asked, where, gatherer)
    if extract(asked, found).reason:
        return []
    allowed = citable(asked, found.sentences, own=found.own)
    floor = max(sentence.relevance for sentence in allowed) * BELOW_BEST
    kept = [s for s in allowed if s.relevance >= floor and len(s.text.split()) >= SHORTEST]
    return sorted(kept, key=lambda s: (-s.relevance, s.hit.rank, s.span.start))


def _gathered(asked: Question, where: Filter | None, gatherer: Gatherer) -> Gathered:
    about = asked.topic or asked.text
    text = f"What did {asked.speaker} say about {about}?" if asked.speaker else about
    return gatherer.gather(replace(asked, text=text, kind="said"), where, limit=CONSIDERED)


# Over time


def _changed(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Set side by side what was said at different times, oldest first."""
    dates: dict[str, list[Sentence]] = {}
    for sentence in _bearing(asked, _in_months(asked, where, gatherer), gatherer):
        if sentence.hit.date:
            dates.setdefault(sentence.hit.date, []).append(sentence)
    kept = sorted(_spanning(dates)[:MOST_DATES])
    lead = f"These statements are in order of time. {READER}"
    if len(dates) == 1:
        lead = "The record holds statements on this from one date only."
    if len(dates) > len(kept):
        lead += (
            f" They are from {len(kept)} of {len(dates)} dates: the first, the last and those "
            "that bear on it most."
        )
    return lead, [Part(cited(_about_as_good(dates[day])[:OF_EACH_DATE])) for day in kept]


def _spanning(ranked: Collection[str]) -> list[str]:
    """Return dates with the first and the last of them before the others."""
    return list(dict.fromkeys([min(ranked), max(ranked), *ranked])) if ranked else []


def _about_as_good(ranked: Sequence[Sentence]) -> list[Sentence]:
    """Return the first sentence and those that bear on the topic about as much."""
    return [s for s in ranked if s.relevance >= ranked[0].relevance * ABOUT_AS_GOOD]


def _in_months(asked: Question, where: Filter | None, gatherer: Gatherer) -> Filter | None:
    """Add months named without a year: those of the latest year on record that has them."""
    if asked.months is None:
        return where
    first, last = asked.months
    library = gatherer.index.library
    for year in sorted({int(d.date[:4]) for d in library.document_list() if d.date}, reverse=True):
        since, until = year * 10000 + first * 100, (year + (last < first)) * 10000 + last * 100 + 31
        within = replace(where or Filter(), since=since, until=until)
        if library.live_numbers(within):
            return within
    return where


# Lists


def _listed(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """List every mention of a topic in order of time, and say how many there are."""
    found = _mentions(asked, where, gatherer)
    documents = {sentence.hit.document_id for sentence in found}
    lead = (
        f"{_count(len(found), 'sentence')} in {_count(len(documents), 'document')} "
        f"with the words *{plain(asked.topic)}*."
    )
    if len(found) > MOST_LISTED:
        lead += f" The first {MOST_LISTED} follow; ask of fewer dates or of one speaker for others."
    return lead, _only(found[:MOST_LISTED])


def _first(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    return "The earliest on record:", _only(_mentions(asked, where, gatherer)[:1])


def _last(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    found = _mentions(asked, where, gatherer)
    dated = [sentence for sentence in found if sentence.hit.date] or found
    of_last = [s for s in dated if s.hit.document_id == dated[-1].hit.document_id]
    return "The latest on record:", _only(of_last[-OF_LAST:])


def _only(sentences: Sequence[Sentence]) -> list[Part]:
    """Return sentences, each a citation of its own, as the only part there is."""
    citations = tuple(cited([sentence])[0] for sentence in sentences)
    return [Part(citations)] if citations else []


def _mentions(asked: Question, where: Filter | None, gatherer: Gatherer) -> list[Sentence]:
    """Return the mentions of the topic: by the speaker asked about, or by anybody."""
    found = mentions_of(asked, where, gatherer)
    if not asked.speaker:
        return found
    names = _gathered(asked, where, gatherer).names
    own = gatherer.people.labels(names, [sentence.hit for sentence in found])
    return [s for s in found if s.speaker and (s.hit.document_id, s.speaker) in own]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


# Journalists' questions


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a journalist asks in a turn, and the first passage that answers, if any does."""

    document: Document
    questions: tuple[Passage, ...]
    answer: Passage | None


def _questions(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Quote the journalists' questions on a topic, each with the beginning of its answer."""
    names = _gathered(asked, where, gatherer).names if asked.speaker else None
    found = list(_exchanges(asked, where, gatherer, names))
    kept = found[:MOST_QUESTIONS]
    lead = f"The first {len(kept)} of {len(found)} questions:" if len(found) > len(kept) else None
    return lead, [_told(exchange, gatherer) for exchange in kept]


def _exchanges(
    asked: Question, where: Filter | None, gatherer: Gatherer, names: Collection[str] | None
) -> Iterator[Exchange]:
    """Yield exchanges in order of time: on the topic, answered by people of *names* if given."""
    turns: dict[tuple[str, int | None], list[tuple[Passage, Document]]] = {}
    for passage, document in _asking(asked, where, gatherer, names):
        turns.setdefault((document.id, passage.turn), []).append((passage, document))
    for (document_id, _), rows in turns.items():
        library = gatherer.index.library
        own = None if names is None else library.speakers.labels_of(names, {document_id})
        if own is not None and (document_id, rows[0][0].speaker) in own:
            continue  # who answers may ask for questions
        questions = tuple(passage for passage, _ in rows)
        answers = [p for p in library.passages_of(document_id) if _answers(p, questions[-1])]
        if own is not None:
            answers = [p for p in answers if (document_id, p.speaker) in own]
        if answers or names is None:
            telling = [p for p in answers if len(p.text.split()) >= SHORTEST]
            yield Exchange(rows[0][1], questions, next(iter(telling or answers), None))


def _asking(
    asked: Question, where: Filter | None, gatherer: Gatherer, names: Collection[str] | None
) -> list[tuple[Passage, Document]]:
    """Return the questions on the topic; without one, those where the speaker asked about is."""
    library = gatherer.index.library
    if asked.topic:
        return [row for row in passages_on(asked.topic, where, gatherer) if _asks(row[0])]
    said = library.statement_list(where or Filter(), set(names or ()))
    documents = dict.fromkeys(s.document_id for s in said if s.document_id)
    return [
        (passage, library.document(key))
        for key in documents
        for passage in library.passages_of(key)
        if _asks(passage)
    ]


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


SHAPES: dict[str, Callable[[Question, Filter | None, Gatherer], Told]] = {
    "compare": _compared,
    "contradict": _contradicted,
    "change": _changed,
    "mentions": _listed,
    "count": _listed,
    "first": _first,
    "last": _last,
    "speakers": _speakers,
    "questions": _questions,
}
