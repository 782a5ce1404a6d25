"""How answers, hits, documents and reports look in a terminal; nothing in them is markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rag.records import Answer, Citation, CitationCheck, Document, Hit, IngestReport
from rag.records import Progress as Step
from rag.terminal import err, out

TABLE_WIDTH = 120
"""Columns that a table of documents needs; a narrower terminal shows them one below the other."""

NOTHING_FOUND = "Nothing found to ingest: there is no file of a format that is read"


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[Step], None] | None]:
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


def print_report(report: IngestReport) -> None:
    """Print what became of the sources; on standard error, which could not be read and why."""
    parts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.failed, "failed"),
    )
    told = ", ".join(f"{len(sources)} {word}" for sources, word in parts if sources)
    out.print(f"{told or NOTHING_FOUND}.")
    if report.added or report.updated:
        out.print(
            f"{report.passage_count} passages; {report.noise_count} paragraphs of player text, "
            f"share lines and the like kept out; {report.seconds:.1f} s."
        )
    if report.skipped:
        counts = ", ".join(
            f"{count} {ending or 'without an ending'}" for ending, count in report.skipped.items()
        )
        out.print(f"Left out, being of other formats: {escaped(counts)}.")
    for source, reason in report.failed:
        err.print(f"[red]{escaped(source)}[/]: {escaped(reason)}")


def print_answer(answer: Answer) -> None:
    """Print an answer with a line for each document it cites; notices go to standard error."""
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
        out.print(f"[dim]{_about(hit)}[/]\n   {escaped(hit.text)}\n")
    for notice in answer.notices:
        err.print(f"[yellow]{escaped(notice)}[/]")


def _source_line(cited: list[Citation]) -> str:
    """Return one document with the markers that cite it."""
    markers = " ".join(rf"[bold]\[{citation.number}][/]" for citation in cited)
    first = cited[0]
    known = (first.date, first.publisher, first.title, first.source)
    labels = "".join(f" [yellow]({escaped(label)})[/]" for label in first.labels)
    return f"{markers} {', '.join(escaped(part) for part in known if part)}{labels}"


def print_hit(hit: Hit) -> None:
    """Print a hit: whose words, when, where, with which score, and the words."""
    out.print(f"[bold]{hit.rank}.[/] {_about(hit)} [dim]({hit.score:.3f})[/]")
    out.print(f"   {escaped(hit.text)}\n")


def _about(hit: Hit) -> str:
    """Return who said what a hit holds, when and where it stands."""
    return ", ".join(escaped(x) for x in (hit.speaker, hit.date, hit.title, hit.source) if x)


def print_documents(found: list[Document], counts: Mapping[str, int]) -> None:
    """Print documents as a table, or one below the other where the terminal is too narrow."""
    if out.width < TABLE_WIDTH:
        for document in found:
            _print_document(document, counts.get(document.id, 0))
        return
    table = Table(box=None)
    table.add_column("id", no_wrap=True)
    for name in ("date", "title", "place", "publisher", "passages", "source"):
        table.add_column(name, overflow="fold")
    for document in found:
        about = (document.date, document.title, document.place, document.publisher)
        cells = (*about, str(counts.get(document.id, 0)), document.source)
        table.add_row(document.id, *(escaped(cell or "") for cell in cells))
    out.print(table)


def _print_document(document: Document, passage_count: int) -> None:
    out.print(f"[bold]{document.id}[/]  {escaped(document.title or document.source)}")
    known = (document.date, document.place, document.publisher, f"{passage_count} passages")
    out.print(f"   {', '.join(escaped(part) for part in known if part)}")
    out.print(f"   [dim]{escaped(document.source)}[/]")


STANDING = {
    "exact": "still exact",
    "moved": "moved",
    "changed": "changed",
    "gone": "source gone",
}


def print_checks(checks: list[CitationCheck]) -> None:
    """Print what has become of each citation."""
    if not checks:
        out.print("The answer cites nothing.")
        return
    table = Table("", "", "quote", "now", "source", box=None)
    for check in checks:
        now = check.nearest or ", ".join(check.speakers)
        if check.outcome == "moved":
            now = f"{check.document_id}: {check.start} to {check.end}"
        cells = (STANDING[check.outcome], check.quote, now, check.source)
        table.add_row(str(check.number), *map(escaped, cells))
    out.print(table)


def escaped(words: str) -> str:
    """Return words of a document so that the terminal shows them and nothing else."""
    return escape("".join(c if c.isprintable() else " " for c in words))
