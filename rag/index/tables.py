"""The tables of the library, and how records become rows and rows become records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from rag.reading.name_parts import parts_of
from rag.records import Document, Mark, Naming, Passage, Span, Statement

tables = sa.MetaData()

meta = sa.Table(
    "meta",
    tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

documents = sa.Table(
    "documents",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("title", sa.Text),
    sa.Column("date", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("event", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("labels", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("marks", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

sources = sa.Table(
    "sources",
    tables,
    sa.Column("locator", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("document_id", sa.Text, nullable=False, index=True),
)

readings = sa.Table(  # by which code a document was read
    "readings",
    tables,
    sa.Column("document", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("edition", sa.Text, nullable=False),
)

passages = sa.Table(
    "passages",
    tables,
    sa.Column("key", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("document", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("heading", sa.Text),
    sa.Column("turn", sa.Integer),
    sa.Column("speaker", sa.Text),
    sa.Column("speech", sa.Text, nullable=False),
    sa.Column("asked", sa.Boolean, nullable=False),
    sa.Column("question_start", sa.Integer),
    sa.Column("question_end", sa.Integer),
    sa.Column("page", sa.Integer),
    sa.Column("time", sa.Text),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False, index=True),
    sa.Index("turns", "document", "turn"),
    sqlite_autoincrement=True,
)

statements = sa.Table(
    "statements",
    tables,
    sa.Column("document", sa.Integer, nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("speaker", sa.Text, index=True),
    sa.Column("speech", sa.Text, nullable=False),
    sa.Column("cue", sa.Text),
    sa.Column("person", sa.Text, index=True),  # whom the document means by the speaker's label
)

namings = sa.Table(
    "namings",
    tables,
    sa.Column("document", sa.Integer, nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False, index=True),
    sa.Column("surname", sa.Text, nullable=False, index=True),
    sa.Column("printed", sa.Text, nullable=False),
    sa.Column("role", sa.Text),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
)

speakers = sa.Table(  # people as their documents name them; whoever is none, as printed
    "speakers",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

voices = sa.Table(  # whose words a passage carries
    "voices",
    tables,
    sa.Column("passage", sa.Integer, primary_key=True),
    sa.Column("speaker", sa.Integer, primary_key=True, index=True),
)

vectors = sa.Table(
    "vectors",
    tables,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

conversations = sa.Table(
    "conversations",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("saved", sa.Text, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
)

feedback = sa.Table(
    "feedback",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("given", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("comment", sa.Text),
    sqlite_autoincrement=True,
)

DESCRIPTION = ("id", "title", "date", "place", "event", "publisher", "url", "language")

SOURCE = (
    sa.select(sa.func.min(sources.c.source))
    .where(sources.c.document_id == documents.c.id)
    .scalar_subquery()
    .label("source")
)
"""The source of a document as given; the first by name where several hold the same bytes."""

BRIEF = (documents.c.labels, *(documents.c[name] for name in DESCRIPTION), SOURCE)
"""A document without its text, marks and statements."""


def embedded_text(context: str, text: str) -> str:
    """Return what is embedded of a passage: its context, then its words."""
    return f"{context}\n{text}" if context else text


def text_hash(text: str) -> bytes:
    """Return the hash under which the vector of *text* is kept."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def document_row(document: Document) -> dict[str, Any]:
    """Return a document as a row, without its number and state."""
    return {
        **{name: getattr(document, name) for name in DESCRIPTION},
        "labels": json.dumps(document.labels),
        "text": document.text,
        "marks": json.dumps([[m.start, m.end, m.kind, m.value] for m in document.marks]),
    }


def brief_of(row: Any) -> Document:
    """Return the document of a row that begins with `BRIEF`, without text, marks, statements."""
    labels, *described, source = row[: len(BRIEF)]
    about = dict(zip(DESCRIPTION, described, strict=True))
    return Document(text="", source=source, labels=_labels(labels), **about)


def document_of(row: Any, said: Iterable[Statement], named: Iterable[Naming]) -> Document:
    """Return the document of a row of `BRIEF`, text and marks."""
    return replace(
        brief_of(row),
        text=row.text,
        marks=tuple(Mark(*values) for values in json.loads(row.marks)),
        statements=tuple(said),
        namings=tuple(named),
    )


@lru_cache
def _labels(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def statement_row(statement: Statement, document: int, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a statement as a row; *names* tell whom a label means."""
    said = {name: getattr(statement, name) for name in ("start", "end", "speaker", "speech", "cue")}
    return {"document": document, "person": names.get(statement.speaker or ""), **said}


def naming_row(naming: Naming, document: int, text: str) -> dict[str, Any]:
    """Return a naming in a document's *text* as a row."""
    printed = naming.label if naming.start is None else text[naming.start : naming.end]
    return {
        "document": document,
        "label": naming.label,
        "person": naming.name,
        "surname": parts_of(printed).surname,
        "printed": printed,
        "role": naming.role,
        "start": naming.start,
        "end": naming.end,
    }


def naming_of(row: Any) -> Naming:
    """Return the naming of a row."""
    return Naming(row.label, row.person, row.start, row.end, row.role)


def statement_of(row: Any) -> Statement:
    """Return the statement of a row."""
    return Statement(row.start, row.end, row.speaker, row.speech, row.cue)


def passage_row(passage: Passage, document: int) -> dict[str, Any]:
    """Return a passage as a row, without its key."""
    asked = passage.question
    return {
        "id": passage.id,
        "document": document,
        "number": passage.number,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "heading": passage.heading,
        "turn": passage.turn,
        "speaker": passage.speaker,
        "speech": passage.speech,
        "asked": passage.asked,
        "question_start": asked.start if asked else None,
        "question_end": asked.end if asked else None,
        "page": passage.page,
        "time": passage.time,
        "context": passage.context,
        "hash": text_hash(embedded_text(passage.context, passage.text)),
    }


def passage_of(row: Any) -> Passage:
    """Return the passage of a row that also carries its ``document_id``."""
    question = None if row.question_start is None else Span(row.question_start, row.question_end)
    return Passage(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        start=row.start,
        end=row.end,
        text=row.text,
        heading=row.heading,
        turn=row.turn,
        speaker=row.speaker,
        speech=row.speech,
        asked=row.asked,
        question=question,
        page=row.page,
        time=row.time,
        context=row.context,
    )
