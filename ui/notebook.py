"""What readers leave in the library: conversations that a refresh keeps, and verdicts."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.records import Answer, Turn
from ui.answers import answered_html
from ui.conversation import Asked, Conversation, Exchange
from ui.evidence import DocumentOf
from ui.filters import Filters, document_name
from ui.status import reason_of
from ui.take import FORMATS, file_html, shared_html, told_html

log = logging.getLogger("pressroom.page")


class Notebook:
    """Keeps and shares the conversations of a Pressroom. Never raises for a reader's mistake."""

    def __init__(self, room: Pressroom, document_of: DocumentOf) -> None:
        self._room = room
        self._document_of = document_of

    def keep(self, conversation: Conversation) -> Conversation:
        """Store a conversation under an id of its own; return it with the id, where it has one."""
        turns = _turns(conversation)
        if not turns or self._room.read_only:
            return conversation
        try:
            kept = self._room.save_conversation(turns, conversation.id)
        except PressroomError as exc:  # the answer is there all the same
            log.warning("the conversation is not stored: %s", exc)
            return conversation
        return replace(conversation, id=kept)

    def restored(self, conversation_id: str) -> Conversation:
        """Return a stored conversation to go on with; what is added is stored under another id.

        Raises ConversationNotFound.
        """
        stored = self._room.conversation(conversation_id)
        exchanges = tuple(
            self._exchange(number, turn.question, turn.answer, Filters.from_query(turn.filters))
            for number, turn in enumerate(stored.turns, start=1)
            if isinstance(turn.answer, Answer)
        )
        return Conversation(exchanges)

    def _exchange(self, number: int, question: str, answer: Answer, filters: Filters) -> Exchange:
        document = self._document_of(filters.document) if filters.document else None
        title = document_name(document) if document else None
        asked = Asked(number, question, filters, title)
        return Exchange(asked, answered_html(asked, answer, self._document_of), answer)

    def shared(self, conversation: Conversation) -> str:
        """Store a conversation as it is now; return a link to it."""
        turns = _turns(conversation)
        if not turns:
            return told_html("There is no answer to share yet.", failed=True)
        try:
            return shared_html(self._room.save_conversation(turns))
        except Exception as exc:
            return told_html(reason_of(exc), failed=True)

    def file(self, conversation: Conversation, number: int, format_name: str) -> str:
        """Return the answer of a turn as a file."""
        answer = conversation.answer_of(number)
        return file_html(answer, format_name) if answer and format_name in FORMATS else ""

    def judge(self, conversation: Conversation, number: int, verdict: str, comment: str) -> str:
        """Store a reader's verdict on the answer of a turn; return what became of it."""
        answer = conversation.answer_of(number)
        if answer is None:
            return told_html("This answer is no longer there.", failed=True)
        try:
            self._room.add_feedback(answer.question, answer, verdict, comment)  # type: ignore[arg-type]
        except Exception as exc:
            return told_html(reason_of(exc), failed=True)
        return told_html("Thank you. The verdict is stored with the answer.")


def _turns(conversation: Conversation) -> list[Turn]:
    """Return the answered questions of a conversation, with their filters."""
    return [
        Turn(e.asked.question, e.answer, {k: v for k, v in asdict(e.asked.filters).items() if v})
        for e in conversation.exchanges
        if e.answer is not None
    ]
