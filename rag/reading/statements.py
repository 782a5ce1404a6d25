"""Statements in prose: the paragraphs of a report come in, who said what in them goes out.

Quotes are found by their marks and attributed to the cue beside them; indirect speech is found
by its verb; sources are resolved to the people of the document. Offsets are into the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.reading.clauses import Frame, Range, frames
from rag.reading.masking import Sentence, masked_sentences
from rag.reading.mentions import Cast
from rag.reading.parsing import parse
from rag.reading.quotes import Quote, find_quotes
from rag.reading.quoting import quote_frames
from rag.reading.sources_of_speech import Context, speaker_of
from rag.records import Paragraph, Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

EDGES = " \t\n\r\u00a0,;:–—-―"


@dataclass(slots=True)
class Draft:
    """A statement in the making: its parts in order, its cue, its source as printed."""

    parts: list[Span]
    cue: Span | None
    source: Span | None
    direct: bool
    paragraph: int
    speaker: str | None = None
    kind: str = ""
    floating: bool = False


def statements_in_prose(
    text: str, paragraphs: Sequence[Paragraph], *, title: str | None = None
) -> list[Statement]:
    """Return the statements in the prose of *paragraphs*, in order."""
    drafts = drafts_in_prose(text, paragraphs, title=title)
    return [
        Statement(
            d.parts[0].start,
            d.parts[-1].end,
            d.speaker,
            "direct" if d.direct else "indirect",
            text[d.cue.start : d.cue.end] if d.cue else None,
        )
        for d in drafts
    ]


def drafts_in_prose(
    text: str, paragraphs: Sequence[Paragraph], *, title: str | None = None
) -> list[Draft]:
    spans = [Span(p.start, p.end) for p in paragraphs]
    quotes = find_quotes(text, spans)
    cast = Cast(text)
    context = Context(cast, quoted=[Span(q.outer_start, q.outer_end) for qs in quotes for q in qs])
    sentences = [
        sentence
        for number, span in enumerate(spans)
        for sentence in masked_sentences(text, span, quotes[number], number)
    ]
    readable = [s for s in sentences if not s.is_quotes_only()]
    docs = dict(zip(map(id, readable), parse(s.masked for s in readable), strict=True))
    drafts: list[Draft] = []
    for sentence in sentences:
        doc = docs.get(id(sentence))
        found = _floating(sentence) if doc is None else _reported(text, sentence, doc)
        for draft in found:
            _attribute(draft, drafts, context, spans)
        if doc is not None:
            _note_subjects(sentence, doc, context)
    return sorted(drafts, key=lambda d: d.parts[0].start)


def _floating(sentence: Sentence) -> list[Draft]:
    parts = [Span(q.start, q.end) for _, q in sentence.quotes]
    return [Draft(parts, None, None, True, sentence.paragraph, floating=True)]


def _attribute(draft: Draft, drafts: list[Draft], context: Context, spans: list[Span]) -> None:
    if draft.floating:
        last = drafts[-1] if drafts else None
        near = last and last.paragraph >= draft.paragraph - 1
        if last and last.paragraph == draft.paragraph:
            last.parts += draft.parts
            return
        if near and last:
            draft.speaker = last.speaker
            last.parts += draft.parts
            last.paragraph = draft.paragraph
            return
        drafts.append(draft)
        return
    if draft.source:
        name, person = speaker_of(draft.source, context, paragraph=spans[draft.paragraph])
        draft.speaker = name
        if person:
            context.last = person
            context.focus.append((draft.source.start, person))
    drafts.append(draft)


def _note_subjects(sentence: Sentence, doc: Doc, context: Context) -> None:
    for token in doc:
        if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ == "PROPN":
            span = sentence.span(token.idx, token.idx + len(token))
            for m in context.cast.between(span.start - 60, span.end + 60):
                if m.start <= span.start < m.end and m.person and m.person.human:
                    context.focus.append((span.start, m.person))
    context.focus.sort(key=lambda f: f[0])


def _reported(text: str, sentence: Sentence, doc: Doc) -> list[Draft]:
    places = [place for span, _ in sentence.quotes if (place := _tokens(doc, span))]
    quoting = {frame.cue: frame for frame in quote_frames(doc, places)}
    taken = {t for f in quoting.values() for a, b in f.contents for t in range(a, b)}
    masked = {t for a, b in places for t in range(a, b)}
    found: list[Frame] = []
    for frame in frames(doc):
        if frame.cue in masked:
            continue
        pieces = tuple(p for a, b in frame.contents for p in _without(a, b, taken))
        if frame.cue in quoting:
            if mixed := _mixed(doc, quoting[frame.cue], frame, pieces):
                quoting[frame.cue] = mixed
        elif pieces:
            found.append(replace(frame, contents=pieces))
    drafts = [_draft(text, sentence, doc, f) for f in [*quoting.values(), *found]]
    return sorted((d for d in drafts if d.parts), key=lambda d: d.cue.start if d.cue else 0)


def _mixed(doc: Doc, quote: Frame, frame: Frame, pieces: tuple[Range, ...]) -> Frame | None:
    """Return the frame of speech half in quotes: "No change, he said, “hides it.”"."""
    before = [p for p in pieces if p[1] <= frame.cue and p[1] <= quote.contents[0][0]]
    clause = [p for p in before if len(doc[slice(*p)]) > 2 and p[0] <= 2]
    if not clause or quote.contents[0][0] < frame.cue:
        return None
    if not any(t.pos_ in ("VERB", "AUX") for t in doc[slice(*clause[0])]):
        return None
    return replace(quote, contents=(*clause, *quote.contents), kind=frame.kind)


def _without(start: int, end: int, taken: set[int]) -> list[Range]:
    pieces: list[Range] = []
    at = start
    for t in range(start, end + 1):
        if t == end or t in taken:
            if at < t:
                pieces.append((at, t))
            at = t + 1
    return pieces


def _tokens(doc: Doc, span: Span) -> Range | None:
    inside = [t.i for t in doc if t.idx < span.end and t.idx + len(t) > span.start]
    return (inside[0], inside[-1] + 1) if inside else None


def _draft(text: str, sentence: Sentence, doc: Doc, frame: Frame) -> Draft:
    cue = doc[frame.cue]
    source = None
    if frame.source:
        source = _span(sentence, doc, frame.source)
    parts: list[Span] = []
    for rng in frame.contents:
        span = _span(sentence, doc, rng)
        if frame.kind == "quote":
            quote = _quote_at(sentence, span)
            span = Span(quote.start, quote.end) if quote else span
        else:
            span = _trimmed(text, span)
        if span.start < span.end:
            parts.append(span)
    cue_span = sentence.span(cue.idx, cue.idx + len(cue))
    return Draft(
        parts, cue_span, source, frame.kind == "quote", sentence.paragraph, kind=frame.kind
    )


def _quote_at(sentence: Sentence, span: Span) -> Quote | None:
    return next(
        (q for _, q in sentence.quotes if q.outer_start < span.end and span.start < q.outer_end),
        None,
    )


def _span(sentence: Sentence, doc: Doc, rng: Range) -> Span:
    first, last = doc[rng[0]], doc[rng[1] - 1]
    return sentence.span(first.idx, last.idx + len(last))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES + ".":
        end -= 1
    return Span(start, end)
