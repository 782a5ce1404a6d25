"""Whole questions that lean on a conversation: a pronoun in them, a topic that they leave out."""

from __future__ import annotations

import re

from rag.question.days import date_alone
from rag.question.exchanging import LONGEST_LEANING, is_sentence
from rag.question.pronouns import has_name, pronouns_replaced
from rag.question.speaker import QUOTE_MARK
from rag.question.threads import (
    PRONOUN_IN,
    RELATIONAL,
    Thread,
    as_question,
    topic_of,
    without_article,
)
from rag.question.understanding import Question, understood
from rag.question.vocabulary import infinitive
from rag.reading.names import may_be
from rag.records.dates import MONTH_NUMBERS

FEWEST_WORDS, MOST_WORDS = 3, 9
"""Of a question that may be about what was told before; fewer are keywords, more tell enough."""

OF_ANYBODY = re.compile(
    r"\b(?:was|were|is|been)\s+(?:said|asked|told|mentioned|discussed|claimed|promised)\b|"
    r"\b(?:any\s+questions|anybody|anyone|which\s+\w+s\s+(?:asked|said|spoke))\b",
    re.IGNORECASE,
)
"""What asks all of the record, unless on a part of something that it leaves open."""
PASSIVE = re.compile(r"(?:was|were|is|are)\b(?!.*\b(?:asked|told)$)", re.IGNORECASE)
"""How it is asked what became of a thing, which says nothing: "Was the dam discussed?"."""

REACTING = frozenset(
    "agree disagree respond react answer reply comment deny confirm say that so "
    "promise add explain him her them it his their else anything something more exactly".split()
)


def leaning_removed(question: str, bare: str, thread: Thread, last: Question) -> str:
    """Return a whole question with its pronouns replaced, and its topic added where it has none."""
    text = pronouns_replaced(bare, thread)
    changed = text != bare
    asked = understood(text, longest=max(len(text), 1))
    topic = topic_of(last) if last.speaker or last.shape else thread.focus
    is_whole = text == question.rstrip("?!. ") and _is_of_another_time(asked, thread)
    is_whole = is_whole or may_be(topic or "", asked.speaker or "-")
    if topic and _lacks_topic(asked) and not is_whole:
        when = date_alone(asked.topic)
        head = text.rstrip("?!. ").removesuffix(when or "").rstrip()
        return as_question(f"{head} about {topic} {when or ''}")
    if changed:
        return as_question(text)
    if thread.focus and _leans(bare, thread.focus):
        return as_question(f"{bare} of {thread.focus}")
    return question


def names_nothing(asked: Question) -> bool:
    """Return whether a question of a conversation names nobody, no time and no thing by name, so
    that it may well be about what was told before: "Who is to blame?"."""
    if asked.asked or asked.speaker or asked.shape or asked.reference or asked.event_detail:
        return False
    if asked.since or asked.until or has_name(asked.text) or QUOTE_MARK.search(asked.text):
        return False
    bare = asked.text.rstrip("?!. ")
    if OF_ANYBODY.search(bare) and not RELATIONAL.search(bare):
        return False
    return FEWEST_WORDS <= len(bare.split()) <= MOST_WORDS and is_sentence(bare)


def _is_of_another_time(asked: Question, thread: Thread) -> bool:
    """Return whether somebody new is asked about, with a time of its own: nothing is left open."""
    if not asked.speaker or not (asked.since or asked.until or asked.months):
        return False
    return not any(may_be(asked.speaker, name) for name in thread.asked_of)


def _lacks_topic(asked: Question) -> bool:
    """Return whether somebody's words are asked for, but not on what."""
    if asked.shape and not asked.topic:
        return asked.shape != "declined"
    if not asked.speaker or PASSIVE.match(asked.text.rstrip("?!. ")):
        return False
    words = asked.topic.lower().split()
    return all(
        infinitive(w) in REACTING or w in MONTH_NUMBERS or w in ("in", "to", "with") for w in words
    )


def _leans(bare: str, focus: str) -> bool:
    """Return whether a short question asks for a part of what it does not name."""
    if has_name(bare) or len(bare.split()) > LONGEST_LEANING or PRONOUN_IN.search(bare):
        return False
    return bool(RELATIONAL.search(bare)) and without_article(focus).lower() not in bare.lower()
