"""The catalogue: what the page knows of all documents, read anew only when the library changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.pressroom import Pressroom
from rag.records import Document
from rag.records.dates import long_date
from ui.markup import shown_source


@dataclass(frozen=True)
class Entry:
    """A document as it is listed. ``described`` is what a search in the list looks at."""

    document: Document
    passage_count: int
    state: str
    described: str

    @property
    def title(self) -> str:
        """The title, or the name of the source."""
        return self.document.title or shown_source(self.document.source)


KEYS: Mapping[str, Callable[[Entry], tuple[bool, object]]] = {
    "title": lambda e: (False, e.title.casefold()),
    "date": lambda e: (e.document.date is None, e.document.date or ""),
    "place": lambda e: (e.document.place is None, (e.document.place or "").casefold()),
    "outlet": lambda e: (e.document.publisher is None, (e.document.publisher or "").casefold()),
    "passages": lambda e: (False, e.passage_count),
    "state": lambda e: (False, e.state),
}
"""What the list can be sorted by; documents without a value come last, whichever the order."""


class Catalogue:
    """All documents of a Pressroom, without their text. Tells a change by their ids and states."""

    def __init__(self, room: Pressroom) -> None:
        self._room = room
        self._reading = threading.Lock()
        self._states: Mapping[str, str] = {}
        self._entries: Sequence[Entry] = ()

    def entries(self) -> Sequence[Entry]:
        """Return every document, oldest event first."""
        with self._reading:
            states = self._room.states()
            if states != self._states:
                self._entries = self._read(states)
                self._states = states
            return self._entries

    def _read(self, states: Mapping[str, str]) -> Sequence[Entry]:
        counts = self._room.passage_counts()
        return [
            Entry(document, counts.get(document.id, 0), states[document.id], _described(document))
            for document in self._room.documents()
            if document.id in states
        ]

    def edition(self) -> int:
        """Return a number that is another one once a document, or its state, is another."""
        return hash(frozenset(self._room.states().items()))

    def is_arriving(self) -> bool:
        """Return whether a document is listed as one that is not ready."""
        return any(state != "ready" for state in self._room.states().values())

    def documents(self) -> list[Document]:
        """Return every document, oldest event first."""
        return [entry.document for entry in self.entries()]

    def found(self, words: str, column: str, *, descending: bool) -> list[Entry]:
        """Return the documents that have every word in what is listed of them, sorted."""
        wanted = words.casefold().split()
        found = [e for e in self.entries() if all(word in e.described for word in wanted)]
        key = KEYS.get(column, KEYS["date"])
        found.sort(key=lambda entry: entry.title.casefold())
        found.sort(key=lambda entry: key(entry)[1], reverse=descending)  # type: ignore[arg-type,return-value]
        found.sort(key=lambda entry: key(entry)[0])
        return found


def _described(document: Document) -> str:
    parts = (
        document.title,
        document.date,
        long_date(document.date),
        document.place,
        document.event,
        document.publisher,
        document.language,
        document.source,
        *document.labels,
    )
    return " ".join(part for part in parts if part).casefold()
