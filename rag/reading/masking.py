"""Sentences as the parser reads them: whole quotes stand in as three short words.

A parser loses its way in long quotes, and takes the sentences inside them for sentences of the
report. So each quote that is a clause of its own is masked; offsets lead back to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.reading.cues import CALLING_OUT_FORMS, QUOTING_FORMS, REPORTING
from rag.reading.quotes import Quote
from rag.reading.sentences import sentence_spans
from rag.records import Span

MASK = "It is so"
_CUE = rf"\b(?:{'|'.join(sorted(QUOTING_FORMS))})\b"
INTRODUCED = re.compile(
    rf"(?:[:：]|{_CUE}(?:(?:\s+(?!that\b|whether\b)[\w’'-]+){{0,6}}[,–—-])?)\s*\Z", re.IGNORECASE
)
"""What introduces a quote: a colon, or a verb of saying, with at most a few words and a comma."""
LONG_LEAD = re.compile(rf"{_CUE}(?:\s+(?!that\b|whether\b)[\w’'-]+){{7,14}},\s*\Z", re.IGNORECASE)
"""A verb of saying with where, when and to whom, before a quote that opens on a capital."""
CALLED_OUT = re.compile(rf"\b(?:{'|'.join(sorted(CALLING_OUT_FORMS))})\W*\Z", re.IGNORECASE)
BRACKETS = re.compile(r"(?<=\w)[\s\u00a0]\([^()“”\"\n]{1,100}\)(?=[\s,.;:’'])")
SEMICOLON = re.compile(rf";\s+(?!and\b|but\b|or\b|that\b|to\b)(?=\w[^;]*{_CUE}[^;]*\Z)")
"""What parts a clause with a verb of saying of its own from those before it."""
STOPPED = re.compile(
    r"[^\S\n]+(?:(?:[A-Z][\w’'-]*|the|he|she|they)\s){1,4}(?:said|says|added|explained|replied)"
    r"(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?(?:[.]|\Z)"
)
"""A cue behind a quote that ends on a full stop for a comma."""
WORD = re.compile(r"[^\W\d_]+")
AS_READ = {0xA0: " ", 0x2009: " ", 0x202F: " ", 0x200B: " ", 0x2015: "—"}
"""Spaces, and a dash that the parser takes for a verb, as it knows them."""
BEFORE = 120
"""Characters looked at before a quote for what introduces it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its quotes masked.

    ``starts`` and ``ends`` give, for every character of ``masked``, the span of the text it
    stands for; ``quotes`` are the masked quotes with their place in ``masked``.
    """

    masked: str
    starts: list[int]
    ends: list[int]
    paragraph: int
    quotes: list[tuple[Span, Quote]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.starts[0]

    @property
    def end(self) -> int:
        return self.ends[-1]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text that *start* to *end* of ``masked`` stands for."""
        return Span(self.starts[start], self.ends[end - 1])

    def is_quotes_only(self) -> bool:
        """Tell whether nothing but quotes and punctuation stands in the sentence."""
        rest = self.masked
        for span, _ in reversed(self.quotes):
            rest = rest[: span.start] + rest[span.end :]
        return bool(self.quotes) and not any(c.isalnum() for c in rest)


def may_report(sentence: Sentence) -> bool:
    """Tell whether a sentence may report speech, so that it is worth parsing."""
    if sentence.is_quotes_only():
        return False
    if sentence.quotes or sentence.masked.rstrip().endswith((":", "：")):
        return True
    return any(word in REPORTING for word in WORD.findall(sentence.masked.lower()))


def masked_sentences(
    text: str, span: Span, quotes: Sequence[Quote], paragraph: int
) -> list[Sentence]:
    """Return the sentences of a paragraph, its clausal quotes masked."""
    chosen: list[Quote] = []
    for quote in quotes:
        if is_clause(text, quote, span, chosen[-1] if chosen else None):
            chosen.append(quote)
    masked, starts, ends, places = _masked(text, span, chosen)
    sentences: list[Sentence] = []
    for piece in _clauses(masked):
        inside = [
            (Span(place.start - piece.start, place.end - piece.start), quote)
            for place, quote in places
            if piece.start <= place.start and place.end <= piece.end
        ]
        cut = slice(piece.start, piece.end)
        sentences.append(Sentence(masked[cut], starts[cut], ends[cut], paragraph, inside))
    return sentences


def _clauses(masked: str) -> Iterator[Span]:
    """Yield the sentences, parted where a clause behind a semicolon reports speech of its own."""
    for sentence in sentence_spans(masked, Span(0, len(masked))):
        start = sentence.start
        match = SEMICOLON.search(masked, start, sentence.end)
        if match and not _inside_marks(masked, start, match.start()):
            yield Span(start, match.start())
            start = match.end()
        yield Span(start, sentence.end)


def _inside_marks(text: str, start: int, at: int) -> bool:
    """Tell whether a quotation mark is open where *at* stands."""
    straight = text.count('"', start, at) % 2 == 1
    return straight or text.count("“", start, at) > text.count("”", start, at)


def _masked(
    text: str, span: Span, quotes: Sequence[Quote]
) -> tuple[str, list[int], list[int], list[tuple[Span, Quote]]]:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: list[tuple[Span, Quote]] = []
    edges = [span.start, *(edge for q in quotes for edge in (q.outer_start, q.outer_end)), span.end]
    for number, (start, end) in enumerate(pairwise(edges)):
        if number % 2 == 0:
            for kept in _without_brackets(text, Span(start, end)):
                pieces.append(text[kept.start : kept.end].translate(AS_READ))
                starts += range(kept.start, kept.end)
                ends += range(kept.start + 1, kept.end + 1)
            continue
        quote = quotes[number // 2]
        stand_in = _stand_in(text, quote)
        places.append((Span(len(starts), len(starts) + len(stand_in)), quote))
        pieces.append(stand_in)
        starts += [start] * len(stand_in)
        ends += [end] * len(stand_in)
    return "".join(pieces), starts, ends, places


def _without_brackets(text: str, span: Span) -> list[Span]:
    """Return the pieces of a span between its short brackets, in which the parser stumbles."""
    cuts = [match.span() for match in BRACKETS.finditer(text, span.start, span.end)]
    starts = [span.start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _stand_in(text: str, quote: Quote) -> str:
    """Return the short clause for a quote, with the punctuation it ends on."""
    last = text[quote.end - 1] if quote.end > quote.start else ""
    if last == "." and STOPPED.match(text, quote.outer_end):
        last = ","
    stand_in = f"“{MASK}{last if last in '.,!?…' else ''}”"
    glued_before = quote.outer_start > 0 and text[quote.outer_start - 1] in ",:"
    glued_behind = text[quote.outer_end : quote.outer_end + 1].isalpha()
    return " " * glued_before + stand_in + " " * glued_behind


def is_clause(text: str, quote: Quote, span: Span, before: Quote | None) -> bool:
    """Tell whether a quote can stand as a clause of its own, unlike a word or two in quotes."""
    inner = text[quote.start : quote.end]
    if not any(c.isalnum() for c in inner):
        return False
    if quote.continues or not quote.closed:
        return True
    lead = text[max(span.start, quote.outer_start - BEFORE) : quote.outer_start]
    capital = not inner[0].islower()
    if not lead.strip() or _ends_sentence(lead):
        return capital or len(inner.split()) > 2
    if (
        before
        and lead.rstrip().endswith((",", ":", "-", "–", "—"))
        and _only_cue_between(text[before.outer_end : quote.outer_start])
    ):
        return True
    if CALLED_OUT.search(lead):
        return True
    if is_title(inner):
        return False
    if INTRODUCED.search(lead):
        return capital or lead.rstrip()[-1:] in ":,"
    return capital and len(inner.split()) > 2 and LONG_LEAD.search(lead) is not None


def _only_cue_between(between: str) -> bool:
    return len(between.split()) <= 25 and not re.search(r"[.!?]\s", between)


def _ends_sentence(lead: str) -> bool:
    stripped = lead.rstrip().rstrip("”\"'’»)]")
    return stripped.endswith((".", "!", "?", "…", ":")) or not any(c.isalnum() for c in lead)


def is_title(inner: str) -> bool:
    """Tell a title of a work: a few words, each but the small ones with a capital letter."""
    words = re.findall(r"[^\W\d_][\w’'-]*", inner)
    if not 1 <= len(words) <= 10 or inner.endswith(("!", "?")):
        return False
    small = [word for word in words if word[0].islower()]
    return len(words) > 1 and all(len(word) <= 4 for word in small) and len(small) <= len(words) / 2
