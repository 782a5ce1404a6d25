"""One contract, both dense indexes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.index.dense import ChromaIndex
from rag.index.entries import Filter
from rag.index.exact import ExactIndex
from rag.index.library import Library
from rag.records import Statement
from tests.writing import document, passages_of, unit

Dense = ExactIndex | ChromaIndex

VECTORS = {
    "north": unit(1, 0, 0),
    "northeast": unit(1, 1, 0),
    "east": unit(0, 1, 0),
    "up": unit(0, 0, 1),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two documents: north and northeast said by Ana in 2024, east and up by nobody in 2025."""
    library = Library.in_folder(tmp_path)
    said = (Statement(0, 5, "Ana", "direct"), Statement(7, 16, "Ana", "direct"))
    first = document("north", "northeast", key="first", date="2024-03-01", statements=said)
    second = document("east", "up", key="second", date="2025-03-01")
    library.record([("first", first, passages_of(first)), ("second", second, passages_of(second))])
    numbers = library.numbers("pending")
    library.vectors.keep({e.hash: VECTORS[e.text] for e in library.entries(numbers)})
    library.set_state(numbers, "ready")
    return library


@pytest.fixture(params=["exact", "chroma"])
def dense(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Iterator[Dense]:
    if request.param == "exact":
        yield ExactIndex(library)
        return
    entries = list(library.entries(library.numbers("ready")))
    chroma = ChromaIndex(folder=tmp_path / "dense", name="test")
    chroma.add(entries, [VECTORS[entry.text] for entry in entries])
    yield chroma
    chroma.close()


def found(
    dense: Dense, library: Library, vector: list[float], where: Filter | None = None
) -> list[str]:
    texts = {e.key: e.text for e in library.entries(library.numbers("ready"))}
    return [texts[key] for key, _ in dense.search(unit(*vector), limit=9, where=where)]


def test_the_nearest_come_first_with_their_cosine(dense: Dense, library: Library) -> None:
    assert found(dense, library, [1, 0.2, 0.1]) == ["north", "northeast", "east", "up"]
    scores = [score for _, score in dense.search(unit(1, 0, 0), limit=3)]
    assert scores == pytest.approx([1.0, 2**-0.5, 0.0], abs=1e-5)


def test_no_more_than_the_limit_come(dense: Dense, library: Library) -> None:
    assert len(dense.search(unit(1, 0, 0), limit=2)) == 2
    assert dense.search(unit(1, 0, 0), limit=0) == []


def test_filters_leave_out_what_they_must(dense: Dense, library: Library) -> None:
    numbers = library.document_numbers(["first", "second"])
    ana = next(n for n, name in library.speakers.names().items() if name == "Ana")

    def ask(**where: object) -> list[str]:
        return found(dense, library, [0, 1, 0.1], Filter(**where))  # type: ignore[arg-type]

    assert ask() == ["east", "northeast", "up", "north"]
    assert ask(documents=(numbers["first"],)) == ["northeast", "north"]
    assert ask(speakers=(ana,)) == ["northeast", "north"]
    assert ask(speakers=(ana, 99)) == ["northeast", "north"]
    assert ask(since=20250101) == ["east", "up"]
    assert ask(until=20241231) == ["northeast", "north"]
    assert ask(since=20240301, until=20240301, speakers=(ana,)) == ["northeast", "north"]
    assert ask(documents=()) == []
    assert ask(speakers=()) == []


def test_what_is_removed_is_forgotten_and_what_is_added_again_is_there_once(
    dense: Dense, library: Library
) -> None:
    entries = list(library.entries(library.numbers("ready")))
    vectors = [VECTORS[entry.text] for entry in entries]
    ana = next(n for n, name in library.speakers.names().items() if name == "Ana")
    dense.add(entries, vectors)
    assert found(dense, library, [1, 0.2, 0.1]) == ["north", "northeast", "east", "up"]
    dense.remove([entries[0].key])
    assert found(dense, library, [1, 0.2, 0.1]) == ["northeast", "east", "up"]
    assert found(dense, library, [1, 0, 0], Filter(speakers=(ana,))) == ["northeast"]
    dense.add(entries[:1], vectors[:1])
    assert found(dense, library, [1, 0, 0], Filter(speakers=(ana,))) == ["north", "northeast"]


def test_a_chroma_server_may_be_cleared(library: Library, tmp_path: Path) -> None:
    entries = list(library.entries(library.numbers("ready")))
    chroma = ChromaIndex(folder=tmp_path / "dense", name="test")
    chroma.add(entries, [VECTORS[entry.text] for entry in entries])
    assert chroma.count() == 4
    chroma.clear()
    assert chroma.count() == 0
    chroma.close()


def test_exact_search_agrees_with_chroma_on_many_vectors(tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    doc = document(*(f"text {i}" for i in range(400)), key="many")
    library = Library.in_folder(tmp_path)
    library.record([("many", doc, passages_of(doc))])
    entries = list(library.entries(library.numbers("pending")))
    vectors = [unit(*row) for row in chance.normal(size=(len(entries), 24))]
    library.vectors.keep({e.hash: v for e, v in zip(entries, vectors, strict=True)})
    library.set_state(library.numbers("pending"), "ready")
    chroma = ChromaIndex(folder=tmp_path / "dense", name="test")
    chroma.add(entries, vectors)
    exact = ExactIndex(library)
    for query in chance.normal(size=(10, 24)):
        ours, theirs = (index.search(unit(*query), limit=10) for index in (exact, chroma))
        assert [key for key, _ in ours] == [key for key, _ in theirs]
        assert [s for _, s in ours] == pytest.approx([s for _, s in theirs], abs=1e-5)
    chroma.close()
