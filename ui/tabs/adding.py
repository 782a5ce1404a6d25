"""The column where documents are added: files, web addresses, pasted texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.sources import FORMATS
from ui.batch import Batch, Source
from ui.desk import Desk
from ui.library import has_failure
from ui.shelf import Shelf
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
    batch = gr.State(Batch())
    return AddingColumn(files, address, fetch, title, text, paste, cancel, outcome, batch)


def _adding_html(desk: Desk) -> str:
    limit = f"{desk.room.settings.max_upload_mb:g}"
    return (
        '<h2>Add documents</h2><p class="hint">'
        f"Press reports and transcripts: {', '.join(FORMATS)}; up to {limit} MB each.</p>"
    )


def wire_adding(shelf: Shelf, ui: AddingColumn) -> None:
    """Let files, addresses and texts be added, and the rest of them be cancelled."""

    def add_files(batch: Batch, files: list[str] | None) -> Iterator[tuple[str, None]]:
        for lines in batch.run(shelf.files(files or [])):
            yield lines, None

    def cancel(batch: Batch) -> None:
        batch.cancel()

    slowly: dict[str, Any] = {
        "concurrency_limit": UPLOADS_AT_ONCE,
        "concurrency_id": "uploads",
        "trigger_mode": "multiple",
        **QUEUED,
    }
    inputs, outputs = [ui.batch, ui.files], [ui.outcome, ui.files]
    ui.files.upload(add_files, inputs=inputs, outputs=outputs, **slowly)
    fetched, pasted = [ui.fetch.click, ui.address.submit], [ui.paste.click]
    for asked, sources_of, boxes in (
        (fetched, shelf.address, [ui.address]),
        (pasted, shelf.text, [ui.title, ui.text]),
    ):
        inputs, outputs = [ui.batch, *boxes], [ui.outcome, *boxes]
        gr.on(asked, _adder(sources_of), inputs=inputs, outputs=outputs, **slowly)
    ui.cancel.click(cancel, inputs=[ui.batch], **QUIETLY)


def _adder(sources_of: Callable[..., list[Source]]) -> Callable[..., Iterator[tuple[Any, ...]]]:
    """Return a listener that adds what boxes hold; what is refused stands in them to be corrected.

    They are emptied before it is read, so that nothing typed meanwhile goes.
    """

    def add(batch: Batch, *boxes: str | None) -> Iterator[tuple[Any, ...]]:
        given = [str(words or "") for words in boxes]  # a program may leave them out
        sources = sources_of(*given)
        kept = (gr.skip(),) * len(given)
        left = kept if sources[0].line else ("",) * len(given)
        for lines in batch.run(sources):
            yield lines, *left
            left = kept
        if has_failure(sources[0].line):
            yield lines, *given

    return add
