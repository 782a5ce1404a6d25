"""Direct quotes: the cue behind, in front, or in the sentence before; split and in pieces."""

from __future__ import annotations

import pytest

from tests.reading.said import said, statements

CUE_BEHIND = [
    ("“The bridge is closed,” said Anna Weller.", ["Anna Weller > The bridge is closed,"]),
    ("“The bridge is closed,” Anna Weller said.", ["Anna Weller > The bridge is closed,"]),
    ("“The bridge is closed”, Anna Weller said.", ["Anna Weller > The bridge is closed"]),
    ("“Is it closed?” asked Anna Weller.", ["Anna Weller > Is it closed?"]),
    ("“It is closed!” Anna Weller shouted.", ["Anna Weller > It is closed!"]),
    (
        "“The bridge is closed,” Mayor Anna Weller wrote on Monday.",
        ["Anna Weller > The bridge is closed,"],
    ),
    (
        "“The bridge is closed,” Anna Weller told reporters.",
        ["Anna Weller > The bridge is closed,"],
    ),
    (
        "“The bridge is closed,” said Anna Weller, the mayor of Tarn, as she left the hall.",
        ["Anna Weller > The bridge is closed,"],
    ),
    (
        "“The bridge is closed,” Anna Weller, the mayor of Tarn, told the newspaper.",
        ["Anna Weller > The bridge is closed,"],
    ),
    ("“Weeks, not months,” Anna Weller replied.", ["Anna Weller > Weeks, not months,"]),
    ("“The bridge is closed,” Anna Weller later added.", ["Anna Weller > The bridge is closed,"]),
    (
        "“The bridge is closed,” reporters were told by Anna Weller.",
        ["Anna Weller > The bridge is closed,"],
    ),
    ("“The bridge is closed,” the editorial read.", ["the editorial > The bridge is closed,"]),
    (
        "“The bridge has been closed,” explains Anna Weller.",
        ["Anna Weller > The bridge has been closed,"],
    ),
]
CUE_IN_FRONT = [
    ("Anna Weller said: “The bridge is closed.”", ["Anna Weller > The bridge is closed."]),
    ("Anna Weller said, “The bridge is closed.”", ["Anna Weller > The bridge is closed."]),
    ("Anna Weller said “The bridge is closed.”", ["Anna Weller > The bridge is closed."]),
    ("Anna Weller said,“The bridge is closed.”", ["Anna Weller > The bridge is closed."]),
    (
        "On Monday Anna Weller told reporters: “The bridge is closed.”",
        ["Anna Weller > The bridge is closed."],
    ),
    (
        "Asked about the bridge, Anna Weller replied, “It is closed.”",
        ["Anna Weller > It is closed."],
    ),
    ("Anna Weller shook her head and said: “Never.”", ["Anna Weller > Never."]),
    ("Anna Weller shot back, “I never said so.”", ["Anna Weller > I never said so."]),
]
ACTING = [
    ("Otto Demir said it rained.\n\nAnna Weller shook her head. “Never.”", "Anna Weller"),
    ("Otto Demir said it rained.\n\nAnna Weller sat down. She wept. “Never.”", "Anna Weller"),
    ("Otto Demir said it rained.\n\nAnna Weller met Peter Lund. “Never.”", "Otto Demir"),
]
CUE_BEFORE = [
    (
        "Anna Weller was angry. She continued:\n\n“The bridge is closed.”",
        ["Anna Weller > The bridge is closed."],
    ),
    (
        "Anna Weller, for her part, was blunt:\n\n“The bridge is closed. It is not safe.”",
        ["Anna Weller > The bridge is closed. It is not safe."],
    ),
    (
        "Anna Weller’s answer was short: “The bridge is closed.”",
        ["Anna Weller > The bridge is closed."],
    ),
    (
        "“The bridge is closed,” Anna Weller said on Monday.\n\n“It is not safe. It never was.”",
        ["Anna Weller > The bridge is closed,", "Anna Weller > It is not safe. It never was."],
    ),
]
SPLIT = [
    (
        "“The bridge is closed,” Anna Weller said, “and it stays closed.”",
        ["Anna Weller > The bridge is closed,” Anna Weller said, “and it stays closed."],
    ),
    (
        "“The bridge is closed,” said Anna Weller. “It is not safe.”",
        ["Anna Weller > The bridge is closed,” said Anna Weller. “It is not safe."],
    ),
    (
        "“The bridge,” Anna Weller said, “is closed. It is not safe.”",
        ["Anna Weller > The bridge,” Anna Weller said, “is closed. It is not safe."],
    ),
    (
        "“To date,” Anna Weller continued, “there is no bridge.”",
        ["Anna Weller > To date,” Anna Weller continued, “there is no bridge."],
    ),
]
TWO_SPEAKERS = [
    (
        "“The bridge is closed,” said Anna Weller. “It is open,” said Peter Lund.",
        ["Anna Weller > The bridge is closed,", "Peter Lund > It is open,"],
    ),
    (
        "Anna Weller said: “The bridge is closed.” Peter Lund said: “It is open.”",
        ["Anna Weller > The bridge is closed.", "Peter Lund > It is open."],
    ),
    (
        "“It is closed,” said Anna Weller.\n\n“It is open,” said Peter Lund. “Look at it.”",
        ["Anna Weller > It is closed,", "Peter Lund > It is open,” said Peter Lund. “Look at it."],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CUE_BEHIND)
def test_the_cue_stands_behind_the_quote(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), CUE_IN_FRONT)
def test_the_cue_stands_in_front_of_the_quote(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), CUE_BEFORE)
def test_the_speaker_stands_in_the_sentence_or_paragraph_before(
    text: str, expected: list[str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_a_quote_split_by_its_cue_is_one_statement(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), TWO_SPEAKERS)
def test_two_speakers_keep_their_own_quotes(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), ACTING)
def test_a_quote_alone_is_whose_deed_stands_before_it(text: str, expected: str) -> None:
    assert said(text)[-1] == f"{expected} > Never."


def test_a_quote_may_end_on_a_full_stop_for_a_comma() -> None:
    assert said("“The bridge is closed.” Anna Weller said. It rained.") == [
        "Anna Weller > The bridge is closed."
    ]


def test_the_cue_is_the_verb_as_printed() -> None:
    [statement] = statements("“The bridge is closed,” Anna Weller told reporters.")
    assert statement.cue == "told"


def test_a_quote_that_nobody_claims_is_unattributed() -> None:
    assert said("It rained all day.\n\n“We were told nothing at all.”") == [
        "nobody > We were told nothing at all."
    ]


def test_a_quote_far_from_the_last_speaker_is_not_given_to_them() -> None:
    text = (
        "“The bridge is closed,” said Anna Weller.\n\nIt rained.\n\nNothing moved.\n\n"
        "“We were told nothing at all.”"
    )
    assert said(text)[-1] == "nobody > We were told nothing at all."


def test_a_place_behind_the_name_does_not_part_it_from_its_exclamation() -> None:
    text = "“Onward!” Rep. Anna Weller, R-Pa., said of the fair."
    assert said(text) == ["Anna Weller > Onward!"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("“The bridge is closed,” Anna Weller was told.", "nobody > The bridge is closed,"),
        ("Anna Weller was told: “The bridge is closed.”", "nobody > The bridge is closed."),
        ("“Who closed it at all?” they were asked.", "nobody > Who closed it at all?"),
        (
            "“The bridge is closed,” Anna Weller was quoted as saying.",
            "Anna Weller > The bridge is closed,",
        ),
    ],
)
def test_who_was_told_a_quote_did_not_say_it(text: str, line: str) -> None:
    assert said(text) == [line]
