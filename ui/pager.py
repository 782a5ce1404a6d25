"""Long lists in pages: which part is shown, and the links that turn them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ui.places import link_to

Entry = TypeVar("Entry")


def page_of(entries: Sequence[Entry], page: int, size: int) -> tuple[Sequence[Entry], int, int]:
    """Return the entries of a page, its number from 0 (the nearest there is), and how many."""
    pages = max(-(-len(entries) // size), 1)
    page = min(max(page, 0), pages - 1)
    return entries[page * size : (page + 1) * size], page, pages


def pager_html(
    page: int, pages: int, query_of: Callable[[int], str], words: tuple[str, str]
) -> str:
    """Return links, in two words, to the pages before and after; nothing for a single page."""
    if pages < 2:
        return ""
    before = link_to(query_of(page - 1), words[0]) if page > 0 else ""
    after = link_to(query_of(page + 1), words[1]) if page < pages - 1 else ""
    return f'<nav class="pager" aria-label="Pages">{before}Page {page + 1} of {pages}{after}</nav>'
