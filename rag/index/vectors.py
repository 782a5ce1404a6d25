"""The vectors that the library keeps, by the hash of what was embedded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from rag.index.database import Database
from rag.index.entries import date_number
from rag.index.points import Points, whole_numbers
from rag.index.queries import LIVE, groups
from rag.index.tables import documents, passages, vectors, voices

VALUE_BYTES = 4
"""Of one value of a vector, as it is kept."""


class KeptVectors:
    """The vectors of a library's passages. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, found: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors by the hash of what was embedded."""
        with self._database.change() as db:
            known = _known_hashes(db, list(found))
            fresh = [
                {"hash": key, "vector": vector.astype("<f4").tobytes()}
                for key, vector in found.items()
                if key not in known
            ]
            if fresh:
                db.execute(vectors.insert(), fresh)

    def known(self, hashes: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return hash → vector of those that are kept."""
        query = sa.select(vectors.c.hash, vectors.c.vector)
        with self._database.transaction() as db:
            return {
                key: np.frombuffer(blob, dtype="<f4")
                for group in groups(list(hashes))
                for key, blob in db.execute(query.where(vectors.c.hash.in_(group)))
            }

    def of(self, keys: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Return key → vector of those passages that have one."""
        found: dict[int, NDArray[np.float32]] = {}
        query = sa.select(passages.c.key, vectors.c.vector).join(
            vectors, vectors.c.hash == passages.c.hash
        )
        with self._database.transaction() as db:
            for group in groups(list(keys)):
                for key, blob in db.execute(query.where(passages.c.key.in_(group))):
                    found[key] = np.frombuffer(blob, dtype="<f4")
        return found

    def drop(self) -> None:
        """Forget every vector, as for another embedding model."""
        with self._database.change() as db:
            db.execute(vectors.delete())
            db.execute(
                documents.update().where(documents.c.state == "ready").values(state="searchable")
            )

    def count(self) -> int:
        """Return the number of live passages that have a vector."""
        query = _of_live(sa.func.count())
        with self._database.transaction() as db:
            return db.scalar(query) or 0

    def points(self) -> Points:
        """Return all live passages that have a vector."""
        query = _of_live(passages.c.key, passages.c.document, documents.c.date, vectors.c.vector)
        with self._database.transaction() as db:
            rows = db.execute(query).all()
            heard = db.execute(sa.select(voices.c.passage, voices.c.speaker)).all()
        keys, numbers, dates, blobs = zip(*rows, strict=True) if rows else ((), (), (), ())
        width = len(blobs[0]) // VALUE_BYTES if blobs else 0
        day = {date: date_number(date) or 0 for date in set(dates)}
        return Points(
            keys=whole_numbers(keys),
            documents=whole_numbers(numbers),
            dates=whole_numbers([day[date] for date in dates]),
            vectors=np.frombuffer(b"".join(blobs), "<f4").reshape(len(rows), width),
            voices=whole_numbers([value for row in heard for value in row]).reshape(-1, 2),
        )


def _of_live(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select columns of the live passages that have a vector."""
    return (
        sa.select(*columns)
        .select_from(passages)
        .join(vectors, vectors.c.hash == passages.c.hash)
        .join(documents, documents.c.number == passages.c.document)
        .where(documents.c.state.in_(LIVE))
    )


def _known_hashes(db: sa.Connection, hashes: Sequence[bytes]) -> set[bytes]:
    return {
        known
        for group in groups(list(hashes))
        for known in db.scalars(sa.select(vectors.c.hash).where(vectors.c.hash.in_(group)))
    }
