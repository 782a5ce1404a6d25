"""The register keeps up with the documents that come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.entries import Filter
from rag.index.library import Library
from rag.records import Document, Naming, Statement
from tests.writing import document, passages_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.in_folder(tmp_path)


def reported(key: str, words: str, role: str | None, date: str) -> Document:
    """Return a report in which Ana Oren, printed as *words*, says two things."""
    said = (Statement(0, 4, words, "direct"), Statement(5, 7, words, "direct"))
    named = (Naming(words, "Ana Oren", 8, 8 + len(words), role),)
    text = f"Yes. No {words}."
    return document(text, key=key, date=date, statements=said, namings=named)


def add(library: Library, *some: Document) -> None:
    library.record([(one.id, one, passages_of(one)) for one in some])
    library.set_state(library.numbers("pending"), "ready")


def read_anew(library: Library) -> Library:
    """Return the same library with nothing in memory."""
    return Library(f"sqlite:///{library.database.place}")


def test_what_comes_later_is_added_as_if_all_had_been_read_at_once(library: Library) -> None:
    add(library, reported("a", "Ana Oren", "mayor", "2024-05-01"))
    assert [n.document_id for n in library.register.namings()] == ["a"]
    assert library.register.said_by([{"Ana Oren"}]) == [(2, 1)]
    add(
        library,
        reported("b", "Ana Oren", "mayor", "2025-01-01"),
        reported("c", "Ms. Oren", None, "2023-01-01"),
    )
    first, second = library.register.namings()
    assert (first.document_id, first.since, first.until) == ("a", "2024-05-01", "2025-01-01")
    assert (second.printed, second.role, second.document_id) == ("Ms. Oren", None, "c")
    assert library.register.said_by([{"Ana Oren"}, {"Nobody"}]) == [(6, 3), (0, 0)]
    assert read_anew(library).register.namings() == library.register.namings()


def test_what_leaves_is_forgotten(library: Library) -> None:
    add(
        library,
        reported("a", "Ana Oren", "mayor", "2024-05-01"),
        reported("b", "Ana Oren", "mayor", "2025-01-01"),
    )
    assert library.register.said_by([{"Ana Oren"}]) == [(4, 2)]
    library.leave("a")
    (left,) = library.register.namings()
    assert (left.document_id, left.since) == ("b", "2025-01-01")
    assert library.register.said_by([{"Ana Oren"}]) == [(2, 1)]


def test_a_document_that_is_read_again_counts_once(library: Library) -> None:
    add(library, reported("a", "Ana Oren", "mayor", "2024-05-01"))
    library.register.namings()
    add(library, reported("a", "Ana Oren", "minister", "2024-05-01"))
    assert [n.role for n in library.register.namings()] == ["minister"]
    assert library.register.said_by([{"Ana Oren"}]) == [(2, 1)]


def test_a_role_is_looked_for_in_the_documents_of_a_filter(library: Library) -> None:
    add(library, reported("a", "Ana Oren", "Mayor of Tarn", "2024-05-01"))
    assert [n.person for n in library.register.namings_with("mayor", Filter())] == ["Ana Oren"]
    assert library.register.namings_with("mayor", Filter(since=20250101)) == []
