"""What every query of the library shares: what is live, what a filter asks, groups of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from rag.index.entries import Filter
from rag.index.tables import documents, statements

GROUP = 500
"""Values in one IN clause, well under SQLite's limit."""

SOME: sa.BindParameter[Any] = sa.bindparam("some", expanding=True)
"""Values of an IN clause that are given with each call: a query that every question asks is made
once, which would take longer than to run it."""

LIVE = ("searchable", "ready")
"""States of the documents that can be found."""

SPOKEN_BY = sa.func.coalesce(statements.c.person, statements.c.speaker)
"""Whose a statement is: the person the document names, else the label as printed."""


def groups(values: list[Any]) -> Iterator[list[Any]]:
    """Yield values in groups that fit an IN clause."""
    return (values[i : i + GROUP] for i in range(0, len(values), GROUP))


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
