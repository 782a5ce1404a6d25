"""Comparing two runs: figure by figure with a paired test, and question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.evaluation import measures
from rag.evaluation.figures import Figure
from rag.evaluation.runs import Level, Run, RunError
from rag.evaluation.scoring import score

TELLING = 0.05
"""p values below are told as a difference."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two runs, over the questions that are eligible in both.

    ``p`` is from a paired randomisation test; ``gained`` and ``lost`` are the questions that got
    better and worse.
    """

    name: str
    before: float | None
    after: float | None
    p: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Whether chance alone would rarely make such a difference."""
        return self.p < TELLING


def compare(
    before: Run,
    after: Run,
    *,
    systems: tuple[str, str] | None = None,
    level: Level = "passage",
    k: int = 10,
) -> list[Change]:
    """Return every figure of two runs side by side.

    *systems* names the system of each, by default the first. Raises RunError where the runs have
    no question in common, or a system was not asked.
    """
    if not {r.case.id for r in before.cases} & {r.case.id for r in after.cases}:
        raise RunError("The two runs have no question in common: there is nothing to compare.")
    first, second = systems or (None, None)
    first, second = before.system(first), after.system(second)
    old = score(before, first, level=level, k=k)
    new = {figure.name: figure for figure in score(after, second, level=level, k=k).figures}
    return [_change(figure, new[figure.name]) for figure in old.figures if figure.name in new]


def _change(old: Figure, new: Figure) -> Change:
    shared = sorted(old.shares.keys() & new.shares.keys())
    before = {key: old.shares[key] for key in shared}
    after = {key: new.shares[key] for key in shared}
    moved = {key: _rate(after[key]) - _rate(before[key]) for key in shared}
    sign = 1 if old.better == "higher" else -1
    return Change(
        name=f"{old.name} ({old.level})" if old.level else old.name,
        before=measures.ratio(before),
        after=measures.ratio(after),
        p=measures.randomisation_test(before, after),
        gained=tuple(key for key in shared if sign * moved[key] > 0),
        lost=tuple(key for key in shared if sign * moved[key] < 0),
    )


def _rate(share: measures.Share) -> float:
    return share.part / share.whole


def different_questions(before: Run, after: Run) -> Iterator[str]:
    """Yield the ids of questions that only one run has, or that differ between them."""
    old = {resolved.case.id: resolved.case for resolved in before.cases}
    new = {resolved.case.id: resolved.case for resolved in after.cases}
    yield from sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
