"""What is asked: of whom, about what, from when, and in which way.

Rules over the question's words alone; who is on record is looked up later. The rules read English
questions; any other question is taken whole as its topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from rag.errors import QuestionError
from rag.question.days import dates_of, months_of, relative_days_of
from rag.question.paraphrases import canonical
from rag.question.shapes import Shape, Shaped, shape_of
from rag.question.speaker import named, speaker_of
from rag.question.vocabulary import AUXILIARY, PREPOSITION

Kind = Literal["said", "who", "when", "where", "count", "yes_no", "open"]
"""The way of asking: words of a speaker, a person, a time, a place, a number, whether, other."""

EventDetail = Literal["date", "place", "speakers"]
"""What is asked of an event itself, to be told from what the documents say of themselves."""


Reference = Literal[
    "date",
    "place",
    "source",
    "speaker",
    "question",
    "shorter",
    "next",
    "earlier",
    "context",
    "order",
]
"""What is asked about the answer before, to be told from what that cites."""


class Tokens(NamedTuple):
    """Tokens that a chat model took."""

    input: int = 0
    output: int = 0


NO_TOKENS = Tokens()


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    ``speaker`` is who is asked about, as named in the question; ``topic`` what remains to be
    searched when the way of asking and the speaker are taken away. ``since`` and ``until`` are
    ISO dates that the question itself names, both included. ``event_detail`` is set where the
    question is about the event and not about what was said at it. ``undated`` is the question
    without its dates. ``asked`` is what was typed, where ``text`` was made of it and of the
    conversation; ``reference`` is set where the answer before is asked about. ``shape`` tells
    how statements are to be set side by side, ``speakers`` whose and ``besides`` whose not;
    ``months`` are the first and last named without a year. ``tokens`` are those that a chat model
    took to make the question stand alone. ``plain`` is a question put in a roundabout way, as it is
    taken apart.
    """

    text: str
    kind: Kind
    topic: str
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    event_detail: EventDetail | None = None
    undated: str = ""
    asked: str | None = None
    reference: Reference | None = None
    shape: Shape | None = None
    speakers: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    months: tuple[int, int] | None = None
    tokens: Tokens = NO_TOKENS
    plain: str = ""

    @property
    def query(self) -> str:
        """What is searched for: the question as it is taken apart, where it was put in a
        roundabout way."""
        return self.plain or self.text

    @property
    def asks_anything(self) -> bool:
        """Whether a speaker is asked about and no topic, as in "What did Lind say in May?"."""
        return bool(self.speaker) and not self.topic


LEAD = re.compile(
    r"^(?:(?:what|who|whom|whose|when|where|why|how|which|did|does|do|has|have|had|is|was|were|"
    r"are|will|would|can|could|should|many|much|often|long|else|exactly|please|tell\sme|"
    r"anyone|anybody|someone|there|the|and|but|so|said|been)\b\s*)+",
    re.IGNORECASE,
)

RELATION = re.compile(
    rf"^(?:(?:(?:when\s+)?(?:(?:he|she|they)\s+(?:was|were)\s+)?asked|"
    rf"{PREPOSITION}|that|whether|if|out|the|an?)(?:\s+|$))+",
    re.IGNORECASE,
)
"""What leads from a verb of saying, or a word for somebody's words, to the topic."""

EVENT = re.compile(
    r"\b(?:press\s+conference|briefing|news\s+conference|summit|conference|press\s+availability|"
    r"joint\s+appearance|hearing|interview|meeting|talks|event)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:held|take\s+place|took\s+place|happen(?:ed)?|date|venue|located|location|day)\b",
    re.IGNORECASE,
)
TOOK_PART = re.compile(
    r"^(?:who|which\s\w+)\s+(?:all\s+)?(?:spoke|speaks|took\s+part|participated|attended|"
    r"was\s+(?:there|present)|were\s+(?:there|present|the\s+speakers)|gave|held|hosted|appeared)\b",
    re.IGNORECASE,
)

LONGEST_ASKED = 40
"""Words of a question that is taken apart; in a longer one, such as a journalist's, dates and names
stand that are no conditions."""


def understood(text: str, *, longest: int = 2000) -> Question:
    """Take a question apart. Raises QuestionError when it is empty, too long or no text."""
    if not isinstance(text, str):
        raise QuestionError(f"The question is no text: {text!r}. Give a string.")
    asked = " ".join(text.split())
    if not re.search(r"\w", asked):
        raise QuestionError("The question is empty. Ask something, such as: Who spoke about trade?")
    if len(asked) > longest:
        raise QuestionError(
            f"The question has {len(asked)} characters, more than the {longest} allowed "
            "(PRESSROOM_MAX_QUESTION). Ask it shorter."
        )
    if len(asked.split()) > LONGEST_ASKED:
        return Question(text=asked, kind="open", topic=asked, undated=asked)
    since, until, undated = dates_of(asked)
    months, undated = months_of(undated)
    plain = canonical(undated)
    question = _taken_apart(plain)
    if not since and not until and (lately := _lately(undated)):
        question, since, until, undated = lately
    return replace(
        question,
        text=asked,
        topic=question.topic or ("" if question.speaker or question.shape else asked),
        since=since,
        until=until,
        months=months,
        undated=undated,
        plain="" if plain == undated or question.shape else plain,
    )


def _lately(undated: str) -> tuple[Question, str, str, str] | None:
    """Return a question for somebody's words that ends in "last year" or the like, and its range.

    Elsewhere these are words of whoever speaks: "What happened to the plan of last year?".
    """
    since, until, rest = relative_days_of(undated, date.today())
    question = _taken_apart(canonical(rest)) if since else None
    if not question or not since or not until or not (question.speaker or question.shape):
        return None
    return question, since, until, rest


def _taken_apart(text: str) -> Question:
    """Take apart a question that names no dates."""
    if shaped := shape_of(text):
        return _in_shape(text, shaped)
    detail = _event_detail(text)
    speaker, rest = (None, None) if detail else speaker_of(text)
    topic = _topic(text if rest is None else rest)
    return Question(
        text=text,
        kind=_kind(text, speaker),
        topic=topic or ("" if speaker else text.rstrip("?! .")),
        speaker=speaker,
        event_detail=detail,
    )


def _in_shape(text: str, shaped: Shaped) -> Question:
    speakers = tuple(name for name in map(named, shaped.speakers) if name)
    return Question(
        text=text,
        kind="open",
        topic=_topic(shaped.topic),
        speaker=speakers[0] if len(speakers) == 1 else None,
        shape=shaped.shape,
        speakers=speakers,
        besides=shaped.besides,
    )


def _kind(text: str, speaker: str | None) -> Kind:
    lower = text.lower()
    if re.match(r"how\s+(?:many|much|often|long|large|big|high)\b", lower):
        return "count"
    if re.match(r"(?:and\s+)?(?:when|(?:on|in)\s+(?:what|which)\s+(?:date|day|year))\b", lower):
        return "when"
    if re.match(r"(?:and\s+)?(?:where|(?:in|at)\s+(?:what|which)\s+(?:place|city|town))\b", lower):
        return "where"
    if re.match(r"(?:and\s+)?(?:who|whom|whose)\b", lower):
        return "who"
    if re.match(rf"{AUXILIARY}\b", lower):
        return "yes_no"
    return "said" if speaker else "open"


def _topic(text: str) -> str:
    rest = LEAD.sub("", text.strip(" ?!.,")).lstrip()
    return RELATION.sub("", rest).strip(" ?!.,;:")


def _event_detail(text: str) -> EventDetail | None:
    lower = text.lower()
    if not EVENT.search(text):
        return None
    if TOOK_PART.match(lower) and " about " not in lower:
        return "speakers"
    about_event = re.match(
        rf"(?:when|where|on\s+(?:what|which)\s+(?:date|day)|what\s+(?:was|is)\s+the\s+date|"
        rf"in\s+(?:what|which)\s+(?:city|place|town))\s*(?:{AUXILIARY})?\s*(?:the|this|that|of)?",
        lower,
    )
    if not about_event:
        return None
    if not (HELD.search(lower) or re.match(r"(?:when|where)\s+(?:was|is)\s+the\b", lower)):
        return None
    return "place" if re.match(r"where|in\s", lower) else "date"
