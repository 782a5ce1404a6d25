"""Passages: a Reading comes in, the spans that are retrieved and cited go out.

A passage is a paragraph: whole sentences of one speaker under one heading. Long paragraphs are
split at sentence ends, very short ones joined with their neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from rag.reading import Reading, sentence_spans
from rag.reading.sentences import skip_space
from rag.records import Document, Mark, Paragraph, Passage, Span

MAX_WORDS = 160
"""Longest passage. MiniLM sees 256 word pieces, which is about this many words."""
MIN_WORDS = 25
"""Shorter paragraphs are joined: alone they match too much and say too little."""
CHARACTERS_PER_WORD = 10
"""What counts as one word where a script or a line of junk has no spaces."""

FULL = re.compile(rf"(?:\S+\s+){{0,{MAX_WORDS - 1}}}\S+")
"""As many words as a passage holds."""
CLAUSE = re.compile(r"[,;:—–](?=\s)")


def cut(reading: Reading) -> list[Passage]:
    """Return the passages of a document in order.

    They never overlap, never begin or end on whitespace, and each text is the document's own
    at its offsets.
    """
    document = reading.document
    pages = _Places(document.marks, "page")
    times = _Places(document.marks, "time")
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for span, paragraph in _pieces(document.text, reading.paragraphs):
        text = document.text[span.start : span.end]
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
        passages.append(
            Passage(
                id=f"{document.id}-{digest}-{seen[digest]}",
                document_id=document.id,
                number=len(passages),
                start=span.start,
                end=span.end,
                text=text,
                heading=paragraph.heading,
                turn=paragraph.turn,
                speaker=paragraph.speaker,
                speech="narration" if paragraph.turn is None else "direct",
                asked=paragraph.asked,
                question=paragraph.question,
                page=_number(pages.at(span.start)),
                time=times.at(span.start),
                context=context_of(document, paragraph),
            )
        )
        seen[digest] += 1
    return passages


def context_of(document: Document, paragraph: Paragraph) -> str:
    """Return what is embedded along with a passage but never quoted."""
    parts = (document.title, document.date, paragraph.heading, paragraph.speaker)
    return " · ".join(part for part in parts if part)


def word_count(text: str, span: Span) -> int:
    """Count the words of *span*, or what passes for words where there are no spaces."""
    words = len(text[span.start : span.end].split())
    return max(words, (span.end - span.start) // CHARACTERS_PER_WORD)


class _Places:
    """The page or time at growing offsets: the last mark that begins at or before each."""

    def __init__(self, marks: Iterable[Mark], kind: str) -> None:
        self._marks = sorted((m.start, m.value) for m in marks if m.kind == kind)
        self._next = 0

    def at(self, offset: int) -> str | None:
        while self._next < len(self._marks) and self._marks[self._next][0] <= offset:
            self._next += 1
        return self._marks[self._next - 1][1] if self._next else None


def _number(page: str | None) -> int | None:
    return int(page) if page and page.isdigit() else None


def _pieces(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Span, Paragraph]]:
    """Yield the span of every passage with the paragraph that it begins in."""
    for run in _runs(paragraphs):
        pieces = [(piece, paragraph) for paragraph in run for piece in _split(text, paragraph)]
        yield from _joined(text, pieces)


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs that may share a passage: neighbours of one heading and turn."""
    kinds = {"text"} if any(p.kind == "text" for p in paragraphs) else {"title", "heading"}
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if run and (paragraph.kind not in kinds or _place(paragraph) != _place(run[-1])):
            yield run
            run = []
        if paragraph.kind in kinds:
            run.append(paragraph)
    if run:
        yield run


def _place(paragraph: Paragraph) -> tuple[str | None, int | None, str | None]:
    return paragraph.heading, paragraph.turn, paragraph.speaker


def _split(text: str, paragraph: Paragraph) -> list[Span]:
    """Split a paragraph at sentence ends into pieces of at most MAX_WORDS words."""
    whole = Span(paragraph.start, paragraph.end)
    if word_count(text, whole) <= MAX_WORDS:
        return [whole]
    pieces: list[Span] = []
    size = MAX_WORDS + 1
    for sentence in _sentences(text, whole):
        words = word_count(text, sentence)
        if size + words > MAX_WORDS:
            pieces.append(sentence)
            size = words
        else:
            pieces[-1] = Span(pieces[-1].start, sentence.end)
            size += words
    return pieces


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of *span*, those over the limit in pieces."""
    for sentence in sentence_spans(text, span):
        if word_count(text, sentence) <= MAX_WORDS:
            yield sentence
        else:
            yield from _broken(text, sentence)


def _broken(text: str, sentence: Span) -> Iterator[Span]:
    """Break an endless sentence at clauses, else between words, else anywhere."""
    start = sentence.start
    while start < sentence.end:
        limit = min(start + MAX_WORDS * CHARACTERS_PER_WORD, sentence.end)
        full = FULL.match(text, start, limit)
        stop = full.end() if full else limit
        if stop < sentence.end:
            stop = _clause_end(text, start, _word_end(text, start, stop))
        yield Span(start, stop)
        start = skip_space(text, stop, sentence.end)


def _word_end(text: str, start: int, stop: int) -> int:
    """Return *stop*, or the end of the word before where it would cut a word in two."""
    if text[stop].isspace():
        return stop
    before = text[start:stop].rsplit(None, 1)
    return start + len(before[0]) if len(before) > 1 else stop


def _clause_end(text: str, start: int, stop: int) -> int:
    """Return the last end of a clause in the second half of a full piece, or *stop*."""
    half = start + (stop - start) // 2
    return max((match.end() for match in CLAUSE.finditer(text, half, stop)), default=stop)


def _joined(
    text: str, pieces: Sequence[tuple[Span, Paragraph]]
) -> Iterator[tuple[Span, Paragraph]]:
    """Join pieces below MIN_WORDS with the ones before or after, within MAX_WORDS."""
    current: tuple[Span, Paragraph] | None = None
    size = 0
    for span, paragraph in pieces:
        words = word_count(text, span)
        if current and min(size, words) < MIN_WORDS and size + words <= MAX_WORDS:
            current = Span(current[0].start, span.end), current[1]
            size += words
            continue
        if current:
            yield current
        current, size = (span, paragraph), words
    if current:
        yield current
