"""Places of the page as its address names them, so that a link, a reload and Back lead there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlencode

from rag.records import Span
from ui.filters import NO_FILTERS, Filters

TABS = ("ask", "statements", "library")


@dataclass(frozen=True)
class Place:
    """What an address names: a tab, and what is to be shown in it.

    ``start`` and ``end`` are where words stand in the document of the filters; ``page`` counts
    from 0.
    """

    tab: str = "ask"
    question: str = ""
    conversation: str = ""
    topic: str = ""
    filters: Filters = NO_FILTERS
    page: int = 0
    start: str | None = None
    end: str | None = None

    @classmethod
    def of_query(cls, query: str) -> Self:
        """Return the place that the query of an address names; the rest of it is left alone."""
        named = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        tab = named.get("tab", "ask")
        page = named.get("page", "")
        return cls(
            tab=tab if tab in TABS else "ask",
            question=named.get("q", ""),
            conversation=named.get("c", ""),
            topic=named.get("topic", ""),
            filters=Filters.from_query(named),
            page=int(page) - 1 if page.isascii() and page.isdigit() and len(page) < 6 else 0,
            start=named.get("start"),
            end=named.get("end"),
        )


def statements_query(filters: Filters, topic: str, page: int = 0) -> str:
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


def _query(given: dict[str, str | None]) -> str:
    return "?" + urlencode({k: v for k, v in given.items() if v}, errors="replace")
