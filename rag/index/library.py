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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from rag.errors import DocumentNotFound, IndexDamaged
from rag.index.database import Database
from rag.index.tables import (
    BRIEF,
    SOURCE,
    document_of,
    document_row,
    documents,
    embedded_text,
    meta,
    naming_of,
    naming_row,
    namings,
    passage_of,
    passage_row,
    passages,
    readings,
    sources,
    speakers,
    statement_of,
    statement_row,
    statements,
    tables,
    vectors,
    voices,
)
from rag.reading.edition import edition
from rag.records import Document, DocumentState, Passage, Span, Statement

FORMAT = 2
"""Version of what is stored; raised with every change that older code could not read."""

GROUP = 500
"""Values in one IN clause, well under SQLite's limit."""

LIVE = ("searchable", "ready")


@dataclass(frozen=True, slots=True)
class Filter:
    """What passages must satisfy: all that is not None.

    ``documents`` and ``speakers`` are numbers of the library, ``since`` and ``until`` dates as
    YYYYMMDD, both included; a passage without a date never lies in a range.
    """

    documents: tuple[int, ...] | None = None
    speakers: tuple[int, ...] | None = None
    since: int | None = None
    until: int | None = None

    @property
    def excludes_all(self) -> bool:
        """Whether no passage can satisfy it: of none of the documents, or by none of the people."""
        return self.documents == () or self.speakers == ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the indexes know it: numbers only, and what is searched."""

    key: int
    document: int
    date: int | None
    speakers: tuple[int, ...]
    language: str | None
    context: str
    text: str
    hash: bytes
    turn: int | None = None

    @property
    def embedded_text(self) -> str:
        """What is embedded of the passage."""
        return embedded_text(self.context, self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: in which document, in which turn of a transcript.

    ``start`` is where it begins; a passage that answers a question knows where that one begins
    and ends. ``vector`` is None while it is still being made.
    """

    key: int
    document: int
    turn: int | None
    start: int
    asked: bool
    question: Span | None
    vector: NDArray[np.float32] | None


class Named(NamedTuple):
    """A form of a person's name in a document, with the role beside it and its place there.

    ``person`` is the fullest name that the document gives; start and end are None where the text
    does not hold the form. A publisher has a row of its own; ``since`` and ``until`` are the first
    and last dates of its documents that have the form.
    """

    person: str
    printed: str
    role: str | None
    document_id: str
    start: int | None
    end: int | None
    publisher: str | None = None
    since: str | None = None
    until: str | None = None


ANSWERING_TURNS = 2
"""Turns after a question that are looked at for its answer: often two are asked at once."""


def date_number(date: str | None) -> int | None:
    """Return an ISO date as a number for ranges: "2015-11-16" is 20151116, "2015" 20150000."""
    if not date:
        return None
    return int((date.replace("-", "") + "0000")[:8])


class Library:
    """The system of record of one index. Every method is one transaction."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self.database = Database(url)
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
                self._insert(db, document, cut)
                _point(db, locator, document.source, document.id)

    def _insert(self, db: sa.Connection, document: Document, cut: Sequence[Passage]) -> None:
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
        heard = _voices_of(document, cut)
        names = _speaker_numbers(db, {name for _, name in heard})
        spoken = [{"passage": keys[i], "speaker": names[name]} for i, name in heard]
        if spoken:
            db.execute(voices.insert(), spoken)

    def point(self, locator: str, source: str, document_id: str) -> None:
        """Record that a source holds a document that is already here."""
        with self._change() as db:
            _point(db, locator, source, document_id)

    def set_state(self, numbers: Iterable[int], state: str) -> None:
        """Record how far documents have come; one that is leaving meanwhile goes on leaving."""
        staying = documents.update().where(documents.c.state != "leaving")
        with self._change() as db:
            for group in _groups(list(numbers)):
                db.execute(staying.where(documents.c.number.in_(group)).values(state=state))

    def leave(self, document_id: str) -> None:
        """Mark a document as leaving and forget its sources. Raises DocumentNotFound."""
        with self._change() as db:
            known = documents.update().where(
                documents.c.id == document_id, documents.c.state != "leaving"
            )
            if not db.execute(known.values(state="leaving")).rowcount:
                raise _not_found(document_id)
            db.execute(sources.delete().where(sources.c.document_id == document_id))

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete documents with all that belongs to them, and vectors nothing uses any more."""
        with self._change() as db:
            for group in _groups(list(numbers)):
                keys = sa.select(passages.c.key).where(passages.c.document.in_(group))
                db.execute(voices.delete().where(voices.c.passage.in_(keys)))
                hashes = set(
                    db.scalars(sa.select(passages.c.hash).where(passages.c.document.in_(group)))
                )
                db.execute(passages.delete().where(passages.c.document.in_(group)))
                db.execute(statements.delete().where(statements.c.document.in_(group)))
                db.execute(readings.delete().where(readings.c.document.in_(group)))
                db.execute(namings.delete().where(namings.c.document.in_(group)))
                db.execute(documents.delete().where(documents.c.number.in_(group)))
                for some in _groups(list(hashes)):
                    used = sa.select(passages.c.hash).where(passages.c.hash.in_(some))
                    db.execute(
                        vectors.delete().where(
                            vectors.c.hash.in_(some), vectors.c.hash.not_in(used)
                        )
                    )

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
                document_of(row)
                for row in db.execute(query.order_by(documents.c.date, documents.c.number))
            ]

    def document(self, document_id: str) -> Document:
        """Return a document, whole. Raises DocumentNotFound."""
        query = sa.select(documents, SOURCE).where(
            documents.c.id == document_id, documents.c.state != "leaving"
        )
        with self._transaction() as db:
            row = db.execute(query).first()
            if row is None:
                raise _not_found(document_id)
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
        query = (
            sa.select(passages, documents.c.id.label("document_id"))
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.state.in_(LIVE))
        )
        with self._transaction() as db:
            rows = [
                row
                for group in _groups(list(keys))
                for row in db.execute(query.where(passages.c.key.in_(group)))
            ]
            brief = {
                row.id: document_of(row)
                for group in _groups(list({row.document for row in rows}))
                for row in db.execute(sa.select(*BRIEF).where(documents.c.number.in_(group)))
            }
        return {row.key: (passage_of(row), brief[row.document_id]) for row in rows}

    def places(self, keys: Sequence[int]) -> list[Place]:
        """Return where passages stand, and their whole turns; after a question, what answers it."""
        near = passages.alias("near")
        last = near.c.turn + sa.case((near.c.asked, ANSWERING_TURNS), else_=0)
        within = sa.select(passages.c.key).join(
            near,
            sa.and_(
                passages.c.document == near.c.document,
                passages.c.turn.between(near.c.turn, last),
            ),
        )
        query = (
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
            .order_by(passages.c.key)
        )
        found: dict[int, Place] = {}
        with self._transaction() as db:
            for group in _groups(list(keys)):
                wanted = sa.union(
                    within.where(near.c.key.in_(group)),
                    sa.select(passages.c.key).where(passages.c.key.in_(group)),
                )
                rows = db.execute(query.where(passages.c.key.in_(wanted)))
                found.update((row.key, _place(row)) for row in rows)
        return list(found.values())

    def statements_within(self, spans: Iterable[tuple[str, Span]]) -> dict[str, list[Statement]]:
        """Return document id → the statements that touch any of the (document id, span)."""
        found: dict[str, set[Statement]] = {}
        with self._transaction() as db:
            for document_id, span in spans:
                query = (
                    sa.select(statements)
                    .join(documents, documents.c.number == statements.c.document)
                    .where(
                        documents.c.id == document_id,
                        documents.c.state != "leaving",
                        statements.c.start < span.end,
                        statements.c.end > span.start,
                    )
                )
                said = found.setdefault(document_id, set())
                said.update(map(statement_of, db.execute(query)))
        return {key: sorted(said, key=lambda s: s.start) for key, said in found.items()}

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
        for group in _groups(list(numbers)):
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

    def keep_vectors(self, found: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors by the hash of what was embedded."""
        with self._change() as db:
            known = _known_hashes(db, list(found))
            fresh = [
                {"hash": key, "vector": vector.astype("<f4").tobytes()}
                for key, vector in found.items()
                if key not in known
            ]
            if fresh:
                db.execute(vectors.insert(), fresh)

    def missing_vectors(self, hashes: Sequence[bytes]) -> set[bytes]:
        """Return those of *hashes* for which no vector is kept."""
        with self._transaction() as db:
            return set(hashes) - _known_hashes(db, hashes)

    def vectors_of(self, keys: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Return key → vector of those passages that have one."""
        found: dict[int, NDArray[np.float32]] = {}
        query = sa.select(passages.c.key, vectors.c.vector).join(
            vectors, vectors.c.hash == passages.c.hash
        )
        with self._transaction() as db:
            for group in _groups(list(keys)):
                for key, blob in db.execute(query.where(passages.c.key.in_(group))):
                    found[key] = np.frombuffer(blob, dtype="<f4")
        return found

    def drop_vectors(self) -> None:
        """Forget every vector, as for another embedding model."""
        with self._change() as db:
            db.execute(vectors.delete())
            db.execute(
                documents.update().where(documents.c.state == "ready").values(state="searchable")
            )

    def all_vectors(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the keys of all live passages that have a vector, and the vectors as rows."""
        query = (
            sa.select(passages.c.key, vectors.c.vector)
            .join(vectors, vectors.c.hash == passages.c.hash)
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.state.in_(LIVE))
            .order_by(passages.c.key)
        )
        with self._transaction() as db:
            rows = db.execute(query).all()
        keys = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
        data = b"".join(row[1] for row in rows)
        width = len(rows[0][1]) // 4 if rows else 0
        return keys, np.frombuffer(data, dtype="<f4").reshape(len(rows), width)

    def keys(self, where: Filter) -> NDArray[np.int64]:
        """Return the keys of the live passages that satisfy a filter."""
        query = (
            sa.select(passages.c.key)
            .join(documents, documents.c.number == passages.c.document)
            .where(*_conditions(where))
        )
        if where.speakers is not None:
            query = query.join(voices, voices.c.passage == passages.c.key).distinct()
            query = query.where(voices.c.speaker.in_(where.speakers))
        with self._transaction() as db:
            return np.fromiter(db.scalars(query), dtype=np.int64)

    def live_numbers(self, where: Filter) -> list[int]:
        """Return the numbers of the live documents that satisfy a filter, speakers aside."""
        with self._transaction() as db:
            return list(db.scalars(sa.select(documents.c.number).where(*_conditions(where))))

    def statement_list(
        self, where: Filter, names: Collection[str] | None
    ) -> list[tuple[Statement, str]]:
        """Return statements with their texts, in time order; where given, of those people whom
        their documents name so."""
        text = sa.func.substr(
            documents.c.text, statements.c.start + 1, statements.c.end - statements.c.start
        )
        query = (
            sa.select(statements, *BRIEF, text.label("words"))
            .join(documents, documents.c.number == statements.c.document)
            .where(*_conditions(where))
            .order_by(documents.c.date.is_(None), documents.c.date, documents.c.number)
            .order_by(statements.c.start)
        )
        if names is not None:
            query = query.where(_SPOKEN_BY.in_(list(names)))
        with self._transaction() as db:
            return [
                (
                    replace(
                        statement_of(row),
                        document_id=row.id,
                        source=row.source,
                        title=row.title,
                        date=row.date,
                        text=row.words,
                    ),
                    row.words,
                )
                for row in db.execute(query)
            ]

    # Who is who

    def labels_of(
        self, names: Collection[str], document_ids: Collection[str]
    ) -> dict[tuple[str, str], str]:
        """Return (document id, label) → name of the labels in documents that mean these people."""
        query = (
            sa.select(documents.c.id, statements.c.speaker, _SPOKEN_BY.label("name"))
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.id.in_(list(document_ids)), documents.c.state != "leaving")
            .where(statements.c.speaker.is_not(None))
            .distinct()
        )
        with self._transaction() as db:
            return {
                (row.id, row.speaker): row.name for row in db.execute(query) if row.name in names
            }

    def roles(self, document_ids: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return (document id, label or name) → role first printed beside it in the document."""
        query = (
            sa.select(documents.c.id, namings.c.label, namings.c.person, namings.c.role)
            .join(documents, documents.c.number == namings.c.document)
            .where(documents.c.id.in_(set(document_ids)), documents.c.state != "leaving")
            .where(namings.c.role.is_not(None))
            .order_by(namings.c.start)
        )
        found: dict[tuple[str, str], str] = {}
        with self._transaction() as db:
            for row in db.execute(query):
                for name in (row.label, row.person):
                    found.setdefault((row.id, name), row.role)
        return found

    def namings(
        self,
        *,
        surnames: Collection[str] | None = None,
        role: str | None = None,
        where: Filter | None = None,
    ) -> list[Named]:
        """Return how people are named, each form and role once, where it is first printed.

        With *surnames*, of all who are ever printed with one of them or share another name, or the
        label of an office, with who is; with *role*, of those beside whom it is printed in the
        documents of a filter.
        """
        people = None
        if surnames is not None:
            direct = sa.select(namings.c.person).where(namings.c.surname.in_(list(surnames)))
            shared = sa.select(namings.c.surname).where(
                namings.c.person.in_(direct), namings.c.surname != ""
            )
            offices = sa.select(namings.c.printed).where(
                namings.c.person.in_(direct), namings.c.surname == ""
            )
            people = sa.select(namings.c.person).where(
                sa.or_(
                    namings.c.surname.in_(shared),
                    sa.and_(namings.c.surname == "", namings.c.printed.in_(offices)),
                )
            )
        if role is not None:
            people = (
                sa.select(namings.c.person)
                .join(documents, documents.c.number == namings.c.document)
                .where(*_conditions(where or Filter()))
                .where(sa.func.lower(namings.c.role).contains(role, autoescape=True))
            )
        form = (namings.c.person, namings.c.printed, namings.c.role, documents.c.publisher)
        order = sa.func.row_number().over(
            partition_by=form, order_by=(namings.c.document, namings.c.start)
        )
        rows = (
            sa.select(
                namings,
                documents.c.id.label("document_id"),
                documents.c.publisher,
                sa.func.min(documents.c.date).over(partition_by=form).label("since"),
                sa.func.max(documents.c.date).over(partition_by=form).label("until"),
                order.label("place"),
            )
            .join(documents, documents.c.number == namings.c.document)
            .where(documents.c.state.in_(LIVE))
        )
        if people is not None:
            rows = rows.where(namings.c.person.in_(people))
        first = rows.subquery()
        query = sa.select(first).where(first.c.place == 1)
        with self._transaction() as db:
            found = db.execute(query.order_by(first.c.document, first.c.start)).all()
        return [
            Named(
                row.person,
                row.printed,
                row.role,
                row.document_id,
                row.start,
                row.end,
                row.publisher,
                row.since,
                row.until,
            )
            for row in found
        ]

    def holds_words(self, document_id: str, words: str) -> bool:
        """Return whether words stand in a document, in any case."""
        query = sa.select(documents.c.number).where(
            documents.c.id == document_id,
            sa.func.lower(documents.c.text).contains(words.lower(), autoescape=True),
        )
        with self._transaction() as db:
            return db.scalar(query) is not None

    def statement_counts(self) -> list[tuple[str, int, int]]:
        """Return (person, document, number of statements) of everyone named on record."""
        query = (
            sa.select(statements.c.person, statements.c.document, sa.func.count())
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.state.in_(LIVE), statements.c.person.is_not(None))
            .group_by(statements.c.person, statements.c.document)
        )
        with self._transaction() as db:
            return [(row[0], row[1], row[2]) for row in db.execute(query)]

    def extent(self) -> tuple[int, int]:
        """Return how many documents are live and the highest number: another once one changes."""
        query = sa.select(sa.func.count(), sa.func.max(documents.c.number)).where(
            documents.c.state.in_(LIVE)
        )
        with self._transaction() as db:
            count, last = db.execute(query).one()
            return count, last or 0

    def voices_in(self, document_ids: Sequence[str]) -> dict[str, list[str]]:
        """Return document id → names of who speaks in it, people first, most statements first."""
        query = (
            sa.select(documents.c.id, _SPOKEN_BY.label("name"))
            .join(documents, documents.c.number == statements.c.document)
            .where(_SPOKEN_BY.is_not(None))
            .group_by(documents.c.id, _SPOKEN_BY)
            .order_by(sa.func.max(statements.c.person).is_(None))
            .order_by(sa.func.count().desc(), sa.func.min(statements.c.start))
        )
        found: dict[str, list[str]] = {}
        with self._transaction() as db:
            for group in _groups(list(document_ids)):
                for row in db.execute(query.where(documents.c.id.in_(group))):
                    found.setdefault(row.id, []).append(row.name)
        return found

    # Counts

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

    def spoken_by(self, keys: Collection[int], numbers: Collection[int]) -> set[int]:
        """Return those of *keys* whose passages carry the words of one of the voices."""
        query = sa.select(voices.c.passage).where(voices.c.speaker.in_(list(numbers)))
        with self._transaction() as db:
            return {
                key
                for group in _groups(list(keys))
                for key in db.scalars(query.where(voices.c.passage.in_(group)))
            }

    def speaker_names(self) -> dict[int, str]:
        """Return number → name of everyone whose words a live passage carries."""
        query = (
            sa.select(speakers.c.number, speakers.c.name)
            .join(voices, voices.c.speaker == speakers.c.number)
            .join(passages, passages.c.key == voices.c.passage)
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.state.in_(LIVE))
            .distinct()
        )
        with self._transaction() as db:
            return {row.number: row.name for row in db.execute(query)}


_SPOKEN_BY = sa.func.coalesce(statements.c.person, statements.c.speaker)
"""Whose a statement is: the person the document names, else the label as printed."""


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


def _not_found(document_id: str) -> DocumentNotFound:
    return DocumentNotFound(
        f"No document has the id {document_id!r}. `python -m rag documents` lists them."
    )


def _groups(values: list[Any]) -> Iterator[list[Any]]:
    return (values[i : i + GROUP] for i in range(0, len(values), GROUP))


def _inserted_number(result: sa.CursorResult[Any]) -> int:
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def _point(db: sa.Connection, locator: str, source: str, document_id: str) -> None:
    """Let *locator* hold *document_id*; a document that no source holds any more leaves."""
    before = db.scalar(sa.select(sources.c.document_id).where(sources.c.locator == locator))
    db.execute(sources.delete().where(sources.c.locator == locator))
    db.execute(sources.insert().values(locator=locator, source=source, document_id=document_id))
    if before in (None, document_id):
        return
    if db.scalar(sa.select(sources.c.locator).where(sources.c.document_id == before)) is None:
        db.execute(documents.update().where(documents.c.id == before).values(state="leaving"))


def _voices_of(document: Document, cut: Sequence[Passage]) -> list[tuple[int, str]]:
    """Return (position of the passage, person) for everyone whose words a passage carries."""
    people = {naming.label: naming.name for naming in document.namings}
    found: set[tuple[int, str]] = set()
    for i, passage in enumerate(cut):
        if passage.speaker and not passage.asked:
            found.add((i, people.get(passage.speaker, passage.speaker)))
    first = 0
    for statement in sorted(document.statements, key=lambda s: s.start):
        if not statement.speaker:
            continue
        while first < len(cut) and cut[first].end <= statement.start:
            first += 1
        for i in range(first, len(cut)):
            if cut[i].start >= statement.end:
                break
            found.add((i, people.get(statement.speaker, statement.speaker)))
    return sorted(found | _answering_voices(cut, found))


def _answering_voices(
    cut: Sequence[Passage], found: Collection[tuple[int, str]]
) -> set[tuple[int, str]]:
    """Return (position, person) of journalists' questions, each with who answers it."""
    voices_at: dict[int, set[str]] = {}
    for i, name in found:
        voices_at.setdefault(i, set()).add(name)
    asked = [(i, passage) for i, passage in enumerate(cut) if passage.asked]
    return {
        (i, name)
        for at, names in voices_at.items()
        if (span := cut[at].question)
        for i, passage in asked
        if span.start <= passage.start < span.end
        for name in names
    }


def _speaker_numbers(db: sa.Connection, names: set[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for group in _groups(sorted(names)):
        for row in db.execute(sa.select(speakers).where(speakers.c.name.in_(group))):
            known[row.name] = row.number
    for name in sorted(names - known.keys()):
        known[name] = _inserted_number(db.execute(speakers.insert().values(name=name)))
    return known


def _spoken(db: sa.Connection, keys: sa.Select[Any]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    query = sa.select(voices).where(voices.c.passage.in_(keys))
    for row in db.execute(query.order_by(voices.c.passage, voices.c.speaker)):
        found.setdefault(row.passage, []).append(row.speaker)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _known_hashes(db: sa.Connection, hashes: Sequence[bytes]) -> set[bytes]:
    return {
        known
        for group in _groups(list(hashes))
        for known in db.scalars(sa.select(vectors.c.hash).where(vectors.c.hash.in_(group)))
    }


def _conditions(where: Filter) -> list[sa.ColumnElement[bool]]:
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
