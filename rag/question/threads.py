"""Whom and what a turn of a conversation leads on, for the next question to mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rag.question.references import ASIDE, SENTENCE_END
from rag.question.understanding import Question
from rag.question.vocabulary import AUXILIARY, PREPOSITION, PRONOUNS, SAYING, infinitive
from rag.reading.first_names import FEMALE, MALE
from rag.records import Answer

IsSpeaker = Callable[[str], bool]
"""Tells whether a name is that of somebody on record."""

NAME = r"(?:[A-Z][\w’'-]+)(?:\s+(?:(?:de|van|von|der|al|bin|den)\s+)?[A-Z][\w’'-]+){0,3}"
SAYS = r"(?:said|told|says|added|replied|asked|answered|called|denied|explained|warned|promised)"
SPEAKS = re.compile(rf"\b(?P<before>{NAME})\s+{SAYS}\b|\b{SAYS}\s+(?P<after>{NAME})")
RELATED = (
    r"symptoms?|types?|kinds?|causes?|effects?|examples?|differences?|history|"
    r"origins?|purpose|members?|costs?|prices?|reasons?|results?|consequences?|"
    r"reactions?|process|treatments?|risks?|benefits?|advantages?|disadvantages?|"
    r"pros|cons|impacts?|features?|uses|characteristics?|signs?|rules?|factors?"
    r"|options?|requirements?|details?|figures?|numbers?|outcome|aim|goal|role"
    r"|significance|importance|controversy|evidence|alternatives?|conditions?|"
    r"deadline|vote|height|size|future|fate|meaning|definition|function|name|"
    r"status|main|background|next|other|founding|founder|author|amount|value|"
    r"length|age"
)
"""Words that mean nothing without what they are of."""
RELATIONAL = re.compile(
    rf"\b(?:{RELATED})(?=\s*(?:$|\?|,))",
    re.IGNORECASE,
)

TELL_OF = re.compile(
    r"^(?:tell\s+me|(?:i(?:\s+would|['’]d)\s+like\s+to\s+)?learn|i\s+want\s+to\s+know|more|describe|"
    r"explain|can\s+i\s+have\s+\w+\s+information)\s*(?:more\s+)?(?:about|on)?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
PART_OF = re.compile(rf"\b(?:{RELATED})\s+(?:of|for|between|behind)\s+(?P<what>.+)$", re.IGNORECASE)
WHAT_IS = re.compile(
    r"^(?:what|who|which)(?:\s+(?:is|are|was|were)|['’]s)\s+(?P<what>[^,]+)$", re.IGNORECASE
)
WHO_IS = re.compile(r"who(?:\s+(?:is|was)|['’]s)\b", re.IGNORECASE)
CAUSE = re.compile(r"^what\s+(?:causes?|caused|are\s+causes\s+of)\s+(?P<what>.+)$", re.IGNORECASE)
WHICH = re.compile(
    rf"^(?:which|what|how\s+many)\s+(?P<what>(?:[\w-]+\s+){{0,2}}?[\w-]+)\s+{AUXILIARY}\b", re.I
)
LAST_NOUN = re.compile(r"\bthe\s+[\w-]+(?:\s+[\w-]+)?$", re.IGNORECASE)
CLAUSE = re.compile(
    r"\s+(?:in\s+the|that|which|who|when|where|if|to|and\s+(?:what|how|why|who|when|is|are)|like|"
    r"for\s+(?:the|a|my)|with\s+(?:the|a|my))\b|,\s",
    re.IGNORECASE,
)
PRONOUN_IN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|that|this|these|those|one|ones|there|you|i)\b",
    re.IGNORECASE,
)
CAPITALISED = re.compile(rf"(?<=\s){NAME}(?:\s+[a-z]\w+(?=\W*$))?")
OF = re.compile(
    rf"\b(?:{PREPOSITION}|between|from|during|into|after|before|happened|happens)\s+", re.I
)
DETERMINER = re.compile(r"^(?:the|an?|some|any|his|her|their|its|my|our|your)\s+", re.IGNORECASE)
VERB_FORM = re.compile(
    r"(?:^|\s+)(?:work|works|cost|costs|begin|began|start|started|end|ended|happen|happened|mean|means|"
    r"matter|change|changed|differ|develop|form|formed|become|became|invented|made|used|caused|"
    r"created|developed|discovered|called)\b.*$"
    r"|\s+(?:be|important|difficult|famous|known|popular|treatable)$"
)

WHOEVER_ASKED = "who was"
"""Stands before the verb where nobody is named: "Who was asked about the delay?"."""

NO_NOUN = re.compile(
    rf"^(?:the\s+)?(?:most|more|least|best|worst|first|last|same|others?|rest)$|\s{PREPOSITION}$",
    re.IGNORECASE,
)
"""Words that name nothing by themselves, or break off."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation is about: the last question that stands alone, and what it leads on.

    ``focus`` is what "it" means, ``person`` whom "he" or "she" means, ``people`` all who spoke in
    the last answer, ``asked_of`` all who were asked about, the last first, ``topical`` the
    person who is the topic, and ``documents`` those that the last answer cites.
    """

    question: Question | None = None
    focus: str | None = None
    person: str | None = None
    people: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()
    topical: str | None = None
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question of a conversation, without what leads into it, and what it follows.

    ``is_led`` tells whether "and", "no" or the like led into it, ``has_mark`` whether it ends in
    a question mark.
    """

    bare: str
    thread: Thread
    last: Question
    is_speaker: IsSpeaker
    is_led: bool
    has_mark: bool


def person_of(asked: Question, focus: str | None, is_speaker: IsSpeaker) -> str | None:
    """Return whom a question names that does not ask for somebody's words."""
    named = [name for name in CAPITALISED.findall(asked.text) if is_speaker(name)]
    if len(named) == 1:
        return str(named[0])
    if focus and WHO_IS.match(asked.text) and is_speaker(focus):
        return focus
    if not focus or not focus[0].isupper():
        return None
    is_name = focus.split()[0].lower() in MALE | FEMALE
    return focus if is_name or WHO_IS.match(asked.text) else None


def people_of(answer: Answer | str) -> Iterable[str]:
    """Return who speaks in an answer, each once."""
    if isinstance(answer, Answer):
        return dict.fromkeys(c.speaker for c in answer.citations if c.speaker)
    found = (match["before"] or match["after"] for match in SPEAKS.finditer(answer))
    return dict.fromkeys(name for name in found if name.lower() not in PRONOUNS)


def documents_of(answer: Answer | str) -> frozenset[str]:
    """Return the documents that an answer cites, by their ids."""
    citations = answer.citations if isinstance(answer, Answer) else ()
    return frozenset(citation.document_id for citation in citations)


def focus_of(asked: Question, is_speaker: IsSpeaker, *, is_first: bool) -> str | None:
    """Return the thing that a question brings up, for "it" in the next one to mean.

    None where it asks further about what was spoken of: "What are the symptoms?"
    """
    if (asked.speaker or asked.shape) and not WHICH.match(asked.text):
        return _phrase(topic_of(asked)) or None
    text = VERB_FORM.sub("", SENTENCE_END.split(ASIDE.sub("", asked.undated).rstrip("?!. "))[-1])
    for pattern in (PART_OF, TELL_OF, WHAT_IS, WHICH, CAUSE):
        match = pattern.search(text)
        words = _phrase(match["what"]) if match else ""
        if words.islower() and text.lower().startswith("who") and not words.startswith("the "):
            continue  # "Who is to blame?"
        if words and not RELATIONAL.search(words) and not PRONOUN_IN.search(words):
            return words
    names = [name for name in CAPITALISED.findall(text) if not is_speaker(name)]
    if names:
        return _phrase(max(names, key=len))
    match = LAST_NOUN.search(text)
    if is_first and match and not RELATIONAL.search(match[0]):
        return match[0]
    words = _phrase(OF.split(VERB_FORM.sub("", asked.topic))[0])
    return words if is_first and words and not PRONOUN_IN.search(words) else None


def _phrase(words: str) -> str:
    """Return the noun phrase that words begin with, "the" for every determiner."""
    words = VERB_FORM.sub("", CLAUSE.split(words.strip())[0]).strip(" ?!.,;:")
    return "" if NO_NOUN.search(words) else DETERMINER.sub("the ", words)


def topic_of(asked: Question) -> str:
    """Return the topic of a question with the article it has there, and without its verb."""
    topic = _without_verb(asked)
    article = re.search(rf"\b(?:the|an?)\s+{re.escape(topic)}", asked.text)
    return article[0] if article and topic else topic


def _without_verb(asked: Question) -> str:
    """ "Did Lind regret the delay?" is about the delay."""
    verb, _, rest = asked.topic.partition(" ")
    follows = f"{asked.speaker or WHOEVER_ASKED} {verb}".lower()
    if not rest or infinitive(verb) not in SAYING or follows not in asked.text.lower():
        return asked.topic
    return re.sub(rf"^{PREPOSITION}\s+", "", rest, flags=re.IGNORECASE)


def without_article(words: str) -> str:
    """Return a noun phrase without its determiner."""
    return DETERMINER.sub("", words)


def as_question(text: str) -> str:
    """Return words as one line that ends in a question mark."""
    return " ".join(text.split()).rstrip("?!. ") + "?"
