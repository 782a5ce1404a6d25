"""The tab where documents are listed, read, added and removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.sources import FORMATS
from ui.desk import Desk
from ui.tabs.parts import QUIETLY, clicks, html

UPLOADS_AT_ONCE = 2

ON_DOCUMENTS = clicks("read", "remove", "turn") + "window.pressroom.libraryShown();"
ON_DOCUMENT = (
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
    outcome: gr.HTML
    page: gr.State


def library_tab(desk: Desk, tab: gr.Tab) -> LibraryTab:
    """Lay out the tab."""
    with gr.Row(elem_id="library"):
        with gr.Column(scale=3, min_width=320):
            with gr.Column(elem_id="listing") as listing:
                words = gr.Textbox(
                    label="Find a document", placeholder="Title, publisher, place, date …"
                )
                table = html("", js=ON_DOCUMENTS, elem_id="documents")
            with gr.Column(visible=False, elem_id="reading") as reading:
                back = gr.Button("Back to the list", size="sm", elem_id="back")
                reader = html("", js=ON_DOCUMENT, elem_id="reader")
        with gr.Column(scale=1, min_width=280, elem_id="adding"):
            can_add = not desk.room.read_only
            limit = f"{desk.room.settings.max_upload_mb:g}"
            kinds = ", ".join(ending for ending in FORMATS)
            html(
                '<h2>Add documents</h2><p class="hint">'
                f"Press reports and transcripts: {kinds}; up to {limit} MB each.</p>"
            )
            files = gr.File(
                label="Files", file_count="multiple", elem_id="files", height=150, visible=can_add
            )
            address = gr.Textbox(
                label="Web address", placeholder="https://", elem_id="address", visible=can_add
            )
            fetch = gr.Button("Add from the web", size="sm", elem_id="fetch", visible=can_add)
            outcome = html("", elem_id="outcome")
    page = gr.State(0)
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
        outcome,
        page,
    )


def wire_library(desk: Desk, ui: LibraryTab) -> None:
    """Let documents be found, removed and added."""
    ui.words.change(
        lambda words: (desk.documents(words), 0),
        inputs=[ui.words],
        outputs=[ui.table, ui.page],
        trigger_mode="always_last",
        **QUIETLY,
    )
    ui.tab.select(desk.documents, inputs=[ui.words, ui.page], outputs=[ui.table], **QUIETLY)

    def turn(words: str, event: gr.EventData) -> tuple[str, int]:
        return desk.documents(words, int(event.page)), int(event.page)

    ui.table.turn(turn, inputs=[ui.words], outputs=[ui.table, ui.page], **QUIETLY)

    def remove(words: str, page: int, event: gr.EventData) -> tuple[str, str]:
        told = desk.remove(str(event.id))
        return told, desk.documents(words, page)

    ui.table.remove(remove, inputs=[ui.words, ui.page], outputs=[ui.outcome, ui.table], **QUIETLY)

    def take_files(files: list[str] | None, words: str, page: int) -> Iterator[tuple[Any, ...]]:
        for told in desk.take_files(files or []):
            yield told, gr.skip(), gr.skip()
        yield gr.skip(), None, desk.documents(words, page)

    def take_address(address: str, words: str, page: int) -> Iterator[tuple[Any, ...]]:
        for told in desk.take_address(address):
            yield told, gr.skip(), gr.skip()
        yield gr.skip(), "", desk.documents(words, page)

    slowly: dict[str, Any] = {
        "show_progress": "hidden",
        "concurrency_limit": UPLOADS_AT_ONCE,
        "concurrency_id": "uploads",
        "api_visibility": "private",
    }
    ui.files.upload(
        take_files,
        inputs=[ui.files, ui.words, ui.page],
        outputs=[ui.outcome, ui.files, ui.table],
        **slowly,
    )
    gr.on(
        [ui.fetch.click, ui.address.submit],
        take_address,
        inputs=[ui.address, ui.words, ui.page],
        outputs=[ui.outcome, ui.address, ui.table],
        **slowly,
    )
