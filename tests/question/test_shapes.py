"""Shapes of question: what is to be set side by side, of whom, about what."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question import understood
from rag.question.shapes import Shape, shape_of


@pytest.mark.parametrize(
    ("question", "shape", "speakers", "topic"),
    [
        ("Compare what Varga and Lind said about fuel", "compare", ("Varga", "Lind"), "fuel"),
        ("What did Varga and Lind say about fuel?", "compare", ("Varga", "Lind"), "fuel"),
        ("What did Ana, Bo and Cem say about fuel?", "compare", ("Ana", "Bo", "Cem"), "fuel"),
        ("Did Varga contradict Lind on the harbour?", "compare", ("Varga", "Lind"), "harbour"),
        ("Do Varga and Lind disagree about fuel?", "compare", ("Varga", "Lind"), "fuel"),
        ("Who contradicted whom on the closure?", "contradict", (), "closure"),
        ("What changed between June and November?", "change", (), ""),
        ("What changed about the dam between June and November?", "change", (), "dam"),
        ("How did Putin's position on Turkey change?", "change", ("Putin",), "Turkey"),
        ("Did Lind change his mind about tolls?", "change", ("Lind",), "tolls"),
        ("How did the position of Lind on tolls change?", "change", ("Lind",), "tolls"),
        ("has lind's line on tolls changed", "change", ("lind",), "tolls"),
        ("What changed in what Lind said about tolls?", "change", ("Lind",), "tolls"),
        ("what changed in linds position on tolls", "change", ("lind",), "tolls"),
        ("Did Lind go back on what he said about tolls?", "change", ("Lind",), "tolls"),
        ("In what way did Lind change his tone on tolls?", "change", ("Lind",), "tolls"),
        ("which article mentions the dam", "mentions", (), "dam"),
        ("what questions did reporters ask Lind about fuel", "questions", ("Lind",), "fuel"),
        ("how often has Lind spoken about fuel", "count", ("Lind",), "fuel"),
        ("what is Lind's latest comment on fuel", "last", ("Lind",), "fuel"),
        ("latest statement by lind on fuel", "last", ("lind",), "fuel"),
        ("latest on the dam", "last", (), "dam"),
        ("Varga vs Lind on fuel", "compare", ("Varga", "Lind"), "fuel"),
        ("Where do Varga and Lind differ on fuel?", "compare", ("Varga", "Lind"), "fuel"),
        ("difference between varga and lind on fuel", "compare", ("varga", "lind"), "fuel"),
        ("What did both Varga and Lind say about fuel?", "compare", ("Varga", "Lind"), "fuel"),
        ("Who disagreed with Lind about the dam?", "contradict", (), "dam"),
        ("Which ministers disagree over the dam?", "contradict", (), "dam"),
        ("list everything lind said on fuel", "mentions", ("lind",), "fuel"),
        ("show me all quotes by Lind on fuel", "mentions", ("Lind",), "fuel"),
        ("all mentions of the dam", "mentions", (), "dam"),
        ("a timeline of what was said about the dam", "mentions", (), "dam"),
        ("Who first mentioned the dam?", "first", (), "dam"),
        ("Who mentioned the dam?", "speakers", (), "dam"),
        ("Who said what about the dam?", "speakers", (), "dam"),
        ("What did reporters want to know about the dam?", "questions", (), "dam"),
        ("Which questions did journalists ask on the dam?", "questions", (), "dam"),
        ("List every mention of the dam by date", "mentions", (), "dam"),
        ("List all statements about the dam by Lind", "mentions", ("Lind",), "dam"),
        ("every time Lind mentioned fuel", "mentions", ("Lind",), "fuel"),
        ("How often did Lind mention fuel?", "count", ("Lind",), "fuel"),
        ("How many times was fuel mentioned?", "count", (), "fuel"),
        ("When did Lind first mention fuel?", "first", ("Lind",), "fuel"),
        ("The last time Lind mentioned fuel", "last", ("Lind",), "fuel"),
        ("When was fuel first mentioned?", "first", (), "fuel"),
        ("Who spoke about fuel?", "speakers", (), "fuel"),
        ("Did anyone ask about fuel?", "questions", (), "fuel"),
        ("Did a reporter ask Lind about fuel?", "questions", ("Lind",), "fuel"),
        ("What was Lind asked?", "questions", ("Lind",), ""),
        ("What did journalists ask Lind?", "questions", ("Lind",), ""),
        ("What did the reporter ask about fuel?", "questions", (), "fuel"),
        ("What was Lind asked about fuel?", "questions", ("Lind",), "fuel"),
        ("What did Lind decline to answer?", "declined", ("Lind",), ""),
        ("Which questions did Lind dodge on fuel?", "declined", ("Lind",), "fuel"),
        ("what has Lind refused to say about fuel", "declined", ("Lind",), "fuel"),
        ("What did Lind not want to answer?", "declined", ("Lind",), ""),
    ],
)
def test_a_shape_is_told_with_whom_and_what_it_asks_about(
    question: str, shape: str, speakers: tuple[str, ...], topic: str
) -> None:
    asked = understood(question)
    assert (asked.shape, asked.speakers, asked.topic) == (shape, speakers, topic)


@pytest.mark.parametrize(
    "question",
    [
        "What did Lind say about trade and aid?",
        "What did the minister say about the dam?",
        "How many people live in Lesk?",
        "What was the dam supposed to cost when it was first announced?",
        "Who said the dam was safe?",
        "What will change for farmers?",
        "Was hat Tannhof über den Staudamm gesagt?",
    ],
)
def test_other_questions_have_no_shape(question: str) -> None:
    assert understood(question).shape is None


def test_those_left_out_are_named() -> None:
    asked = understood("Who spoke about fuel besides Varga and Lind?")
    assert (asked.topic, asked.besides) == ("fuel", ("Varga", "Lind"))


def test_months_without_a_year_are_kept_for_the_record_to_date() -> None:
    assert understood("What changed between June and November?").months == (6, 11)


def test_a_year_behind_two_months_is_that_of_both() -> None:
    asked = understood("What changed about fuel between June and November 2015?")
    assert (asked.since, asked.until, asked.months) == ("2015-06-01", "2015-11-30", None)


@given(st.text(max_size=200))
def test_any_text_has_a_shape_or_none(text: str) -> None:
    shaped = shape_of(text)
    assert shaped is None or shaped.shape in get_args(Shape)


def test_long_questions_are_taken_apart_at_once() -> None:
    topic = "a and b of " * 180
    began = time.monotonic()
    shaped = shape_of(f"who spoke about {topic}")
    assert time.monotonic() - began < 5
    assert shaped
    assert (shaped.shape, shaped.topic) == ("speakers", topic.strip())
