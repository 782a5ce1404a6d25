"""Importers: each format becomes a collection whose quotes stand where they should."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.evaluation.collection import CollectionError, read_articles, resolve
from rag.evaluation.importing import collection_at, import_collection
from rag.settings import Settings

TEXT = "Rain fell on the town. The mayor came late. Rain fell on the fields, too."


def lines(path: Path, *rows: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def squad(folder: Path) -> Path:
    second = TEXT.rindex("Rain")
    qas = [
        {
            "id": "1",
            "question": "What fell?",
            "answers": [{"text": "Rain", "answer_start": second}],
        },
        {"id": "2", "question": "What rose?", "answers": [], "is_impossible": True},
    ]
    path = folder / "squad.json"
    data = [{"title": "Weather", "paragraphs": [{"context": TEXT, "qas": qas}]}]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def beir(folder: Path) -> Path:
    lines(folder / "corpus.jsonl", {"_id": "d 1", "title": "Weather", "text": TEXT})
    lines(folder / "queries.jsonl", {"_id": "q1", "text": "rain?"}, {"_id": "q2", "text": "snow?"})
    qrels = folder / "qrels" / "test.tsv"
    qrels.parent.mkdir()
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td 1\t1\nq2\td 1\t0\n")
    return folder


def evidence_sentences(folder: Path) -> Path:
    lines(folder / "corpus.jsonl", {"id": "d1", "title": "Weather", "text": TEXT})
    words = [{"doc": "d1", "evidence": "The mayor came late."}]
    lines(
        folder / "queries.jsonl",
        {"id": "q1", "question": "Who was late?", "relevant": words, "type": "who"},
        {"id": "q2", "question": "Who was early?", "relevant": []},
    )
    return folder


def attributions(folder: Path) -> Path:
    (folder / "articles").mkdir()
    text = "“Rain,” said Orvin, “fell.” Tamsel said rain fell."
    (folder / "articles" / "a.txt").write_text(text, encoding="utf-8")
    lines(folder / "attributions.jsonl", {"doc": "x/a", "text": text, "quotes": []})
    said = {"doc": "x/a", "spans": [[1, 5], [21, 25]], "speaker": "Orvin"}
    other = {"doc": "x/a", "spans": [[40, 49]], "speaker": "Tamsel"}
    lines(
        folder / "questions.jsonl",
        {
            "id": "q1",
            "question": "What did Orvin say about rain?",
            "speaker": "Orvin",
            "answerable": True,
            "gold": [said],
            "others": [other],
            "unnamed": [],
        },
    )
    return folder


def turns(folder: Path) -> Path:
    spoken = [("Q", "Rain?"), ("ORVIN", "Yes."), ("Q", "Snow?"), ("ORVIN", "Yes.")]
    (folder / "answers").mkdir()
    answers = "\n\n".join(f"{who}: {words}" for who, words in spoken if who != "Q")
    (folder / "answers" / "t.txt").write_text(answers, encoding="utf-8")
    said = [{"speaker": who, "text": words} for who, words in spoken]
    lines(folder / "turns.jsonl", {"id": "t", "turns": said})
    asked = {"id": "q", "question": "Snow?", "document": "t", "answer_turn": 3}
    lines(folder / "questions.jsonl", asked)
    return folder


def trec(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs" / "d1.txt").write_text(TEXT)
    top = "<top>\n<num> Number: 7\n<title> rain in\ntown\n</top>\n"
    (folder / "topics.txt").write_text(top)
    (folder / "qrels.txt").write_text("7 0 d1 1\n")
    return folder


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (squad, [("1", True, ["Rain"]), ("2", False, [])]),
        (beir, [("q1", True, [None])]),
        (evidence_sentences, [("q1", True, ["The mayor came late."]), ("q2", False, [])]),
        (attributions, [("q1", True, ["Rain … fell"])]),
        (turns, [("q", True, ["Yes."])]),
        (trec, [("7", True, [None])]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_known_format_becomes_a_collection_whose_words_stand_in_it(
    tmp_path: Path,
    settings: Settings,
    make: Callable[[Path], Path],
    expected: list[tuple[str, bool, list[str | None]]],
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    collection = import_collection(make(source), tmp_path / "made")
    texts = {name: d.text for name, d in read_articles(collection, settings).items()}
    cases = resolve(collection, texts)
    assert [
        (c.case.id, c.case.answerable, [evidence.quote for evidence in c.relevant]) for c in cases
    ] == expected


def test_offsets_choose_among_repeated_words(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "squad").mkdir()
    collection = import_collection(squad(tmp_path / "squad"), tmp_path / "made")
    texts = {name: d.text for name, d in read_articles(collection, settings).items()}
    (place,) = resolve(collection, texts)[0].relevant[0].places
    assert place[0].start == texts["Weather.txt"].rindex("Rain")


def test_the_words_of_somebody_else_come_along(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    collection = import_collection(attributions(tmp_path / "source"), tmp_path / "made")
    (other,) = collection.cases[0].others
    assert (other.quote, other.speaker) == ("rain fell", "Tamsel")


def test_what_has_no_known_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"corpus\.jsonl \+ queries\.jsonl"):
        import_collection(tmp_path, tmp_path / "made")


def test_a_damaged_file_is_told_and_questions_are_never_overwritten(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"data": [{"title": "x"}]}')
    with pytest.raises(CollectionError, match=r"bad\.json cannot be imported: 'paragraphs'"):
        import_collection(bad, tmp_path / "made")
    good = squad(tmp_path)
    import_collection(good, tmp_path / "made")
    with pytest.raises(CollectionError, match="exists"):
        import_collection(good, tmp_path / "made")


def test_a_folder_in_another_format_is_a_collection_for_the_while(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    source = attributions(tmp_path / "source")
    before = sorted(source.rglob("*"))
    with collection_at(source) as collection:
        assert (collection.name, [case.id for case in collection.cases]) == ("source", ["q1"])
        made = collection.folder
    assert not made.exists()
    assert sorted(source.rglob("*")) == before


def test_a_collection_is_taken_as_it_lies(tmp_path: Path) -> None:
    made = import_collection(squad(tmp_path), tmp_path / "made")
    with collection_at(tmp_path / "made") as collection:
        assert collection == made
