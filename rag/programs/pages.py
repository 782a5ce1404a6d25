"""Statements and documents a page at a time: what a program reads of a long list or text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rag.errors import QuestionError
from rag.pressroom import Pressroom
from rag.records import Document, Speech, Statement

STATEMENTS = 50
CHARACTERS = 20_000
"""How much is on one page unless asked otherwise: statements, and characters of a document."""

MOST_ENTRIES = 200
MOST_CHARACTERS = 100_000
"""How much may be asked for at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its words: ``text`` is the document's text from ``start`` to ``end``."""

    text: str
    speaker: str | None
    speech: Speech
    cue: str | None
    document_id: str
    source: str
    title: str | None
    date: str | None
    publisher: str | None
    labels: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """Statements in time order; ``next_offset`` is where the next page begins, None at the end."""

    statements: tuple[Said, ...]
    total: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A stretch of a document, from ``start`` to ``end`` of ``length`` characters.

    ``statements`` are those that begin in it; ``next_offset`` is where the next page begins, None
    at the end.
    """

    id: str
    source: str
    title: str | None
    date: str | None
    place: str | None
    event: str | None
    publisher: str | None
    url: str | None
    language: str | None
    labels: tuple[str, ...]
    text: str
    start: int
    end: int
    length: int
    next_offset: int | None
    statements: tuple[Said, ...]


def statements_page(
    room: Pressroom,
    *,
    speaker: str | None = None,
    topic: str | None = None,
    since: str | None = None,
    until: str | None = None,
    documents: Sequence[str] | None = None,
    offset: int = 0,
    limit: int = STATEMENTS,
) -> StatementsPage:
    """Return a page of what `Pressroom.statements` finds. Raises QuestionError."""
    _check(offset)
    check_limit(limit, most=MOST_ENTRIES)
    found = room.statements(speaker, topic, since, until, documents)
    document_of = cache(room.document)
    shown = found[offset : offset + limit]
    behind = offset + limit
    return StatementsPage(
        tuple(_said(statement, document_of(statement.document_id)) for statement in shown),
        len(found),
        behind if behind < len(found) else None,
    )


def document_page(
    room: Pressroom, document_id: str, *, offset: int = 0, limit: int = CHARACTERS
) -> DocumentPage:
    """Return a document from an offset on, cut behind a paragraph where that is possible.

    Raises DocumentNotFound or QuestionError.
    """
    _check(offset)
    check_limit(limit, most=MOST_CHARACTERS)
    document = room.document(document_id)
    length = len(document.text)
    end = _end(document.text, offset, limit)
    return DocumentPage(
        id=document.id,
        source=document.source,
        title=document.title,
        date=document.date,
        place=document.place,
        event=document.event,
        publisher=document.publisher,
        url=document.url,
        language=document.language,
        labels=document.labels,
        text=document.text[offset:end],
        start=offset,
        end=end,
        length=length,
        next_offset=end if end < length else None,
        statements=tuple(
            _said(statement, document)
            for statement in document.statements
            if offset <= statement.start < end
        ),
    )


def _end(text: str, offset: int, limit: int) -> int:
    end = offset + limit
    if end >= len(text):
        return max(offset, len(text))
    gap = text.rfind("\n\n", offset, end)
    return gap + 2 if gap > offset else end


def _said(statement: Statement, document: Document) -> Said:
    return Said(
        text=document.text[statement.start : statement.end],
        speaker=statement.speaker,
        speech=statement.speech,
        cue=statement.cue,
        document_id=document.id,
        source=document.source,
        title=document.title,
        date=document.date,
        publisher=document.publisher,
        labels=document.labels,
        start=statement.start,
        end=statement.end,
    )


def _check(offset: int) -> None:
    if offset < 0:
        raise QuestionError(f"offset is {offset}, before the beginning. Begin at 0.")


def check_limit(limit: int, *, most: int) -> None:
    """Raise QuestionError unless a program asks for a number from 1 to *most*."""
    if not 1 <= limit <= most:
        raise QuestionError(f"limit is {limit}. Ask for a number from 1 to {most}.")
