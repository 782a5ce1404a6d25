"""Who speaks on record and how documents name them: what `rag.people` is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from rag.index.database import Database
from rag.index.entries import Filter, Named
from rag.index.queries import LIVE, SPOKEN_BY, conditions, groups
from rag.index.tables import documents, namings, passages, speakers, statements, voices


class Speakers:
    """The people of a library, each as one document names them. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> dict[int, str]:
        """Return number → name of everyone whose words a live passage carries."""
        query = (
            sa.select(speakers.c.number, speakers.c.name)
            .join(voices, voices.c.speaker == speakers.c.number)
            .join(passages, passages.c.key == voices.c.passage)
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.state.in_(LIVE))
            .distinct()
        )
        with self._database.transaction() as db:
            return {row.number: row.name for row in db.execute(query)}

    def heard_in(self, keys: Collection[int], numbers: Collection[int]) -> set[int]:
        """Return those of *keys* whose passages carry the words of one of the voices."""
        query = sa.select(voices.c.passage).where(voices.c.speaker.in_(list(numbers)))
        with self._database.transaction() as db:
            return {
                key
                for group in groups(list(keys))
                for key in db.scalars(query.where(voices.c.passage.in_(group)))
            }

    def voices_in(self, document_ids: Sequence[str]) -> dict[str, list[str]]:
        """Return document id → names of who speaks in it, people first, most statements first."""
        query = (
            sa.select(documents.c.id, SPOKEN_BY.label("name"))
            .join(documents, documents.c.number == statements.c.document)
            .where(SPOKEN_BY.is_not(None))
            .group_by(documents.c.id, SPOKEN_BY)
            .order_by(sa.func.max(statements.c.person).is_(None))
            .order_by(sa.func.count().desc(), sa.func.min(statements.c.start))
        )
        found: dict[str, list[str]] = {}
        with self._database.transaction() as db:
            for group in groups(list(document_ids)):
                for row in db.execute(query.where(documents.c.id.in_(group))):
                    found.setdefault(row.id, []).append(row.name)
        return found

    def labels_of(
        self, names: Collection[str], document_ids: Collection[str]
    ) -> dict[tuple[str, str], str]:
        """Return (document id, label) → name of the labels in documents that mean these people."""
        query = (
            sa.select(documents.c.id, statements.c.speaker, SPOKEN_BY.label("name"))
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.id.in_(list(document_ids)), documents.c.state != "leaving")
            .where(statements.c.speaker.is_not(None))
            .distinct()
        )
        with self._database.transaction() as db:
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
        with self._database.transaction() as db:
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
            people = _people_sharing(surnames)
        if role is not None:
            people = _people_with(role, where or Filter())
        query = _first_printed(people)
        with self._database.transaction() as db:
            return [Named(*row) for row in db.execute(query)]

    def statement_counts(self) -> list[tuple[str, int, int]]:
        """Return (person, document, number of statements) of everyone named on record."""
        query = (
            sa.select(statements.c.person, statements.c.document, sa.func.count())
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.state.in_(LIVE), statements.c.person.is_not(None))
            .group_by(statements.c.person, statements.c.document)
        )
        with self._database.transaction() as db:
            return [(row[0], row[1], row[2]) for row in db.execute(query)]


def _people_sharing(surnames: Collection[str]) -> sa.Select[Any]:
    """Select who is printed with one of the surnames, or shares another name or an office."""
    direct = sa.select(namings.c.person).where(namings.c.surname.in_(list(surnames)))
    theirs = namings.c.person.in_(direct)
    shared = sa.select(namings.c.surname).where(theirs, namings.c.surname != "")
    offices = sa.select(namings.c.printed).where(theirs, namings.c.surname == "")
    is_office = sa.and_(namings.c.surname == "", namings.c.printed.in_(offices))
    return sa.select(namings.c.person).where(sa.or_(namings.c.surname.in_(shared), is_office))


def _people_with(role: str, where: Filter) -> sa.Select[Any]:
    """Select those beside whom a role is printed in the documents of a filter."""
    return (
        sa.select(namings.c.person)
        .join(documents, documents.c.number == namings.c.document)
        .where(*conditions(where))
        .where(sa.func.lower(namings.c.role).contains(role, autoescape=True))
    )


def _first_printed(people: sa.Select[Any] | None) -> sa.Select[Any]:
    """Select the fields of Named: each form and role once, of some people or of all."""
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
    fields = (first.c[field] for field in Named._fields)
    return sa.select(*fields).where(first.c.place == 1).order_by(first.c.document, first.c.start)
