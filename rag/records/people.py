"""Who is on record."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Alias:
    """A form of a person's name as printed: ``text`` is the document's from start to end."""

    text: str
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A person on record, with every label they are printed under and how often they speak.

    ``name`` is the fullest on record, ``roles`` are as printed beside the name, most frequent
    first; ``spans`` tell for each alias one place where it is printed.
    """

    name: str
    aliases: tuple[str, ...]
    statement_count: int
    document_count: int
    roles: tuple[str, ...] = ()
    spans: tuple[Alias, ...] = field(default=(), repr=False)
