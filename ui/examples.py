"""Questions to begin with, made from what is in the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.records import Document, SpeakerEntry
from rag.records.dates import MONTH_NAMES
from ui.markup import safe

EXAMPLE_COUNT = 5

ROLES = frozenset(
    "president minister ministers moderator speaker governor spokesman spokeswoman chancellor "
    "mayor host interpreter reporter journalist question answer secretary chair chairman "
    "ministry office board q a".split()
)
"""Words that name an office or a part in a transcript, never a person."""

LEADING_NAME = re.compile(r"(?P<name>[^\W\d_][\w’'-]+)(?: in [^:,]+)?: ")
ON_THE = re.compile(r"\b(?:on|in|about) (?P<topic>the [^\W\d_][\w-]*)(?P<noun> [a-z][\w-]{3,})")
PROPER = re.compile(r"(?<![\w’'])(?P<topic>[A-Z][^\W\d_A-Z][\w-]*)(?:['’]s)?")


def example_questions(
    documents: Iterable[Document], speakers: Sequence[SpeakerEntry], count: int = EXAMPLE_COUNT
) -> list[str]:
    """Return questions that titles and speakers suggest, one a speaker, oldest event first."""
    known = sorted(documents, key=lambda document: document.date or "9999")
    surnames = [name for entry in speakers if (name := surname(entry.name))]
    said = _one_each(_said_questions(known, surnames))
    chosen = _spread(said, count - 1)
    questions = [*chosen, *sorted(_event_questions(known[1:]), key=len)[:1]]
    questions += [f"What did {name} say?" for name in dict.fromkeys(surnames)]
    return questions[:count]


def examples_html(questions: Sequence[str]) -> str:
    """Return the questions as buttons that ask them."""
    buttons = "".join(
        f'<li><button type="button" data-do="choose" data-question="{question}">{question}</button>'
        "</li>"
        for question in map(safe, questions)
    )
    return f'<ul class="examples" aria-label="Questions to begin with">{buttons}</ul>'


def surname(name: str) -> str | None:
    """Return the last name of a printed name as it is written in prose, None for an office."""
    last = name.split()[-1].strip(".,:") if name.split() else ""
    if len(last) < 3 or last.casefold() in ROLES or "(" in name:
        return None
    return last.capitalize() if last.isupper() else last


def _said_questions(
    documents: Sequence[Document], surnames: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield a speaker and a question for each title that names both a speaker and a topic."""
    for document in documents:
        title = document.title or ""
        speaker = None if title.isupper() else _speaker(title, surnames)
        topic = speaker and _topic(title, {*surnames, speaker, document.place or ""})
        if speaker and topic:
            yield speaker, f"What did {speaker} say about {topic}?"


def _speaker(title: str, surnames: Sequence[str]) -> str | None:
    words = re.findall(r"[\w-]+", title)
    for word in words:
        if word in surnames:
            return str(word)
    leading = LEADING_NAME.match(title)
    return str(leading["name"]) if leading else None


def _topic(title: str, taken: set[str]) -> str | None:
    phrase = ON_THE.search(title)
    if phrase and (phrase["topic"] + phrase["noun"]).split()[1].casefold() not in ROLES:
        return phrase["topic"] + phrase["noun"]
    rest = title.partition(":")[2] if LEADING_NAME.match(title) else ""
    names = [found["topic"] for found in PROPER.finditer(rest) if found["topic"] not in MONTH_NAMES]
    names = [name for name in names if name not in taken and name.casefold() not in ROLES]
    return names[-1] if names else None


def _event_questions(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        event = document.event or ""
        if document.language in (None, "en") and event.lower().startswith("press conference"):
            yield f"When was the {event[0].lower()}{event[1:]}?"


def _one_each(questions: Iterable[tuple[str, str]]) -> list[str]:
    by_speaker: dict[str, str] = {}
    for speaker, question in questions:
        by_speaker.setdefault(speaker, question)
    return list(by_speaker.values())


def _spread(questions: Sequence[str], count: int) -> list[str]:
    """Return the first and others at even steps, so that they come from all over the library."""
    if len(questions) <= count:
        return list(questions)
    return [questions[number * len(questions) // count] for number in range(count)]
