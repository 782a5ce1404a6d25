"""Numbers and dates as values, however they are written."""

from __future__ import annotations

import pytest

from rag.verification.numbers import Date, dates, numbers, without_dates


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("five ships", 5, "ships"),
        ("5 ships", 5, "ships"),
        ("twenty-five men", 25, "men"),
        ("1,500,000 people", 1_500_000, "people"),
        ("1.5 million people", 1_500_000, "people"),
        ("1.500.000 people", 1_500_000, "people"),
        ("1.500 metres", 1.5, "metres"),
        ("5 per ship", 5, "per"),
        ("two hundred thousand people", 200_000, "people"),
        ("a hundred cranes", 100, "cranes"),
        ("3.2bn euros", 3_200_000_000, "euros"),
        ("the 3rd pier", 3, "pier"),
        ("the third pier", 3, "pier"),
        ("5%", 5, "%"),
        ("five percent", 5, "%"),
        ("5 per cent", 5, "%"),
        ("one percent", 1, "%"),
        ("a dozen eggs", 12, "eggs"),
    ],
)
def test_a_number_has_its_value_and_what_it_counts(text: str, value: float, unit: str) -> None:
    assert numbers(text) == [(value, unit)]


def test_a_number_joined_to_a_percentage_is_one() -> None:
    assert numbers("from 5.25 to 5.75 percent") == [(5.25, "%"), (5.75, "%")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5 Millionen", 1_500_000), ("780 millions", 780_000_000), ("5,25 Prozent", 5.25)],
)
def test_numbers_of_other_languages_are_read(text: str, value: float) -> None:
    assert [number.value for number in numbers(text)] == [value]


@pytest.mark.parametrize("text", ["no one came", "one of them", "it may be", "a ship"])
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 16 November 2015", Date(2015, 11, 16)),
        ("on November 16, 2015", Date(2015, 11, 16)),
        ("on the 16th of November", Date(None, 11, 16)),
        ("in November 2015", Date(2015, 11, None)),
        ("in November", Date(None, 11, None)),
        ("2015-11-16", Date(2015, 11, 16)),
        ("on May 5", Date(None, 5, 5)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_told(text: str, date: Date) -> None:
    assert dates(text) == [date]
    assert numbers(without_dates(text)) == []


def test_the_words_may_and_march_are_no_months() -> None:
    assert dates("They may march on.") == []
    assert dates("May said they march. After May left, March did.") == []
    assert dates("It opens in May, after repairs last March.") == [
        Date(None, 5, None),
        Date(None, 3, None),
    ]


def test_a_date_agrees_with_one_that_tells_all_it_tells() -> None:
    assert Date(None, 11, 16).agrees(Date(2015, 11, 16))
    assert not Date(2015, 11, 16).agrees(Date(None, 11, 16))
    assert not Date(None, 11, 17).agrees(Date(2015, 11, 16))
