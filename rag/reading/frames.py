"""Frames: a cue in a parsed sentence with its source and its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
"""A half-open range of tokens."""
Kind = Literal[
    "quote", "clause", "infinitive", "object", "about", "noun", "state", "aside", "before"
]
"""How the content hangs on its cue."""

PUNCTUATION = frozenset(".,;:!?…–—-―'\"“”‘’`()[]«»„") | {"--", "``", "''", "..."}
QUOTES = frozenset(("''", "``", "'", '"', "“", "”", "‘", "’", "„", "«", "»"))
STRAIGHT = frozenset(("''", "``", '"'))
BREAKS = frozenset(",;:–—―()-") | {"--"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue in a sentence with its source and content, as token indexes and ranges.

    ``source`` is None where the sentence does not say; ``contents`` holds two ranges where the
    cue stands inside the content.
    """

    cue: int
    source: Range | None
    contents: tuple[Range, ...]
    kind: Kind
    unreal: bool = False


def is_break(token: Token) -> bool:
    """Tell a comma, dash or bracket; a hyphen inside a word is none."""
    if token.text == "-":
        return token.i > 0 and bool(token.nbor(-1).whitespace_)
    return token.text in BREAKS


def is_inside_marks(doc: Doc, at: int) -> bool:
    """Tell whether a quotation mark is open before a token."""
    marks = [token.text for token in doc[:at] if token.text in QUOTES]
    curly = marks.count("“") - marks.count("”")
    return curly > 0 or sum(mark in STRAIGHT for mark in marks) % 2 == 1


def is_saying_so(token: Token) -> bool:
    """Tell "That said, …", which reports nothing."""
    doc, at = token.doc, token.i
    opened = token.lower_ == "said" and 0 < at <= 2 and doc[at - 1].lower_ == "that"
    return opened and at + 1 < len(doc) and doc[at + 1].text == ","


def bare(doc: Doc, start: int, end: int) -> Range:
    """Return a range without punctuation at its ends."""
    while end > start + 1 and doc[end - 1].text in PUNCTUATION:
        end -= 1
    while start < end - 1 and doc[start].text in PUNCTUATION:
        start += 1
    return start, end


def has_words(doc: Doc, part: Range) -> bool:
    """Tell whether a range holds more than punctuation."""
    return any(token.is_alpha for token in doc[part[0] : part[1]])


def has_verb(doc: Doc, parts: Sequence[Range]) -> bool:
    """Tell whether any of the ranges holds a verb."""
    return any(t.pos_ in ("VERB", "AUX") for start, end in parts for t in doc[start:end])
