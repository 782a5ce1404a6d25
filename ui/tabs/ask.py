"""The tab where questions are asked: the conversation, the composer with its filters, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.conversation import Conversation
from ui.desk import Desk
from ui.filters import Filters
from ui.tabs.parts import clicks, html, view
from ui.writing import Writing

WELCOME_TITLE = '<h2 class="welcome">What do you want to know?</h2>'

PANEL = """
<aside id="evidence" class="evidence" aria-label="Evidence" data-open="false">
  <header><h2>Evidence</h2><span class="evidence-count"></span>
  <button type="button" class="plain close" aria-label="Close the evidence">Close</button></header>
  <div class="evidence-body" tabindex="0" role="region" aria-label="Cited passages">
  <p class="hint">The passages that an answer rests on are shown here, in their place. Choose a
  number such as <span class="marker">[2]</span> in an answer to see the words behind it.</p></div>
</aside>
"""

ON_ANSWER = (
    clicks("take", "judge", "hand_over", "edit", "again", "only")
    + "watch('value', () => window.pressroom.answerChanged(element));"
)

ON_TOLD = "watch('value', () => window.pressroom.toldChanged(element));"
ON_KEPT = "watch('value', () => window.pressroom.conversationChanged(element));"


@dataclass(frozen=True)
class FilterFields:
    """The fields of the filters, in the order of `Filters`."""

    speaker: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    outlet: gr.Dropdown
    event: gr.Dropdown
    document: gr.Dropdown

    def all(self) -> list[gr.components.Component]:
        """Return the fields in order."""
        return [self.speaker, self.since, self.until, self.outlet, self.event, self.document]

    def lists(self) -> list[gr.Dropdown]:
        """Return the fields that offer values to choose from."""
        return [self.speaker, self.outlet, self.event, self.document]


@dataclass(frozen=True)
class AskTab:
    """The parts of the tab where questions are asked."""

    welcome: gr.HTML
    past: gr.HTML
    current: gr.HTML
    chips: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    anew: gr.Button
    filters: FilterFields
    told: gr.HTML
    kept: gr.HTML
    conversation: gr.State
    writing: gr.State


def welcome_html(desk: Desk) -> str:
    """Return what stands where no question was asked yet."""
    return WELCOME_TITLE + desk.examples()


def choice_updates(desk: Desk) -> tuple[Any, ...]:
    """Return what the lists of the filters offer now."""
    choices = desk.choices()
    offered = (choices.speakers, choices.outlets, choices.events, choices.documents)
    return tuple(gr.update(choices=values) for values in offered)


def ask_tab(desk: Desk) -> AskTab:
    """Lay out the tab."""

    def chips(values: list[object] | None) -> str:
        return desk.chips(Filters.of(values or ()))

    conversation = gr.State(Conversation())
    with gr.Row(elem_id="asking"):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            welcome = html(welcome_html(desk), js=clicks("choose"), elem_id="welcome")
            past = html(js=clicks("take", "judge"), elem_id="past")
            current = html(js=ON_ANSWER, elem_id="current")
            with gr.Column(elem_id="composer"):
                told = html(js=ON_TOLD, elem_id="told")
                shown = view(chips, js=clicks("drop"), elem_id="chips")
                with gr.Row(elem_id="question-row"):
                    question = _question_box(desk)
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=88, scale=0)
                    stop = gr.Button("Stop", elem_id="stop", min_width=88, scale=0)
                    anew = gr.Button("New conversation", size="sm", elem_id="anew", min_width=60)
                with gr.Accordion("Filters", open=False, elem_id="filters"):
                    filters = _filter_fields(desk)
        with gr.Column(scale=2, min_width=320, elem_id="beside"):
            html(PANEL, elem_id="panel")
    kept = html(js=ON_KEPT, elem_id="kept")
    return AskTab(
        welcome,
        past,
        current,
        shown,
        question,
        ask,
        stop,
        anew,
        filters,
        told,
        kept,
        conversation,
        gr.State(Writing()),
    )


def _question_box(desk: Desk) -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        placeholder="What did … say about …?",
        lines=1,
        max_lines=4,
        max_length=desk.room.settings.max_question,
        scale=5,
        elem_id="question",
        autofocus=True,
    )


def _filter_fields(desk: Desk) -> FilterFields:
    choices = desk.choices()
    with gr.Row():
        speaker = _list("Speaker", choices.speakers)
        since = gr.Textbox(label="From", placeholder="2024-05", min_width=110)
        until = gr.Textbox(label="Until", placeholder="2024", min_width=110)
    with gr.Row():
        outlet = _list("Outlet", choices.outlets)
        event = _list("Event", choices.events)
        document = _list("Document", choices.documents)
    return FilterFields(speaker, since, until, outlet, event, document)


def _list(label: str, choices: list[Any]) -> gr.Dropdown:
    return gr.Dropdown(choices, value=None, label=label, allow_custom_value=True, min_width=180)
