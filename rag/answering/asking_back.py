"""Asking back: what is said where a question lacks what it would take to answer it."""

from __future__ import annotations

from rag.answering.extractive import Extract
from rag.question import Question
from rag.question.lacking import lacking, person_lacking

ASK = "Ask what somebody said, such as: *What did the finance minister say about fuel?*"
WHOM = "Whom does “{word}” mean? Ask again with the name."


def asked_back(asked: Question) -> Extract | None:
    """Return what is said to a courtesy, or to words that mean nobody; None to a question."""
    match lacking(asked.text):
        case "question":
            return Extract(ASK)
        case "person":
            text = WHOM.format(word=person_lacking(asked.text).lower())
            return Extract(text, reason="not_in_record")
        case None:
            return None
