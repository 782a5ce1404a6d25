"""What the commands of evaluation print: figures of a run, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rag.evaluation.figures import Figure, Scores
from rag.evaluation.measures import printed
from rag.evaluation.runs import Level, Run
from rag.evaluation.scoring import score
from rag.records import Progress as Step
from rag.terminal import err, out, print_json


def tell_scores(run: Run, *, level: Level, k: int, json: bool, report: Path | None) -> None:
    """Print the figures of a run at a level, and write its report where one is wanted."""
    scores = [score(run, system, level=level, k=k) for system in run.systems]
    if report is not None:
        from rag.evaluation.report import write_report

        write_report(report, run, scores)
        err.print(f"Report: {report} and {report.with_suffix('.md')}.")
    if json:
        print_json({**run.about, "scores": {s.system: plain(s) for s in scores}})
    else:
        _print_scores(run, scores)


def plain(scores: Scores) -> dict[str, Any]:
    """Return figures for JSON: without what each question contributes."""
    shown = ("name", "level", "value", "low", "high", "eligible", "left_out", "better")
    return {
        "level": scores.level,
        "k": scores.k,
        "figures": [{key: getattr(figure, key) for key in shown} for figure in scores.figures],
        "risk_coverage_area": scores.curve_area,
        "risk_coverage": [list(point) for point in scores.curve],
        "milliseconds": scores.milliseconds,
        "tokens": scores.tokens,
    }


def _print_scores(run: Run, scores: Sequence[Scores]) -> None:
    about = run.about
    out.print(
        f"[bold]{about['collection']}[/]: {len(run.cases)} questions, {about['documents']} "
        f"documents, {about['passages']} passages; 95 % intervals by bootstrap"
    )
    table = Table("figure", "asked", *(s.system for s in scores), box=None)
    for figure in scores[0].figures:
        found = [s.figure(figure.name) for s in scores]
        if any(f.value is not None for f in found):
            name = f"{figure.name} ({figure.level})" if figure.level else figure.name
            table.add_row(name, str(figure.eligible), *map(_cell, found))
    table.add_row(
        "risk–coverage area (lower is better)", "", *(printed(s.curve_area) for s in scores)
    )
    for kind in scores[0].milliseconds:
        table.add_row(f"{kind}, ms", "", *(f"{s.milliseconds[kind]:.1f}" for s in scores))
    for kind in scores[0].tokens:
        table.add_row(f"{kind} of the model", "", *(str(s.tokens.get(kind, 0)) for s in scores))
    out.print(table)


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    return f"{printed(figure.value)} [dim]{printed(figure.low)}–{printed(figure.high)}[/]"


class Bars:
    """How far an ingest and the asking are, on a terminal."""

    def __init__(self, *, shown: bool) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=err, disable=not shown)
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, step: Step) -> None:
        """Show how far an ingest is."""
        self._show(step.stage.capitalize(), step.done, step.total)

    def asked(self, done: int, total: int) -> None:
        """Show how far the asking is."""
        self._show("Asking", done, total)

    def _show(self, name: str, done: int, total: int) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total)
        self._bar.update(self._tasks[name], completed=done, total=total)
