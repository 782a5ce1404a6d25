"""The days a question names: ranges of dates, months without a year, dates given as filters."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from rag.errors import QuestionError
from rag.question.vocabulary import AUXILIARY, PREPOSITION
from rag.records.dates import MONTH, MONTH_NUMBERS

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The month each season begins with."""

WHEN = (
    r"(?:(?P<iso_N>\d{4}-\d{2}(?:-\d{2})?)"
    r"|(?P<n1_N>\d{1,2})(?P<sep_N>[./])(?P<n2_N>\d{1,2})(?P=sep_N)(?P<y5_N>(?:19|20)\d\d)"
    rf"|(?P<s_N>{'|'.join(SEASONS)})(?:\s+of)?,?\s+(?P<y4_N>(?:19|20)\d\d)"
    rf"|(?P<d1_N>{DAY})\s+(?:of\s+)?(?P<m1_N>{MONTH})\.?,?\s+(?P<y1_N>[12]\d\d\d)"
    rf"|(?P<m2_N>{MONTH})\.?\s+(?:(?P<d2_N>{DAY}),?\s+)?(?P<y2_N>[12]\d\d\d)"
    r"|(?P<y3_N>(?:19|20)\d\d))\b"
)
PART = (
    r"(?:(?:the\s+)?(?:early|late|mid(?:dle\s+of)?|beginning\s+of|start\s+of|end\s+of|"
    r"(?:first|second)\s+half\s+of)[\s-]+)?"
)
"""A part of a year or month, taken as all of it."""

FIRST, SECOND = WHEN.replace("_N", "_a"), WHEN.replace("_N", "_b")

DATE = re.compile(FIRST, re.IGNORECASE)
BETWEEN = re.compile(
    rf"\b(?:between|from)\s+{FIRST}\s+(?:and|to|until|till)\s+{SECOND}", re.IGNORECASE
)
COUNTED = (
    rf"(?<=of\s)\d{{4}}\s+(?!{PREPOSITION}\b|{AUXILIARY}\b|says\b)"
    r"(?:\w+s|people|men|women|children)\b"
)
"""A number of things behind "of": "the loss of 2000 jobs"."""
DATED = re.compile(
    r"\b(?P<word>since|after|before|until|till|by|on|in|during|of|from)\s+"
    rf"(?!the\s+\d{{4}}\s+(?!{PREPOSITION}\b|{AUXILIARY}\b|and\b)\w)(?!{COUNTED})"
    rf"{PART}(?:the\s+)?{FIRST}",
    re.IGNORECASE,
)
"""A date with the word before it. "The 2012 election" is a thing, whenever it is spoken of."""

AT_THE_END = re.compile(rf"(?<!\b[Tt]he),?\s+{FIRST}\W*$", re.IGNORECASE)
OF_A_THING = re.compile(rf"\b(?:{PREPOSITION}|than|and|or|the|between)\W*$", re.IGNORECASE)
ASKING = re.compile(rf"\b(?:{AUXILIARY}|what|who|how|why|which)\b", re.IGNORECASE)
MOST_KEYWORDS = 6
RELATIVE = re.compile(
    r"(?<!\babout)(?<!\bof)(?<!\bthan)(?<!\bsince)\s+"
    r"(?:(?P<which>last|this)\s+(?P<unit>year|month|week)|(?P<day>yesterday|today))\W*$",
    re.IGNORECASE,
)

AT = frozenset("on in during of".split())
"""Words before dates of which several are asked about, not a range that one of them opens."""

ALSO = re.compile(
    rf"\b(?:in|on|during|of)\s+{FIRST}(?:\s*,\s*[12]\d{{3}})*\s*,?\s*"
    rf"\b(?:and|or|versus|vs\.?)\s*{SECOND}",
    re.IGNORECASE,
)
"""Dates with one word before them: "in 2014 and 2015", "in 2013, 2014 and 2015"."""
SHORT_YEAR = re.compile(rf"\b((?:{MONTH}|in|since|before|after|until)\.?\s+)['’](\d\d)\b", re.I)
"""A year without its century, "June '09"; the class of '68 is a thing."""
FIRST_OF_LAST_CENTURY = "50"
"""Of years without a century."""

YEAR_SHARED = re.compile(
    rf"\b((?:between|from)\s+(?:{DAY}\s+)?{MONTH})\.?(?!\s+\d)"
    rf"(?=(\s+(?:and|to|until|till)\s+(?:{DAY}\s+)?({MONTH})\.?\s+([12]\d\d\d)\b))",
    re.IGNORECASE,
)
MONTHS_BETWEEN = re.compile(
    rf"\s*\b(?:between|from)\s+(?P<first>{MONTH})\.?\s+(?:and|to|until|till)\s+(?P<last>{MONTH})\.?"
    r"\b",
    re.IGNORECASE,
)

DIFFERENCE = re.compile(r"\bdifferen(?:ce|t)", re.IGNORECASE)

MONTHS_OF_YEAR = 12

Day = str | int | date
"""A day, month or year as people give it: "2015-11-16", "2015-11", 2015, or a date."""


def checked_date(value: Day | None, *, name: str, last: bool = False) -> str | None:
    """Return a date filter as a full ISO date: "2015" is its first day, or its *last*.

    Raises QuestionError naming the filter when it is no date.
    """
    if isinstance(value, datetime):
        value = value.date()
    given = "" if value is None else str(value).strip()
    if not given:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", given)
    try:
        if match is None:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first, end = _range(year, month, day)
    except ValueError as exc:
        raise QuestionError(
            f"{name} is no date: {value!r}. Write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from exc
    return (end if last else first).isoformat()


def dates_of(text: str) -> tuple[str | None, str | None, str]:
    """Return the range of dates the question names, and the question without them."""
    try:
        return _range_named(text)
    except ValueError:  # no such day: words like any other
        return None, None, text


def relative_days_of(text: str, today: date) -> tuple[str | None, str | None, str]:
    """Return the range that a question ends in, "last year" or "yesterday", and the rest of it."""
    match = RELATIVE.search(text)
    if not match:
        return None, None, text
    first, last = _relative_range(match, today)
    return first.isoformat(), last.isoformat(), _without(text, match)


def _relative_range(match: re.Match[str], today: date) -> tuple[date, date]:
    if match["day"]:
        day = today - timedelta(days=match["day"].lower() == "yesterday")
        return day, day
    is_last, unit = match["which"].lower() == "last", match["unit"].lower()
    if unit == "year":
        return _range(today.year - is_last, None, None)
    if unit == "month":
        within = today.replace(day=1) - timedelta(days=is_last)
        return _range(within.year, within.month, None)
    monday = today - timedelta(days=today.weekday() + 7 * is_last)
    return monday, monday + timedelta(days=6)


def months_of(text: str) -> tuple[tuple[int, int] | None, str]:
    """Return the first and last month of "between June and November", and the rest."""
    match = MONTHS_BETWEEN.search(text)
    if not match:
        return None, text
    first, last = (MONTH_NUMBERS[match[part].lower()] for part in ("first", "last"))
    if first > last and DIFFERENCE.search(text):  # whichever is named first
        first, last = last, first
    return (first, last), _without(text, match)


def _range_named(text: str) -> tuple[str | None, str | None, str]:
    text = YEAR_SHARED.sub(r"\g<1> \g<4>", SHORT_YEAR.sub(_with_century, text))
    if match := BETWEEN.search(text) or ALSO.search(text):
        ranges = [_named_range(match, "a"), _named_range(match, "b")]
        first, last = min(r[0] for r in ranges), max(r[1] for r in ranges)
        return first.isoformat(), last.isoformat(), _without(text, match)
    if len(dates := list(DATED.finditer(text))) > 1 and {d["word"].lower() for d in dates} <= AT:
        ranges = [_named_range(dated, "a") for dated in dates]
        first, last = min(r[0] for r in ranges), max(r[1] for r in ranges)
        return first.isoformat(), last.isoformat(), " ".join(DATED.sub("", text).split())
    if not (match := DATED.search(text) or _at_the_end(text) or _among_keywords(text)):
        return None, None, text
    first, last = _named_range(match, "a")
    since: date | None = first
    until: date | None = last
    match match.groupdict().get("word", "on").lower():
        case "since" | "from":
            until = None
        case "after":
            since, until = last + timedelta(days=1), None
        case "before":
            since, until = None, first - timedelta(days=1)
        case "until" | "till" | "by":
            since = None
    return (
        since.isoformat() if since else None,
        until.isoformat() if until else None,
        _without(text, match),
    )


def _with_century(match: re.Match[str]) -> str:
    century = "19" if match[2] >= FIRST_OF_LAST_CENTURY else "20"
    return f"{match[1]}{century}{match[2]}"


def _at_the_end(text: str) -> re.Match[str] | None:
    """Return a date that a question ends in without a word before it: "lind harbour 2010".

    A year alone may be any number, but among keywords.
    """
    match = AT_THE_END.search(text)
    before = text[: match.start()] if match else ""
    if not match or OF_A_THING.search(before) or DATE.search(before):
        return None
    is_number = match["y3_a"] and (ASKING.search(before) or len(before.split()) > MOST_KEYWORDS)
    return None if is_number else match


def _among_keywords(text: str) -> re.Match[str] | None:
    """Return a day or month that stands among keywords: "lind 2010-05-03 harbour"."""
    match = DATE.search(text)
    if not match or match["y3_a"] or len(text.split()) > MOST_KEYWORDS or ASKING.search(text):
        return None
    return None if OF_A_THING.search(text[: match.start()]) else match


def _named_range(match: re.Match[str], n: str) -> tuple[date, date]:
    part = match.groupdict()
    if part[f"iso_{n}"]:
        numbers = [int(x) for x in part[f"iso_{n}"].split("-")]
        return _range(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None)
    if part[f"s_{n}"]:
        return _season(part[f"s_{n}"].lower(), int(part[f"y4_{n}"]))
    if part[f"n1_{n}"]:
        return _in_figures(*(int(part[f"{key}_{n}"]) for key in ("n1", "n2", "y5")))
    year = part[f"y1_{n}"] or part[f"y2_{n}"] or part[f"y3_{n}"]
    month = part[f"m1_{n}"] or part[f"m2_{n}"]
    day = part[f"d1_{n}"] or part[f"d2_{n}"]
    return _range(
        int(year),
        MONTH_NUMBERS[month.lower()] if month else None,
        int(re.sub(r"\D", "", day)) if day else None,
    )


def _season(name: str, year: int) -> tuple[date, date]:
    """Return a season; winter is the one that begins in the year."""
    first = date(year, SEASONS[name], 1)
    end = first + timedelta(days=70)
    return first, _range(end.year, end.month, None)[1]


def _in_figures(one: int, other: int, year: int) -> tuple[date, date]:
    """Return the day of "22/7/2009"; where day and month are unsure, from one to the other."""
    days = [date(year, m, d) for d, m in ((one, other), (other, one)) if m <= MONTHS_OF_YEAR]
    if not days:
        raise ValueError(one, other)
    return min(days), max(days)


def _range(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """Return the first and last day of a year, month or day; ValueError if there is no such."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join((text[: match.start()] + text[match.end() :]).split()).replace(" ?", "?")


def date_alone(words: str) -> str | None:
    """Return the words with which a question names a time, where it holds nothing else."""
    match = DATED.fullmatch(words) or DATED.fullmatch(f"in {words}")
    if match:
        return match[0]
    month = re.fullmatch(r"(?:in|since|before|after|during|on|by)\s+(\w+)", words, re.IGNORECASE)
    return words if month and month[1].lower() in MONTH_NUMBERS else None
