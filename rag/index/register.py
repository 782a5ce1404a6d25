"""The register: how documents name people, and how often each speaks, kept in memory.

It is read whole once. After that only what new documents bring is read, and all of it again where
one has left.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from rag.index.database import Database
from rag.index.entries import Filter, Named
from rag.index.queries import LIVE, conditions
from rag.index.tables import documents, namings, statements
from rag.reading.name_parts import parts_of
from rag.reading.names import spelt_like, undated

MOST_ALIKE = 3
"""Surnames given for a misspelt one."""

Form = tuple[str, str, str | None, str | None]
"""Person, words as printed, role beside them, publisher."""


@dataclass(slots=True)
class Naming:
    """A form where it is first printed: the number of the document, and the surname in it."""

    document: int
    surname: str
    named: Named


@dataclass(slots=True)
class Roll:
    """What is known of the live documents up to a number."""

    document_count: int = 0
    last: int = 0
    namings: dict[Form, Naming] = field(default_factory=dict)
    of_person: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    by_surname: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_label: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Who is printed with a surname; who is printed so, where there is no surname in it."""
    statement_counts: Counter[str] = field(default_factory=Counter)
    documents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, naming: Naming) -> None:
        """Add a form as later documents print it."""
        named = naming.named
        form = named.person, named.printed, named.role, named.publisher
        if known := self.namings.get(form):
            known.named = known.named._replace(
                since=_first(min, known.named.since, named.since),
                until=_first(max, known.named.until, named.until),
            )
            return
        self.namings[form] = naming
        self.of_person[named.person].append(form)
        self._bearers(naming).add(named.person)
        if surname := parts_of(undated(named.person)).surname:
            self.by_surname[surname].add(named.person)

    def _bearers(self, naming: Naming) -> set[str]:
        if naming.surname:
            return self.by_surname[naming.surname]
        return self.by_label[naming.named.printed]

    def sharing(self, surnames: Collection[str]) -> set[str]:
        """Return who is ever printed with one of the surnames, or shares another name or the
        label of an office with who is."""
        direct = {p for surname in surnames for p in self.by_surname.get(surname, ())}
        return {p for person in direct for p in self._sharing_with(person)}

    def around(self, person: str) -> set[str]:
        """Return who shares a surname, or the label of an office, with a person as printed."""
        return {p for near in self._sharing_with(person) for p in self._sharing_with(near)}

    def _sharing_with(self, person: str) -> set[str]:
        return {
            p for form in self.of_person.get(person, ()) for p in self._bearers(self.namings[form])
        }

    def said_by(self, names: Collection[str]) -> tuple[int, int]:
        """Return the number of statements of a person, and of the documents they stand in."""
        heard = (self.documents[name] for name in names if name in self.documents)
        return sum(self.statement_counts[name] for name in names), len(set().union(*heard))

    def named(self, people: Iterable[str]) -> list[Named]:
        """Return the forms of people in the order in which they are first printed."""
        found = [self.namings[form] for person in people for form in self.of_person.get(person, ())]
        found.sort(key=lambda n: (n.document, -1 if n.named.start is None else n.named.start))
        return [naming.named for naming in found]


class Register:
    """The roll of a library. Its methods may be called from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = threading.Lock()
        self._roll = Roll()

    def namings(self) -> list[Named]:
        """Return how people are named, each form and role once, where it is first printed."""
        with self._current() as (_, roll):
            return roll.named(roll.of_person)

    def namings_sharing(self, surnames: Collection[str]) -> list[Named]:
        """Return the forms of all who are ever printed with one of the surnames or share another
        name, or the label of an office, with who is."""
        with self._current() as (_, roll):
            return roll.named(roll.sharing(surnames))

    def surnames_like(self, surname: str) -> list[str]:
        """Return the surnames most like one, by the letters they share in order."""
        with self._current() as (_, roll):
            return spelt_like(surname, roll.by_surname, most=MOST_ALIKE)

    def namings_around(self, person: str) -> list[Named]:
        """Return the forms of all who may be a person, and of those told apart from who may."""
        with self._current() as (_, roll):
            return roll.named(roll.around(person))

    def namings_with(self, role: str, where: Filter) -> list[Named]:
        """Return the forms of those beside whom a role is printed in the documents of a filter."""
        query = (
            sa.select(namings.c.person)
            .join(documents, documents.c.number == namings.c.document)
            .where(*conditions(where))
            .where(sa.func.lower(namings.c.role).contains(role, autoescape=True))
            .distinct()
        )
        with self._current() as (db, roll):
            return roll.named(db.scalars(query))

    def said_by(self, people: Iterable[Collection[str]]) -> list[tuple[int, int]]:
        """Return of each, given by all names, the number of statements, and of the documents
        they stand in."""
        with self._current() as (_, roll):
            return [roll.said_by(names) for names in people]

    @contextmanager
    def _current(self) -> Iterator[tuple[sa.Connection, Roll]]:
        """Give the roll with what has come since it was read."""
        with self._reading, self._database.transaction() as db:
            count, last = extent(db)
            if (count, last) != (self._roll.document_count, self._roll.last):
                arrived = _arrived(db, self._roll.last)
                is_added = self._roll.document_count + arrived == count
                roll = self._roll if is_added else Roll()
                self._roll = Roll()  # one that could be read only in part is not kept
                _read(db, roll)
                roll.document_count, roll.last = count, last
                self._roll = roll
            yield db, self._roll


def extent(db: sa.Connection) -> tuple[int, int]:
    """Return how many documents are live and the highest number: another once one changes."""
    query = sa.select(sa.func.count(), sa.func.max(documents.c.number))
    count, last = db.execute(query.where(documents.c.state.in_(LIVE))).one()
    return count, last or 0


def _arrived(db: sa.Connection, last: int) -> int:
    query = sa.select(sa.func.count()).select_from(documents)
    return db.scalar(query.where(*_after(last))) or 0


def _after(last: int) -> tuple[sa.ColumnElement[bool], ...]:
    return documents.c.state.in_(LIVE), documents.c.number > last


def _read(db: sa.Connection, roll: Roll) -> None:
    """Add what documents after the last one hold."""
    for row in db.execute(_first_printed(roll.last)):
        document, surname, *fields = row
        roll.add(Naming(document, surname, Named(*fields)))
    said = (
        sa.select(statements.c.person, statements.c.document, sa.func.count())
        .join(documents, documents.c.number == statements.c.document)
        .where(*_after(roll.last), statements.c.person.is_not(None))
        .group_by(statements.c.person, statements.c.document)
    )
    for person, document, count in db.execute(said):
        roll.statement_counts[person] += count
        roll.documents[person].add(document)


def _first_printed(last: int) -> sa.Select[Any]:
    """Select number, surname and the fields of Named of each form in documents after *last*."""
    form = (namings.c.person, namings.c.printed, namings.c.role, documents.c.publisher)
    forms = (
        sa.select(
            *form,
            sa.func.min(namings.c.document).label("first"),
            sa.func.min(documents.c.date).label("since"),
            sa.func.max(documents.c.date).label("until"),
        )
        .join(documents, documents.c.number == namings.c.document)
        .where(*_after(last))
        .group_by(*form)
        .subquery()
    )
    is_form = sa.and_(
        namings.c.document == forms.c.first,
        namings.c.person == forms.c.person,
        namings.c.printed == forms.c.printed,
        namings.c.role.is_not_distinct_from(forms.c.role),
    )
    # Every printing of a form is as long as the others: the first start has the first end.
    start, end = sa.func.min(namings.c.start), sa.func.min(namings.c.end)
    about = (forms.c.person, forms.c.printed, forms.c.role, documents.c.id)
    dates = (forms.c.publisher, forms.c.since, forms.c.until)
    return (
        sa.select(forms.c.first, namings.c.surname, *about, start, end, *dates)
        .select_from(forms)
        .join(namings, is_form)
        .join(documents, documents.c.number == forms.c.first)
        .group_by(forms.c.first, namings.c.surname, *about, *dates)
    )


def _first(choose: Callable[[list[str]], str], *dates: str | None) -> str | None:
    known = [date for date in dates if date]
    return choose(known) if known else None
