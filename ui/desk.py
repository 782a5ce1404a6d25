"""Desk: what the page does with a Pressroom, in HTML and plain values; it knows no Gradio."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from rag.errors import DocumentNotFound
from rag.pressroom import Pressroom
from rag.records import Answer, Document, Turn
from ui import statements
from ui.answers import answered_html, failed_html, stopped_html, waiting_html
from ui.catalogue import Catalogue
from ui.conversation import Asked, Conversation
from ui.evidence import DocumentOf
from ui.examples import example_questions, examples_html
from ui.filters import NO_FILTERS, Filters, chips_html, document_name
from ui.markup import element
from ui.notebook import Notebook
from ui.places import statements_query
from ui.shelf import Shelf
from ui.status import Arrival, engine_html, reason_of, status_html

REFRESH_SECONDS = 0.1
"""Least time between two pictures of an answer being written."""

MOST_MEANT = 6
"""Most people offered where a name may mean several."""

MOST_CHOICES = 500
"""Most entries of a list to choose from; other values can be typed, or chosen in the library."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen as a filter; documents as name and id."""

    speakers: list[str]
    outlets: list[str]
    events: list[str]
    documents: list[tuple[str, str]]


class Desk:
    """Everything the page asks of a Pressroom. Its methods never raise for a reader's mistake."""

    def __init__(self, room: Pressroom) -> None:
        self.room = room
        self.arrival = Arrival(room, room.settings.corpus)
        self.notebook = Notebook(room, self._document_of)
        self.catalogue = Catalogue(room)
        self.shelf = Shelf(room, self.catalogue)

    # What is there

    @property
    def document_count(self) -> int:
        """How many documents the library holds."""
        return self.room.status().document_count

    @property
    def is_busy(self) -> bool:
        """Whether documents are still being read or vectors made."""
        return self.arrival.under_way or (not self.room.read_only and self.catalogue.is_arriving())

    def status(self) -> str:
        """Return what is in the library and what is under way."""
        status, read_only = self.room.status(), self.room.read_only
        return status_html(status, self.arrival, self.catalogue.edition(), read_only=read_only)

    def engine(self) -> str:
        """Return what writes the answers and what it sees."""
        return engine_html(self.room.engine, self.room.settings.embedder)

    def examples(self) -> str:
        """Return questions to begin with."""
        return examples_html(example_questions(self.catalogue.documents(), self.room.speakers()))

    def speaker_names(self) -> list[str]:
        """Return who can be chosen as a speaker, most statements first."""
        return [entry.name for entry in self.room.speakers()]

    # Asking

    def begin(
        self, conversation: Conversation, question: str, filters: Filters = NO_FILTERS
    ) -> Asked:
        """Return a question numbered within a conversation."""
        number = len(conversation.exchanges) + 1
        return Asked(number, question.strip(), filters, self.title_of(filters.document))

    def answer(
        self, asked: Asked, conversation: Conversation
    ) -> Generator[tuple[str, Conversation | None], None, None]:
        """Yield the turn as it is written; the last one with the conversation as it is then."""
        try:
            for html, answer in self._written(asked, conversation.turns):
                if answer is None:
                    yield html, None
                else:
                    yield html, conversation.finished(asked, html, answer)
        except Exception as exc:  # the reader is told, and goes on asking
            html = failed_html(asked, reason_of(exc))
            yield html, conversation.finished(asked, html)

    def _written(
        self, asked: Asked, history: Sequence[Turn]
    ) -> Iterator[tuple[str, Answer | None]]:
        text = ""
        shown = time.monotonic()
        for event in self.room.stream(
            asked.question, **self.limits(asked.filters), history=history
        ):
            text += event.text
            if event.answer is not None:
                yield self._answered(asked, event.answer), event.answer
            elif time.monotonic() - shown >= REFRESH_SECONDS:
                yield waiting_html(asked, text), None
                shown = time.monotonic()

    def _answered(self, asked: Asked, answer: Answer) -> str:
        named = () if asked.filters.speaker else self._to_choose(answer.candidates)
        cited = {citation.speaker for citation in answer.citations}
        names = [name for name in named if cited != {name}]  # no choice where one alone is quoted
        return answered_html(asked, answer, self._documents(), candidates=names[:MOST_MEANT])

    def _to_choose(self, candidates: Sequence[str]) -> list[str]:
        """Return those of the people a name may mean whom their full name tells apart."""
        if not candidates:
            return []
        return [name for name in self.speaker_names() if " " in name and name in candidates]

    def stopped(self, asked: Asked, conversation: Conversation) -> tuple[str, Conversation]:
        """Return a turn that was stopped while it was written, and the conversation with it."""
        html = stopped_html(asked)
        return html, conversation.finished(asked, html)

    # Filters

    def limits(self, filters: Filters) -> dict[str, Any]:
        """Return filters as a Pressroom takes them: outlet and event become documents."""
        narrow = filters.outlet or filters.event or filters.document
        return {
            "speaker": filters.speaker,
            "since": filters.since,
            "until": filters.until,
            "documents": filters.document_ids(self.catalogue.documents()) if narrow else None,
        }

    def chips(self, filters: Filters) -> str:
        """Return the filters as chips that can be removed."""
        return chips_html(filters, self.title_of(filters.document), removable=True)

    def title_of(self, document_id: str | None) -> str | None:
        """Return how a document is called in a list to choose from."""
        document = self._document_of(document_id) if document_id else None
        return document_name(document) if document else None

    def choices(self) -> Choices:
        """Return what can be chosen as a filter, the most frequent first."""
        documents = self.catalogue.documents()
        newest = sorted(documents, key=lambda d: d.date or "", reverse=True)[:MOST_CHOICES]
        return Choices(
            speakers=self.speaker_names()[:MOST_CHOICES],
            outlets=_frequent(document.publisher for document in documents),
            events=_frequent(document.event for document in documents),
            documents=[(document_name(document), document.id) for document in newest],
        )

    def _documents(self) -> DocumentOf:
        """Return a reader of documents that reads each of them once."""
        return cache(self._document_of)

    def _document_of(self, document_id: str) -> Document | None:
        try:
            return self.room.document(document_id)
        except DocumentNotFound:
            return None

    # Statements

    def statements(self, filters: Filters, topic: str, page: int = 0) -> str:
        """Return a page of the statements of a speaker or with words of a topic."""
        topic = topic.strip()
        if not filters.speaker and not topic:
            return statements.speakers_html(self.room.speakers())
        try:
            found = self.room.statements(topic=topic or None, **self.limits(filters))
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")
        if not found:
            is_dated = bool(filters.since or filters.until)
            return statements.nothing_html(filters.speaker, topic, is_dated=is_dated)
        documents = {document.id: document for document in self.catalogue.documents()}
        query_of = partial(statements_query, filters, topic)
        return statements.statements_html(found, documents, page=page, query_of=query_of)


def _frequent(values: Iterable[str | None]) -> list[str]:
    """Return the values that are there, most frequent first, as many as can be chosen from."""
    return [value for value, _ in Counter(filter(None, values)).most_common(MOST_CHOICES)]
