"""Long lists in pages: which part is shown, and the buttons that turn them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Entry = TypeVar("Entry")


def page_of(entries: Sequence[Entry], page: int, size: int) -> tuple[Sequence[Entry], int, int]:
    """Return the entries of a page, its number from 0 (the nearest there is), and how many."""
    pages = max(-(-len(entries) // size), 1)
    page = min(max(page, 0), pages - 1)
    return entries[page * size : (page + 1) * size], page, pages


def pager_html(page: int, pages: int, *, back: str, on: str) -> str:
    """Return the buttons to the page before and the page after; nothing for a single page."""
    if pages < 2:
        return ""
    before = _turn(page - 1, back) if page > 0 else ""
    after = _turn(page + 1, on) if page < pages - 1 else ""
    return f'<nav class="pager" aria-label="Pages">{before}Page {page + 1} of {pages}{after}</nav>'


def _turn(page: int, words: str) -> str:
    return f'<button type="button" class="plain" data-do="turn" data-page="{page}">{words}</button>'
