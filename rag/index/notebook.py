"""The notebook: what readers leave in the library, conversations and verdicts on answers.

Both are kept as the records' own JSON. They outlive the documents they cite: a citation of a
document that was removed is still read, and verification tells that its source is gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from rag.errors import ConversationNotFound
from rag.index.database import Database
from rag.index.tables import conversations, feedback
from rag.records import Answer, Conversation, Feedback, Turn, Verdict, from_json, to_json

KEY_BYTES = 16
"""Random bytes in the id of a conversation: whoever holds the id may read it, so none guesses."""


class Notebook:
    """Conversations and feedback in the database of a library. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_conversation(self, turns: Sequence[Turn], conversation_id: str | None = None) -> str:
        """Store a conversation as new, or in place of a stored one; return its id.

        Raises ConversationNotFound for an id that was not given out here.
        """
        row = {"saved": _now(), "turns": _storable(to_json(turns))}
        with self._database.change() as db:
            if conversation_id is None:
                conversation_id = secrets.token_urlsafe(KEY_BYTES)
                db.execute(conversations.insert().values(id=conversation_id, **row))
                return conversation_id
            known = conversations.update().where(conversations.c.id == conversation_id)
            if not db.execute(known.values(row)).rowcount:
                raise _not_found()
        return conversation_id

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a stored conversation. Raises ConversationNotFound."""
        if not self._database.holds(conversations):
            raise _not_found()
        query = sa.select(conversations).where(conversations.c.id == conversation_id)
        with self._database.transaction() as db:
            row = db.execute(query).first()
        if row is None:
            raise _not_found()
        return Conversation(row.id, row.saved, from_json(tuple[Turn, ...], row.turns))

    def add_feedback(
        self, question: str, answer: Answer, verdict: Verdict, comment: str | None
    ) -> Feedback:
        """Store a verdict on an answer and return it with its number."""
        given = _now()
        row = {
            "given": given,
            "question": _storable(question),
            "answer": _storable(to_json(answer)),
            "verdict": verdict,
            "comment": comment and _storable(comment),
        }
        with self._database.change() as db:
            number = db.scalar(feedback.insert().returning(feedback.c.number), row)
        assert number is not None
        return Feedback(number, given, question, answer, verdict, comment)

    def feedback(self) -> list[Feedback]:
        """Return all verdicts in the order they were given."""
        if not self._database.holds(feedback):
            return []
        with self._database.transaction() as db:
            rows = db.execute(sa.select(feedback).order_by(feedback.c.number)).all()
        return [
            Feedback(
                row.number,
                row.given,
                row.question,
                from_json(Answer, row.answer),
                row.verdict,
                row.comment,
            )
            for row in rows
        ]


def _storable(text: str) -> str:
    """Return text without what a database refuses: lone surrogates and the null character."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _not_found() -> ConversationNotFound:
    return ConversationNotFound(
        "No conversation is stored here under this id. Check that the link is whole, and that it "
        "was made with this library."
    )
