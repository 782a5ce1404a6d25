"""The same words in several reports, and sentences said again in other words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.records import Statement
from rag.utterances import rewordings, utterances

FULL = "I can tell you this. The bridge will open in May, and nobody will pay a toll on it. Thanks."
PART = "The bridge will open in May"
MAY = "2021-05-04"


def said(
    text: str,
    document: str,
    date: str | None = MAY,
    *,
    speaker: str | None = "Ida Castellan",
    start: int = 0,
    speech: str = "direct",
) -> Statement:
    return Statement(
        start,
        start + len(text),
        speaker,
        speech,  # type: ignore[arg-type]
        document_id=document,
        date=date,
        text=text,
    )


def groups(*statements: Statement) -> list[list[str | None]]:
    return [[s.document_id for s in u.statements] for u in utterances(statements)]


def test_words_quoted_by_several_outlets_are_one_utterance_the_fullest_first() -> None:
    short, full, later = said(PART, "ledger"), said(FULL, "ministry"), said(PART, "star")
    assert groups(short, full, later) == [["ministry", "ledger", "star"]]


def test_the_same_words_on_another_occasion_are_another_utterance() -> None:
    assert groups(said(PART, "a"), said(PART, "b", "2021-05-30")) == [["a"], ["b"]]
    assert groups(said(PART, "a"), said(PART, "b", None)) == [["a"], ["b"]]
    assert groups(said(PART, "a", "2021-05"), said(PART, "b", "2021-05")) == [["a", "b"]]


def test_other_peoples_words_and_short_ones_stay_apart() -> None:
    assert groups(said(PART, "a"), said(PART, "b", speaker="Volk")) == [["a"], ["b"]]
    assert groups(said("No comment.", "a"), said("No comment.", "b")) == [["a"], ["b"]]
    assert groups(said(PART, "a", start=0), said(PART, "a", start=90)) == [["a"], ["a"]]


def test_one_person_under_two_labels_is_one_speaker() -> None:
    assert groups(said(FULL, "a", speaker="CASTELLAN"), said(PART, "b")) == [["a", "b"]]


words = st.lists(st.sampled_from("a b c d e f g".split()), max_size=12).map(" ".join)
statements = st.lists(
    st.builds(said, words, st.sampled_from("xyz"), st.sampled_from([MAY, "2021-05-05", None]))
)


@given(statements)
def test_every_statement_is_in_exactly_one_utterance(given_statements: list[Statement]) -> None:
    grouped = [s for utterance in utterances(given_statements) for s in utterance.statements]
    assert sorted(map(id, grouped)) == sorted(map(id, given_statements))


def test_a_sentence_said_again_in_other_words_is_a_rewording() -> None:
    before = said(f"Good day. {PART}, whatever the weather does.", "a", start=7)
    after = said(f"{PART} or June, whatever the weather does.", "b", "2021-06-01")
    (pair,) = rewordings([before, after])
    assert pair.earlier.text == f"{PART}, whatever the weather does."
    assert (pair.earlier.start, pair.earlier.end) == (17, 17 + len(pair.earlier.text))
    assert pair.later.statement == after
    assert 0.8 < pair.likeness < 1


def test_what_is_no_rewording() -> None:
    line = f"{PART}, whatever the weather does."
    other = f"{PART} or June, whatever the weather does."
    assert rewordings([said(line, "a"), said(line, "b", "2022-01-01")]) == []
    assert rewordings([said(line, "a"), said(f"But {line}", "b")]) == []
    assert rewordings([said(line, "a"), said(other, "a", start=99)]) == []
    assert rewordings([said(line, "a"), said(other, "b", speaker="Volk")]) == []
    assert rewordings([said(line, "a"), said(other, "b", speech="indirect")]) == []
    assert rewordings([said(line, "a"), said("The ferry sails at noon with the tide.", "b")]) == []


def test_a_change_of_occasion_comes_before_a_change_of_report() -> None:
    line = f"{PART}, whatever the weather does."
    same_day = said(f"{PART}, whatever the bad weather does.", "b")
    later = said(f"{PART} or June, whatever the winter weather does.", "c", "2021-08-01")
    first, *_ = rewordings([said(line, "a"), same_day, later])
    assert {first.earlier.statement.document_id, first.later.statement.document_id} & {"c"}
