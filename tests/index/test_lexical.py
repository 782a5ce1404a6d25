from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.errors import IndexFolderError
from rag.index.entries import Entry, Filter
from rag.index.lexical import LexicalIndex, terms


def entry(
    key: int,
    text: str,
    *,
    document: int = 1,
    date: int | None = None,
    speakers: tuple[int, ...] = (),
    language: str | None = "en",
    context: str = "",
) -> Entry:
    return Entry(key, document, date, speakers, language, context, text, b"")


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path / "lexical")


def found(lexical: LexicalIndex, query: str, where: Filter | None = None) -> list[int]:
    hits = lexical.search(query, languages=["en", "de", "fr"], limit=10, where=where)
    return [key for key, _ in hits]


def test_a_name_with_diacritics_is_found_without_them_and_the_other_way_round(
    lexical: LexicalIndex,
) -> None:
    lexical.update(add=[entry(1, "Erdoğan arrived"), entry(2, "Erdogan left", document=2)])
    assert sorted(found(lexical, "erdogan")) == [1, 2]
    assert sorted(found(lexical, "ERDOĞAN")) == [1, 2]


def test_words_are_found_by_their_stem_in_the_language_of_the_document(
    lexical: LexicalIndex,
) -> None:
    lexical.update(
        add=[
            entry(1, "The ministers negotiated for hours"),
            entry(2, "Die Verhandlungen dauern", document=2, language="de"),
            entry(3, "Les négociations continuent", document=3, language="fr"),
        ]
    )
    assert found(lexical, "negotiating minister") == [1]
    assert found(lexical, "Verhandlung") == [2]
    assert found(lexical, "negociation") == [3]


def test_a_language_without_a_stemmer_is_found_by_its_folded_words(lexical: LexicalIndex) -> None:
    lexical.update(add=[entry(1, "Žijeme v Praze", language="cs")])
    hits = lexical.search("zijeme", languages=["cs"], limit=5)
    assert [key for key, _ in hits] == [1]


def test_filters_leave_out_what_they_must(lexical: LexicalIndex) -> None:
    lexical.update(
        add=[
            entry(1, "trade talks", document=1, date=20240105, speakers=(1, 2)),
            entry(2, "trade talks", document=2, date=20240301, speakers=(3,)),
            entry(3, "trade talks", document=3),
        ]
    )
    assert sorted(found(lexical, "trade")) == [1, 2, 3]
    assert found(lexical, "trade", Filter(documents=(2,))) == [2]
    assert found(lexical, "trade", Filter(documents=())) == []
    assert found(lexical, "trade", Filter(speakers=(2,))) == [1]
    assert sorted(found(lexical, "trade", Filter(speakers=(2, 3)))) == [1, 2]
    assert found(lexical, "trade", Filter(since=20240201)) == [2]
    assert found(lexical, "trade", Filter(until=20240201)) == [1]
    assert found(lexical, "trade", Filter(since=20240105, until=20240105)) == [1]


def test_a_filter_does_not_change_the_order_or_the_scores(lexical: LexicalIndex) -> None:
    lexical.update(
        add=[entry(1, "trade", date=20240101), entry(2, "trade trade and talks", date=20240101)]
    )
    plain = lexical.search("trade talks", languages=["en"], limit=5)
    dated = lexical.search("trade talks", languages=["en"], limit=5, where=Filter(since=20240101))
    assert [key for key, _ in plain] == [2, 1]
    assert dict(dated) == pytest.approx(dict(plain))


def test_adding_a_document_again_leaves_it_there_once(lexical: LexicalIndex) -> None:
    for _ in range(3):
        lexical.update(add=[entry(1, "harbour"), entry(2, "harbour wall")])
    assert lexical.count() == 2
    assert sorted(found(lexical, "harbour")) == [1, 2]


def test_a_removed_document_is_gone_and_the_others_stay(lexical: LexicalIndex) -> None:
    lexical.update(add=[entry(1, "harbour", document=1), entry(2, "harbour", document=2)])
    lexical.update(remove=[1])
    assert found(lexical, "harbour") == [2]
    assert lexical.count() == 1


@pytest.mark.parametrize("query", ["", "  ", "?!", '"', "a AND (", "text_en:x^", "\x00", "🙂"])
def test_no_query_is_an_error(lexical: LexicalIndex, query: str) -> None:
    lexical.update(add=[entry(1, "harbour")])
    assert found(lexical, query) == []


def test_words_of_the_context_are_found_too_but_count_less(lexical: LexicalIndex) -> None:
    lexical.update(
        add=[
            entry(1, "nothing else", document=1, context="harbour"),
            entry(2, "harbour else", document=2, context="nothing"),
        ]
    )
    assert found(lexical, "harbour") == [2, 1]


def test_a_reader_sees_what_was_committed_and_a_later_opening_the_rest(tmp_path: Path) -> None:
    writer = LexicalIndex(tmp_path / "lexical")
    writer.update(add=[entry(1, "harbour")])
    reader = LexicalIndex(tmp_path / "lexical", read_only=True)
    writer.update(add=[entry(2, "harbour", document=2)])
    assert found(reader, "harbour") == [1]
    assert sorted(found(LexicalIndex(tmp_path / "lexical", read_only=True), "harbour")) == [1, 2]


def test_a_broken_folder_is_told_by_its_name(tmp_path: Path) -> None:
    lexical = LexicalIndex(tmp_path / "lexical")
    lexical.update(add=[entry(1, "harbour")])
    lexical.close()
    (tmp_path / "lexical" / "meta.json").write_text("{ broken")
    with pytest.raises(IndexFolderError, match="lexical"):
        LexicalIndex(tmp_path / "lexical")


def test_terms_are_those_of_the_index() -> None:
    assert terms("The Ministers’ Erdoğan", "en") == ["the", "minist", "erdogan"]
    assert terms("naïve Café", None) == ["naive", "cafe"]


def test_a_step_that_was_killed_before_its_end_is_taken_again(tmp_path: Path) -> None:
    folder, before = tmp_path / "lexical", tmp_path / "meta.json"
    lexical = LexicalIndex(folder)
    lexical.update(add=[entry(1, "harbour"), entry(2, "harbour bridge", document=2)])
    lexical.close()
    shutil.copy(folder / "meta.json", before)
    killed = LexicalIndex(folder)
    killed.update(remove=[1])
    killed.close()
    shutil.copy(before, folder / "meta.json")  # written last: its files are there, but unknown
    lexical = LexicalIndex(folder)
    assert found(lexical, "harbour") == [1, 2]
    lexical.update(remove=[1])
    assert found(lexical, "harbour") == [2]
    lexical.close()
