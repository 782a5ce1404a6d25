"""The tab where documents are listed, read, added and removed."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.desk import Desk
from ui.places import Place
from ui.tabs.adding import AddingColumn, adding_column, wire_adding
from ui.tabs.parts import QUIETLY, clicks, html, view


@dataclass(frozen=True)
class LibraryTab:
    """The parts of the tab where documents are listed, read, added and removed."""

    words: gr.Textbox
    table: gr.HTML
    reader: gr.HTML
    adding: AddingColumn


def library_tab(desk: Desk) -> LibraryTab:
    """Lay out the tab. The list or a document is shown, by page.css, as the address names it."""

    def documents(query: str) -> str:
        return desk.shelf.documents(Place.of_query(str(query)).listing)

    def document(query: str) -> str:
        place = Place.of_query(str(query))
        return desk.shelf.read(place.filters.document or "", place.start, place.end)

    with gr.Row(elem_id="library"):
        with gr.Column(scale=3, min_width=320):
            with gr.Column(elem_id="listing"):
                html('<p><a href="#adding">Add documents</a></p>', elem_id="to-adding")
                words = gr.Textbox(
                    label="Find a document",
                    placeholder="Title, publisher, place, date …",
                    interactive=True,
                    elem_id="find",
                )
                table = view(documents, js=clicks("remove"), elem_id="documents")
            with gr.Column(elem_id="reading"):
                gr.Button("Back to the list", size="sm", elem_id="back")
                reader = view(document, js=clicks("limit"), elem_id="reader")
        adding = adding_column(desk)
    return LibraryTab(words, table, reader, adding)


def wire_library(desk: Desk, ui: LibraryTab) -> None:
    """Let documents be removed and added."""

    def remove(event: gr.EventData) -> str:
        return desk.shelf.remove(str(event.id))

    ui.table.remove(remove, outputs=[ui.adding.outcome], trigger_mode="multiple", **QUIETLY)
    wire_adding(desk.shelf, ui.adding)
