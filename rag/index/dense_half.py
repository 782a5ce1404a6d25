"""The dense half of an index: Chroma, derived from the library, and the same vectors in memory.

Chroma's folder is opened only under a whole seal, and is otherwise made anew in a fresh folder.
Memory answers until Chroma is there, where there is none, and what Chroma answers slowly.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import IndexFolderError
from rag.index.dense import ChromaIndex, Vector
from rag.index.entries import Entry, Filter
from rag.index.exact import ExactIndex
from rag.index.library import Library
from rag.index.sealing import is_whole, seal

DERIVE_GROUP = 256
"""Documents whose vectors are put into Chroma together."""

MOST_COMPARED = 250_000
"""Passages up to which a question under a filter is compared with every vector in memory, which
holds 1.5 KB of each; in a larger library Chroma is asked."""


class DenseHalf:
    """Passages by the meaning of their words. Its methods may be called from several threads."""

    def __init__(
        self, folder: Path, library: Library, *, dimension: int, chroma_url: str | None = None
    ) -> None:
        self._folder = folder
        self._library = library
        self._name = f"pressroom-{dimension}"
        self._chroma_url = chroma_url
        self._chroma: ChromaIndex | None = None
        self._exact: ExactIndex | None = None
        self._exact_lock = threading.Lock()

    def open_for_writing(self, is_stopping: Callable[[], bool]) -> None:
        """Open Chroma, made anew from the library where it is not whole, which takes its time."""
        if self._chroma_url:
            self._chroma = self._on_server(self._chroma_url, is_stopping)
            return
        name = self._library.meta("dense")
        kept = self._library.meta("seal")
        if name and is_whole(self._folder / name, kept):
            self._library.set_meta("seal", None)
            self._chroma = ChromaIndex(folder=self._folder / name, name=self._name)
        else:
            self._chroma = self._derived_anew(is_stopping)

    def add(self, entries: Sequence[Entry], vectors: Sequence[Vector]) -> None:
        """Add passages with their vectors, which the library keeps already."""
        assert self._chroma is not None
        self._chroma.add(entries, vectors)
        with self._exact_lock:
            if self._exact is not None:
                self._exact.add(entries, vectors)

    def remove(self, keys: Sequence[int]) -> None:
        """Remove passages, before the library forgets them."""
        assert self._chroma is not None
        self._chroma.remove(keys)
        with self._exact_lock:
            if self._exact is not None:
                self._exact.remove(keys)

    def search(
        self, vector: Vector, *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first.

        Questions under a filter are compared with every vector, up to a size. So are all where
        Chroma is not there, as in a process that only reads, or while its server is gone.
        """
        if self._chroma is not None and (where is None or self._is_large(self._chroma)):
            with contextlib.suppress(IndexFolderError):
                return self._chroma.search(vector, limit=limit, where=where)
        return self._in_memory().search(vector, limit=limit, where=where)

    def count(self) -> int:
        """Return the number of passages."""
        return self._chroma.count() if self._chroma else self._library.vectors.count()

    def close(self, *, is_sound: bool) -> None:
        """Write everything out, and seal it if nothing went wrong."""
        if self._chroma is None:
            return
        self._chroma.close()
        name = self._library.meta("dense")
        if name and is_sound and not self._chroma_url:
            with contextlib.suppress(IndexFolderError):  # without it, as on a full disk,
                # the next opening makes the dense index anew
                self._library.set_meta("seal", seal(self._folder / name))

    def _is_large(self, chroma: ChromaIndex) -> bool:
        with self._exact_lock:
            if self._exact is not None:  # Chroma takes milliseconds to count
                return self._exact.count() > MOST_COMPARED
        with contextlib.suppress(IndexFolderError):
            return chroma.count() > MOST_COMPARED
        return False

    def _in_memory(self) -> ExactIndex:
        with self._exact_lock:
            if self._exact is None:
                self._exact = ExactIndex(self._library)
            return self._exact

    def _on_server(self, url: str, is_stopping: Callable[[], bool]) -> ChromaIndex:
        # A server may hold the collections of other libraries as well.
        server = ChromaIndex(url=url, name=f"{self._name}-{self._library.identity()}")
        if server.count() != self._library.vectors.count():
            server.clear()
            self._derive(server, is_stopping)
        return server

    def _derived_anew(self, is_stopping: Callable[[], bool]) -> ChromaIndex:
        """Make Chroma's folder from the library's vectors, then switch to it."""
        self._library.set_meta("seal", None)
        last = max((_number(path) for path in self._folder.glob("dense-*")), default=0)
        fresh = self._folder / f"dense-{last + 1}"
        chroma = ChromaIndex(folder=fresh, name=self._name)
        self._derive(chroma, is_stopping)
        self._library.set_meta("dense", fresh.name)
        for path in self._folder.glob("dense-*"):
            if path != fresh:
                shutil.rmtree(path, ignore_errors=True)
        return chroma

    def _derive(self, chroma: ChromaIndex, is_stopping: Callable[[], bool]) -> None:
        live = [*self._library.numbers("ready"), *self._library.numbers("searchable")]
        for i in range(0, len(live), DERIVE_GROUP):
            if is_stopping():
                return
            entries = list(self._library.entries(live[i : i + DERIVE_GROUP]))
            found = self._library.vectors.of([entry.key for entry in entries])
            known = [entry for entry in entries if entry.key in found]
            chroma.add(known, [found[entry.key] for entry in known])


def _number(path: Path) -> int:
    suffix = path.name.removeprefix("dense-")
    return int(suffix) if suffix.isdigit() else 0
