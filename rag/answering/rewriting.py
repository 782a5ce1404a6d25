"""Rewriting a follow-up with a chat model: a conversation in, a question that stands alone out.

What the model writes is taken only where it adds nothing to the conversation and drops nothing of
the question; otherwise the rules of `rag.question.followups` have the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.evidence import STOP_WORDS
from rag.answering.generated import GeneratedEngine
from rag.answering.prompts import Message, earlier
from rag.errors import ModelFailed
from rag.question.understanding import NO_TOKENS, Tokens
from rag.records import Answer, Turn

SYSTEM = """\
You rewrite the last question of a conversation about press conferences so that it can be \
understood without the conversation.

- Put the person, thing or time that is meant for he, she, it, they, that and the like, and add \
what the question leaves out because it was said before.
- Use only words of the conversation. Keep every name and number of the question. Do not answer it.
- A question that can be understood alone stays exactly as it is.
- Write the question and nothing else, in its own language."""

LONGEST = 400
"""Characters of a question; a model that writes more does something else."""


def rewritten(
    question: str, history: Sequence[Turn], engine: GeneratedEngine
) -> tuple[str | None, Tokens]:
    """Return the question as a model makes it stand alone, None where that does not hold, and the
    tokens it took."""
    try:
        text, tokens = engine.reply(messages(question, history))
    except ModelFailed:  # the rules do without it, and the answer will tell what failed
        return None, NO_TOKENS
    text = " ".join(text.split()).strip("\"“”' ")
    return (text if is_faithful(text, question, history) else None), tokens


def messages(question: str, history: Sequence[Turn]) -> list[Message]:
    """Return the prompt that asks for the question alone."""
    return [("system", SYSTEM), *earlier(history), ("human", f"Question to rewrite: {question}")]


def is_faithful(text: str, question: str, history: Sequence[Turn]) -> bool:
    """Return whether a rewrite holds words of the conversation only, and all the question named."""
    if not text or len(text) > LONGEST:
        return False
    told = " ".join(_told(turn) for turn in history)
    named = {word.lower() for word in re.findall(r"\b(?:[A-Z]\w+|\d\w*)", question[1:])}
    return _content(text) <= _content(f"{question} {told}") and named <= _words(text)


def _told(turn: Turn) -> str:
    """Return all that a turn says, with what is known of its citations."""
    if not isinstance(turn.answer, Answer):
        return f"{turn.question} {turn.answer}"
    about = [f"{c.speaker or ''} {c.date or ''} {c.title or ''}" for c in turn.answer.citations]
    return " ".join([turn.question, turn.answer.standalone or "", turn.answer.text, *about])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"['’]s?\b", "", text.lower())))


def _content(text: str) -> set[str]:
    return _words(text) - STOP_WORDS
