"""Words that a question quotes: whether they are on record, and as whose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Pressroom
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.mark.parametrize(
    "question",
    [
        "Did Varga say “the ministry pays for the dam”?",
        'did varga ever say "The Ministry pays, for the dam"',
        "Who said “the ministry pays for the dam”?",
        "When did Varga say «the ministry pays for the dam»?",
    ],
)
def test_words_on_record_are_found_whatever_their_marks(room: Pressroom, question: str) -> None:
    answer = room.ask(question)
    assert answer.text.startswith("These words are on record:")
    assert [(c.speaker, c.quote) for c in answer.citations] == [
        ("Minister Varga", "The ministry pays for the dam, and nobody else.")
    ]


def test_words_of_another_are_told_to_be_and_not_quoted(room: Pressroom) -> None:
    answer = room.ask("Did Lind say “the ministry pays for the dam”?")
    assert (answer.reason, answer.citations) == ("speaker_silent", ())
    assert answer.text == (
        "The record holds these words, but not as words of Lind; it has them from Minister Varga."
    )
    assert [hit.speaker for hit in answer.nearest] == ["Minister Varga"]


def test_a_journalist_s_words_are_told_to_be_a_journalist_s(room: Pressroom) -> None:
    answer = room.ask("Did Varga say “who pays for the dam”?")
    assert answer.text.endswith("; it has them from a journalist.")


def test_words_that_stand_nowhere_are_said_to(room: Pressroom) -> None:
    answer = room.ask("Did Varga say “the mayor pays for the dam”?")
    assert answer.text.startswith("The record does not hold these very words; these statements")
    assert {c.speaker for c in answer.citations} == {"Minister Varga"}
    assert room.ask("Who said “the mayor pays for the dam”?").reason == "not_in_record"


def test_a_title_in_a_question_is_not_looked_up_as_words(room: Pressroom) -> None:
    answer = room.ask("Did Varga visit “the fishermen on Monday”?")
    assert "words" not in answer.text.partition("\n")[0]
