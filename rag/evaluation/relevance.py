"""Relevance: which units of a ranking hold evidence, and which words of an answer give it.

Which units are relevant depends on the level, which is named beside every figure:

- ``passage``: the system's own passages that hold evidence (at least half of the shorter of
  passage and words is shared);
- ``turn``: the turns that hold evidence, the same for all systems; a passage that spans several
  turns counts for the one it shares most with; outside turns a passage is its own;
- ``document``: the documents of the evidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from rag.evaluation.collection import Evidence, Resolved
from rag.evaluation.measures import Share
from rag.evaluation.runs import Cited, Found, Level, Output, Run
from rag.records import Span

CITED = 5
"""Citations of an answer that are judged: what a reader looks at."""


class Relevance:
    """Says which units of a system's rankings are relevant, at one level."""

    def __init__(self, run: Run, system: str, level: Level) -> None:
        self.cases = {resolved.case.id: resolved for resolved in run.cases}
        self.level = level
        self._segments = run.passages[system] if level == "passage" else run.turns

    def relevant(self, resolved: Resolved) -> set[str]:
        """Return the relevant units of a case; none where it has no evidence with a place."""
        if not resolved.case.answerable:
            return set()
        if self.level == "document":
            return {evidence.document for evidence in resolved.relevant}
        return {unit for evidence in resolved.relevant for unit in self._units(evidence)}

    def _units(self, evidence: Evidence) -> Iterator[str]:
        if not evidence.places:
            return
        for number, segment in enumerate(self._segments.get(evidence.document, ())):
            if evidence.is_in(evidence.document, segment):
                yield f"{evidence.document}#{number}"

    def ranking(self, output: Output) -> list[str]:
        """Return the units of the hits of a case, each once, at its best rank."""
        return list(dict.fromkeys(self._unit(hit) for hit in output.hits))

    def _unit(self, hit: Found) -> str:
        """Return the unit that a hit shares most with."""
        if self.level == "document":
            return hit.document
        number = _closest(Span(hit.start, hit.end), self._segments.get(hit.document, ()))
        return f"{hit.document}@{hit.start}" if number is None else f"{hit.document}#{number}"


def _closest(span: Span, segments: Sequence[Span]) -> int | None:
    """Return the number of the segment that shares most with a span, the first of equals."""
    first = max(0, bisect_right(segments, span.start, key=lambda segment: segment.start) - 1)
    after = bisect_left(segments, span.end, key=lambda segment: segment.start)
    numbers = range(first, after)
    return max(numbers, key=lambda number: _shared(span, segments[number]), default=None)


def _shared(span: Span, segment: Span) -> int:
    return min(span.end, segment.end) - max(span.start, segment.start)


def is_judged(resolved: Resolved) -> bool:
    """Return whether a case has an answer whose words have a place."""
    return resolved.case.answerable and any(e.places for e in resolved.relevant)


def holds(evidence: Evidence, item: Found | Cited) -> bool:
    """Return whether a hit or a citation gives the words of evidence."""
    return evidence.is_in(item.document, Span(item.start, item.end))


def is_right(resolved: Resolved, output: Output) -> bool:
    """Return whether an answer gives some of the evidence among its first citations."""
    shown = output.citations[:CITED]
    return resolved.case.answerable and any(
        holds(evidence, cited) for evidence in resolved.relevant for cited in shown
    )


def held_share(resolved: Resolved, found: Sequence[Found | Cited]) -> Share:
    """Return the share of the evidence that hits or citations give."""
    placed = [evidence for evidence in resolved.relevant if evidence.places]
    held = [any(holds(evidence, item) for item in found) for evidence in placed]
    return Share(sum(held) / len(held), 1)
