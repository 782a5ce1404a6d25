"""Conversations: what was asked, what is asked next, and how that is understood."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.evidence import STOP_WORDS
from rag.question import understood
from rag.question.followups import followed, standalone
from rag.question.lacking import lacking
from rag.question.references import reference
from rag.records import Answer, Citation, Turn

PEOPLE = {"Putin", "Merkel", "merkel", "Varga", "Ilse Varga", "Obama"}


def is_speaker(name: str) -> bool:
    return name in PEOPLE


def asked_after(*questions: str) -> str:
    """Return how the last question is understood after those before it."""
    *before, last = questions
    return standalone(last, [Turn(question, "") for question in before], is_speaker)


@pytest.mark.parametrize(
    ("conversation", "understood_as"),
    [
        (
            ["What did Putin say about Turkey?", "compare that with Merkel"],
            "Compare what Putin and Merkel said about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "And about Iran?", "back to Turkey"],
            "What did Putin say about Turkey?",
        ),
        (["How high will the dam be?", "and what does it cost?"], "what does the dam cost?"),
        (
            ["Did Putin regret the delay?", "what did Merkel say"],
            "what did Merkel say about the delay?",
        ),
        (
            ["What did Putin say about Turkey in 2015?", "and since then"],
            "What did Putin say about Turkey since 2015-12-31?",
        ),
        (
            ["What did Putin say about Turkey?", "and by Merkel?"],
            "What did Merkel say about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "and Merkel?", "what do they disagree about?"],
            "Compare what Putin and Merkel said about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "and Merkel?", "who else spoke about Turkey?"],
            "Who spoke about Turkey besides Merkel and Putin?",
        ),
        (
            ["What did Putin say about Turkey?", "exact quote please"],
            "What did Putin say about Turkey?",
        ),
        # the topic is replaced
        (
            ["What did Putin say about Turkey?", "and about Iran?"],
            "What did Putin say about Iran?",
        ),
        (
            ["What did Putin say about Turkey in 2015?", "And about Iran?"],
            "What did Putin say about Iran in 2015?",
        ),
        (
            ["What did Varga say about the harbour plan?", "and the revised one?"],
            "What did Varga say about the revised harbour plan?",
        ),
        (
            ["Did anyone ask about the harbour?", "and about the fishermen?"],
            "Did anyone ask about the fishermen?",
        ),
        # the speaker is replaced
        (
            ["What did Putin say about Turkey?", "what about Merkel?"],
            "What did Merkel say about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "And Merkel?"],
            "What did Merkel say about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "What did Merkel say?"],
            "What did Merkel say about Turkey?",
        ),
        # the dates are replaced
        (
            ["What did Putin say about Turkey in 2015?", "and in 2014?"],
            "What did Putin say about Turkey in 2014?",
        ),
        (
            ["How did the board vote in February 2024?", "And since March 2025?"],
            "How did the board vote since March 2025?",
        ),
        # pronouns
        (
            ["What did Putin say about Turkey?", "Did he mention Iran?"],
            "Did Putin mention Iran?",
        ),
        (
            ["What did Varga say about the harbour?", "When will it open?"],
            "When will the harbour open?",
        ),
        (
            ["What will Orla Park cost?", "who pays for it?"],
            "who pays for Orla Park?",
        ),
        (
            ["What did Varga say about the harbour?", "what did she say in September?"],
            "what did Varga say in September about the harbour?",
        ),
        # what is missing is added
        (
            ["What did Putin say about Turkey?", "why?"],
            "Why did Putin say that about Turkey?",
        ),
        (["Will the harbour open in May?", "Why not?"], "Why not will the harbour open in May?"),
        (
            ["What did Putin say about Turkey?", "who else?"],
            "Who spoke about Turkey besides Putin?",
        ),
        (
            ["What did Putin say about Turkey?", "And Merkel?", "compare them"],
            "Compare what Putin and Merkel said about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "What changed between June and November?"],
            "What changed between June and November about Turkey?",
        ),
        (
            ["What is the Orla flood plan?", "What are the risks?"],
            "What are the risks of the Orla flood plan?",
        ),
        # fragments
        (["What did Putin say about Turkey?", "merkel?"], "What did merkel say about Turkey?"),
        (["What did Putin say about Turkey?", "iran?"], "What did Putin say about iran?"),
        (
            ["What did Putin say about Turkey?", "same for Merkel"],
            "What did Merkel say about Turkey?",
        ),
        (["What did Putin say about Turkey?", "Merkel too"], "What did Merkel say about Turkey?"),
        (
            ["What did Putin say about Turkey in 2015?", "no, I meant 2014"],
            "What did Putin say about Turkey in 2014?",
        ),
        (["Who spoke about Turkey?", "and Merkel?"], "What did Merkel say about Turkey?"),
        (["What did Putin say about Turkey?", "quote him"], "What did Putin say about Turkey?"),
        (
            ["What did Putin say about Turkey?", "And Merkel?", "and the other one?"],
            "What did Putin say about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "And Merkel?", "do they agree on Iran?"],
            "Compare what Putin and Merkel said about Iran?",
        ),
        (
            ["What did Putin say about Turkey?", "did he promise anything?"],
            "did Putin promise anything about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "anything about oil?"],
            "What did Putin say about oil?",
        ),
        (
            ["What did Putin say about Turkey?", "quotes by Merkel"],
            "What did Merkel say about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "Merkel on the same topic"],
            "What did Merkel say about Turkey?",
        ),
        (
            ["What did Putin say about the troops?", "how many?"],
            "How many troops according to Putin?",
        ),
        (["What changed about the dam?", "who was against it?"], "who was against the dam?"),
        (
            ["What did Putin say about Turkey?", "did he contradict Merkel?"],
            "did Putin contradict Merkel about Turkey?",
        ),
        (
            ["What did Putin say about Turkey?", "And Merkel?", "do they agree?"],
            "Compare what Putin and Merkel said about Turkey?",
        ),
        (
            ["Who is Ilse Varga?", "what did she say about oil?"],
            "what did Ilse Varga say about oil?",
        ),
        (
            ["What did Putin say about Turkey?", "thanks", "and about Iran?"],
            "What did Putin say about Iran?",
        ),
        # three turns and more
        (
            ["What did Putin say about Turkey?", "and about Iran?", "What about Merkel?"],
            "What did Merkel say about Iran?",
        ),
        (
            ["What did Putin say about Turkey?", "when was that?", "and about Iran?"],
            "What did Putin say about Iran?",
        ),
    ],
)
def test_a_follow_up_is_understood_from_what_was_asked_before(
    conversation: list[str], understood_as: str
) -> None:
    assert asked_after(*conversation) == understood_as


@pytest.mark.parametrize(
    "question",
    [
        "What did Merkel say about trade?",
        "How many people live in Lesk?",
        "Who criticised the harbour?",
        "Is it true that the harbour opens in May?",
        "How long does it take to cross the border?",
        "What did Varga mean when she promised a harbour?",
        "Who broke the promise?",
        "Und was sagt sie zum Hafen?",
        "What did Merkel decline to answer?",
        "Quotes by Merkel on trade",
        "Any statements by the bank about rates?",
    ],
)
def test_a_question_that_stands_alone_starts_afresh(question: str) -> None:
    assert asked_after("What did Putin say about Turkey?", question) == question


@pytest.mark.parametrize(
    "question",
    [
        "Are there any other rivers that flood?",
        "Do those gates rust?",
        "Was the mayor told what the costs and benefits of such a wall are?",
        "What about the tunnel?",
        "Was the tunnel discussed?",
        "I meant the gates. Do they rust?",
    ],
)
def test_a_question_that_names_its_own_topic_takes_over_none(question: str) -> None:
    assert asked_after("What is the Orla flood plan?", question) == question


def test_it_does_not_mean_what_was_spoken_of_before_another_topic_came_up() -> None:
    asked = asked_after("What is the Orla flood plan?", "How did she vote?", "Was it close?")
    assert asked == "Was it close?"


@pytest.mark.parametrize(
    ("question", "lack"),
    [
        ("thanks", "thanks"),
        ("Ok, thank you very much!", "thanks"),
        ("hello", "greeting"),
        ("who are you?", "assistant"),
        ("ok, help me please", "assistant"),
        ("are you a robot?", "assistant"),
        ("Which documents do you have?", "holdings"),
        ("list all speakers", "holdings"),
        ("is that true?", "judgement"),
        ("who is right?", "judgement"),
        ("let's start over", "another"),
        ("Who was right about the harbour?", None),
        ("help for farmers", None),
        ("What did he say about Iran?", "person"),
        ("and why does she want it", "person"),
        ("compare them", "person"),
        ("what about the other one?", "person"),
        ("Why did Varga say that he was wrong?", None),
        ("Who said he would resign?", None),
        ("Good news for farmers?", None),
        ("ok?!", "question"),
    ],
)
def test_what_a_question_lacks_to_be_answered_is_known(question: str, lack: str | None) -> None:
    assert lacking(question) == lack


@pytest.mark.parametrize(
    ("question", "understood_as"),
    [
        ("What did Merkel say in November 2025?", "What did Merkel say in November 2025?"),
        ("What did Merkel say in 2014?", "What did Merkel say in 2014?"),
        ("And what did Merkel say in 2014?", "what did Merkel say in 2014 about Turkey?"),
        ("What did he say in 2014?", "What did Putin say in 2014 about Turkey?"),
        ("What did Merkel say?", "What did Merkel say about Turkey?"),
    ],
)
def test_somebody_new_asked_about_with_a_time_starts_afresh(
    question: str, understood_as: str
) -> None:
    assert asked_after("What did Putin say about Turkey?", question) == understood_as


def test_she_is_not_who_is_known_to_be_a_man() -> None:
    cited = replace(CITATION, speaker="Viktor Obama")
    said = Turn("What did Obama say about Merkel?", Answer("", "“Words” [1]", citations=(cited,)))
    assert standalone("what did she answer?", [said], is_speaker) == "what did Merkel answer?"


def test_who_spoke_before_is_no_part_of_what_another_is_asked() -> None:
    asked = standalone("what did Merkel say then?", [ANSWERED], is_speaker)
    assert asked == "what did Merkel say about the harbour?"


def test_another_topic_leaves_the_one_before() -> None:
    assert asked_after("What did Putin say about Turkey?", "start over", "And Merkel?") == (
        "And Merkel?"
    )
    assert asked_after("What did Putin say about Turkey?", "is that true?", "And Merkel?") == (
        "What did Merkel say about Turkey?"
    )


def test_nothing_is_understood_from_no_conversation() -> None:
    assert standalone("and about Iran?", []) == "and about Iran?"


CITATION = Citation(
    document_id="d",
    source="harbour.md",
    title=None,
    date="2024-05-02",
    heading=None,
    start=0,
    end=5,
    speaker="Ilse Varga",
    speech="direct",
    number=1,
    quote="Words",
    passage_start=0,
    passage_end=5,
)
ANSWERED = Turn("Who spoke about the harbour?", Answer("", "“Words” [1]", citations=(CITATION,)))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("when was that?", "date"),
        ("When did he say that?", "date"),
        ("On what day exactly?", "date"),
        ("where was that said?", "place"),
        ("in which article?", "source"),
        ("Which press conference was that?", "source"),
        ("what's your source for that?", "source"),
        ("who said that?", "speaker"),
        ("What was he asked?", "question"),
        ("who asked that?", "question"),
        ("shorter", "shorter"),
        ("Can you make it shorter, please?", "shorter"),
        ("Could you please say that briefly?", "shorter"),
        ("what did he say next?", "next"),
        ("And then?", "next"),
        ("go on", "next"),
        ("longer please", "next"),
        ("and after that?", "next"),
        ("and before that?", "earlier"),
        ("show me the question", "question"),
        ("who asked it?", "question"),
        ("can you give me the link?", "source"),
        ("I doubt it. Where does it stand?", "source"),
        ("show me the whole answer", "context"),
        ("what is the context of that?", "context"),
        ("What did Ilse Varga say before that?", "earlier"),
        ("was that before or after the summit?", "order"),
        ("When will the harbour open?", None),
        ("who said the harbour is safe?", None),
        ("What did he say next about Iran?", None),
    ],
)
def test_questions_about_the_answer_before_are_known(question: str, kind: str | None) -> None:
    assert reference(question) == kind


def test_a_question_about_an_answer_keeps_what_that_was_about() -> None:
    asked = followed(understood("what did she say next?"), [ANSWERED])
    assert (asked.reference, asked.topic) == ("next", "harbour")
    assert asked.asked == "what did she say next?"
    assert asked.text == "what did Ilse Varga say next, regarding the harbour?"


def test_a_question_about_somebody_else_is_not_about_the_answer() -> None:
    asked = followed(understood("What did Merkel say next?"), [ANSWERED])
    assert asked.reference is None


def test_where_nothing_was_cited_the_last_question_is_asked_for_its_date() -> None:
    asked = followed(understood("when was that?"), [Turn("What did Putin say about Iran?", "…")])
    assert (asked.reference, asked.text) == (None, "When did Putin say that about Iran?")


def test_he_and_she_mean_the_only_person_quoted() -> None:
    asked = followed(understood("Does she regret it?"), [ANSWERED])
    assert asked.text == "Does Ilse Varga regret the harbour?"


def test_a_name_in_an_answer_that_is_only_text_is_known_by_the_verb_beside_it() -> None:
    turn = Turn("Who broke the promise?", "“It was my promise,” Obama said.")
    assert standalone("Does he regret it?", [turn]) == "Does Obama regret the promise?"


def test_she_does_not_mean_a_man() -> None:
    turn = Turn("What did Vladimir Putin say about Iran?", "")
    assert standalone("Did she mention oil?", [turn]) == "Did she mention oil?"


def test_what_was_understood_before_is_taken_from_the_answer() -> None:
    earlier = Turn("and about Iran?", Answer("", "", standalone="What did Putin say about Iran?"))
    assert standalone("and about oil?", [earlier]) == "What did Putin say about oil?"


WORDS = st.sampled_from(
    "what did Putin Merkel say about the harbour Turkey Iran and it he she that why who else when "
    "in 2015 how one ones next compare them other of is was will cost vote there".split()
)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words) + "?")
CONVERSATIONS = st.lists(QUESTIONS, max_size=4).map(lambda asked: [Turn(q, "") for q in asked])
OURS = frozenset("regarding besides compare spoke say said mention".split())
"""Words of rewriting that say nothing of a topic."""


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"['’]s?\b", "", text.lower())))


@given(QUESTIONS, CONVERSATIONS)
def test_nothing_is_added_but_words_of_the_conversation(question: str, history: list[Turn]) -> None:
    found = words_of(standalone(question, history, is_speaker))
    spoken = words_of(" ".join([question, *(turn.question for turn in history)]))
    assert found <= spoken | STOP_WORDS | OURS


@given(QUESTIONS)
def test_a_first_question_is_never_changed(question: str) -> None:
    assert standalone(question, [], is_speaker) == question


@pytest.mark.parametrize("name", ["Putin", "Merkel"])
@given(topic=st.sampled_from(["Turkey", "the harbour", "oil prices"]), history=CONVERSATIONS)
def test_a_question_that_names_speaker_and_topic_stands_alone(
    name: str, topic: str, history: list[Turn]
) -> None:
    question = f"What did {name} say about {topic}?"
    assert standalone(question, history, is_speaker) == question


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_may_be_asked(before: str, question: str) -> None:
    alone = standalone(question, [Turn(before, "")])
    assert alone == " ".join(alone.split())
