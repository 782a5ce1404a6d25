"""Answering without a model: the sentences that bear on a question, word for word.

Nothing is written that the record does not hold, but for who speaks, when and where. When no
sentence bears on the question enough, there is no answer but a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.accounts import citable, describes_nobody
from rag.answering.choosing import chosen_for
from rag.answering.evidence import Sentence
from rag.answering.gathering import CONSIDERED, Gathered
from rag.answering.premises import is_granted
from rag.answering.rendering import plain, rendered
from rag.answering.silence import Finding, found_in
from rag.question import Question
from rag.question.quotations import bare_words, quotation_asked_for
from rag.records import Answer, AnswerEvent, Citation, Hit, Reason, Rejected

NEAR = 0.4
"""Relevance from which a passage is worth a look though it does not answer."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found: citations in reading order with the text around them, or a reason; neither
    where nothing was asked of the record."""

    text: str
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None
    nearest: tuple[Hit, ...] = ()
    silent: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    confidence: float = 0.0


def extract(question: Question, found: Gathered) -> Extract:
    """Answer from sentences of hits. Words of others than the speaker asked about are never
    among the citations."""
    sentences, own = found.sentences, found.own
    if describes_nobody(question, sentences, own):
        question = replace(question, speaker=None)
    is_nobody = bool(question.speaker) and not found.is_known
    allowed = [] if is_nobody else citable(question, sentences, own=own)
    allowed = _with_words_quoted(question, allowed)
    near = [s for s in allowed if s.hit.rank <= CONSIDERED]
    finding = found_in(question, near, is_known=found.is_known, likeness=found.likeness)
    if finding.reason:
        silent = abstention(question, sentences, finding)
        is_unheard = finding.reason == "speaker_silent" and not found.names
        text = UNHEARD.format(speaker=plain(question.speaker or ""))
        return replace(silent, text=text, silent=()) if is_unheard else silent
    over = citable(question, found.headlines, own=own)
    citations = tuple(found.named(chosen_for(question, allowed, over, own=own)))
    if not citations:
        return abstention(question, sentences, replace(finding, reason="not_in_record"))
    return Extract(
        text=_rendered(question, citations), citations=citations, confidence=finding.confidence
    )


def _with_words_quoted(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that may tell whose the words are that a question quotes.

    Of "Who said “…”?" no others answer than those with these words.
    """
    wanted = quotation_asked_for(question) if question.kind == "who" else []
    if not wanted:
        return list(sentences)
    words = f" {' '.join(wanted)} "
    return [s for s in sentences if words in f" {' '.join(bare_words(s.text))} "]


def _rendered(question: Question, citations: Sequence[Citation]) -> str:
    lead = ""
    if question.kind == "yes_no" and quotation_asked_for(question):
        lead = "The record does not hold these very words; these statements bear on it:\n\n"
    elif question.kind == "yes_no":
        lead = "The conclusion is the reader's; these statements bear on it:\n\n"
    elif not is_granted(question, citations):
        lead = "Nothing found says that this happened; these statements bear on it:\n\n"
    return lead + rendered(citations)


SILENCE: dict[Reason, str] = {
    "not_in_record": "The record holds nothing on this.",
    "speaker_unknown": "The record does not know {speaker}.",
    "speaker_silent": "The record holds words of {speaker}, but none on this.",
    "declined": "Asked about this, {speaker} declined to answer.",
}


UNHEARD = "The record holds no words of {speaker} on this."
"""What is said of somebody who is only spoken of, or whom nothing on record tells apart."""


def abstention(question: Question, sentences: Sequence[Sentence], finding: Finding) -> Extract:
    """Return no answer, the reason that was found, and the hits that came nearest."""
    assert finding.reason is not None
    ranked = sorted(sentences, key=lambda s: -s.relevance)
    near = [s for s in ranked if s.relevance >= NEAR]
    if finding.reason == "speaker_silent":
        near = near or ranked[:1]
    hits = {s.hit.passage_id: s.hit for s in [*filter(None, [finding.declining]), *near]}
    return Extract(
        text=SILENCE[finding.reason].format(speaker=_asked(question, finding)),
        reason=finding.reason,
        nearest=tuple(hits.values())[:3],
        silent=(question.speaker or "",) if finding.reason == "speaker_silent" else (),
        confidence=finding.confidence,
    )


def _asked(question: Question, finding: Finding) -> str:
    """Return who was asked: as named in the question, or as the record names who declined."""
    declining = finding.declining
    voice = declining and (declining.speaker or declining.hit.speaker)
    return plain(question.speaker or voice or "somebody not named")


def answer_of(asked: Question, found: Extract, notices: tuple[str, ...] = ()) -> Answer:
    """Return what was found as the answer to a question."""
    return Answer(
        question=asked.asked or asked.text,
        standalone=asked.text if asked.asked else None,
        text=found.text,
        abstained=not found.citations,
        reason=found.reason,
        citations=found.citations,
        rejected=found.rejected,
        notices=notices,
        nearest=found.nearest,
        silent=found.silent,
        confidence=found.confidence,
    )


def told(answer: Answer) -> Iterator[AnswerEvent]:
    """Yield the events of an answer that is there at once: its paragraphs, then the whole."""
    for part in answer.text.split("\n\n"):
        yield AnswerEvent("text", text=part + "\n\n")
    yield AnswerEvent("answer", answer=answer)
