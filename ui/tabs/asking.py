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
from ui.writing import Writing

ON_FILTERS = "(...values) => window.pressroom.filtersChanged(values)"

TO_THE_QUESTION = "() => window.pressroom.toTheQuestion()"

ON_ASK = "(question) => window.pressroom.asks(question)"
ON_END = "() => window.pressroom.ended()"

OFTEN: dict[str, Any] = {**QUEUED, "trigger_mode": "multiple"}
"""How questions are asked: "once", the usual mode, would swallow one right after another's stop."""


def wire_asking(page: gr.Blocks, desk: Desk, ui: AskTab) -> None:
    """Let questions be asked, stopped, asked again, edited, and filtered.

    Ask, Stop and the examples are shown by page.css after the state of the turn: Gradio, told to
    hide and to show a button within the same moment, may leave it hidden.
    """
    _wire_filters(ui)
    _wire_taking(desk, ui)
    _wire_questions(page, desk, ui)
    _wire_the_last_question(desk, ui)
    _wire_stop(ui)
    _wire_edit(ui)
    _wire_anew(ui)


_NOTHING = (gr.skip(),) * 5


class _Asking:
    """Questions being answered: each step tells what is shown and what is remembered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(
        self, words: str | None, conversation: Conversation, writing: Writing, *filters: object
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a question, unless it is empty; while another is answered it is given back."""
        question = str(words or "")
        if not question.strip():
            yield _NOTHING
        elif conversation.pending:
            yield *_NOTHING[:2], question, *_NOTHING[3:]
        else:
            asked = self._desk.begin(conversation, question, Filters.of(filters))
            yield from self._written(asked, conversation, writing)

    def again(self, conversation: Conversation, writing: Writing) -> Iterator[tuple[Any, ...]]:
        """Answer the last question again, in its place."""
        if not conversation.exchanges or conversation.pending:
            yield _NOTHING
            return
        asked = conversation.exchanges[-1].asked
        yield from self._written(asked, conversation.without_last(), writing)

    def only(
        self, conversation: Conversation, writing: Writing, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """Answer the last question again, of one speaker."""
        if not conversation.exchanges or conversation.pending:
            yield _NOTHING
            return
        asked = conversation.exchanges[-1].asked
        asked = replace(asked, filters=replace(asked.filters, speaker=str(event.name)))
        yield from self._written(asked, conversation.without_last(), writing)

    def _written(
        self, asked: Asked, conversation: Conversation, writing: Writing
    ) -> Iterator[tuple[Any, ...]]:
        skip = gr.skip()
        yield conversation.html(), waiting_html(asked), skip, conversation.waiting_for(asked), skip
        after = None
        steps = self._desk.answer(asked, conversation)
        for turn, after in writing.run(steps, self._desk.stopped(asked, conversation)):
            yield skip, turn, skip, after or skip, skip
        if after:
            after = self._desk.notebook.keep(after)
            yield skip, skip, skip, after, address_html(after.id)


def _answered(ui: AskTab) -> list[Any]:
    """Return the parts that change while a question is answered."""
    return [ui.past, ui.current, ui.question, ui.conversation, ui.kept]


def _ending(asked: Any, *before: Any) -> None:
    """Let the script know when a question is no longer being answered, come what may.

    Gradio counts a failure of it, or of what stands *before* it in the chain, as no end.
    """
    asked.then(None, js=ON_END, **QUIETLY)
    for step in (asked, *before):
        step.failure(None, js=ON_END, **QUIETLY)


def _wire_questions(page: gr.Blocks, desk: Desk, ui: AskTab) -> None:
    """Let questions be typed, chosen from the examples, or named by the address.

    The script takes a typed question out of its box, so that the box is free for the next one.
    """
    taken = gr.Textbox(visible=False)
    asking: dict[str, Any] = {
        "fn": _Asking(desk).answer,
        "inputs": [taken, ui.conversation, ui.writing, *ui.filters.all()],
        "outputs": _answered(ui),
        **OFTEN,
    }
    given = [ui.question.submit, ui.ask.click]
    taking = {"inputs": [ui.question], "outputs": [ui.question, taken], "js": ON_ASK}
    _ending(gr.on(given, None, **taking, **QUIETLY).then(**asking))
    chosen = ui.welcome.choose(_chosen, outputs=[taken], trigger_mode="multiple", **QUIETLY)
    _ending(chosen.then(**asking), chosen)
    _wire_arrival(page, desk, ui, asking)


def _chosen(event: gr.EventData) -> str:
    return str(event.question)


def _wire_arrival(page: gr.Blocks, desk: Desk, ui: AskTab, asking: dict[str, Any]) -> None:
    """Show the conversation and ask the question, with its filters, that the address names."""
    address = gr.Textbox(visible=False)
    question = gr.State("")

    def arrive(query: str | None, conversation: Conversation) -> tuple[Any, ...]:
        place = Place.of_query(str(query or ""))
        if place.tab != "ask" or conversation != Conversation():  # somebody was quicker
            place = Place()
        # What was typed meanwhile stays: nothing is filled in that the address does not name.
        is_filtered = place.filters != NO_FILTERS
        filled = place.filters.values() if is_filtered else (gr.skip(),) * len(FIELDS)
        shown = _restored(desk, place.conversation)
        return *shown, _still_open(place, shown[2]), *filled

    fields = ui.filters.all()
    inputs = [address, ui.conversation]
    outputs = [ui.past, ui.current, ui.conversation, ui.told, question, *fields]
    arrived = page.load(arrive, inputs=inputs, outputs=outputs, js=ARRIVED_AT, **QUEUED)
    asking = asking | {"inputs": [question, *asking["inputs"][1:]]}
    _ending(arrived.then(**asking), arrived)


def _restored(desk: Desk, conversation_id: str) -> tuple[Any, ...]:
    """Return a stored conversation as it is shown, or what is told where there is none."""
    if not conversation_id:
        return (gr.skip(),) * 4
    try:
        conversation = desk.notebook.restored(conversation_id)
    except Exception as exc:
        return *(gr.skip(),) * 3, told_html(reason_of(exc), failed=True)
    return *conversation.split_html(), conversation, ""


def _still_open(place: Place, restored: object) -> str:
    """Return the question of an address, unless the conversation ends with its answer.

    An address may be read again in the moment between the answer's being stored and shown.
    """
    if isinstance(restored, Conversation) and restored.exchanges:
        last = restored.exchanges[-1].asked
        if (last.question, last.filters) == (place.question.strip(), place.filters):
            return ""
    return place.question


def _wire_the_last_question(desk: Desk, ui: AskTab) -> None:
    """Let the last question be asked again, of everybody or of one speaker."""
    asking = _Asking(desk)
    inputs, outputs = [ui.conversation, ui.writing], _answered(ui)
    _ending(ui.current.again(asking.again, inputs=inputs, outputs=outputs, **OFTEN))
    _ending(ui.current.only(asking.only, inputs=inputs, outputs=outputs, **OFTEN))


def _wire_stop(ui: AskTab) -> None:
    """Let an answer be stopped; what writes it tells so."""

    def stop(writing: Writing) -> None:
        writing.stop()

    ui.stop.click(stop, inputs=[ui.writing], **QUIETLY)


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
    fresh = ("", "", Conversation(), address_html(None), "")
    begun = [ui.past, ui.current, ui.conversation, ui.kept, ui.told]
    ui.anew.click(lambda: fresh, outputs=begun, **QUIETLY).then(None, js=TO_THE_QUESTION, **QUIETLY)


def _wire_taking(desk: Desk, ui: AskTab) -> None:
    """Let answers be saved and judged, and the conversation be shared."""

    def take(conversation: Conversation, event: gr.EventData) -> str:
        return desk.notebook.file(conversation, int(event.number), str(event.format))

    def judge(conversation: Conversation, event: gr.EventData) -> str:
        comment = str(event._data.get("comment") or "")
        return desk.notebook.judge(conversation, int(event.number), str(event.verdict), comment)

    answering: dict[str, Any] = {"inputs": [ui.conversation], "outputs": [ui.told], **QUIETLY}
    answering["trigger_mode"] = "multiple"
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
