"""Pronouns of a follow-up, replaced by whom and what they mean in its conversation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rag.question.threads import Thread
from rag.question.vocabulary import AUXILIARY, PREPOSITION, SAYING, infinitive
from rag.reading.first_names import FEMALE, MALE
from rag.reading.names import may_be

MALE_WORD, FEMALE_WORD = r"he|him|his|himself", r"she|her|hers|herself"
PERSONAL = re.compile(rf"\b(?P<word>{MALE_WORD}|{FEMALE_WORD}|they|them|their)\b", re.IGNORECASE)
THING = re.compile(r"\b(?P<word>it|its|they|them|their|theirs)\b", re.IGNORECASE)
POINTING = re.compile(
    rf"(?P<before>\b(?:{PREPOSITION}|was|is|were|are|did|does|do|after|before|like|than)\s+)"
    r"(?P<word>that|this|those|these)(?=\s*(?:$|[?.!,])|\s+(?:mean|happen|work|affect|change|cause|"
    r"matter|help|true|important|possible|legal)\b)",
    re.IGNORECASE,
)
EMPTY_IT = re.compile(
    r"\b(?:is|was|does|did|will|would)\s+it\s+(?:\w+\s+)?(?:\w+\s+)?(?:to|that|take|for)\b"
    r"|\bit['’]?s?\s+(?:is\s+|was\s+)?\w+\s+(?:to|that)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"\b(?:and|or|if|when|because|while|that|but|who|which)\b|,", re.IGNORECASE)
PLURAL = frozenset(("they", "them", "their", "theirs", "those", "these"))


def pronouns_replaced(text: str, thread: Thread) -> str:
    """Return words with "he", "she", "it" and the like replaced by what the thread is about."""
    text = person_named(text, thread)
    if not thread.focus:
        return text
    for pattern in (THING, POINTING):
        text = _thing_named(text, pattern, thread.focus)
    return text


def person_named(text: str, thread: Thread) -> str:
    """Replace "he" and "she" by the person, unless the question names somebody before."""
    for match in PERSONAL.finditer(text):
        who = _person_meant(match["word"].lower(), thread)
        if who is None or has_name(text[: match.start()]):
            continue
        own = _is_possessive(match, text)
        named = f"{who}{_genitive(who) if own else ''}"
        return text[: match.start()] + named + _other_named(text[match.end() :], thread)
    return text


def _other_named(text: str, thread: Thread) -> str:
    """Replace "him" and "her" behind the person who is meant already: somebody else is."""
    match = re.search(r"\b(?P<word>him|her)\b", text, re.IGNORECASE)
    if not match or not thread.focus or not thread.focus[0].isupper():
        return text
    return text if _is_possessive(match, text) else text.replace(match[0], thread.focus, 1)


def _person_meant(word: str, thread: Thread) -> str | None:
    if word in ("they", "them", "their"):
        return thread.person if thread.person and " and " in thread.person else None
    sex = MALE if word in MALE_WORD.split("|") else FEMALE
    other = FEMALE if sex is MALE else MALE
    fitting = [p for p in thread.people if p.split()[0].lower() not in other]
    surely = [p for p in fitting if p.split()[0].lower() in sex]
    one = thread.person if thread.person and " and " not in thread.person else None
    if one and _may_be_of(one, thread.people, other):
        return one
    for some in (surely, fitting):
        if len(some) == 1:
            return some[0]
    asked_of = (name for name in thread.asked_of if _may_be_of(name, thread.people, other))
    return next(asked_of, None) or thread.topical


def _may_be_of(name: str, people: Iterable[str], other: Collection[str]) -> bool:
    """Return whether nothing tells a person to be of the other sex, not the fullest name either."""
    fullest = [name, *(one for one in people if may_be(name, one))]
    return not any(one.split()[0].lower() in other for one in fullest)


def _is_possessive(match: re.Match[str], text: str) -> bool:
    word = match["word"].lower()
    if word in ("his", "their"):
        return True
    after = re.match(r"\s+(\w+)", text[match.end() :])
    return (
        word == "her"
        and bool(after)
        and not re.match(
            rf"(?:{PREPOSITION}|{AUXILIARY}|and|or|that|this|the|a|an|after|before|again)$",
            after[1] if after else "",
            re.IGNORECASE,
        )
    )


def _genitive(name: str) -> str:
    return "'" if name.endswith("s") else "'s"


def _may_be_many(focus: str) -> bool:
    return focus[0].isupper() or focus.rstrip().endswith("s") or " and " in focus


def _thing_named(text: str, pattern: re.Pattern[str], focus: str) -> str:
    """Replace the first "it" or "they" by the thing, unless it means nothing, or words before."""
    match = pattern.search(text)
    if match is None or EMPTY_IT.search(text):
        return text
    before = text[: match.start("word")]
    verb = re.match(r"\s+(\w+)", text[match.end("word") :])
    if match["word"].lower() == "they" and verb and infinitive(verb[1]) in SAYING:
        return text  # things say nothing
    if JOINED.search(before) and len(before.split()) > 4:
        return text
    own = match["word"].lower() in ("its", "their")
    if match["word"].lower() in PLURAL and not _may_be_many(focus):
        return text
    named = f"{focus}{_genitive(focus) if own else ''}"
    return before + named + text[match.end("word") :]


def has_name(words: str) -> bool:
    """Return whether a name stands behind the first word."""
    return any(word[0].isupper() for word in words.split()[1:] if word != "I")
