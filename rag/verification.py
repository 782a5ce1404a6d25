"""A model's answer and the hits it was offered in, checked text and what it rests on out.

Every quotation mark that comes out encloses words that stand, character for character, in the
hit cited after it; every marker names a hit that was offered. What does not hold is taken out of
the text and listed as rejected.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import NamedTuple

from rag.records import Hit, Passage, Rejected, Span

GROUP = r"\[\s*-?\d+(?:\s*[,;–-]\s*-?\d+)*\s*\](?:\([^()\s]*\))?"
"""Numbers in brackets; an address after them, which would make them a link, goes too."""

RUN = rf"{GROUP}(?:[ \t]*{GROUP})*"

MARKS = '“”„«»‹›「」『』"'
PAIRS = ("“”", "””", "„“", "„”", "«»", "»«", "‹›", "›‹", "「」", "『』", '""')
"""Quotation marks, and how languages pair them."""

INSIDE = rf"(?:(?!\n\s*\n)[^{MARKS}])*"
QUOTE = "|".join(pair[0] + INSIDE + pair[1] for pair in PAIRS)

PIECES = re.compile(
    rf"(?P<quote>{QUOTE})|(?P<markers>\([ \t]*{RUN}[ \t]*\)|{RUN})|(?P<stray>[{MARKS}])"
)
MARKERS_ALONE = re.compile(rf"(?P<markers>\([ \t]*{RUN}[ \t]*\)|{RUN})")
ADDRESS = re.compile(r"\]\([^()\s]*\)")
NUMBER = re.compile(r"(?P<first>\d+)\s*[–-]\s*(?P<last>\d+)|(?P<one>-?\d+)")
DOUBLE_MARK = re.compile(f"[{MARKS}]")
INNER_QUOTE = re.compile(QUOTE)

SENTENCE_END = re.compile(r"\n\s*\n|[.!?…]['’)]*\s+[^\s\[(]")
TRAILING = " .,;:!?…"
MOST_DIGITS = 9
"""Digits read of a marker's number: with so many it was never offered."""

CLOSE_ENOUGH = 0.5
"""Share of words in common from which a sentence is worth showing as the nearest."""

SENTENCES = re.compile(r"[^.!?\n]+[.!?]*[”’\"']*")

VARIANTS = {
    **dict.fromkeys(MARKS + "‘’‚‛‟`´′″'", "'"),
    **dict.fromkeys("‐‑‒–—―−-", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
"""How characters are compared: marks, dashes and ellipses of every make count as the same."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A hit under its number in the text, and the spans of its document that are quoted there."""

    number: int
    hit: Hit
    quotes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """An answer's text after checking: what it cites, by number, and what was refused."""

    text: str
    cited: tuple[Cited, ...]
    rejected: tuple[Rejected, ...]


def verify(text: str, hits: Sequence[Hit]) -> Verified:
    """Check the markers and quotes of *text*; its numbers count *hits* from 1.

    In the text that comes back, markers count from 1 in order of appearance and quotes stand
    between “ and ” in the document's own characters. A quote that stands in another hit than
    the one cited gets that hit's marker. Rejected are markers never offered
    (``unknown_marker``), markers of hits without the words quoted (``wrong_marker``), quotes
    that stand in no hit (``not_found``) and quotation marks without a partner
    (``unpaired_mark``).
    """
    pieces = _pieces(unicodedata.normalize("NFC", text))
    rejected = _read_numbers(pieces, len(hits))
    _place_quotes(pieces, [Source(hit.text) for hit in hits])
    rejected += _correct_markers(pieces)
    for piece in pieces:
        if piece.kind == "quote" and not piece.place:
            words = _without_markers(piece.text[1:-1]).strip()
            rejected.append(Rejected(words, "not_found", nearest(words, hits)))
        elif piece.kind == "stray":
            rejected.append(Rejected(piece.text, "unpaired_mark"))
            piece.text = ""
    return _assembled(pieces, hits, rejected)


def resolve_markers(text: str, hits: Sequence[Hit]) -> Verified:
    """Check the markers of *text* as `verify` does, and leave its quotes as they are."""
    pieces = _pieces(text, grammar=MARKERS_ALONE)
    return _assembled(pieces, hits, _read_numbers(pieces, len(hits)))


class Place(NamedTuple):
    """Where quoted words stand: the number of the hit and the span within its text."""

    number: int
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Piece:
    """A part of the text, of the kind ``text``, ``quote``, ``markers`` or ``stray``.

    ``numbers`` are the hits cited here; ``run`` is the run of markers that cites a quote, and
    ``tail`` is closing punctuation within its marks that does not stand in the source.
    """

    kind: str
    text: str
    numbers: list[int] = field(default_factory=list)
    run: Piece | None = None
    place: Place | None = None
    shown: str = ""
    tail: str = ""


class Source:
    """A hit's text, folded once for searching."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._offsets = folded(text)

    def find(self, words: str) -> Span | None:
        """Return where *words*, folded, stand as whole words."""
        at = self._folded.find(words)
        while at >= 0:
            end = at + len(words)
            if _is_whole(self._folded, at, end):
                return Span(self._offsets[at], self._offsets[end - 1] + 1)
            at = self._folded.find(words, at + 1)
        return None


def folded(text: str) -> tuple[str, list[int]]:
    """Return *text* as it is compared, and for each character of it where it comes from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            same = "" if not characters or characters[-1] == " " else " "
        else:
            same = VARIANTS.get(character, character)
        characters += same
        offsets += [offset] * len(same)
    return "".join(characters), offsets


def _pieces(text: str, *, grammar: re.Pattern[str] = PIECES) -> list[Piece]:
    pieces, at = [], 0
    for match in grammar.finditer(text):
        pieces.append(Piece("text", text[at : match.start()]))
        pieces.append(Piece(str(match.lastgroup), match.group()))
        at = match.end()
    return [*pieces, Piece("text", text[at:])]


def _read_numbers(pieces: Sequence[Piece], offered: int) -> list[Rejected]:
    """Give the marker runs their numbers; return the markers that were never offered."""
    rejected = []
    for piece in pieces:
        if piece.kind == "markers":
            for number in dict.fromkeys(_numbers(piece.text, offered)):
                if 1 <= number <= offered:
                    piece.numbers.append(number)
                else:
                    rejected.append(Rejected(f"[{number}]", "unknown_marker"))
    return rejected


def _numbers(run: str, offered: int) -> Iterator[int]:
    for match in NUMBER.finditer(ADDRESS.sub("]", run)):
        if match["one"]:
            yield int(match["one"][:MOST_DIGITS])
            continue
        first, last = (int(match[name][:MOST_DIGITS]) for name in ("first", "last"))
        yield from range(first, last + 1) if first <= last <= offered else (first, last)


def _place_quotes(pieces: Sequence[Piece], sources: Sequence[Source]) -> None:
    """Find each quote in the hits that the next markers of its sentence cite, else in any other."""
    run: Piece | None = None
    for piece in reversed(pieces):
        if piece.kind == "markers":
            run = piece
        elif piece.kind == "quote":
            piece.run = run
            _place(piece, sources)
        elif SENTENCE_END.search(piece.text):
            run = None


def _place(quote: Piece, sources: Sequence[Source]) -> None:
    cited = quote.run.numbers if quote.run else []
    numbers = [*cited, *(n for n in range(1, len(sources) + 1) if n not in cited)]
    for words, tail in _readings(quote.text[1:-1]):
        if place := _find(words, numbers, sources):
            quote.place, quote.tail = place, tail
            quote.shown = sources[place.number - 1].text[place.start : place.end]
            return


def _readings(content: str) -> Iterator[tuple[str, str]]:
    """Yield what a quote may mean, folded, with the punctuation that is then not part of it.

    Writers put their own punctuation and even markers inside the marks, and fit the first letter
    to their sentence; what is shown are the source's own characters in any case.
    """
    for text in dict.fromkeys((content, _without_markers(content))):
        words = folded(text)[0].strip()
        bare = words.rstrip(TRAILING)
        for reading, tail in ((words, ""), (bare, words[len(bare) :].strip())):
            if any(map(str.isalnum, reading)):
                yield reading, tail
                yield reading[0].swapcase() + reading[1:], tail


def _without_markers(text: str) -> str:
    return re.sub(rf"[ \t]*{RUN}", "", text)


def _find(words: str, numbers: Sequence[int], sources: Sequence[Source]) -> Place | None:
    for number in numbers:
        if span := sources[number - 1].find(words):
            return Place(number, *span)
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a span of *text* neither begins nor ends inside a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _correct_markers(pieces: Sequence[Piece]) -> list[Rejected]:
    """Give a quote found elsewhere its own marker, in place of one directly after it.

    Quotes before it that share its run get their own too, so that for each the next marker is
    the right one.
    """
    shared: set[Piece | None] = {None}
    for piece in reversed(pieces):
        place, run = piece.place, piece.run
        if place and (run in shared or run is None or place.number not in run.numbers):
            piece.numbers = [place.number]
            shared.add(run)
    rejected = []
    for quote, between, run in zip(pieces, pieces[1:], pieces[2:], strict=False):
        is_adjacent = quote.run is run and not any(map(str.isalnum, between.text))
        if is_adjacent and quote.place and quote.place.number not in run.numbers:
            rejected += [Rejected(f"[{number}]", "wrong_marker") for number in run.numbers]
            run.numbers = []
    return rejected


def nearest(words: str, hits: Sequence[Hit | Passage]) -> str | None:
    """Return the sentence of *hits* most like *words*, where one is like them at all."""
    wanted = words.lower().split()
    if not wanted:
        return None
    best, score = None, CLOSE_ENOUGH
    for hit in hits:
        for match in SENTENCES.finditer(hit.text):
            matcher = difflib.SequenceMatcher(None, match.group().lower().split(), wanted)
            common = sum(block.size for block in matcher.get_matching_blocks())
            if common / len(wanted) >= score:
                best, score = match.group().strip(), common / len(wanted) + 1e-9
    return best


def _assembled(
    pieces: Sequence[Piece], hits: Sequence[Hit], rejected: Sequence[Rejected]
) -> Verified:
    """Write the text again, with markers counted from 1 in order of appearance."""
    order: dict[int, int] = {}
    quotes: dict[int, list[Span]] = defaultdict(list)
    text = ""
    for piece in pieces:
        markers = "".join(f"[{order.setdefault(n, len(order) + 1)}]" for n in piece.numbers)
        if piece.kind == "markers":
            text = text + markers if markers else text.rstrip(" \t")
        elif piece.kind == "quote":
            text += _marked(piece) + (f" {markers}" if markers else "") + piece.tail
        else:
            text += piece.text
        if piece.place:
            number, start, end = piece.place
            offset = hits[number - 1].start
            quotes[number].append(Span(offset + start, offset + end))
    cited = (Cited(new, hits[old - 1], tuple(quotes[old])) for old, new in order.items())
    return Verified(text.strip(), tuple(cited), tuple(rejected))


def _marked(quote: Piece) -> str:
    """Return a quote as it is shown: between marks where it was found, else without.

    Marks within marks would leave open what is quoted of whom, so where the source's own words
    hold marks, those stay and the outer ones go.
    """
    if not quote.place:
        return DOUBLE_MARK.sub("", _without_markers(quote.text))
    if not DOUBLE_MARK.search(quote.shown):
        return f"“{quote.shown}”"
    between_pairs = [DOUBLE_MARK.sub("", text) for text in INNER_QUOTE.split(quote.shown)]
    inner = [f"“{text[1:-1]}”" for text in INNER_QUOTE.findall(quote.shown)]
    return "".join(chain.from_iterable(zip_longest(between_pairs, inner, fillvalue="")))
