"""The library as HTML: the list of documents, a document to read, and what an ingest did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.records import Document, IngestReport, Mark, Span
from ui.evidence import badges, heading_html, marked_html, paragraphs, shown_source
from ui.markup import element, long_date, safe
from ui.pager import page_of, pager_html

PAGE_SIZE = 50
"""Documents listed at a time, so that a library of thousands stays quick."""

LONGEST_SHOWN = 400_000
"""Most characters of a document shown at once; browsers grow slow beyond."""


def found_documents(documents: Iterable[Document], words: str) -> list[Document]:
    """Return the documents that have every word in what the list shows of them, newest first."""
    wanted = words.casefold().split()
    found = [d for d in documents if all(word in _described(d) for word in wanted)]
    return sorted(found, key=lambda d: (d.date or "", d.title or ""), reverse=True)


def _described(document: Document) -> str:
    parts = (
        document.title,
        document.date,
        long_date(document.date),
        document.place,
        document.event,
        document.publisher,
        document.language,
        document.source,
        *document.labels,
    )
    return " ".join(part for part in parts if part).casefold()


def documents_html(
    documents: Sequence[Document], counts: Mapping[str, int], *, page: int, read_only: bool
) -> str:
    """Return one page of the list of documents, as a table."""
    if not documents:
        return '<p class="hint">No document here. Add files or an address on the right.</p>'
    shown, page, pages = page_of(documents, page, PAGE_SIZE)
    rows = "".join(_row(document, counts.get(document.id, 0), read_only) for document in shown)
    return (
        '<table class="documents"><caption class="visually-hidden">Documents</caption>'
        '<thead><tr><th scope="col">Event</th><th scope="col">Document</th>'
        '<th scope="col">Publisher</th><th scope="col">Language</th>'
        '<th scope="col" class="figure">Passages</th><th scope="col">'
        '<span class="visually-hidden">Actions</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{pager_html(page, pages, back='Newer', on='Older')}"
    )


def _row(document: Document, passage_count: int, read_only: bool) -> str:
    title = document.title or shown_source(document.source)
    when = element("span", long_date(document.date), class_="date")
    where = element("span", document.place or "", class_="place")
    return (
        f"<tr><td>{when}{where}</td>"
        '<td><button type="button" class="plain title" data-do="read" '
        f'data-id="{safe(document.id)}">{safe(title)}</button> {badges(document.labels)}'
        f"{element('span', shown_source(document.source), class_='file')}</td>"
        f'<td class="publisher">{safe(document.publisher or "")}</td>'
        f'<td class="language">{safe(document.language or "")}</td>'
        f'<td class="figure">{passage_count}<span class="unit"> passages</span></td>'
        f"<td>{'' if read_only else _removal(document.id, title)}</td></tr>"
    )


def _removal(document_id: str, title: str) -> str:
    return (
        f'<details class="removal"><summary aria-label="Remove {safe(title)}…">Remove…</summary>'
        f'<button type="button" class="danger" data-do="remove" data-id="{safe(document_id)}">'
        "Remove it with its passages</button></details>"
    )


def document_html(document: Document, marked: Span | None = None) -> str:
    """Return a document to read: its heading, then all of its text, with a span marked."""
    marked = marked or Span(0, 0)
    title = (document.title or "").casefold()
    levels = {mark.start: mark for mark in document.marks if mark.kind == "heading"}
    text = document.text[:LONGEST_SHOWN]
    spans = paragraphs(text, Span(0, len(text)))
    parts = (
        _part(text, span, levels.get(span.start), marked)
        for span in spans
        if text[slice(*span)].casefold() != title  # it stands above already
    )
    cut = "" if len(text) == len(document.text) else element("p", "The rest is not shown.")
    lang = f' lang="{safe(document.language)}"' if document.language else ""
    return (
        f'<article class="reader" tabindex="-1">{heading_html(document, level=2)}'
        f'<div class="text"{lang}>{"".join(parts)}</div>{cut}</article>'
    )


def _part(text: str, span: Span, heading: Mark | None, marked: Span) -> str:
    name = "h3" if heading else "p"
    return f"<{name}>{marked_html(text, span, marked)}</{name}>"


def report_html(report: IngestReport, name_of: Mapping[str, str]) -> str:
    """Return what became of each source of an ingest, each named as the reader knows it."""
    groups = (
        (report.added, "added"),
        (report.updated, "replaced the version that was here"),
        (report.unchanged, "already here, unchanged"),
    )
    lines = [
        _line(name_of.get(source, source), words, "done")
        for sources, words in groups
        for source in sources
    ]
    lines += [_line(name_of.get(f.source, f.source), f.reason, "failed") for f in report.failed]
    return "".join(lines)


def working_html(name: str) -> str:
    """Return the line of a source that is being read."""
    return _line(name, "reading…", "working")


def failure_html(name: str, reason: str) -> str:
    """Return the line of a source that was refused."""
    return _line(name, reason, "failed")


def lines_html(lines: Iterable[str]) -> str:
    """Return lines about sources as a list."""
    return f'<ul class="outcomes" aria-live="polite">{"".join(lines)}</ul>'


def _line(name: str, words: str, state: str) -> str:
    return (
        f'<li class="{state}"><span class="file">{safe(shown_source(name))}</span> '
        f"<span>{safe(words)}</span></li>"
    )


def removed_html(name: str) -> str:
    """Return the line of a document that is gone."""
    return _line(name, "removed", "done")
