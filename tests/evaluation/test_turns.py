"""Turns: what reading makes of a transcript against gold turns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.evaluation.asking_again import ask_again, rarest
from rag.evaluation.collection import CollectionError
from rag.evaluation.turns import evaluate_turns

SPOKEN = [
    ("MAYOR ORVIN", "The harbour opens in May. It costs nine million, and that is all it costs."),
    ("Q", "Will the bridge be closed in the summer?"),
    ("MAYOR ORVIN", "It will not be closed. The engineers have told us so, and I trust them."),
    ("MS. TAMSEL", "I would add that the school needs teachers. It needs forty of them."),
]


def write(folder: Path, spoken: list[tuple[str, str]]) -> Path:
    (folder / "raw").mkdir()
    page = "\n\n".join(f"{who}{'' if who == 'Q' else ':'} {words}" for who, words in SPOKEN)
    (folder / "raw" / "t.txt").write_text(page + "\n", encoding="utf-8")
    turns = [{"speaker": who, "text": words} for who, words in spoken]
    (folder / "turns.jsonl").write_text(json.dumps({"id": "t", "turns": turns}) + "\n")
    return folder


def test_turns_read_as_they_are_score_one(tmp_path: Path) -> None:
    assert evaluate_turns(write(tmp_path, SPOKEN)) == {
        "gold turns": 4,
        "turns read": 4,
        "gold turns not in the page": 0,
        "found": 1,
        "precision": 1,
        "exact": 1,
        "right speaker": 1,
        "questions paired": 1,
    }


def test_another_speaker_and_words_that_are_not_there_are_counted(tmp_path: Path) -> None:
    gold = [*SPOKEN[:3], ("MR. BRANDT", SPOKEN[3][1]), ("MR. BRANDT", "Never said.")]
    found = evaluate_turns(write(tmp_path, gold))
    assert (found["right speaker"], found["gold turns not in the page"]) == (0.75, 1)


def test_a_turn_that_reading_splits_otherwise_is_not_found(tmp_path: Path) -> None:
    joined = (SPOKEN[0][0], f"{SPOKEN[0][1]}\n\nQ {SPOKEN[1][1]}\n\nMAYOR ORVIN: {SPOKEN[2][1]}")
    found = evaluate_turns(write(tmp_path, [joined, SPOKEN[3]]))
    assert (found["found"], found["precision"]) == (0.5, 0.25)


def test_a_folder_without_turns_is_told(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"turns\.jsonl holds no turns"):
        evaluate_turns(tmp_path)


def test_a_question_asked_again_leads_to_the_turn_that_answered_it(tmp_path: Path) -> None:
    assert ask_again(write(tmp_path, SPOKEN)) == {
        "questions asked again": 1,
        "answered first": 1,
        "answered first by a third of the words": 1,
    }


def test_an_answer_in_another_turn_is_not_counted(tmp_path: Path) -> None:
    far = [SPOKEN[1], SPOKEN[3]]
    assert ask_again(write(tmp_path, far))["answered first"] == 0


def test_a_third_of_a_question_is_its_rarest_words_in_order() -> None:
    held = {"will": 5, "the": 9, "bridge": 1, "be": 7, "closed": 2, "soon": 6}
    assert rarest("Will the bridge be closed soon?", held) == "bridge closed"
