"""One sentence of a model in; its quotes, its markers and the words between them out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.verification.folding import MARKS

GROUP = r"\[\s*-?\d+(?:\s*[,;–-]\s*-?\d+)*\s*\](?:\([^()\s]*\))?"
"""Numbers in brackets; an address after them, which would make them a link, goes too."""

RUN = rf"{GROUP}(?:[ \t]*{GROUP})*"
MARKERS = re.compile(rf"\([ \t]*{RUN}[ \t]*\)|{RUN}")
ADDRESS = re.compile(r"\]\([^()\s]*\)")
NUMBER = re.compile(r"(?P<first>\d+)\s*[–-]\s*(?P<last>\d+)|(?P<one>-?\d+)")
MOST_DIGITS = 9
"""Digits read of a marker's number: with so many it was never offered."""

CLOSERS = {"“": "”", "„": "“”", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹"} | {
    "「": "」",
    "『": "』",
    '"': '"',
}
"""Quotation marks, and what closes each, across languages."""

SINGLE = re.compile(
    r"(?<![^\W_])(?:‘(?P<curly>(?:[^‘’]|(?<=\w)’(?=\w))+)’|'(?P<straight>(?=\w)(?:[^']|(?<=\w)'(?=\w))+)')"
    r"(?!\w)"
)
"""Words between single quotation marks, with the apostrophes in them."""

DISGUISED = re.compile(r"</?q>|``|''|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|[‟❝❞〝〞＂″]")
EMPHASIS = re.compile(rf"[*_`]+(?=[{MARKS}])|(?<=[{MARKS}])[*_`]+")

Kind = Literal["text", "quote", "markers", "stray"]


@dataclass(slots=True, eq=False)
class Piece:
    """A part of a sentence: ``numbers`` are the hits that a piece of kind ``markers`` cites."""

    kind: Kind
    text: str
    numbers: list[int] = field(default_factory=list)

    @property
    def content(self) -> str:
        """What stands between the marks of a quote."""
        return self.text[1:-1]


def plain_marks(text: str) -> str:
    """Return a text with quotation marks that were written in disguise as what they are."""
    return DISGUISED.sub(lambda match: _undisguised(match.group()), text)


def _undisguised(mark: str) -> str:
    if mark.startswith("&"):
        return html.unescape(mark)
    return {"<q>": "“", "</q>": "”", "``": "“", "''": "”", "❝": "“", "❞": "”"}.get(mark, '"')


def quote_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words between quotation marks begin and end, marks included, outermost only.

    A mark that nothing closes is passed over.
    """
    at = 0
    while at < len(text):
        end = _closed_at(text, at) if text[at] in CLOSERS else 0
        if end:
            yield at, end
        elif match := SINGLE.match(text, at):
            end = match.end()
            yield at, end
        at = end or at + 1


def _closed_at(text: str, start: int) -> int:
    """Return where the quote that opens at *start* ends, or 0."""
    open_marks = [text[start]]
    for at in range(start + 1, len(text)):
        mark = text[at]
        if mark in CLOSERS[open_marks[-1]]:
            open_marks.pop()
            if not open_marks:
                return at + 1
        elif mark in CLOSERS and mark not in "”»›":
            open_marks.append(mark)
    return 0


def pieces_of(text: str, *, offered: int) -> tuple[list[Piece], list[int]]:
    """Return the pieces of a sentence, and the numbers of its markers that were never offered."""
    text = EMPHASIS.sub("", text)
    pieces: list[Piece] = []
    at = 0
    for start, end in quote_spans(text):
        pieces += _outside(text[at:start])
        pieces.append(Piece("quote", text[start:end]))
        at = end
    pieces += _outside(text[at:])
    return pieces, _read_numbers(pieces, offered)


def _outside(text: str) -> Iterator[Piece]:
    at = 0
    for match in re.finditer(rf"(?P<markers>{MARKERS.pattern})|(?P<stray>[{MARKS}])", text):
        yield Piece("text", text[at : match.start()])
        yield Piece("markers" if match["markers"] else "stray", match.group())
        at = match.end()
    yield Piece("text", text[at:])


def _read_numbers(pieces: Sequence[Piece], offered: int) -> list[int]:
    unknown: list[int] = []
    for piece in pieces:
        if piece.kind == "markers":
            for number in dict.fromkeys(_numbers(piece.text, offered)):
                known = piece.numbers if 1 <= number <= offered else unknown
                known.append(number)
    return unknown


def _numbers(run: str, offered: int) -> Iterator[int]:
    for match in NUMBER.finditer(ADDRESS.sub("]", run)):
        if match["one"]:
            yield int(match["one"][:MOST_DIGITS])
            continue
        first, last = (int(match[name][:MOST_DIGITS]) for name in ("first", "last"))
        yield from range(first, last + 1) if first <= last <= offered else (first, last)


def without_markers(text: str) -> str:
    """Return a text without its markers and the space before them."""
    return re.sub(rf"[ \t]*{RUN}", "", text)
