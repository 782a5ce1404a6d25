"""The shelf: documents listed, read, added and removed, in HTML; it knows no Gradio."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rag.errors import DocumentNotFound, SourceError
from rag.pressroom import Pressroom
from rag.records import Span
from rag.sources import is_url
from ui import library, uploads
from ui.batch import Batch
from ui.catalogue import Catalogue
from ui.markup import element
from ui.pager import page_of
from ui.status import reason_of


@dataclass(frozen=True)
class Listing:
    """How the list of documents is shown: sorted by a column, at a page from 0."""

    column: str = "date"
    descending: bool = True
    page: int = 0

    def sorted_by(self, column: str) -> Listing:
        """Return the list sorted by a column; the other way round where it was already."""
        same = column == self.column
        return Listing(column, not self.descending if same else column in ("date", "passages"))


class Shelf:
    """The documents of a Pressroom. Its methods never raise for a reader's mistake."""

    def __init__(self, room: Pressroom, catalogue: Catalogue) -> None:
        self._room = room
        self._catalogue = catalogue
        self._uploads = Path(room.settings.index) / uploads.FOLDER

    def documents(self, words: str | None = "", listing: Listing | None = None) -> str:
        """Return a page of the documents that have all these words."""
        words = (words or "").strip()
        listing = listing or Listing()
        try:
            found = self._catalogue.found(words, listing.column, descending=listing.descending)
            if not found:
                return library.nothing_html(words)
            shown, page, pages = page_of(found, listing.page, library.PAGE_SIZE)
            voices = self._room.voices([entry.document.id for entry in shown])
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")
        return library.documents_html(
            shown,
            voices,
            library.Order(listing.column, listing.descending, page, pages, len(found)),
            read_only=self._room.read_only,
        )

    def read(self, document_id: str, start: object = None, end: object = None) -> str:
        """Return a document to read, with a span of it marked."""
        try:
            marked = Span(int(str(start)), int(str(end))) if start and end else None
            return library.document_html(self._room.document(document_id), marked)
        except DocumentNotFound:
            return element(
                "p", "This document is not in the library, or no more.", class_="failure"
            )
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")

    def remove(self, document_id: str) -> str:
        """Remove a document; return what became of it."""
        try:
            document = self._room.document(document_id)
            self._room.remove(document_id)
        except Exception as exc:
            return library.lines_html([library.failure_html("Not removed", reason_of(exc))])
        name = document.title or document.source
        return library.lines_html([library.removed_html(name)])

    # Adding

    def batch_of_files(self, files: Sequence[str]) -> Batch:
        """Return uploaded files, to be ingested one by one."""
        return Batch([(Path(file).name, partial(self._take_file, file)) for file in files])

    def batch_of_address(self, address: str) -> Batch:
        """Return what stands at a web address, to be ingested."""
        address = address.strip()
        if not is_url(address):
            reason = "This is no web address. It begins with http:// or https://."
            return _refused(address or "No address", reason)
        return Batch([(address, partial(self._ingest, address, address))])

    def batch_of_text(self, title: str, text: str) -> Batch:
        """Return words that were pasted, to be ingested as a file named after their title."""
        title = " ".join(title.split())
        if not title or not text.strip():
            return _refused(title or "No title", "A title and a text are needed.")
        return Batch([(title, partial(self._take_text, title, text))])

    def _take_text(self, title: str, text: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / uploads.text_name(title)
            file.write_text(f"{title}\n\n{text.strip()}\n", encoding="utf-8", errors="replace")
            return self._take_file(str(file))

    def _take_file(self, path: str) -> str:
        file = Path(path)
        existed = (self._uploads / file.name).exists()
        try:
            kept = uploads.keep(file, self._uploads, self._room.settings)
        except SourceError as exc:
            return library.failure_html(file.name, exc.reason)
        except Exception as exc:
            return library.failure_html(file.name, reason_of(exc))
        line = self._ingest(str(kept), file.name)
        if not existed and str(kept) not in {d.source for d in self._room.documents()}:
            kept.unlink(missing_ok=True)
        return line

    def _ingest(self, source: str, name: str) -> str:
        try:
            report = self._room.ingest(source, wait=False)
        except Exception as exc:
            return library.failure_html(name, reason_of(exc))
        return library.report_html(report, {source: name})


def _refused(name: str, reason: str) -> Batch:
    return Batch([(name, partial(library.failure_html, name, reason))])
