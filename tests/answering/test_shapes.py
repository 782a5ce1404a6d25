"""Questions answered with statements side by side, over a small record."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rag import Answer, Pressroom
from rag.answering import shapes
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        yield room


def said(answer: Answer) -> list[tuple[str | None, str | None, str]]:
    """Return who is quoted, when, and the first words, in the order of the answer."""
    return [(c.speaker, c.date, " ".join(c.quote.split()[:5])) for c in answer.citations]


def test_two_people_are_compared_side_by_side(room: Pressroom) -> None:
    answer = room.ask("Compare what Varga and Lind said about the dam", until="2023")
    assert [speaker for speaker, _, _ in said(answer)][-1] == "Mayor Lind"
    assert {speaker for speaker, _, _ in said(answer)} == {"Minister Varga", "Mayor Lind"}
    assert answer.text.index("**Minister Varga**") < answer.text.index("**Mayor Lind**")


def test_each_person_compared_is_silent_by_themselves(room: Pressroom) -> None:
    answer = room.ask("What did Lind and Moor say about the dam?")
    assert not answer.abstained
    assert {speaker for speaker, _, _ in said(answer)} == {"Mayor Lind"}
    assert "The record does not know Moor." in answer.text
    assert answer.silent == ()


def test_whoever_is_on_record_and_silent_is_named(room: Pressroom) -> None:
    assert room.ask("What did Moor and Lind say about taxes?").silent == ("Lind",)
    assert room.ask("What did Varga and Lind say about taxes?").silent == ("Varga", "Lind")


@pytest.mark.parametrize(
    ("question", "reason", "text"),
    [
        (
            "What did Moor and Lind say about taxes?",
            "speaker_silent",
            "The record does not know Moor.\n\nThe record holds words of Lind, but none on this.",
        ),
        (
            "What did Moor and Berg say about taxes?",
            "speaker_unknown",
            "The record does not know Moor.\n\nThe record does not know Berg.",
        ),
        ("Did anyone ask about taxes?", "not_in_record", "no journalist's question on this"),
        ("Did anyone ask Moor about taxes?", "speaker_unknown", "The record does not know Moor."),
        ("List every mention of taxes", "not_in_record", "The record holds nothing on this."),
        ("What changed between June and November?", "not_in_record", "Name a topic"),
        ("Who spoke about the valley besides Lind?", "not_in_record", "Nobody else"),
    ],
)
def test_nothing_found_is_said_and_why(
    room: Pressroom, question: str, reason: str, text: str
) -> None:
    answer = room.ask(question)
    assert (answer.abstained, answer.reason, answer.citations) == (True, reason, ())
    assert text in answer.text


def test_statements_of_different_speakers_leave_the_conclusion_to_the_reader(
    room: Pressroom,
) -> None:
    answer = room.ask("Who contradicted whom on the dam?")
    assert answer.text.startswith("These are statements of different speakers.")
    assert {speaker for speaker, _, _ in said(answer)} == {"Minister Varga", "Mayor Lind"}


def test_one_speaker_alone_contradicts_nobody(room: Pressroom) -> None:
    answer = room.ask("Who contradicted whom on the court?")
    assert answer.text.startswith("Only one speaker is on record on this.")


def test_change_is_told_in_order_of_time(room: Pressroom) -> None:
    answer = room.ask("How did Varga's position on the dam change?")
    dates = [date for _, date, _ in said(answer)]
    assert dates == sorted(dates, key=str)
    assert set(dates) == {"2023-03-06", "2024-06-10", "2024-11-04"}
    assert {speaker for speaker, _, _ in said(answer)} == {"Minister Varga"}


def test_a_change_of_many_dates_is_told_from_the_first_to_the_last(
    room: Pressroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "MOST_DATES", 2)
    answer = room.ask("How did Varga's position on the dam change?")
    assert {date for _, date, _ in said(answer)} == {"2023-03-06", "2024-11-04"}
    assert "They are from 2 of 3 dates: the first, the last and those" in answer.text


def test_months_without_a_year_are_those_of_the_latest_year_on_record(room: Pressroom) -> None:
    answer = room.ask("What changed about the dam between June and November?")
    assert {date for _, date, _ in said(answer)} == {"2024-06-10", "2024-11-04"}


def test_every_mention_is_listed_by_date_and_counted(room: Pressroom) -> None:
    answer = room.ask("List every mention of the dam by Varga")
    assert answer.text.startswith("4 sentences in 3 documents with the words *dam*.")
    assert [words for _, _, words in said(answer)] == [
        "The dam will be eighty",
        "The ministry pays for the",
        "The dam will be sixty",
        "There will be no dam",
    ]


def test_a_list_that_is_cut_says_so(room: Pressroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST_LISTED", 2)
    answer = room.ask("How often was the dam mentioned?")
    assert "5 sentences in 3 documents" in answer.text
    assert "The first 2 follow" in answer.text
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("When did Varga first mention the dam?", "2023-03-06"),
        ("When did Varga last mention the dam?", "2024-11-04"),
        ("the last time Lind mentioned the dam", "2023-03-06"),
    ],
)
def test_the_first_and_the_last_mention_are_told(room: Pressroom, question: str, date: str) -> None:
    answer = room.ask(question)
    assert [found for _, found, _ in said(answer)] == [date]


def test_journalists_questions_come_with_their_answers(room: Pressroom) -> None:
    answer = room.ask("Did anyone ask about the dam?")
    question, reply = answer.citations
    assert (question.speaker, question.quote) == ("Q", "Minister, who pays for the dam?")
    assert reply.speaker == "Minister Varga"
    assert reply.quote.startswith("The ministry pays for the dam")
    assert reply.quote.endswith("The budget has room for it.")


def test_what_a_person_was_asked_needs_no_topic(room: Pressroom) -> None:
    answer = room.ask("What was Lind asked?")
    assert [words for _, _, words in said(answer)] == []  # "And the fishermen?" is too short
    question, *_ = said(room.ask("What was Varga asked?"))
    assert question == ("Q", "2023-03-06", "Minister, who pays for the")


@pytest.mark.parametrize(
    "question",
    [
        "Compare what Varga and Lind said about the dam",
        "Who contradicted whom on the dam?",
        "How did Varga's position on the dam change?",
        "List every mention of the dam",
        "Who spoke about the dam?",
        "Did anyone ask about the dam?",
    ],
)
def test_every_quote_is_marked_and_stands_in_its_document(room: Pressroom, question: str) -> None:
    answer = room.ask(question)
    assert answer.citations
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)] == [
        c.number for c in answer.citations
    ]
    for citation in answer.citations:
        text = room.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert f"“{citation.quote}” [{citation.number}]" in answer.text


def test_words_that_stand_in_no_one_sentence_are_told_to_and_what_bears_on_them(
    room: Pressroom,
) -> None:
    answer = room.ask("Which article mentions the ministry's dam budget?")
    assert answer.text.startswith("No one sentence has all the words *ministry's dam budget*;")
    assert {c.speaker for c in answer.citations} == {"Minister Varga"}
