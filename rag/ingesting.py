"""Ingesting: paths and URLs come in, documents are recorded, what became of each goes out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from rag import sources
from rag.errors import PressroomError, SourceError
from rag.index import Index
from rag.passages import cut
from rag.reading import read
from rag.records import Document, Failure, IngestReport, Passage, Progress
from rag.settings import Settings

GROUP = 64
"""Documents recorded in one step while ingesting."""

GROUP_SECONDS, IDLE_SECONDS = 2.0, 0.5
"""Longest time a document that was read waits to be recorded, and while nothing else waits to be
embedded: every step makes the index write three small pieces, and later merge them."""

Source = str | Path


def ingest(
    paths: Source | Iterable[Source],
    index: Index,
    settings: Settings,
    *,
    progress: Callable[[Progress], None] | None = None,
    again: bool = False,
) -> IngestReport:
    """Read files, folders and URLs into an index; return what became of each.

    Their words can be searched then; their vectors follow in the background. With *again* what did
    not change is read again too.
    """
    began = time.monotonic()
    given = _several(paths)
    skipped = Counter[str]()
    found: list[str | Failure] = [
        Failure(repr(path), "It is no path or address. Give a str or a Path.")
        for path in given
        if not _names(path)
    ]
    found += sources.find(filter(_names, given), settings, skipped=skipped)
    group = _Group(index, settings, again=again)
    for number, source in enumerate(found, start=1):
        group.take(source)
        if progress:
            progress(_reading(source, number, len(found), time.monotonic() - began))
    group.record()
    return replace(
        group.report,
        passage_count=group.passage_count,
        noise_count=group.noise_count,
        skipped=dict(skipped),
    )


class _Group:
    """Documents read and not yet recorded; recorded together for speed."""

    def __init__(self, index: Index, settings: Settings, *, again: bool) -> None:
        self.report = IngestReport()
        self.passage_count = 0
        self.noise_count = 0
        self._index = index
        self._settings = settings
        self._held = index.library.sources()
        self._here = set() if again else set(index.library.states())
        self._arrivals: dict[str, tuple[str, Document, Sequence[Passage]]] = {}
        self._last = time.monotonic()

    def take(self, source: str | Failure) -> None:
        """Read a source, or note that it is unchanged or cannot be read."""
        try:
            if isinstance(source, Failure):
                self.report.failed.append(source)
            elif not self._knows(raw := sources.fetch(source, self._settings)):
                self._add(raw)
        except SourceError as exc:
            self.report.failed.append(Failure(exc.source, exc.reason))
        except PressroomError:
            raise
        except Exception as exc:  # one bad source never stops a run
            reason = f"it could not be read ({type(exc).__name__}: {exc})"
            self.report.failed.append(Failure(str(source), reason))

    def _knows(self, raw: sources.Raw) -> bool:
        """Note a source whose bytes are on record; return whether it was one."""
        document_id = sources.document_id(raw.data)
        if document_id not in self._here:
            return False
        _, held = self._held.get(raw.locator, (None, None))
        if held != document_id:
            self.record()
            self._index.point(raw.locator, raw.source, document_id)
            self._held[raw.locator] = (raw.source, document_id)
        noted = self.report.unchanged if held in (None, document_id) else self.report.updated
        noted.append(raw.source)
        return True

    def _add(self, raw: sources.Raw) -> None:
        """Read a document and hold it, and record the group when it is time."""
        reading = read(sources.extract(raw, self._settings))
        document, passages = reading.document, cut(reading)
        noted = self.report.updated if raw.locator in self._held else self.report.added
        noted.append(document.source)
        self._held[raw.locator] = (document.source, document.id)
        self._here.add(document.id)
        self._arrivals[document.id] = (raw.locator, document, passages)
        self.passage_count += len(passages)
        self.noise_count += reading.noise_count
        patience = IDLE_SECONDS if self._index.is_idle else GROUP_SECONDS
        late = time.monotonic() - self._last > patience
        if late or len(self._arrivals) >= GROUP:
            self.record()

    def record(self) -> None:
        """Record what is held."""
        if self._arrivals:
            self._index.record(list(self._arrivals.values()))
        self._arrivals = {}
        self._last = time.monotonic()


def _several(paths: Any) -> list[Any]:
    """Return what was given to read as a list, whatever it is."""
    single = isinstance(paths, str | bytes | Path) or not isinstance(paths, Iterable)
    return [paths] if single else list(paths)


def _names(path: object) -> TypeGuard[Source]:
    return isinstance(path, str | Path)


def _reading(source: str | Failure, done: int, total: int, seconds: float) -> Progress:
    """Return how far the reading is, after *done* of *total* sources in so many seconds."""
    rate = done / max(seconds, 1e-6)
    name = source.source if isinstance(source, Failure) else source
    return Progress("reading", done, total, rate=rate, remaining=(total - done) / rate, source=name)
