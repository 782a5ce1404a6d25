"""Composer: paragraphs in, one normalised text with exact marks out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rag.records import Mark, Span
from rag.sources.normalising import visible

SPACES = re.compile(r" *\n[ \n]*| +")

Label = tuple[str, str]
"""Kind and value of a mark."""


FEWEST_ROWS = 3
LONGEST_NAME = 60  # characters of a speaker's label in the first column of a table


class Run(NamedTuple):
    """A stretch of a paragraph and the marks its format gives it, as (kind, value)."""

    text: str
    labels: tuple[Label, ...] = ()


STRONG: Label = ("strong", "")
QUOTE: Label = ("quote", "")


class Composer:
    """Joins paragraphs with blank lines and keeps every mark on the characters it was set on."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []

    def add(self, runs: Iterable[Run], *labels: Label) -> Span | None:
        """Add a paragraph, marked whole with *labels*; return its span, None if it is blank.

        White space is collapsed; a line break stays one. Runs may split words anywhere.
        """
        text, spans = _joined(runs)
        if not text:
            return None
        start = self._length + 2 if self._parts else 0
        self._parts.append(text)
        self._length = start + len(text)
        whole = Span(start, self._length)
        self._marks += [_mark(whole, label) for label in labels]
        self._marks += [_mark(Span(start + s, start + e), label) for (s, e), label in spans]
        return whole

    @property
    def text(self) -> str:
        return "\n\n".join(self._parts)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks in the order of the text, the wider first."""
        return tuple(sorted(self._marks, key=lambda mark: (mark.start, -mark.end)))


def _mark(span: Span, label: Label) -> Mark:
    kind, value = label
    return Mark(span.start, span.end, kind, value)  # type: ignore[arg-type]


def _joined(runs: Iterable[Run]) -> tuple[str, list[tuple[Span, Label]]]:
    """Return the text of *runs* and the spans of their labels within it."""
    parts: list[str] = []
    length, last = 0, "\n"  # as if after a line break, so that leading space is dropped
    open_labels: dict[Label, Span] = {}
    spans: list[tuple[Span, Label]] = []
    for run in _settled(runs):
        piece = SPACES.sub(_one_space, run.text)
        if last in " \n" and piece[:1] in (" ", "\n"):
            if piece[0] == "\n" and last == " ":
                parts[-1] = parts[-1][:-1] + "\n"
            piece = piece[1:]
        if not piece:
            continue
        for label in [label for label in open_labels if label not in run.labels]:
            spans.append((open_labels.pop(label), label))
        for label in run.labels:
            begun = open_labels.get(label, Span(length, length)).start
            open_labels[label] = Span(begun, length + len(piece))
        parts.append(piece)
        length, last = length + len(piece), piece[-1]
    text = "".join(parts).rstrip(" \n")
    spans += [(span, label) for label, span in open_labels.items()]
    return text, [(inner, label) for span, label in spans if (inner := _trimmed(text, span))]


def _one_space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _settled(runs: Iterable[Run]) -> Iterable[Run]:
    """Make each run visible text, and move an accent that begins one to the letter before it."""
    held: Run | None = None
    for run in runs:
        text = visible(run.text)
        if held is not None and text:
            moved = _composed_prefix(held.text, text)
            held = Run(unicodedata.normalize("NFC", held.text + text[:moved]), held.labels)
            text = text[moved:]
        if not text:
            continue
        if held is not None:
            yield held
        held = Run(text, run.labels)
    if held is not None:
        yield held


def _composed_prefix(before: str, text: str) -> int:
    """Return how many characters at the start of *text* combine with the end of *before*."""
    count = 0
    while count < len(text) and _combines(before + text[:count], text[count]):
        count += 1
    return count


def _combines(before: str, character: str) -> bool:
    if character.isascii():
        return False
    tail = before[-1:]
    return bool(unicodedata.combining(character)) or not unicodedata.is_normalized(
        "NFC", tail + character
    )


def _trimmed(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return Span(start, end) if start < end else None


def tells_who_speaks(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table of names that recur and what each of them says; one goes on below no name."""
    if len(rows) < FEWEST_ROWS or any(len(row) != 2 for row in rows):
        return False
    names = Counter(name.strip() for name, _ in rows if name.strip())
    recurs = max(names.values(), default=0) > 1
    return recurs and max(map(len, names)) <= LONGEST_NAME
