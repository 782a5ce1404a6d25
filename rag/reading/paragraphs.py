"""Lines and paragraphs: a text comes in, spans in reading order go out.

A blank line ends a paragraph. A single newline does too where the text has one paragraph a
line, and does not where lines were wrapped to a width.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from rag.records import Span

LINE = re.compile(r"\S(?:[^\n]*\S)?")
FINISHED = tuple('.!?…:;。！？؟।"”’»)]*')
LONGEST_WRAPPED_LINE = 160
"""Characters; no page, e-mail or terminal wraps wider, so longer lines are whole paragraphs."""
SHORTEST_TELLING_LINE = 40
"""Characters; shorter lines (headers, addresses, verse) say nothing about wrapping."""
WRAPPED_SHARE = 0.3
"""Of the line ends inside blocks, how many must run on in lower case for wrapped text."""
RAGGED = 0.75
"""Lines of one wrapped paragraph fill at least this much of the width, fonts being uneven."""


def line_spans(text: str, *, breaks: Iterable[int] = ()) -> list[Span]:
    """Return the visible part of every line, lines being cut at the offsets in *breaks* too."""
    cuts = iter(sorted(set(breaks)))
    cut = next(cuts, len(text))
    spans: list[Span] = []
    for match in LINE.finditer(text):
        start, end = match.span()
        while cut <= start and cut < len(text):
            cut = next(cuts, len(text))
        while cut < end:
            spans.append(trimmed(text, Span(start, cut)))
            start = cut + _leading_space(text, cut)
            cut = next(cuts, len(text))
        spans.append(Span(start, end))
    return [span for span in spans if span.start < span.end]


def paragraph_spans(
    text: str,
    *,
    breaks: Collection[int] = (),
    seams: Collection[int] = (),
    cues: Collection[int] = (),
) -> list[Span]:
    """Return the span of every paragraph, in order, without surrounding whitespace.

    A paragraph begins at each offset in *breaks*. At *seams*, where a page begins, a sentence
    that runs on in lower case keeps its paragraph; at *cues*, where a caption begins, any
    unfinished sentence does.
    """
    lines = line_spans(text, breaks=breaks)
    fixed = _first_at(lines, breaks)
    width = wrap_width(text, lines)
    paragraphs: list[Span] = []
    previous: Span | None = None
    for line in lines:
        if (
            previous is None
            or line.start in fixed
            or not (
                _runs_on(text, previous, line, width)
                or _continues(text, previous, line, seams=seams, cues=cues)
            )
        ):
            paragraphs.append(line)
        else:
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        previous = line
    return paragraphs


def trimmed(text: str, span: Span) -> Span:
    """Shrink *span* until it neither starts nor ends on whitespace."""
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _leading_space(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end].isspace():
        end += 1
    return end - start


def finished(text: str, span: Span) -> bool:
    """Tell whether *span* ends as sentences end."""
    return text.startswith(FINISHED, span.end - 1)


def wrap_width(text: str, lines: Sequence[Span]) -> int | None:
    """Return the width in characters that lines were wrapped to, or None if they were not."""
    pairs = [
        (first, second)
        for first, second in pairwise(lines)
        if first.end - first.start >= SHORTEST_TELLING_LINE and _adjacent(text, first, second)
    ]
    if not pairs:
        return None
    running = sum(not finished(text, a) and text[b.start].islower() for a, b in pairs)
    lengths = sorted(first.end - first.start for first, _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    if running < WRAPPED_SHARE * len(pairs) or width > LONGEST_WRAPPED_LINE:
        return None
    return width


def _adjacent(text: str, first: Span, second: Span) -> bool:
    return text.count("\n", first.end, second.start) == 1


def _first_at(lines: Sequence[Span], breaks: Iterable[int]) -> set[int]:
    """Return the starts of the lines that follow a break first."""
    starts = [line.start for line in lines]
    places = (bisect_left(starts, offset) for offset in breaks)
    return {starts[place] for place in places if place < len(starts)}


def _runs_on(text: str, first: Span, second: Span, width: int | None) -> bool:
    """Tell whether the next word would not have fitted, so that the line end means nothing."""
    if width is None or not _adjacent(text, first, second):
        return False
    if first.end - first.start > LONGEST_WRAPPED_LINE:
        return False
    if _indent(text, second) > _indent(text, first):
        return False
    word = text[second.start : second.end].split(None, 1)[0]
    sure = finished(text, first) and not text[second.start].islower()
    return first.end - first.start + 1 + len(word) >= width * (0.95 if sure else RAGGED)


def _indent(text: str, span: Span) -> int:
    return span.start - text.rfind("\n", 0, span.start) - 1


def _continues(
    text: str, first: Span, second: Span, *, seams: Collection[int], cues: Collection[int]
) -> bool:
    """Tell whether a sentence goes on over a page or from one caption to the next."""
    if finished(text, first):
        return False
    if second.start in cues:
        return True
    return second.start in seams and text[second.start].islower()
