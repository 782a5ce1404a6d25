"""What happens in the tab where questions are asked: which part tells which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from ui.answers import waiting_html
from ui.conversation import Asked, Conversation
from ui.desk import Desk
from ui.filters import FIELDS, NO_FILTERS, Filters
from ui.places import Place
from ui.status import reason_of
from ui.tabs.ask import AskTab
from ui.tabs.parts import ARRIVED_AT, QUEUED, QUIETLY
from ui.take import address_html, told_html

ON_FILTERS = "(...values) => window.pressroom.filtersChanged(values)"

TO_THE_QUESTION = "() => window.pressroom.toTheQuestion()"

OFTEN: dict[str, Any] = {**QUEUED, "trigger_mode": "multiple"}
"""How questions are asked: "once", the usual mode, would swallow one right after another's stop."""


def wire_asking(page: gr.Blocks, desk: Desk, ui: AskTab) -> None:
    """Let questions be asked, stopped, asked again, edited, and filtered.

    Ask, Stop and the examples are shown by page.css after the state of the turn: Gradio, told to
    hide and to show a button within the same moment, may leave it hidden.
    """
    _wire_filters(ui)
    _wire_taking(desk, ui)
    under_way = [*_wire_questions(page, desk, ui), *_wire_the_last_question(desk, ui)]
    _wire_stop(desk, ui, under_way)
    _wire_edit(ui)
    _wire_anew(ui)


_NOTHING = (gr.skip(),) * 5


class _Asking:
    """Questions being answered: each step tells what is shown and what is remembered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(
        self, question: str, conversation: Conversation, *filters: object
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a question, unless it is empty or another one is being answered."""
        if not question.strip() or conversation.pending:
            yield _NOTHING
            return
        asked = self._desk.begin(conversation, question, Filters.of(filters))
        yield from self._written(asked, conversation)

    def again(self, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        """Answer the last question again, in its place."""
        if not conversation.exchanges or conversation.pending:
            yield _NOTHING
            return
        yield from self._written(conversation.exchanges[-1].asked, conversation.without_last())

    def only(self, conversation: Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer the last question again, of one speaker."""
        if not conversation.exchanges or conversation.pending:
            yield _NOTHING
            return
        asked = conversation.exchanges[-1].asked
        asked = replace(asked, filters=replace(asked.filters, speaker=str(event.name)))
        yield from self._written(asked, conversation.without_last())

    def _written(self, asked: Asked, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        skip = gr.skip()
        yield conversation.html(), waiting_html(asked), "", conversation.waiting_for(asked), skip
        after = None
        for turn, after in self._desk.answer(asked, conversation):
            yield skip, turn, skip, after or skip, skip
        if after:
            after = self._desk.notebook.keep(after)
            yield skip, skip, skip, after, address_html(after.id)


def _answered(ui: AskTab) -> list[Any]:
    """Return the parts that change while a question is answered."""
    return [ui.past, ui.current, ui.question, ui.conversation, ui.kept]


def _wire_questions(page: gr.Blocks, desk: Desk, ui: AskTab) -> list[Any]:
    """Let questions be typed, chosen from the examples, or named by the address."""
    asking: dict[str, Any] = {
        "fn": _Asking(desk).answer,
        "inputs": [ui.question, ui.conversation, *ui.filters.all()],
        "outputs": _answered(ui),
        **OFTEN,
    }
    typed = gr.on([ui.question.submit, ui.ask.click], **asking)
    chosen = ui.welcome.choose(_chosen, outputs=[ui.question], **QUEUED).then(**asking)
    return [typed, chosen, _wire_arrival(page, desk, ui, asking)]


def _chosen(event: gr.EventData) -> str:
    return str(event.question)


def _wire_arrival(page: gr.Blocks, desk: Desk, ui: AskTab, asking: dict[str, Any]) -> Any:
    """Show the conversation and ask the question, with its filters, that the address names."""
    address = gr.Textbox(visible=False)
    question = gr.State("")

    def arrive(query: str) -> tuple[Any, ...]:
        place = Place.of_query(query)
        if place.tab != "ask":
            place = Place()
        # What was typed meanwhile stays: nothing is filled in that the address does not name.
        is_filtered = place.filters != NO_FILTERS
        filled = place.filters.values() if is_filtered else (gr.skip(),) * len(FIELDS)
        shown = _restored(desk, place.conversation)
        return *shown, place.question, *filled

    fields = ui.filters.all()
    outputs = [ui.past, ui.current, ui.conversation, ui.told, question, *fields]
    arrived = page.load(arrive, inputs=[address], outputs=outputs, js=ARRIVED_AT, **QUIETLY)
    return arrived.then(**(asking | {"inputs": [question, *asking["inputs"][1:]]}))


def _restored(desk: Desk, conversation_id: str) -> tuple[Any, ...]:
    """Return a stored conversation as it is shown, or what is told where there is none."""
    if not conversation_id:
        return (gr.skip(),) * 4
    try:
        conversation = desk.notebook.restored(conversation_id)
    except Exception as exc:
        return *(gr.skip(),) * 3, told_html(reason_of(exc), failed=True)
    return *conversation.split_html(), conversation, ""


def _wire_the_last_question(desk: Desk, ui: AskTab) -> list[Any]:
    """Let the last question be asked again, of everybody or of one speaker."""
    asking = _Asking(desk)
    options: dict[str, Any] = {"inputs": [ui.conversation], "outputs": _answered(ui), **OFTEN}
    return [ui.current.again(asking.again, **options), ui.current.only(asking.only, **options)]


def _wire_stop(desk: Desk, ui: AskTab, under_way: list[Any]) -> None:
    """Let an answer be stopped."""
    # Told once the engine has stopped: its last words would otherwise come after "stopped".
    ui.stop.click(None, cancels=under_way, **QUIETLY).then(
        desk.stop, inputs=[ui.conversation], outputs=[ui.current, ui.conversation], **QUIETLY
    )


def _wire_edit(ui: AskTab) -> None:
    """Let the last question be taken back to be edited, with its filters."""
    begun = [ui.past, ui.current, ui.question, ui.conversation, *ui.filters.all()]

    def edit(conversation: Conversation) -> tuple[Any, ...]:
        if not conversation.exchanges or conversation.pending:
            return (gr.skip(),) * len(begun)
        asked, before = conversation.exchanges[-1].asked, conversation.without_last()
        return *before.split_html(), asked.question, before, *asked.filters.values()

    ui.current.edit(edit, inputs=[ui.conversation], outputs=begun, **QUIETLY).then(
        None, js=TO_THE_QUESTION, **QUIETLY
    )


def _wire_anew(ui: AskTab) -> None:
    """Let a new conversation begin."""
    fresh = ("", "", "", Conversation(), address_html(None), "")
    ui.anew.click(lambda: fresh, outputs=[*_answered(ui), ui.told], **QUIETLY).then(
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


def _wire_filters(ui: AskTab) -> None:
    """Show the filters as chips, and let a chip be removed."""
    fields = ui.filters.all()
    changes = [field.change for field in fields]  # type: ignore[attr-defined]
    gr.on(changes, None, inputs=fields, js=ON_FILTERS, **QUIETLY)

    def drop(event: gr.EventData) -> tuple[Any, ...]:
        return tuple(None if name == event.name else gr.skip() for name in FIELDS)

    ui.chips.drop(drop, outputs=fields, trigger_mode="multiple", **QUIETLY)
