"""Saved runs in, a table for a README out.

The figures are kept as JSON beside the README, and the table is rendered from them alone, so that
a test can tell whether anybody typed a figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.errors import cause
from rag.evaluation.figures import Figure, Scores
from rag.evaluation.measures import printed
from rag.evaluation.report import lines
from rag.evaluation.runs import Run, RunError

FIGURES = Path("docs") / "figures.json"
"""Where the figures are kept, beside the README."""

START, END = "<!-- figures of saved runs -->", "<!-- end of figures -->"
BETWEEN = re.compile(f"(?<={re.escape(START)}\n).*?(?={re.escape(END)})", re.DOTALL)

KEPT = ("collection", "documents", "passages", "engine", "when", "hashes", "versions")
"""What is kept of each run, to tell what was measured."""

Scored = Sequence[tuple[Run, Sequence[Scores]]]


def figures_of(scored: Scored, names: Sequence[str]) -> dict[str, Any]:
    """Return the named figures of runs as plain values. Raises RunError for a name of none.

    A figure that a collection has no questions for is left out.
    """
    known = [f.name for _, (ours, *_) in scored for f in ours.figures]
    if unknown := [name for name in names if name not in known]:
        raise RunError(
            f"No run has the figure {unknown[0]!r}. There are {', '.join(dict.fromkeys(known))}."
        )
    return {
        "runs": [{key: run.about.get(key) for key in KEPT} for run, _ in scored],
        "rows": [row for run, scores in scored for row in _rows(run, scores, names)],
    }


def _rows(run: Run, scores: Sequence[Scores], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    by_system = {s.system: {f.name: f for f in s.figures} for s in scores}
    for name in names:
        ours = by_system[scores[0].system].get(name)
        if ours is None or ours.value is None:
            continue
        yield {
            "collection": run.about["collection"],
            "figure": name,
            "level": ours.level,
            "better": ours.better,
            "asked": ours.eligible,
            "systems": {
                system: _values(figures[name])
                for system, figures in by_system.items()
                if name in figures
            },
        }


def _values(figure: Figure) -> dict[str, float | None]:
    found = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {key: None if value is None else round(value, 3) for key, value in found.items()}


def markdown(figures: Mapping[str, Any]) -> str:
    """Return figures as a Markdown table, a row for each collection and figure."""
    rows = figures["rows"]
    systems = list(dict.fromkeys(system for row in rows for system in row["systems"]))
    cells = [
        [
            row["collection"],
            _named(row),
            str(row["asked"]),
            *(_cell(row["systems"].get(system)) for system in systems),
        ]
        for row in rows
    ]
    return "\n".join(lines(["collection", "figure", "asked", *systems], cells)) + "\n"


def _named(row: Mapping[str, Any]) -> str:
    told = [row["level"], "lower is better" if row["better"] == "lower" else None]
    about = ", ".join(filter(None, told))
    return f"{row['figure']} ({about})" if about else str(row["figure"])


def _cell(values: Mapping[str, float | None] | None) -> str:
    if values is None or values["value"] is None:
        return "–"
    interval = [printed(x) for x in (values["low"], values["high"]) if x is not None]
    return printed(values["value"]) + (f" [{', '.join(interval)}]" if interval else "")


def write(figures: Mapping[str, Any], readme: Path) -> Path:
    """Put the table between the markers of a README and the figures beside it; return their file.

    Raises RunError where there are no markers.
    """
    try:
        text = readme.read_text(encoding="utf-8")
        if not BETWEEN.search(text):
            raise RunError(
                f"{readme} has no lines {START!r} and {END!r} for the table to go between."
            )
        kept = readme.parent / FIGURES
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        table = markdown(figures)
        readme.write_text(BETWEEN.sub(lambda _: table, text), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise RunError(f"{readme} cannot be written: {cause(exc)}.") from exc
    return kept
