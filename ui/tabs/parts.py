"""What the tabs have in common: HTML with its events, and how listeners answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

QUIETLY: dict[str, Any] = {
    "show_progress": "hidden",
    "queue": False,
    "api_visibility": "private",
}
"""A listener that answers at once, shows no spinner and is not offered to programs."""

QUEUED: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""A listener that takes its time, shows no spinner and is not offered to programs."""


ARRIVED_AT = "(_, ...rest) => [window.location.search, ...rest]"
"""A script: the query of the page's address, for a listener that is told it."""


def html(value: str = "", *, js: str | None = None, **options: Any) -> gr.HTML:
    """Return HTML of ours, as it is."""
    return gr.HTML(value, js_on_load=js, apply_default_css=False, **options)


def view(show: Callable[[Any], str], *, js: str = "", **options: Any) -> gr.HTML:
    """Return HTML that page.js shows: what a function makes of what the script asks it for.

    The script keeps to the answer it asked for last, whichever comes last.
    """
    name = show.__name__
    shows = f"window.pressroom.shows('{name}', element, props, server.{name});"
    return html(js=js + shows, server_functions=[show], **options)


def clicks(*names: str) -> str:
    """Return a script: a click on what carries ``data-do`` with such a name becomes an event.

    The event holds all other data of what was clicked. Gradio looks for the names in the script.
    """
    listed = ", ".join(f"'{name}'" for name in names)
    return f"""
element.addEventListener('click', (event) => {{
  const button = event.target.closest('[data-do]');
  if (button && [{listed}].includes(button.dataset.do)) {{
    trigger(button.dataset.do, {{...button.dataset}});
  }}
}});
"""
