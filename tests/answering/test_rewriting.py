"""A chat model makes follow-ups stand alone, and adds nothing; over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import Pressroom, Turn
from rag.answering.rewriting import is_faithful
from rag.settings import Settings
from tests.fakes import FakeOpenAI, says, status
from tests.writing import WORD_EMBEDDER

ARTICLE = """---
title: The bridge and the tunnel
date: 2024-05-02
---
MAYOR LIND: The bridge will open in June and not before.

MAYOR LIND: The tunnel will stay shut for ten years.
"""
BRIDGE = "What did Lind say about the bridge?"
HISTORY = [Turn(BRIDGE, "Lind said “The bridge will open in June”.")]
TUNNEL = "What did Lind say about the tunnel?"


@pytest.fixture
def room(open_room: Callable[..., Pressroom], tmp_path: Path, server: FakeOpenAI) -> Pressroom:
    (tmp_path / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    room = open_room(settings=Settings.load(embedder=WORD_EMBEDDER, model_retries=0))
    room.ingest(tmp_path / "bridge.md")
    return room


def test_a_rewrite_of_the_conversations_words_is_what_is_asked(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(says(TUNNEL), says("The mayor: “The tunnel will stay shut for ten years.” [1]."))
    answer = room.ask("and what about the tunnel then?", history=HISTORY)
    assert (answer.question, answer.standalone) == ("and what about the tunnel then?", TUNNEL)
    rewriting, answering = server.requests
    assert "Question to rewrite: and what about the tunnel then?" in rewriting.prompt
    assert f"Question: {TUNNEL}" in answering.prompt
    assert answer.usage == {"input_tokens": 180, "output_tokens": 20}


@pytest.mark.parametrize("wrong", ["What did Moor say about the canal?", "", "No. " * 200])
def test_a_rewrite_that_adds_something_is_not_taken(
    room: Pressroom, server: FakeOpenAI, wrong: str
) -> None:
    server.script(says(wrong), says("The mayor: “The tunnel will stay shut for ten years.” [1]."))
    answer = room.ask("and about the tunnel?", history=HISTORY)
    assert answer.standalone == TUNNEL
    assert answer.usage is not None
    assert answer.usage["output_tokens"] == 10 * (1 + bool(wrong))


def test_where_the_model_fails_the_rules_have_the_word(room: Pressroom, server: FakeOpenAI) -> None:
    server.script(status(500))
    answer = room.ask("and about the tunnel?", history=HISTORY)
    assert (answer.standalone, answer.engine) == (TUNNEL, "extractive")


def test_what_an_answer_cites_is_told_without_the_model(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(says("The mayor: “The bridge will open in June and not before.” [1]."))
    first = room.ask(BRIDGE)
    asked = len(server.requests)
    answer = room.ask("when was that?", history=[Turn(BRIDGE, first)])
    assert "2 May 2024" in answer.text
    assert len(server.requests) == asked


@pytest.mark.parametrize(
    ("rewrite", "faithful"),
    [
        ("What did Lind say about Iran in 2015?", True),
        ("What did Lind say about Iran?", False),
        ("What did Lind say about Persia in 2015?", False),
        ("What did Moor say about Iran in 2015?", False),
        ("Iran 2015", True),
    ],
)
def test_a_rewrite_keeps_names_and_numbers_and_adds_none(rewrite: str, faithful: bool) -> None:
    assert is_faithful(rewrite, "and about Iran in 2015?", HISTORY) is faithful
