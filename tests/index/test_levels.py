"""Passages, turns and documents, each found by its words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.index.entries import Entry
from rag.index.levels import Level, LexicalLevels, documents_of, turns_of


def entry(
    key: int, text: str, *, document: int = 1, turn: int | None = None, speaker: int | None = None
) -> Entry:
    voices = () if speaker is None else (speaker,)
    return Entry(key, document, 20240101, voices, "en", "A title", text, b"", turn)


CONFERENCE = [
    entry(1, "Copper was sold.", turn=0, speaker=5),
    entry(2, "Zinc was kept.", turn=0, speaker=5),
    entry(3, "Copper was bought.", turn=1, speaker=6),
]
REPORT = [entry(4, "Zinc is dear.", document=2), entry(5, "Nobody bought.", document=2)]


@pytest.fixture
def levels(tmp_path: Path) -> LexicalLevels:
    levels = LexicalLevels(tmp_path / "lexical")
    levels.update(add=[*CONFERENCE, *REPORT])
    return levels


def found(levels: LexicalLevels, query: str, level: Level) -> list[int]:
    return [key for key, _ in levels.search(query, languages=["en"], limit=9, level=level)]


def test_a_turn_is_one_entry_under_its_first_passage_and_prose_has_none() -> None:
    first, second = turns_of([*CONFERENCE, *REPORT])
    assert (first.key, first.text) == (1, "Copper was sold.\nZinc was kept.")
    assert (first.speakers, first.date, first.context) == ((5,), 20240101, "")
    assert (second.key, second.text) == (3, "Copper was bought.")


def test_a_document_is_one_entry_under_its_number_with_all_its_voices() -> None:
    first, second = documents_of([*CONFERENCE, *REPORT])
    assert (first.key, first.speakers) == (1, (5, 6))
    assert (second.key, second.text) == (2, "Zinc is dear.\nNobody bought.")


def test_words_spread_over_a_turn_are_found_together(levels: LexicalLevels) -> None:
    assert found(levels, "copper zinc", "turn") == [1, 3]
    assert found(levels, "zinc bought", "document")[0] in (1, 2)
    assert sorted(found(levels, "zinc", "passage")) == [2, 4]


def test_a_removed_document_leaves_every_level(levels: LexicalLevels) -> None:
    levels.update(remove=[1])
    assert found(levels, "copper", "turn") == []
    assert found(levels, "zinc copper", "document") == [2]
    assert found(levels, "zinc copper", "passage") == [4]
    assert levels.is_in_step(2)


def test_adding_again_changes_nothing(levels: LexicalLevels) -> None:
    levels.update(add=CONFERENCE)
    assert found(levels, "copper zinc", "turn") == [1, 3]
    assert levels.is_in_step(5)


def test_a_missing_level_is_noticed(tmp_path: Path, levels: LexicalLevels) -> None:
    levels.close()
    shutil.rmtree(tmp_path / "lexical" / "documents")
    again = LexicalLevels(tmp_path / "lexical")
    assert again.count() == 5
    assert not again.is_in_step(5)


def test_a_rare_term_weighs_more_than_several_common_ones(tmp_path: Path) -> None:
    levels = LexicalLevels(tmp_path / "other")
    common = [entry(n, f"It was said that it was kept {n}.") for n in range(1, 20)]
    levels.update(add=[*common, entry(20, "Antimony.")])
    assert found(levels, "was it said that antimony was kept", "passage")[0] == 20
