"""Desk: what the page does with a Pressroom, in HTML and plain values; it knows no Gradio."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rag.errors import DocumentNotFound, SourceError
from rag.pressroom import Pressroom
from rag.records import Answer, Document, Span, Turn, to_plain
from rag.sources import is_url
from ui import library, uploads
from ui.answers import Asked, answered_html, failed_html, stopped_html, waiting_html
from ui.examples import example_questions, examples_html
from ui.markup import element
from ui.status import Arrival, engine_html, reason_of, status_html

REFRESH_SECONDS = 0.1
"""Least time between two pictures of an answer being written."""

REMEMBERED = 6
"""Turns of a conversation that a follow-up question may refer to."""


@dataclass(frozen=True)
class Conversation:
    """One reader's conversation: what the next question may refer to, and what is shown.

    ``pending`` is the question being answered.
    """

    turns: tuple[Turn, ...] = ()
    shown: tuple[str, ...] = ()
    pending: Asked | None = None

    def html(self) -> str:
        """Return all finished turns."""
        return "".join(self.shown)

    def finished(self, html: str, turn: Turn | None = None) -> Conversation:
        """Return the conversation with one more turn shown and, if answered, remembered."""
        turns = (*self.turns, turn)[-REMEMBERED:] if turn else self.turns
        return Conversation(turns, (*self.shown, html))


class Desk:
    """Everything the page asks of a Pressroom. Its methods never raise for a reader's mistake."""

    def __init__(self, room: Pressroom) -> None:
        self.room = room
        self.arrival = Arrival(room, room.settings.corpus)
        self._uploads = Path(room.settings.index) / uploads.FOLDER

    # What is there

    @property
    def document_count(self) -> int:
        """How many documents the library holds."""
        return self.room.status().document_count

    @property
    def is_busy(self) -> bool:
        """Whether documents are still being read or vectors made."""
        return self.arrival.under_way or (
            not self.room.read_only and self.room.status().waiting_count > 0
        )

    def status(self) -> str:
        """Return what is in the library and what is under way."""
        return status_html(self.room.status(), self.arrival, read_only=self.room.read_only)

    def engine(self) -> str:
        """Return what writes the answers and what it sees."""
        return engine_html(self.room.engine, self.room.settings.embedder)

    def examples(self) -> str:
        """Return questions to begin with."""
        return examples_html(example_questions(self.room.documents(), self.room.speakers()))

    def speaker_names(self) -> list[str]:
        """Return who can be chosen as a speaker, most statements first."""
        return [entry.name for entry in self.room.speakers()]

    # Asking

    def begin(self, conversation: Conversation, question: str, **filters: str | None) -> Asked:
        """Return a question numbered within a conversation, with blank filters left out."""
        given = {name: (value or "").strip() or None for name, value in filters.items()}
        return Asked(len(conversation.shown) + 1, question.strip(), **given)

    def answer(
        self, asked: Asked, conversation: Conversation
    ) -> Iterator[tuple[str, Conversation | None]]:
        """Yield the turn as it is written; the last one with the conversation as it is then."""
        try:
            for html, answer in self._written(asked, conversation.turns):
                if answer is None:
                    yield html, None
                else:
                    yield html, conversation.finished(html, Turn(asked.question, answer))
        except Exception as exc:  # the reader is told, and goes on asking
            html = failed_html(asked, reason_of(exc))
            yield html, conversation.finished(html)

    def _written(
        self, asked: Asked, history: Sequence[Turn]
    ) -> Iterator[tuple[str, Answer | None]]:
        text = ""
        shown = time.monotonic()
        filters: dict[str, Any] = {
            "speaker": asked.speaker,
            "since": asked.since,
            "until": asked.until,
        }
        for event in self.room.stream(asked.question, **filters, history=history):
            text += event.text
            if event.answer is not None:
                yield answered_html(asked, event.answer, self._documents()), event.answer
            elif time.monotonic() - shown >= REFRESH_SECONDS:
                yield waiting_html(asked, text), None
                shown = time.monotonic()

    def stop(self, conversation: Conversation) -> tuple[str, Conversation]:
        """Return the turn that was being written as stopped, and the conversation with it."""
        if conversation.pending is None:
            return "", conversation
        html = stopped_html(conversation.pending)
        return html, conversation.finished(html)

    def _documents(self) -> Any:
        """Return a reader of documents that reads each of them once."""

        @cache
        def document_of(document_id: str) -> Document | None:
            try:
                return self.room.document(document_id)
            except DocumentNotFound:
                return None

        return document_of

    # The library

    def documents(self, words: str | None = "", page: int = 0) -> str:
        """Return a page of the documents that have all these words."""
        words = (words or "").strip()
        try:
            found = library.found_documents(self.room.documents(), words)
            counts = self.room.passage_counts()
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")
        if not found and words:
            return element("p", f"No document has “{words}”.", class_="hint")
        return library.documents_html(found, counts, page=page, read_only=self.room.read_only)

    def read(self, document_id: str, start: object = None, end: object = None) -> str:
        """Return a document to read, with a span of it marked."""
        try:
            marked = Span(int(str(start)), int(str(end))) if start and end else None
            return library.document_html(self.room.document(document_id), marked)
        except Exception as exc:
            return element("p", reason_of(exc), class_="failure")

    def remove(self, document_id: str) -> str:
        """Remove a document; return what became of it."""
        try:
            document = self.room.document(document_id)
            self.room.remove(document_id)
        except Exception as exc:
            return library.lines_html([library.failure_html("Not removed", reason_of(exc))])
        name = document.title or document.source
        return library.lines_html([library.removed_html(name)])

    def take_files(self, files: Sequence[str]) -> Iterator[str]:
        """Ingest uploaded files one by one; yield what became of them so far."""
        lines: list[str] = []
        for file in files:
            name = Path(file).name
            yield library.lines_html([*lines, library.working_html(name)])
            lines.append(self._take_file(Path(file)))
        yield library.lines_html(lines)

    def take_address(self, address: str) -> Iterator[str]:
        """Ingest a web address; yield what becomes of it."""
        address = address.strip()
        if not is_url(address):
            reason = "This is no web address. It begins with http:// or https://."
            yield library.lines_html([library.failure_html(address or "No address", reason)])
            return
        yield library.lines_html([library.working_html(address)])
        yield library.lines_html([self._ingest(address, address)])

    def _take_file(self, file: Path) -> str:
        existed = (self._uploads / file.name).exists()
        try:
            kept = uploads.keep(file, self._uploads, self.room.settings)
        except SourceError as exc:
            return library.failure_html(file.name, exc.reason)
        except Exception as exc:
            return library.failure_html(file.name, reason_of(exc))
        line = self._ingest(str(kept), file.name)
        if not existed and str(kept) not in {d.source for d in self.room.documents()}:
            kept.unlink(missing_ok=True)
        return line

    def _ingest(self, source: str, name: str) -> str:
        try:
            report = self.room.ingest(source, wait=False)
        except Exception as exc:
            return library.failure_html(name, reason_of(exc))
        return library.report_html(report, {source: name})

    # For programs

    def ask_plain(self, question: str, **filters: Any) -> dict[str, Any]:
        """Return an answer as plain JSON values. Raises PressroomError."""
        plain: dict[str, Any] = to_plain(self.room.ask(question, **filters))
        return plain

    def search_plain(self, query: str, limit: int, **filters: Any) -> list[dict[str, Any]]:
        """Return hits as plain JSON values. Raises PressroomError."""
        plain: list[dict[str, Any]] = to_plain(self.room.search(query, limit=limit, **filters))
        return plain


def pending(conversation: Conversation, asked: Asked) -> Conversation:
    """Return the conversation while a question is being answered."""
    return replace(conversation, pending=asked)
