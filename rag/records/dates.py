"""Dates as they are written: the names of months, and dates as they are shown to readers."""

from __future__ import annotations

import re

MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
MONTH_NUMBERS = {
    word: number
    for number, name in enumerate(map(str.lower, MONTH_NAMES), start=1)
    for word in (name, name[:3])
} | {"sept": 9}
"""Lower-case name or abbreviation of a month → its number."""

MONTH = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + ")"
"""A pattern of them, for letters of any case."""

ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?")


def long_date(date: str | None, *, short: bool = False) -> str:
    """Return an ISO date, whole or partial, as "16 November 2015", *short* as "16 Nov 2015".

    Other words are returned as they are, nothing for None.
    """
    match = ISO_DATE.fullmatch(date or "")
    if not match:
        return date or ""
    day = str(int(match["day"])) if match["day"] else ""
    month = MONTH_NAMES[int(match["month"]) - 1] if match["month"] else ""
    return " ".join(filter(None, (day, month[:3] if short else month, match["year"])))
