"""Questions about the answer before, told from what it cites, over a small record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Answer, Pressroom, Turn
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        yield room


def talk(room: Pressroom, *questions: str) -> Answer:
    """Return the answer to the last question of a conversation."""
    history: list[Turn] = []
    for question in questions:
        history.append(Turn(question, room.ask(question, history=history)))
    answer = history[-1].answer
    assert isinstance(answer, Answer)
    return answer


PAYS = "What did Varga say about the budget?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("when was that?", "**Minister Varga**: 6 March 2023, Lund [1]"),
        ("where was that?", "**Minister Varga**: Lund, 6 March 2023 [1]"),
        ("in which article?", "*Briefing on the dam* (6 March 2023) [1]"),
        ("who said that?", "**Minister Varga**, in these words [1]"),
        (
            "what did she say next?",
            "**Minister Varga** (Lund, 6 March 2023):\n\n“I have checked it twice.” [1]",
        ),
        (
            "what did she say before that?",
            "**Minister Varga** (Lund, 6 March 2023):\n\n“Good morning. The dam",
        ),
        (
            "what was she asked?",
            "**Q** (Lund, 6 March 2023):\n\n“Minister, who pays for the dam?” [1]",
        ),
        (
            "was that before or after the summer summit?",
            "6 March 2023: **Minister Varga**, as cited [1]\n\n10 June 2024: *Summer summit* [2]",
        ),
    ],
)
def test_an_answer_is_asked_about(room: Pressroom, question: str, text: str) -> None:
    answer = talk(room, PAYS, question)
    assert answer.text.startswith(text)
    assert (answer.question, answer.abstained) == (question, False)


def test_who_is_meant_by_nothing_is_asked_back(room: Pressroom) -> None:
    answer = room.ask("What did she say about the dam?")
    assert (answer.abstained, answer.text) == (
        True,
        "Whom does “she” mean? Ask again with the name.",
    )


def test_thanks_are_no_question_and_end_no_conversation(room: Pressroom) -> None:
    answer = talk(room, PAYS, "thanks!")
    assert (answer.abstained, answer.reason, answer.text) == (True, None, "You are welcome.")
    assert (
        talk(room, PAYS, "thanks!", "when was that?").text
        == "**Minister Varga**: 6 March 2023, Lund [1]"
    )


def test_what_the_record_holds_is_told_without_searching_it(room: Pressroom) -> None:
    answer = room.ask("Which documents do you have?")
    assert answer.text == (
        "The library holds 3 documents, from 6 March 2023 to 4 November 2024. "
        "Most often on record: Minister Varga, Mayor Lind."
    )
    assert (answer.abstained, answer.reason, answer.citations) == (True, None, ())


def test_the_context_of_an_answer_is_its_passages_whole(room: Pressroom) -> None:
    answer = talk(room, PAYS, "show me the whole answer")
    assert [c.quote for c in answer.citations] == [
        "The ministry pays for the dam, and nobody else. The budget has room for it. I have "
        "checked it twice."
    ]


def test_a_question_shown_can_be_asked_about_again(room: Pressroom) -> None:
    shown = ["Minister, who pays for the dam?"]
    for conversation in (["who asked that?"], ["who asked that?", "show me the question"]):
        assert [c.quote for c in talk(room, PAYS, *conversation).citations] == shown


def test_two_are_compared_on_a_topic_only(room: Pressroom) -> None:
    answer = room.ask("Did Varga contradict Lind?")
    assert (answer.reason, answer.text.startswith("Name a topic")) == ("not_in_record", True)


def test_going_on_goes_on_until_nothing_is_left(room: Pressroom) -> None:
    answer = talk(room, PAYS, "go on", "and then?", "go on")
    assert (answer.abstained, answer.reason) == (True, "speaker_silent")
    assert "nothing after that in this document" in answer.text


def test_shorter_leaves_one_sentence_of_each_speaker(room: Pressroom) -> None:
    answer = talk(room, "How did Varga's position on the dam change?", "shorter")
    [citation] = answer.citations
    assert "dam" in citation.quote
    assert room.document(citation.document_id).text[citation.start : citation.end] == citation.quote


def test_where_no_question_was_asked_that_is_said(room: Pressroom) -> None:
    answer = talk(room, "What did Varga say about her last word?", "what was she asked?")
    assert answer.text == "The record holds no journalist's question on this."


def test_of_an_answer_that_cites_nothing_no_source_is_told(room: Pressroom) -> None:
    answer = talk(room, "What did Varga say about penguins?", "in which article?")
    assert (answer.text, answer.reason) == ("The answer before cites nothing.", "not_in_record")


def test_an_order_is_not_told_where_the_event_has_no_date(room: Pressroom) -> None:
    answer = talk(room, PAYS, "was that before or after the regatta of penguins?")
    assert answer.text.startswith("The documents cited do not tell.")


def test_words_that_left_the_record_are_not_told_of(tmp_path: Path) -> None:
    with rooms.filled(tmp_path) as room:
        first = room.ask(PAYS)
        room.remove(first.citations[0].document_id)
        answer = room.ask("when was that?", history=[Turn(PAYS, first)])
    assert (answer.abstained, answer.citations) == (True, ())
    assert "no longer on record" in answer.text


def test_a_conversation_carries_on_over_several_turns(room: Pressroom) -> None:
    answer = talk(
        room, "What did Varga say about the dam?", "and in 2024?", "when was that?", "and Lind?"
    )
    assert answer.standalone == "What did Lind say about the dam in 2024?"
    assert "Minister Varga" not in {citation.speaker for citation in answer.citations}


def test_keywords_ask_whom_they_begin_with_on_record(room: Pressroom) -> None:
    assert room.ask("varga on the budget").standalone == "What did varga say about the budget?"
    assert room.ask("notes on the budget").standalone is None
