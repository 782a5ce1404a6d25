"""A timeline as a picture: how many statements there are from each day, month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.records.dates import MONTH_NAMES, long_date
from ui.markup import safe

DAYS_SHOWN = 62
"""Longest range that is shown by days; by months up to ten years; by years beyond."""

MONTHS_SHOWN = 120

HEIGHT = 64
STEP = 10
WIDTH = 5
"""Units of the picture: its height, the width of one day, month or year, and of its bar."""

LABELS = 6
"""Most labels under the picture."""


@dataclass(frozen=True)
class Bin:
    """One day, month or year of the timeline."""

    name: str
    short: str
    count: int


def timeline_html(dates: Sequence[str | None]) -> str:
    """Return a picture of how many there are from when; nothing where fewer than two days are."""
    days = sorted(day for day in map(_day, dates) if day)
    if len(set(days)) < 2:
        return ""
    bins = list(_bins(days))
    most = max(bin_.count for bin_ in bins)
    bars = "".join(_bar(number, bin_, most) for number, bin_ in enumerate(bins))
    told = (
        f"{len(days)} statements from {long_date(days[0].isoformat())} "
        f"to {long_date(days[-1].isoformat())}"
    )
    return (
        f'<figure class="timeline"><svg role="img" aria-label="Timeline: {safe(told)}" '
        f'viewBox="0 0 {len(bins) * STEP} {HEIGHT}" preserveAspectRatio="none">{bars}</svg>'
        f'<div class="ticks" aria-hidden="true">{_ticks(bins)}</div>'
        f"<figcaption>{_caption(bins, len(dates) - len(days))}</figcaption></figure>"
    )


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words or "")
    except ValueError:
        return None


def _bins(days: Sequence[date]) -> Iterator[Bin]:
    first, last = days[0], days[-1]
    if (last - first).days <= DAYS_SHOWN:
        counts = Counter(day.toordinal() for day in days)
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(number)
            name = long_date(day.isoformat())
            yield Bin(name, f"{day.day} {MONTH_NAMES[day.month - 1][:3]}", counts[number])
    elif _month(last) - _month(first) <= MONTHS_SHOWN:
        counts = Counter(map(_month, days))
        for number in range(_month(first), _month(last) + 1):
            year, month = divmod(number, 12)
            yield Bin(
                f"{MONTH_NAMES[month]} {year}", f"{MONTH_NAMES[month][:3]} {year}", counts[number]
            )
    else:
        counts = Counter(day.year for day in days)
        for year in range(first.year, last.year + 1):
            yield Bin(str(year), str(year), counts[year])


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _bar(number: int, bin_: Bin, most: int) -> str:
    if not bin_.count:
        return ""
    height = max(HEIGHT * bin_.count / most, 4)
    return (
        f'<rect x="{number * STEP + (STEP - WIDTH) / 2}" y="{HEIGHT - height:.1f}" width="{WIDTH}" '
        f'height="{height:.1f}"><title>{safe(bin_.name)}: {bin_.count}</title></rect>'
    )


def _ticks(bins: Sequence[Bin]) -> str:
    """Return labels at even distances, the first and the last among them."""
    count = min(LABELS, len(bins))
    shown = [round(number * (len(bins) - 1) / (count - 1)) for number in range(count)]
    return "".join(f"<span>{safe(bins[number].short)}</span>" for number in shown)


def _caption(bins: Sequence[Bin], undated_count: int) -> str:
    most = max(bins, key=lambda bin_: bin_.count)
    words = f"Most in {most.name}: {most.count}."
    return safe(words + (f" {undated_count} without a date." if undated_count else ""))
