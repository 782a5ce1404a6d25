"""The tab where the statements of a speaker, or about a topic, stand in time order."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.desk import Desk
from ui.places import Place
from ui.tabs.parts import QUIETLY, view

ON_SHOW = "(...chosen) => window.pressroom.statementsOf(...chosen)"


@dataclass(frozen=True)
class StatementsTab:
    """The parts of the tab where statements are listed."""

    speaker: gr.Dropdown
    topic: gr.Textbox
    since: gr.Textbox
    until: gr.Textbox
    show: gr.Button

    def fields(self) -> list[gr.components.Component]:
        """Return what statements are chosen by: speaker, topic, since, until."""
        return [self.speaker, self.topic, self.since, self.until]


def statements_tab(desk: Desk) -> StatementsTab:
    """Lay out the tab."""

    def statements(query: str) -> str:
        place = Place.of_query(str(query))
        return desk.statements(place.filters, place.topic, place.page)

    with gr.Column(elem_id="statements"):
        with gr.Row(elem_id="whose"):
            speaker = gr.Dropdown(
                desk.speaker_names(),
                value=None,
                label="Whose words",
                allow_custom_value=True,
                min_width=200,
                scale=3,
            )
            topic = gr.Textbox(label="Topic", placeholder="Words they hold", min_width=160, scale=3)
            since = gr.Textbox(label="From", placeholder="2024-05", min_width=100, scale=1)
            until = gr.Textbox(label="Until", placeholder="2024", min_width=100, scale=1)
            show = gr.Button("Show", variant="primary", elem_id="show", min_width=88, scale=0)
        view(statements, elem_id="said")
    return StatementsTab(speaker, topic, since, until, show)


def wire_statements(ui: StatementsTab) -> None:
    """Lead to the statements that are asked for."""
    asked = [ui.show.click, ui.topic.submit, ui.since.submit, ui.until.submit, ui.speaker.input]
    gr.on(asked, None, inputs=ui.fields(), js=ON_SHOW, **QUIETLY)
