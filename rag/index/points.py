"""Passages as points: vectors in memory, row by row, with what filters ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rag.index.entries import Entry, Filter

WholeNumbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """Passages by row.

    ``dates`` are numbers, 0 for none; ``voices`` are pairs of a passage's key and a speaker.
    """

    keys: WholeNumbers
    documents: WholeNumbers
    dates: WholeNumbers
    vectors: NDArray[np.float32]
    voices: WholeNumbers

    @classmethod
    def of(cls, entries: Sequence[Entry], found: Sequence[NDArray[np.float32]]) -> Self:
        """Return the points of passages, given with their vectors."""
        heard = [(entry.key, speaker) for entry in entries for speaker in entry.speakers]
        return cls(
            keys=whole_numbers([entry.key for entry in entries]),
            documents=whole_numbers([entry.document for entry in entries]),
            dates=whole_numbers([entry.date or 0 for entry in entries]),
            vectors=np.stack(found),
            voices=whole_numbers(heard).reshape(-1, 2),
        )

    def satisfying(self, where: Filter) -> NDArray[np.bool_]:
        """Return for every row whether it satisfies a filter."""
        found = np.ones(len(self.keys), np.bool_)
        if where.documents is not None:
            found &= np.isin(self.documents, where.documents)
        if where.speakers is not None:
            heard = self.voices[np.isin(self.voices[:, 1], where.speakers), 0]
            found &= np.isin(self.keys, heard)
        if where.since is not None or where.until is not None:
            found &= (self.dates > 0) & (self.dates >= (where.since or 0))
        if where.until is not None:
            found &= self.dates <= where.until
        return found

    def without(self, keys: WholeNumbers) -> Self:
        """Return the points but for those of some passages."""
        rows = np.isin(self.keys, keys, invert=True)
        return self if rows.all() else self._at(rows)

    def none(self) -> Self:
        """Return no points."""
        return self._at(slice(0))

    def in_blocks(self, size: int) -> list[Self]:
        """Return the points in blocks of at most *size* rows; none where there are none."""
        return [self._at(slice(i, i + size)) for i in range(0, len(self.keys), size)]

    def joined(self, other: Self) -> Self:
        """Return these points and then others."""
        both = (self, other)
        return type(self)(
            *(np.concatenate([getattr(one, field.name) for one in both]) for field in fields(self))
        )

    def _at(self, rows: slice | NDArray[np.bool_]) -> Self:
        keys = self.keys[rows]
        return type(self)(
            keys,
            self.documents[rows],
            self.dates[rows],
            self.vectors[rows],
            self.voices[np.isin(self.voices[:, 0], keys)],
        )


def whole_numbers(values: Sequence[Any]) -> WholeNumbers:
    """Return whole numbers, or rows of them, as an array."""
    return np.array(values, np.int64)
