"""The dense index in memory: a question compared with every vector of the library.

It serves what Chroma does slowly or not at all: questions under a filter, which cost Chroma ten
times what they cost here; processes that only read; the time while Chroma is opened or made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.index.entries import Entry, Filter
from rag.index.library import Library
from rag.index.points import Points, whole_numbers


class ExactIndex:
    """All vectors of a library with what filters ask of them, as of its making and what is told
    since."""

    def __init__(self, library: Library) -> None:
        self._lock = threading.Lock()
        self._points = library.vectors.points()
        self._arrived: list[Points] = []

    def add(self, entries: Sequence[Entry], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Add passages with their vectors, but for those that are here."""
        with self._lock:  # joined by the next search, so that a long ingest copies nothing
            self._arrived.append(Points.of(entries, vectors))

    def remove(self, keys: Sequence[int]) -> None:
        """Remove passages."""
        with self._lock:
            self._points = self._joined().without(whole_numbers(keys))

    def search(
        self, vector: NDArray[np.float32], *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first."""
        with self._lock:
            points = self._points = self._joined()
        if limit < 1 or not len(points.keys) or (where is not None and where.excludes_all):
            return []
        # Not a product of matrices: numpy shares those between threads, which wait for each other.
        keys, scores = points.keys, np.vecdot(points.vectors, vector)
        if where is not None:
            satisfying = points.satisfying(where)
            keys, scores = keys[satisfying], scores[satisfying]
        best = np.argpartition(-scores, limit - 1)[:limit] if limit < len(keys) else slice(None)
        ranked = sorted(zip(scores[best].tolist(), keys[best].tolist(), strict=True), reverse=True)
        return [(key, score) for score, key in ranked]

    def count(self) -> int:
        """Return the number of passages."""
        with self._lock:
            self._points = self._joined()
            return len(self._points.keys)

    def _joined(self) -> Points:
        arrived, self._arrived = self._arrived, []
        known = self._points
        return known.joined([some.without(known.keys) for some in arrived]) if arrived else known
