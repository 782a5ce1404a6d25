"""Places of the page as its address names them, so that a link, a reload and Back lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qs, urlencode

from rag.records import Span
from ui.filters import LONGEST_VALUE, NO_FILTERS, Filters
from ui.markup import safe

TABS = ("ask", "statements", "library")


@dataclass(frozen=True)
class Listing:
    """How documents are listed: those with all the words, sorted by a column, a page from 0."""

    words: str = ""
    column: str = "date"
    descending: bool = True
    page: int = 0

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Return the list that the query of an address names."""
        sort = query.get("sort", "-date")
        words = query.get("find", "").strip()[:LONGEST_VALUE]
        return cls(words, sort.lstrip("-"), sort.startswith("-"), _page_of(query))

    def sorted_by(self, column: str) -> Self:
        """Return the list sorted by a column; the other way round where it was already."""
        same = column == self.column
        descending = not self.descending if same else column in ("date", "passages")
        return replace(self, column=column, descending=descending, page=0)

    def query_of_page(self, page: int) -> str:
        """Return the query of an address that shows another page of the list."""
        return replace(self, page=page).query()

    def query(self) -> str:
        """Return the query of an address that shows the list."""
        sort = ("-" if self.descending else "") + self.column
        return _query(
            {
                "tab": "library",
                "find": self.words,
                "sort": None if sort == "-date" else sort,
                "page": str(self.page + 1) if self.page else None,
            }
        )


NEWEST_FIRST = Listing()


@dataclass(frozen=True)
class Place:
    """What an address names: a tab, and what is to be shown in it.

    ``start`` and ``end`` are where words stand in the document of the filters; ``page``, of
    statements, counts from 0.
    """

    tab: str = "ask"
    question: str = ""
    conversation: str = ""
    topic: str = ""
    filters: Filters = NO_FILTERS
    page: int = 0
    listing: Listing = NEWEST_FIRST
    start: str | None = None
    end: str | None = None

    @classmethod
    def of_query(cls, query: str) -> Self:
        """Return the place that the query of an address names; the rest of it is left alone."""
        named = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        tab = named.get("tab", "ask")
        return cls(
            tab=tab if tab in TABS else "ask",
            question=named.get("q", ""),
            conversation=named.get("c", ""),
            topic=named.get("topic", ""),
            filters=Filters.from_query(named),
            page=_page_of(named),
            listing=Listing.from_query(named),
            start=named.get("start"),
            end=named.get("end"),
        )


def _page_of(query: Mapping[str, str]) -> int:
    page = query.get("page", "")
    return int(page) - 1 if page.isascii() and page.isdigit() and len(page) < 6 else 0


def statements_query(filters: Filters, topic: str = "", page: int = 0) -> str:
    """Return the query of an address that lists statements."""
    given = {
        "tab": "statements",
        "speaker": filters.speaker,
        "topic": topic,
        "since": filters.since,
        "until": filters.until,
        "page": str(page + 1) if page else None,
    }
    return _query(given)


def document_query(document_id: str, marked: Span | None = None) -> str:
    """Return the query of an address that opens a document, at a span of it."""
    given: dict[str, str | None] = {"tab": "library", "document": document_id}
    if marked and marked.start < marked.end:
        given |= {"start": str(marked.start), "end": str(marked.end)}
    return _query(given)


def link_to(query: str, words: str, *, class_: str = "") -> str:
    """Return a link to a place of the page, which its script follows without loading it anew."""
    classes = f"place {class_}".strip()
    return f'<a class="{classes}" href="{safe(query)}">{safe(words)}</a>'


def _query(given: dict[str, str | None]) -> str:
    return "?" + urlencode({k: v for k, v in given.items() if v}, errors="replace")
