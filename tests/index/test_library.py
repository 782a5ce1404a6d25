from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from rag.errors import DocumentNotFound, IndexDamaged, IndexFolderError
from rag.index.entries import Filter, date_number
from rag.index.library import Library
from rag.index.tables import embedded_text, text_hash
from rag.records import Mark, Span, Statement
from tests.writing import document, passages_of, unit


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.in_folder(tmp_path)


def record(library: Library, doc, *, locator: str | None = None, state: str = "ready") -> None:
    library.record([(locator or f"/{doc.source}", doc, passages_of(doc))])
    library.set_state(library.numbers("pending"), state)


def test_a_document_comes_back_as_it_was_recorded(library: Library) -> None:
    doc = document(
        "Ana said “no”.",
        "Ben said yes.",
        title="Talks",
        date="2024-03-01",
        place="Harven",
        event="Summit",
        publisher="Courier",
        url="https://example.org/a",
        statements=(
            Statement(10, 12, "Ana", "direct", "said"),
            Statement(25, 28, None, "indirect"),
        ),
    )
    doc = type(doc)(
        **{
            **{name: getattr(doc, name) for name in doc.__slots__},
            "labels": ("fictional",),
            "marks": (Mark(0, 3, "strong", ""),),
        }
    )
    record(library, doc)
    assert library.document("d1") == doc


def test_a_document_is_listed_once_live_and_without_its_text(library: Library) -> None:
    doc = document("One.", title="Talks")
    library.record([("/d1.md", doc, passages_of(doc))])
    assert library.document_list() == []
    library.set_state(library.numbers("pending"), "searchable")
    assert [(d.id, d.title, d.text) for d in library.document_list()] == [("d1", "Talks", "")]


def test_new_bytes_of_a_source_replace_the_document_it_held(library: Library) -> None:
    record(library, document("Old.", key="old", source="a.md"), locator="/a.md")
    record(library, document("New.", key="new", source="a.md"), locator="/a.md")
    assert library.states() == {"new": "ready"}
    assert library.numbers("leaving") == [1]


def test_bytes_that_another_source_holds_too_stay_when_the_first_changes(library: Library) -> None:
    record(library, document("Same.", key="same", source="a.md"), locator="/a.md")
    library.point("/b.md", "b.md", "same")
    record(library, document("New.", key="new", source="a.md"), locator="/a.md")
    assert library.states() == {"same": "ready", "new": "ready"}
    assert library.document("same").source == "b.md"


def test_forgetting_leaves_nothing_of_a_document_and_all_of_the_others(library: Library) -> None:
    gone = document("Shared words.", "Own words.", key="gone")
    kept = document("Shared words.", key="kept")
    for doc in (gone, kept):
        record(library, doc)
    hashes = {text: text_hash(embedded_text("", text)) for text in ("Shared words.", "Own words.")}
    library.vectors.keep({key: unit(1, 2) for key in hashes.values()})
    library.leave("gone")
    library.forget(library.numbers("leaving"))
    assert library.states() == {"kept": "ready"}
    kept = library.vectors.known(list(hashes.values()))
    assert set(hashes.values()) - kept.keys() == {hashes["Own words."]}
    assert library.counts() == (1, 1, 0)
    with pytest.raises(DocumentNotFound, match="gone"):
        library.document("gone")


def test_a_document_that_leaves_while_it_is_embedded_does_not_come_back(library: Library) -> None:
    record(library, document("Old.", key="old", source="a.md"), locator="/a.md")
    embedding = library.numbers("ready")
    record(library, document("New.", key="new", source="a.md"), locator="/a.md")
    library.set_state(embedding, "ready")
    assert library.states() == {"new": "ready"}
    assert library.numbers("leaving") == embedding


def test_keys_of_passages_are_never_used_twice(library: Library) -> None:
    record(library, document("One.", "Two.", key="first"))
    before = [e.key for e in library.entries(library.numbers("ready"))]
    library.leave("first")
    library.forget(library.numbers("leaving"))
    record(library, document("Three.", key="second"))
    after = [e.key for e in library.entries(library.numbers("ready"))]
    assert not set(before) & set(after)


def test_passages_carry_the_voices_of_their_statements(library: Library) -> None:
    doc = document(
        "Ana and Ben speak.",
        "Nobody does.",
        statements=(Statement(0, 3, "Ana", "direct"), Statement(8, 11, "Ben", "indirect")),
    )
    record(library, doc)
    names = library.speakers.names()
    voices = [
        sorted(names[n] for n in e.speakers) for e in library.entries(library.numbers("ready"))
    ]
    assert voices == [["Ana", "Ben"], []]


def test_vectors_are_kept_by_what_was_embedded_and_only_once(library: Library) -> None:
    record(library, document("One.", "Two."), state="searchable")
    entries = list(library.entries(library.numbers("searchable")))
    assert library.counts() == (1, 2, 2)
    library.vectors.keep({entries[0].hash: unit(3, 4)})
    library.vectors.keep({entries[0].hash: unit(3, 4)})
    assert library.counts() == (1, 2, 1)
    found = library.vectors.of([e.key for e in entries])
    assert list(found) == [entries[0].key]
    assert found[entries[0].key] == pytest.approx([0.6, 0.8])
    points = library.vectors.points()
    assert points.keys.tolist() == [entries[0].key]
    assert np.allclose(points.vectors, [[0.6, 0.8]])
    assert library.vectors.count() == 1


def test_dates_filter_by_day_with_both_ends_included(library: Library) -> None:
    for key, date in (("a", "2024-01-31"), ("b", "2024-02-01"), ("c", None)):
        about = {"date": date} if date else {}
        record(library, document(key, key=key, **about))

    def ids(**where: int) -> list[str]:
        numbers = library.live_numbers(Filter(**where))  # type: ignore[arg-type]
        return [
            d.id
            for d in library.document_list()
            if library.document_numbers([d.id])[d.id] in numbers
        ]

    assert ids(since=20240131, until=20240131) == ["a"]
    assert ids(since=20240201) == ["b"]
    assert sorted(ids()) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("date", "number"),
    [(None, None), ("2015-11-16", 20151116), ("2015-11", 20151100), ("2015", 20150000)],
)
def test_dates_become_numbers_that_sort(date: str | None, number: int | None) -> None:
    assert date_number(date) == number


def test_slices_are_the_documents_own_characters(library: Library) -> None:
    record(library, document("Où est l’🙂 Kübra?", "Ici."))
    wanted = ("d1", Span(9, 15))
    assert library.slices([wanted]) == {wanted: "🙂 Kübr"}


def test_statements_come_in_time_order_undated_last(library: Library) -> None:
    said = (Statement(0, 4, "Ana", "direct"),)
    for key, date in (("x", None), ("y", "2025-01-01"), ("z", "2024-01-01")):
        about = {"date": date} if date else {}
        record(library, document("Word", key=key, statements=said, **about))
    found = library.statement_list(Filter(), {"Ana"})
    assert [(s.document_id, s.text) for s in found] == [
        ("z", "Word"),
        ("y", "Word"),
        ("x", "Word"),
    ]
    assert library.statement_list(Filter(), {"Ben"}) == []


def test_a_file_that_is_no_database_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database at all, only words" * 100)
    with pytest.raises(IndexDamaged, match=r"library\.db cannot be read"):
        Library.in_folder(tmp_path)


def test_another_version_of_the_format_is_refused(tmp_path: Path) -> None:
    Library.in_folder(tmp_path).set_meta("format", "999")
    with pytest.raises(IndexDamaged, match="format 999"):
        Library.in_folder(tmp_path)


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.db") as db:
        db.execute("CREATE TABLE other (x)")
    with pytest.raises(IndexFolderError, match=r"library\.db"):
        Library.in_folder(tmp_path, read_only=True)
