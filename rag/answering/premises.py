"""Whether the words cited bear out what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.question import Question
from rag.question.premises import Premise, premise_of
from rag.question.vocabulary import DETERMINERS, ROLES
from rag.reading.names import folded, is_named_in
from rag.reading.sentences import sentence_spans
from rag.records import Citation, Span
from rag.verification.wording import stem

WORD = re.compile(r"[\w’'-]+")
SELF = frozenset(("i", "we", "i'm", "i've", "i'll", "i'd", "we've", "we'll"))
BETWEEN = frozenset(
    "will would shall should could can may must have has had am was did do not never to going "
    "decide decided chose choose want wanted just also already had be been soon now then".split()
)
"""Words that may stand between "I" and the verb that tells what the speaker does."""

OTHERS = frozenset(("he", "she", "they", "who", "it"))
PAST = dict(
    word.split("/")
    for word in (
        "begin/began break/broke bring/brought build/built buy/bought catch/caught choose/chose "
        "die/died fall/fell fight/fought flee/fled forget/forgot grow/grew hold/held keep/kept "
        "lead/led leave/left lose/lost meet/met pay/paid ride/rode rise/rose run/ran sell/sold "
        "send/sent shoot/shot speak/spoke spend/spent steal/stole strike/struck teach/taught "
        "throw/threw veto/vetoed win/won withdraw/withdrew write/wrote"
    ).split()
)
"""Verbs whose past has another stem."""


def is_granted(question: Question, citations: Sequence[Citation]) -> bool:
    """Return whether some words cited tell what a question takes for granted, of whom it names."""
    premise = None if question.speaker else premise_of(question.text)
    if premise is None or not _is_somebody(premise, citations):
        return True
    return any(
        _tells(premise, sentence, citation)
        for citation in citations
        for sentence in _sentences(citation.quote)
    )


def _is_somebody(premise: Premise, citations: Sequence[Citation]) -> bool:
    """Return whether a name typed small is one in the words cited: "why did prices rise" names
    nobody."""
    if any(word[0].isupper() for word in premise.name.split()):
        return True
    last = folded(premise.name).split()[-1]
    inside = (word for c in citations for word in WORD.findall(c.quote)[1:] if word[0].isupper())
    printed = [*inside, *(part for c in citations for part in (c.speaker or "").split())]
    return last in ROLES or any(folded(word) == last for word in printed)


def _sentences(quote: str) -> Iterator[str]:
    for start, end in sentence_spans(quote, Span(0, len(quote))):
        yield quote[start:end]


def _tells(premise: Premise, sentence: str, citation: Citation) -> bool:
    """Return whether a sentence says of the one named that they did, or had done to them."""
    words = WORD.findall(sentence)
    wanted = {stem(premise.verb), stem(PAST.get(premise.verb, premise.verb))}
    places = [at for at, word in enumerate(words) if stem(word.lower()) in wanted]
    if premise.is_passive and places and is_named_in(premise.name, sentence):
        return True
    return any(_is_done_by(premise.name, words, at, citation) for at in places)


def _is_done_by(name: str, words: Sequence[str], at: int, citation: Citation) -> bool:
    """Return whether what is nearest before a verb, or behind its noun's "of", is the one named."""
    if words[at + 1 : at + 2] == ["of"]:
        return is_named_in(name, " ".join(words[at + 2 : at + 7]))
    for place, word in reversed(list(enumerate(words[:at]))):
        if (plain := word.lower().replace("’", "'")) in SELF:
            is_own = all(between.lower() in BETWEEN for between in words[place + 1 : at])
            return is_own and is_named_in(name, citation.speaker or "")
        if plain in OTHERS:
            return is_named_in(name, f"{citation.quote} {citation.title or ''}")
        if word[0].isupper() and plain not in DETERMINERS and not is_named_in(name, word):
            return any(role in plain for role in ROLES) and is_named_in(name, " ".join(words[:at]))
        if is_named_in(name, word):
            return True
    return False
