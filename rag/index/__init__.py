"""The index of a folder: the library and, kept in step with it, the two searchable halves.

A document travels in marked steps: recorded in the library (``pending``), added to the lexical
index (``searchable``), embedded and added to the dense index (``ready``). The last step happens
in a background thread, so that words answer before vectors do. A process may be killed anywhere:
the next writer goes on from the marks.

One process writes, behind a lock file; others read beside it, the dense half by exact search.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, cast

from rag.embedding import Embedder
from rag.errors import IndexFolderError, IndexMismatch, PressroomError
from rag.index.dense import Vector
from rag.index.dense_half import DenseHalf
from rag.index.entries import Entry, Filter, Named, Place
from rag.index.levels import Level, LexicalLevels
from rag.index.library import Library
from rag.index.locking import WriterLock, locked_by
from rag.index.notebook import Notebook
from rag.records import Document, Passage, Progress, Status

T = TypeVar("T")

__all__ = ["Entry", "Filter", "Index", "Level", "Named", "Place"]

EMBED_GROUP = 256
"""Passages embedded between two marks: some seconds of work, enough to batch by length."""

READ_GROUP = 32
"""Documents whose passages are read together to be embedded."""

RECENT = 8
"""Groups over which the rate of embedding is averaged."""


class Index:
    """A folder's library with its lexical and dense halves."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        *,
        read_only: bool = False,
        library_url: str | None = None,
        chroma_url: str | None = None,
    ) -> None:
        """Open a folder, made on first use; read-only if asked, or if another process writes.

        Raises IndexFolderError, IndexMismatch or IndexDamaged with what to do.
        """
        self.folder = folder
        self.embedder = embedder
        self._chroma_url = chroma_url
        is_new_replica = bool(library_url) and not (folder / "lexical").is_dir()
        self._lock = None if read_only and not is_new_replica else WriterLock.of(folder)
        self.read_only = self._lock is None
        if self.read_only and not library_url and not (folder / "library.db").is_file():
            if folder.is_file():
                raise IndexFolderError(
                    f"{folder} is a file, and an index is a folder. Give its folder with --index."
                )
            raise _no_index(folder)
        try:
            self._open(library_url)
        except BaseException:
            self._unlock()
            raise

    def _open(self, library_url: str | None) -> None:
        self.library = (
            Library(library_url, read_only=self.read_only)
            if library_url
            else Library.in_folder(self.folder, read_only=self.read_only)
        )
        self.notebook = Notebook(self.library.database)
        self._check_embedder()
        self._lexical = self._open_lexical()
        self._dense = DenseHalf(
            self.folder,
            self.library,
            dimension=self.embedder.dimension,
            chroma_url=self._chroma_url,
        )
        self._writing = threading.RLock()  # one thread at a time: Tantivy's writer bears no other
        self._news = threading.Condition()
        self._progress: Progress | None = None
        self._fault: PressroomError | None = None
        self._stopping = False
        self._idle = self.read_only
        self._worker: threading.Thread | None = None
        self._facts: dict[str, Any] = {}
        if self.read_only:
            return
        self._resume()
        self._worker = threading.Thread(target=self._work, name="pressroom-index", daemon=True)
        self._worker.start()

    # Opening

    def _check_embedder(self) -> None:
        ours = _signature(self.embedder)
        stored = self.library.meta("embedder")
        if stored is None and not self.read_only:
            self.library.set_meta("embedder", ours)
        elif stored not in (None, ours):
            name = str(stored).split(" ")[0]
            raise IndexMismatch(
                f"The index {self.folder} was made with the embedder {stored}, the settings say "
                f"{ours}. Set PRESSROOM_EMBEDDER={name}, or run `python -m rag doctor --repair "
                f"--index {self.folder}` to embed it anew."
            )

    def _open_lexical(self) -> LexicalLevels:
        folder = self.folder / "lexical"
        try:
            return LexicalLevels(folder, read_only=self.read_only)
        except IndexFolderError:
            if self.read_only:
                raise
            shutil.rmtree(folder, ignore_errors=True)
            return LexicalLevels(folder)

    def _resume(self) -> None:
        """Bring the lexical half in step with the library after whatever happened before."""
        self._lexical.update(remove=self.library.numbers("leaving"))
        self._add_words(self.library.numbers("pending"))
        _, passage_count, _ = self.library.counts()
        if not self._lexical.is_in_step(passage_count):
            self._rebuild_lexical()

    def _rebuild_lexical(self) -> None:
        self._lexical.close()
        shutil.rmtree(self.folder / "lexical", ignore_errors=True)
        self._lexical = LexicalLevels(self.folder / "lexical")
        live = [*self.library.numbers("searchable"), *self.library.numbers("ready")]
        for some in _grouped(live, EMBED_GROUP):
            self._lexical.update(add=list(self.library.entries(some)))

    @classmethod
    def repair(cls, folder: Path, embedder: Embedder, *, library_url: str | None = None) -> None:
        """Let the next opening make both halves anew, with the vectors of this embedder.

        Raises IndexFolderError where there is none, IndexLocked while another process writes.
        """
        if not library_url and not (folder / "library.db").is_file():
            raise _no_index(folder)
        lock = WriterLock.of(folder)
        if lock is None:
            raise locked_by(folder)
        try:
            library = Library(library_url) if library_url else Library.in_folder(folder)
            if library.meta("embedder") not in (None, _signature(embedder)):
                library.vectors.drop()
                library.set_meta("embedder", _signature(embedder))
            library.set_meta("seal", None)
            library.close()
            shutil.rmtree(folder / "lexical", ignore_errors=True)
        finally:
            lock.release()

    # Writing

    def record(self, arrivals: Sequence[tuple[str, Document, Sequence[Passage]]]) -> None:
        """Record documents with the locators of their sources and make their words searchable."""
        with self._writing:
            self._require_writer()
            self.library.record(arrivals)
            self._lexical.update(remove=self.library.numbers("leaving"))
            self._add_words(self.library.numbers("pending"))
            self._tell()

    def _add_words(self, numbers: list[int]) -> None:
        for some in _grouped(numbers, EMBED_GROUP):
            self._lexical.update(add=list(self.library.entries(some)))
            self.library.set_state(some, "searchable")

    def point(self, locator: str, source: str, document_id: str) -> None:
        """Record that a source holds a document that is already here."""
        with self._writing:
            self._require_writer()
            self.library.point(locator, source, document_id)
            leaving = self.library.numbers("leaving")
            if leaving:
                self._lexical.update(remove=leaving)
                self._tell()

    def remove(self, document_id: str) -> None:
        """Remove a document with all that belongs to it. Raises DocumentNotFound."""
        with self._writing:
            self._require_writer()
            self.library.leave(document_id)
            self._lexical.update(remove=self.library.numbers("leaving"))
            self._tell()

    def settle(self, progress: Callable[[Progress], None] | None = None) -> None:
        """Wait until every vector is made.

        Raises what the background work met, or IndexFolderError when the index is closed meanwhile.
        """
        shown: Progress | None = None
        with self._news:
            while not self._idle and self._fault is None:
                if self._stopping:
                    raise _closed(self.folder)
                self._news.wait(timeout=0.5)
                shown = self._show(progress, shown)
            self._show(progress, shown)
            self._progress = None
            if self._fault is not None:
                raise self._fault

    def _show(
        self, progress: Callable[[Progress], None] | None, shown: Progress | None
    ) -> Progress | None:
        """Tell how far the vectors are, unless it was told already; return what is known."""
        if progress and self._progress is not None and self._progress is not shown:
            progress(self._progress)
        return self._progress

    def require_writable(self) -> None:
        """Raise IndexLocked, with what to do, where this process cannot write."""
        if self.read_only:
            raise locked_by(self.folder)

    def _require_writer(self) -> None:
        self.require_writable()
        if self._stopping:
            raise _closed(self.folder)
        if self._fault is not None:
            raise self._fault

    def _tell(self) -> None:
        """Let the background thread know that there is work."""
        self._facts = {}
        with self._news:
            self._idle = False
            self._progress = None
            self._news.notify_all()

    # The background thread

    def _work(self) -> None:
        try:
            self._dense.open_for_writing(lambda: self._stopping)
            while not self._stopping:
                self._forget_leaving()
                if self._embed_waiting():
                    continue
                with self._news:
                    if not (self.library.numbers("leaving") or self._waiting()):
                        self._idle = True
                        self._news.notify_all()
                        self._news.wait_for(lambda: self._stopping or not self._idle)
        except PressroomError as exc:
            self._fail(exc)
        except Exception as exc:  # the thread must never end without a word
            self._fail(IndexFolderError(f"Embedding stopped: {type(exc).__name__}: {exc}"))

    def _fail(self, fault: PressroomError) -> None:
        with self._news:
            self._fault = fault
            self._news.notify_all()

    def _waiting(self) -> list[int]:
        return self.library.numbers("searchable")

    def _forget_leaving(self) -> None:
        if leaving := self.library.numbers("leaving"):
            self._dense.remove([entry.key for entry in self.library.entries(leaving)])
            self.library.forget(leaving)

    def _embed_waiting(self) -> bool:
        """Embed what waits, document by document in groups; return whether anything was done."""
        waiting = self._waiting()
        if not waiting:
            return False
        meter = _Meter()
        with ThreadPoolExecutor(1, "pressroom-store") as store:  # while the next group is embedded
            stored: Future[None] | None = None
            for numbers, entries in self._batches(waiting):
                if self._stopping:
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
        for some in _grouped(waiting, READ_GROUP):
            cut: dict[int, list[Entry]] = {number: [] for number in some}
            for entry in self.library.entries(some):
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
        found = self.library.vectors.known(list(texts))
        if missing := [key for key in texts if key not in found]:
            made = self.embedder.embed_passages([texts[key] for key in missing])
            found |= dict(zip(missing, made, strict=True))
        return [found[entry.hash] for entry in entries]

    def _store(
        self, numbers: list[int], entries: list[Entry], vectors: list[Vector], meter: _Meter
    ) -> None:
        """Keep the vectors of passages, make these found by them and mark what is complete."""
        self.library.vectors.keep(
            {entry.hash: vector for entry, vector in zip(entries, vectors, strict=True)}
        )
        self._dense.add(entries, vectors)
        self.library.set_state(numbers, "ready")
        with self._news:
            waiting = self.library.waiting_count()
            self._progress = meter.advanced(len(entries), waiting=waiting)
            self._news.notify_all()

    # Searching

    def _fact(self, name: str, read: Callable[[], T]) -> T:
        """Return what the library says, read once until it changes."""
        facts = self._facts
        if name not in facts:
            facts[name] = read()
        return cast("T", facts[name])

    def languages(self) -> list[str]:
        """Return the languages of the documents, most frequent first."""
        return self._fact("languages", self.library.languages)

    def speaker_names(self) -> dict[int, str]:
        """Return number → name of everyone whose words are on record."""
        return self._fact("speakers", self.library.speakers.names)

    def passage_count(self) -> int:
        """Return the number of passages found by their words."""
        return self._fact("passages", lambda: self.library.counts()[1])

    @property
    def is_idle(self) -> bool:
        """Whether all vectors are made that this process has to make."""
        return self._idle

    def waiting_count(self) -> int:
        """Return the number of passages that still wait for their vectors."""
        return 0 if self._idle and not self.read_only else self.library.counts()[2]

    def frequency(self, term: str, language: str | None) -> int:
        """Return the number of passages of a language that hold a term."""
        return self._lexical.frequency(term, language)

    def lexical_hits(
        self, query: str, *, limit: int, where: Filter | None = None, level: Level = "passage"
    ) -> list[tuple[int, float]]:
        """Return (key, score) of the best passages by terms, best first.

        At the level of turns the key is that of the first passage, at that of documents the
        number.
        """
        return self._lexical.search(
            query, languages=self.languages() or ["en"], limit=limit, where=where, level=level
        )

    def keys_like(self, word: str, *, limit: int = 10) -> list[int]:
        """Return the keys of passages with a word that differs from another by a letter or two."""
        return self._lexical.like(word, languages=self.languages() or ["en"], limit=limit)

    def dense_hits(
        self, vector: Vector, *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first."""
        return self._dense.search(vector, limit=limit, where=where)

    def status(self) -> Status:
        """Return what the library holds and how far the vectors are."""
        return Status(*self.library.counts(), progress=None if self._idle else self._progress)

    def lexical_count(self) -> int:
        """Return the number of passages in the lexical half."""
        return self._lexical.count()

    def dense_count(self) -> int:
        """Return the number of passages in the dense half."""
        return self._dense.count()

    # The end

    def close(self) -> None:
        """Finish the group under way, write everything out, seal it and release the folder.

        What other threads still bring is refused. Closing again does nothing.
        """
        with self._news:
            if self._stopping:
                return
            self._stopping = True
            self._news.notify_all()
        if self._worker is not None:
            self._worker.join()
        with self._writing:
            self._lexical.close()
        self._dense.close(is_sound=self._fault is None)
        self.library.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None


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


def _no_index(folder: Path) -> IndexFolderError:
    return IndexFolderError(
        f"There is no index in {folder}. `python -m rag ingest PATH --index {folder}` makes one."
    )


def _closed(folder: Path) -> IndexFolderError:
    return IndexFolderError(
        f"The index {folder} was closed while documents were being taken. Those that were recorded "
        "are safe; take the others again."
    )


def _signature(embedder: Embedder) -> str:
    """Return what tells vectors of one embedder from those of another."""
    return f"{embedder.name} ({embedder.dimension})"


def _grouped(numbers: list[int], size: int) -> Iterator[list[int]]:
    return (numbers[i : i + size] for i in range(0, len(numbers), size))
