"""The tab where documents are listed, read, added and removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from ui.desk import Desk
from ui.shelf import Listing, Shelf
from ui.tabs.adding import AddingColumn, adding_column, wire_adding
from ui.tabs.parts import QUIETLY, clicks, html

ON_DOCUMENTS = clicks("read", "remove", "turn", "sort") + "window.pressroom.libraryShown();"
ON_DOCUMENT = clicks("limit") + (
    "const opened = () => window.pressroom.documentOpened(element);"
    "watch('value', opened); opened();"
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
    adding: AddingColumn
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
        adding = adding_column(desk)
    listed = gr.State(Listing())
    return LibraryTab(tab, words, listing, table, reading, back, reader, adding, listed)


def wire_library(desk: Desk, ui: LibraryTab) -> None:
    """Let documents be found, sorted, removed and added."""
    _wire_list(desk.shelf, ui)
    wire_adding(desk.shelf, ui.adding, ui.table, [ui.words, ui.listed])


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
    ui.table.remove(remove, inputs=inputs, outputs=[ui.adding.outcome, ui.table], **QUIETLY)
