"""What readers thought of answers becomes a collection, as far as it says what is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag import Answer, Pressroom, Settings
from rag.errors import FeedbackError
from rag.evaluation.collection import CollectionError, read_articles, read_collection, resolve
from rag.evaluation.verdicts import approved_cases, export
from tests.evaluation.collections import HARBOUR

SILENT = Answer("And the zoo?", "Not in the record.", abstained=True, reason="not_in_record")
QUESTION = "What did the mayor say about the harbour?"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.md"
    path.write_text(HARBOUR, encoding="utf-8")
    return path


@pytest.fixture
def room(open_room: Callable[..., Pressroom], path: Path) -> Pressroom:
    room = open_room()
    room.ingest([path])
    return room


@pytest.fixture
def answer(room: Pressroom) -> Answer:
    answer = room.ask("What did Orvin say about the harbour?")
    assert answer.citations
    return replace(answer, question=QUESTION)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_answer_found_good_says_what_is_relevant(
    room: Pressroom, answer: Answer, tmp_path: Path, settings: Settings
) -> None:
    room.add_feedback(QUESTION, answer, "up", "Just right.")
    assert export(room, tmp_path / "made") == (1, 1, 0)
    collection = read_collection(tmp_path / "made")
    [case] = collection.cases
    assert (case.question, case.answerable, case.note) == (QUESTION, True, "Just right.")
    assert [words.quote for words in case.relevant] == [c.quote for c in answer.citations]
    texts = {n: d.text for n, d in read_articles(collection, settings).items()}
    [resolved] = resolve(collection, texts)
    assert resolved.relevant[0].document == "harbour.md"
    assert not (tmp_path / "made" / "review.jsonl").exists()


def test_a_silence_found_right_has_no_answer(room: Pressroom) -> None:
    room.add_feedback(SILENT.question, SILENT, "up")
    [case] = approved_cases(room)
    assert (case["answerable"], case["reason"], case["relevant"]) == (False, "not_in_record", [])


def test_what_was_found_wrong_is_for_a_person_to_look_at(
    room: Pressroom, answer: Answer, tmp_path: Path
) -> None:
    room.add_feedback(QUESTION, answer, "down", "That was last year.")
    room.add_feedback(SILENT.question, SILENT, "down")
    assert export(room, tmp_path / "made") == (1, 0, 2)
    wrong, silent = rows(tmp_path / "made" / "review.jsonl")
    assert (wrong["comment"], wrong["answer"]) == ("That was last year.", answer.text)
    assert wrong["cited"][0]["document"] == "harbour.md"
    assert "answerable" not in wrong
    assert (silent["abstained"], silent["cited"]) == (True, [])
    assert not (tmp_path / "made" / "questions.jsonl").exists()


def test_readers_who_disagree_settle_nothing(
    room: Pressroom, answer: Answer, tmp_path: Path
) -> None:
    for verdict in ("up", "down"):
        room.add_feedback(QUESTION, answer, verdict)  # type: ignore[arg-type]
    assert export(room, tmp_path / "made") == (1, 0, 2)


def test_readers_who_agree_make_one_case_of_a_question(room: Pressroom, answer: Answer) -> None:
    room.add_feedback(QUESTION, answer, "up")
    room.add_feedback("And of that?", replace(answer, standalone=QUESTION), "up")
    assert [case["id"] for case in approved_cases(room)] == ["reader-2"]


def test_words_that_are_gone_are_no_evidence_any_more(
    room: Pressroom, answer: Answer, tmp_path: Path
) -> None:
    room.add_feedback(QUESTION, answer, "up")
    room.remove(answer.citations[0].document_id)
    assert approved_cases(room) == []
    assert export(room, tmp_path / "made") == (0, 0, 1)


def test_an_article_whose_file_was_changed_or_removed_is_written_as_it_was_read(
    room: Pressroom, answer: Answer, path: Path, tmp_path: Path
) -> None:
    room.add_feedback(QUESTION, answer, "up")
    path.write_text("Other words.", encoding="utf-8")
    export(room, tmp_path / "one")
    path.unlink()
    export(room, tmp_path / "two")
    for folder in ("one", "two"):
        [article] = (tmp_path / folder / "articles").iterdir()
        assert article.name == f"{answer.citations[0].document_id}.txt"
        assert answer.citations[0].quote in article.read_text(encoding="utf-8")


def test_nothing_to_export_and_nowhere_to_are_said(
    room: Pressroom, answer: Answer, tmp_path: Path
) -> None:
    with pytest.raises(FeedbackError, match="No reader"):
        export(room, tmp_path / "made")
    room.add_feedback(QUESTION, answer, "up")
    export(room, tmp_path / "made")
    with pytest.raises(CollectionError, match="exists"):
        export(room, tmp_path / "made")
    (tmp_path / "file").write_text("")
    with pytest.raises(CollectionError, match="cannot be written"):
        export(room, tmp_path / "file")
