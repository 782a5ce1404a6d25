"""The dense index: passages by the meaning of their words, as unit vectors under cosine.

Chroma keeps them, embedded in this process or on a server. It holds vectors and whole numbers
only: storing texts there halves its speed, and its files can break when a process is killed, so all
it knows can be derived from the library. `rag.index.exact` answers the same questions from memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexFolderError, cause
from rag.index.entries import Entry, Filter

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Vector = NDArray[np.float32]

BATCH = 2000
"""Vectors in one call to Chroma, which takes at most 5 461."""

SEARCH_WIDTH = 200
"""Chroma's ef_search: how many neighbours HNSW keeps in view; at least the hits asked for."""


START_SERVER = "Start the Chroma server, or correct PRESSROOM_CHROMA_URL."


class ChromaIndex:
    """Vectors in Chroma: in a folder that this process alone uses, or on a server by URL."""

    def __init__(self, *, folder: Path | None = None, url: str | None = None, name: str) -> None:
        """Open the Chroma collection *name*, made on first use. Raises IndexFolderError."""
        self._place = _named(url) if url else f"The dense index {folder}"
        remedy = START_SERVER if url else "`python -m rag doctor --repair` makes it anew."
        try:
            self._client = _server(url) if url else _embedded(folder)
            self._collection: Collection = self._client.get_or_create_collection(
                name,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
                embedding_function=None,
            )
        except Exception as exc:  # Chroma raises errors of many libraries, and bare ones
            raise IndexFolderError(
                f"{self._place} cannot be opened: {cause(exc)}. {remedy}"
            ) from exc

    def add(self, entries: Sequence[Entry], vectors: Sequence[Vector]) -> None:
        """Add passages with their vectors; one that is here already is replaced."""
        with self._writing():
            for i in range(0, len(entries), BATCH):
                some = entries[i : i + BATCH]
                self._collection.upsert(
                    ids=[str(entry.key) for entry in some],
                    embeddings=np.stack(vectors[i : i + BATCH]),
                    metadatas=[_metadata(entry) for entry in some],
                )

    def remove(self, keys: Sequence[int]) -> None:
        """Remove passages."""
        with self._writing():
            for i in range(0, len(keys), BATCH):
                self._collection.delete(ids=[str(key) for key in keys[i : i + BATCH]])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn what Chroma raises while it writes into our error."""
        try:
            yield
        except Exception as exc:  # a full disk is an InternalError, a lost server something else
            raise IndexFolderError(
                f"{self._place} cannot be written: {cause(exc)}. Nothing that was "
                "ingested is lost; free some space or check the server, then run it again."
            ) from exc

    def search(
        self, vector: Vector, *, limit: int, where: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Return (key, cosine similarity) of the nearest passages, nearest first.

        Raises IndexFolderError where Chroma cannot be read, such as a server that is gone.
        """
        if limit < 1 or (where is not None and where.excludes_all):
            return []
        try:
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=limit,
                where=_condition(where),
                include=["distances"],
            )
        except Exception as exc:  # as above
            raise IndexFolderError(f"{self._place} cannot be read: {cause(exc)}.") from exc
        distances = found["distances"] or [[]]
        return [
            (int(key), 1.0 - distance)
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def count(self) -> int:
        """Return the number of vectors. Raises IndexFolderError as `search` does."""
        try:
            return self._collection.count()
        except Exception as exc:  # as above
            raise IndexFolderError(f"{self._place} cannot be read: {cause(exc)}.") from exc

    def clear(self) -> None:
        """Remove everything, as on a server whose folder is not ours."""
        while keys := self._collection.get(limit=BATCH, include=[])["ids"]:
            self._collection.delete(ids=keys)

    def close(self) -> None:
        """Write everything out and release the folder."""
        self._client.close()


def _embedded(folder: Path | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    # Without _env_file=None Chroma reads a .env of the working folder as its own settings.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _named(url: str) -> str:
    """Return a server as it may be shown: without the user and password of its URL."""
    parts = urlsplit(url)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return f"The Chroma server {shown.geturl()}"


def _server(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 8000),
        ssl=parts.scheme == "https",
        settings=settings,
    )


def _metadata(entry: Entry) -> dict[str, Any]:
    known: dict[str, Any] = {"document": entry.document}
    if entry.date is not None:
        known["date"] = entry.date
    if entry.speakers:  # Chroma refuses empty lists
        known["speakers"] = list(entry.speakers)
    return known


def _condition(where: Filter | None) -> Any:
    """Return a filter in Chroma's words: None for none, and ``$and`` only around two or more."""
    if where is None:
        return None
    parts: list[dict[str, Any]] = []
    if where.documents is not None:
        parts.append({"document": {"$in": list(where.documents)}})
    if where.speakers is not None:
        parts.append(_any([{"speakers": {"$contains": number}} for number in where.speakers]))
    if where.since is not None:
        parts.append({"date": {"$gte": where.since}})
    if where.until is not None:
        parts.append({"date": {"$lte": where.until}})
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"$and": parts}


def _any(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"$or": parts}
