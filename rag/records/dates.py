"""Dates as they are shown to readers."""

from __future__ import annotations

import re

MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()

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
