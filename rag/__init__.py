"""Pressroom answers questions about what was said at press conferences, with its evidence."""

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.records import (
    Answer,
    AnswerEvent,
    Citation,
    Document,
    Hit,
    IngestReport,
    Statement,
    Turn,
    to_json,
)
from rag.settings import Settings

__all__ = [
    "Answer",
    "AnswerEvent",
    "Citation",
    "Document",
    "Hit",
    "IngestReport",
    "Pressroom",
    "PressroomError",
    "Settings",
    "Statement",
    "Turn",
    "to_json",
]
