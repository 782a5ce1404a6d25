"""What readers leave: conversations, and their verdicts on answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rag.records.answers import Answer

Verdict = Literal["up", "down"]
"""What a reader thinks of an answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question, the answer, and what narrowed the question.

    ``filters`` holds what was given to `Pressroom.ask` beside the question, by name.
    """

    question: str
    answer: Answer | str
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A stored conversation; ``saved`` is when it was stored last (ISO, UTC)."""

    id: str
    saved: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict on an answer; ``given`` is when (ISO, UTC)."""

    number: int
    given: str
    question: str
    answer: Answer
    verdict: Verdict
    comment: str | None = None


def chat_turns(messages: Iterable[tuple[str, str]]) -> list[Turn]:
    """Pair the messages of a chat, each (role, text): what a user asks, and what is answered.

    Messages of other roles, and questions nobody answered, are left out.
    """
    turns = []
    question = None
    for role, text in messages:
        if role == "user":
            question = text
        elif role == "assistant" and question is not None:
            turns.append(Turn(question, text))
            question = None
    return turns
