"""Figures of an evaluation: each with its interval, and how many questions it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.evaluation import measures
from rag.evaluation.measures import Shares
from rag.evaluation.runs import Level


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one system over a collection.

    ``shares`` hold what each eligible question contributes; ``left_out`` counts the others.
    ``better`` is "higher" or "lower".
    """

    name: str
    level: Level | None
    value: float | None
    low: float | None
    high: float | None
    eligible: int
    left_out: int
    better: str = "higher"
    shares: Shares = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one system, its risk–coverage curve and its times in milliseconds."""

    system: str
    level: Level
    k: int
    retrieval: tuple[Figure, ...]
    answers: tuple[Figure, ...]
    curve: tuple[measures.Point, ...]
    curve_area: float | None
    milliseconds: Mapping[str, float]
    tokens: Mapping[str, int]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Retrieval first, then answers."""
        return self.retrieval + self.answers

    def figure(self, name: str) -> Figure:
        """Return the figure of that name; one without a value where this system has none."""
        found = (figure for figure in self.figures if figure.name == name)
        return next(found, Figure(name, None, None, None, None, eligible=0, left_out=0))


def figure_of(
    name: str, shares: Shares, *, total: int, level: Level | None = None, better: str = "higher"
) -> Figure:
    """Return a figure over the questions that have a share in it."""
    eligible = {key: share for key, share in shares.items() if share.whole}
    low, high = measures.interval(eligible) or (None, None)
    return Figure(
        name=name,
        level=level,
        value=measures.ratio(eligible),
        low=low,
        high=high,
        eligible=len(eligible),
        left_out=total - len(eligible),
        better=better,
        shares=eligible,
    )
