"""Where passages stand, as ranking needs to know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.index.library import Library
from rag.records import Span
from tests.writing import document, passages_of, unit

TURNS = (0, 0, 1, 2, 2, 3, 4, None)
ASKED = 2


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A transcript of eight passages under the keys 1 to 8; the third is a question."""
    library = Library.in_folder(tmp_path)
    doc = document(*(f"Passage {n}." for n in range(len(TURNS))))
    cut = [
        replace(passage, turn=turn, asked=number == ASKED)
        for number, (passage, turn) in enumerate(zip(passages_of(doc), TURNS, strict=True))
    ]
    asked = Span(cut[ASKED].start, cut[ASKED].end)
    cut[3:5] = [replace(passage, question=asked) for passage in cut[3:5]]
    library.record([("/a.md", doc, cut)])
    yield library
    library.close()


def keys(library: Library, *asked: int) -> list[int]:
    return [place.key for place in library.places(asked)]


def test_a_passage_brings_its_whole_turn_and_no_other(library: Library) -> None:
    assert keys(library, 2) == [1, 2]
    assert keys(library, 1, 7) == [1, 2, 7]


def test_a_question_brings_the_turns_that_follow_it(library: Library) -> None:
    assert keys(library, 3) == [3, 4, 5, 6]


def test_a_passage_outside_of_turns_stands_alone(library: Library) -> None:
    assert keys(library, 8) == [8]
    assert keys(library, 99) == []
    assert keys(library) == []


def test_a_place_knows_the_question_it_answers_and_its_vector_once_there_is_one(
    library: Library,
) -> None:
    (entry,) = (e for e in library.entries([1]) if e.key == 4)
    library.vectors.keep({entry.hash: unit(3, 4)})
    question, answer, *_ = library.places([3])
    assert (question.asked, question.question, question.vector) == (True, None, None)
    assert answer.question == Span(question.start, question.start + len("Passage 2."))
    assert answer.vector is not None
    assert answer.vector.tolist() == pytest.approx([0.6, 0.8])
