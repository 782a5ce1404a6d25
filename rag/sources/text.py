"""Plain text: the file itself, normalised, with what its first lines state."""

from __future__ import annotations

import re

from rag.records import Document
from rag.settings import Settings
from rag.sources import mail
from rag.sources.margins import without_line_numbers
from rag.sources.metadata import Metadata, to_document, without_tags, written_date
from rag.sources.normalising import decode, normalised
from rag.sources.raw import Raw

HEADER = 4_000  # characters in which a title and a date are looked for
HEADER_LINES = 25
LONGEST_TITLE = 200
OCCASION = re.compile(
    r"(?:[A-Z][\w.'’]+ ){0,2}(?:remarks|statement|press (?:conference|availability|gaggle|briefing)"
    r"|briefing|news conference|interview|transcript)\b",
    re.IGNORECASE,
)
UNTITLED = re.compile(
    r"(?:check against delivery|as (?:delivered|prepared)|e\s?&\s?oe|seul le prononcé fait foi"
    r"|es gilt das gesprochene wort|(?:provisional|unofficial) translation"
    r"|for immediate release)\b",
    re.IGNORECASE,
)
"""What stands over a title and tells of the text."""
MAIL_HEAD = re.compile(r"(?:[A-Z][\w-]{1,30}: [^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
LABEL_LINE = re.compile(r"[A-Z][^:\n]{0,60}:( |$)|Q[ .:]")


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a text file: its text keeps the file's own lines."""
    text = normalised(decode(raw.data, source=raw.source, charset=raw.charset))
    text = "\n".join(without_line_numbers(text.split("\n")))
    message = MAIL_HEAD.match(text)
    if message and "\nSubject: " in message[0]:
        return mail.extract(raw, settings)
    first, newline, rest = text.partition("\n")
    first, found = without_tags(first)
    text = (first + newline + rest).strip("\n")
    head = text[:HEADER]
    return to_document(raw, text, (), Metadata(_title(head), _date(head), labels=found))


def _title(head: str) -> str | None:
    """Return the title: what names the occasion, or the first paragraph if it is one line."""
    paragraphs = [part.strip() for part in re.split(r"\n(?: *\n)+", head)]
    for number, paragraph in enumerate(paragraphs[:HEADER_LINES]):
        if LABEL_LINE.match(paragraph) and number:
            break
        if _is_line(paragraph) and OCCASION.match(paragraph) and not paragraph.endswith("."):
            return _capitals_from(paragraphs[number:])
    paragraphs = [
        part
        for part in paragraphs
        if not (_is_line(part) and (_whole_date(part) or UNTITLED.match(part)))
    ]
    first, second = [*paragraphs, "", ""][:2]
    is_headline = _is_line(first) and not first.isupper() and not first.endswith((":", ";", ","))
    longer = not first.endswith(".") or len(second) > len(first)
    return first if is_headline and second and longer else None


def _is_line(paragraph: str) -> bool:
    return "\n" not in paragraph and 0 < len(paragraph) <= LONGEST_TITLE


def _capitals_from(paragraphs: list[str]) -> str:
    """Join the lines in capitals that begin *paragraphs*, as official transcripts break titles."""
    title = " ".join(paragraphs[0].split())
    for paragraph in paragraphs[1:]:
        longer = f"{title} {' '.join(paragraph.split())}"
        if (
            not (title.isupper() and paragraph.isupper())
            or len(longer) > LONGEST_TITLE
            or LABEL_LINE.match(paragraph)
        ):
            break
        title = longer
    return title


def _date(head: str) -> str | None:
    """Return the date that a line of the header is set aside for."""
    for line in head.split("\n")[:HEADER_LINES]:
        parts = re.split(r" {2,}", line.strip())
        if date := _whole_date(parts[-1]):
            return date
    return None


def _whole_date(text: str) -> str | None:
    text = re.sub(r"^[A-Z][a-z]+day,? ", "", text.rstrip(". "))
    return written_date(text) if len(text) <= len("September 30, 2024") else None
