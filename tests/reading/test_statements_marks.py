"""Quotation marks in every style, and the punctuation that machine translation leaves."""

from __future__ import annotations

import pytest

from tests.reading.said import said

STYLES = [
    '"The bridge is closed," said Anna Weller.',
    "''The bridge is closed,'' said Anna Weller.",
    "``The bridge is closed,'' said Anna Weller.",
    "„The bridge is closed,“ said Anna Weller.",
    "«The bridge is closed,» said Anna Weller.",
    "‘The bridge is closed,’ said Anna Weller.",
    "'The bridge is closed,' said Anna Weller.",
    "”The bridge is closed,” said Anna Weller.",
]
MACHINE = [
    ('“The bridge is closed," said Weller.', "The bridge is closed,"),
    ("“The bridge is closed”,- she said.", "The bridge is closed"),
    ("“The bridge is closed” – said Weller.", "The bridge is closed"),
    ("“The bridge is closed”, – said the mayor of Tarn.", "The bridge is closed"),
    ("“The bridge is closed,” said she.", "The bridge is closed,"),
    ("“Is the bridge safe? No” – said Weller.", "Is the bridge safe? No"),
    ("“The bridge is closed” -- said Weller.", "The bridge is closed"),
]


@pytest.mark.parametrize("text", STYLES)
def test_every_style_of_marks_is_read(text: str) -> None:
    assert said(text) == ["Anna Weller > The bridge is closed,"]


@pytest.mark.parametrize(("sentence", "words"), MACHINE)
def test_punctuation_left_by_machine_translation_is_read(sentence: str, words: str) -> None:
    text = f"Anna Weller, the mayor of Tarn, spoke on Monday.\n\n{sentence}"
    assert said(text) == [f"Anna Weller > {words}"]


def test_an_apostrophe_opens_no_quote() -> None:
    assert said("The farmers' union met in the '90s. It wasn't a success.") == []


def test_quotes_inside_quotes_belong_to_the_outer_speaker() -> None:
    text = "“I told him ‘never again’ and left,” said Anna Weller."
    assert said(text) == ["Anna Weller > I told him ‘never again’ and left,"]


def test_a_quote_of_several_paragraphs_repeats_its_opening_mark_and_closes_once() -> None:
    text = (
        "Anna Weller said: “The bridge is closed.\n\n“It is not safe.\n\n"
        "“It will be rebuilt.”\n\nIt rained."
    )
    assert said(text) == [
        "Anna Weller > The bridge is closed.",
        "Anna Weller > It is not safe.",
        "Anna Weller > It will be rebuilt.",
    ]


def test_the_cue_of_a_long_quote_may_stand_in_its_last_paragraph() -> None:
    text = "“The bridge is closed.\n\n“It is not safe,” said Anna Weller."
    assert said(text) == ["Anna Weller > The bridge is closed.", "Anna Weller > It is not safe,"]


def test_a_mark_that_is_never_closed_opens_no_quote() -> None:
    assert said("The “bridge is closed and nobody minds. It rained in Tarn.") == []


def test_a_fragment_in_marks_stays_inside_the_reported_words() -> None:
    text = "Anna Weller said that the bridge was “a monument to bad arithmetic”."
    assert said(text) == ["Anna Weller ~ that the bridge was “a monument to bad arithmetic”"]
