"""Pressroom answers questions about what was said at press conferences, with its evidence.

The names are loaded when they are first used, so that a part of the package loads alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        from_json,
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
    "from_json",
    "to_json",
]

HOMES = {"Pressroom": "pressroom", "PressroomError": "errors", "Settings": "settings"}
"""Where the names are that are no records."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(import_module(f"rag.{HOMES.get(name, 'records')}"), name)


def __dir__() -> list[str]:
    return __all__
