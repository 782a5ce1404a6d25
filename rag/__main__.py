"""The command line: ``python -m rag``.

Exit status 0 on success, 1 on an error of ours (told on stderr), 2 on wrong usage. With
``--json`` standard output carries JSON alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markdown import Markdown
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rag.errors import PressroomError, RecordError
from rag.evaluation.commands import benchmark, evaluate_app
from rag.pressroom import Pressroom
from rag.records import (
    Answer,
    Citation,
    CitationCheck,
    Document,
    Hit,
    IngestReport,
    from_json,
)
from rag.records import Progress as Step
from rag.settings import Settings
from rag.terminal import JsonOption, err, out, print_anything, print_json

HELP = (
    "Ask what was said at press conferences; every quote is word for word, with its source.\n\n"
    "First `ingest` files, folders or web addresses, then `ask`. The index is a folder: that of "
    "--index, or else of PRESSROOM_INDEX, or else `index`.\n\n"
    "The exit status is 0 on success, 1 on an error, 2 on wrong usage."
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=HELP,
)


TABLE_WIDTH = 120
"""Columns that a table of documents needs; a narrower terminal shows them one below the other."""


class AnswerFormat(StrEnum):
    """How `ask` writes an answer."""

    text = "text"
    markdown = "markdown"
    json = "json"
    csv = "csv"


IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")
]
SpeakerOption = Annotated[str | None, typer.Option(help="Only words of this speaker.")]
SinceOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only from this day on: 2024-05-31, 2024-05 or 2024."),
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only up to this day, month or year.")
]


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH…", help="Files, folders or URLs.")
    ] = None,
    index: IndexOption = None,
    json: JsonOption = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read what did not change again too; without PATH, what another version read.",
        ),
    ] = False,
) -> None:
    """Read press reports and transcripts into the index."""
    if not paths and not again:
        raise typer.BadParameter("Name a PATH: files, folders or URLs.")
    with _room(index) as room, _progress(shown=not json) as progress:
        report = room.ingest(paths or room.outdated(), progress=progress, again=again)
    if json:
        print_json(report)
    else:
        _print_report(report)
    if report.failed and not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    index: IndexOption = None,
    json: JsonOption = False,
    format_: Annotated[
        AnswerFormat, typer.Option("--format", help="How the answer is written.")
    ] = AnswerFormat.text,
    speaker: SpeakerOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Answer a question, with citations; or say that the record is silent."""
    if json and format_ not in (AnswerFormat.text, AnswerFormat.json):
        raise typer.BadParameter(f"--json and --format {format_.value} exclude each other.")
    with _room(index, read_only=True) as room:
        answer = room.ask(question, speaker=speaker, since=since, until=until)
    if json or format_ is AnswerFormat.json:
        print_json(answer)
    elif format_ is AnswerFormat.markdown:
        print(answer.to_markdown(), end="")
    elif format_ is AnswerFormat.csv:
        print(answer.to_csv(), end="")
    else:
        _print_answer(answer)


@app.command()
def verify(
    path: Annotated[
        Path, typer.Argument(metavar="ANSWER.json", help="As `ask --json` printed it.")
    ],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Check a saved answer again: do its citations still stand? Exit status 1 when one does not."""
    answer = _saved_answer(path)
    with _room(index, read_only=True) as room:
        checks = room.verify_answer(answer)
    if json:
        print_json(checks)
    else:
        _print_checks(checks)
    if any(check.outcome != "exact" for check in checks):
        raise typer.Exit(1)


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
        print_json(hits)
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
        print_json(found)
    elif out.width < TABLE_WIDTH:
        for document in found:
            _print_document(document, counts.get(document.id, 0))
    else:
        _print_documents(found, counts)


def _print_document(document: Document, passage_count: int) -> None:
    out.print(f"[bold]{document.id}[/]  {_escaped(document.title or document.source)}")
    known = (document.date, document.place, document.publisher, f"{passage_count} passages")
    out.print(f"   {', '.join(_escaped(part) for part in known if part)}")
    out.print(f"   [dim]{_escaped(document.source)}[/]")


def _print_documents(found: list[Document], counts: Mapping[str, int]) -> None:
    table = Table(box=None)
    table.add_column("id", no_wrap=True)
    for name in ("date", "title", "place", "publisher", "passages", "source"):
        table.add_column(name, overflow="fold")
    for document in found:
        about = (document.date, document.title, document.place, document.publisher)
        cells = (*about, str(counts.get(document.id, 0)), document.source)
        table.add_row(document.id, *(_escaped(cell or "") for cell in cells))
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


feedback_app = typer.Typer(no_args_is_help=True, help="What readers thought of the answers.")
app.add_typer(feedback_app, name="feedback")


@feedback_app.command("list")
def list_feedback(index: IndexOption = None, json: JsonOption = False) -> None:
    """List readers' verdicts in the order they were given."""
    with _room(index, read_only=True) as room:
        found = room.feedback()
    if json:
        print_json(found)
        return
    table = Table("", "given", "verdict", "question", "comment", box=None)
    for one in found:
        cells = (one.given, one.verdict, one.question, one.comment or "")
        table.add_row(str(one.number), *map(_escaped, cells))
    out.print(table if found else "No reader has given a verdict yet.")


@feedback_app.command("export")
def export_feedback(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new collection.")],
    index: IndexOption = None,
) -> None:
    """Write readers' verdicts as a collection that `evaluate` measures against.

    Answers found good become questions.jsonl; the others go to review.jsonl, for a person.
    """
    from rag.evaluation.verdicts import export

    with _room(index, read_only=True) as room:
        done = export(room, folder)
    out.print(
        f"{done.articles} articles, {done.questions} questions and {done.reviews} verdicts to "
        f"review in {folder}.",
        markup=False,
    )


@app.command()
def mcp(index: IndexOption = None) -> None:
    """Serve the tools of the Model Context Protocol on standard input and output."""
    from rag.programs.tools import tool_server

    with _room(index, read_only=True) as room:
        tool_server(room).run("stdio")


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
    if outdated := len(room.outdated()):
        out.print(
            f"{outdated} sources were read by another version of this program; "
            "`python -m rag ingest --again` reads them anew."
        )
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
    if report.skipped:
        counts = ", ".join(
            f"{count} {ending or 'without an ending'}" for ending, count in report.skipped.items()
        )
        out.print(f"Left out, being of other formats: {_escaped(counts)}.")
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
    if answer.nearest:
        out.print("\n[dim]Nearest in the record, not an answer:[/]\n")
    for hit in answer.nearest:
        out.print(f"[dim]{_about(hit)}[/]\n   {_escaped(hit.text)}\n")
    for notice in answer.notices:
        err.print(f"[yellow]{_escaped(notice)}[/]")


def _source_line(cited: list[Citation]) -> str:
    """Return one document with the markers that cite it."""
    markers = " ".join(rf"[bold]\[{citation.number}][/]" for citation in cited)
    first = cited[0]
    known = (first.date, first.publisher, first.title, first.source)
    labels = "".join(f" [yellow]({_escaped(label)})[/]" for label in first.labels)
    return f"{markers} {', '.join(_escaped(part) for part in known if part)}{labels}"


def _saved_answer(path: Path) -> Answer:
    try:
        return from_json(Answer, path.read_bytes())
    except OSError as exc:
        raise RecordError(f"{path} cannot be read: {exc.strerror}. Check the path.") from exc
    except RecordError as exc:
        raise RecordError(f"{path}: {exc} Give what `ask --json` printed.") from exc


STANDING = {
    "exact": "still exact",
    "moved": "moved",
    "changed": "changed",
    "gone": "source gone",
}


def _print_checks(checks: list[CitationCheck]) -> None:
    if not checks:
        out.print("The answer cites nothing.")
        return
    table = Table("", "", "quote", "now", "source", box=None)
    for check in checks:
        now = check.nearest or ", ".join(check.speakers)
        if check.outcome == "moved":
            now = f"{check.document_id}: {check.start} to {check.end}"
        cells = (STANDING[check.outcome], check.quote, now, check.source)
        table.add_row(str(check.number), *map(_escaped, cells))
    out.print(table)


def _print_hit(hit: Hit) -> None:
    out.print(f"[bold]{hit.rank}.[/] {_about(hit)} [dim]({hit.score:.3f})[/]")
    out.print(f"   {_escaped(hit.text)}\n")


def _about(hit: Hit) -> str:
    """Return who said what a hit holds, when and where it stands."""
    return ", ".join(_escaped(x) for x in (hit.speaker, hit.date, hit.title, hit.source) if x)


def _escaped(words: str) -> str:
    """Return words of a document so that the terminal shows them and nothing else."""
    from rich.markup import escape

    return escape("".join(c if c.isprintable() else " " for c in words))


app.command()(benchmark)
app.add_typer(evaluate_app, name="evaluate")


def main() -> None:
    """Run the command line, telling errors of ours without a traceback."""
    print_anything()
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
