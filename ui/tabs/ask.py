"""The tab where questions are asked: the conversation, the composer with its filters, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from ui.answers import waiting_html
from ui.conversation import Asked, Conversation
from ui.desk import Desk
from ui.filters import FIELDS, NO_FILTERS, Filters
from ui.status import reason_of
from ui.tabs.parts import QUEUED, QUIETLY, clicks, html
from ui.take import address_html, told_html

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
    clicks("read", "take", "judge", "hand_over", "edit", "again", "only")
    + "watch('value', () => window.pressroom.answerChanged(element));"
)

ON_TOLD = "watch('value', () => window.pressroom.toldChanged(element));"
ON_KEPT = "watch('value', () => window.pressroom.addressChanged(element));"

TO_THE_QUESTION = "() => window.pressroom.toTheQuestion()"


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
    panel: gr.HTML
    told: gr.HTML
    kept: gr.HTML
    conversation: gr.State


def welcome_html(desk: Desk) -> str:
    """Return what stands where no question was asked yet."""
    return WELCOME_TITLE + desk.examples()


def choice_updates(desk: Desk) -> tuple[Any, ...]:
    """Return what the lists of the filters offer now."""
    choices = desk.choices()
    offered = (choices.speakers, choices.outlets, choices.events, choices.documents)
    return tuple(gr.update(choices=values) for values in offered)


# What stands where


def ask_tab(desk: Desk) -> AskTab:
    """Lay out the tab."""
    conversation = gr.State(Conversation())
    with gr.Row(elem_id="asking"):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            welcome = html(welcome_html(desk), js=clicks("choose"), elem_id="welcome")
            past = html(js=clicks("read", "take", "judge"), elem_id="past")
            current = html(js=ON_ANSWER, elem_id="current")
            with gr.Column(elem_id="composer"):
                told = html(js=ON_TOLD, elem_id="told")
                chips = html(js=clicks("drop"), elem_id="chips")
                with gr.Row(elem_id="question-row"):
                    question = _question_box(desk)
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=88, scale=0)
                    stop = gr.Button("Stop", elem_id="stop", min_width=88, scale=0)
                    anew = gr.Button("New conversation", size="sm", elem_id="anew", min_width=60)
                with gr.Accordion("Filters", open=False, elem_id="filters"):
                    filters = _filter_fields(desk)
        with gr.Column(scale=2, min_width=320, elem_id="beside"):
            panel = html(PANEL, js=clicks("read"), elem_id="panel")
    kept = html(js=ON_KEPT, elem_id="kept")
    return AskTab(
        welcome,
        past,
        current,
        chips,
        question,
        ask,
        stop,
        anew,
        filters,
        panel,
        told,
        kept,
        conversation,
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


# Which part tells which


def wire_asking(page: gr.Blocks, desk: Desk, ui: AskTab) -> None:
    """Let questions be asked, stopped, asked again, edited, and filtered.

    Ask, Stop and the examples are shown by page.css after the state of the turn: Gradio, told to
    hide and to show a button within the same moment, may leave it hidden.
    """
    _wire_filters(desk, ui)
    _wire_taking(desk, ui)
    shown = [ui.past, ui.current, ui.question]
    outputs = [*shown, ui.conversation, ui.kept]

    def write(asked: Asked, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        skip, skipped = gr.skip(), (gr.skip(),) * len(shown)
        began = (conversation.html(), waiting_html(asked), "")
        yield *began, conversation.waiting_for(asked), skip
        after = None
        for turn, after in desk.answer(asked, conversation):
            yield skip, turn, skip, after or skip, skip
        if after:
            after = desk.notebook.keep(after)
            yield *skipped, after, address_html(after.id)

    def answer(
        question: str, conversation: Conversation, *filters: object
    ) -> Iterator[tuple[Any, ...]]:
        if not question.strip() or conversation.pending:
            yield (gr.skip(),) * len(outputs)
            return
        yield from write(desk.begin(conversation, question, Filters.of(filters)), conversation)

    def again(conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        """Ask the last question again, in its place."""
        if not conversation.exchanges or conversation.pending:
            yield (gr.skip(),) * len(outputs)
            return
        yield from write(conversation.exchanges[-1].asked, conversation.without_last())

    def only(conversation: Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Ask the last question again, of one speaker."""
        if not conversation.exchanges or conversation.pending:
            yield (gr.skip(),) * len(outputs)
            return
        asked = conversation.exchanges[-1].asked
        filters = replace(asked.filters, speaker=str(event.name))
        yield from write(replace(asked, filters=filters), conversation.without_last())

    # "once", the usual way, would swallow a question asked right after another was stopped.
    often: dict[str, Any] = {**QUEUED, "trigger_mode": "multiple"}
    asking: dict[str, Any] = {
        "fn": answer,
        "inputs": [ui.question, ui.conversation, *ui.filters.all()],
        "outputs": outputs,
        **often,
    }
    under_way = [
        gr.on([ui.question.submit, ui.ask.click], **asking),
        ui.welcome.choose(_chosen, outputs=[ui.question], **QUEUED).then(**asking),
        _arriving(page, desk, ui, asking),
        ui.current.again(again, inputs=[ui.conversation], outputs=outputs, **often),
        ui.current.only(only, inputs=[ui.conversation], outputs=outputs, **often),
    ]
    _wire_ends(desk, ui, under_way)


def _arriving(page: gr.Blocks, desk: Desk, ui: AskTab, asking: dict[str, Any]) -> Any:
    """Show the conversation, or the question with its filters, that the address names."""
    address = gr.Textbox(visible=False)
    question = gr.State("")

    outputs = [ui.past, ui.current, ui.conversation, ui.told]

    def arrive(query: str) -> tuple[Any, ...]:
        named = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        skipped = (gr.skip(),) * len(outputs)
        if not named.get("c"):
            filters = Filters.from_query(named)
            # What was typed meanwhile stays: nothing is filled in that the address does not name.
            filled = filters.values() if filters != NO_FILTERS else (gr.skip(),) * len(FIELDS)
            return *skipped, desk.chips(filters), named.get("q", ""), *filled
        filled = (gr.skip(), "", *(gr.skip() for _ in FIELDS))
        try:
            conversation = desk.notebook.restored(named["c"])
        except Exception as exc:
            return *skipped[1:], told_html(reason_of(exc), failed=True), *filled
        return *conversation.split_html(), conversation, "", *filled

    return page.load(
        arrive,
        inputs=[address],
        outputs=[*outputs, ui.chips, question, *ui.filters.all()],
        js="() => [window.location.search]",
        **QUIETLY,
    ).then(**(asking | {"inputs": [question, ui.conversation, *ui.filters.all()]}))


def _chosen(event: gr.EventData) -> str:
    return str(event.question)


def _wire_ends(desk: Desk, ui: AskTab, under_way: list[Any]) -> None:
    """Let an answer be stopped, the last question be edited, and all begin anew."""
    # Told once the engine has stopped: its last words would otherwise come after "stopped".
    ui.stop.click(None, cancels=under_way, **QUIETLY).then(
        desk.stop, inputs=[ui.conversation], outputs=[ui.current, ui.conversation], **QUIETLY
    )
    begun = [ui.past, ui.current, ui.question, ui.conversation]

    def edit(conversation: Conversation) -> tuple[Any, ...]:
        if not conversation.exchanges or conversation.pending:
            return (gr.skip(),) * (len(begun) + len(ui.filters.all()))
        asked, before = conversation.exchanges[-1].asked, conversation.without_last()
        return *before.split_html(), asked.question, before, *asked.filters.values()

    ui.current.edit(
        edit, inputs=[ui.conversation], outputs=[*begun, *ui.filters.all()], **QUIETLY
    ).then(None, js=TO_THE_QUESTION, **QUIETLY)
    fresh = ("", "", "", Conversation(), address_html(None), "")
    ui.anew.click(lambda: fresh, outputs=[*begun, ui.kept, ui.told], **QUIETLY).then(
        None, js=TO_THE_QUESTION, **QUIETLY
    )


def _wire_taking(desk: Desk, ui: AskTab) -> None:
    """Let answers be saved and judged, and the conversation be shared."""

    def take(conversation: Conversation, event: gr.EventData) -> str:
        return desk.notebook.file(conversation, int(event.number), str(event.format))

    def judge(conversation: Conversation, event: gr.EventData) -> str:
        comment = str(event._data.get("comment") or "")
        return desk.notebook.judge(conversation, int(event.number), str(event.verdict), comment)

    answering: dict[str, Any] = {"inputs": [ui.conversation], "outputs": [ui.told], **QUIETLY}
    for place in (ui.past, ui.current):
        place.take(take, **answering)
        place.judge(judge, **answering)
    ui.current.hand_over(desk.notebook.shared, **answering)


def _wire_filters(desk: Desk, ui: AskTab) -> None:
    """Show the filters as chips, and let a chip be removed."""
    fields = ui.filters.all()
    gr.on(
        [field.change for field in fields],  # type: ignore[attr-defined]
        lambda *values: desk.chips(Filters.of(values)),
        inputs=fields,
        outputs=[ui.chips],
        trigger_mode="always_last",
        **QUIETLY,
    )

    def drop(event: gr.EventData, *values: object) -> tuple[str | None, ...]:
        return Filters.of(values).without(str(event.name)).values()

    ui.chips.drop(drop, inputs=fields, outputs=fields, **QUIETLY)
