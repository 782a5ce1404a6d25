"""The page's named endpoints: all that Gradio's own clients may call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
from gradio.events import api

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.programs.pages import (
    CHARACTERS,
    MOST_ENTRIES,
    STATEMENTS,
    check_limit,
    document_page,
    statements_page,
)
from rag.records import to_plain


def offer_endpoints(room: Pressroom) -> None:
    """Offer ``ask``, ``search``, ``statements`` and ``document`` on the page being built."""
    offered = Endpoints(room)
    for endpoint in (offered.ask, offered.search, offered.statements, offered.document):
        api(endpoint)


class Endpoints:
    """What a Pressroom does for other programs, in plain values; Gradio reads the docstrings."""

    def __init__(self, room: Pressroom) -> None:
        self._room = room

    def ask(
        self,
        question: str,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the record, or abstain with a reason.

        Args:
            question: What to ask, in words.
            speaker: Only words of this person; leave out for everybody.
            since: Only events from this day on, as YYYY-MM-DD, YYYY-MM or YYYY.
            until: Only events up to this day, written likewise.

        Returns:
            The answer with its citations, each with document, offsets, quote and speaker.
        """
        with _told():
            answer: dict[str, Any] = to_plain(
                self._room.ask(question, speaker=speaker, since=since, until=until)
            )
        return answer

    def search(
        self,
        query: str,
        limit: int = 10,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[dict[str, Any]]:
        """List the passages that fit a query best.

        Args:
            query: Words to search for.
            limit: Most passages returned, up to 200.
            speaker: Only words of this person; leave out for everybody.
            since: Only events from this day on, as YYYY-MM-DD, YYYY-MM or YYYY.
            until: Only events up to this day, written likewise.

        Returns:
            The hits in order, each with document, offsets, text, speaker and score.
        """
        with _told():
            check_limit(limit, most=MOST_ENTRIES)
            hits: list[dict[str, Any]] = to_plain(
                self._room.search(query, limit, speaker=speaker, since=since, until=until)
            )
        return hits

    def statements(
        self,
        speaker: str | None = None,
        topic: str | None = None,
        since: str | None = None,
        until: str | None = None,
        offset: int = 0,
        limit: int = STATEMENTS,
    ) -> dict[str, Any]:
        """List what was said, in time order.

        Args:
            speaker: Only words of this person; leave out for everybody.
            topic: Only statements with a word of this topic.
            since: Only events from this day on, as YYYY-MM-DD, YYYY-MM or YYYY.
            until: Only events up to this day, written likewise.
            offset: Where to begin: the `next_offset` of the page before.
            limit: Most statements returned, up to 200.

        Returns:
            A page of statements, each with text, speaker, document and offsets; how many there
            are in all; and where the next page begins.
        """
        with _told():
            page: dict[str, Any] = to_plain(
                statements_page(
                    self._room,
                    speaker=speaker,
                    topic=topic,
                    since=since,
                    until=until,
                    offset=offset,
                    limit=limit,
                )
            )
        return page

    def document(
        self, document_id: str, offset: int = 0, limit: int = CHARACTERS
    ) -> dict[str, Any]:
        """Read a document, a long one page by page.

        Args:
            document_id: The `document_id` of a citation, hit or statement.
            offset: Where to begin: the `next_offset` of the page before.
            limit: Most characters returned, up to 100000.

        Returns:
            A stretch of the document's text, what is known of it, the statements in the
            stretch, and where the next page begins.
        """
        with _told():
            page: dict[str, Any] = to_plain(
                document_page(self._room, document_id, offset=offset, limit=limit)
            )
        return page


@contextmanager
def _told() -> Iterator[None]:
    """Hand errors of ours to the calling program in their own words."""
    try:
        yield
    except PressroomError as exc:
        raise gr.Error(str(exc), print_exception=False) from exc
