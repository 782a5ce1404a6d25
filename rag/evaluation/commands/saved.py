"""Commands over saved runs: scored again, laid side by side, compared, judged by a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from rag.evaluation import runs
from rag.evaluation.commands.app import (
    DepthOption,
    LevelName,
    LevelOption,
    ReportOption,
    RunArgument,
    evaluate_app,
)
from rag.evaluation.commands.printing import tell_scores
from rag.evaluation.figures import Scores
from rag.evaluation.measures import printed
from rag.evaluation.runs import Run
from rag.evaluation.scoring import score
from rag.settings import Settings
from rag.terminal import JsonOption, err, out, print_json

HEADLINE = (
    "MRR@{k}",
    "recall@{k}",
    "statement recall (5 citations)",
    "words to read (5 citations)",
    "evidence sentence F1 (5 citations)",
    "quotes exact",
    "wrong speaker",
    "unattributed",
    "abstention F1",
)
"""Figures of the table for a README."""


@evaluate_app.command()
def rescore(
    run: RunArgument,
    json: JsonOption = False,
    report: ReportOption = None,
    level: LevelOption = LevelName.passage,
    k: DepthOption = 10,
) -> None:
    """Score a saved run again, without asking anything."""
    tell_scores(runs.read(run), level=level.value, k=k, json=json, report=report)


@evaluate_app.command()
def table(
    saved: Annotated[
        list[str], typer.Argument(metavar="RUN[:LEVEL]…", help="Saved runs, each with a level.")
    ],
    figure: Annotated[
        list[str] | None, typer.Option(help="A figure to show; may be given again.")
    ] = None,
    k: DepthOption = 10,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="README.md", help="Put the table between its markers."),
    ] = None,
) -> None:
    """Print a Markdown table of saved runs, or write it into a README.

    The figures of a written table are kept in docs/figures.json beside the README.
    """
    from rag.evaluation import overview

    rows = []
    for given in saved:
        place, _, level = given.rpartition(":")
        named = level in runs.LEVELS
        run = runs.read(Path(place if named else given))
        wanted = LevelName(level) if named else LevelName.passage
        scores = [score(run, system, level=wanted.value, k=k) for system in run.systems]
        rows.append((run, scores))
    figures = overview.figures_of(rows, figure or _headline(rows, k))
    if write is None:
        print(overview.markdown(figures), end="")
    else:
        err.print(f"Figures: {overview.write(figures, write)}.")


def _headline(rows: Sequence[tuple[Run, Sequence[Scores]]], k: int) -> list[str]:
    """Return those figures of the headline that some run has."""
    known = {figure.name for _, scores in rows for figure in scores[0].figures}
    return [name.format(k=k) for name in HEADLINE if name.format(k=k) in known]


@evaluate_app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The folder of a saved run.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The folder of another.")],
    json: JsonOption = False,
    level: LevelOption = LevelName.passage,
    k: DepthOption = 10,
    system: Annotated[
        list[str] | None,
        typer.Option(help="System of the first run, then of the second; by default the first."),
    ] = None,
) -> None:
    """Compare two saved runs, figure by figure and question by question."""
    from rag.evaluation.comparing import compare as compared
    from rag.evaluation.comparing import different_questions

    if system and len(system) != 2:
        raise typer.BadParameter("give --system twice, or not at all")
    old, new = runs.read(before), runs.read(after)
    pair = (system[0], system[1]) if system else None
    changes = compared(old, new, systems=pair, level=level.value, k=k)
    if json:
        print_json(changes)
        return
    shown = Table("figure", "before", "after", "p", "better", "worse", box=None)
    for change in changes:
        if change.before is None or change.after is None:
            continue
        style = "bold" if change.is_telling else "dim"
        cells = [printed(change.before), printed(change.after), f"{change.p:.3f}"]
        moved = [str(len(change.gained)), str(len(change.lost))]
        shown.add_row(change.name, *cells, *moved, style=style)
    out.print(shown)
    for change in changes:
        if change.is_telling and change.lost:
            out.print(f"worse in {change.name}: {', '.join(change.lost)}")
    if different := list(different_questions(old, new)):
        err.print(f"Not the same in both runs: {', '.join(different)}")


@evaluate_app.command()
def judge(
    run: RunArgument,
    model: Annotated[str, typer.Option(help="A chat model, such as openai:gpt-4.1-mini.")],
    count: Annotated[int, typer.Option(min=1, help="Most answers judged.")] = 50,
    system: Annotated[str | None, typer.Option(help="Whose answers; by default the first.")] = None,
    json: JsonOption = False,
) -> None:
    """Ask a chat model for a second opinion, and say how far it agrees with the exact measures."""
    from rag.evaluation import judge as judging

    saved = runs.read(run)
    whose = saved.system(system)
    reply = judging.open_model(model, Settings.load())
    verdicts = judging.judge(saved, whose, reply, count=count)
    found = [judging.agreement(name, said) for name, said in verdicts.items()]
    if json:
        print_json({"model": model, "agreement": found, "verdicts": verdicts})
        return
    heads = ("judged", "said neither", "yes, model", "yes, exact", "agree", "kappa")
    shown = Table(f"{whose} by {model}", *heads, box=None)
    for one in found:
        rates = (one.yes_model, one.yes_exact, one.agreement, one.kappa)
        shown.add_row(one.name, str(one.count), str(one.unread), *map(printed, rates))
    out.print(shown)
