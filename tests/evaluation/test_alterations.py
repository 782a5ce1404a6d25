"""Verification measured: sentences of a collection altered in every way, and none gets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evaluation.alterations import ALTERATIONS, evaluate_verification

TRANSCRIPT = """---
title: The dam
date: 2024-05-02
---
MAYOR LIND: We will not close the old dam before the two new pumps are paid in full. The council \
of Astvald has asked the Ferrin works for 40 pumps since the flood.

Q: Mayor, who will pay for the pumps if the council says that it cannot?

MAYOR LIND: The region has promised half of the sum, and nobody in the council has doubted it yet.
"""
REPORT = """---
title: The ferry
date: 2024-06-11
---
Ilse Varga said on Tuesday that the ferry to Holm would sail again within three weeks of the storm.

Nils Olsen told reporters that the harbour had never been closed to boats of the coast guard.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "dam.md").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "articles" / "ferry.md").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_no_alteration_gets_through_and_every_untouched_sentence_is_accepted(folder: Path) -> None:
    figures = evaluate_verification(folder, limit=20)
    whole = figures["all"]
    assert whole["alteration_count"] >= 50
    assert (whole["detection_rate"], whole["acceptance_rate"]) == (1.0, 1.0)
    assert whole["false_quotes_shown"] == 0
    assert {kind.removeprefix("quote: ") for kind in figures} >= ALTERATIONS.keys()


def test_the_same_seed_gives_the_same_alterations(folder: Path) -> None:
    first, second = (evaluate_verification(folder, limit=20) for _ in range(2))
    assert [f | {"milliseconds_per_answer": 0} for f in first.values()] == [
        f | {"milliseconds_per_answer": 0} for f in second.values()
    ]
