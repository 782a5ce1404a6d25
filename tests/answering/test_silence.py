"""Silence: when the record does not answer, and why; one place decides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.declining import DECLINED, Likeness, refusal
from rag.answering.evidence import Sentence
from rag.answering.silence import (
    FLOOR,
    FLOOR_OF_LONG,
    FLOOR_OF_MANY_PARTS,
    confidence_in,
    floor_of,
    found_in,
)
from rag.question import understood
from rag.records import Span
from tests.answering.test_extractive import answer, hit, said, sentences

PORT = "What did Varga say about the port?"
ASKED = understood("Will the port stay?")


def alike(cosine: float) -> Likeness:
    return lambda texts: [cosine] * len(texts)


def narrated(relevance: float, text: str = "The quay is made of granite blocks.") -> Sentence:
    one = hit(text)
    span = Span(one.start, one.end)
    return Sentence(one, span, text, None, "narration", relevance, relevance, span, text)


@pytest.mark.parametrize(
    "words",
    [
        "I won't get into that.",
        "I'm not going to speculate about it.",
        "I'd refer you to the ministry.",
        "I have no comment.",
        "We don't discuss drafts.",
        "Let's not get ahead of ourselves.",
        "Next question, please.",
        "You'll have to ask him.",
        "Ask me again in March.",
        "It would be premature to name a figure.",
        "I have nothing to add.",
        "She declined to say which firms had called.",
        "He refused to name the owner.",
        "The harbour declined to give a date.",
        "He left open on Monday whether he would run.",
        "The mayor did not say when the quay would open.",
        "I'll leave it at that.",
        "I never comment on firms.",
        "Das wollte die Ministerin gestern nicht sagen.",
        "Le maire a refusé de commenter.",
    ],
)
def test_words_that_decline_are_known(words: str) -> None:
    assert DECLINED.search(words)


@pytest.mark.parametrize(
    "words",
    [
        "I did not say that the port would close.",
        "We will not renew the treaty.",
        "The crane can't lift forty tonnes.",
        "Ask the harbour for its colour and it is blue.",
        "He said the next task for the port was depth.",
        "We never got an answer.",
        "We would not go to court over the crane.",
        "The union declined to give up its seat.",
        "They should ask her hard questions.",
        "That's up to the private sector.",
        "You can't dig there without revealing the pipes.",
    ],
)
def test_plain_denials_decline_nothing(words: str) -> None:
    assert not DECLINED.search(words)


def declining(text: str, question: str | None = None) -> list[Sentence]:
    one = hit(text, speaker="VARGA", speech="direct", question=question)
    return sentences(PORT, [one], said(one, text, "VARGA", "direct"))


def test_who_was_asked_and_declined_is_told_with_the_refusal_first() -> None:
    refused = hit("Varga declined to say when the port would open.", number=2)
    found = answer(
        PORT,
        [hit("Varga likes the port of Lund in winter.", number=1), refused],
        said(refused, "when the port would open", "Ilse Varga", "indirect"),
    )
    assert (found.reason, found.nearest[0].passage_id) == ("declined", "p2")
    assert found.text == "Asked about this, Varga declined to answer."
    assert found.citations == ()


def test_an_answer_that_mostly_declines_the_question_put_is_none() -> None:
    question = "Will the port stay open?"
    found = refusal(ASKED, declining("I won't go into that. Thank you.", question), alike(0.8))
    assert found is not None
    assert found.text == "I won't go into that."


def test_a_long_answer_with_one_thing_left_out_is_an_answer() -> None:
    text = "The port stays. It has ten cranes. It pays. We dug it out. I won't name a figure."
    assert refusal(ASKED, declining(text, "Will the port stay?"), alike(0.8)) is None


@pytest.mark.parametrize(
    "text",
    [
        "I won't comment, but what I can say is that the port will keep all ten of its cranes.",
        "I won't comment. What I will tell you is that the port keeps its ten cranes for good.",
        "The port stays. Beyond that I have nothing to add.",
    ],
)
def test_whoever_answers_after_all_has_not_declined(text: str) -> None:
    assert refusal(ASKED, declining(text, "Will the port stay?"), alike(0.8)) is None


def test_all_that_is_answered_to_a_question_is_weighed_together() -> None:
    first = declining("I won't name a figure.", "Will the port stay?")
    rest = declining(
        "The port stays. It has ten cranes. It pays. We dug it out.", "Will the port stay?"
    )
    assert refusal(ASKED, first, alike(0.8)) is not None
    assert refusal(ASKED, [*first, *rest], alike(0.4)) is None


def test_declining_to_say_when_declines_no_question_of_whether() -> None:
    one = narrated(0.9, "The mayor declined to say when the port would open.")
    assert refusal(understood("When will the port open?"), [one], alike(0.8)) is not None
    assert refusal(understood("Will the port open?"), [one], alike(0.8)) is None


def test_whom_a_question_names_declines_more_surely_than_others() -> None:
    one = narrated(0.9, "Mayor Lind declined to comment.")
    assert refusal(understood("Will Lind stay?"), [one], alike(0.3)) is not None
    assert refusal(understood("Will Oren stay?"), [one], alike(0.3)) is None


def test_declining_something_else_declines_nothing() -> None:
    assert (
        refusal(ASKED, declining("I won't go into that.", "Is the minister ill?"), alike(0.1))
        is None
    )


def test_a_passing_refusal_beside_a_good_answer_is_not_the_answer() -> None:
    said_much = [narrated(1.4, "The port of Lund opened in May."), narrated(0.5, "No comment.")]
    assert refusal(ASKED, said_much, alike(0.9)) is None


def test_an_account_on_the_topic_that_means_something_else_is_no_answer() -> None:
    asked = understood("Who built the quay of granite?")
    found = found_in(asked, [narrated(0.9)], is_known=True, likeness=alike(0.3))
    assert (found.reason, found.confidence < 0.5) == ("not_in_record", True)
    assert found_in(asked, [narrated(0.9)], is_known=True, likeness=alike(0.7)).reason is None


@pytest.mark.parametrize(
    "question",
    [
        "Which firm did not build the quay of granite?",
        "Who hasn’t paid for the granite quay?",
        "In which year was the granite quay never closed?",
    ],
)
def test_what_is_not_so_is_answered_only_where_something_denies(question: str) -> None:
    asked = understood(question)
    tells, denies = narrated(1.2, "Ostmo built the quay."), narrated(0.8, "Brandt did not.")
    found = found_in(asked, [tells], is_known=True, likeness=alike(0.9))
    assert (found.reason, found.confidence) == ("not_in_record", 0.0)
    assert found_in(asked, [tells, denies], is_known=True, likeness=alike(0.9)).reason is None


@pytest.mark.parametrize(
    "question",
    ["Why was the granite quay not paid?", "Who built not only the quay of granite?"],
)
def test_a_denial_in_passing_asks_for_none(question: str) -> None:
    found = found_in(understood(question), [narrated(1.2)], is_known=True, likeness=alike(0.9))
    assert found.reason is None


def test_what_somebody_said_answers_in_other_words() -> None:
    one = hit("The quay is granite.", speaker="VARGA")
    span = Span(one.start, one.end)
    spoken = Sentence(one, span, one.text, "VARGA", "direct", 0.9, 0.9, span, one.text)
    asked = understood("Who built the quay of granite?")
    assert found_in(asked, [spoken], is_known=True, likeness=alike(0.0)).reason is None


def test_the_more_parts_a_question_has_the_less_of_them_one_sentence_must_hold() -> None:
    short, longer = "the port of Lund", "the port of Lund and its cranes"
    longest = f"{longer}, ferries, customs officers, dredgers, pilots, tugs, locks and tariffs"
    floors = [floor_of(understood(f"What of {topic}?")) for topic in (short, longer, longest)]
    assert floors == [FLOOR, FLOOR_OF_LONG, FLOOR_OF_MANY_PARTS]


@pytest.mark.parametrize(
    ("question", "known", "reason"),
    [
        ("What did Varga say about the port?", True, "speaker_silent"),
        ("What did Varga say about the port?", False, "speaker_unknown"),
        ("How deep is the port?", True, "not_in_record"),
    ],
)
def test_silence_has_a_reason(question: str, known: bool, reason: str) -> None:
    found = found_in(understood(question), [], is_known=known, likeness=alike(1.0))
    assert (found.reason, found.confidence) == (reason, 0.0)


def test_no_likeness_is_looked_up_where_a_speaker_is_asked_about() -> None:
    def unasked(texts: Sequence[str]) -> Sequence[float]:
        raise AssertionError(texts)

    found = found_in(understood(PORT), [narrated(0.1)], is_known=True, likeness=unasked)
    assert found.reason == "speaker_silent"


@given(st.floats(0, 3), st.floats(0, 3), st.floats(-1, 1))
def test_confidence_lies_between_0_and_1_and_grows_with_relevance(
    first: float, second: float, cosine: float
) -> None:
    asked = understood("How deep is the port?")
    low, high = sorted((first, second))
    weak, strong = (confidence_in(asked, [narrated(r)], alike(cosine)) for r in (low, high))
    assert 0 <= weak <= strong <= 1
    assert (strong >= 0.5) <= (high >= FLOOR)


def test_a_description_that_fits_nobody_lets_anybody_answer() -> None:
    one = hit("The port is full, and ten ships wait outside.")
    found = answer("What did the harbour pilot say about the port?", [one])
    assert [c.quote for c in found.citations] == [one.text]
    named = answer("What did Harald Pilot say about the port?", [one], known=False)
    assert named.reason == "speaker_unknown"


@pytest.mark.parametrize("known", [True, False])
def test_another_ministers_words_are_not_those_of_one_not_on_record(known: bool) -> None:
    one = hit("The port is full, and ten ships wait outside.", speaker="VARGA")
    found = answer("What did the fisheries minister say about the port?", [one], known=known)
    assert found.reason == ("speaker_silent" if known else "speaker_unknown")
    described = answer("What did the minister say about the port?", [one])
    assert [c.quote for c in described.citations] == [one.text]


def test_an_account_of_what_others_said_is_not_shown_for_the_speaker() -> None:
    about = hit("Olsen kept the port open. Brandt and Moen sued Olsen over the port.")
    found = answer("What did Olsen say about the port?", [about])
    assert [c.quote for c in found.citations] == ["Olsen kept the port open."]


def test_a_name_typed_small_is_no_description_that_anybody_may_answer() -> None:
    one = hit("I met Orlan at the port, and we spoke of the harbour.", speaker="VARGA")
    found = answer("what did orlan say about the port?", [one])
    assert (found.citations, found.reason) == ((), "speaker_silent")


def test_who_is_asked_about_with_no_topic_has_declined_nothing() -> None:
    one = hit("I won't get into that.", speaker="VARGA")
    asked = understood("What did Varga say?")
    finding = found_in(asked, sentences(asked.text, [one]), is_known=True, likeness=alike(0.9))
    assert finding.reason is None


def test_any_words_that_tell_something_answer_where_no_topic_is_asked() -> None:
    hits = [
        hit("Go ahead, go first.", speaker="VARGA"),
        hit("The quay was measured by four engineers of the town.", number=2, speaker="VARGA"),
    ]
    found = answer("What did Varga say in May 2024?", hits)
    assert [c.quote for c in found.citations] == [hits[1].text]


def test_who_is_only_spoken_of_is_not_said_to_be_silent_on_the_topic_alone() -> None:
    one = hit("I met Orlan at the port, and we spoke of the harbour.", speaker="VARGA")
    found = answer("What did Orlan say about the port?", [one])
    assert found.text == "The record holds no words of Orlan on this."
