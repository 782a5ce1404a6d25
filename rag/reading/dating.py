"""The date that a document bears, in any language: its first lines come in, an ISO date goes out.

Days are never guessed: 3/4/2020 is a date only where the language or another date of the text
tells whether the day or the month comes first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import cache

from rag.reading.front import SENTENCE_END, TIME
from rag.records import Span

HEADER_PARAGRAPHS = 15
LONGEST_LINE = 120
"""Characters of a line that bears a date and little else."""
HEADER_LINES = 40
LONGEST_HEADER_LINE = 200
"""Characters of a line of the header of a transcript, which may name everybody who spoke."""
DATELINE = 80
"""Characters at the start of a report in which its dateline stands."""
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/-])")
YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/-])")
EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
ERA = re.compile(r"(?P<era>平成|令和)\s?(?P<year>\d{1,2}|元)年\s?(\d{1,2})月\s?(\d{1,2})日")
ERAS = {"平成": 1988, "令和": 2018}
"""The years before the first of each of Japan's eras, by which its government counts."""
DATED = re.compile(
    r"(?:date[d]?|posted|published|issued|released|stand|datum|publié(?:\sle)?|le|fecha|data|"
    r"дата|tarih)\b[\s:|]*",
    re.IGNORECASE,
)
"""What stands before a date that a line is there for."""
ENDS_ON_DATE = re.compile(r"(?:[,;:|•·–—-]\s(?:\w{1,4}\s)?|\()\Z")
OCCASION = re.compile(
    r"\b(?:press|news|briefing|conference|remarks|interview|statement|hearing|transcript)\b.*\s"
    r"(?:on|of)\s\Z",
    re.IGNORECASE,
)
"""A title that says when the occasion was."""
WEEKDAY_BEFORE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s\Z")
PAUSE = re.compile(r"\s*(?:(?:года|г\.|р\.|року))?\s*(?:[.)(–—-]|\Z)")
DAY_FIRST = frozenset(
    "bg cs da de el es fi fr he hr it nb nl no pl pt ro ru sk sl sr sv tr uk".split()
)


def stated_date(text: str, spans: Sequence[Span], language: str | None) -> str | None:
    """Return the date of the first line among *spans* that bears one, or of the dateline."""
    for span in spans[:HEADER_PARAGRAPHS]:
        for line in text[span.start : span.end].split("\n")[:HEADER_PARAGRAPHS]:
            head = line[: 2 * LONGEST_LINE]  # a line may be as long as its file
            for start, end, date in _dates(head, language, text):
                if _bears(head, start, end):
                    return date
    return None


def date_of_header(
    text: str, spans: Sequence[Span], language: str | None, title: str | None
) -> str | None:
    """Return the first date on a line of the header of a transcript, or in its title.

    There is nothing else to date, so the line need not be there for its date.
    """
    lines = [line for span in spans for line in text[span.start : span.end].split("\n")]
    for line in (*lines[:HEADER_LINES], title or ""):
        if len(line) <= LONGEST_HEADER_LINE and not SENTENCE_END.search(line):
            for _, _, date in _dates(line, language, text):
                return date
    return None


def _bears(line: str, start: int, end: int) -> bool:
    """Tell whether a line is there for its date: alone, labelled, at its end or in a dateline."""
    before, after = WEEKDAY_BEFORE.sub("", line[:start]), TIME.sub("", line[end:]).strip(" ,")
    if DATED.fullmatch(before) and len(line) <= LONGEST_LINE:
        return True
    if (
        len(line) <= LONGEST_LINE
        and not after.strip(" .)")
        and (ENDS_ON_DATE.search(before) or OCCASION.search(before))
    ):
        return True
    if not any(map(str.isalpha, before)) and len(line) <= LONGEST_LINE:
        return True
    place = before.removesuffix("le ").rstrip(" ,(")
    named = place.isupper() or (place[:1].isupper() and len(place.split()) <= 3)
    comma = before.rstrip().endswith(",") or before.endswith(("le ", "("))
    return start <= DATELINE and named and comma and PAUSE.match(after) is not None


def _dates(line: str, language: str | None, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO form of each full date in *line*, in order."""
    found = [*_written(line, language), *_numeric(line, language, text)]
    for pattern in (YEAR_FIRST, EAST_ASIAN):
        for match in pattern.finditer(line):
            found.append((*match.span(), _iso(match[1], match[2], match[3])))
    for match in ERA.finditer(line):
        year = ERAS[match["era"]] + int(match["year"].replace("元", "1"))
        found.append((*match.span(), _iso(str(year), match[3], match[4])))
    for start, end, date in sorted(found):
        if date:
            yield start, end, date


def _written(line: str, language: str | None) -> Iterator[tuple[int, int, str | None]]:
    for code in dict.fromkeys(("en", language or "en")):
        months = _months(code)
        if not months:
            continue
        for match in _pattern(code).finditer(line):
            month = months[(match["month"] or match["month2"]).casefold().rstrip(".")]
            day, year = match["day"] or match["day2"], match["year"] or match["year2"]
            yield (*match.span(), _iso(year, str(month), day))


def _numeric(line: str, language: str | None, text: str) -> Iterator[tuple[int, int, str | None]]:
    for match in NUMERIC.finditer(line):
        day_first = _day_first(match, language, text)
        if day_first is not None:
            day, month = (match[1], match[3]) if day_first else (match[3], match[1])
            yield (*match.span(), _iso(match[4], month, day))


def _day_first(match: re.Match[str], language: str | None, text: str) -> bool | None:
    """Tell whether the day comes first: by the date, the language or the text's other dates."""
    if match[2] == "." or language in DAY_FIRST:
        return True
    if int(match[1]) > 12 or int(match[3]) > 12:
        return int(match[1]) > 12
    others = [other for other in NUMERIC.finditer(text) if other[2] == match[2]]
    first = any(int(other[1]) > 12 for other in others)
    second = any(int(other[3]) > 12 for other in others)
    return first if first != second else None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    """Return the names of the months in a language, as they stand in dates and alone."""
    from babel import Locale, UnknownLocaleError

    try:
        calendar = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        name.casefold().rstrip("."): number
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in calendar[use][width].items()
        if any(map(str.isalpha, name))
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Match a date with the name of a month of *language*, with its words between ("3 de mayo")."""
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    between = r"(?:\.|er|º|ª|st|nd|rd|th)?(?:\s?[-–—]\s?\d{1,2}\.?)?[\s-](?:de\s|d[’'])?"
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}}){between}(?P<month>{names})\b\.?,?[\s-](?:de[l]?\s)?(?P<year>\d{{4}})\b"
        rf"|\b(?P<month2>{names})\b\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:\s?[-–—]\s?\d{{1,2}})?,?\s(?P<year2>\d{{4}})\b",
        re.IGNORECASE,
    )
