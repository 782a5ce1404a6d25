"""Writing documents into the tables and deleting them: steps of the library's transactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from rag.index.queries import groups
from rag.index.tables import (
    document_row,
    documents,
    naming_row,
    namings,
    passage_row,
    passages,
    readings,
    sources,
    speakers,
    statement_row,
    statements,
    vectors,
    voices,
)
from rag.index.voices import voices_of
from rag.reading.edition import edition
from rag.records import Document, Passage


def insert(db: sa.Connection, document: Document, cut: Sequence[Passage]) -> None:
    """Record a document as pending, with its passages, statements, namings and voices."""
    number = _inserted_number(
        db.execute(documents.insert().values(state="pending", **document_row(document)))
    )
    db.execute(readings.insert().values(document=number, edition=edition()))
    people = {naming.label: naming.name for naming in document.namings}
    if said := [statement_row(x, number, people) for x in document.statements]:
        db.execute(statements.insert(), said)
    if named := [naming_row(x, number, document.text) for x in document.namings]:
        db.execute(namings.insert(), named)
    if not cut:
        return
    rows = [passage_row(passage, number) for passage in cut]
    keyed = passages.insert().returning(passages.c.key, sort_by_parameter_order=True)
    keys = list(db.scalars(keyed, rows))
    heard = voices_of(document, cut)
    names = _speaker_numbers(db, {name for _, name in heard})
    spoken = [{"passage": keys[i], "speaker": names[name]} for i, name in heard]
    if spoken:
        db.execute(voices.insert(), spoken)


def _speaker_numbers(db: sa.Connection, names: set[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for group in groups(sorted(names)):
        for row in db.execute(sa.select(speakers).where(speakers.c.name.in_(group))):
            known[row.name] = row.number
    for name in sorted(names - known.keys()):
        known[name] = _inserted_number(db.execute(speakers.insert().values(name=name)))
    return known


def _inserted_number(result: sa.CursorResult[Any]) -> int:
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def point(db: sa.Connection, locator: str, source: str, document_id: str) -> None:
    """Let *locator* hold *document_id*; a document that no source holds any more leaves."""
    before = db.scalar(sa.select(sources.c.document_id).where(sources.c.locator == locator))
    db.execute(sources.delete().where(sources.c.locator == locator))
    db.execute(sources.insert().values(locator=locator, source=source, document_id=document_id))
    if before in (None, document_id):
        return
    if db.scalar(sa.select(sources.c.locator).where(sources.c.document_id == before)) is None:
        db.execute(documents.update().where(documents.c.id == before).values(state="leaving"))


def delete(db: sa.Connection, numbers: Sequence[int]) -> None:
    """Delete documents with all that belongs to them, and vectors nothing uses any more."""
    for group in groups(list(numbers)):
        keys = sa.select(passages.c.key).where(passages.c.document.in_(group))
        db.execute(voices.delete().where(voices.c.passage.in_(keys)))
        hashes = set(db.scalars(sa.select(passages.c.hash).where(passages.c.document.in_(group))))
        db.execute(passages.delete().where(passages.c.document.in_(group)))
        db.execute(statements.delete().where(statements.c.document.in_(group)))
        db.execute(readings.delete().where(readings.c.document.in_(group)))
        db.execute(namings.delete().where(namings.c.document.in_(group)))
        db.execute(documents.delete().where(documents.c.number.in_(group)))
        for some in groups(list(hashes)):
            used = sa.select(passages.c.hash).where(passages.c.hash.in_(some))
            db.execute(
                vectors.delete().where(vectors.c.hash.in_(some), vectors.c.hash.not_in(used))
            )
