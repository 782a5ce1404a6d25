"""Silence: the one place that decides whether the record answers a question, and if not, why.

It decides from evidence and never from the wording of an answer, so that no model can talk its way
out of it or into it.
"""

from __future__ import annotations

import math
import re
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

FLOOR_OF_MANY_PARTS, MANY_PARTS = 0.33, 11
"""The floor for topics of so many words that no one sentence is about all of them, nor like all of
them in meaning. Of 177 long questions over news articles (multihoprag) 16 are silenced, and all 31
without an answer; with .4 it is 33 and 31. Asked of the other articles on their topics alone, 78
of the 177 are silenced, with .4 113. Of 492 journalists' questions 25 are silenced, with .4 51."""

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

WHAT_IS_NOT = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:(?:in|on|at|by|of|for|with|to|from|besides\s\S+)\s+)?"
    r"(?:what|which|who|whom|whose|where|when|how\s+(?:many|much))\b"
    r"(?=[^,]*(?:\b(?:not|never|cannot)\b(?!\s+only)|n['’]t\b))",
    re.IGNORECASE,
)
"""Asks what, who or when it is *not* so."""
DENIAL = re.compile(
    r"n['’]t\b|\b(?:not|no|never|none|nobody|nothing|nowhere|without|neither|nor|cannot|few|hardly|"
    r"barely|instead|unlike|only|all\s+but|(?:rather|other)\s+than|except\w*|(?:abs[et]|abstain|"
    r"avoid|declin|den[iy]|exclu|fail|forbid|lack|miss|omit|oppos|prevent|prohibit|refus|reject|skip|"
    r"unable|withdr)\w*)\b",
    re.IGNORECASE,
)
"""Stands where something is said not to be so."""
DENYING = 5
"""The most relevant sentences, of which one must deny: as many as a reader is shown. Of 33 such
questions over encyclopedic texts (squad2_500), this silences 16 of 31 without an answer and none of
2 with one; over clapnq_dev, multihoprag, polnear and corpus/ it changes nothing."""


WHOLLY = 0.99
"""Share of a topic from which a sentence tells of all of it."""
ANSWERED_OFTEN = 2
"""Answers that tell of all of a topic, from which somebody has spoken on it who declined once."""

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
    """Return whether somebody else tells what one declined to, where anybody may, or whether one
    asked what they said spoke of it elsewhere."""
    if question.kind == "said" and question.speaker:
        spoken_of = {_exchange(s) for s in sentences if s.told >= WHOLLY}
        return len(spoken_of - {_exchange(declining)}) >= ANSWERED_OFTEN
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
    if _is_never_denied(question, ranked[:DENYING]):
        return 0.0
    score = STEEPNESS * (ranked[0].relevance - floor_of(question))
    if _is_narrated(question, ranked[0]):
        alike = max(likeness([s.text for s in ranked[:LIKEST_OF]]))
        score = min(score, RELEVANCE * ranked[0].relevance + LIKENESS * alike - ENOUGH)
    return 1 / (1 + math.exp(-score))


def _is_never_denied(question: Question, sentences: Sequence[Sentence]) -> bool:
    """Return whether it is asked what is not so, and all sentences tell what is."""
    if question.speaker or not WHAT_IS_NOT.match(question.text):
        return False
    return not any(DENIAL.search(s.whole_text) for s in sentences)


def floor_of(question: Question) -> float:
    """Return the least relevance of a sentence that answers."""
    words = len(_topic(question))
    if words >= MANY_PARTS:
        return FLOOR_OF_MANY_PARTS
    return FLOOR_OF_LONG if words >= LONG_TOPIC else FLOOR


def _is_narrated(question: Question, best: Sentence) -> bool:
    """Return whether an account is asked for and found, and not somebody's words."""
    return not question.speaker and best.speaker is None and len(_topic(question)) < MANY_PARTS


def _topic(question: Question) -> list[str]:
    return content_words(question.topic or question.text)


def _exchange(sentence: Sentence) -> tuple[str, str]:
    return sentence.hit.document_id, sentence.hit.question or sentence.hit.passage_id


def _best(sentences: Sequence[Sentence]) -> float:
    return max(s.relevance for s in sentences)
