"""Who speaks on record: whose words passages carry, and what documents say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from rag.index.database import Database
from rag.index.entries import Filter
from rag.index.queries import LIVE, SOME, SPOKEN_BY, conditions, groups
from rag.index.tables import documents, namings, passages, speakers, statements, voices

LABELS = (
    sa.select(documents.c.id, statements.c.speaker, SPOKEN_BY.label("name"))
    .join(documents, documents.c.number == statements.c.document)
    .where(documents.c.id.in_(SOME), documents.c.state != "leaving")
    .where(statements.c.speaker.is_not(None))
    .distinct()
)
ROLES = (
    sa.select(documents.c.id, namings.c.label, namings.c.person, namings.c.role)
    .join(documents, documents.c.number == namings.c.document)
    .where(documents.c.id.in_(SOME), documents.c.state != "leaving")
    .where(namings.c.role.is_not(None))
    .order_by(namings.c.start)
)


class Speakers:
    """The people of a library, each as one document names them. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> dict[int, str]:
        """Return number → name of everyone whose words a live passage carries."""
        heard = (  # one passage tells, where a join would look at all of them
            sa.select(voices.c.passage)
            .join(passages, passages.c.key == voices.c.passage)
            .join(documents, documents.c.number == passages.c.document)
            .where(voices.c.speaker == speakers.c.number, documents.c.state.in_(LIVE))
            .exists()
        )
        query = sa.select(speakers.c.number, speakers.c.name).where(heard)
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

    def labels_in(self, document_ids: Collection[str]) -> dict[tuple[str, str], str]:
        """Return (document id, label) → what the document calls whom its label means."""
        query = (
            sa.select(documents.c.id, statements.c.speaker, SPOKEN_BY.label("name"))
            .join(documents, documents.c.number == statements.c.document)
            .where(documents.c.state != "leaving", statements.c.speaker.is_not(None))
            .distinct()
        )
        with self._database.transaction() as db:
            return {
                (row.id, row.speaker): row.name
                for group in groups(list(document_ids))
                for row in db.execute(query.where(documents.c.id.in_(group)))
            }

    def latest(self, names: Collection[str], where: Filter, limit: int) -> list[str]:
        """Return the ids of the latest documents in which people with these names speak."""
        query = (
            sa.select(documents.c.id)
            .join(statements, documents.c.number == statements.c.document)
            .where(*conditions(where), SPOKEN_BY.in_(list(names)))
            .group_by(documents.c.id)
            .order_by(documents.c.date.is_(None), documents.c.date.desc(), documents.c.id)
            .limit(limit)
        )
        with self._database.transaction() as db:
            return list(db.scalars(query))

    def labels_of(
        self, names: Collection[str], document_ids: Collection[str]
    ) -> dict[tuple[str, str], str]:
        """Return (document id, label) → name of the labels in documents that mean these people."""
        found = self.labels_in(document_ids)
        return {place: name for place, name in found.items() if name in names}

    def roles(self, document_ids: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return (document id, label or name) → role first printed beside it in the document."""
        found: dict[tuple[str, str], str] = {}
        with self._database.transaction() as db:
            for row in db.execute(ROLES, {SOME.key: list(set(document_ids))}):
                for name in (row.label, row.person):
                    found.setdefault((row.id, name), row.role)
        return found
