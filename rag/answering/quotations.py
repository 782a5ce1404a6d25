"""Quotation marks of reports: which words stand inside of them, and where a quotation is whole."""

from __future__ import annotations

import re

from rag.reading import sentence_spans
from rag.records import Hit, Span

PAIRED = re.compile('[^“”„«»"]*(?:(?:“[^“”"]*”|"[^“”"]*")[^“”„«»"]*)+')
"""Words with quotation marks among them, each closed before the next one opens."""

INTERRUPTED = re.compile('[^“”"]*[^\\s“”"]" ')
"""Words that a report interrupts, in straight marks: the first of them closes."""

OPENING = "“„«"
STRAIGHT = ('"', "''")
MARK = re.compile("[“”„«»\"]|''")

LONGEST_QUOTATION = 80
"""Words up to which a quotation is given whole where a sentence of it is cited."""


def within_marks(hit: Hit, span: Span) -> Span:
    """Return words that a report quotes without its own mark before and its own words after them.

    A sentence of an interrupted quotation may begin with the mark that opens again, or end with
    "she said" where the mark that closes stands before.
    """
    text = hit.words_at(span)
    skipped = len(text) - len(re.sub(r"^(?:[“„«\"]|'')+", "", text))
    skipped = 0 if PAIRED.fullmatch(text) else skipped
    depth, end = 1, len(text)
    for mark in MARK.finditer(text, skipped):
        if _opens(mark):
            depth += 1
        else:
            depth = max(0, depth - 1)
            end = mark.start() if depth == 0 else end
    return Span(span.start + skipped, span.start + (end if depth == 0 else len(text)))


def whole_quotation(hit: Hit, sentence: Span) -> Span:
    """Return a sentence with those around it that the quotation it breaks off or ends holds.

    Where the quotation is long, or not whole in the passage, it is the sentence alone.
    """
    text = hit.text
    parts = [
        Span(hit.start + part.start, hit.start + part.end)
        for part in sentence_spans(text, Span(0, len(text)))
    ]
    first = last = next((i for i, part in enumerate(parts) if part.end >= sentence.end), 0)
    while True:
        found = Span(min(sentence.start, parts[first].start), max(sentence.end, parts[last].end))
        is_opened, is_closed = _ends_of(hit.words_at(found))
        if is_opened and is_closed:
            return found
        first, last = first - (not is_opened), last + (not is_closed)
        if first < 0 or last >= len(parts) or len(hit.words_at(found).split()) > LONGEST_QUOTATION:
            return sentence


def _ends_of(text: str) -> tuple[bool, bool]:
    """Return whether every quotation of a text opens in it, and whether every one closes in it."""
    depth, is_opened = 0, True
    for mark in MARK.finditer(text):
        if _opens(mark):
            depth += 1
        elif depth:
            depth -= 1
        else:
            is_opened = False
    return is_opened, not depth


def _opens(mark: re.Match[str]) -> bool:
    before = mark.string[: mark.start()]
    is_free = not before or before[-1] in " \n(—"
    return mark[0] in OPENING or (mark[0] in STRAIGHT and is_free)
