"""From a question to a checked answer of a chat model, over real HTTP; and back to the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import Pressroom
from rag.errors import SettingsError
from rag.settings import Settings
from tests.fakes import FakeOpenAI, breaks_off, refuses, says, stalls, status
from tests.writing import WORD_EMBEDDER

ARTICLE = """---
title: The bridge
date: 2024-05-02
---
MAYOR LIND: The bridge will open in June and not before.

Q: Who pays for the bridge?

MAYOR LIND: The city pays for the bridge, all of it.
"""
QUESTION = "Who pays for the bridge?"
PAID = "The city pays for the bridge, all of it."


@pytest.fixture
def room(open_room: Callable[..., Pressroom], tmp_path: Path, server: FakeOpenAI) -> Pressroom:
    (tmp_path / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    settings = Settings.load(embedder=WORD_EMBEDDER, model_seconds=3, model_retries=1)
    room = open_room(settings=settings)
    room.ingest(tmp_path / "bridge.md")
    return room


def number_of(server: FakeOpenAI, words: str) -> int:
    """Return the number under which the model was shown the passage with these words."""
    prompt = server.requests[-1].body["messages"][-1]["content"]
    before = prompt[: prompt.index(words)]
    return int(before.rsplit("<passage ", 1)[1].split(">")[0])


def test_a_base_url_makes_a_generated_answer_the_default(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(says("The mayor: ", f"“{PAID}” [", "1]."))
    answer = room.ask(QUESTION)
    assert answer.engine == room.engine == "openai:gpt-4.1-mini"
    assert answer.usage == {"input_tokens": 90, "output_tokens": 10}
    [citation] = answer.citations
    assert (citation.quote, citation.number, citation.speaker) == (PAID, 1, "Mayor Lind")
    assert citation.question == QUESTION
    assert answer.text == f"The mayor: “{PAID}” [1]."
    assert number_of(server, PAID) >= 1


def test_markers_never_offered_and_altered_quotes_do_not_reach_the_reader(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(says(f"“{PAID}” [1] It is “the state that pays” [2] as known [77]."))
    answer = room.ask(QUESTION)
    assert "77" not in answer.text
    assert "“the state" not in answer.text
    assert {r.outcome for r in answer.rejected} >= {"unknown_marker", "altered"}
    assert answer.citations
    for citation in answer.citations:
        text = room.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (status(401), "OPENAI_API_KEY"),
        (status(429), "rate limit"),
        (stalls("The city"), "too long"),
        (breaks_off("The city"), "broke"),
        (refuses("I cannot."), "declin"),
        (says("The city pays."), "cited nothing"),
    ],
)
def test_a_model_that_fails_is_replaced_by_the_record_and_the_reader_is_told_why(
    room: Pressroom, server: FakeOpenAI, script: Callable[..., None], told: str
) -> None:
    server.script(script)
    answer = room.ask(QUESTION)
    assert answer.engine == "extractive"
    assert PAID in [citation.quote for citation in answer.citations]
    assert told in " ".join(answer.notices)


def test_a_passing_fault_before_the_first_word_is_tried_again(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(status(429, retry_after="0"), says(f"“{PAID}” [1]"))
    assert room.ask(QUESTION).engine == "openai:gpt-4.1-mini"


def test_a_model_that_finds_no_evidence_abstains(room: Pressroom, server: FakeOpenAI) -> None:
    server.script(says("NO EVIDENCE"))
    answer = room.ask(QUESTION)
    assert (answer.abstained, answer.reason, answer.citations) == (True, "not_in_record", ())
    assert PAID in [hit.text for hit in answer.nearest]


@pytest.mark.parametrize(
    "written",
    [
        "The passages do not say who pays.",
        "I'm sorry, but there is no information on this in the excerpts provided.",
        "Die Textstellen enthalten keine Angaben dazu. Der Bürgermeister sagt es nicht.",
        "Les extraits ne contiennent aucune information à ce sujet.",
    ],
)
def test_a_model_that_says_in_its_own_words_that_it_finds_nothing_abstains_too(
    room: Pressroom, server: FakeOpenAI, written: str
) -> None:
    server.script(says(written))
    answer = room.ask(QUESTION)
    assert (answer.abstained, answer.reason) == (True, "not_in_record")
    assert answer.notices[-1].endswith("found no answer in the passages that it was shown.")
    assert (answer.model, answer.usage) == ("scripted-1", {"input_tokens": 90, "output_tokens": 10})


def test_what_a_model_cites_is_shown_though_it_says_that_something_is_missing(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(says(f"The passages do not give the price. The mayor said: “{PAID}” [1]."))
    assert room.ask(QUESTION).text == f"The mayor said: “{PAID}” [1]."
    server.script(says("The passages do not give the price. The mayor said: “We pay twice” [1]."))
    answer = room.ask(QUESTION)
    assert (answer.engine, answer.abstained) == ("extractive", False)
    assert answer.usage == {"input_tokens": 90, "output_tokens": 10}


def test_the_model_is_not_asked_when_the_record_is_silent(
    room: Pressroom, server: FakeOpenAI
) -> None:
    assert room.ask("What did Zebulon say about tulips?").reason == "speaker_unknown"
    assert server.requests == []


def test_a_model_that_cannot_be_had_is_told_with_what_to_do(
    open_room: Callable[..., Pressroom], tmp_path: Path
) -> None:
    (tmp_path / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    room = open_room(settings=Settings.load(embedder=WORD_EMBEDDER, model="openai:some-model"))
    room.ingest(tmp_path / "bridge.md")
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        room.ask(QUESTION)
