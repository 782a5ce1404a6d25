"""Dates as readers see them: whole, partial, or words that are none."""

from __future__ import annotations

import pytest

from rag.records.dates import long_date


@pytest.mark.parametrize(
    ("date", "shown", "short"),
    [
        ("2015-11-16", "16 November 2015", "16 Nov 2015"),
        ("2024-03", "March 2024", "Mar 2024"),
        ("2024", "2024", "2024"),
        ("2024-13-01", "2024-13-01", "2024-13-01"),
        ("last spring", "last spring", "last spring"),
        (None, "", ""),
    ],
)
def test_dates_are_shown_in_words_as_far_as_they_are_known(
    date: str | None, shown: str, short: str
) -> None:
    assert (long_date(date), long_date(date, short=True)) == (shown, short)
