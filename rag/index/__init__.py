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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from rag.embedding import Embedder
from rag.errors import IndexFolderError, IndexMismatch
from rag.index.background import BackgroundEmbedding
from rag.index.dense import Vector
from rag.index.dense_half import DenseHalf
from rag.index.entries import Entry, Filter, Named, Place
from rag.index.levels import Level, LexicalLevels
from rag.index.library import Library
from rag.index.locking import WriterLock, locked_by
from rag.index.notebook import Notebook
from rag.index.queries import groups
from rag.records import Document, Passage, Progress, Status

T = TypeVar("T")

__all__ = ["Entry", "Filter", "Index", "Level", "Named", "Place"]

RESUME_GROUP = 256
"""Documents whose words are added to the lexical half together."""


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
        if folder.is_file():
            raise IndexFolderError(
                f"{folder} is a file, and an index is a folder. Give its folder with --index."
            )
        is_new_replica = bool(library_url) and not (folder / "lexical").is_dir()
        self._lock = None if read_only and not is_new_replica else WriterLock.of(folder)
        self.read_only = self._lock is None
        if self.read_only and not library_url and not (folder / "library.db").is_file():
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
        self._facts: dict[str, Any] = {}
        self._background = BackgroundEmbedding(self.library, self._dense, self.embedder)
        if not self.read_only:
            self._resume()
            self._background.start()

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
        for some in groups(live, RESUME_GROUP):
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
        for some in groups(numbers, RESUME_GROUP):
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
        if not self._background.settle(progress):
            raise _closed(self.folder)

    def require_writable(self) -> None:
        """Raise IndexLocked, with what to do, where this process cannot write."""
        if self.read_only:
            raise locked_by(self.folder)

    def _require_writer(self) -> None:
        self.require_writable()
        if self._background.is_stopping:
            raise _closed(self.folder)
        self._background.raise_fault()

    def _tell(self) -> None:
        """Forget what the library said before, and let its new vectors be made."""
        self._facts = {}
        self._background.wake()

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
        return self._background.is_idle

    def waiting_count(self) -> int:
        """Return the number of passages that still wait for their vectors."""
        return 0 if self.is_idle and not self.read_only else self.library.counts()[2]

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
        return Status(*self.library.counts(), progress=self._background.progress)

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
        if not self._background.stop():
            return
        with self._writing:
            self._lexical.close()
        self._dense.close(is_sound=self._background.is_sound)
        self.library.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None


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
