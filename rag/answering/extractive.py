"""Answering without a model: the sentences that bear on a question, word for word.

Nothing is written that the record does not hold, but for who speaks, when and where. When no
sentence bears on the question enough, there is no answer but a reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence, content_words
from rag.question import Question
from rag.reading.names import is_named_in
from rag.records import Answer, AnswerEvent, Citation, Hit, Reason, Rejected, Span

MOST_CITATIONS = 5
"""More than a reader checks at a glance."""

MOST_OF_ONE_PASSAGE = 3
"""Sentences quoted of one passage."""

FLOOR = 0.6
"""Least relevance of a sentence that answers. On 230 questions of the kind "what did X say about
Y" over press reports, .5 abstains with F1 .75, .6 with .81, .7 with .78."""

FLOOR_OF_LONG, LONG_TOPIC = 0.4, 3
"""The floor for topics of at least so many words, of which an answer repeats fewer."""

ABOUT_AS_GOOD = 0.9
"""Share of the best relevance from which a passage bears on the question as much."""

BELOW_BEST = 0.65
"""Least relevance of a further sentence, as a share of the best one's."""

DECLINED = re.compile(
    r"\b(?:no\s+comment|(?:won['’]t|will\s+not|not\s+going\s+to|can(?:['’]t|not)|would\s+rather\s+not|"
    r"wouldn['’]t|declin(?:e|es|ed|ing)\s+to|refus(?:e|es|ed|ing)\s+to|unable\s+to)\s+(?:\w+\s+){0,3}?"
    r"(?:comment|answer|say|discuss|speculate|get\s+into|go\s+into|respond|address|talk|speak|be\s+drawn|"
    r"elaborate|confirm\s+or\s+deny)\b|not\s+(?:in\s+a\s+position|prepared|ready)\s+to\s+"
    r"(?:comment|answer|say|discuss)|leave\s+it\s+(?:at\s+that|there))",
    re.IGNORECASE,
)
"""Words of somebody who was asked and does not answer."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found: citations in reading order with the text around them, or a reason."""

    text: str
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None
    nearest: tuple[Hit, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def extract(
    question: Question, sentences: Sequence[Sentence], *, own: Collection[str], is_known: bool
) -> Extract:
    """Answer from sentences of hits.

    *own* are the voices that mean the speaker asked about, and *is_known* tells whether the
    speaker is on record at all. The words of anybody else are never among the citations.
    """
    allowed = citable(question, sentences, own=own)
    best = max((s.relevance for s in allowed), default=0.0)
    if best < _floor(question):
        return abstention(question, sentences, is_known=is_known)
    if question.speaker and _declined(allowed, best):
        return abstention(question, sentences, is_known=is_known, reason="declined")
    citations = cited(_chosen(allowed, max(_floor(question), best * BELOW_BEST)))
    if not citations:
        return abstention(question, sentences, is_known=is_known)
    return Extract(text=_rendered(question, citations), citations=citations)


def _floor(question: Question) -> float:
    topic = content_words(question.topic or question.text)
    return FLOOR if len(topic) < LONG_TOPIC else FLOOR_OF_LONG


def _declined(allowed: Sequence[Sentence], best: float) -> bool:
    """Return whether the passage that bears most on the question declines to answer it."""
    passages = {s.hit.passage_id for s in allowed if s.relevance >= best * ABOUT_AS_GOOD}
    declining = {s.hit.passage_id for s in allowed if DECLINED.search(s.text)}
    return passages <= declining


def citable(
    question: Question, sentences: Sequence[Sentence], *, own: Collection[str]
) -> list[Sentence]:
    """Return the sentences that may be shown for the speaker asked about.

    These are the speaker's *own*, and those of nobody named in a report about the speaker: where
    the name stands in the passage, its heading or its title. Others' words are never among them.
    """
    if not question.speaker:
        return list(sentences)
    name = question.speaker
    hits = {s.hit.passage_id: s.hit for s in sentences}
    about = {key: f"{hit.text} {hit.heading} {hit.title}" for key, hit in hits.items()}
    reports = {key for key, words in about.items() if is_named_in(name, words)}
    return [
        s for s in sentences if (s.speaker in own if s.speaker else s.hit.passage_id in reports)
    ]


def _chosen(sentences: Sequence[Sentence], floor: float) -> list[Sentence]:
    """Return the sentences to quote: the most relevant, few of one passage, none twice."""
    ranked = sorted(sentences, key=lambda s: (-s.relevance, s.hit.rank, s.span.start))
    chosen: list[Sentence] = []
    seen: set[str] = set()
    for sentence in ranked:
        words = " ".join(re.findall(r"\w+", sentence.text.lower()))
        of_passage = sum(s.hit.passage_id == sentence.hit.passage_id for s in chosen)
        if sentence.relevance < floor or len(words.split()) < 3 or words in seen:
            continue
        if of_passage < MOST_OF_ONE_PASSAGE:
            seen.add(words)
            chosen.append(sentence)
        if len(_joined(chosen)) >= MOST_CITATIONS:
            break
    return chosen


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
    between = last.hit.text[last.span.end - last.hit.start : sentence.span.start - last.hit.start]
    return not between.strip()


def cited(chosen: Sequence[Sentence]) -> tuple[Citation, ...]:
    """Return sentences as citations in reading order, neighbours as one."""
    return tuple(
        citation_of(
            run[0].hit,
            Span(run[0].span.start, run[-1].span.end),
            number=number,
            speaker=run[0].speaker,
            speech=run[0].speech,
        )
        for number, run in enumerate(_joined(chosen), start=1)
    )


def _rendered(question: Question, citations: Sequence[Citation]) -> str:
    conclusion = "These statements bear on it; the conclusion is the reader's.\n\n"
    return (conclusion if question.kind == "yes_no" else "") + rendered(citations)


def rendered(citations: Sequence[Citation]) -> str:
    """Return quotes under those who speak, in order."""
    parts = []
    for _, group in groupby(citations, key=lambda c: (c.document_id, c.speaker)):
        some = list(group)
        parts.append(f"{lead(some[0])}:")
        parts += [f"“{c.quote}” [{c.number}]" for c in some]
    return "\n\n".join(parts)


def lead(citation: Citation) -> str:
    """Return who speaks, where and when; for narration, which report says so."""
    where = ", ".join(filter(None, (citation.place, long_date(citation.date))))
    if citation.speaker:
        return f"**{plain(citation.speaker)}**" + (f" ({where})" if where else "")
    about = ", ".join(filter(None, (plain(citation.publisher or ""), where)))
    title = plain(citation.title or citation.source)
    return f"*{title}*" + (f" ({about})" if about else "")


def plain(words: str) -> str:
    """Return metadata as one line without quotation marks and markup of its own."""
    return " ".join(re.sub(r"[“”\"«»„*_`\[\]<>]", "", words).split())


def long_date(iso: str | None) -> str | None:
    """Return an ISO date in words: "2015-11-16" is "16 November 2015"."""
    if not iso:
        return None
    parts = iso.split("-")
    months = (
        "January February March April May June July August September October November December"
    ).split()
    named = [months[int(parts[1]) - 1]] if len(parts) > 1 else []
    day = [str(int(parts[2]))] if len(parts) > 2 else []
    return " ".join([*day, *named, parts[0]])


SILENCE: dict[Reason, str] = {
    "not_in_record": "The record holds nothing on this.",
    "speaker_unknown": "{speaker} is not in the record.",
    "speaker_silent": "{speaker} is in the record, but not on this.",
    "declined": "{speaker} was asked about this and declined to answer.",
}


def abstention(
    question: Question,
    sentences: Sequence[Sentence],
    *,
    is_known: bool,
    reason: Reason | None = None,
) -> Extract:
    """Return no answer, the reason, and the hits that came nearest."""
    if reason is None:
        reason = _reason(question, is_known)
    hits = {s.hit.passage_id: s.hit for s in sorted(sentences, key=lambda s: -s.relevance)}
    text = SILENCE[reason].format(speaker=_capital(plain(question.speaker or "")))
    return Extract(text=text, reason=reason, nearest=tuple(hits.values())[:3])


def _reason(question: Question, is_known: bool) -> Reason:
    if not question.speaker:
        return "not_in_record"
    return "speaker_silent" if is_known else "speaker_unknown"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


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
    )


def told(answer: Answer) -> Iterator[AnswerEvent]:
    """Yield the events of an answer that is there at once: its paragraphs, then the whole."""
    for part in answer.text.split("\n\n"):
        yield AnswerEvent("text", text=part + "\n\n")
    yield AnswerEvent("answer", answer=answer)
