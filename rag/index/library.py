"""The library: the system of record, in SQLite (or PostgreSQL) through SQLAlchemy Core.

It holds every document with its structure and passages, and each passage's vector by the hash
of what was embedded. The dense and the lexical index are derived from it and can be made anew.

A document's ``state`` tells how far it has come: ``pending`` (recorded here), ``searchable``
(its words are in the lexical index), ``ready`` (its vectors are here, for the dense index) or
``leaving`` (being removed from both). Numbers of documents and keys of passages are never used
twice, so an entry left over in an index can never be taken for another passage.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from rag.errors import DocumentNotFound, IndexDamaged
from rag.index import recording
from rag.index.database import Database
from rag.index.entries import Entry, Filter, Place, date_number
from rag.index.queries import (
    BRIEF_DOCUMENTS,
    LIVE,
    LIVE_PASSAGES,
    PLACES,
    SOME,
    SPOKEN_BY,
    conditions,
    groups,
    touches,
)
from rag.index.register import Register, extent
from rag.index.speakers import Speakers
from rag.index.tables import (
    BRIEF,
    brief_of,
    document_of,
    documents,
    meta,
    naming_of,
    namings,
    passage_of,
    passages,
    readings,
    sources,
    statement_of,
    statements,
    tables,
    vectors,
    voices,
)
from rag.index.vectors import KeptVectors
from rag.reading.edition import edition
from rag.records import Document, DocumentState, Passage, Span, Statement

FORMAT = 2
"""Version of what is stored; raised with every change that older code could not read."""


class Library:
    """The system of record of one index. Every method is one transaction."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self.database = Database(url)
        self.speakers = Speakers(self.database)
        self.register = Register(self.database)
        self.vectors = KeptVectors(self.database)
        self._change = self.database.change
        self._transaction = self.database.transaction
        self._check_format(read_only)

    @classmethod
    def in_folder(cls, folder: Path, *, read_only: bool = False) -> Library:
        """Open the library of an index folder, made on first use."""
        return cls(f"sqlite:///{folder / 'library.db'}", read_only=read_only)

    def _check_format(self, read_only: bool) -> None:
        if not read_only:
            self.database.make(tables)
        stored = self.meta("format")
        if stored is None and not read_only:
            self.set_meta("format", str(FORMAT))
        elif stored != str(FORMAT):
            raise IndexDamaged(
                f"{self.database.place} has format {stored}, this version reads {FORMAT}. "
                "Ingest your sources into a new index folder (--index)."
            )

    def close(self) -> None:
        """Release the database."""
        self.database.close()

    # What the index remembers about itself

    def meta(self, key: str) -> str | None:
        """Return the value remembered under *key*."""
        with self._transaction() as db:
            return db.scalar(sa.select(meta.c.value).where(meta.c.key == key))

    def set_meta(self, key: str, value: str | None) -> None:
        """Remember *value* under *key*, or forget it when None."""
        with self._change() as db:
            db.execute(meta.delete().where(meta.c.key == key))
            if value is not None:
                db.execute(meta.insert().values(key=key, value=value))

    def identity(self) -> str:
        """Return a name that no other library has, given when it is first asked for."""
        known = self.meta("identity")
        if known is None:
            known = secrets.token_hex(8)
            self.set_meta("identity", known)
        return known

    # Documents coming and going

    def sources(self) -> dict[str, tuple[str, str]]:
        """Return locator → (source as given, document id) of every known source."""
        with self._transaction() as db:
            rows = db.execute(sa.select(sources.c.locator, sources.c.source, sources.c.document_id))
            return {row.locator: (row.source, row.document_id) for row in rows}

    def states(self) -> dict[str, DocumentState]:
        """Return document id → state of every document that is not leaving."""
        query = sa.select(documents.c.id, documents.c.state).where(documents.c.state != "leaving")
        with self._transaction() as db:
            return {row.id: row.state for row in db.execute(query)}

    def record(self, arrivals: Iterable[tuple[str, Document, Sequence[Passage]]]) -> None:
        """Record documents as pending, each with the locator of its source and its passages.

        What the source held before is marked as leaving, unless another source holds it too; so
        is the same document as it was read before.
        """
        with self._change() as db:
            for locator, document, cut in arrivals:
                before = documents.update().where(documents.c.id == document.id)
                db.execute(before.values(state="leaving"))
                recording.insert(db, document, cut)
                recording.point(db, locator, document.source, document.id)

    def point(self, locator: str, source: str, document_id: str) -> None:
        """Record that a source holds a document that is already here."""
        with self._change() as db:
            recording.point(db, locator, source, document_id)

    def set_state(self, numbers: Iterable[int], state: str) -> None:
        """Record how far documents have come; one that is leaving meanwhile goes on leaving."""
        staying = documents.update().where(documents.c.state != "leaving")
        with self._change() as db:
            for group in groups(list(numbers)):
                db.execute(staying.where(documents.c.number.in_(group)).values(state=state))

    def leave(self, document_id: str) -> None:
        """Mark a document as leaving and forget its sources. Raises DocumentNotFound."""
        with self._change() as db:
            known = documents.update().where(
                documents.c.id == document_id, documents.c.state != "leaving"
            )
            if not db.execute(known.values(state="leaving")).rowcount:
                raise not_found(document_id)
            db.execute(sources.delete().where(sources.c.document_id == document_id))

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete documents with all that belongs to them, and vectors nothing uses any more."""
        with self._change() as db:
            recording.delete(db, list(numbers))

    def outdated_sources(self) -> dict[str, str]:
        """Return locator → source of what other code than this has read."""
        query = sa.select(sources.c.locator, sources.c.source).join(
            documents, documents.c.id == sources.c.document_id
        )
        if self.database.holds(readings):
            same = sa.select(readings.c.document).where(readings.c.edition == edition())
            query = query.where(documents.c.number.not_in(same))
        with self._transaction() as db:
            rows = db.execute(query.where(documents.c.state != "leaving"))
            return {row.locator: row.source for row in rows}

    def numbers(self, state: str) -> list[int]:
        """Return the numbers of the documents in a state, in the order they came."""
        query = sa.select(documents.c.number).where(documents.c.state == state)
        with self._transaction() as db:
            return list(db.scalars(query.order_by(documents.c.number)))

    # Documents and passages as records

    def document_list(self) -> list[Document]:
        """Return every live document without its text, marks and statements, oldest event first."""
        query = sa.select(*BRIEF).where(documents.c.state.in_(LIVE))
        with self._transaction() as db:
            return [
                brief_of(row)
                for row in db.execute(query.order_by(documents.c.date, documents.c.number))
            ]

    def document(self, document_id: str) -> Document:
        """Return a document, whole. Raises DocumentNotFound."""
        whole = (*BRIEF, documents.c.text, documents.c.marks, documents.c.number)
        query = sa.select(*whole).where(
            documents.c.id == document_id, documents.c.state != "leaving"
        )
        with self._transaction() as db:
            row = db.execute(query).first()
            if row is None:
                raise not_found(document_id)
            said = db.execute(
                sa.select(statements)
                .where(statements.c.document == row.number)
                .order_by(statements.c.start)
            )
            named = db.execute(sa.select(namings).where(namings.c.document == row.number))
            return document_of(row, map(statement_of, said), map(naming_of, named))

    def document_numbers(self, document_ids: Iterable[str]) -> dict[str, int]:
        """Return id → number of those documents that are here."""
        query = sa.select(documents.c.id, documents.c.number).where(
            documents.c.state != "leaving", documents.c.id.in_(list(document_ids))
        )
        with self._transaction() as db:
            return {row.id: row.number for row in db.execute(query)}

    def holds_words(self, document_id: str, words: str) -> bool:
        """Return whether words stand in a document, in any case."""
        query = sa.select(documents.c.number).where(
            documents.c.id == document_id,
            sa.func.lower(documents.c.text).contains(words.lower(), autoescape=True),
        )
        with self._transaction() as db:
            return db.scalar(query) is not None

    def passages_of(self, document_id: str, *, limit: int | None = None) -> list[Passage]:
        """Return a document's passages in order, all or the first *limit*."""
        query = (
            sa.select(passages, documents.c.id.label("document_id"))
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.id == document_id, documents.c.state != "leaving")
            .order_by(passages.c.number)
            .limit(limit)
        )
        with self._transaction() as db:
            return [passage_of(row) for row in db.execute(query)]

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, tuple[Passage, Document]]:
        """Return key → passage and its document without text, for those that are live."""
        with self._transaction() as db:
            rows = [
                row
                for group in groups(list(keys))
                for row in db.execute(LIVE_PASSAGES, {SOME.key: group})
            ]
            brief = {
                row.id: brief_of(row)
                for group in groups(list({row.document for row in rows}))
                for row in db.execute(BRIEF_DOCUMENTS, {SOME.key: group})
            }
        return {row.key: (passage_of(row), brief[row.document_id]) for row in rows}

    def places(self, keys: Sequence[int]) -> list[Place]:
        """Return where passages stand, and their whole turns; after a question, what answers it."""
        found: dict[int, Place] = {}
        with self._transaction() as db:
            for group in groups(list(keys)):
                rows = db.execute(PLACES, {SOME.key: group})
                found.update((row.key, _place(row)) for row in rows)
        return list(found.values())

    def statements_within(self, spans: Iterable[tuple[str, Span]]) -> dict[str, list[Statement]]:
        """Return document id → the statements that touch any of the (document id, span)."""
        wanted: dict[str, list[Span]] = {}
        for document_id, span in spans:
            wanted.setdefault(document_id, []).append(span)
        query = (
            sa.select(documents.c.id, statements)
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.state != "leaving")
            .order_by(statements.c.start)
        )
        found: dict[str, list[Statement]] = {key: [] for key in wanted}
        with self._transaction() as db:
            for some in groups(list(wanted)):
                touching = sa.or_(*(touches(key, wanted[key]) for key in some))
                for row in db.execute(query.where(touching)):
                    said = statement_of(row)
                    if any(said.start < s.end and said.end > s.start for s in wanted[row.id]):
                        found[row.id].append(said)
        return found

    def slices(self, spans: Iterable[tuple[str, Span]]) -> dict[tuple[str, Span], str]:
        """Return the text of each (document id, span)."""
        with self._transaction() as db:
            return {
                (document_id, span): db.scalar(
                    sa.select(
                        sa.func.substr(documents.c.text, span.start + 1, span.end - span.start)
                    ).where(documents.c.id == document_id, documents.c.state != "leaving")
                )
                or ""
                for document_id, span in set(spans)
            }

    # What the indexes are made from

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """Yield the passages of documents as the indexes know them."""
        query = sa.select(
            passages.c.key,
            passages.c.document,
            documents.c.date,
            documents.c.language,
            passages.c.context,
            passages.c.text,
            passages.c.hash,
            passages.c.turn,
        ).join(documents, documents.c.number == passages.c.document)
        for group in groups(list(numbers)):
            with self._transaction() as db:
                rows = db.execute(
                    query.where(passages.c.document.in_(group)).order_by(passages.c.key)
                ).all()
                spoken = _spoken(
                    db, sa.select(passages.c.key).where(passages.c.document.in_(group))
                )
            for row in rows:
                yield Entry(
                    key=row.key,
                    document=row.document,
                    date=date_number(row.date),
                    speakers=spoken.get(row.key, ()),
                    language=row.language,
                    context=row.context,
                    text=row.text,
                    hash=row.hash,
                    turn=row.turn,
                )

    def live_numbers(self, where: Filter) -> list[int]:
        """Return the numbers of the live documents that satisfy a filter, speakers aside."""
        with self._transaction() as db:
            return list(db.scalars(sa.select(documents.c.number).where(*conditions(where))))

    def statement_list(self, where: Filter, names: Collection[str] | None) -> list[Statement]:
        """Return statements with their texts, in time order; where given, of those people whom
        their documents name so."""
        text = sa.func.substr(
            documents.c.text, statements.c.start + 1, statements.c.end - statements.c.start
        )
        query = (
            sa.select(statements, *BRIEF, text.label("words"))
            .join(documents, documents.c.number == statements.c.document)
            .where(*conditions(where))
            .order_by(documents.c.date.is_(None), documents.c.date, documents.c.number)
            .order_by(statements.c.start)
        )
        if names is not None:
            query = query.where(SPOKEN_BY.in_(list(names)))
        with self._transaction() as db:
            return [
                replace(
                    statement_of(row),
                    document_id=row.id,
                    source=row.source,
                    title=row.title,
                    date=row.date,
                    text=row.words,
                )
                for row in db.execute(query)
            ]

    # Counts

    def extent(self) -> tuple[int, int]:
        """Return how many documents are live and the highest number: another once one changes."""
        with self._transaction() as db:
            return extent(db)

    def counts(self) -> tuple[int, int, int]:
        """Return the numbers of live documents, of their passages, and of passages still
        without vectors."""
        live = sa.select(documents.c.number).where(documents.c.state.in_(LIVE))
        waiting = sa.select(documents.c.number).where(documents.c.state == "searchable")
        unembedded = (
            sa.select(sa.func.count())
            .select_from(passages.outerjoin(vectors, vectors.c.hash == passages.c.hash))
            .where(passages.c.document.in_(waiting), vectors.c.hash.is_(None))
        )
        within = sa.select(sa.func.count()).select_from(passages)
        with self._transaction() as db:
            return (
                db.scalar(sa.select(sa.func.count()).select_from(live.subquery())) or 0,
                db.scalar(within.where(passages.c.document.in_(live))) or 0,
                db.scalar(unembedded) or 0,
            )

    def waiting_count(self) -> int:
        """Return the number of passages of documents that are not ready; quicker than `counts`."""
        waiting = sa.select(documents.c.number).where(documents.c.state == "searchable")
        query = sa.select(sa.func.count()).select_from(passages)
        with self._transaction() as db:
            return db.scalar(query.where(passages.c.document.in_(waiting))) or 0

    def passage_counts(self) -> dict[str, int]:
        """Return document id → number of passages, of live documents."""
        query = (
            sa.select(documents.c.id, sa.func.count(passages.c.key))
            .outerjoin(passages, passages.c.document == documents.c.number)
            .where(documents.c.state.in_(LIVE))
            .group_by(documents.c.id)
        )
        with self._transaction() as db:
            return {row[0]: row[1] for row in db.execute(query)}

    def languages(self) -> list[str]:
        """Return the languages of the live documents, most frequent first."""
        query = (
            sa.select(documents.c.language)
            .where(documents.c.state.in_(LIVE), documents.c.language.is_not(None))
            .group_by(documents.c.language)
            .order_by(sa.func.count().desc())
        )
        with self._transaction() as db:
            return list(db.scalars(query))


def _place(row: Any) -> Place:
    key, document, turn, start, asked, question_start, question_end, vector = row
    return Place(
        key,
        document,
        turn,
        start,
        asked,
        None if question_start is None else Span(question_start, question_end),
        None if vector is None else np.frombuffer(vector, dtype="<f4"),
    )


def not_found(document_id: object) -> DocumentNotFound:
    """Return the error that tells which document is not here, and what to do."""
    return DocumentNotFound(
        f"No document has the id {document_id!r}. `python -m rag documents` lists them."
    )


def _spoken(db: sa.Connection, keys: sa.Select[Any]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    query = sa.select(voices).where(voices.c.passage.in_(keys))
    for row in db.execute(query.order_by(voices.c.passage, voices.c.speaker)):
        found.setdefault(row.passage, []).append(row.speaker)
    return {key: tuple(numbers) for key, numbers in found.items()}
