"""What sources say about themselves, brought into the form of a Document's fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rag.records import Document, Mark
from rag.records.dates import MONTH, MONTH_NUMBERS
from rag.sources import language
from rag.sources.normalising import require_text, visible
from rag.sources.raw import Raw, document_id

LABELS = ("fictional", "machine translation")
LABEL_TAG = re.compile(rf"\[({'|'.join(LABELS)})\][ \t]*", re.IGNORECASE)

WRITTEN_DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTH})\.? (?P<d1>\d{{1,2}}), ?(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})\.? (?P<m2>{MONTH})\.?,? (?P<y2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))\b",
    re.IGNORECASE,
)
LANGUAGE_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
LONGEST_FIELD = 500  # characters; a longer title is a mistake of its page


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a Document that a source may state."""

    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()


def to_document(raw: Raw, text: str, marks: Iterable[Mark], metadata: Metadata) -> Document:
    """Return the document of *raw*; its language is detected where none is stated.

    Raises EmptySource where *text* holds no letter.
    """
    require_text(text, raw.source)
    return Document(
        id=document_id(raw.data),
        source=raw.source,
        text=text,
        title=metadata.title,
        date=metadata.date,
        place=metadata.place,
        event=metadata.event,
        publisher=metadata.publisher,
        url=metadata.url or raw.url,
        language=metadata.language or language.detect(text),
        labels=metadata.labels,
        marks=tuple(marks),
    )


def one_line(value: object) -> str | None:
    """Return *value* as one line of visible text, or None if nothing is left of it."""
    text = " ".join(visible(str(value)[: 4 * LONGEST_FIELD]).split()) if value is not None else ""
    return text[:LONGEST_FIELD].rstrip() or None


def iso_date(value: str) -> str | None:
    """Return the date that *value* states, as ISO, or None if it states no possible day."""
    value = value.strip()
    for parse in (datetime.date.fromisoformat, _date_of_time):
        try:
            return parse(value).isoformat()
        except ValueError:
            continue
    match = WRITTEN_DATE.fullmatch(value)
    return _written(match) if match else None


def written_date(text: str) -> str | None:
    """Return the first full date in *text*, such as "9 July 2024", as ISO."""
    dates = (_written(match) for match in WRITTEN_DATE.finditer(text))
    return next((date for date in dates if date), None)


def _date_of_time(value: str) -> datetime.date:
    return datetime.datetime.fromisoformat(value).date()


def _written(match: re.Match[str]) -> str | None:
    try:
        if match["iso"]:
            return datetime.date.fromisoformat(match["iso"]).isoformat()
        number = MONTH_NUMBERS[(match["m1"] or match["m2"]).lower()]
        year, day = match["y1"] or match["y2"], match["d1"] or match["d2"]
        return datetime.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def web_address(value: object) -> str | None:
    """Return *value* if it is an http(s) address that may be shown as a link."""
    text = one_line(value) or ""
    return text if re.match(r"https?://[^\s<>\"]+$", text, re.IGNORECASE) else None


def language_code(value: object) -> str | None:
    """Return the ISO 639-1 code in *value*: "en" of "en-GB"."""
    match = LANGUAGE_CODE.fullmatch(str(value or "").strip())
    return match[1].lower() if match else None


def labels(values: Iterable[Any]) -> tuple[str, ...]:
    """Return *values* as labels: lower case, each once."""
    words = (one_line(value) for value in values)
    return tuple(dict.fromkeys(word.lower() for word in words if word))


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return *text* without bracketed labels such as "[fictional]", and those labels."""
    return LABEL_TAG.sub("", text), labels(LABEL_TAG.findall(text))
