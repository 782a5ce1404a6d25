"""A saved answer in, what has become of each of its citations out: does it still stand?

The source of a citation is looked for by the id of its document, which is made from its bytes,
then by its path or URL: the bytes may be others by now, and the words elsewhere or gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.errors import DocumentNotFound
from rag.index.library import Library
from rag.reading.names import may_be
from rag.records import (
    Answer,
    Citation,
    CitationCheck,
    Document,
    Passage,
    Span,
    Standing,
    Statement,
)
from rag.verification import folded, nearest_sentence


def check_answer(answer: Answer, library: Library) -> list[CitationCheck]:
    """Return what has become of each citation of *answer*, in their order."""
    return [_checked(citation, library) for citation in answer.citations]


def _checked(citation: Citation, library: Library) -> CitationCheck:
    document = _document(citation, library)
    if document is None:
        return _found(citation, "gone")
    span = _span(citation, document)
    if span is None:
        close = nearest_sentence(citation.quote, library.passages_of(document.id))
        return _found(citation, "changed", document, nearest=close)
    speakers = _speakers(document, span, library)
    label = citation.label or citation.speaker
    if label and speakers and not _is_one_of(label, speakers, document):
        return _found(citation, "changed", document, span, speakers=speakers)
    stays = document.id == citation.document_id and span == (citation.start, citation.end)
    return _found(citation, "exact" if stays else "moved", document, span)


def _found(
    citation: Citation,
    outcome: Standing,
    document: Document | None = None,
    span: Span | None = None,
    *,
    nearest: str | None = None,
    speakers: tuple[str, ...] = (),
) -> CitationCheck:
    return CitationCheck(
        citation.number,
        outcome,
        citation.quote,
        citation.source,
        document_id=document.id if document else None,
        start=span.start if span else None,
        end=span.end if span else None,
        nearest=nearest,
        speakers=speakers,
    )


def _document(citation: Citation, library: Library) -> Document | None:
    """Return the document cited, else what its source holds now."""
    for document_id in (citation.document_id, *_held_by_source(citation, library)):
        try:
            return library.document(document_id)
        except DocumentNotFound:
            continue
    return None


def _held_by_source(citation: Citation, library: Library) -> Iterator[str]:
    path = str(Path(citation.source).resolve())
    for locator, (source, document_id) in library.sources().items():
        if source == citation.source or locator in (citation.source, path):
            yield document_id
    if citation.url:
        yield from (d.id for d in library.document_list() if d.url == citation.url)


def _span(citation: Citation, document: Document) -> Span | None:
    """Return where the words stand: at their place, else nearest to it, white space aside."""
    text, quote = document.text, citation.quote
    there = Span(citation.start, citation.end)
    if document.id == citation.document_id and quote and text[there.start : there.end] == quote:
        return there
    places = _places(quote, text)
    if not places:
        words, offsets = folded(text)
        same = _places(folded(quote)[0].strip(), words)
        places = [Span(offsets[start], offsets[end - 1] + 1) for start, end in same]
    return min(places, key=lambda span: abs(span.start - there.start), default=None)


def _places(words: str, text: str) -> list[Span]:
    """Return where *words* stand as whole words; nowhere when there are none."""
    if not words:
        return []
    first, last = (r"\b" if end.isalnum() else "" for end in (words[0], words[-1]))
    return [Span(*m.span()) for m in re.finditer(f"{first}{re.escape(words)}{last}", text)]


def _speakers(document: Document, span: Span, library: Library) -> tuple[str, ...]:
    """Return whose words a span carries, as the library has it now."""
    voiced: tuple[Statement | Passage, ...] = (
        *document.statements,
        *library.passages_of(document.id),
    )
    heard = (v.speaker for v in voiced if v.start < span.end and v.end > span.start)
    return tuple(dict.fromkeys(_name(label, document) for label in heard if label))


def _name(label: str, document: Document) -> str:
    return next((naming.name for naming in document.namings if naming.label == label), label)


def _is_one_of(speaker: str, speakers: Sequence[str], document: Document) -> bool:
    return any(may_be(_name(speaker, document), other) for other in speakers)
