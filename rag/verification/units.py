"""A model's words as they arrive in; whole sentences, each with its markers, out.

A sentence is whole when the next one has begun, so that nothing that is given out changes its
meaning by what follows. Headings, items of lists and block quotes are units of their own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.reading import sentence_spans
from rag.records import Span
from rag.verification.folding import MARKS
from rag.verification.markup import MARKERS, plain_marks, quote_spans

BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[-*+•–][ \t]|\d{1,2}[.)][ \t]|>|\||```|---)")
"""How a line begins that is a block of its own."""

QUOTED = re.compile(r"[ \t]*>")
ENDED = re.compile(rf"[.!?…:\]|*_)][{MARKS}'’*_ \t]*\Z|\A[ \t]*#")
"""How a line ends after which the next one begins a sentence."""

FOLLOWS = re.compile(r"\s*[,;:)a-zß-öø-ÿ]")
"""How words begin that belong to the sentence before them."""

PREFIX = re.compile(r"[ \t]*(?:[-*+•–][ \t]+|\d{1,2}[.)][ \t]+|#{1,6}[ \t]+)?")
MARKERS_ALONE = re.compile(rf"\s*(?:{MARKERS.pattern})[ \t]*(?=\n|\Z)")
TRAILING = re.compile(rf"[*_]+|\s*(?:{MARKERS.pattern})[.,;]?")
STOPS = re.compile(r"[.!?…。！？\n]")
UNCLOSED = re.compile(r"[“„«‹‘‚「『\"]|(?<!\w)(?:''|[”»›])")
ASKED = re.compile(rf"[?!…][{MARKS}'’*_]+(?:\s*(?:{MARKERS.pattern}))*\Z")
WORDS_OF_SAYING = 6
"""Words within which a verb of saying stands, if at all, behind a quoted question."""

UNFINISHED = re.compile(r"(?:\[[^\]]*|&\w*|&#\w*|</?q?|`|')\Z")
"""The beginning of a marker, or of a mark in disguise, that is still being written."""


class Unit(NamedTuple):
    """A sentence, heading or block quote, and the white space before it."""

    gap: str
    text: str


class Cutter:
    """Cuts a text that arrives in pieces into its units.

    >>> cutter = Cutter()
    >>> cutter.feed("It opens [1]. The ci")
    [Unit(gap='', text='It opens [1].')]
    >>> cutter.finish()
    [Unit(gap=' ', text='The ci')]
    """

    def __init__(self) -> None:
        self.rest = ""

    def feed(self, piece: str) -> list[Unit]:
        """Take a piece; return the units that are whole now."""
        self.rest += piece
        if UNFINISHED.search(self.rest):
            return []
        return self._cut(is_end=False)

    def finish(self) -> list[Unit]:
        """Return what is left, as a text that came to its end."""
        return self._cut(is_end=True)

    def _cut(self, *, is_end: bool) -> list[Unit]:
        units: list[Unit] = []
        self.rest = plain_marks(self.rest)
        while True:
            body = self.rest.lstrip()
            gap = self.rest[: len(self.rest) - len(body)]
            end = _end_of_unit(body, is_end=is_end)
            if not end:
                return units
            units.append(Unit(gap, body[:end].rstrip()))
            self.rest = body[end:]


def _end_of_unit(text: str, *, is_end: bool) -> int:
    """Return where the first unit of *text* ends, or 0 while that cannot be told."""
    block = _end_of_block(text)
    is_whole = is_end or block < len(text)
    if QUOTED.match(text):
        return block if is_whole else 0
    ends = _sentence_ends(text[:block])
    if len(ends) > 1 and (is_whole or _has_begun(text[ends[0] :], after=text[: ends[0]])):
        return ends[0]
    return block if is_whole and text else 0


def _has_begun(text: str, *, after: str) -> bool:
    """Return whether so much of the next sentence is there that it is known to be one.

    After a quoted question, "Ana Oren asked" would still belong to the sentence before.
    """
    return len(text.split()) > (WORDS_OF_SAYING if ASKED.search(after) else 1)


def _end_of_block(text: str) -> int:
    """Return where the paragraph, item, heading or block quote at the start of *text* ends.

    Markers alone on the next line belong to it; a line that was wrapped goes on.
    """
    is_quote = bool(QUOTED.match(text))
    for match in re.finditer(r"[ \t]*\n", text):
        following = text[match.end() :]
        if not following.strip():
            break
        if marker := MARKERS_ALONE.match(following):
            return match.end() + marker.end()
        begins_block = is_quote != bool(QUOTED.match(following)) or (
            not is_quote and (BLOCK.match(following) or ENDED.search(text[: match.start()]))
        )
        if begins_block or not following.partition("\n")[0].strip():
            return match.start()
    return len(text)


def _sentence_ends(text: str) -> list[int]:
    """Return where the sentences of a paragraph end, markers included."""
    masked = _masked(text)
    prefix = PREFIX.match(text)
    ends: list[int] = []
    for span in sentence_spans(masked, Span(prefix.end() if prefix else 0, len(masked))):
        if ends and FOLLOWS.match(text[ends[-1] :]):
            ends.pop()
        if not ends or span.end > ends[-1]:
            ends.append(_with_markers(text, span.end))
    return ends


def _with_markers(text: str, end: int) -> int:
    """Return *end* moved behind markers, and what closes emphasis, that follow it."""
    while match := TRAILING.match(text, end):
        end = match.end()
    return end


def _masked(text: str) -> str:
    """Return *text* without stops in its quotes and markers, so that no sentence ends in them.

    The last stop in a quote stays: it may end the sentence around it.
    """
    text = MARKERS.sub(lambda match: " " * len(match.group()), text)
    masked, bare, at = "", "", 0
    for start, end in quote_spans(text):
        masked += text[at:start] + STOPS.sub("a", text[start : end - 2]) + text[end - 2 : end]
        bare += text[at:start] + " " * (end - start)
        at = end
    opening = UNCLOSED.search(bare + text[at:])
    unclosed = opening.start() if opening else len(text)
    masked += text[at:]
    return masked[:unclosed] + STOPS.sub("a", masked[unclosed:])
