"""The index of a folder: the library and, kept in step with it, the two searchable halves.

A document travels in marked steps: recorded in the library (``pending``), added to the lexical
index (``searchable``), embedded and added to the dense index (``ready``). The last step happens
in a background thread, so that words answer before vectors do. A process may be killed anywhere:
the next writer goes on from the marks.

One process writes, behind a lock file; others read beside it, the dense half by exact search.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, cast

from filelock import FileLock, Timeout

from rag.embedding import Embedder
from rag.errors import IndexFolderError, IndexLocked, IndexMismatch, PressroomError
from rag.index.dense import ChromaIndex, Vector
from rag.index.entries import Entry, Filter, Named, Place
from rag.index.exact import ExactIndex
from rag.index.levels import Level, LexicalLevels
from rag.index.library import Library
from rag.index.notebook import Notebook
from rag.index.sealing import is_whole, seal
from rag.records import Document, Passage, Progress, Status

T = TypeVar("T")

__all__ = ["Entry", "Filter", "Index", "Level", "Named", "Place"]

EMBED_GROUP = 256
"""Passages embedded between two marks: some seconds of work, enough to batch by length."""

READ_GROUP = 32
"""Documents whose passages are read together to be embedded."""

MOST_COMPARED = 250_000
"""Passages up to which a question under a filter is compared with every vector in memory, which
holds 1.5 KB of each; in a larger library Chroma is asked."""

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
        self._lock = None if read_only and not is_new_replica else _locked(folder)
        self.read_only = self._lock is None
        if self.read_only and not library_url and not (folder / "library.db").is_file():
            raise IndexFolderError(
                f"There is no index in {folder}. `python -m rag ingest PATH --index {folder}` "
                "makes one."
            )
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
        self._chroma: ChromaIndex | None = None
        self._exact: ExactIndex | None = None
        self._exact_lock = threading.Lock()
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

        Raises IndexLocked while another process writes.
        """
        lock = _locked(folder)
        if lock is None:
            raise _locked_by(folder)
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
            raise _locked_by(self.folder)

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
            self._chroma = self._open_chroma()
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

    def _dense_name(self) -> str:
        return f"pressroom-{self.embedder.dimension}"

    def _name_on_server(self) -> str:
        """Return the collection's name on a server, which other libraries may use as well."""
        return f"{self._dense_name()}-{self.library.identity()}"

    def _open_chroma(self) -> ChromaIndex:
        if self._chroma_url:
            server = ChromaIndex(url=self._chroma_url, name=self._name_on_server())
            if server.count() != self._vector_count():
                server.clear()
                self._derive(server)
            return server
        name = self.library.meta("dense")
        kept = self.library.meta("seal")
        if name and is_whole(self.folder / name, kept):
            self.library.set_meta("seal", None)
            return ChromaIndex(folder=self.folder / name, name=self._dense_name())
        return self._derived_anew()

    def _vector_count(self) -> int:
        return self.library.vectors.count()

    def _derived_anew(self) -> ChromaIndex:
        """Make the dense index from the library's vectors in a fresh folder, then switch to it."""
        self.library.set_meta("seal", None)
        last = max((_folder_number(path) for path in self.folder.glob("dense-*")), default=0)
        fresh = self.folder / f"dense-{last + 1}"
        chroma = ChromaIndex(folder=fresh, name=self._dense_name())
        self._derive(chroma)
        self.library.set_meta("dense", fresh.name)
        for path in self.folder.glob("dense-*"):
            if path != fresh:
                shutil.rmtree(path, ignore_errors=True)
        return chroma

    def _derive(self, chroma: ChromaIndex) -> None:
        live = [*self.library.numbers("ready"), *self._waiting()]
        for some in _grouped(live, EMBED_GROUP):
            if self._stopping:
                return
            entries = list(self.library.entries(some))
            found = self.library.vectors.of([entry.key for entry in entries])
            known = [entry for entry in entries if entry.key in found]
            chroma.add(known, [found[entry.key] for entry in known])

    def _forget_leaving(self) -> None:
        leaving = self.library.numbers("leaving")
        if not leaving or self._chroma is None:
            return
        keys = [entry.key for entry in self.library.entries(leaving)]
        self._chroma.remove(keys)
        with self._exact_lock:
            if self._exact is not None:
                self._exact.remove(keys)
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
        assert self._chroma is not None
        self.library.vectors.keep(
            {entry.hash: vector for entry, vector in zip(entries, vectors, strict=True)}
        )
        self._chroma.add(entries, vectors)
        with self._exact_lock:
            if self._exact is not None:
                self._exact.add(entries, vectors)
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

    def dense_hits(
        self, vector: Vector, *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first.

        Questions under a filter are compared with every vector, up to a size. So are all where
        Chroma is not there, as in a process that only reads, or while its server is gone.
        """
        is_for_chroma = where is None or self.passage_count() > MOST_COMPARED
        if self._chroma is not None and is_for_chroma:
            with contextlib.suppress(IndexFolderError):
                return self._chroma.search(vector, limit=limit, where=where)
        return self._exact_index().search(vector, limit=limit, where=where)

    def _exact_index(self) -> ExactIndex:
        with self._exact_lock:
            if self._exact is None:
                self._exact = ExactIndex(self.library)
            return self._exact

    def status(self) -> Status:
        """Return what the library holds and how far the vectors are."""
        return Status(*self.library.counts(), progress=None if self._idle else self._progress)

    def lexical_count(self) -> int:
        """Return the number of passages in the lexical half."""
        return self._lexical.count()

    def dense_count(self) -> int:
        """Return the number of passages in the dense half."""
        return self._chroma.count() if self._chroma else self._vector_count()

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
        if self._chroma is not None and not self.read_only:
            self._chroma.close()
            name = self.library.meta("dense")
            if name and not self._chroma_url and self._fault is None:
                with contextlib.suppress(IndexFolderError):  # without it, as on a full disk,
                    # the next opening makes the dense index anew
                    self.library.set_meta("seal", seal(self.folder / name))
        self.library.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            with contextlib.suppress(OSError):
                (self.folder / "writer.pid").unlink()
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


def _locked(folder: Path) -> FileLock | None:
    """Return the lock of a folder, made on first use, or None if another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock")
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as exc:
        raise IndexFolderError(
            f"{folder} cannot be used as an index folder: {exc.strerror or exc}. "
            "Give another with --index."
        ) from exc
    (folder / "writer.pid").write_text(str(os.getpid()))
    return lock


def _locked_by(folder: Path) -> IndexLocked:
    pid = _writer_pid(folder)
    if pid is None:
        return IndexLocked(
            f"The index {folder} is open for reading only. Open it for writing (read_only=False), "
            "or, while another process writes to it, use another folder (--index)."
        )
    return IndexLocked(
        f"The index {folder} is being written by process {pid}. "
        "Stop it, or use another folder (--index).",
        pid=pid,
    )


def _closed(folder: Path) -> IndexFolderError:
    return IndexFolderError(
        f"The index {folder} was closed while documents were being taken. Those that were recorded "
        "are safe; take the others again."
    )


def _signature(embedder: Embedder) -> str:
    """Return what tells vectors of one embedder from those of another."""
    return f"{embedder.name} ({embedder.dimension})"


def _writer_pid(folder: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError):
        return int((folder / "writer.pid").read_text())
    return None


def _grouped(numbers: list[int], size: int) -> Iterator[list[int]]:
    return (numbers[i : i + size] for i in range(0, len(numbers), size))


def _folder_number(path: Path) -> int:
    suffix = path.name.removeprefix("dense-")
    return int(suffix) if suffix.isdigit() else 0
