"""What is no statement: scare quotes, titles, negated and hypothetical speech, mere actions."""

from __future__ import annotations

import pytest

from tests.reading.said import said

NOT_SAID = [
    "Anna Weller did not say that the bridge was closed.",
    "Anna Weller never said that the bridge was closed.",
    "Anna Weller would say that the bridge was closed.",
    "Anna Weller might announce that the bridge is closed.",
    "Anna Weller could not explain why the bridge was closed.",
    "If Anna Weller says that the bridge is closed, nobody will come.",
    "Anna Weller will say that the bridge is closed.",
    "Anna Weller has not said that the bridge is closed.",
    "They did not want to say what had persuaded the banks.",
    "Neither wanted to claim that the bridge was safe.",
    "Anna Weller did not accept that the town had criticised the bridge.",
    "Anna Weller did not agree that the town had been criticised by its neighbours.",
]
SCARE_QUOTES = [
    "The so-called “bridge of sighs” was closed on Monday.",
    "The “experts” had left before the flood.",
    "Everybody in Tarn talks about the “new era”.",
]
TITLES = [
    "She had read “The Winter of Our Rivers” twice.",
    "“The Winter of Our Rivers,” a novel about Tarn, won the prize.",
    "The choir sang “Home on the River” in the town hall.",
]
ACTIONS = [
    "Anna Weller signed the contract on Monday.",
    "Anna Weller opened the bridge and went home.",
    "Anna Weller published a list of the donors.",
    "Anna Weller called an election.",
    "The new law made the bridge a monument.",
    "Anna Weller voted against the plan.",
    "Anna Weller flew to Tarn to announce that the bridge would close.",
    "Anna Weller missed a chance to praise the plan.",
    "Peter Lund, who refused to leave the room, was arrested.",
    "The guard who declined to open the gate was fined.",
    "The council approved the plan, and Anna Weller accepted the prize.",
    "That said, the bridge is old.",
    "Anna Weller, who backs the plan, went home.",
    "Hackers supporting the mayor closed the bridge.",
]
DEEDS_OF_SPEECH = [
    ("Anna Weller took to the radio to announce a fair.", ["Anna Weller ~ a fair"]),
    ("Anna Weller went on to praise the plan.", ["Anna Weller ~ the plan"]),
    ("Anna Weller, who refused to answer, left.", ["Anna Weller ~ to answer"]),
    (
        "The delay prompted Peter Lund to accuse the council of sloth.",
        ["Peter Lund ~ the council of sloth"],
    ),
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_negated_and_hypothetical_speech_is_no_statement(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", SCARE_QUOTES)
def test_scare_quotes_are_no_statements(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", TITLES)
def test_titles_of_works_are_no_statements(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", ACTIONS)
def test_actions_are_no_statements(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("text", "expected"), DEEDS_OF_SPEECH)
def test_what_somebody_rose_or_refused_to_say_is_a_statement(
    text: str, expected: list[str]
) -> None:
    assert said(text) == expected


def test_a_heading_in_quotes_is_no_statement() -> None:
    assert said("## “The list that I have”\n\nIt rained in Tarn.") == []


def test_narration_has_no_statements() -> None:
    assert said("The bridge at Tarn was closed at noon. Some 300 cars had to turn back.") == []
