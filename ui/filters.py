"""What a question is limited to: filters as values, as chips over the question, as an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from rag.records import Document
from rag.records.dates import long_date
from ui.markup import safe, shown_source

LONGEST_VALUE = 300
"""Most characters of a filter that an address may hold."""


@dataclass(frozen=True)
class Filters:
    """What a question or a list of statements is limited to; None leaves it open.

    ``outlet`` and ``event`` are as printed in documents, ``document`` is an id.
    """

    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    event: str | None = None
    document: str | None = None

    @classmethod
    def of(cls, values: Iterable[object]) -> Self:
        """Return the filters of values in the order of the fields; blank ones are left open."""
        given = (str(value or "").strip()[:LONGEST_VALUE] for value in values)
        return cls(*(value or None for value in given))

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Return the filters that the query of an address names."""
        return cls.of(query.get(name) for name in FIELDS)

    def values(self) -> tuple[str | None, ...]:
        """Return the values in the order of the fields."""
        return tuple(getattr(self, name) for name in FIELDS)

    def without(self, name: str) -> Self:
        """Return the filters with one of them left open."""
        return replace(self, **{name: None}) if name in FIELDS else self

    def query(self, question: str) -> str:
        """Return the query of an address that asks this question with these filters."""
        given = {name: value for name, value in asdict(self).items() if value}
        return "?" + urlencode({"q": question} | given, errors="replace")

    def document_ids(self, documents: Iterable[Document]) -> list[str] | None:
        """Return the ids of the documents they are limited to, None where to none in particular."""
        if not (self.outlet or self.event or self.document):
            return None
        return [document.id for document in documents if self._admits(document)]

    def _admits(self, document: Document) -> bool:
        return (
            self.outlet in (None, document.publisher)
            and self.event in (None, document.event)
            and self.document in (None, document.id)
        )


FIELDS = tuple(field.name for field in fields(Filters))

NO_FILTERS = Filters()

LABELS = {"since": "from", "until": "until"}


def chips_html(filters: Filters, title: str | None = None, *, removable: bool = False) -> str:
    """Return a chip for each filter, *title* instead of a document's id, nothing without any."""
    chips = "".join(
        _chip(name, title or value if name == "document" else value, removable)
        for name, value in asdict(filters).items()
        if value
    )
    return f'<p class="chips">{chips}</p>' if chips else ""


def _chip(name: str, value: str, removable: bool) -> str:
    words = safe(f"{LABELS.get(name, name)}: {value}")
    if not removable:
        return f'<span class="chip">{words}</span>'
    return (
        f'<button type="button" class="chip" data-do="drop" data-name="{name}" '
        f'aria-label="Remove the filter {words}">{words} <span aria-hidden="true">×</span></button>'
    )


def document_name(document: Document) -> str:
    """Return a document's title and date, as it is offered to choose from."""
    title = document.title or shown_source(document.source)
    return f"{title} ({long_date(document.date)})" if document.date else title
