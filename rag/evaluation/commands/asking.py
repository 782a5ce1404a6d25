"""Commands that ask the questions of a collection: to measure, and to guard what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rag.evaluation import runs
from rag.evaluation.baselines import DenseChunks, LexicalChunks
from rag.evaluation.collection import read_collection
from rag.evaluation.commands.app import (
    DepthOption,
    FolderArgument,
    IndexOption,
    LevelName,
    LevelOption,
    ReportOption,
    evaluate_app,
)
from rag.evaluation.commands.printing import Bars, tell_scores
from rag.evaluation.importing import collection_at
from rag.evaluation.running import Room, System, evaluate, opened
from rag.evaluation.scoring import score
from rag.evaluation.trec import write_trec
from rag.settings import Settings
from rag.terminal import JsonOption, err, out


class BaselineName(StrEnum):
    """The systems of `rag.evaluation.baselines`, for the command line."""

    langchain = "langchain"
    bm25 = "bm25"


@evaluate_app.command("folder", hidden=True)
def folder(
    folder: FolderArgument,
    json: JsonOption = False,
    report: ReportOption = None,
    baseline: Annotated[
        list[BaselineName] | None, typer.Option(help="Also ask this; may be given twice.")
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="DIR", help="Where the run is saved.")
    ] = None,
    level: LevelOption = LevelName.passage,
    k: DepthOption = 10,
    index: IndexOption = None,
) -> None:
    """Ask every question of a collection and say how good the answers are.

    The formats that `evaluate import` knows are taken as they are.
    """
    settings = Settings.load()
    with ExitStack() as stack:
        collection = stack.enter_context(collection_at(folder))
        progress = stack.enter_context(Bars(shown=not json))
        room = stack.enter_context(
            opened(collection, settings, index=index, progress=progress.step)
        )
        others = _baselines(baseline or [], room, index, stack)
        done = evaluate(collection, room, others=others, progress=progress.asked)
    place = run or Path("runs") / f"{collection.name}-{datetime.now():%Y%m%d-%H%M%S}"
    runs.write(done, place)
    write_trec(done, place)
    tell_scores(done, level=level.value, k=k, json=json, report=report)
    err.print(f"Saved in {place}.")


def _baselines(
    names: Sequence[BaselineName], room: Room, index: Path | None, stack: ExitStack
) -> list[System]:
    from rag.embedding import open_embedder

    found: list[System] = []
    for name in dict.fromkeys(names):
        if name == BaselineName.langchain:
            # An embedder of its own: that of the room remembers the questions it has embedded.
            embedder = open_embedder(room.room.settings.embedder)
            cache = index / "baseline.npz" if index else None
            found.append(DenseChunks(room.documents, embedder, cache=cache))
        else:
            lexical = LexicalChunks(room.documents)
            stack.callback(lexical.close)
            found.append(lexical)
    return found


@evaluate_app.command()
def gate(
    folder: FolderArgument,
    update: Annotated[bool, typer.Option("--update", help="Pin the figures of this run.")] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Let --update lower a floor.")
    ] = False,
    level: LevelOption = LevelName.passage,
    k: DepthOption = 10,
    index: IndexOption = None,
) -> None:
    """Fail if a figure is below its pinned floor, and name the questions lost."""
    from rag.evaluation import gate as gates

    collection = read_collection(folder)
    floors = gates.read_floors(collection)
    if floors is None and not update:
        raise gates.GateClosed(
            f"Nothing is pinned for {folder}. `python -m rag evaluate gate {folder} --update` does."
        )
    with (
        Bars(shown=True) as progress,
        opened(collection, Settings.load(), index=index, progress=progress.step) as room,
    ):
        run = evaluate(collection, room, progress=progress.asked)
    wanted = (floors.level, floors.k) if floors and not update else (level.value, k)
    scores = score(run, run.systems[0], level=wanted[0], k=wanted[1])
    if update:
        pinned = gates.updated(floors, run, scores, allow_regression=allow_regression)
        out.print(f"Pinned {len(pinned.figures)} figures: {gates.write_floors(pinned, collection)}")
    elif floors:
        gates.check(floors, run, scores)
        out.print(f"{len(floors.figures)} figures are at or above their floors.")
