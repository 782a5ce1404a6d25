"""Commands that measure one part of the way against gold of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from rag.evaluation.commands.app import evaluate_app
from rag.evaluation.measures import printed
from rag.terminal import JsonOption, out, print_json


@evaluate_app.command()
def attribution(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="attributions.jsonl, or the folder it is in.")
    ],
    json: JsonOption = False,
) -> None:
    """Measure who-said-what against annotated articles."""
    from rag.evaluation.attribution import evaluate_attribution, read_gold

    found = evaluate_attribution(read_gold(gold))
    if json:
        print_json(found)
        return
    table = Table("figure", *found, box=None)
    for how in ("overlap", "exact"):
        for part in ("precision", "recall", "f1"):
            cells = (printed(figures[how][part]) for figures in found.values())
            table.add_row(f"{how} {part}", *cells)
    rates = [key for key, value in found["overall"].items() if isinstance(value, float)]
    for key in rates:
        table.add_row(key.replace("_", " "), *(printed(f[key]) for f in found.values()))
    table.add_row("statements, gold", *(str(f["gold"]) for f in found.values()))
    table.add_row("statements found", *(str(f["predicted"]) for f in found.values()))
    out.print(table)


@evaluate_app.command()
def turns(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder with turns.jsonl and raw/.")
    ],
    json: JsonOption = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Also ask the journalists' questions of the pages again.")
    ] = False,
) -> None:
    """Measure the turns of transcripts against gold turns."""
    from rag.evaluation.asking_again import ask_again
    from rag.evaluation.turns import evaluate_turns

    figures = evaluate_turns(folder) | (ask_again(folder) if ask else {})
    if json:
        print_json(figures)
        return
    table = Table("figure", "value", box=None)
    for name, value in figures.items():
        table.add_row(name, str(value) if isinstance(value, int) else printed(value))
    out.print(table)


@evaluate_app.command()
def verification(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder of articles, or a collection.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="How many sentences are altered.")] = 400,
    json: JsonOption = False,
) -> None:
    """Measure verification: alterations of real sentences found, untouched ones accepted."""
    from rag.evaluation.alterations import evaluate_verification

    figures = evaluate_verification(folder, limit=limit)
    if json:
        print_json(figures)
        return
    table = Table("", "figure", "value", box=None)
    for kind, values in figures.items():
        for name, value in values.items():
            table.add_row(kind, name, str(value) if isinstance(value, int) else printed(value))
    out.print(table)


@evaluate_app.command()
def followups(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A file of follow-ups, or a folder of them.")
    ],
    json: JsonOption = False,
) -> None:
    """Measure follow-ups made to stand alone against rewrites by people."""
    from rag.evaluation.followups import evaluate_follow_ups, read_follow_ups

    found = evaluate_follow_ups(read_follow_ups(source))
    if json:
        print_json(found)
        return
    table = Table("figure", *found, box=None)
    for name in next(iter(found.values())):
        values = [figures[name] for figures in found.values()]
        table.add_row(name, *(str(v) if isinstance(v, int) else printed(v) for v in values))
    out.print(table)
