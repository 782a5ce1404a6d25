"""The page: its head, its tabs (in `tabs`), and what lies between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from rag.pressroom import Pressroom
from ui.desk import Desk
from ui.endpoints import offer_endpoints
from ui.tabs.ask import AskTab, ask_tab, choice_updates, welcome_html
from ui.tabs.asking import TO_THE_QUESTION, wire_asking
from ui.tabs.library import LibraryTab, library_tab, wire_library
from ui.tabs.parts import QUIETLY, html
from ui.tabs.statements import StatementsTab, statements_tab, wire_statements

HERE = Path(__file__).parent
CSS = HERE / "page.css"
SCRIPT = HERE / "page.js"
FAVICON = HERE / "favicon.png"

ANSWERS_AT_ONCE = 16
MOST_WAITING = 200

TICK_SECONDS = 1.0

ON_GUIDE = "window.pressroom.guidedBy(() => trigger('lead'));"
ON_LEAD = "() => window.pressroom.place()"
ON_LIMIT = "() => window.pressroom.documentToAskAbout()"
ON_STATUS = "watch('value', () => window.pressroom.newsCame(element));"

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
                status = html(desk.status(), js=ON_STATUS, elem_id="status")
                html(desk.engine(), elem_id="engine")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asking = ask_tab(desk)
            with gr.Tab("Statements", id="statements"):
                said = statements_tab(desk)
            with gr.Tab("Library", id="library"):
                library = library_tab(desk)
        wire_asking(page, desk, asking)
        wire_statements(said)
        wire_library(desk, library)
        _wire_limit(asking, library)
        _wire_visits(page, said, library, tabs)
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


def _wire_visits(page: gr.Blocks, said: StatementsTab, ui: LibraryTab, tabs: gr.Tabs) -> None:
    """Lead to the tab that the address names, and fill its fields after the address.

    What is to be shown there is asked for by page.js, which alone knows what is wanted now.
    """
    guide = html(js=ON_GUIDE)
    outputs = [tabs, *said.fields(), ui.words]
    for led in (page.load, guide.lead):
        led(None, js=ON_LEAD, outputs=outputs, **QUIETLY)


def _wire_limit(asking: AskTab, ui: LibraryTab) -> None:
    """Let a document that is read be asked about."""
    limited = ui.reader.limit(None, js=ON_LIMIT, outputs=[asking.filters.document], **QUIETLY)
    limited.then(None, js=TO_THE_QUESTION, **QUIETLY)


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
    news_outputs = [asking.welcome, *asking.filters.lists(), said.speaker]

    def tell(seen: object) -> tuple[Any, ...]:
        edition = (desk.document_count, busy := desk.is_busy)
        news: tuple[Any, ...] = (gr.skip(),) * len(news_outputs)
        if edition != seen:
            choices = choice_updates(desk)
            news = (welcome_html(desk), *choices, choices[0])
        return desk.status(), gr.Timer(active=busy), edition, *news

    gr.on(
        [page.load, timer.tick, library.adding.outcome.change],
        tell,
        inputs=[seen],
        outputs=[status, timer, seen, *news_outputs],
        trigger_mode="always_last",
        **QUIETLY,
    )
