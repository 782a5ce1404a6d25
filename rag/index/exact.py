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

BLOCK = 4096
"""Passages that lie side by side: so many are copied where one comes or leaves."""


class ExactIndex:
    """All vectors of a library with what filters ask of them, as of its making and what is told
    since. Its methods may be called from several threads."""

    def __init__(self, library: Library) -> None:
        self._changing = threading.Lock()
        self._blocks: Sequence[Points] = library.vectors.points().in_blocks(BLOCK)

    def add(self, entries: Sequence[Entry], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Add passages with their vectors, but for those that are here."""
        arrived = Points.of(entries, vectors)
        with self._changing:
            *others, last = self._blocks or [arrived.none()]
            for block in self._blocks:
                arrived = arrived.without(block.keys)
            joined = last.joined(arrived)
            self._blocks = [*others, *joined.in_blocks(BLOCK)]

    def remove(self, keys: Sequence[int]) -> None:
        """Remove passages."""
        gone = whole_numbers(keys)
        with self._changing:
            left = (block.without(gone) for block in self._blocks)
            self._blocks = [block for block in left if len(block.keys)]

    def search(
        self, vector: NDArray[np.float32], *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first."""
        blocks = self._blocks
        if limit < 1 or not blocks or (where is not None and where.excludes_all):
            return []
        keys = np.concatenate([block.keys for block in blocks])
        # Not a product of matrices: numpy shares those between threads, which wait for each other.
        scores = np.concatenate([np.vecdot(block.vectors, vector) for block in blocks])
        if where is not None:
            satisfying = np.concatenate([block.satisfying(where) for block in blocks])
            keys, scores = keys[satisfying], scores[satisfying]
        best = np.argpartition(-scores, limit - 1)[:limit] if limit < len(keys) else slice(None)
        ranked = sorted(zip(scores[best].tolist(), keys[best].tolist(), strict=True), reverse=True)
        return [(key, score) for score, key in ranked]

    def count(self) -> int:
        """Return the number of passages."""
        return sum(len(block.keys) for block in self._blocks)
