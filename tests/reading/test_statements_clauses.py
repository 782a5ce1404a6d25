"""Indirect speech in clauses of many shapes: passive, relative, parted, felt; and in headlines."""

from __future__ import annotations

import pytest

from tests.reading.said import said

RELATIVE = [
    (
        "The bypass, which most shopkeepers opposed, opened in May.",
        ["most shopkeepers ~ The bypass"],
    ),
    (
        "The council dropped a fee criticized by residents.",
        ["residents ~ a fee"],
    ),
    (
        "Anna Weller cited the old rules, which she said had harmed the harbour.",
        ["Anna Weller ~ the old rules", "Anna Weller ~ had harmed the harbour"],
    ),
    (
        "Ivan Orsic, a clerk with the Tarn council who said the bridge was old, left.",
        ["Ivan Orsic ~ the bridge was old"],
    ),
    (
        "They met Sen. Peter Lund this year, who said the bridge was closed.",
        ["Peter Lund ~ the bridge was closed"],
    ),
    (
        "She met Stroud, who Anna Weller on Monday called “a horrible, ugly man.”",
        ["Anna Weller ~ a horrible, ugly man"],
    ),
    (
        "Anna Weller, a clerk from Tarn, is among those who say the bridge was closed.",
        ["Anna Weller ~ the bridge was closed"],
    ),
    (
        "The post went to a friend of Anna Weller, who said the bridge was closed.",
        ["Anna Weller ~ the bridge was closed"],
    ),
    (
        "Then came the baker Ana Varga, who complained in a talk with the Tarn paper on "
        "Monday at noon, “Nobody buys bread any more.”",
        ["Ana Varga > Nobody buys bread any more."],
    ),
]

CALLED = [
    ("Anna Weller is a liar, gambler and clerk who pledged to close the road.", "Anna Weller"),
    ("Anna Weller was the clerk who said the road was closed.", "Anna Weller"),
]
VIEWS = [
    (
        "Anna Weller’s contention was that the bridge is safe.",
        ["Anna Weller ~ that the bridge is safe"],
    ),
    ("The mayor’s message is that roads come first.", ["The mayor ~ that roads come first"]),
    ("The news is that roads come first.", []),
    (
        "Otto Demir spoke to the River Post’s “Good Day,” calling the plan a joke.",
        ["Otto Demir ~ the plan a joke"],
    ),
]

PASSIVE = [
    (
        "Paul Orrin was warned by the harbour office that the pier was unsafe.",
        ["the harbour office ~ that the pier was unsafe"],
    ),
    (
        "Asked whether the bridge would close, Anna Weller laughed.",
        ["nobody ~ whether the bridge would close"],
    ),
    ("It was reported that the bridge would close.", ["nobody ~ that the bridge would close"]),
    (
        "Paul Orrin was convinced that the bridge would close.",
        ["Paul Orrin ~ that the bridge would close"],
    ),
]

PARTED = [
    (
        "The attorneys met on Monday; Paul Orrin suggested that she sell the house.",
        ["Paul Orrin ~ that she sell the house"],
    ),
    (
        "A clerk for the harbour - a company known as a builder - noted that the pier was old.",
        ["A clerk for the harbour ~ that the pier was old"],
    ),
]

FELT = [
    ("Anna Weller was critical of the new timetable.", ["Anna Weller ~ the new timetable"]),
    ("Paul Orrin is worried about the price of bread.", ["Paul Orrin ~ the price of bread"]),
]

GOING_ON = [
    (
        "“Yes,” said Anna Weller, using words that Paul Orrin wrote. “We can go.”",
        ["Anna Weller > Yes,” said Anna Weller, using words that Paul Orrin wrote. “We can go."],
    ),
    ("The crowd chanted “no more tolls” on Monday.", ["The crowd > no more tolls"]),
    (
        "The director of the Harbour Trust, Ilka Brandt, said it was full. She said it would shut.",
        ["Ilka Brandt ~ it was full", "Ilka Brandt ~ it would shut"],
    ),
    (
        "“We are ready,” said Anna Weller, the mayor, explaining that the pumps had come.",
        ["Anna Weller > We are ready,", "Anna Weller ~ that the pumps had come"],
    ),
    (
        "Paul Orrin declined to name the buyer, nor did he report that any money was paid.",
        ["Paul Orrin ~ to name the buyer"],
    ),
]


HEADLINES = [
    (
        "# Weller Opposes New Bridge\n\nAnna Weller spoke on Monday about a new bridge.",
        "Anna Weller ~ New Bridge",
    ),
    (
        "# Anna Weller Says Old Pier Must Close\n\nThe old pier was full, and it must not close.",
        "Anna Weller ~ Old Pier Must Close",
    ),
]


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
def test_what_a_relative_clause_judges_is_spoken_of(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "speaker"), CALLED)
def test_who_is_what_a_relative_clause_tells_of_speaks(text: str, speaker: str) -> None:
    assert said(text)[-1].startswith(f"{speaker} ~ ")


@pytest.mark.parametrize(("text", "expected"), VIEWS)
def test_a_view_is_its_holders(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), PASSIVE)
def test_what_somebody_was_told_or_asked_belongs_to_who_said_it(
    text: str, expected: list[str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), PARTED)
def test_a_clause_behind_a_semicolon_or_between_dashes_stays_apart(
    text: str, expected: list[str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), FELT)
def test_what_somebody_has_a_view_on_is_spoken_of(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), GOING_ON)
def test_a_speaker_goes_on_behind_a_quote_or_refusal(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_a_headline_in_title_case_is_read_as_a_sentence(text: str, expected: str) -> None:
    assert expected in said(text)


def test_a_sentence_that_reports_nothing_still_tells_who_he_is() -> None:
    text = "Paul Orrin walked across the bridge on Monday. He said it was safe."
    assert said(text) == ["Paul Orrin ~ it was safe"]


def test_a_headline_of_common_words_before_a_colon_is_nobodys_name() -> None:
    text = "# Weller Visits Old Pier: It Must Close\n\nThe old pier is full. Anna Weller visits it."
    assert not any("Visits" in statement.split(" ~ ")[0] for statement in said(text))
