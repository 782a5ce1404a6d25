"""Sentences of hits as evidence: whose words they are, and how much they bear on a question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.question import Question
from rag.reading import sentence_spans
from rag.reading.names import folded
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

IN_PASSAGE, IN_HEADING, IN_TITLE, IN_QUESTION = 0.6, 0.6, 0.3, 0.8
"""What a topic term around a sentence counts for, against 1 in the sentence itself."""

ONE_QUESTION = 40
"""Words of a journalist's question up to which all of it is about one thing."""

KIN_PREFIX = 4
"""Letters two names must share at the start to count as kin (Turkey, Turkish)."""

KIN_ENDING = re.compile(r"(?:i?a?n|i|ish|ese|ic)?s?")
"""What a name may have behind one of four letters that is its kin (Iran, Iranian)."""

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
    r"spring|summer|autumn|winter|week|month|year|(?<!good )(?:morning|evening)|noon|\d{4}|"
    r"end of)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\b(?:in|at|near|on|from)\s+(?:the\s+)?[A-Z]\w+")
SOUGHT = {"count": NUMBER, "when": TIME, "where": PLACE}
SOUGHT_BONUS = 0.25
"""Added where a sentence holds the kind of thing asked for."""

UNLIKE, ALIKE = 0.25, 0.65
"""Cosines between which likeness of meaning grows from nothing to all, for MiniLM."""

LIKENESS_SHARE = 0.4
"""What full likeness of meaning of a passage adds to each of its sentences."""


PUT = re.compile(r"(?:whether|if|why|how|when|where|who|what|which)\b", re.IGNORECASE)
"""Begins a question as a report gives it, to be shown with what was answered to it."""

SHORTEST_QUOTE = 4
"""Words of a quotation that stands by itself; shorter ones keep the sentence around them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, or the part of it that is one speaker's words.

    ``relevance`` tells how much it bears on the question: 1 where it holds the whole topic;
    ``told`` is how much of the topic stands in the sentence itself, or in the journalist's
    question that it answers; around it too where it holds the kind of thing asked for.
    ``whole`` is the sentence that ``span`` is a part of, or all of; ``frame`` are its words
    outside of anybody's words that it reports.
    """

    hit: Hit
    span: Span
    text: str
    speaker: str | None
    speech: Speech
    relevance: float
    told: float
    whole: Span
    frame: str

    @property
    def whole_text(self) -> str:
        """The words of the sentence that this is a part of, or all of."""
        return self.hit.words_at(self.whole)


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
        wanted = dict.fromkeys(term for word in content_words(words) for term in terms(word))
        rarity = {
            term: math.log(1 + (passage_count + 1) / (frequency(term) + 0.5)) for term in wanted
        }
        total = sum(rarity.values())
        return cls({term: value / total for term, value in rarity.items()})

    def coverage(self, found: Mapping[str, float]) -> float:
        """Return the share of the topic's weight that stands in *found* (term → how much)."""
        return sum(weight * found.get(term, 0.0) for term, weight in self.weights.items())


def content_words(text: str) -> list[str]:
    """Return the words of a text that tell its topic, once each, in lower case."""
    words = dict.fromkeys(re.findall(r"\w+", text.lower()))
    return [word for word in words if word not in STOP_WORDS]


def sentences_of(
    hit: Hit,
    *,
    question: Question,
    topic: Topic,
    terms: Callable[[str], list[str]],
    statements: Sequence[Statement],
) -> list[Sentence]:
    """Return the sentences of a hit in order, each with speaker and relevance."""
    closeness = _closeness(hit, question)
    around = _around(hit, topic, terms, closeness)
    asked = topic.coverage(_present(hit.question or "", topic, terms)) * closeness
    likeness = LIKENESS_SHARE * min(1.0, max(0.0, (hit.similarity - UNLIKE) / (ALIKE - UNLIKE)))
    found = []
    for part in sentence_spans(hit.text, Span(0, len(hit.text))):
        whole = Span(hit.start + part.start, hit.start + part.end)
        present = _present(hit.text[part.start : part.end], topic, terms)
        stands = {term: max(share, around.get(term, 0.0)) for term, share in present.items()}
        coverage = topic.coverage({**around, **stands})

        def says_it(words: str, present: Mapping[str, float] = present) -> bool:
            said = topic.coverage(_present(words, topic, terms))
            return len(words.split()) >= SHORTEST_QUOTE and said >= topic.coverage(present)

        frame = _frame(whole, hit, statements)
        for span, speaker, speech in _voices_in(whole, hit, statements, says_it):
            text = hit.words_at(span)
            is_sought = _holds_sought(text, question)
            told = coverage if is_sought else max(asked, topic.coverage(present))
            relevance = coverage + likeness + SOUGHT_BONUS * is_sought
            found.append(Sentence(hit, span, text, speaker, speech, relevance, told, whole, frame))
    return found


def _voices_in(
    whole: Span, hit: Hit, statements: Sequence[Statement], says_it: Callable[[str], bool]
) -> list[tuple[Span, str | None, Speech]]:
    """Return whose words a sentence holds: each voice with its own part of the sentence.

    Direct speech is cut out, to be quoted as it was said, where it says by itself what the
    sentence says of the topic. Other speech keeps its sentence, with the verb that reports it,
    unless others speak in it too, and with the question it answers, if that is reported.
    """
    inside = [s for s in statements if s.start < whole.end and s.end > whole.start]
    if not inside:
        return [(whole, hit.speaker, hit.speech)]
    is_reported = any(statement.speech != "direct" for statement in inside)
    parts = [(_within(whole, hit, statement), statement) for statement in inside]
    quoted = " ".join(hit.words_at(span) for span, _ in parts)
    stands_alone = _words(quoted) == _words(hit.words_at(whole)) or says_it(quoted)
    answering = [said for span, said in parts if not _is_put(said, hit.words_at(span))] or inside
    if len({said.speaker for said in answering}) == 1 and (is_reported or not stands_alone):
        return [(whole, answering[0].speaker, "indirect")]
    return [(span, said.speaker, said.speech) for span, said in parts if hit.words_at(span)]


def _is_put(statement: Statement, words: str) -> bool:
    """Return whether words report a question: "Asked whether he would stay, Lind said no"."""
    return statement.speech == "indirect" and PUT.match(words) is not None


def _frame(whole: Span, hit: Hit, statements: Sequence[Statement]) -> str:
    """Return the words of a sentence outside of the statements in it."""
    at, parts = whole.start, []
    for statement in sorted(statements, key=lambda s: s.start):
        if statement.start < whole.end and statement.end > at:
            parts.append(hit.words_at(Span(at, max(at, statement.start))))
            at = min(whole.end, statement.end)
    return " ".join([*parts, hit.words_at(Span(at, whole.end))])


def _within(whole: Span, hit: Hit, statement: Statement) -> Span:
    """Return the part of a statement that stands in a sentence, without white space around it."""
    start, end = max(whole.start, statement.start), min(whole.end, statement.end)
    words = hit.words_at(Span(start, end))
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _around(
    hit: Hit, topic: Topic, terms: Callable[[str], list[str]], closeness: float
) -> dict[str, float]:
    """Return what the surroundings of a sentence say of the topic: term → how much."""
    found: dict[str, float] = {}
    for words, share in (
        (hit.title, IN_TITLE),
        (hit.text, IN_PASSAGE),
        (hit.question, IN_QUESTION * closeness),
        (hit.heading, IN_HEADING),
    ):
        for term, present in _present(words or "", topic, terms).items():
            found[term] = max(found.get(term, 0.0), share * present)
    return found


def _closeness(hit: Hit, question: Question) -> float:
    """Return how far an answer is about what the journalist's question holds, from 0 to 1.

    A long question asks of several things, unless the user asks as much.
    """
    enough = max(ONE_QUESTION, len(question.text.split()))
    return min(1.0, enough / max(1, len((hit.question or "").split())))


def _present(text: str, topic: Topic, terms: Callable[[str], list[str]]) -> dict[str, float]:
    """Return the topic terms in a text: 1 for the term itself, less for a kindred name."""
    here = set(terms(text))
    found = {term: 1.0 for term in topic.weights if term in here}
    names = {folded(word) for word in re.findall(r"\b[^\W\d_][\w'’]*", text) if word[0].isupper()}
    for term in topic.weights.keys() - found.keys():
        prefix = term[: max(KIN_PREFIX, len(term) - 2)]
        kin = (name for name in names if name.startswith(prefix))
        if prefix == term:  # no euro in Europe
            kin = (name for name in kin if KIN_ENDING.fullmatch(name, len(prefix)))
        if len(term) >= KIN_PREFIX and any(kin):
            found[term] = KIN_SHARE
    return found


def _holds_sought(text: str, question: Question) -> bool:
    """Return whether a text holds the kind of thing asked for: a number, a time, a place."""
    sought = SOUGHT.get(question.kind)
    return sought is not None and bool(sought.search(text))
