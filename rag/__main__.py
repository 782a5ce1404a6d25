"""The command line: ``python -m rag``.

Exit status 0 on success, 1 on an error of ours (told on stderr), 2 on wrong usage. With
``--json`` standard output carries JSON alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rag.errors import PressroomError
from rag.evaluation.commands import benchmark, evaluate_app
from rag.pressroom import Pressroom
from rag.records import Answer, Citation, Hit, IngestReport, to_json
from rag.records import Progress as Step
from rag.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
PIPE_WIDTH = 1000
"""Columns where standard output is no terminal: lines are for programs, and stay whole."""

app.add_typer(evaluate_app, name="evaluate")
app.command()(benchmark)

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)

IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
SpeakerOption = Annotated[str | None, typer.Option(help="Only words of this speaker.")]
SinceOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only up to this day.")]


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders or URLs.")],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Read press reports and transcripts into the index."""
    with _room(index) as room, _progress(shown=not json) as progress:
        report = room.ingest(paths, progress=progress)
    if json:
        print(to_json(report))
    else:
        _print_report(report)
    if report.failed and not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    index: IndexOption = None,
    json: JsonOption = False,
    speaker: SpeakerOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Answer a question, with citations; or say that the record is silent."""
    with _room(index, read_only=True) as room:
        answer = room.ask(question, speaker=speaker, since=since, until=until)
    if json:
        print(to_json(answer))
    else:
        _print_answer(answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words to search for.")],
    index: IndexOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="Most hits.")] = 10,
    json: JsonOption = False,
    speaker: SpeakerOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """List the passages that fit a query best."""
    with _room(index, read_only=True) as room:
        hits = room.search(query, limit=k, speaker=speaker, since=since, until=until)
    if json:
        print(to_json(hits))
    else:
        for hit in hits:
            _print_hit(hit)
        if not hits:
            err.print("Nothing found.")


@app.command()
def documents(index: IndexOption = None, json: JsonOption = False) -> None:
    """List the documents in the index."""
    with _room(index, read_only=True) as room:
        found = room.documents()
        counts = room.passage_counts()
    if json:
        print(to_json(found))
        return
    table = Table(box=None)
    table.add_column("id", no_wrap=True)
    for name in ("date", "title", "place", "publisher", "passages", "source"):
        table.add_column(name, overflow="fold")
    for document in found:
        table.add_row(
            document.id,
            document.date or "",
            document.title or "",
            document.place or "",
            document.publisher or "",
            str(counts.get(document.id, 0)),
            document.source,
        )
    out.print(table)


@app.command()
def remove(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="As `documents` lists it.")],
    index: IndexOption = None,
) -> None:
    """Remove a document with all that belongs to it."""
    with _room(index) as room:
        room.remove(document_id)
    out.print(f"Removed {document_id}.")


@app.command()
def doctor(
    index: IndexOption = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make the searchable halves anew.")
    ] = False,
) -> None:
    """Check that the index is whole; with --repair, make what is derived from the library anew."""
    settings = Settings.load()
    if repair:
        with (
            Pressroom.repair(index, settings=settings) as room,
            _progress(shown=True) as progress,
        ):
            room.settle(progress)
            _print_health(room)
        return
    with _room(index, read_only=True) as room:
        _print_health(room)


def _print_health(room: Pressroom) -> None:
    status = room.status()
    out.print(f"{status.document_count} documents, {status.passage_count} passages.")
    out.print(f"Embedder {room.settings.embedder}, engine {room.engine}.")
    faults = room.check()
    for fault in faults:
        err.print(f"[red]{fault}[/]")
    if faults:
        err.print("`python -m rag doctor --repair` makes it whole; so does the next ingest.")
        raise typer.Exit(1)
    out.print("All is well.")


@contextmanager
def _room(index: Path | None, *, read_only: bool = False) -> Iterator[Pressroom]:
    """Open the index the command is about, and close it whatever happens."""
    with Pressroom.open(index, settings=Settings.load(), read_only=read_only) as room:
        yield room


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[Step], None] | None]:
    """Show the progress of an ingest on a terminal: what, how many, how fast, how long still."""
    if not shown:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} {task.fields[unit]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        tasks: dict[str, Any] = {}

        def show(step: Step) -> None:
            unit = "documents" if step.stage == "reading" else "passages"
            if step.stage not in tasks:
                tasks[step.stage] = bar.add_task(
                    step.stage.capitalize(), total=step.total, unit=unit, rate=""
                )
            bar.update(
                tasks[step.stage],
                completed=step.done,
                total=step.total,
                rate=f"{step.rate:.0f} {unit}/s",
            )

        yield show


def _print_report(report: IngestReport) -> None:
    parts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.failed, "failed"),
    )
    told = ", ".join(f"{len(sources)} {word}" for sources, word in parts if sources)
    out.print(f"{told or 'Nothing found to ingest'}.")
    if report.added or report.updated:
        out.print(
            f"{report.passage_count} passages; {report.noise_count} paragraphs of player text, "
            f"share lines and the like kept out; {report.seconds:.1f} s."
        )
    for source, reason in report.failed:
        err.print(f"[red]{_escaped(source)}[/]: {_escaped(reason)}")


def _print_answer(answer: Answer) -> None:
    out.print(Markdown(answer.text))
    if answer.citations:
        out.print()
    sources: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        sources.setdefault(citation.document_id, []).append(citation)
    for cited in sources.values():
        out.print(_source_line(cited))
    for notice in answer.notices:
        err.print(f"[yellow]{_escaped(notice)}[/]")


def _source_line(cited: list[Citation]) -> str:
    """Return one document with the markers that cite it."""
    markers = " ".join(rf"[bold]\[{citation.number}][/]" for citation in cited)
    first = cited[0]
    known = (first.date, first.publisher, first.title, first.source)
    labels = "".join(f" [yellow]({_escaped(label)})[/]" for label in first.labels)
    return f"{markers} {', '.join(_escaped(part) for part in known if part)}{labels}"


def _print_hit(hit: Hit) -> None:
    about = ", ".join(_escaped(x) for x in (hit.speaker, hit.date, hit.title, hit.source) if x)
    out.print(f"[bold]{hit.rank}.[/] {about} [dim]({hit.score:.3f})[/]")
    out.print(f"   {_escaped(hit.text)}\n")


def _escaped(words: str) -> str:
    """Return words of a document so that the terminal shows them and nothing else."""
    from rich.markup import escape

    return escape("".join(c if c.isprintable() else " " for c in words))


def main() -> None:
    """Run the command line, telling errors of ours without a traceback."""
    try:
        app()
    except PressroomError as exc:
        err.print(f"[red]Error:[/] {_escaped(str(exc))}")
        sys.exit(1)
    except KeyboardInterrupt:
        err.print("Stopped; what was recorded stays, and the next run goes on from there.")
        sys.exit(130)


if __name__ == "__main__":
    main()
