"""Queries and parts of queries of the library: what is live, what a filter asks, groups of values.

Those that every question asks are made once, which would take longer than to run them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from rag.index.entries import Filter
from rag.index.tables import BRIEF, documents, passages, statements, vectors
from rag.records import Span

GROUP = 500
"""Values in one IN clause, well under SQLite's limit."""

SOME: sa.BindParameter[Any] = sa.bindparam("some", expanding=True)
"""Values of an IN clause that are given with each call."""

LIVE = ("searchable", "ready")
"""States of the documents that can be found."""

SPOKEN_BY = sa.func.coalesce(statements.c.person, statements.c.speaker)
"""Whose a statement is: the person the document names, else the label as printed."""

ANSWERING_TURNS = 2
"""Turns after a question that are looked at for its answer: often two are asked at once."""

LIVE_PASSAGES = (
    sa.select(passages, documents.c.id.label("document_id"))
    .join(documents, documents.c.number == passages.c.document)
    .where(documents.c.state.in_(LIVE), passages.c.key.in_(SOME))
)
"""Passages by their keys, with the ids of their documents."""

BRIEF_DOCUMENTS = sa.select(*BRIEF).where(documents.c.number.in_(SOME))
"""Documents by their numbers, without their texts."""


def _places() -> sa.Select[Any]:
    """Select where passages stand, and their whole turns; after a question, what answers it."""
    near = passages.alias("near")
    last = near.c.turn + sa.case((near.c.asked, ANSWERING_TURNS), else_=0)
    within = sa.select(passages.c.key).join(
        near,
        sa.and_(
            passages.c.document == near.c.document,
            passages.c.turn.between(near.c.turn, last),
        ),
    )
    wanted = sa.union(
        within.where(near.c.key.in_(SOME)),
        sa.select(passages.c.key).where(passages.c.key.in_(SOME)),
    )
    return (
        sa.select(
            passages.c.key,
            passages.c.document,
            passages.c.turn,
            passages.c.start,
            passages.c.asked,
            passages.c.question_start,
            passages.c.question_end,
            vectors.c.vector,
        )
        .outerjoin(vectors, vectors.c.hash == passages.c.hash)
        .where(passages.c.key.in_(wanted))
        .order_by(passages.c.key)
    )


PLACES = _places()


def groups(values: list[Any], size: int = GROUP) -> Iterator[list[Any]]:
    """Yield values in groups, of a size that fits an IN clause unless told otherwise."""
    return (values[i : i + size] for i in range(0, len(values), size))


def conditions(where: Filter) -> list[sa.ColumnElement[bool]]:
    """Return what a filter asks of documents; ISO dates compare as text."""
    found: list[sa.ColumnElement[bool]] = [documents.c.state.in_(LIVE)]
    if where.documents is not None:
        found.append(documents.c.number.in_(where.documents))
    if where.since is not None:
        found.append(documents.c.date >= _iso(where.since))
    if where.until is not None:
        found.append(documents.c.date <= _iso(where.until))
    return found


def _iso(number: int) -> str:
    digits = f"{number:08d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def touches(document_id: str, spans: Sequence[Span]) -> sa.ColumnElement[bool]:
    """Select statements of a document between the first and the last of some spans."""
    return sa.and_(
        documents.c.id == document_id,
        statements.c.start < max(span.end for span in spans),
        statements.c.end > min(span.start for span in spans),
    )
