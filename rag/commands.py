"""The commands of ``python -m rag``, each of them a few lines about a Pressroom.

Exit status 0 on success, 1 on an error of ours (told on stderr), 2 on wrong usage. With
``--json`` standard output carries JSON alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from rag.errors import RecordError
from rag.evaluation.commands import benchmark, evaluate_app
from rag.pressroom import Pressroom
from rag.printing import (
    escaped,
    print_answer,
    print_checks,
    print_documents,
    print_hit,
    print_report,
    progress_bar,
)
from rag.records import Answer, from_json
from rag.settings import Settings
from rag.terminal import JsonOption, err, out, print_json

HELP = (
    "Ask what was said at press conferences; every quote is word for word, with its source.\n\n"
    "First `ingest` files, folders or web addresses, then `ask`. The index is a folder: that of "
    "--index, or else of PRESSROOM_INDEX, or else `index`.\n\n"
    "The exit status is 0 on success, 1 on an error, 2 on wrong usage, 130 after Ctrl+C."
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=HELP,
)


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
    with _room(index) as room, progress_bar(shown=not json) as progress:
        report = room.ingest(paths or room.outdated(), progress=progress, again=again)
    if json:
        print_json(report)
    else:
        print_report(report)
    if report.failed and not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to ask.")],
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
        print_answer(answer)


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
        print_checks(checks)
    if any(check.outcome != "exact" for check in checks):
        raise typer.Exit(1)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words to search for.")],
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
            print_hit(hit)
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
    else:
        print_documents(found, counts)


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
        table.add_row(str(one.number), *map(escaped, cells))
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
            progress_bar(shown=True) as progress,
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


def _saved_answer(path: Path) -> Answer:
    try:
        return from_json(Answer, path.read_bytes())
    except OSError as exc:
        raise RecordError(f"{path} cannot be read: {exc.strerror}. Check the path.") from exc
    except RecordError as exc:
        raise RecordError(f"{path}: {exc} Give what `ask --json` printed.") from exc


app.command()(benchmark)
app.add_typer(evaluate_app, name="evaluate")
