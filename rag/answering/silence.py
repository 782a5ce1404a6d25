"""Silence: the one place that decides whether the record answers a question, and if not, why.

It decides from evidence and never from the wording of an answer, so that no model can talk its way
out of it or into it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.declining import Likeness, is_of_one_named, refusal
from rag.answering.evidence import Sentence, content_words
from rag.question import Question
from rag.records import Reason

FLOOR = 0.6
"""Least relevance of a sentence that answers. On 230 questions of the kind "what did X say about
Y" over press reports, .5 abstains with F1 .75, .6 with .81, .7 with .78."""

FLOOR_OF_LONG, LONG_TOPIC = 0.4, 3
"""The floor for topics of at least so many words, of which an answer repeats fewer."""

STEEPNESS = 4.0
"""How fast confidence grows with relevance; .5 at the floor."""

RELEVANCE, LIKENESS, ENOUGH = 1.0, 3.0, 2.4
"""Weights of the relevance and of the likeness of meaning of a narrated sentence, and the sum from
which it answers. What somebody said answers in words of its own; an outlet's or an encyclopedia's
account repeats what it is about, so that more can be asked of it. The ratio is that of a logistic
regression on half of the documents of three collections; `python -m rag evaluate` over clapnq_dev
gives the figures for a sum."""

LIKEST_OF = 3
"""Sentences whose likeness is looked at, the most relevant: each costs some milliseconds."""

MANY_PARTS = 11
"""Words of a topic from which no one sentence is like all of it."""


JUST_ENOUGH = 0.5
"""The confidence from which there is an answer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether the record answers: a reason if not, and how sure it is that it does, 0 to 1.

    ``declining`` is the sentence that declines to answer, where the reason is "declined".
    """

    confidence: float
    reason: Reason | None = None
    declining: Sentence | None = None


def found_in(
    question: Question, sentences: Sequence[Sentence], *, is_known: bool, likeness: Likeness
) -> Finding:
    """Decide from the sentences that may be shown whether they answer a question.

    *is_known* tells whether the speaker asked about is on record at all.
    """
    confidence = confidence_in(question, sentences, likeness)
    if not sentences:
        return silence_on(question, is_known=is_known)
    if question.asks_anything and any(s.speaker for s in sentences):
        return Finding(max(confidence, JUST_ENOUGH))
    declining = refusal(question, sentences, likeness)
    if (
        declining
        and _best(sentences) >= FLOOR_OF_LONG
        and not _is_told(question, sentences, declining)
    ):
        return Finding(confidence, "declined", declining)
    if confidence < JUST_ENOUGH:
        return replace(silence_on(question, is_known=is_known), confidence=confidence)
    return Finding(confidence)


def _is_told(question: Question, sentences: Sequence[Sentence], declining: Sentence) -> bool:
    """Return whether somebody else tells what one declined to, where anybody may."""
    if question.speaker or (question.kind == "yes_no" and is_of_one_named(question, declining)):
        return False
    others = [s for s in sentences if s.speaker != declining.speaker]
    return bool(others) and _best(others) >= _best(sentences)


def silence_on(question: Question, *, is_known: bool) -> Finding:
    """Return why there is no answer where nothing at all bears on the question."""
    if not question.speaker:
        return Finding(0.0, "not_in_record")
    return Finding(0.0, "speaker_silent" if is_known else "speaker_unknown")


def confidence_in(question: Question, sentences: Sequence[Sentence], likeness: Likeness) -> float:
    """Return how sure it is that the sentences answer, from 0 to 1: .5 is just enough."""
    if not sentences:
        return 0.0
    ranked = sorted(sentences, key=lambda s: -s.relevance)
    score = STEEPNESS * (ranked[0].relevance - floor_of(question))
    if _is_narrated(question, ranked[0]):
        alike = max(likeness([s.text for s in ranked[:LIKEST_OF]]))
        score = min(score, RELEVANCE * ranked[0].relevance + LIKENESS * alike - ENOUGH)
    return 1 / (1 + math.exp(-score))


def floor_of(question: Question) -> float:
    """Return the least relevance of a sentence that answers."""
    return FLOOR if len(_topic(question)) < LONG_TOPIC else FLOOR_OF_LONG


def _is_narrated(question: Question, best: Sentence) -> bool:
    """Return whether an account is asked for and found, and not somebody's words."""
    return not question.speaker and best.speaker is None and len(_topic(question)) < MANY_PARTS


def _topic(question: Question) -> list[str]:
    return content_words(question.topic or question.text)


def _best(sentences: Sequence[Sentence]) -> float:
    return max(s.relevance for s in sentences)
