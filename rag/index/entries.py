"""Passages and people as the indexes and what follows know them: numbers, places, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.index.tables import embedded_text
from rag.records import Span


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


def date_number(date: str | None) -> int | None:
    """Return an ISO date as a number for ranges: "2015-11-16" is 20151116, "2015" 20150000."""
    if not date:
        return None
    return int((date.replace("-", "") + "0000")[:8])
