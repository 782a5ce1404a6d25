"""The gate: pinned floors and a run come in, a verdict goes out.

``floors.json`` in a collection's folder pins every figure with the hashes of articles and
questions. A figure below its floor fails, naming the questions lost; so does a collection that
is not the one pinned. Pinning anew never lowers a floor in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import PressroomError, cause
from rag.evaluation.collection import Collection
from rag.evaluation.figures import Figure, Scores
from rag.evaluation.findings import fault_of
from rag.evaluation.relevance import CITED
from rag.evaluation.runs import Level, Run

FLOORS = "floors.json"

MARGIN = 0.005
"""What a figure may fall short of the one pinned: sums of float32 differ between processors, and
may exchange two hits of nearly one score."""

GUARDED = (
    "MRR@{k}",
    "nDCG@{k}",
    "recall@{k}",
    f"statement recall ({CITED} citations)",
    f"statement precision ({CITED} citations)",
    "citation recall (ALCE)",
    "citation precision (ALCE)",
    "quotes exact",
    "citations equal to their document",
    "wrong speaker",
    "abstention precision",
    "abstention recall",
    "abstention F1",
    "abstention reason",
)
"""Figures that are pinned, where the collection has them."""


class GateClosed(PressroomError):
    """Figures are below their floors, or the collection is not the one they were pinned for."""


class Floors(BaseModel):
    """What is pinned: the collection by its hashes, figures by name, and who was answered right."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    level: Level
    k: int
    articles: str
    questions: str
    figures: dict[str, float]
    right: list[str]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that is worse than the one pinned."""

    name: str
    pinned: float
    value: float | None

    def __str__(self) -> str:
        value = "gone" if self.value is None else f"{self.value:.3f}"
        return f"{self.name}: {value}, pinned at {self.pinned:.3f}"


def read_floors(collection: Collection) -> Floors | None:
    """Return what is pinned for a collection, if anything. Raises GateClosed if unreadable."""
    path = collection.folder / FLOORS
    if not path.exists():
        return None
    try:
        return Floors.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as exc:
        raise GateClosed(
            f"{path} cannot be read: {cause(exc)}. Restore it, or remove it and pin anew."
        ) from exc


def check(floors: Floors, run: Run, scores: Scores) -> None:
    """Raise GateClosed where a run is worse than pinned, with the questions lost."""
    hashes = run.about["hashes"]
    moved = [key for key in ("articles", "questions") if hashes[key] != getattr(floors, key)]
    if moved:
        raise GateClosed(
            f"The {' and '.join(moved)} are not those the floors were pinned for. Look at the "
            "figures, then pin them: `python -m rag evaluate gate FOLDER --update`."
        )
    short = list(shortfalls(floors.figures, scores))
    if short:
        raise GateClosed("\n".join(["Below the floor:", *map(str, short), *lost(floors, run)]))


def updated(floors: Floors | None, run: Run, scores: Scores, *, allow_regression: bool) -> Floors:
    """Return what to pin after a run.

    Raises GateClosed where that would lower a floor, unless it is allowed.
    """
    short = list(shortfalls(floors.figures, scores)) if floors else []
    if floors and short and not allow_regression:
        told = ["This would lower:", *map(str, short), *lost(floors, run)]
        raise GateClosed("\n".join([*told, "Where that is meant, add --allow-regression."]))
    hashes: Mapping[str, Any] = run.about["hashes"]
    return Floors(
        level=scores.level,
        k=scores.k,
        articles=hashes["articles"],
        questions=hashes["questions"],
        figures={name: round(value, 4) for name, value in guarded(scores)},
        right=sorted(_right(run)),
    )


def write_floors(floors: Floors, collection: Collection) -> Path:
    """Write what is pinned beside the questions and return the file."""
    path = collection.folder / FLOORS
    text = json.dumps(floors.model_dump(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def guarded(scores: Scores) -> Iterator[tuple[str, float]]:
    """Yield name and value of the figures that are pinned."""
    wanted = {name.format(k=scores.k) for name in GUARDED}
    for figure in scores.figures:
        if figure.name in wanted and figure.value is not None:
            yield figure.name, figure.value


def shortfalls(pinned: Mapping[str, float], scores: Scores) -> Iterator[Shortfall]:
    """Yield the figures that are worse than pinned by more than the margin."""
    figures = {figure.name: figure for figure in scores.figures}
    for name, floor in pinned.items():
        figure = figures.get(name)
        if figure is None or figure.value is None or _is_worse(figure, floor):
            yield Shortfall(name, floor, figure.value if figure else None)


def _is_worse(figure: Figure, floor: float) -> bool:
    assert figure.value is not None
    if figure.better == "lower":
        return figure.value > floor + MARGIN
    return figure.value < floor - MARGIN


def lost(floors: Floors, run: Run) -> Iterator[str]:
    """Yield the questions that were answered right when the floors were pinned and are not now."""
    right = set(_right(run))
    cases = {resolved.case.id: resolved.case for resolved in run.cases}
    gone = [key for key in floors.right if key in cases and key not in right]
    if gone:
        yield "Questions lost:"
        yield from (f"  {key}: {cases[key].question}" for key in gone)


def _right(run: Run) -> Iterator[str]:
    outputs = run.outputs[run.systems[0]]
    for resolved, output in zip(run.cases, outputs, strict=True):
        if fault_of(resolved, output) is None:
            yield resolved.case.id
