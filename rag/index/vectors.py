"""The vectors that the library keeps, by the hash of what was embedded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from rag.index.database import Database
from rag.index.queries import LIVE, groups
from rag.index.tables import documents, passages, vectors


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

    def missing(self, hashes: Sequence[bytes]) -> set[bytes]:
        """Return those of *hashes* for which no vector is kept."""
        with self._database.transaction() as db:
            return set(hashes) - _known_hashes(db, hashes)

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

    def all(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the keys of all live passages that have a vector, and the vectors as rows."""
        query = (
            sa.select(passages.c.key, vectors.c.vector)
            .join(vectors, vectors.c.hash == passages.c.hash)
            .join(documents, documents.c.number == passages.c.document)
            .where(documents.c.state.in_(LIVE))
            .order_by(passages.c.key)
        )
        with self._database.transaction() as db:
            rows = db.execute(query).all()
        keys = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
        data = b"".join(row[1] for row in rows)
        width = len(rows[0][1]) // 4 if rows else 0
        return keys, np.frombuffer(data, dtype="<f4").reshape(len(rows), width)


def _known_hashes(db: sa.Connection, hashes: Sequence[bytes]) -> set[bytes]:
    return {
        known
        for group in groups(list(hashes))
        for known in db.scalars(sa.select(vectors.c.hash).where(vectors.c.hash.in_(group)))
    }
