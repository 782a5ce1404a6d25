"""A reader's conversation: what was asked, what was answered, and what the page shows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.records import Answer, Turn
from ui.filters import NO_FILTERS, Filters

REMEMBERED = 6
"""Turns of a conversation that a follow-up question may refer to."""


@dataclass(frozen=True)
class Asked:
    """A question as it was put, with its filters, numbered within a conversation.

    ``document_title`` names the document it is limited to, where it is.
    """

    number: int
    question: str
    filters: Filters = NO_FILTERS
    document_title: str | None = None


@dataclass(frozen=True)
class Exchange:
    """A question, what is shown of it, and the answer where there is one."""

    asked: Asked
    html: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Conversation:
    """One reader's conversation, in order.

    ``pending`` is the question being answered, ``id`` that under which it is stored.
    """

    exchanges: tuple[Exchange, ...] = ()
    pending: Asked | None = None
    id: str | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What the next question may refer to."""
        answered = [e for e in self.exchanges if e.answer is not None][-REMEMBERED:]
        return tuple(Turn(e.asked.question, e.answer) for e in answered if e.answer)

    def html(self) -> str:
        """Return all finished turns."""
        return "".join(exchange.html for exchange in self.exchanges)

    def split_html(self) -> tuple[str, str]:
        """Return all finished turns but the last, and the last."""
        shown = [exchange.html for exchange in self.exchanges]
        return "".join(shown[:-1]), "".join(shown[-1:])

    def waiting_for(self, asked: Asked) -> Conversation:
        """Return the conversation while a question is being answered."""
        return replace(self, pending=asked)

    def finished(self, asked: Asked, html: str, answer: Answer | None = None) -> Conversation:
        """Return the conversation with one more question shown and, if answered, remembered."""
        return Conversation((*self.exchanges, Exchange(asked, html, answer)), id=self.id)

    def without_last(self) -> Conversation:
        """Return the conversation as it was before its last question."""
        return Conversation(self.exchanges[:-1], id=self.id)

    def answer_of(self, number: int) -> Answer | None:
        """Return the answer to the question of a number, where there is one."""
        found = (e.answer for e in self.exchanges if e.asked.number == number)
        return next(found, None)
