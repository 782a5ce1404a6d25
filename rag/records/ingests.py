"""What became of sources, and how far an ingest has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Failure(NamedTuple):
    """A source that could not be ingested, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every source of an ingest, each named as given.

    ``noise_count`` counts the paragraphs kept out of passages in added and updated documents;
    ``skipped`` counts the files in folders that are of no readable format, by their ending.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    passage_count: int = 0
    noise_count: int = 0
    seconds: float = 0.0
    skipped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come, for a progress display.

    ``stage`` is ``reading`` (counting documents) or ``embedding`` (counting passages);
    ``rate`` is items a second, ``remaining`` seconds left where they can be told.
    """

    stage: Literal["reading", "embedding"]
    done: int
    total: int
    rate: float = 0.0
    remaining: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds, and how many of its passages still wait for their vectors."""

    document_count: int
    passage_count: int
    waiting_count: int
    progress: Progress | None = None
