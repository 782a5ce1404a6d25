"""Reading: a Document comes in, its paragraphs, turns and speakers go out.

``paragraphs`` finds the paragraphs, ``labels`` and ``turns`` cut transcripts, ``front`` reads
what stands before the report, ``noise`` knows what is no part of it, ``structure`` puts it
together, ``statements`` finds who said what in prose, ``naming`` whom the speakers' labels mean,
and ``sentences`` splits a span for those who need sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.reading.sentences import sentence_spans
from rag.records import Document, Paragraph, Span, Statement

__all__ = ["Reading", "read", "sentence_spans"]


PROSE = ("text", "title", "heading")
"""Kinds of paragraphs outside turns that report what somebody said."""

LONGEST_PROSE = 2_000_000
"""Characters; in longer texts, which are no single report, nobody's words are looked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read: metadata completed from the text, and its paragraphs in order.

    Every visible character of the text stands in exactly one paragraph.
    """

    document: Document
    paragraphs: tuple[Paragraph, ...]
    noise_count: int


def read(document: Document) -> Reading:
    """Read *document*: its paragraphs with kind, heading, turn, speaker and question.

    Title, date, place and publisher are completed from the text where the document lacks them,
    and what somebody says, in a turn of a transcript or in prose, becomes a statement.
    """
    # Many patterns are compiled there, which whoever only asks need not wait for.
    from rag.reading.dating import date_of_header, stated_date
    from rag.reading.naming import namings_of
    from rag.reading.statements import statements_in_prose
    from rag.reading.structure import structure_of

    structure = structure_of(document)
    paragraphs = structure.paragraphs
    title = document.title or structure.front.title
    prose = [p for p in paragraphs if p.turn is None and p.kind in PROSE]
    said = [*structure.statements]
    if len(document.text) <= LONGEST_PROSE:
        quoted = _announced(document, paragraphs)
        said += statements_in_prose(document.text, prose, title=title, set_apart=quoted)
    head = [Span(p.start, p.end) for p in paragraphs if p.turn is None and p.kind != "label"]
    language = document.language
    first = next((p.start for p in paragraphs if p.turn is not None), None)
    header = [span for span in head if first is not None and span.start < first]
    dated = stated_date(document.text, head, language)
    completed = replace(
        document,
        title=title,
        date=document.date
        or structure.front.date
        or dated
        or date_of_header(
            document.text, header, language, title if _is_event(title, first) else None
        ),
        place=document.place or structure.front.place,
        publisher=document.publisher or structure.front.publisher,
        statements=_merged(document.statements, said),
    )
    voices = {s.speaker for s in (*document.statements, *structure.statements) if s.speaker}
    completed = replace(completed, namings=namings_of(completed, voices))
    noise_count = sum(paragraph.kind == "noise" for paragraph in paragraphs)
    return Reading(completed, tuple(paragraphs), noise_count)


def _is_event(title: str | None, first_turn: int | None) -> bool:
    """Tell whether a title is that of an event, not a headline: its date is the event's."""
    from rag.reading.front import EVENT

    return first_turn is not None or EVENT.search(title or "") is not None


def _announced(document: Document, paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return where the block quotations start that the paragraph before announces by a colon."""
    blocks = [mark for mark in document.marks if mark.kind == "quote"]
    announced: set[int] = set()
    before: Paragraph | None = None
    for paragraph in (p for p in paragraphs if p.kind == "text"):
        inside = any(mark.start <= paragraph.start < mark.end for mark in blocks)
        if inside and before and (before.start in announced or _announces(document.text, before)):
            announced.add(paragraph.start)
        before = paragraph
    return announced


def _announces(text: str, paragraph: Paragraph) -> bool:
    return text[paragraph.start : paragraph.end].endswith((":", "："))


def _merged(given: tuple[Statement, ...], found: list[Statement]) -> tuple[Statement, ...]:
    """Return the statements the document came with and those of its turns, each span once."""
    known = {(statement.start, statement.end) for statement in given}
    fresh = [statement for statement in found if (statement.start, statement.end) not in known]
    return tuple(sorted([*given, *fresh], key=lambda statement: (statement.start, statement.end)))
