"""Numbers and dates of a text, as values: "five" is 5, "1.5 million" 1500000, "16 Nov." a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.records.dates import MONTH, MONTH_NUMBERS

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
FOREIGN_SCALES = {
    **dict.fromkeys("millionen millions millones milhões milioni miljoen milyon".split(), 10**6),
    **dict.fromkeys("milliarden milliards miliardi miljard milyar".split(), 10**9),
}
SCALES |= {"mio": 10**6, "mrd": 10**9, **FOREIGN_SCALES}
SHORT_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
OTHERS = {"dozen": 12, "dozens": 12, "half": 0.5, "twice": 2, "double": 2, "triple": 3}
ORDINALS = {
    **dict(
        zip(
            "third fourth fifth sixth seventh eighth ninth tenth".split(), range(3, 11), strict=True
        )
    ),
    **{"eleventh": 11, "twelfth": 12, "twentieth": 20, "thirtieth": 30},
}
WORTH = {**UNITS, **TENS, **OTHERS, **ORDINALS}
VAGUE = frozenset({"one", "zero"})
"""Words that are mostly no numbers, as in "no one" and "one of them"."""

DAY = r"(?:the\s+)?(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:{DAY.format('before')}\s+(?:of\s+)?)?(?P<month>{MONTH})\b\.?"
    rf"(?:\s+{DAY.format('behind')}\b(?!\s*[%\d]))?(?:,?\s+(?P<year>[12]\d\d\d)\b)?"
    r"|\b(?P<iso_year>[12]\d\d\d)-(?P<iso_month>\d\d)(?:-(?P<iso_day>\d\d))?\b",
    re.IGNORECASE,
)
IN_MONTH = re.compile(r"\b(?:in|last|next|during|early|late)\s\Z", re.IGNORECASE)
"""What stands before May and March where they are months."""
TOKEN = re.compile(
    r"(?P<digits>\d+(?:[,.\u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+|,\d{1,2}(?!\d))?)"
    r"(?P<suffix>k|mn?|bn|b|st|nd|rd|th|s)?(?![A-Za-z])|(?P<word>[^\W\d_]+)|(?P<percent>%)"
)
PERCENT = frozenset("% percent pct percentage prozent procent percento".split())
PER_HUNDRED = {"per": "cent", "pour": "cent", "por": "ciento"}


class Number(NamedTuple):
    """A number in a text, with the word behind it: (5, "ships"), (5, "%")."""

    value: float
    unit: str


class Date(NamedTuple):
    """What a text tells of a date; None where it does not tell."""

    year: int | None
    month: int | None
    day: int | None

    def agrees(self, other: Date) -> bool:
        """Return whether all that this date tells is told, alike, by another."""
        return all(mine is None or mine == theirs for mine, theirs in zip(self, other, strict=True))


def dates(text: str) -> list[Date]:
    """Return the dates of a text, as far as each tells day, month and year."""
    return [_date(match) for match in DATE.finditer(text) if _is_date(match)]


def without_dates(text: str) -> str:
    """Return a text without its dates, whose numbers count nothing."""
    return DATE.sub(lambda match: " " if _is_date(match) else match.group(), text)


def _is_date(match: re.Match[str]) -> bool:
    """Tell a month from the words "may", "march" and "mar"."""
    if match["iso_year"] or match["before"] or match["behind"] or match["year"]:
        return True
    name = match["month"]
    if not name[0].isupper():
        return False
    if name in ("March", "May"):
        return IN_MONTH.search(match.string, 0, match.start()) is not None
    return len(name) > 3


def _date(match: re.Match[str]) -> Date:
    if match["iso_year"]:
        day = match["iso_day"]
        return Date(int(match["iso_year"]), int(match["iso_month"]), int(day) if day else None)
    day, year = match["before"] or match["behind"], match["year"]
    month = MONTH_NUMBERS[match["month"].lower()]
    return Date(int(year) if year else None, month, int(day) if day else None)


def numbers(text: str) -> list[Number]:
    """Return the numbers of a text, written in digits or in words, with the word behind each."""
    tokens = list(TOKEN.finditer(text))
    found = []
    at = 0
    while at < len(tokens):
        value, end = _read(tokens, at)
        if value is not None:
            found.append(Number(round(value, 6), _unit(tokens, end)))
        at = max(end, at + 1)
    return _with_shared_units(found)


def _with_shared_units(found: list[Number]) -> list[Number]:
    """Return numbers of which one that is joined to a percentage, "from 5 to 6 percent", is one."""
    for i in range(len(found) - 2, -1, -1):
        if found[i].unit in ("to", "and", "or") and found[i + 1].unit == "%":
            found[i] = found[i]._replace(unit="%")
    return found


def _read(tokens: list[re.Match[str]], at: int) -> tuple[float | None, int]:
    """Return the number that begins at a token and where it ends; None where none does."""
    first = tokens[at]
    if first["digits"]:
        value = _value(first["digits"]) * SHORT_SCALES.get((first["suffix"] or "").lower(), 1)
        return _scaled(tokens, value, at + 1)
    word = (first["word"] or "").lower()
    if word in OTHERS or word in ORDINALS:
        return WORTH[word], at + 1
    if word in ("a", "one") and _word(tokens, at + 1) in SCALES:
        return _scaled(tokens, 1, at + 1)
    if word not in WORTH or (word in VAGUE and _word(tokens, at + 1) not in PERCENT):
        return None, at + 1
    value, end = float(WORTH[word]), at + 1
    following = WORTH.get(_word(tokens, end), 0)
    if word in TENS and 0 < following < 10:
        value, end = value + following, end + 1
    return _scaled(tokens, value, end)


def _scaled(tokens: list[re.Match[str]], value: float, end: int) -> tuple[float, int]:
    """Multiply by the scale that follows: hundred, thousand, million."""
    while (word := _word(tokens, end)) in SCALES:
        value, end = value * SCALES[word], end + 1
    return value, end


def _value(digits: str) -> float:
    if re.fullmatch(r"\d+\.\d{3}", digits):
        return float(digits)
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[,\u00a0\u202f]|\.(?=\d{3}(?:\D|$))", "", digits))


def _word(tokens: list[re.Match[str]], at: int) -> str:
    return tokens[at].group().lower() if at < len(tokens) else ""


def _unit(tokens: list[re.Match[str]], at: int) -> str:
    word = _word(tokens, at)
    if word in PERCENT or PER_HUNDRED.get(word, " ") == _word(tokens, at + 1):
        return "%"
    if word == "of" and _word(tokens, at + 1) in ("the", "these", "those", "its", "their"):
        return _word(tokens, at + 2)
    return word


def iso_dates(value: str | None) -> Iterator[Date]:
    """Yield an ISO date, which may lack day and month, as a date."""
    if value:
        parts = [int(part) for part in re.findall(r"\d+", value)[:3]]
        yield Date(*[*parts, None, None, None][:3])
