"""The shelf: documents listed, read, added and removed, in HTML; it knows no Gradio."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rag.errors import DocumentNotFound, SourceError
from rag.pressroom import Pressroom
from rag.records import Span
from rag.sources import is_url
from ui import library, uploads
from ui.batch import Source
from ui.catalogue import Catalogue
from ui.markup import element
from ui.pager import page_of
from ui.places import NEWEST_FIRST, Listing
from ui.status import reason_of


class Shelf:
    """The documents of a Pressroom. Its methods never raise for a reader's mistake."""

    def __init__(self, room: Pressroom, catalogue: Catalogue) -> None:
        self._room = room
        self._catalogue = catalogue
        self._uploads = Path(room.settings.index) / uploads.FOLDER

    def documents(self, listing: Listing = NEWEST_FIRST) -> str:
        """Return a page of the list of documents."""
        try:
            found = self._catalogue.found(
                listing.words, listing.column, descending=listing.descending
            )
            if not found:
                return library.nothing_html(listing.words)
            shown, page, pages = page_of(found, listing.page, library.PAGE_SIZE)
            voices = self._room.voices([entry.document.id for entry in shown])
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")
        return library.documents_html(
            shown,
            voices,
            replace(listing, page=page),
            pages=pages,
            count=len(found),
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
        return library.lines_html([library.removed_html(name, document_id)])

    # Adding

    def files(self, files: Sequence[str]) -> list[Source]:
        """Return uploaded files, to be ingested one by one."""
        return [Source(Path(file).name, partial(self._take_file, file)) for file in files]

    def address(self, address: str) -> list[Source]:
        """Return what stands at a web address, to be ingested."""
        address = address.strip()
        if not is_url(address):
            reason = "This is no web address. It begins with http:// or https://."
            return _refused(address or "No address", reason)
        return [Source(address, partial(self._ingest, address, address))]

    def text(self, title: str, text: str) -> list[Source]:
        """Return words that were pasted, to be ingested as a file named after their title."""
        title = " ".join(title.split())
        if not title or not text.strip():
            return _refused(title or "No title", "A title and a text are needed.")
        return [Source(title, partial(self._take_text, title, text))]

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


def _refused(name: str, reason: str) -> list[Source]:
    line = library.failure_html(name, reason)
    return [Source(name, lambda: line, line)]
