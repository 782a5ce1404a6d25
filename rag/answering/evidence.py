"""Sentences of hits as evidence: whose words they are, and how much they bear on a question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.question import Question
from rag.reading import sentence_spans
from rag.reading.names import folded, is_named_in
from rag.records import Hit, Span, Speech, Statement

STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being between "
    "both but by can could did do does doing down during each else few for from further get got "
    "had has have having he her here hers him his how i if in into is it its just like made make "
    "many may me might more most much must my no nor not now of off on once only or other our out "
    "over own please really said same say says she should so some such than that the their them "
    "then there these they this those through to too tell told under until up us very was we were "
    "what when where which while who whom whose why will with would yes you your".split()
)
"""English words that tell nothing about a topic."""

IN_SENTENCE, IN_PASSAGE, IN_HEADING, IN_TITLE = 1.0, 0.5, 0.6, 0.3
"""What a topic term counts for, by where it stands."""

KIN_PREFIX = 4
"""Letters two names must share at the start to count as kin (Turkey, Turkish)."""

KIN_SHARE = 0.6
"""What a kindred name counts for against the name itself."""

NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|dozen|third|"
    r"quarter)s?\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|"
    r"spring|summer|autumn|winter|week|month|year|morning|evening|noon|\d{4}|end of)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\b(?:in|at|near|on|from)\s+(?:the\s+)?[A-Z]\w+")
SOUGHT = {"count": NUMBER, "when": TIME, "where": PLACE}
SOUGHT_BONUS = 0.25
"""Added where a sentence holds the kind of thing asked for."""

NAMED_BONUS = 0.2
"""Added where narration names the speaker asked about in the sentence itself."""

UNLIKE, ALIKE = 0.25, 0.65
"""Cosines between which likeness of meaning grows from nothing to all, for MiniLM."""

LIKENESS_SHARE = 0.4
"""What full likeness of meaning of a passage adds to each of its sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, with its speaker and how much it bears on the question, from 0 to 1+."""

    hit: Hit
    span: Span
    text: str
    speaker: str | None
    speech: Speech
    relevance: float
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, as weighted terms; weights sum to 1."""

    weights: Mapping[str, float]

    @classmethod
    def of(
        cls,
        words: str,
        *,
        terms: Callable[[str], list[str]],
        frequency: Callable[[str], int],
        passage_count: int,
    ) -> Topic:
        """Weigh the terms of *words* by how rare they are (inverse document frequency)."""
        content = [word for word in re.findall(r"\w+", words.lower()) if word not in STOP_WORDS]
        wanted = dict.fromkeys(term for word in content for term in terms(word))
        rarity = {
            term: math.log(1 + (passage_count + 1) / (frequency(term) + 0.5)) for term in wanted
        }
        total = sum(rarity.values())
        return cls({term: value / total for term, value in rarity.items()})

    def coverage(self, found: Mapping[str, float]) -> float:
        """Return the share of the topic's weight that stands in *found* (term → how much)."""
        return sum(weight * found.get(term, 0.0) for term, weight in self.weights.items())


def sentences_of(
    hit: Hit,
    *,
    question: Question,
    topic: Topic,
    terms: Callable[[str], list[str]],
    statements: Sequence[Statement],
) -> list[Sentence]:
    """Return the sentences of a hit in order, each with speaker and relevance."""
    around = _around(hit, topic, terms)
    likeness = LIKENESS_SHARE * min(1.0, max(0.0, (hit.similarity - UNLIKE) / (ALIKE - UNLIKE)))
    sentences = []
    for part in sentence_spans(hit.text, Span(0, len(hit.text))):
        text = hit.text[part.start : part.end]
        span = Span(hit.start + part.start, hit.start + part.end)
        statement = statement_at(span, statements)
        speaker, speech = hit.speaker, hit.speech
        if statement is not None:
            speaker, speech = statement.speaker, statement.speech
        found = {
            term: max(IN_SENTENCE * share, around.get(term, 0.0))
            for term, share in _present(text, topic, terms).items()
        }
        relevance = topic.coverage({**around, **found})
        relevance += _bonus(text, question, speaker) + likeness
        sentences.append(Sentence(hit, span, text, speaker, speech, relevance, statement))
    return sentences


def _around(hit: Hit, topic: Topic, terms: Callable[[str], list[str]]) -> dict[str, float]:
    """Return what the surroundings of a sentence say of the topic: term → how much."""
    found: dict[str, float] = {}
    for words, share in (
        (hit.title, IN_TITLE),
        (hit.text, IN_PASSAGE),
        (hit.question, IN_PASSAGE),
        (hit.heading, IN_HEADING),
    ):
        for term, present in _present(words or "", topic, terms).items():
            found[term] = max(found.get(term, 0.0), share * present)
    return found


def _present(text: str, topic: Topic, terms: Callable[[str], list[str]]) -> dict[str, float]:
    """Return the topic terms in a text: 1 for the term itself, less for a kindred name."""
    here = set(terms(text))
    found = {term: 1.0 for term in topic.weights if term in here}
    names = {folded(word) for word in re.findall(r"\b[^\W\d_][\w'’]*", text) if word[0].isupper()}
    for term in topic.weights.keys() - found.keys():
        prefix = term[: max(KIN_PREFIX, len(term) - 2)]
        if len(term) >= KIN_PREFIX and any(name.startswith(prefix) for name in names):
            found[term] = KIN_SHARE
    return found


def statement_at(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement that fills most of a span, if any touches it."""
    best, most = None, 0
    for statement in statements:
        shared = min(span.end, statement.end) - max(span.start, statement.start)
        if shared > most:
            best, most = statement, shared
    return best


def _bonus(text: str, question: Question, speaker: str | None) -> float:
    bonus = 0.0
    sought = SOUGHT.get(question.kind)
    if sought is not None and sought.search(text):
        bonus += SOUGHT_BONUS
    if question.speaker and speaker is None and is_named_in(question.speaker, text):
        bonus += NAMED_BONUS
    return bonus
