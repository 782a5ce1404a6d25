"""Asides: the cue inside or behind the words, "as she said", "according to"."""

from __future__ import annotations

import re

import pytest

from tests.reading.said import said

BEHIND = [
    ("The bridge was closed, Anna Weller said.", "The bridge was closed"),
    ("The bridge was closed, Anna Weller said on Monday.", "The bridge was closed"),
    ("The bridge was closed, said Anna Weller.", "The bridge was closed"),
    ("The bridge was closed, said Anna Weller, the mayor of Tarn.", "The bridge was closed"),
    ("The bridge was closed, Anna Weller told reporters.", "The bridge was closed"),
    ("The bridge was closed, Anna Weller wrote in a letter.", "The bridge was closed"),
    ("But the bridge was closed, Anna Weller said.", "the bridge was closed"),
]
SECOND_TAILS = [
    "The bridge will close, Anna Weller said, the paper reports.",
    "The bridge will close, Anna Weller said on Monday, the Tarn Times reports.",
    "Anna Weller said the bridge will close, according to the Tarn Times.",
    "According to the Tarn Times, Anna Weller said the bridge will close.",
    "Anna Weller said the bridge will close, Tarn News Agency reports.",
    "“The bridge will close,” Anna Weller said, according to the Tarn Times.",
    "“The bridge will close”, - said Anna Weller, the newspaper writes.",
]
INSIDE = [
    (
        "The bridge, Anna Weller said, was closed for good.",
        "The bridge, Anna Weller said, was closed for good",
    ),
    (
        "It was, Anna Weller said, one of the worst winters.",
        "It was, Anna Weller said, one of the worst winters",
    ),
    (
        "Any plan for the valley, said Anna Weller, must include a bridge.",
        "Any plan for the valley, said Anna Weller, must include a bridge",
    ),
    (
        "As Anna Weller said, the bridge was closed.",
        "the bridge was closed",
    ),
    (
        "The bridge was closed, as Anna Weller noted on Monday.",
        "The bridge was closed",
    ),
]
ACCORDING = [
    ("According to Anna Weller, the bridge is closed.", "the bridge is closed"),
    ("The bridge is closed, according to Anna Weller.", "The bridge is closed"),
    ("The bridge is closed according to Anna Weller.", "The bridge is closed"),
    ("As reported by Anna Weller, the bridge is closed.", "the bridge is closed"),
    (
        "The bridge is closed, according to Anna Weller, the mayor of Tarn.",
        "The bridge is closed",
    ),
]


IN_WORDS = [
    ("In Anna Weller’s view, the bridge is ugly.", "the bridge is ugly"),
    ("Anna Weller came. In her words, the bridge is ugly.", "the bridge is ugly"),
    ("The bridge, in the opinion of many, is ugly.", None),
]


@pytest.mark.parametrize(("text", "words"), IN_WORDS)
def test_in_her_words_or_view(text: str, words: str | None) -> None:
    assert said(text) == ([f"Anna Weller ~ {words}"] if words else [])


@pytest.mark.parametrize(("text", "words"), BEHIND)
def test_the_cue_closes_the_sentence(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


@pytest.mark.parametrize(("text", "words"), INSIDE)
def test_the_cue_stands_inside_the_words(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


@pytest.mark.parametrize(("text", "words"), ACCORDING)
def test_according_to_somebody(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


def test_the_paper_reports_is_no_part_of_a_quote() -> None:
    text = "“The bridge is closed,” said Anna Weller, the paper reports."
    assert said(text)[0] == "Anna Weller > The bridge is closed,"


def test_a_participle_behind_the_aside_is_left_out() -> None:
    text = "The bridge was closed, Anna Weller said, wiping her glasses."
    assert said(text) == ["Anna Weller ~ The bridge was closed"]


def test_speech_half_in_quotes_is_one_reported_statement() -> None:
    text = "The plan, Anna Weller said, is “a monument to bad arithmetic”."
    assert said(text) == [
        "Anna Weller ~ The plan, Anna Weller said, is “a monument to bad arithmetic”"
    ]


def test_a_clause_before_an_unfinished_quote_belongs_to_it() -> None:
    text = "Her office had called at noon, Anna Weller said, “and somebody picked up”."
    assert said(text) == [
        "Anna Weller ~ Her office had called at noon, Anna Weller said, “and somebody picked up”"
    ]


@pytest.mark.parametrize("text", SECOND_TAILS)
def test_who_passes_words_on_is_not_who_said_them(text: str) -> None:
    (line,) = said(text)
    assert re.fullmatch(r"Anna Weller [>~] [Tt]he bridge will close,?", line)


def test_what_somebody_says_that_another_said_is_the_first_ones() -> None:
    text = "According to Otto Demir, Anna Weller said the bridge would close."
    assert said(text) == ["Otto Demir ~ Anna Weller said the bridge would close"]


AS_SHE_PUT_IT = [
    "As Anna Weller put it, the bridge is late.",
    "The bridge, as Anna Weller put it, is late.",
    "The bridge is, as Anna Weller put it, “a monument to nothing”.",
    "As Anna Weller put it: “The bridge is late.”",
    "“The bridge is late,” as Anna Weller put it.",
]


@pytest.mark.parametrize("text", AS_SHE_PUT_IT)
def test_as_she_put_it_reports_speech(text: str) -> None:
    (line,) = said(text)
    assert line.startswith("Anna Weller ")


def test_what_is_put_on_a_table_is_not_said() -> None:
    assert said("Anna Weller put it on the table.") == []


def test_one_who_put_a_phrase_so_says_no_more_than_it() -> None:
    text = "Jan Oren, who owed it to, as Anna Weller put it, a “makeover”, left the country."
    assert said(text) == []


def test_according_to_inside_a_quote_is_the_speakers() -> None:
    text = "Anna Weller told the radio that “the bridge burned, according to the guards”."
    assert said(text) == ["Anna Weller ~ that “the bridge burned, according to the guards”"]


def test_a_clause_about_an_inverted_speaker_does_not_end_what_is_said() -> None:
    text = "And Lund, said Anna Weller, who met him twice, does not forget."
    assert said(text) == [
        "Anna Weller ~ Lund, said Anna Weller, who met him twice, does not forget"
    ]
