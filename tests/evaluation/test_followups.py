"""Rewrites of follow-ups are scored by their content words, beside two baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.evaluation.collection import CollectionError
from rag.evaluation.followups import agreement, evaluate_follow_ups, read_follow_ups, stands, words

TALK = [
    {
        "id": "1",
        "history": [],
        "question": "What is the harbour plan?",
        "rewrite": "What is the harbour plan?",
    },
    {
        "id": "2",
        "history": [{"speaker": "user", "text": "What is the harbour plan?"}],
        "question": "Who opposes it?",
        "rewrite": "Who opposes the harbour plan?",
    },
    {
        "id": "3",
        "history_user_turns": ["What is the harbour plan?"],
        "question": "Who was Ana Lind?",
        "rewrite": "Who was Ana Lind",
    },
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_rules_are_scored_beside_doing_nothing_and_repeating_all(tmp_path: Path) -> None:
    write(tmp_path / "talk.jsonl", TALK)
    found = evaluate_follow_ups(read_follow_ups(tmp_path))
    rules, unchanged, appended = found.values()
    assert (rules["follow-ups"], rules["standing alone"]) == (1, 1)
    assert (rules["words F1"], rules["added F1"], rules["left alone"]) == (1, 1, 1)
    assert (unchanged["words recall"], unchanged["added recall"]) == (1 / 3, 0)
    assert (appended["added recall"], appended["left alone"]) == (1, 0)


def test_first_questions_are_not_scored(tmp_path: Path) -> None:
    rows = read_follow_ups(write(tmp_path / "talk.jsonl", TALK[:1]))
    assert evaluate_follow_ups(rows)["rules"]["standing alone"] == 0


def test_marks_and_case_make_no_rewrite(tmp_path: Path) -> None:
    rows = read_follow_ups(write(tmp_path / "talk.jsonl", TALK))
    assert [stands(row) for row in rows] == [True, False, True]


def test_a_genitive_is_the_word_itself() -> None:
    assert words("What was Putin's view of Obama’s plan?") == {"putin", "view", "obama", "plan"}


def test_agreement_is_counted_over_all_pairs() -> None:
    figures = agreement([({"a", "b"}, {"a"}), ({"c"}, {"c", "d"})])
    assert figures == {"precision": 2 / 3, "recall": 2 / 3, "F1": 2 / 3}
    assert agreement([]) == {"precision": None, "recall": None, "F1": None}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "1"}', '{"id": "1", "question": 5}'])
def test_a_line_that_is_no_follow_up_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "talk.jsonl").write_text(f"\n{line}", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"talk\.jsonl, line 2: no follow-up"):
        read_follow_ups(tmp_path)


def test_a_folder_without_follow_ups_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"holds no \.jsonl file"):
        read_follow_ups(tmp_path)
    with pytest.raises(CollectionError, match="cannot be read"):
        read_follow_ups(tmp_path / "none.jsonl")
