"""The tab where documents are listed, read, added and removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.sources import FORMATS
from ui.desk import Desk
from ui.library import cancelled_html, has_failure
from ui.shelf import Listing, Shelf
from ui.tabs.parts import QUEUED, QUIETLY, clicks, html

UPLOADS_AT_ONCE = 2

ON_DOCUMENTS = clicks("read", "remove", "turn", "sort") + "window.pressroom.libraryShown();"
ON_DOCUMENT = clicks("limit") + (
    "const seek = () => setTimeout(() => window.pressroom.documentOpened(element), 100);"
    "watch('value', seek); seek();"
)


@dataclass(frozen=True)
class LibraryTab:
    """The parts of the tab where documents are listed, read, added and removed."""

    tab: gr.Tab
    words: gr.Textbox
    listing: gr.Column
    table: gr.HTML
    reading: gr.Column
    back: gr.Button
    reader: gr.HTML
    files: gr.File
    address: gr.Textbox
    fetch: gr.Button
    title: gr.Textbox
    text: gr.Textbox
    paste: gr.Button
    cancel: gr.Button
    outcome: gr.HTML
    listed: gr.State


def library_tab(desk: Desk, tab: gr.Tab) -> LibraryTab:
    """Lay out the tab."""
    with gr.Row(elem_id="library"):
        with gr.Column(scale=3, min_width=320):
            with gr.Column(elem_id="listing") as listing:
                html('<p><a href="#adding">Add documents</a></p>', elem_id="to-adding")
                words = gr.Textbox(
                    label="Find a document", placeholder="Title, publisher, place, date …"
                )
                table = html("", js=ON_DOCUMENTS, elem_id="documents")
            with gr.Column(visible=False, elem_id="reading") as reading:
                back = gr.Button("Back to the list", size="sm", elem_id="back")
                reader = html("", js=ON_DOCUMENT, elem_id="reader")
        with gr.Column(scale=1, min_width=280, elem_id="adding", visible=not desk.room.read_only):
            html(_adding_html(desk))
            files = gr.File(label="Files", file_count="multiple", elem_id="files", height=150)
            address = gr.Textbox(label="Web address", placeholder="https://", elem_id="address")
            fetch = gr.Button("Add from the web", size="sm", elem_id="fetch")
            cancel = gr.Button("Cancel", size="sm", elem_id="cancel")
            outcome = html(elem_id="outcome")
            with gr.Accordion("Paste a text", open=False, elem_id="pasting"):
                title = gr.Textbox(label="Title of the text")
                text = gr.Textbox(label="Text", lines=6, max_lines=16)
                paste = gr.Button("Add the text", size="sm", elem_id="paste")
    listed = gr.State(Listing())
    return LibraryTab(
        tab,
        words,
        listing,
        table,
        reading,
        back,
        reader,
        files,
        address,
        fetch,
        title,
        text,
        paste,
        cancel,
        outcome,
        listed,
    )


def _adding_html(desk: Desk) -> str:
    limit = f"{desk.room.settings.max_upload_mb:g}"
    return (
        '<h2>Add documents</h2><p class="hint">'
        f"Press reports and transcripts: {', '.join(FORMATS)}; up to {limit} MB each.</p>"
    )


def wire_library(desk: Desk, ui: LibraryTab) -> None:
    """Let documents be found, sorted, removed and added."""
    _wire_list(desk.shelf, ui)
    _wire_adding(desk.shelf, ui)


def _wire_list(shelf: Shelf, ui: LibraryTab) -> None:
    def find(words: str, listing: Listing) -> tuple[str, Listing]:
        first = replace(listing, page=0)
        return shelf.documents(words, first), first

    def turn(words: str, listing: Listing, event: gr.EventData) -> tuple[str, Listing]:
        turned = replace(listing, page=int(event.page))
        return shelf.documents(words, turned), turned

    def sort(words: str, listing: Listing, event: gr.EventData) -> tuple[str, Listing]:
        again = listing.sorted_by(str(event.column))
        return shelf.documents(words, again), again

    def remove(words: str, listing: Listing, event: gr.EventData) -> tuple[str, str]:
        told = shelf.remove(str(event.id))
        return told, shelf.documents(words, listing)

    inputs = [ui.words, ui.listed]
    listing: dict[str, Any] = {"inputs": inputs, "outputs": [ui.table, ui.listed], **QUIETLY}
    ui.words.change(find, trigger_mode="always_last", **listing)
    ui.tab.select(shelf.documents, inputs=inputs, outputs=[ui.table], **QUIETLY)
    ui.table.turn(turn, **listing)
    ui.table.sort(sort, **listing)
    ui.table.remove(remove, inputs=inputs, outputs=[ui.outcome, ui.table], **QUIETLY)


def _wire_adding(shelf: Shelf, ui: LibraryTab) -> None:
    """Let files, addresses and texts be added, a line for each; Cancel leaves out the rest."""
    fields = [ui.files, ui.address, ui.title, ui.text]
    kept = (gr.skip(),) * len(fields)

    def told(
        lines: Iterator[str], words: str, listing: Listing, emptied: tuple[Any, ...]
    ) -> Iterator[tuple[Any, ...]]:
        line = ""
        for line in lines:
            yield line, gr.skip(), *kept
        left = kept if has_failure(line) else emptied  # what was refused can be corrected
        yield gr.skip(), shelf.documents(words, listing), *left

    def take_files(
        files: list[str] | None, words: str, listing: Listing
    ) -> Iterator[tuple[Any, ...]]:
        yield from told(shelf.take_files(files or []), words, listing, kept)
        yield gr.skip(), gr.skip(), None, *kept[1:]

    def take_address(address: str, words: str, listing: Listing) -> Iterator[tuple[Any, ...]]:
        emptied = (gr.skip(), "", gr.skip(), gr.skip())
        yield from told(shelf.take_address(address), words, listing, emptied)

    def take_text(title: str, text: str, words: str, listing: Listing) -> Iterator[tuple[Any, ...]]:
        emptied = (gr.skip(), gr.skip(), "", "")
        yield from told(shelf.take_text(title, text), words, listing, emptied)

    state = [ui.words, ui.listed]
    slowly: dict[str, Any] = {
        "outputs": [ui.outcome, ui.table, *fields],
        "concurrency_limit": UPLOADS_AT_ONCE,
        "concurrency_id": "uploads",
        **QUEUED,
    }
    under_way = [
        ui.files.upload(take_files, inputs=[ui.files, *state], **slowly),
        gr.on(
            [ui.fetch.click, ui.address.submit], take_address, inputs=[ui.address, *state], **slowly
        ),
        ui.paste.click(take_text, inputs=[ui.title, ui.text, *state], **slowly),
    ]
    ui.cancel.click(None, cancels=under_way, **QUIETLY).then(
        lambda words, listing: (cancelled_html(), None, shelf.documents(words, listing)),
        inputs=state,
        outputs=[ui.outcome, ui.files, ui.table],
        **QUIETLY,
    )
