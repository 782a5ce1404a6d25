"""The gate: closes on a figure below its floor, on another collection, on a silent lowering."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rag.evaluation.collection import Collection, read_collection
from rag.evaluation.figures import Scores
from rag.evaluation.gate import (
    MARGIN,
    Floors,
    GateClosed,
    check,
    read_floors,
    updated,
    write_floors,
)
from rag.evaluation.runs import Run
from rag.evaluation.scoring import score
from tests.evaluation.test_running import silenced


@pytest.fixture
def scores(run: Run) -> Scores:
    """The figures of the run."""
    return score(run, "pressroom")


@pytest.fixture
def floors(run: Run, scores: Scores) -> Floors:
    """What is pinned after the run."""
    return updated(None, run, scores, allow_regression=False)


def test_the_run_that_was_pinned_passes(floors: Floors, run: Run, scores: Scores) -> None:
    check(floors, run, scores)
    assert floors.figures["MRR@10"] == pytest.approx(scores.figure("MRR@10").value, abs=1e-4)


def test_floors_come_back_as_they_were_written(
    floors: Floors, collection: Collection, tmp_path: Path
) -> None:
    copy = read_collection(Path(shutil.copytree(collection.folder, tmp_path / "copy")))
    assert read_floors(copy) is None
    write_floors(floors, copy)
    assert read_floors(copy) == floors


def test_a_figure_below_its_floor_closes_the_gate_and_names_the_question(
    floors: Floors, run: Run
) -> None:
    worse = silenced(run, "harbour-open")
    with pytest.raises(GateClosed, match=r"MRR@10: .*\n(?:.*\n)*  harbour-open: When will"):
        check(floors, worse, score(worse, "pressroom"))


def test_a_rate_that_should_be_low_has_a_ceiling(floors: Floors, run: Run, scores: Scores) -> None:
    name = "wrong speaker"
    pinned = floors.model_copy(update={"figures": {name: 0.0}})
    bad = replace(scores.figure(name), value=0.5)
    answers = tuple(bad if f.name == name else f for f in scores.answers)
    with pytest.raises(GateClosed, match=r"wrong speaker: 0\.500, pinned at 0\.000"):
        check(pinned, run, replace(scores, answers=answers))


def test_less_than_the_margin_is_noise(floors: Floors, run: Run, scores: Scores) -> None:
    value = scores.figure("MRR@10").value or 0
    check(floors.model_copy(update={"figures": {"MRR@10": value + MARGIN / 2}}), run, scores)


def test_a_figure_that_is_gone_closes_the_gate(floors: Floors, run: Run, scores: Scores) -> None:
    with pytest.raises(GateClosed, match="MRR@7: gone"):
        check(floors.model_copy(update={"figures": {"MRR@7": 0.1}}), run, scores)


@pytest.mark.parametrize("part", ["articles", "questions"])
def test_another_collection_closes_the_gate_and_tells_how_to_pin_it(
    floors: Floors, run: Run, scores: Scores, part: str
) -> None:
    with pytest.raises(GateClosed, match=rf"The {part} are not those .*--update"):
        check(floors.model_copy(update={part: "0" * 64}), run, scores)


def test_pinning_never_lowers_a_floor_in_silence(floors: Floors, run: Run) -> None:
    worse = silenced(run, "harbour-open")
    lower = score(worse, "pressroom")
    with pytest.raises(GateClosed, match="--allow-regression"):
        updated(floors, worse, lower, allow_regression=False)
    allowed = updated(floors, worse, lower, allow_regression=True)
    assert allowed.figures["MRR@10"] < floors.figures["MRR@10"]
    assert "harbour-open" not in allowed.right


def test_a_damaged_file_of_floors_closes_the_gate(collection: Collection, tmp_path: Path) -> None:
    copy = read_collection(Path(shutil.copytree(collection.folder, tmp_path / "copy")))
    (copy.folder / "floors.json").write_text("{}")
    with pytest.raises(GateClosed, match=r"floors\.json cannot be read"):
        read_floors(copy)
