"""The page: what stands where, and which part tells which. The only module that knows Gradio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.sources import FORMATS
from ui.answers import waiting_html
from ui.desk import Conversation, Desk, pending

HERE = Path(__file__).parent
CSS = HERE / "page.css"
SCRIPT = HERE / "page.js"
FAVICON = HERE / "favicon.png"

ANSWERS_AT_ONCE = 16
UPLOADS_AT_ONCE = 2
MOST_WAITING = 200

TICK_SECONDS = 1.0

MASTHEAD = """
<header class="masthead">
  <h1 class="nameplate">Pressroom</h1>
  <p class="motto">What was said at press conferences, word for word, with the evidence.</p>
</header>
"""

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

ON_CLICKS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask], [data-read], [data-remove], [data-page]');
  if (!button) return;
  const {ask, read, remove, page, start, end} = button.dataset;
  if (ask) trigger('choose', {question: ask});
  if (read) trigger('read', {id: read, start, end});
  if (remove) trigger('remove', {id: remove});
  if (page) trigger('turn', {page: Number(page)});
});
"""
ON_ANSWER = ON_CLICKS + "watch('value', () => window.pressroom.answerChanged(element));"
ON_DOCUMENTS = ON_CLICKS + "window.pressroom.libraryShown();"
ON_DOCUMENT = (
    "const seek = () => setTimeout(() => window.pressroom.documentOpened(element), 100);"
    "watch('value', seek); seek();"
)


QUIETLY: dict[str, Any] = {
    "show_progress": "hidden",
    "queue": False,
    "api_visibility": "private",
}
"""A listener that answers at once, shows no spinner and is not offered to programs."""


@dataclass(frozen=True)
class AskTab:
    """The parts of the tab where questions are asked."""

    welcome: gr.HTML
    past: gr.HTML
    current: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    anew: gr.Button
    speaker: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    panel: gr.HTML
    conversation: gr.State


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


def build(room: Pressroom, desk: Desk) -> gr.Blocks:
    """Return the page of a Pressroom."""
    with gr.Blocks(
        title="Pressroom", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)
    ) as page:
        with gr.Column(elem_id="top"):
            _html(MASTHEAD)
            with gr.Row(elem_id="facts"):
                status = _html(desk.status(), elem_id="status")
                _html(desk.engine(), elem_id="engine")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asking = _ask_tab(desk)
            with gr.Tab("Library", id="library") as tab:
                library = _library_tab(desk, tab)
        _wire_asking(desk, asking)
        _wire_library(desk, library)
        _wire_reading(desk, asking, library, tabs)
        _wire_news(page, desk, status, asking, library)
        _offer_api(desk)
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE, max_size=MOST_WAITING)
    blocks: gr.Blocks = page
    return blocks


def mount_options() -> dict[str, Any]:
    """Return how the page looks and what Gradio leaves out of it."""
    return {
        "theme": _theme(),
        "head": _head(),
        "favicon_path": str(FAVICON),
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "enable_monitoring": False,
    }


def _head() -> str:
    """Return style and script as they are: what Gradio is given as CSS it rewrites, and breaks."""
    style = CSS.read_text(encoding="utf-8")
    script = SCRIPT.read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


def _theme() -> gr.themes.Base:
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue="red",
        neutral_hue="stone",
        radius_size="none",
        font=sans,
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    )


def _html(value: str, *, js: str | None = None, **options: Any) -> gr.HTML:
    return gr.HTML(value, js_on_load=js, apply_default_css=False, **options)


# What stands where


def _ask_tab(desk: Desk) -> AskTab:
    conversation = gr.State(Conversation())
    with gr.Row(elem_id="asking"):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            welcome = _html(WELCOME_TITLE + desk.examples(), js=ON_CLICKS, elem_id="welcome")
            past = _html("", js=ON_CLICKS, elem_id="past")
            current = _html("", js=ON_ANSWER, elem_id="current")
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="question-row"):
                    question = gr.Textbox(
                        label="Your question",
                        placeholder="What did … say about …?",
                        lines=1,
                        max_lines=4,
                        max_length=desk.room.settings.max_question,
                        scale=5,
                        elem_id="question",
                        autofocus=True,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=88, scale=0)
                    stop = gr.Button("Stop", visible=False, elem_id="stop", min_width=88, scale=0)
                anew = gr.Button(
                    "New conversation", size="sm", elem_id="anew", visible=False, min_width=60
                )
                with gr.Accordion("Filters", open=False, elem_id="filters"), gr.Row():
                    speaker = gr.Dropdown(
                        desk.speaker_names(),
                        value=None,
                        label="Speaker",
                        allow_custom_value=True,
                        min_width=180,
                    )
                    since = gr.Textbox(label="From", placeholder="2024-05-30", min_width=110)
                    until = gr.Textbox(label="Until", placeholder="2024", min_width=110)
        with gr.Column(scale=2, min_width=320, elem_id="beside"):
            panel = _html(PANEL, js=ON_CLICKS, elem_id="panel")
    return AskTab(
        welcome,
        past,
        current,
        question,
        ask,
        stop,
        anew,
        speaker,
        since,
        until,
        panel,
        conversation,
    )


def _library_tab(desk: Desk, tab: gr.Tab) -> LibraryTab:
    with gr.Row(elem_id="library"):
        with gr.Column(scale=3, min_width=320):
            with gr.Column(elem_id="listing") as listing:
                words = gr.Textbox(
                    label="Find a document", placeholder="Title, publisher, place, date …"
                )
                table = _html("", js=ON_DOCUMENTS, elem_id="documents")
            with gr.Column(visible=False, elem_id="reading") as reading:
                back = gr.Button("Back to the list", size="sm", elem_id="back")
                reader = _html("", js=ON_DOCUMENT, elem_id="reader")
        with gr.Column(scale=1, min_width=280, elem_id="adding"):
            can_add = not desk.room.read_only
            limit = f"{desk.room.settings.max_upload_mb:g}"
            kinds = ", ".join(ending for ending in FORMATS)
            _html(
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
            outcome = _html("", elem_id="outcome")
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


# Which part tells which. Every listener is private; what programs may call stands in _offer_api.


def _wire_asking(desk: Desk, ui: AskTab) -> None:
    outputs = [
        ui.welcome,
        ui.past,
        ui.current,
        ui.question,
        ui.conversation,
        ui.ask,
        ui.stop,
        ui.anew,
    ]
    inputs = [ui.question, ui.speaker, ui.since, ui.until, ui.conversation]

    def answer(
        question: str, speaker: str | None, since: str, until: str, conversation: Conversation
    ) -> Iterator[tuple[Any, ...]]:
        if not question.strip() or conversation.pending:
            yield (gr.skip(),) * len(outputs)
            return
        asked = desk.begin(conversation, question, speaker=speaker, since=since, until=until)
        yield (
            gr.update(visible=False),
            conversation.html(),
            waiting_html(asked),
            "",
            pending(conversation, asked),
            gr.update(visible=False),
            gr.update(visible=True),
            gr.update(visible=False),
        )
        for html, after in desk.answer(asked, conversation):
            done = after is not None
            yield (
                gr.skip(),
                gr.skip(),
                html,
                gr.skip(),
                after or gr.skip(),
                gr.update(visible=done),
                gr.update(visible=not done),
                gr.update(visible=done),
            )

    asking = {
        "fn": answer,
        "inputs": inputs,
        "outputs": outputs,
        "show_progress": "hidden",
        "api_visibility": "private",
        # "once", the usual way, would swallow a question asked right after another was stopped.
        "trigger_mode": "multiple",
    }
    typed = gr.on([ui.question.submit, ui.ask.click], **asking)
    chosen = ui.welcome.choose(
        _chosen, outputs=[ui.question], show_progress="hidden", api_visibility="private"
    ).then(**asking)
    # Told once the engine has stopped: its last words would otherwise come after "stopped".
    ui.stop.click(None, cancels=[typed, chosen], **QUIETLY).then(
        lambda conversation: (
            *desk.stop(conversation),
            gr.update(visible=True),
            gr.update(visible=False),
            gr.update(visible=True),
        ),
        inputs=[ui.conversation],
        outputs=[ui.current, ui.conversation, ui.ask, ui.stop, ui.anew],
        **QUIETLY,
    )
    ui.anew.click(
        lambda: (gr.update(visible=True), "", "", "", Conversation(), gr.update(visible=False)),
        outputs=[ui.welcome, ui.past, ui.current, ui.question, ui.conversation, ui.anew],
        **QUIETLY,
    )


def _chosen(event: gr.EventData) -> str:
    return str(event.question)


def _wire_library(desk: Desk, ui: LibraryTab) -> None:
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


def _wire_reading(desk: Desk, asking: AskTab, ui: LibraryTab, tabs: gr.Tabs) -> None:
    def read(event: gr.EventData) -> tuple[Any, ...]:
        html = desk.read(str(event.id), event._data.get("start"), event._data.get("end"))
        return (
            gr.update(selected="library"),
            gr.update(visible=False),
            gr.update(visible=True),
            html,
        )

    for place in (asking.panel, asking.past, asking.current, ui.table):
        place.read(
            read,
            outputs=[tabs, ui.listing, ui.reading, ui.reader],
            **QUIETLY,
        )
    ui.back.click(
        lambda: (gr.update(visible=True), gr.update(visible=False), ""),
        outputs=[ui.listing, ui.reading, ui.reader],
        **QUIETLY,
    )


def _wire_news(
    page: gr.Blocks, desk: Desk, status: gr.HTML, asking: AskTab, library: LibraryTab
) -> None:
    """Show what is under way, once a second, until nothing is."""
    timer = gr.Timer(TICK_SECONDS)
    seen = gr.State(-1)

    def tell(seen: int, words: str, number: int) -> tuple[Any, ...]:
        count = desk.document_count
        news: tuple[Any, ...] = (gr.skip(), gr.skip(), gr.skip())
        if count != seen:
            names = gr.update(choices=desk.speaker_names())
            news = (names, WELCOME_TITLE + desk.examples(), desk.documents(words, number))
        return desk.status(), gr.Timer(active=desk.is_busy), count, *news

    telling: dict[str, Any] = {
        "fn": tell,
        "inputs": [seen, library.words, library.page],
        "outputs": [status, timer, seen, asking.speaker, asking.welcome, library.table],
        **QUIETLY,
    }
    page.load(**telling)
    timer.tick(**telling)
    library.outcome.change(**telling)


# For programs


@contextmanager
def _told() -> Iterator[None]:
    """Hand errors of ours to the calling program in their own words."""
    try:
        yield
    except PressroomError as exc:
        raise gr.Error(str(exc), print_exception=False) from exc


def _offer_api(desk: Desk) -> None:
    def ask(
        question: str,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the record, or abstain with a reason.

        Args:
            question: What to ask, in words.
            speaker: Only words of this person; leave out for everybody.
            since: Only events from this day on, as YYYY-MM-DD, YYYY-MM or YYYY.
            until: Only events up to this day, written likewise.

        Returns:
            The answer with its citations, each with document, offsets, quote and speaker.
        """
        with _told():
            return desk.ask_plain(question, speaker=speaker, since=since, until=until)

    def search(
        query: str,
        limit: int = 10,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[dict[str, Any]]:
        """List the passages that fit a query best.

        Args:
            query: Words to search for.
            limit: Most passages returned.
            speaker: Only words of this person; leave out for everybody.
            since: Only events from this day on, as YYYY-MM-DD, YYYY-MM or YYYY.
            until: Only events up to this day, written likewise.

        Returns:
            The hits in order, each with document, offsets, text, speaker and score.
        """
        with _told():
            return desk.search_plain(query, limit, speaker=speaker, since=since, until=until)

    api(ask, api_name="ask")
    api(search, api_name="search")
