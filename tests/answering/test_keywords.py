"""Keywords instead of a question: a name and a topic, a name alone, no name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Pressroom
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        path = tmp_path_factory.mktemp("more") / "otters.md"
        path.write_text(
            "---\ndate: 2022-01-10\n---\nMAYOR LIND: Minister Varga has never seen the otters.\n",
            encoding="utf-8",
        )
        room.ingest(path)
        yield room


def test_a_name_before_a_topic_is_whom_it_is_asked_of(room: Pressroom) -> None:
    answer = room.ask("lind dam")
    assert answer.standalone == "What did lind say about dam?"
    assert {c.speaker for c in answer.citations} == {"Mayor Lind"}


def test_a_year_behind_keywords_is_when_it_was_said(room: Pressroom) -> None:
    answer = room.ask("varga dam 2024")
    assert answer.standalone == "What did varga say about dam in 2024?"
    assert {c.date for c in answer.citations} <= {"2024-06-10", "2024-11-04"}


def test_a_name_alone_asks_for_the_latest_words(room: Pressroom) -> None:
    answer = room.ask("varga")
    assert answer.standalone == "What did varga say?"
    assert [c.date for c in answer.citations] == ["2023-03-06", "2024-06-10", "2024-11-04"]
    latest = answer.citations[-1]
    assert latest.quote.startswith("There will be no dam while I am minister.")


@pytest.mark.parametrize("question", ["dam height", "varga soup", "who is varga", "the dam"])
def test_other_words_are_searched_as_they_are(room: Pressroom, question: str) -> None:
    assert room.ask(question).standalone is None


def test_who_is_silent_on_what_keywords_ask_is_told(room: Pressroom) -> None:
    answer = room.ask("varga otters")
    assert {c.speaker for c in answer.citations} == {"Mayor Lind"}
    assert answer.notices == (
        "The record holds no words of varga on this; what is quoted speaks of it.",
    )


@pytest.mark.parametrize(
    "question", ["Was hat Lind über Bananen gesagt?", "Что сказала Линд о бананах?"]
)
def test_where_another_language_finds_nothing_that_is_said(room: Pressroom, question: str) -> None:
    answer = room.ask(question)
    assert answer.abstained
    assert answer.notices == (
        "Words are looked up as they are typed: ask in the language that the documents are in.",
    )
