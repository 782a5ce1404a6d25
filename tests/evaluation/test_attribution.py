"""Who said what: names, pairs and figures by worked example, and reading scored by offsets."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.attribution import (
    TYPES,
    aligned,
    count,
    evaluate_attribution,
    figures,
    read_gold,
    speaker_kind,
    surname,
)
from rag.evaluation.collection import CollectionError
from rag.sources.normalising import normalised

TEXT = "“We open in May,” Mayor Orvin said, “or June.” She said costs fell. Aides to Tamsel say no."


def said(speaker: str | None, *contents: str, type_: str = "direct") -> dict[str, Any]:
    spans = [[TEXT.index(words), TEXT.index(words) + len(words)] for words in contents]
    is_pronoun = speaker == "She"
    return {
        "content_spans": spans,
        "speaker": speaker,
        "type": type_,
        "speaker_is_pronoun": is_pronoun,
    }


GOLD = [
    said("Mayor Orvin", "“We open in May,”", "“or June.”"),
    said("She", "costs fell", type_="indirect"),
    said("Aides to Tamsel", "no.", type_="indirect"),
]


def scored(*predicted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    counts = {name: Counter[str]() for name in TYPES}
    count({"doc": "a", "text": TEXT, "quotes": GOLD}, predicted, counts)
    return {name: figures(counts[name]) for name in TYPES}


def test_the_gold_itself_scores_one() -> None:
    found = scored(*GOLD)["overall"]
    assert found["overlap"] == found["exact"] == {"precision": 1, "recall": 1, "f1": 1}
    assert found["found_and_right_of_gold_named"] == 1


def test_nothing_found_scores_nothing_and_rates_without_a_whole_are_none() -> None:
    found = scored()["overall"]
    assert found["overlap"] == {"precision": None, "recall": 0, "f1": 0}
    assert found["wrong_speaker_rate"] is None


def test_marks_around_words_do_not_matter_and_a_statement_counts_once() -> None:
    near = said("Orvin", "We open in May,”", "or June")
    again = said("Orvin", "We open")
    found = scored(near, again)["direct"]
    assert found["exact"] == {"precision": 0.5, "recall": 1, "f1": pytest.approx(2 / 3)}
    assert found["speaker_accuracy_named"] == 1


def test_a_span_from_start_to_end_is_exact_if_its_ends_are() -> None:
    whole = {"start": 0, "end": TEXT.index(" She"), "speaker": "Orvin", "type": "direct"}
    assert scored(whole)["direct"]["exact"]["recall"] == 1


def test_another_name_is_wrong_and_no_name_is_unattributed() -> None:
    wrong = scored(said("Tamsel", "“We open in May,”"))["overall"]
    nobody = scored(said(None, "“We open in May,”"))["overall"]
    assert (wrong["wrong_speaker_rate"], wrong["unattributed_rate"]) == (1, 0)
    assert (nobody["wrong_speaker_rate"], nobody["unattributed_rate"]) == (0, 1)


def test_a_pronoun_that_got_a_name_is_counted_as_resolved() -> None:
    found = scored(said("Orvin", "costs fell", type_="indirect"))["overall"]
    assert found["pronouns_resolved_to_a_name"] == 1


@pytest.mark.parametrize(
    ("speaker", "kind", "last"),
    [
        ("Mr. Orvin’s", "named", "orvin"),
        ("the Harbour Board", "named", "board"),
        ("her manager, Iris Tamsel,", "named", "tamsel"),
        ("Iris Tamsel Jr. of Lorne", "named", "tamsel"),
        ("the Tamsel campaign", "described", "tamsel"),
        ("an aide to Tamsel", "described", "tamsel"),
        ("Friends of Tamsel", "described", "tamsel"),
        ("Critics", "described", "critics"),
        ("Rain", "described", "rain"),
        ("President", "described", ""),
        ("they", "pronoun", ""),
        ("US", "named", "us"),
        ("", "none", ""),
        (None, "none", ""),
    ],
)
def test_how_a_speaker_is_told(speaker: str | None, kind: str, last: str) -> None:
    assert (speaker_kind(speaker, "It was rain."), surname(speaker)) == (kind, last)


@given(st.text("ab \n\u00a0“”'", min_size=1).filter(str.strip))
def test_offsets_of_the_normal_text_lead_to_the_same_characters_of_the_given_one(
    given_text: str,
) -> None:
    normal = normalised(given_text)
    place = aligned(normal, given_text)
    for at, character in enumerate(normal):
        if not character.isspace():
            assert given_text[place(at)] == character


def test_reading_is_scored_on_a_transcript_by_the_offsets_of_its_annotation() -> None:
    text = (
        "\n\nMAYOR ORVIN: The harbour opens in May,\u00a0and it costs nine million to build.\n\n"
        "MS. TAMSEL: The school needs forty teachers before the winter of this year.\n\n"
        "MAYOR ORVIN: We will find them, and we will find them in this very district.\n"
    )
    start, end = text.index("The school"), text.index("year.") + 5
    quote = {
        "content_spans": [[start, end]],
        "speaker": "Ms. Tamsel",
        "speaker_is_pronoun": False,
        "type": "direct",
    }
    found = evaluate_attribution([{"doc": "a.txt", "text": text, "quotes": [quote]}])["overall"]
    assert found["exact"]["recall"] == 1
    assert found["speaker_accuracy_named"] == 1


def test_a_file_without_annotations_is_told(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"attributions\.jsonl holds no annotated statements"):
        read_gold(tmp_path)
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc": "a"}))
    with pytest.raises(CollectionError, match="'text' is missing"):
        read_gold(path)
