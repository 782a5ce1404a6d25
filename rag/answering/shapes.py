"""Answering with statements side by side: by speaker, over time, or as a list.

Everything is quoted from the record as in any other answer; what follows from it is left to the
reader. A chat model has no part in it: it would choose among the statements, and here what is left
out has to be said. Each part is silent by itself where the record holds nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from rag.answering.accounts import citable
from rag.answering.choosing import BELOW_BEST, cited
from rag.answering.evidence import Sentence
from rag.answering.exchanges import answers_declined, questions_put
from rag.answering.extractive import Extract, abstention, extract
from rag.answering.gathering import Gatherer
from rag.answering.listing import mentions_of
from rag.answering.parts import SHORTEST, Part, Told, gathered
from rag.answering.rendering import plain, rendered
from rag.answering.silence import silence_on
from rag.index import Filter
from rag.question import Question
from rag.reading.names import may_be
from rag.records import Citation

MOST_LISTED = 20
"""Statements of a list; what is cut is said."""

MOST_SPEAKERS, OF_EACH_SPEAKER = 8, 2
MOST_DATES, OF_EACH_DATE = 8, 2

OF_LAST = 3
"""Sentences of the last document with a topic that are told as the latest."""

ABOUT_AS_GOOD = 0.9
"""Share of a date's best relevance from which a second sentence of that date is told."""

READER = "What follows from them is for the reader to judge."

NONE: dict[str, str] = {
    "questions": "The record holds no journalist's question on this.",
    "declined": "The record holds no question on this that was declined.",
}
"""What is said of shapes that find nothing while the record may well hold something else."""

SCATTERED = "No one sentence has all the words *{topic}*; these statements bear on it:"
SIDE_BY_SIDE = ("compare", "change", "contradict")
NO_TOPIC = "Name a topic, such as: What changed on trade between February and June?"


def told_in_shape(asked: Question, where: Filter | None, gatherer: Gatherer) -> Extract:
    """Answer a question that has a shape."""
    assert asked.shape is not None
    if asked.shape in SIDE_BY_SIDE and not asked.topic:
        return Extract(NO_TOPIC, reason="not_in_record")
    lead, parts = SHAPES[asked.shape](asked, where, gatherer)
    if any(part.citations for part in parts):
        return _joined(lead, parts, gatherer)
    found = gathered(asked, where, gatherer)
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


# By speaker


def _compared(asked: Question, where: Filter | None, gatherer: Gatherer) -> Told:
    """Set side by side what each of the people named said."""
    return None, [_said_by(name, asked, where, gatherer) for name in asked.speakers]


def _said_by(name: str, asked: Question, where: Filter | None, gatherer: Gatherer) -> Part:
    text = f"What did {name} say about {asked.topic}?"
    one = replace(asked, speaker=name, kind="said", text=text, plain="")
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
    found = gathered(asked, where, gatherer)
    if extract(asked, found).reason:
        return []
    allowed = citable(asked, found.sentences, own=found.own)
    floor = max(sentence.relevance for sentence in allowed) * BELOW_BEST
    kept = [s for s in allowed if s.relevance >= floor and len(s.text.split()) >= SHORTEST]
    return sorted(kept, key=lambda s: (-s.relevance, s.hit.rank, s.span.start))


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
    names = gathered(asked, where, gatherer).names
    own = gatherer.people.labels(names, [sentence.hit for sentence in found])
    return [s for s in found if s.speaker and (s.hit.document_id, s.speaker) in own]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


SHAPES: dict[str, Callable[[Question, Filter | None, Gatherer], Told]] = {
    "compare": _compared,
    "contradict": _contradicted,
    "change": _changed,
    "mentions": _listed,
    "count": _listed,
    "first": _first,
    "last": _last,
    "speakers": _speakers,
    "questions": questions_put,
    "declined": answers_declined,
}
