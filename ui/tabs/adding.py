"""The column where documents are added: files, web addresses, pasted texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.sources import FORMATS
from ui.batch import Batch
from ui.desk import Desk
from ui.library import has_failure
from ui.shelf import Listing, Shelf
from ui.tabs.parts import QUEUED, QUIETLY, html

UPLOADS_AT_ONCE = 2


@dataclass(frozen=True)
class AddingColumn:
    """The parts of the column where documents are added."""

    files: gr.File
    address: gr.Textbox
    fetch: gr.Button
    title: gr.Textbox
    text: gr.Textbox
    paste: gr.Button
    cancel: gr.Button
    outcome: gr.HTML
    batch: gr.State


def adding_column(desk: Desk) -> AddingColumn:
    """Lay out the column."""
    with gr.Column(scale=1, min_width=280, elem_id="adding", visible=not desk.room.read_only):
        html(_adding_html(desk))
        files = gr.File(label="Files", file_count="multiple", elem_id="files", height=150)
        address = gr.Textbox(label="Web address", placeholder="https://", elem_id="address")
        fetch = gr.Button("Add from the web", size="sm", elem_id="fetch")
        cancel = gr.Button("Cancel the rest", size="sm", elem_id="cancel")
        outcome = html(elem_id="outcome")
        with gr.Accordion("Paste a text", open=False, elem_id="pasting"):
            title = gr.Textbox(label="Title of the text")
            text = gr.Textbox(label="Text", lines=6, max_lines=16)
            paste = gr.Button("Add the text", size="sm", elem_id="paste")
    batch = gr.State(None)
    return AddingColumn(files, address, fetch, title, text, paste, cancel, outcome, batch)


def _adding_html(desk: Desk) -> str:
    limit = f"{desk.room.settings.max_upload_mb:g}"
    return (
        '<h2>Add documents</h2><p class="hint">'
        f"Press reports and transcripts: {', '.join(FORMATS)}; up to {limit} MB each.</p>"
    )


def wire_adding(shelf: Shelf, ui: AddingColumn, table: gr.HTML, listed: list[Any]) -> None:
    """Let files, addresses and texts be added, and the rest of them be cancelled.

    *listed* are the parts that tell how the table of documents is shown.
    """
    adding = _Adding(shelf)
    slowly: dict[str, Any] = {
        "outputs": [ui.outcome, table, ui.batch, ui.files, ui.address, ui.title, ui.text],
        "concurrency_limit": UPLOADS_AT_ONCE,
        "concurrency_id": "uploads",
        **QUEUED,
    }
    ui.files.upload(adding.files, inputs=[ui.files, *listed], **slowly)
    given = [ui.fetch.click, ui.address.submit]
    gr.on(given, adding.address, inputs=[ui.address, *listed], **slowly)
    ui.paste.click(adding.text, inputs=[ui.title, ui.text, *listed], **slowly)
    ui.cancel.click(adding.cancel, inputs=[ui.batch], outputs=[ui.outcome], **QUIETLY)


class _Adding:
    """What the column's listeners do: lines as sources are read, then the table with them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def files(
        self, files: list[str] | None, words: str, listing: Listing
    ) -> Iterator[tuple[Any, ...]]:
        batch = self._shelf.batch_of_files(files or [])
        yield from self._told(batch, words, listing)
        yield *_unchanged(3), None, *_unchanged(3)

    def address(self, address: str, words: str, listing: Listing) -> Iterator[tuple[Any, ...]]:
        batch = self._shelf.batch_of_address(address)
        yield from self._told(batch, words, listing, (gr.skip(), "", *_unchanged(2)))

    def text(
        self, title: str, text: str, words: str, listing: Listing
    ) -> Iterator[tuple[Any, ...]]:
        batch = self._shelf.batch_of_text(title, text)
        yield from self._told(batch, words, listing, (*_unchanged(2), "", ""))

    def cancel(self, batch: Batch | None) -> Any:
        return batch.cancel() if batch else gr.skip()

    def _told(
        self, batch: Batch, words: str, listing: Listing, emptied: tuple[Any, ...] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the lines of a batch; at the end, what was given is emptied unless refused."""
        kept = _unchanged(4)
        lines = ""
        for lines in batch.run():
            yield lines, gr.skip(), batch, *kept
        left = kept if emptied is None or has_failure(lines) else emptied
        yield gr.skip(), self._shelf.documents(words, listing), None, *left


def _unchanged(count: int) -> tuple[Any, ...]:
    return (gr.skip(),) * count
