"""Vectors made in the background: documents whose words are searchable become found by meaning too.

It also takes documents that leave out of the dense half, before the library forgets them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from rag.embedding import Embedder
from rag.errors import IndexFolderError, PressroomError
from rag.index.dense import Vector
from rag.index.dense_half import DenseHalf
from rag.index.entries import Entry
from rag.index.library import Library
from rag.index.queries import groups
from rag.records import Progress

EMBED_GROUP = 256
"""Passages embedded between two marks: some seconds of work, enough to batch by length."""

READ_GROUP = 32
"""Documents whose passages are read together to be embedded."""

RECENT = 8
"""Groups over which the rate of embedding is averaged."""


class BackgroundEmbedding:
    """The thread that makes vectors, from `start` to `stop`; it is idle before.

    Its methods may be called from other threads.
    """

    def __init__(self, library: Library, dense: DenseHalf, embedder: Embedder) -> None:
        self._library = library
        self._dense = dense
        self._embedder = embedder
        self._news = threading.Condition()
        self._progress: Progress | None = None
        self._fault: PressroomError | None = None
        self._thread: threading.Thread | None = None
        self.is_stopping = False
        self.is_idle = True

    def start(self) -> None:
        """Begin to make the vectors that wait."""
        self.is_idle = False
        self._thread = threading.Thread(target=self._work, name="pressroom-index", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Let the thread know that there is work."""
        with self._news:
            self.is_idle = False
            self._progress = None
            self._news.notify_all()

    def stop(self) -> bool:
        """Finish the group under way and end; return whether this is the first time."""
        with self._news:
            if self.is_stopping:
                return False
            self.is_stopping = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join()
        return True

    @property
    def progress(self) -> Progress | None:
        """How far the vectors are, None where all are made."""
        return None if self.is_idle else self._progress

    @property
    def is_sound(self) -> bool:
        """Whether nothing went wrong."""
        return self._fault is None

    def raise_fault(self) -> None:
        """Raise what went wrong, if anything did."""
        if self._fault is not None:
            raise self._fault

    def settle(self, progress: Callable[[Progress], None] | None) -> bool:
        """Wait until every vector is made; return False if it was stopped before.

        Raises what went wrong.
        """
        shown: Progress | None = None
        with self._news:
            while not self.is_idle and self._fault is None:
                if self.is_stopping:
                    return False
                self._news.wait(timeout=0.5)
                shown = self._show(progress, shown)
            self._show(progress, shown)
            self._progress = None
            self.raise_fault()
        return True

    def _show(
        self, progress: Callable[[Progress], None] | None, shown: Progress | None
    ) -> Progress | None:
        """Tell how far the vectors are, unless it was told already; return what is known."""
        if progress and self._progress is not None and self._progress is not shown:
            progress(self._progress)
        return self._progress

    def _work(self) -> None:
        try:
            self._dense.open_for_writing(lambda: self.is_stopping)
            while not self.is_stopping:
                self._forget_leaving()
                if self._embed_waiting():
                    continue
                with self._news:
                    if not (
                        self._library.numbers("leaving") or self._library.numbers("searchable")
                    ):
                        self.is_idle = True
                        self._news.notify_all()
                        self._news.wait_for(lambda: self.is_stopping or not self.is_idle)
        except PressroomError as exc:
            self._fail(exc)
        except Exception as exc:  # the thread must never end without a word
            self._fail(IndexFolderError(f"Embedding stopped: {type(exc).__name__}: {exc}"))

    def _fail(self, fault: PressroomError) -> None:
        with self._news:
            self._fault = fault
            self._news.notify_all()

    def _forget_leaving(self) -> None:
        if leaving := self._library.numbers("leaving"):
            self._dense.remove([entry.key for entry in self._library.entries(leaving)])
            self._library.forget(leaving)

    def _embed_waiting(self) -> bool:
        """Embed what waits, document by document in groups; return whether anything was done."""
        waiting = self._library.numbers("searchable")
        if not waiting:
            return False
        meter = _Meter()
        with ThreadPoolExecutor(1, "pressroom-store") as store:  # while the next group is embedded
            stored: Future[None] | None = None
            for numbers, entries in self._batches(waiting):
                if self.is_stopping:
                    break
                vectors = self._vectors(entries)
                if stored:
                    stored.result()
                stored = store.submit(self._store, numbers, entries, vectors, meter)
            if stored:
                stored.result()
        return True

    def _batches(self, waiting: list[int]) -> Iterator[tuple[list[int], list[Entry]]]:
        """Yield groups of passages, each with the numbers of the documents it completes."""
        entries: list[Entry] = []
        complete: list[int] = []
        for some in groups(waiting, READ_GROUP):
            cut: dict[int, list[Entry]] = {number: [] for number in some}
            for entry in self._library.entries(some):
                cut[entry.document].append(entry)
            for number, passages in cut.items():
                for entry in passages:
                    entries.append(entry)
                    if len(entries) >= EMBED_GROUP:
                        yield complete, entries
                        entries, complete = [], []
                complete.append(number)
        if complete:
            yield complete, entries

    def _vectors(self, entries: list[Entry]) -> list[Vector]:
        """Return the vector of each passage; those not known yet are made and kept."""
        texts = {entry.hash: entry.embedded_text for entry in entries}
        found = self._library.vectors.known(list(texts))
        if missing := [key for key in texts if key not in found]:
            made = self._embedder.embed_passages([texts[key] for key in missing])
            found |= dict(zip(missing, made, strict=True))
        return [found[entry.hash] for entry in entries]

    def _store(
        self, numbers: list[int], entries: list[Entry], vectors: list[Vector], meter: _Meter
    ) -> None:
        """Keep the vectors of passages, make these found by them and mark what is complete."""
        self._library.vectors.keep(
            {entry.hash: vector for entry, vector in zip(entries, vectors, strict=True)}
        )
        self._dense.add(entries, vectors)
        self._library.set_state(numbers, "ready")
        with self._news:
            waiting = self._library.waiting_count()
            self._progress = meter.advanced(len(entries), waiting=waiting)
            self._news.notify_all()


class _Meter:
    """Rate and time left of the embedding under way, over the last groups."""

    def __init__(self) -> None:
        self._done = 0
        self._steps = [(time.monotonic(), 0)]

    def advanced(self, count: int, *, waiting: int) -> Progress:
        """Return the progress after *count* more passages, with *waiting* still to come."""
        self._done += count
        self._steps = [*self._steps, (time.monotonic(), self._done)][-RECENT:]
        (began, before), (now, done) = self._steps[0], self._steps[-1]
        rate = (done - before) / max(now - began, 1e-6)
        left = waiting / rate if rate else None
        return Progress("embedding", done, done + waiting, rate=rate, remaining=left)
