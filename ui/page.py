"""The page: its head, its tabs (in `tabs`), and what lies between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from rag.pressroom import Pressroom
from ui.desk import Desk
from ui.endpoints import offer_endpoints
from ui.places import Place
from ui.shelf import Listing
from ui.tabs.ask import AskTab, ask_tab, choice_updates, welcome_html
from ui.tabs.asking import TO_THE_QUESTION, wire_asking
from ui.tabs.library import LibraryTab, library_tab, wire_library
from ui.tabs.parts import ARRIVED_AT, QUIETLY, html
from ui.tabs.statements import StatementsTab, statements_tab, wire_statements

HERE = Path(__file__).parent
CSS = HERE / "page.css"
SCRIPT = HERE / "page.js"
FAVICON = HERE / "favicon.png"

ANSWERS_AT_ONCE = 16
MOST_WAITING = 200

TICK_SECONDS = 1.0

ON_VISIT = "window.pressroom.leadBack((query) => trigger('visit', {query}));"

MASTHEAD = """
<header class="masthead">
  <h1 class="nameplate">Pressroom</h1>
  <p class="motto">What was said at press conferences, word for word, with the evidence.</p>
</header>
"""


def build(room: Pressroom, desk: Desk) -> gr.Blocks:
    """Return the page of a Pressroom."""
    with gr.Blocks(
        title="Pressroom", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)
    ) as page:
        with gr.Column(elem_id="top"):
            html(MASTHEAD)
            with gr.Row(elem_id="facts"):
                status = html(desk.status(), elem_id="status")
                html(desk.engine(), elem_id="engine")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asking = ask_tab(desk)
            with gr.Tab("Statements", id="statements") as tab:
                said = statements_tab(desk, tab)
            with gr.Tab("Library", id="library") as tab:
                library = library_tab(desk, tab)
        wire_asking(page, desk, asking)
        wire_statements(desk, said)
        wire_library(desk, library)
        _wire_reading(desk, asking, said, library, tabs)
        _wire_visits(page, desk, said, library, tabs)
        _wire_news(page, desk, status, asking, said, library)
        offer_endpoints(room)
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


def _wire_reading(
    desk: Desk, asking: AskTab, said: StatementsTab, ui: LibraryTab, tabs: gr.Tabs
) -> None:
    def read(event: gr.EventData) -> tuple[Any, ...]:
        html = desk.shelf.read(str(event.id), event._data.get("start"), event._data.get("end"))
        return (
            gr.update(selected="library"),
            gr.update(visible=False),
            gr.update(visible=True),
            html,
        )

    def limit(event: gr.EventData) -> tuple[Any, ...]:
        return gr.update(selected="ask"), str(event.id)

    for place in (asking.panel, asking.past, asking.current, said.shown, ui.table):
        place.read(
            read,
            outputs=[tabs, ui.listing, ui.reading, ui.reader],
            **QUIETLY,
        )
    ui.reader.limit(
        limit,
        outputs=[tabs, asking.filters.document],
        **QUIETLY,
    ).then(None, js=TO_THE_QUESTION, **QUIETLY)
    ui.back.click(
        lambda: (gr.update(visible=True), gr.update(visible=False), ""),
        outputs=[ui.listing, ui.reading, ui.reader],
        **QUIETLY,
    )


def _wire_visits(
    page: gr.Blocks, desk: Desk, said: StatementsTab, ui: LibraryTab, tabs: gr.Tabs
) -> None:
    """Show the tab, the statements and the document that the address names: on arrival, and where
    Back and Forward of the browser lead."""
    address = gr.Textbox(visible=False)
    outputs = [tabs, *said.fields(), said.shown, ui.listing, ui.reading, ui.reader]

    def visit(query: str) -> tuple[Any, ...]:
        place = Place.of_query(query)
        skip = gr.skip()
        listed, read = (skip,) * 5, (skip,) * 3
        if place.tab == "statements":
            about = place.filters
            shown = desk.statements(about, place.topic, place.page)
            listed = (about.speaker, place.topic, about.since or "", about.until or "", shown)
        if place.tab == "library":
            words = place.filters.document and desk.shelf.read(
                place.filters.document, place.start, place.end
            )
            read = (gr.update(visible=not words), gr.update(visible=bool(words)), words or "")
        return gr.update(selected=place.tab), *listed, *read

    def go(event: gr.EventData) -> tuple[Any, ...]:
        return visit(str(event.query))

    def arrive(query: str) -> tuple[Any, ...]:
        # Who has gone to another tab meanwhile stays there.
        return visit(query) if Place.of_query(query).tab != "ask" else (gr.skip(),) * len(outputs)

    page.load(arrive, inputs=[address], outputs=outputs, js=ARRIVED_AT, **QUIETLY)
    html(js=ON_VISIT).visit(go, outputs=outputs, **QUIETLY)


def _wire_news(
    page: gr.Blocks,
    desk: Desk,
    status: gr.HTML,
    asking: AskTab,
    said: StatementsTab,
    library: LibraryTab,
) -> None:
    """Show what is under way, once a second, until nothing is."""
    timer = gr.Timer(TICK_SECONDS)
    seen = gr.State(None)
    news_outputs = [asking.welcome, library.table, *asking.filters.lists(), said.speaker]

    def tell(seen: object, words: str, listed: Listing) -> tuple[Any, ...]:
        edition = (desk.document_count, busy := desk.is_busy)
        news: tuple[Any, ...] = (gr.skip(),) * len(news_outputs)
        if edition != seen:
            choices = choice_updates(desk)
            news = (welcome_html(desk), desk.shelf.documents(words, listed), *choices, choices[0])
        return desk.status(), gr.Timer(active=busy), edition, *news

    telling: dict[str, Any] = {
        "fn": tell,
        "inputs": [seen, library.words, library.listed],
        "outputs": [status, timer, seen, *news_outputs],
        **QUIETLY,
    }
    page.load(**telling)
    timer.tick(**telling)
    library.adding.outcome.change(**telling)
