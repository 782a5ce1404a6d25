"""The statements of one sentence: a masked sentence and its parse come in, drafts go out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.reading.clauses import frames
from rag.reading.frames import Frame, Range, has_verb
from rag.reading.masking import Sentence
from rag.reading.quoting import quote_frames
from rag.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

EDGES = " \t\n\r\u00a0,;:–—-―*"
FINITE = ("VBD", "VBZ", "VBP")
CLOSERS = {"“": "”", "«": "»", "„": "“"}


@dataclass(slots=True)
class Draft:
    """A statement in the making: the spans of its words, its cue, its source as printed."""

    parts: list[Span]
    cue: Span | None
    source: Span | None
    direct: bool
    paragraph: int
    speaker: str | None = None
    kind: str = "quote"
    sentence: int = -1


def reported(text: str, sentence: Sentence, doc: Doc) -> list[Draft]:
    """Return drafts of the quotes and the indirect speech of a sentence, by their cues."""
    places = [place for span, _ in sentence.quotes if (place := _tokens(doc, span))]
    quoting = {frame.cue: frame for frame in quote_frames(doc, places)}
    taken = {t for frame in quoting.values() for a, b in frame.contents for t in range(a, b)}
    masked = {t for a, b in places for t in range(a, b)}
    found: list[Frame] = []
    for frame in frames(doc, quoting):
        pieces = tuple(p for part in frame.contents for p in _without(part, taken))
        if frame.cue in masked or _only_tells_of(doc, quoting, pieces, frame):
            continue
        if frame.cue in quoting:
            quoting[frame.cue] = _mixed(doc, quoting[frame.cue], frame, pieces)
        elif pieces or frame.kind == "before":
            found.append(replace(frame, contents=pieces))
    drafts = [_draft(text, sentence, doc, frame) for frame in (*quoting.values(), *found)]
    kept = [draft for draft in drafts if draft.parts or draft.kind == "before"]
    return sorted(kept, key=lambda draft: draft.cue or Span(0, 0))


def _only_tells_of(
    doc: Doc, quoting: Collection[int], pieces: Collection[Range], frame: Frame
) -> bool:
    """Tell "“…,” she said, according to the paper", where all that is left is "she said"."""
    finite = [t.i for part in pieces for t in doc[slice(*part)] if t.tag_ in FINITE]
    return frame.kind == "aside" and len(finite) == 1 and finite[0] in quoting


def _mixed(doc: Doc, quote: Frame, frame: Frame, pieces: tuple[Range, ...]) -> Frame:
    """Return a quote's frame, with the clause before it in "No change, he said, “hides it.”"."""
    first = quote.contents[0][0]
    clauses = [
        piece
        for piece in pieces
        if piece[0] <= 2 and piece[1] <= min(frame.cue, first) and _is_clause(doc, piece)
    ]
    if not clauses or first < frame.cue:
        return quote
    return replace(quote, contents=(*clauses, *quote.contents), kind=frame.kind)


def _is_clause(doc: Doc, part: Range) -> bool:
    """Tell a clause of its own from "Asked about it", "When it was over" and the like."""
    if doc[part[0]].tag_ in ("IN", "VBN", "VBG", "WRB"):
        return False
    return has_verb(doc, [part])


def _without(part: Range, taken: Collection[int]) -> list[Range]:
    """Return the pieces of a range between the tokens that are taken."""
    pieces: list[Range] = []
    start = part[0]
    for at in range(part[0], part[1] + 1):
        if at == part[1] or at in taken:
            if start < at:
                pieces.append((start, at))
            start = at + 1
    return pieces


def _tokens(doc: Doc, span: Span) -> Range | None:
    inside = [t.i for t in doc if t.idx < span.end and t.idx + len(t) > span.start]
    return (inside[0], inside[-1] + 1) if inside else None


def _draft(text: str, sentence: Sentence, doc: Doc, frame: Frame) -> Draft:
    cue = doc[frame.cue]
    direct = frame.kind == "quote"
    spans = [source_span(sentence, doc, part) for part in frame.contents]
    parts = [
        _inside_marks(sentence, span) if direct else trimmed_content(text, span) for span in spans
    ]
    return Draft(
        parts=[part for part in parts if any(c.isalnum() for c in text[part.start : part.end])],
        cue=sentence.span(cue.idx, cue.idx + len(cue)),
        source=source_span(sentence, doc, frame.source) if frame.source else None,
        direct=direct,
        paragraph=sentence.paragraph,
        kind=frame.kind,
    )


def source_span(sentence: Sentence, doc: Doc, part: Range) -> Span:
    """Return the span of the text that a range of tokens stands for."""
    first, last = doc[part[0]], doc[part[1] - 1]
    return sentence.span(first.idx, last.idx + len(last))


def _inside_marks(sentence: Sentence, span: Span) -> Span:
    """Return the words of the masked quote at a span, without its marks."""
    for _, quote in sentence.quotes:
        if quote.outer_start < span.end and span.start < quote.outer_end:
            return Span(quote.start, quote.end)
    return span


def trimmed_content(text: str, span: Span) -> Span:
    """Return content without the punctuation around it, but with both marks of a quote in it."""
    start, end = span
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES + ".":
        end -= 1
    for mark, closer in CLOSERS.items():
        opened = text.count(mark, start, end) - text.count(closer, start, end)
        if opened > 0 and text.startswith(closer, end):
            end += 1
    for mark in ("''", '"'):
        if text.count(mark, start, end) % 2 and text.startswith(mark, end):
            end += len(mark)
    return Span(start, end)
