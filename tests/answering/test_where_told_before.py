"""A question of a conversation that names nothing is about the documents of the answer before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Pressroom, Turn
from rag.answering.answerer import SAME_DOCUMENTS
from tests.answering import rooms

FERRY = """---
title: The ferry
date: 2024-08-01
---
MAYOR HALLE: The ferry stays in the harbour until May. The county pays for the repair.

Q: Who is to blame?

MAYOR HALLE: The engine is to blame, and the salt.
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        path = tmp_path_factory.mktemp("more") / "ferry.md"
        path.write_text(FERRY, encoding="utf-8")
        room.ingest(path)
        yield room


def asked_after(room: Pressroom, before: str, question: str) -> tuple[set[str | None], bool]:
    """Return the titles that a question is answered from after another, and whether that is said
    to be those before."""
    answer = room.ask(question, history=[Turn(before, room.ask(before))])
    return {c.title for c in answer.citations}, SAME_DOCUMENTS in answer.notices


def test_the_documents_cited_before_are_asked_first(room: Pressroom) -> None:
    assert asked_after(room, "What did Halle say about the ferry?", "Who has to pay?") == (
        {"The ferry"},
        True,
    )
    assert asked_after(room, "What did Lind say about the fishermen?", "Who has to pay?") == (
        {"Briefing on the dam"},
        True,
    )


def test_what_they_do_not_hold_is_asked_of_all_of_the_record(room: Pressroom) -> None:
    titles, is_said = asked_after(
        room, "What did Lind say about the fishermen?", "who is to blame?"
    )
    assert titles == {"The ferry"}
    assert not is_said


def test_a_question_that_names_somebody_is_asked_of_all_of_the_record(room: Pressroom) -> None:
    before = "What did Halle say about the ferry?"
    titles, is_said = asked_after(room, before, "How high is the dam of Varga?")
    assert "The dam shrinks" in titles
    assert not is_said


@pytest.mark.parametrize("question", ["What was asked about the dam?", "Did anybody mention it?"])
def test_what_was_said_by_anybody_is_asked_of_all_of_the_record(
    room: Pressroom, question: str
) -> None:
    _, is_said = asked_after(room, "What did Lind say about the fishermen?", question)
    assert not is_said
