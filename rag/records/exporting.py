"""An answer to take away: Markdown with footnotes, CSV, and links that open at the words cited."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded
from urllib.parse import urldefrag

if TYPE_CHECKING:
    from rag.records.answers import Answer, Citation

LONGEST_EXACT = 300
"""Characters of a quote that a link holds whole; beyond, it holds how the quote begins and ends."""

ENDS = 6
"""Words that tell where a long quote begins and ends: enough to be found nowhere else."""

IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"
MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell must not begin with: spreadsheets would run it (OWASP, CSV injection)."""

HOW = {"direct": "", "indirect": " (reported)", "narration": " (the report's own words)"}
RENAMED = {"question": "answers_question"}
"""Columns whose field would be taken for the question asked here."""


def link(citation: Citation) -> str | None:
    """Return the address of the source, opening at the quote; None for a source without one.

    The quote is a text fragment (wicg.github.io/scroll-to-text-fragment): browsers scroll to the
    words and highlight them. Commas, ampersands and hyphens have a meaning there and are encoded.
    """
    known = (citation.url, citation.source)
    address = next((a for a in known if a and a.startswith(("http://", "https://"))), None)
    if address is None:
        return None
    page, fragment = urldefrag(percent_encoded(address, safe=IN_ADDRESS))
    return f"{page}#{fragment}:~:text={_directive(citation.quote)}"


def _directive(quote: str) -> str:
    if len(quote) <= LONGEST_EXACT and "\n" not in quote.strip():
        return _encoded(quote.split())
    # Each end must stand within one paragraph of the page.
    paragraphs = [words for line in quote.splitlines() if (words := line.split())]
    return f"{_encoded(paragraphs[0][:ENDS])},{_encoded(paragraphs[-1][-ENDS:])}"


def _encoded(words: Iterable[str]) -> str:
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")


def quote_hash(citation: Citation) -> str:
    """Return the SHA-256 of the quote, to show later that it was not touched."""
    return hashlib.sha256(citation.quote.encode("utf-8", "replace")).hexdigest()


def markdown(answer: Answer) -> str:
    """Return an answer with a footnote for each citation, readable where it is pasted as text."""
    parts = [f"**{_plain(answer.question)}**", _with_footnote_marks(answer)]
    parts += [f"Note: {_plain(notice)}" for notice in answer.notices]
    parts += [_footnote(citation) for citation in answer.citations]
    return "\n\n".join(parts) + "\n"


def _with_footnote_marks(answer: Answer) -> str:
    """Return the text with markers as footnotes, and what is quoted shown as it is written."""
    numbers = {citation.number for citation in answer.citations}
    known = sorted({re.escape(citation.quote) for citation in answer.citations}, key=len)[::-1]
    quotes = [*(f"“{quote}”" for quote in known), *(q for q in known if "“" in q or '"' in q)]
    pieces = re.compile("|".join((*quotes, r"“[^”]*”", r"\[(?P<number>\d+)\]")))

    def shown(piece: re.Match[str]) -> str:
        if piece["number"] is None:
            return _escaped(piece.group())
        return f"[^{piece['number']}]" if int(piece["number"]) in numbers else piece.group()

    return pieces.sub(shown, answer.text)


def _footnote(citation: Citation) -> str:
    speaker = citation.speaker or "No speaker named"
    who = ", ".join(filter(None, (speaker, citation.role))) + HOW[citation.speech]
    asked = f"asked “{_plain(citation.question)}”" if citation.question else ""
    title = f"*{_plain(citation.title)}*" if citation.title else ""
    page = f"page {citation.page}" if citation.page else ""
    event, place, date, publisher, time = (
        _plain(part or "")
        for part in (
            citation.event,
            citation.place,
            citation.date,
            citation.publisher,
            citation.time,
        )
    )
    said = _listed((_plain(who), asked, event, place, date))
    read = _listed((title, publisher, page, time, *map(_plain, citation.labels)))
    where = f"Document {citation.document_id}, characters {citation.start} to {citation.end}."
    told = ". ".join(filter(None, (said, read, _address(citation), where)))
    return f"[^{citation.number}]: “{_plain(citation.quote)}” {told}"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _address(citation: Citation) -> str:
    found = link(citation)
    return f"<{found}>" if found else _plain(citation.source)


def _plain(words: str) -> str:
    """Return words that are not ours as one line that Markdown shows as it is."""
    return _escaped(" ".join(words.split()))


def _escaped(words: str) -> str:
    return MARKDOWN.sub(r"\\\1", words)


def table(answer: Answer) -> str:
    """Return an answer as CSV, one row a citation, or one that tells why there is none.

    Cells that a spreadsheet would run as a formula begin with an apostrophe.
    """
    from rag.records.answers import Citation

    given = [field.name for field in fields(Citation)]
    first = ["number", "quote", "speaker", "role"]
    names = [*first, *(name for name in given if name not in first)]
    header = [*(RENAMED.get(name, name) for name in names), "link", "quote_sha256"]
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["asked", "abstained", *header])
    about = [answer.question, answer.reason if answer.abstained else None]
    for citation in answer.citations:
        values = [getattr(citation, name) for name in names]
        rows.writerow(map(_cell, [*about, *values, link(citation), quote_hash(citation)]))
    if not answer.citations:
        rows.writerow(map(_cell, [*about, *(None for _ in header)]))
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
