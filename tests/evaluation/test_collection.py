"""Collections: what is wrong is named by file, line and key; words are found where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rag.evaluation.collection import (
    CollectionError,
    Finder,
    Words,
    read_articles,
    read_collection,
    resolve,
)
from rag.records import Span
from rag.settings import Settings
from tests.evaluation.collections import CASES, write


def changed(number: int, **keys: Any) -> list[dict[str, Any]]:
    """Return the cases with some keys of one of them changed."""
    return [{**case, **keys} if i == number else case for i, case in enumerate(CASES)]


def resolved(folder: Path, settings: Settings):  # type: ignore[no-untyped-def]
    collection = read_collection(folder)
    documents = read_articles(collection, settings)
    return resolve(collection, {name: d.text for name, d in documents.items()})


def test_quotes_are_found_where_they_stand(tmp_path: Path, settings: Settings) -> None:
    cases = resolved(write(tmp_path), settings)
    documents = read_articles(read_collection(tmp_path), settings)
    (place,) = cases[0].relevant[0].places
    text = documents["harbour.md"].text
    assert text[place[0].start : place[0].end] == CASES[0]["relevant"][0]["quote"]


def test_words_left_out_of_a_quote_and_other_quotation_marks_do_not_matter(
    tmp_path: Path, settings: Settings
) -> None:
    (place,) = resolved(write(tmp_path), settings)[2].relevant[0].places
    text = read_articles(read_collection(tmp_path), settings)["school.md"].text
    assert [text[s.start : s.end] for s in place] == [
        "needs forty teachers",
        "“We have\nfound twelve" if "We have\nfound" in text else "“We have found twelve",
    ]


def test_keys_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    collection = read_collection(write(tmp_path, changed(0, difficulty=3, source_url="x")))
    assert collection.cases[0] == read_collection(write(tmp_path, CASES)).cases[0]


def test_articles_may_lie_beside_the_questions(tmp_path: Path) -> None:
    write(tmp_path)
    for path in (tmp_path / "articles").iterdir():
        path.rename(tmp_path / path.name)
    (tmp_path / "articles").rmdir()
    assert sorted(read_collection(tmp_path).paths) == ["harbour.md", "school.md"]


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        (changed(1, answerable="yes"), r"line 2: answerable: "),
        (changed(1, relevnat=[]), r"line 2: relevnat: "),
        (changed(2, relevant=[]), r"line 3: an answerable question needs its evidence"),
        (changed(3, relevant=CASES[0]["relevant"]), r"line 4: an unanswerable question"),
        (changed(0, reason="declined"), r"line 1: `reason` says"),
        (changed(0, relevant=[{"document": "a.md", "qoute": "x"}]), r"relevant\.0\.qoute"),
        (changed(0, since="in May"), r"line 1: .*since"),
        (changed(3, reason="no idea"), r"line 4: reason: "),
        (changed(1, id="harbour-open"), r"line 2: id 'harbour-open' is there already"),
    ],
)
def test_a_fault_is_named_by_file_line_and_key(
    tmp_path: Path, cases: list[dict[str, Any]], told: str
) -> None:
    with pytest.raises(CollectionError, match=rf"questions\.jsonl, .*{told}"):
        read_collection(write(tmp_path, cases))


@pytest.mark.parametrize(
    ("relevant", "told"),
    [
        ({"document": "gone.md", "quote": "x"}, r"line 1, relevant\.0: document: .*'gone\.md'"),
        ({"document": "school.md", "quote": "no such words"}, r"relevant\.0: quote: school\.md"),
        ({"document": "school.md", "quote": "school", "occurrence": 9}, "occurrence: .* only"),
    ],
)
def test_words_that_stand_nowhere_are_named(
    tmp_path: Path, settings: Settings, relevant: dict[str, Any], told: str
) -> None:
    write(tmp_path, changed(0, relevant=[relevant]))
    with pytest.raises(CollectionError, match=told):
        resolved(tmp_path, settings)


def test_the_words_of_a_declined_question_may_be_given(tmp_path: Path, settings: Settings) -> None:
    words = [{"document": "harbour.md", "quote": "No comment on the bridge."}]
    write(tmp_path, changed(3, reason="declined", relevant=words))
    assert len(resolved(tmp_path, settings)[3].relevant) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{not json}\n"])
def test_a_file_that_holds_no_questions_is_told(tmp_path: Path, content: bytes) -> None:
    write(tmp_path)
    (tmp_path / "questions.jsonl").write_bytes(content)
    with pytest.raises(CollectionError, match=r"questions\.jsonl"):
        read_collection(tmp_path)


def test_a_folder_without_questions_tells_how_to_make_some(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="evaluate init"):
        read_collection(tmp_path / "nowhere")


def test_repeated_words_count_wherever_they_stand_unless_one_is_meant() -> None:
    finder = Finder({"a": "No comment. Rain. No comment."})
    anywhere = finder.evidence(Words(document="a", quote="No comment."))
    second = finder.evidence(Words(document="a", quote="No comment.", occurrence=2))
    assert anywhere.places == ((Span(0, 11),), (Span(18, 29),))
    assert second.places == ((Span(18, 29),),)
    assert anywhere.is_in("a", Span(0, 17))
    assert not second.is_in("a", Span(0, 17))


def test_a_span_holds_words_if_it_shares_half_of_the_shorter() -> None:
    given = Words(document="a", quote="3456789012", occurrence=1)
    words = Finder({"a": "0123456789" * 10}).evidence(given)
    assert words.places == ((Span(3, 13),),)
    assert words.is_in("a", Span(0, 100))  # a passage around them
    assert words.is_in("a", Span(5, 7))  # a sentence out of them
    assert words.is_in("a", Span(8, 20))  # half of them
    assert not words.is_in("a", Span(9, 20))
    assert not words.is_in("b", Span(0, 100))


def test_hashes_change_with_articles_and_with_questions(tmp_path: Path) -> None:
    before = read_collection(write(tmp_path)).hashes()
    (tmp_path / "articles" / "school.md").write_text("Another text.")
    after = read_collection(tmp_path).hashes()
    assert before["questions"] == after["questions"]
    assert before["articles"] != after["articles"]
