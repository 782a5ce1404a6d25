"""The tab where the statements of a speaker, or about a topic, stand in time order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.desk import Desk
from ui.filters import Filters
from ui.tabs.parts import QUEUED, clicks, html

ON_STATEMENTS = (
    clicks("read", "turn", "speaker")
    + "watch('value', () => window.pressroom.statementsShown(element));"
)


@dataclass(frozen=True)
class StatementsTab:
    """The parts of the tab where statements are listed."""

    tab: gr.Tab
    speaker: gr.Dropdown
    topic: gr.Textbox
    since: gr.Textbox
    until: gr.Textbox
    show: gr.Button
    shown: gr.HTML

    def fields(self) -> list[gr.components.Component]:
        """Return what statements are chosen by: speaker, topic, since, until."""
        return [self.speaker, self.topic, self.since, self.until]


def statements_tab(desk: Desk, tab: gr.Tab) -> StatementsTab:
    """Lay out the tab."""
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
        shown = html(js=ON_STATEMENTS, elem_id="said")
    return StatementsTab(tab, speaker, topic, since, until, show, shown)


def wire_statements(desk: Desk, ui: StatementsTab) -> None:
    """Show the statements that were asked for, and turn their pages."""
    fields = ui.fields()

    def show(speaker: str | None, topic: str, since: str, until: str) -> str:
        return desk.statements(Filters.of((speaker, since, until)), topic)

    def come(speaker: str | None, topic: str, since: str, until: str) -> Any:
        """Show who is on record by now, unless statements are shown already."""
        return gr.skip() if speaker or topic else show(speaker, topic, since, until)

    def turn(speaker: str | None, topic: str, since: str, until: str, event: gr.EventData) -> str:
        return desk.statements(Filters.of((speaker, since, until)), topic, int(event.page))

    def choose(topic: str, since: str, until: str, event: gr.EventData) -> tuple[str, str]:
        name = str(event.name)
        return name, show(name, topic, since, until)

    ui.tab.select(come, inputs=fields, outputs=[ui.shown], **QUEUED)
    gr.on(
        [ui.show.click, ui.topic.submit, ui.since.submit, ui.until.submit, ui.speaker.input],
        show,
        inputs=fields,
        outputs=[ui.shown],
        trigger_mode="always_last",
        **QUEUED,
    )
    ui.shown.turn(turn, inputs=fields, outputs=[ui.shown], **QUEUED)
    ui.shown.speaker(choose, inputs=fields[1:], outputs=[ui.speaker, ui.shown], **QUEUED)
