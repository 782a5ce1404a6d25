"""The commands of evaluation: ``python -m rag evaluate …`` and ``python -m rag benchmark``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from typer.core import TyperGroup

from rag.evaluation import runs
from rag.evaluation.baselines import DenseChunks, LexicalChunks
from rag.evaluation.collection import read_collection
from rag.evaluation.importing import collection_at
from rag.evaluation.measures import printed
from rag.evaluation.running import Room, System, evaluate, opened
from rag.evaluation.runs import Run
from rag.evaluation.scoring import Figure, Scores, score
from rag.evaluation.trec import write_trec
from rag.records import Progress as Step
from rag.records import to_json
from rag.settings import Settings
from rag.terminal import JsonOption, err, out

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


class LevelName(StrEnum):
    """`rag.evaluation.runs.Level`, for the command line."""

    passage = "passage"
    turn = "turn"
    document = "document"


class BaselineName(StrEnum):
    """The systems of `rag.evaluation.baselines`, for the command line."""

    langchain = "langchain"
    bm25 = "bm25"


class FolderOrCommand(TyperGroup):
    """A group whose first argument is a folder to evaluate unless it names a command."""

    default = "folder"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before what is no command and no call for help."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [self.default, *args]
        return super().parse_args(ctx, args)


evaluate_app = typer.Typer(
    cls=FolderOrCommand,
    no_args_is_help=True,
    help="Measure answers on a test collection: `evaluate FOLDER`, or one of the commands below.",
)

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="A folder with questions.jsonl and its articles.")
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a saved run.")]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Index of the articles, kept for the next run."),
]
LevelOption = Annotated[LevelName, typer.Option("--level", help="What counts as found.")]
DepthOption = Annotated[int, typer.Option("-k", min=1, max=50, help="Ranks that are judged.")]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write a page, and Markdown beside it."),
]


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
        progress = stack.enter_context(_Progress(shown=not json))
        room = stack.enter_context(
            opened(collection, settings, index=index, progress=progress.step)
        )
        others = _baselines(baseline or [], room, index, stack)
        done = evaluate(collection, room, others=others, progress=progress.asked)
    place = run or Path("runs") / f"{collection.name}-{datetime.now():%Y%m%d-%H%M%S}"
    runs.write(done, place)
    write_trec(done, place)
    _tell(done, level=level, k=k, json=json, report=report)
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
def rescore(
    run: RunArgument,
    json: JsonOption = False,
    report: ReportOption = None,
    level: LevelOption = LevelName.passage,
    k: DepthOption = 10,
) -> None:
    """Score a saved run again, without asking anything."""
    _tell(runs.read(run), level=level, k=k, json=json, report=report)


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
    before: RunArgument,
    after: RunArgument,
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
        print(to_json(changes))
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
        print(to_json({"model": model, "agreement": found, "verdicts": verdicts}))
        return
    heads = ("judged", "said neither", "yes, model", "yes, exact", "agree", "kappa")
    shown = Table(f"{whose} by {model}", *heads, box=None)
    for one in found:
        rates = (one.yes_model, one.yes_exact, one.agreement, one.kappa)
        shown.add_row(one.name, str(one.count), str(one.unread), *map(printed, rates))
    out.print(shown)


@evaluate_app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A file or folder in a known format.")],
    folder: Annotated[Path, typer.Argument(help="The new collection.")],
) -> None:
    """Make a collection of questions in another format.

    Known: SQuAD-style JSON; BEIR (corpus.jsonl, queries.jsonl, qrels/); TREC (topics*, qrels*,
    docs/); corpus.jsonl with queries.jsonl and evidence sentences; articles/ with
    attributions.jsonl; answers/ with turns.jsonl.
    """
    from rag.evaluation.importing import import_collection

    collection = import_collection(source, folder)
    out.print(f"{len(collection.cases)} questions over {len(collection.paths)} articles: {folder}")


@evaluate_app.command()
def check(folder: FolderArgument) -> None:
    """Check a collection: its lines, and that every quote stands in its document."""
    from rag.evaluation.collection import read_articles, resolve

    collection = read_collection(folder)
    documents = read_articles(collection, Settings.load())
    resolve(collection, {name: document.text for name, document in documents.items()})
    out.print(f"{len(collection.cases)} questions over {len(documents)} articles: all is well.")


@evaluate_app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new collection, or one to add to.")],
    index: Annotated[Path, typer.Option("--index", metavar="DIR", help="Index to take from.")],
    count: Annotated[int, typer.Option(min=1, help="Most questions proposed.")] = 40,
) -> None:
    """Make a collection from a library: propose questions, and keep those you accept.

    Proposed are what readers asked and found well answered, then questions made of statements.
    """
    from rag.evaluation import proposing
    from rag.evaluation.verdicts import approved_cases
    from rag.pressroom import Pressroom

    with Pressroom.open(index, settings=Settings.load(), read_only=True) as room:
        articles = proposing.write_articles(room, folder)
        cases = approved_cases(room)[:count]
        cases += proposing.propose(room, count=count - len(cases))
    path = proposing.write_proposed(folder, cases)
    out.print(f"{articles} articles; {len(cases)} questions proposed in {path}.")
    if not sys.stdin.isatty():
        out.print(f"Move the lines that are good to {folder / 'questions.jsonl'}.")
        return
    for case in cases:
        out.print(f"\n{case['question']}", markup=False)
        for words in case["relevant"]:
            out.print(f"  “{words['quote']}”\n  {words['document']}", markup=False)
        if not case["answerable"]:
            out.print("  has no answer")
        choice = typer.prompt("[a]ccept, [e]dit, [s]kip, [q]uit", default="s")[:1].lower()
        if choice == "q":
            break
        if choice == "e":
            case = {**case, "question": typer.prompt("Question", default=case["question"])}
        if choice in ("a", "e"):
            proposing.accept(folder, case)


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
        _Progress(shown=True) as progress,
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


@evaluate_app.command()
def attribution(
    gold: Annotated[Path, typer.Argument(help="attributions.jsonl, or the folder it is in.")],
    json: JsonOption = False,
) -> None:
    """Measure who-said-what against annotated articles."""
    from rag.evaluation.attribution import evaluate_attribution, read_gold

    found = evaluate_attribution(read_gold(gold))
    if json:
        print(to_json(found))
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
    folder: Annotated[Path, typer.Argument(help="A folder with turns.jsonl and raw/.")],
    json: JsonOption = False,
) -> None:
    """Measure the turns of transcripts against gold turns."""
    from rag.evaluation.turns import evaluate_turns

    figures = evaluate_turns(folder)
    if json:
        print(to_json(figures))
        return
    table = Table("figure", "value", box=None)
    for name, value in figures.items():
        table.add_row(name, str(value) if isinstance(value, int) else printed(value))
    out.print(table)


@evaluate_app.command()
def verification(
    folder: Annotated[Path, typer.Argument(help="A folder of articles, or a collection.")],
    limit: Annotated[int, typer.Option(help="How many sentences are altered.")] = 400,
    json: JsonOption = False,
) -> None:
    """Measure verification: alterations of real sentences found, untouched ones accepted."""
    from rag.evaluation.alterations import evaluate_verification

    figures = evaluate_verification(folder, limit=limit)
    if json:
        print(to_json(figures))
        return
    table = Table("", "figure", "value", box=None)
    for kind, values in figures.items():
        for name, value in values.items():
            table.add_row(kind, name, str(value) if isinstance(value, int) else printed(value))
    out.print(table)


@evaluate_app.command()
def followups(
    source: Annotated[Path, typer.Argument(help="A file of follow-ups, or a folder of them.")],
    json: JsonOption = False,
) -> None:
    """Measure follow-ups made to stand alone against rewrites by people."""
    from rag.evaluation.followups import evaluate_follow_ups, read_follow_ups

    found = evaluate_follow_ups(read_follow_ups(source))
    if json:
        print(to_json(found))
        return
    table = Table("figure", *found, box=None)
    for name in next(iter(found.values())):
        values = [figures[name] for figures in found.values()]
        table.add_row(name, *(str(v) if isinstance(v, int) else printed(v) for v in values))
    out.print(table)


def benchmark(
    json: JsonOption = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also at 100 000 passages: an hour or two.")
    ] = False,
    size: Annotated[
        list[int] | None, typer.Option(min=10, help="Measure at this many passages instead.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="DIR", help="Where figures and plots go.")
    ] = None,
) -> None:
    """Measure what ingest, search and ask cost, beside a common pipeline."""
    from rag.evaluation import benchmark as bench

    sizes = size or [*bench.SIZES, *([bench.FULL_SIZE] if full else [])]
    rows = bench.measure(sizes, tell=lambda what: err.print(f"Measuring {what} …"))
    folder = save or Path("runs") / f"benchmark-{datetime.now():%Y%m%d-%H%M%S}"
    bench.write({"versions": runs.versions(), "rows": rows}, folder)
    if json:
        print(to_json(rows))
    else:
        names = list(dict.fromkeys(key for row in rows for key in row if key != "size"))[1:]
        table = Table("", *(f"{row['system']}, {row['size']}" for row in rows), box=None)
        for name in names:
            cells = (f"{row[name]:.2f}" if name in row else "–" for row in rows)
            table.add_row(name, *cells)
        out.print(table)
    err.print(f"Saved in {folder}.")


def _tell(run: Run, *, level: LevelName, k: int, json: bool, report: Path | None) -> None:
    scores = [score(run, system, level=level.value, k=k) for system in run.systems]
    if report is not None:
        from rag.evaluation.report import write_report

        write_report(report, run, scores)
        err.print(f"Report: {report} and {report.with_suffix('.md')}.")
    if json:
        print(to_json({**run.about, "scores": {s.system: plain(s) for s in scores}}))
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


class _Progress:
    """Progress of an ingest and of the asking, on a terminal."""

    def __init__(self, *, shown: bool) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=err, disable=not shown)
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> _Progress:
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
