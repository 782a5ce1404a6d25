"""The words a model put between quotation marks in; where they stand, or what became of them, out.

What a copy-editor accepts is found: other marks, dashes and spaces, the case of the first letter,
words left out behind an ellipsis, and insertions in brackets. The source's characters are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import NamedTuple

from rag.records import Span
from rag.verification.evidence import Source, closest, nearest
from rag.verification.folding import MARKS, folded
from rag.verification.markup import CLOSERS, without_markers
from rag.verification.wording import wording

TRAILING = " .,;:!?…-"
ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{3})\s*[\])]|…|\.{3,}|\.(?:\s\.){2,}")
CASE = re.compile(r"\[(\w)\](?=\w)")
BRACKETS = re.compile(r"(?<!\w)\[[^\[\]]*[^\W\d_][^\[\]]*\](?!\w)")
ASIDES = re.compile(r"\[\s*sic\s*\]|(?<=\w)\[[a-z]{1,4}\]", re.IGNORECASE)
"""What stands in brackets and is no word of the quote: "[sic]", and endings as in "call[ed]"."""

SPLIT = re.compile(rf"{ELLIPSIS.pattern}|{BRACKETS.pattern}")
EMPHASIS = re.compile(r"[*_`]+")
INNER = re.compile(
    "|".join(
        f"{mark}[^{MARKS}]*[{closers}]" for mark, closers in CLOSERS.items() if mark not in "»›"
    )
)
ANY_MARK = re.compile(f"[{MARKS}]")

RESUMED = re.compile(
    rf"[,.?!…-]*[{MARKS}'’]+,?\s[^{MARKS}]{{1,120}}?\s[{MARKS}'‘]+|[,.?!…]*[{MARKS}'’]+\s+[{MARKS}'‘]+"
)
"""What stands between words that one and the same says: “…,” she told reporters. “…”"""

MOST_PARTS = 8
"""Parts a quote may have; more is no quotation any more."""

LONGEST_REPLACED = 4
"""Words of the source that an insertion in brackets may stand for."""

LEAST_PART = 2
"""Words of one sentence from which a part of a quote is told to be of that sentence."""

ALTERED = 0.5
"""Share of its words in one sentence from which a quote is altered, and not invented."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where quoted words stand: the source, and the spans in order with what is shown between.

    ``tail`` is punctuation that the writer put within the marks and the source does not have;
    ``is_exact`` tells whether the quote was written in the source's own characters.
    """

    source: Source
    items: tuple[Span | str, ...]
    tail: str = ""
    is_exact: bool = False

    @property
    def spans(self) -> list[Span]:
        """Return the spans of the document that are quoted."""
        return [item for item in self.items if isinstance(item, Span)]

    @property
    def span(self) -> Span:
        """Return the span that encloses all that is quoted."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def shown(self) -> str:
        """Return the quote as a reader sees it, in the document's own characters."""
        return " ".join(
            item if isinstance(item, str) else marked(self.source.words_at(item))
            for item in self.items
        )


class Refused(NamedTuple):
    """What became of a quote that stands nowhere, and the nearest real words."""

    outcome: str
    nearest: str | None


def places(content: str, sources: Sequence[Source]) -> Iterator[Place]:
    """Yield where the words of a quote stand in *sources*, in their order."""
    readings = list(_readings(content))
    parts = _parts(content)
    for source in sources:
        for words, tail in readings:
            for span in source.places(words):
                is_exact = source.words_at(span) + tail == content.strip()
                yield Place(source, (span,), tail, is_exact)
        items = _followed(parts, source) if parts else _resumed(content, source)
        if items:
            last = content.rstrip()
            yield Place(source, items, last[len(last.rstrip(",;.")) :])


def _readings(content: str) -> Iterator[tuple[str, str]]:
    """Yield what a quote may mean, folded, with the punctuation that is then not part of it.

    Writers put their own punctuation and even markers inside the marks, and fit the first letter
    to their sentence; the source may itself hold brackets and emphasis.
    """
    plain = _plain(content)
    for text in dict.fromkeys((content, plain, EMPHASIS.sub("", plain))):
        words = folded(text)[0].strip()
        bare = words.rstrip(TRAILING)
        for reading, tail in ((words, ""), (bare, words[len(bare) :].strip())):
            if any(map(str.isalnum, reading)):
                yield reading, tail
                yield reading[0].swapcase() + reading[1:], tail


def _plain(content: str) -> str:
    return CASE.sub(r"\1", ASIDES.sub("", without_markers(content)))


def _parts(content: str) -> list[str]:
    """Return the parts of an abridged quote, with what stands between; nothing for another."""
    plain = _plain(content)
    joints = SPLIT.findall(plain)
    texts = SPLIT.split(plain)
    if not joints or len(texts) > MOST_PARTS or wording(" ".join(joints)).is_negative:
        return []
    pairs = zip_longest(texts, (" ".join(joint.split()) for joint in joints), fillvalue="")
    kept = [part.strip(TRAILING) if part in texts else part for part in chain(*pairs)]
    return [part for part in kept if part]


def _followed(parts: Sequence[str], source: Source) -> tuple[Span | str, ...] | None:
    """Return where the parts of an abridged quote stand one after another in a source."""
    items: list[Span | str] = []
    last: Span | None = None
    for part in parts:
        if SPLIT.fullmatch(part):
            items.append("…" if ELLIPSIS.fullmatch(part) else part)
            continue
        words = folded(part)[0]
        variants = (words, words[0].swapcase() + words[1:])
        found = [span for variant in variants for span in source.places(variant)]
        later = [span for span in sorted(found) if last is None or span.start >= last.end]
        if not later or not _may_join(last, later[0], items, source):
            return None
        last = later[0]
        items.append(last)
    return tuple(items) if last else None


def _resumed(content: str, source: Source) -> tuple[Span | str, ...] | None:
    """Return where a quote stands in a source that interrupts it only to tell who speaks."""
    plain = _plain(content)
    for cut in re.finditer(r"[.,;!?…]\s+", plain):
        halves = (
            folded(half)[0].strip(TRAILING) for half in (plain[: cut.start()], plain[cut.end() :])
        )
        first, second = (list(source.places(half)) if half else [] for half in halves)
        for before in first:
            for after in second:
                between = source.words_at(Span(before.end, max(before.end, after.start)))
                is_one = source.voice(Span(before.start, after.end)).speaker
                if RESUMED.fullmatch(between) and is_one:
                    return before, after
    return None


def _may_join(before: Span | None, span: Span, items: Sequence[Span | str], source: Source) -> bool:
    """Return whether what is left out before a part leaves the meaning as it is."""
    if before is None:
        return True
    left_out = wording(source.words_at(Span(before.end, span.start)))
    if items[-1] != "…":
        return not left_out.is_negative and len(left_out.words) <= LONGEST_REPLACED
    around = Span(before.start, span.end)
    is_one_sentence = any(_encloses(told.span, around) for told in source.sentences)
    return not (is_one_sentence and left_out.is_negative)


def _encloses(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def refused(content: str, sources: Sequence[Source]) -> Refused:
    """Return what became of a quote that stands nowhere."""
    words = _plain(content)
    if _is_stitched(words, sources):
        return Refused("stitched", nearest(words, sources))
    near = closest(wording(words).words, sources, least=ALTERED)
    return Refused("altered" if near else "not_found", near[1].text if near else None)


def _is_stitched(content: str, sources: Sequence[Source]) -> bool:
    """Return whether a quote is made of parts that stand in different sentences."""
    words = folded(content)[0].split()
    if len(words) < 2 * LEAST_PART:
        return False
    at = 0
    shared: set[int] | None = None
    while at < len(words):
        length, homes = _longest(words[at:], sources)
        if length < LEAST_PART:
            return False
        at += length
        shared = homes if shared is None else shared & homes
    return not shared


def _longest(words: Sequence[str], sources: Sequence[Source]) -> tuple[int, set[int]]:
    """Return how many of the first words stand together, and the sentences they stand in."""
    for length in range(len(words), LEAST_PART - 1, -1):
        part = " ".join(words[:length]).strip(TRAILING)
        variants = (part, part[:1].swapcase() + part[1:])
        homes = {
            id(told)
            for source in sources
            for variant in variants
            for span in (source.places(variant) if part else ())
            for told in source.sentences
            if told.span.start <= span.start < told.span.end
        }
        if homes:
            return length, homes
    return 0, set()


def marked(words: str) -> str:
    """Return words of a source between “ and ”.

    Marks within marks would leave open what is quoted of whom, so where the source's own words
    hold marks, those stay and the outer ones go.
    """
    if not ANY_MARK.search(words):
        return f"“{words}”"
    between = [ANY_MARK.sub("", text) for text in INNER.split(words)]
    inner = [f"“{text[1:-1]}”" for text in INNER.findall(words)]
    return "".join(chain.from_iterable(zip_longest(between, inner, fillvalue="")))
