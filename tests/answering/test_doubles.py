"""Several questions in one: each is answered, or says why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Pressroom
from rag.question.doubles import questions_in
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "What did Varga say about the dam and did Lind agree?",
            ["What did Varga say about the dam?", "did Lind agree?"],
        ),
        (
            "What did Varga say about the dam? And what did Lind reply?",
            ["What did Varga say about the dam?", "And what did Lind reply?"],
        ),
        (
            "what did varga say about the dam, and when was that",
            ["what did varga say about the dam?", "when was that"],
        ),
        (
            "What did Varga say about the dam and what about Lind?",
            ["What did Varga say about the dam?", "what about Lind?"],
        ),
    ],
)
def test_questions_joined_are_told_apart(asked: str, parts: list[str]) -> None:
    assert questions_in(asked) == parts


@pytest.mark.parametrize(
    "asked",
    [
        "What did Varga and Lind say about the dam?",
        "What did Varga say about why and how the dam was built?",
        "What did Varga say about the people and what they need?",
        "How high is the dam and when was it built?",
        "Who led the research and was criticised by the league?",
        "Did Lind say “Who pays? And what does it cost?”",
        "Was it a closure? What did Varga call it?",
        "What did Varga say people want and do not ask for?",
        "What did Varga ask the towns to do and do more to say?",
        "What did Varga say about who is welcome and who is not welcome?",
        "What did Varga say to those who stayed and who agreed?",
        "Thirty families wait. What did Varga say about them?",
    ],
)
def test_one_question_stays_whole(asked: str) -> None:
    assert questions_in(asked) == [asked]


def test_each_part_is_answered_under_its_question_and_cited(room: Pressroom) -> None:
    answer = room.ask("What did Varga say about the height of the dam and what did Lind say?")
    first, second = answer.text.split("*What did Lind say about the height of the dam:*")
    assert first.startswith("*What did Varga say about the height of the dam:*")
    assert "sixty metres" in first
    assert "flood our valley" in second
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{c.number}]" in answer.text for c in answer.citations)
    assert answer.standalone is None


def test_a_part_without_an_answer_says_so(room: Pressroom) -> None:
    answer = room.ask("What did Lind say about the fishermen and what did Halle reply?")
    assert not answer.abstained
    assert "asked for help" in answer.text
    assert answer.text.endswith("The record does not know Halle.")


def test_an_answer_of_silent_parts_abstains(room: Pressroom) -> None:
    answer = room.ask("What did Lind say about bananas and did Varga agree?")
    assert answer.abstained
    assert answer.reason == "speaker_silent"
    assert answer.silent == ("Lind", "Varga")


def test_a_part_asks_about_the_answer_before_it(room: Pressroom) -> None:
    answer = room.ask("What did Lind say about the fishermen, and when was that?")
    assert "6 March 2023" in answer.text.split("*When did Lind say that about the fishermen:*")[1]
