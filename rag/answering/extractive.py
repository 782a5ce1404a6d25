"""Answering without a model: the sentences that bear on a question, word for word.

Nothing is written that the record does not hold, but for who speaks, when and where. When no
sentence bears on the question enough, there is no answer but a reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.answering.accounts import citable, describes_nobody
from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence
from rag.answering.gathering import CONSIDERED, Gathered
from rag.answering.quotations import INTERRUPTED, PAIRED, whole_quotation, within_marks
from rag.answering.silence import Finding, floor_of, found_in
from rag.question import Question
from rag.question.understanding import premise_of
from rag.reading.names import folded, is_named_in
from rag.records import Answer, AnswerEvent, Citation, Hit, Reason, Rejected, Span
from rag.records.dates import long_date
from rag.verification.wording import stem

MOST_CITATIONS = 5
"""More than a reader checks at a glance."""

MOST_OF_ONE_PASSAGE = 4
"""Sentences quoted of one passage."""

WORDS_FIRST = 0.1
"""Relevance by which an account may be ahead of somebody's words and still come after them."""

BELOW_BEST = 0.62
"""Least relevance of a further sentence, as a share of the best one's."""

TOLD_OF_BEST = 0.35
"""Least that a sentence tells of the topic, as a share of the most that one tells: what only stands
beside words on the topic seldom answers. Without this a third more words are quoted, with evidence
sentence F1 .74 against .83 over press reports and .375 against .407 over corpus/."""

TELLING = 8
"""Words of a sentence that tells something to whoever asks of no topic: "Go ahead" does not."""

QUOTED = re.compile('["“„«]([^"“”„«»]+)["”“»]')
FEWEST_QUOTED = 3
"""Words in quotation marks that are looked for as they stand; fewer may be a title or a term."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found: citations in reading order with the text around them, or a reason."""

    text: str
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None
    nearest: tuple[Hit, ...] = ()
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
        return replace(silent, text=text) if is_unheard else silent
    floor = 0.0 if question.asks_anything else floor_of(question)
    if question.asks_anything:
        allowed = [s for s in allowed if s.speaker and len(s.text.split()) >= TELLING] or allowed
    spoken = [s for s in allowed if question.speaker and s.speaker and s.relevance >= floor]
    best = max(s.relevance for s in spoken or allowed)
    if not question.asks_anything:
        least = TOLD_OF_BEST * max(s.told for s in spoken or allowed)
        allowed = [s for s in allowed if s.told >= least]
    ranked = _preferred(allowed, words_first=bool(question.speaker))
    chosen = _chosen(ranked, max(floor, best * BELOW_BEST))
    over = [s for s in citable(question, found.headlines, own=own) if s.relevance >= floor]
    citations = tuple(found.named(cited(*_in_turn(question, chosen, own), _fitting(over, chosen))))
    if not citations:
        return abstention(question, sentences, replace(finding, reason="not_in_record"))
    return Extract(
        text=_rendered(question, citations), citations=citations, confidence=finding.confidence
    )


def _with_words_quoted(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that may tell whose the words are that a question quotes.

    Of "Who said “…”?" no others answer than those with these words.
    """
    quoted = QUOTED.search(question.text) if question.kind == "who" else None
    wanted = _bare(quoted[1]) if quoted else ""
    if len(wanted.split()) < FEWEST_QUOTED:
        return list(sentences)
    return [s for s in sentences if f" {wanted} " in f" {_bare(s.text)} "]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _chosen(sentences: Sequence[Sentence], floor: float) -> list[Sentence]:
    """Return the sentences to quote, the preferred first: few of one passage, none twice."""
    chosen: list[Sentence] = []
    seen: set[str] = set()
    for sentence in sentences:
        words = " ".join(re.findall(r"\w+", sentence.text.lower()))
        of_passage = sum(s.hit.passage_id == sentence.hit.passage_id for s in chosen)
        if sentence.relevance < floor or len(words.split()) < 3 or words in seen:
            continue
        if of_passage < MOST_OF_ONE_PASSAGE and not _overlaps(whole := _whole(sentence), chosen):
            seen.add(words)
            chosen.append(whole)
        if len(_joined(chosen)) >= MOST_CITATIONS:
            break
    return chosen


def _whole(sentence: Sentence) -> Sentence:
    """Return a sentence as a report has it with the quotation that it begins or ends."""
    if sentence.speech == "direct" or sentence.span != sentence.whole or sentence.hit.speaker:
        return sentence
    hit, span = sentence.hit, whole_quotation(sentence.hit, sentence.whole)
    text = hit.text[span.start - hit.start : span.end - hit.start]
    return replace(sentence, span=span, whole=span, text=text)


def _overlaps(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    return any(
        s.hit.document_id == sentence.hit.document_id
        and s.span.start < sentence.span.end
        and sentence.span.start < s.span.end
        for s in chosen
    )


def _preferred(sentences: Sequence[Sentence], *, words_first: bool) -> list[Sentence]:
    """Return the most relevant sentences first, where *words_first* rather words than accounts."""
    favour = WORDS_FIRST if words_first else 0.0

    def preference(sentence: Sentence) -> tuple[float, int, int]:
        favoured = sentence.relevance + (favour if sentence.speaker else 0.0)
        return -favoured, sentence.hit.rank, sentence.span.start

    return sorted(sentences, key=preference)


def _in_turn(
    question: Question, chosen: Sequence[Sentence], own: Collection[tuple[str, str]]
) -> tuple[list[Sentence], list[Sentence]]:
    """Return the words of the speaker asked about, and what others tell: it comes after."""
    if not question.speaker:
        return list(chosen), []
    first = [s for s in chosen if (s.hit.document_id, s.speaker) in own]
    return first, [s for s in chosen if s not in first]


def _fitting(more: Sequence[Sentence], chosen: Sequence[Sentence]) -> list[Sentence]:
    """Return the most relevant of more sentences, as far as those chosen leave room."""
    room = max(0, MOST_CITATIONS - len(_joined(chosen))) if chosen else 0
    return sorted(more, key=lambda s: -s.relevance)[:room]


def _joined(chosen: Sequence[Sentence]) -> list[list[Sentence]]:
    """Return runs of neighbouring sentences of one passage and speaker, in reading order."""
    runs: list[list[Sentence]] = []
    for sentence in sorted(chosen, key=_reading_order):
        last = runs[-1][-1] if runs else None
        if last is not None and _continues(last, sentence):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def _reading_order(sentence: Sentence) -> tuple[str, str, int]:
    return (sentence.hit.date or "9999", sentence.hit.document_id, sentence.span.start)


def _continues(last: Sentence, sentence: Sentence) -> bool:
    if (last.hit.passage_id, last.speaker) != (sentence.hit.passage_id, sentence.speaker):
        return False
    is_reported = _is_reported(last, sentence)
    end = last.whole.end if is_reported else last.span.end
    start = sentence.whole.start if is_reported else sentence.span.start
    between = last.hit.text[end - last.hit.start : start - last.hit.start]
    return not between.strip() and "\n" not in between


def _is_reported(*run: Sentence) -> bool:
    """Return whether sentences of one speaker stand as the report has them, cues and all."""
    return any(sentence.speech == "indirect" for sentence in run)


def cited(*chosen: Sequence[Sentence]) -> tuple[Citation, ...]:
    """Return sentences as citations, neighbours as one: one choice after the other, each in
    reading order."""
    runs = (run for some in chosen for run in _joined(some))
    return tuple(_citation(run, number) for number, run in enumerate(runs, start=1))


def _citation(run: Sequence[Sentence], number: int) -> Citation:
    """Return a run of sentences as one citation: quoted alone, or as the report has them."""
    first, last = run[0], run[-1]
    span, speech = Span(first.span.start, last.span.end), first.speech
    if len(run) > 1 and _is_reported(*run):
        span, speech = Span(first.whole.start, last.whole.end), "indirect"
    elif speech == "direct" and first.hit.speaker is None:
        span = within_marks(first.hit, span)
    return citation_of(first.hit, span, number=number, speaker=first.speaker, speech=speech)


def _rendered(question: Question, citations: Sequence[Citation]) -> str:
    lead = ""
    if question.kind == "yes_no":
        lead = "The conclusion is the reader's; these statements bear on it:\n\n"
    elif not _is_granted(question, citations):
        lead = "Nothing found says that this happened; these statements bear on it:\n\n"
    return lead + rendered(citations)


def _is_granted(question: Question, citations: Sequence[Citation]) -> bool:
    """Return whether some words cited tell what a question takes for granted, of whom it names."""
    premise = None if question.speaker else premise_of(question.text)
    if premise is None:
        return True
    name, verb = premise
    return any(
        stem(verb) in map(stem, re.findall(r"\w+", c.quote))
        and is_named_in(name, f"{c.quote} {c.speaker or c.title or ''}")
        for c in citations
    )


def rendered(citations: Sequence[Citation]) -> str:
    """Return quotes under those who speak, in order."""
    parts = []
    for who, group in groupby(citations, key=lead):
        parts.append(f"{who}:")
        parts += [f"{_shown(c)} [{c.number}]" for c in group]
    return "\n\n".join(parts)


def _shown(citation: Citation) -> str:
    """Return words in quotation marks, and what tells a report of them from the words themselves.

    A report's own marks stay, and no others go around them: marks within marks would leave open
    what is quoted of whom.
    """
    is_reported = citation.speech != "direct"
    keeps_marks = is_reported and PAIRED.fullmatch(citation.quote)
    around = '"{}"' if not is_reported and INTERRUPTED.match(citation.quote) else "“{}”"
    shown = citation.quote if keeps_marks else around.format(citation.quote)
    return f"As reported: {shown}" if is_reported and citation.speaker else shown


def lead(citation: Citation) -> str:
    """Return who speaks, where and when; for narration, which report says so."""
    where = ", ".join(filter(None, (citation.place, long_date(citation.date))))
    if citation.speaker:
        return f"**{plain(citation.speaker)}**" + (f" ({where})" if where else "")
    about = ", ".join(filter(None, (plain(citation.publisher or ""), where)))
    title = plain(citation.title) if citation.title else file_name(citation.source)
    return f"*{title}*" + (f" ({about})" if about else "")


def plain(words: str) -> str:
    """Return metadata as one line without quotation marks and markup of its own."""
    return " ".join(re.sub(r"[“”\"«»„*_`\[\]<>]", "", words).split())


def file_name(source: str) -> str:
    """Return what a reader knows an untitled document by: the last part of its path or address."""
    return re.sub(r"[*`\[\]<>]", "", re.split(r"[/\\]", source.rstrip("/\\"))[-1])


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
    hits = {s.hit.passage_id: s.hit for s in [*filter(None, [finding.declining]), *ranked]}
    return Extract(
        text=SILENCE[finding.reason].format(speaker=_asked(question, finding)),
        reason=finding.reason,
        nearest=tuple(hits.values())[:3],
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
        abstained=found.reason is not None,
        reason=found.reason,
        citations=found.citations,
        rejected=found.rejected,
        notices=notices,
        nearest=found.nearest,
        confidence=found.confidence,
    )


def told(answer: Answer) -> Iterator[AnswerEvent]:
    """Yield the events of an answer that is there at once: its paragraphs, then the whole."""
    for part in answer.text.split("\n\n"):
        yield AnswerEvent("text", text=part + "\n\n")
    yield AnswerEvent("answer", answer=answer)
