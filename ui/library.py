"""The library as HTML: the list of documents, a document to read, and what an ingest did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.records import Document, IngestReport, Mark, Span, Statement
from rag.records.dates import long_date
from ui.catalogue import Entry
from ui.evidence import badges, heading_html, marked_html, paragraphs
from ui.markup import element, safe, shown_source
from ui.pager import pager_html
from ui.places import Listing, document_query, link_to

PAGE_SIZE = 50
"""Documents listed at a time, so that a library of thousands stays quick."""

LONGEST_SHOWN = 400_000
"""Most characters of a document shown at once; browsers grow slow beyond."""


SHOWN_VOICES = 3
"""Speakers named of a document in the list."""

COLUMNS = (
    ("title", "Document"),
    ("date", "Date"),
    ("place", "Place"),
    ("outlet", "Outlet"),
    (None, "Speakers"),
    ("passages", "Passages"),
    ("state", "State"),
)
"""What the list shows of a document, and the name by which it is sorted, where it can be."""

STATES = {"pending": "arriving", "searchable": "by words", "ready": "ready"}


def nothing_html(words: str) -> str:
    """Return that no document is here, or none with these words."""
    if words:
        return element("p", f"No document has “{words}”.", class_="hint")
    return '<p class="hint">No document here. Add files, an address or a text.</p>'


def documents_html(
    entries: Sequence[Entry],
    voices: Mapping[str, Sequence[str]],
    listing: Listing,
    *,
    pages: int,
    count: int,
    read_only: bool,
) -> str:
    """Return one page of the list of documents, as a table whose heads sort it."""
    rows = "".join(_row(entry, voices.get(entry.document.id, ()), read_only) for entry in entries)
    heads = "".join(_head(column, words, listing) for column, words in COLUMNS)
    caption = f"{count} document{'' if count == 1 else 's'}"
    return (
        f'<table class="documents"><caption class="visually-hidden">{caption}</caption>'
        f'<thead><tr>{heads}<th scope="col"><span class="visually-hidden">Actions</span></th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        f"{pager_html(listing.page, pages, listing.query_of_page, ('Previous', 'Next'))}"
    )


def _head(column: str | None, words: str, listing: Listing) -> str:
    if column is None:
        return f'<th scope="col">{words}</th>'
    sort = ""
    if column == listing.column:
        sort = f' aria-sort="{"descending" if listing.descending else "ascending"}"'
    by = link_to(listing.sorted_by(column).query(), words)
    return f'<th scope="col"{sort} class="{column}">{by}</th>'


def _row(entry: Entry, voices: Sequence[str], read_only: bool) -> str:
    document = entry.document
    file = shown_source(document.source)
    return (
        f'<tr><td class="title">{link_to(document_query(document.id), entry.title, class_="title")}'
        f" {badges(document.labels)}"
        f"{element('span', file, class_='file')}</td>"
        f"{element('td', long_date(document.date, short=True), class_='date')}"
        f"{element('td', document.place or '', class_='place')}"
        f"{element('td', document.publisher or '', class_='outlet')}"
        f"{element('td', _named(voices), class_='voices-in')}"
        f'<td class="passages">{entry.passage_count}<span class="unit"> passages</span></td>'
        f"{element('td', STATES.get(entry.state, entry.state), class_='state')}"
        f"<td>{'' if read_only else _removal(document.id, entry.title)}</td></tr>"
    )


def _named(voices: Sequence[str]) -> str:
    more = len(voices) - SHOWN_VOICES
    return ", ".join(voices[:SHOWN_VOICES]) + (f" and {more} more" if more > 0 else "")


def _removal(document_id: str, title: str) -> str:
    return (
        f'<details class="removal"><summary aria-label="Remove {safe(title)}…">Remove…</summary>'
        f'<button type="button" class="danger" data-do="remove" data-id="{safe(document_id)}">'
        "Remove it with its passages</button></details>"
    )


def document_html(document: Document, marked: Span | None = None) -> str:
    """Return a document to read: its heading, then all of its text, with a span marked.

    What was said is set off, and stands under the name of who said it.
    """
    marked = marked or Span(0, 0)
    title = (document.title or "").casefold()
    levels = {mark.start: mark for mark in document.marks if mark.kind == "heading"}
    text = document.text[:LONGEST_SHOWN]
    said = sorted(document.statements, key=lambda statement: statement.start)
    parts = []
    last: str | None = None
    for span in paragraphs(text, Span(0, len(text))):
        if text[slice(*span)].casefold() == title:  # it stands above already
            continue
        within = [s for s in said if s.start < span.end and s.end > span.start]
        parts.append(_part(text, span, levels.get(span.start), marked, within, last))
        last = ", ".join(_speakers(within)) or None
    cut = "" if len(text) == len(document.text) else element("p", "The rest is not shown.")
    lang = f' lang="{safe(document.language)}"' if document.language else ""
    return (
        '<article class="reader" tabindex="-1">'
        f"{heading_html(document, level=2)}"
        f'<p class="asking"><button type="button" class="plain" data-do="limit" '
        f'data-id="{safe(document.id)}">Ask about this document</button></p>'
        f'<div class="text"{lang}>{"".join(parts)}</div>{cut}</article>'
    )


def _part(
    text: str,
    span: Span,
    heading: Mark | None,
    marked: Span,
    said: Sequence[Statement],
    last: str | None,
) -> str:
    """Return a paragraph, under its speakers where they are others than those of the last."""
    if heading:
        return f"<h3>{marked_html(text, span, marked)}</h3>"
    names = ", ".join(_speakers(said))
    is_printed = text.startswith(names, span.start)  # transcripts name who speaks themselves
    by = element("span", names, class_="by") if names not in ("", last) and not is_printed else ""
    return f"<p>{by}{spoken_html(text, span, marked, said)}</p>"


def _speakers(said: Iterable[Statement]) -> list[str]:
    return list(dict.fromkeys(statement.speaker for statement in said if statement.speaker))


def spoken_html(text: str, span: Span, marked: Span, said: Sequence[Statement]) -> str:
    """Return a span of the text with statements set off and the part inside *marked* highlighted.

    The highlight stays one element, whatever statements begin or end within it.
    """
    start = min(max(marked.start, span.start), span.end)
    end = max(min(marked.end, span.end), start)
    middle = _set_off(text, Span(start, end), said)
    return (
        _set_off(text, Span(span.start, start), said)
        + (f"<mark>{middle}</mark>" if middle else "")
        + _set_off(text, Span(end, span.end), said)
    )


def _set_off(text: str, span: Span, said: Sequence[Statement]) -> str:
    parts = []
    at = span.start
    for statement in said:
        start, end = max(statement.start, at), min(statement.end, span.end)
        if start >= end:
            continue
        words = safe(text[start:end])
        parts += [safe(text[at:start]), f'<span class="spoken {statement.speech}">{words}</span>']
        at = end
    return ("".join(parts) + safe(text[at : span.end])).replace("\n", "<br>")


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


def waiting_html(name: str) -> str:
    """Return the line of a source whose turn is still to come."""
    return _line(name, "waiting", "waiting")


def finishing_html(name: str) -> str:
    """Return the line of a source that is still read although the rest was cancelled."""
    return _line(name, "reading… this one is still finished", "finishing")


def left_out_html(name: str) -> str:
    """Return the line of a source that was cancelled before its turn."""
    return _line(name, "cancelled, not added", "waiting")


def failure_html(name: str, reason: str) -> str:
    """Return the line of a source that was refused."""
    return _line(name, reason, "failed")


def lines_html(lines: Iterable[str]) -> str:
    """Return lines about sources as a list."""
    return f'<ul class="outcomes" aria-live="polite">{"".join(lines)}</ul>'


def has_failure(lines: str) -> bool:
    """Return whether lines tell of a source that was refused; names in them are escaped."""
    return '<li class="failed">' in lines


def _line(name: str, words: str, state: str, document_id: str = "") -> str:
    about = f' data-id="{safe(document_id)}"' if document_id else ""
    return (
        f'<li class="{state}"{about}><span class="file">{safe(shown_source(name))}</span> '
        f"<span>{safe(words)}</span></li>"
    )


def removed_html(name: str, document_id: str) -> str:
    """Return the line of a document that is gone.

    It is another than that of a namesake: only what changes makes the list be shown anew.
    """
    return _line(name, "removed", "done", document_id)
