"""Labels on lines of their own: names with an office or a seat beside them, words below.

Transcripts of investors' calls print "Name -- Office", parliaments "Name (Seat) (Party)", and
the name alone when somebody speaks again. A name alone proves nothing, bylines look the same,
unless it is in capitals again and again, as presidencies print it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from rag.reading.label_shapes import ASKER_NAMES, CONVENERS, TITLED, Label, is_name
from rag.records import Span

FEWEST_LABELS = 3
FEWEST_ASKING = 2
"""Lines of who asks, which show that titles with names stand over what they say."""
LONGEST_LINE = 140
LONE = re.compile(
    r"(?P<name>[^\W\d_][^\n:;!?\"“”()\[\]|]{0,70}?)"
    r"(?:\s+(?:--?|[–—])\s+(?P<office>[^\n:;!?]{2,120})|\s*(?P<seat>(?:\([^()\n]{1,60}\)\s*){1,2}))?"
)
HOLDER = re.compile(r"\((?P<name>[^()\n]{3,40})\)\s*\Z")
"""The name behind an office: "The Secretary of State (Anna Venn)"."""
OFFICE = re.compile(r"The\s", re.IGNORECASE)
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Madam|Mister)\.?\s(?:Deputy\s)?(?:Speaker|President|Chairman)\Z")
ASKER_LINE = re.compile(rf"(?:{ASKER_NAMES})", re.IGNORECASE)
ASKING_OFFICE = re.compile(r"\banalysts?\b\W*\Z", re.IGNORECASE)


class LoneLine(NamedTuple):
    """A line that may be a label; ``told`` is True where more than a name says so."""

    span: Span
    name: str
    told: bool
    asks: bool
    office: str = ""

    @property
    def key(self) -> str:
        return " ".join(self.name.casefold().split())


def lone_labels(text: str, lines: Sequence[Span], *, skipped: Collection[int]) -> list[Label]:
    """Return the labels on lines of their own, or none where the text has too few of them."""
    found = [None if line.start in skipped else _lone_line(text, line) for line in lines]
    found = _with_offices(found)
    lists = {
        line for pair in pairwise(found) if all(one and one.office for one in pair) for line in pair
    }
    leading = [
        line
        for line, following in pairwise(found)
        if line is not None and following is None and line not in lists
    ]
    capitals = Counter(line.key for line in leading if line.name.isupper())
    told = {line.key for line in leading if line.told}
    told |= {key for key, count in capitals.items() if count > 1 or ASKER_LINE.fullmatch(key)}
    if sum(line.asks for line in leading) >= FEWEST_ASKING:
        told |= {line.key for line in leading if TITLED.match(line.name)}
    labels = [line for line in leading if line.key in told]
    if len(labels) < FEWEST_LABELS or len(told) < 2 or len(told) == len(labels):
        return []
    return [
        Label(*line.span, line.name, "asker" if _asks(line, labels) else "alone") for line in labels
    ]


def _with_offices(found: Sequence[LoneLine | None]) -> list[LoneLine | None]:
    """Return the lines, each name joined with the office that stands on the line below it.

    It is one where the same two lines stand together again, or a list gives both side by side.
    """
    adjacent = Counter((one.key, two.key) for one, two in pairwise(found) if one and two)
    listed = {(line.key, line.office.casefold()) for line in found if line and line.office}
    joined: list[LoneLine | None] = []
    for line in found:
        before = joined[-1] if joined else None
        pair = (before.key, line.key) if before and line else None
        if before and line and pair and (pair in listed or adjacent[pair] > 1):
            span = Span(before.span.start, line.span.end)
            joined[-1] = before._replace(span=span, told=True)
        else:
            joined.append(line)
    return joined


def _lone_line(text: str, line: Span) -> LoneLine | None:
    match = LONE.fullmatch(text, line.start, line.end) if _is_short(line) else None
    if match is None:
        return None
    name, seat = match["name"], match["seat"]
    holder = HOLDER.fullmatch(seat.strip()) if seat and OFFICE.match(name) else None
    name = holder["name"] if holder else name
    if ASKER_LINE.fullmatch(name):
        return LoneLine(line, name, told=True, asks=True)
    convenes = name.casefold() in CONVENERS or TITLE.match(name) is not None
    if not is_name(name) or name[-1] in ",." or not (convenes or 2 <= len(name.split()) <= 5):
        return None
    told = convenes or seat is not None or match["office"] is not None
    office = match["office"] or ""
    return LoneLine(line, name, told, ASKING_OFFICE.search(office) is not None, office)


def _is_short(line: Span) -> bool:
    return line.end - line.start <= LONGEST_LINE


def _asks(line: LoneLine, labels: Sequence[LoneLine]) -> bool:
    """Tell an analyst, also where the name stands alone the second time."""
    offices = Counter(other.asks for other in labels if other.key == line.key and other.told)
    return offices[True] > offices[False]
