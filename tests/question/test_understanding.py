"""What is asked, taken apart: of whom, about what, from when, in which way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.question import checked_date, understood
from rag.question.days import relative_days_of
from rag.question.lacking import lacking
from rag.question.premises import premise_of


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("what did Putin say about Turkey?", "Putin", "Turkey"),
        ("Tell me what Oren said about ferries", "Oren", "ferries"),
        ("can you tell me what oren said about ferries?", "oren", "ferries"),
        ("I'm looking for what Oren says on ferries", "Oren", "ferries"),
        ("quote oren on ferries", "oren", "ferries"),
        ("hi, what did oren say about ferries?", "oren", "ferries"),
        ("summary of Oren's remarks on ferries", "Oren", "ferries"),
        ("please summarise what Oren said about ferries", "Oren", "ferries"),
        ("what did oren say about ferries in her own words", "oren", "ferries"),
        ("best quote by oren on ferries", "oren", "ferries"),
        ("give me 3 quotes from oren on ferries", "oren", "ferries"),
        ("Was hat Oren über die Fähren gesagt?", "Oren", "Fähren"),
        ("Qu'a dit Oren sur les ferries ?", "Oren", "ferries"),
        ("¿Qué dijo Oren sobre los ferris?", "Oren", "ferris"),
        ("Cosa ha detto Oren sui traghetti?", "Oren", "traghetti"),
        ("What are the key points of the plan?", None, "plan"),
        ("a quote about ferries", None, "ferries"),
        ("sorry, I mean what did Oren say about ferries", "Oren", "ferries"),
        ("what did Manners answer about ferries", "Manners", "ferries"),
        ("Should the ferry sail? Oren's view, please.", "Oren", "ferry sail"),
        ("What is Oren's view?", "Oren", ""),
        ("on what grounds did the ferry stop", None, "ferry stop"),
        ("anything from Oren on ferries?", "Oren", "ferries"),
        ("any statement by oren on ferries", "oren", "ferries"),
        ("what's Oren's opinion about ferries?", "Oren", "ferries"),
        ("what are orens views on ferries", "oren", "ferries"),
        ("What does the harbour cost, in Oren's opinion?", "Oren", "harbour cost"),
        ("What did Oren make of the ferries?", "Oren", "ferries"),
        ("What has Oren got to say about ferries?", "Oren", "ferries"),
        ("What has Chris Murphy said about terrorism?", "Chris Murphy", "terrorism"),
        ("What did minister Maria Oren say about fuel?", "minister Maria Oren", "fuel"),
        ("What does putin think of turkey", "putin", "turkey"),
        ("Did Putin criticise France?", "Putin", "criticise France"),
        ("Did the minister really not promise lower taxes?", "the minister", "promise lower taxes"),
        ("How did Obama describe the talks with Libya?", "Obama", "talks with Libya"),
        ("What is Oren reported to have said on ferries?", "Oren", "ferries"),
        ("What was Oren quoted as saying about fuel?", "Oren", "fuel"),
        ("What is Oren known to have said about ferries?", "Oren", "ferries"),
        ("How did Oren react to the strike?", "Oren", "strike"),
        ("What is Putin's position on Syria?", "Putin", "Syria"),
        ("What was the governor’s answer on rates?", "the governor", "rates"),
        ("Remarks by Ana Belikaj on the crossing", "Ana Belikaj", "crossing"),
        ("Putin on Turkey", "Putin", "Turkey"),
        ("According to the premier, how many hospitals close?", "the premier", "hospitals close"),
        ("Who criticised the dam?", None, "criticised the dam"),
        ("What did he say about Iran?", None, "Iran"),
        ("What was said about the border?", None, "border"),
        ("How many hospitals will close?", None, "hospitals will close"),
        ("What did the report say?", "the report", ""),
        ("What was Liam O'Dowd's comment on the stated aims?", "Liam O'Dowd", "stated aims"),
        ("Does the Gazette article say that it rains?", None, "it rains"),
        ("Turkey", None, "Turkey"),
        ("What was Lind's answer when asked about fuel?", "Lind", "fuel"),
        ("What did Lind say when he was asked about fuel?", "Lind", "fuel"),
    ],
)
def test_speaker_and_topic_are_told_apart(text: str, speaker: str | None, topic: str) -> None:
    question = understood(text)
    assert (question.speaker, question.topic) == (speaker, topic)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What did Putin say about Turkey?", "said"),
        ("Who opposed the dam?", "who"),
        ("When will the line be ready?", "when"),
        ("On what date was the crossing closed?", "when"),
        ("Where will the dam stand?", "where"),
        ("In which city did they meet?", "where"),
        ("How many people live in Lesk?", "count"),
        ("How high is the dam?", "count"),
        ("Did Putin criticise France?", "yes_no"),
        ("Will the hospital in Dravec close?", "yes_no"),
        ("Turkey", "open"),
    ],
)
def test_the_way_of_asking_is_told(text: str, kind: str) -> None:
    assert understood(text).kind == kind


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("When was the press conference in Antalya?", "date"),
        ("On which day did the summit take place?", "date"),
        ("Where was the press conference held?", "place"),
        ("Who spoke at the press conference in Antalya?", "speakers"),
        ("Who took part in the talks?", "speakers"),
        ("When will the dam be built?", None),
        ("Who spoke about the dam at the summit?", None),
        ("What was said at the press conference?", None),
    ],
)
def test_questions_about_the_event_itself_are_known(text: str, detail: str | None) -> None:
    assert understood(text).event_detail == detail


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What was said in March 2024?", "2024-03-01", "2024-03-31"),
        ("What was said in 2024?", "2024-01-01", "2024-12-31"),
        ("What was said on 4 March 2024?", "2024-03-04", "2024-03-04"),
        ("What was said on March 4, 2024?", "2024-03-04", "2024-03-04"),
        ("What was said on the 4th of March 2024?", "2024-03-04", "2024-03-04"),
        ("What was said on 2024-03-04?", "2024-03-04", "2024-03-04"),
        ("What was said since Feb. 2024?", "2024-02-01", None),
        ("What was said in Sept. 2024?", "2024-09-01", "2024-09-30"),
        (
            "Do the report on 4 May 2024 and the one of March 2025 agree?",
            "2024-05-04",
            "2025-03-31",
        ),
        ("What was said after February 2024?", "2024-03-01", None),
        ("What was said before 2024?", None, "2023-12-31"),
        ("What was said until June 2024?", None, "2024-06-30"),
        ("What was said between June 2024 and 1 November 2024?", "2024-06-01", "2024-11-01"),
        ("What was said on 30 February 2024?", None, None),
        ("What was said of the 412 people?", None, None),
    ],
)
def test_dates_in_a_question_become_a_range(
    text: str, since: str | None, until: str | None
) -> None:
    question = understood(text)
    assert (question.since, question.until) == (since, until)
    if since or until:
        assert "202" not in question.topic


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        (" 2024-02-09 ", "2024-02-09", "2024-02-09"),
        ("2024-2-9", "2024-02-09", "2024-02-09"),
        ("", None, None),
        (None, None, None),
    ],
)
def test_date_filters_are_completed(value: str | None, first: str | None, last: str | None) -> None:
    assert checked_date(value, name="since") == first
    assert checked_date(value, name="until", last=True) == last


@pytest.mark.parametrize("value", ["May", "2024-13", "2024-02-30", "20240209", "2024-02-09T10:00"])
def test_a_date_filter_that_is_no_date_is_refused_by_name(value: str) -> None:
    with pytest.raises(QuestionError, match="until is no date"):
        checked_date(value, name="until")


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    assert_taken_apart_or_refused(text)


def assert_taken_apart_or_refused(text: str) -> None:
    try:
        question = understood(text)
    except QuestionError:
        return
    assert question.text == " ".join(text.split())
    assert question.topic or question.speaker


WORDS = "what did has Putin say said the president about on in 2024 March 4 between and of 's ?"


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14).map(" ".join))
def test_any_order_of_the_words_of_questions_is_taken_apart(text: str) -> None:
    assert_taken_apart_or_refused(text)


def test_a_long_question_is_not_taken_apart() -> None:
    long = (
        "Minister, in March you said that the port would close. The mayor of Lesk has called that "
        "a mistake, and with peaceful protesters. But what is your message to the fishermen who "
        "will have to leave in 2031, and does he still have your confidence after all of this?"
    )
    asked = understood(long)
    assert (asked.topic, asked.speaker, asked.since, asked.shape) == (long, None, None, None)
    assert lacking(long) is None
    assert lacking("Does he still have it?") == "person"


@pytest.mark.parametrize(
    ("question", "since", "until", "topic"),
    [
        ("What did Lind say about fuel in the spring of 2011?", "2011-03-01", "2011-05-31", "fuel"),
        ("What did Lind say about fuel in winter 2011?", "2011-12-01", "2012-02-29", "fuel"),
        ("what did lind say about fuel on 22/07/2009", "2009-07-22", "2009-07-22", "fuel"),
        ("what did lind say about fuel on 7/22/2009", "2009-07-22", "2009-07-22", "fuel"),
        ("what did lind say about fuel on 6.7.2009", "2009-06-07", "2009-07-06", "fuel"),
        ("What did Lind say about fuel in late 2012?", "2012-01-01", "2012-12-31", "fuel"),
        ("What did Lind say about fuel on July 22 2009?", "2009-07-22", "2009-07-22", "fuel"),
        ("What did Lind say about fuel July 2009?", "2009-07-01", "2009-07-31", "fuel"),
        ("fuel May 2010, June 2010, May 2011", None, None, "fuel May 2010, June 2010, May 2011"),
        ("lind fuel harbour 2010", "2010-01-01", "2010-12-31", "lind fuel harbour"),
        ("What did Lind say on the 2012 election?", None, None, "2012 election"),
        ("What did Lind say about Agenda 2030?", None, None, "Agenda 2030"),
        ("What did Lind say about fuel on 45.13.2009?", None, None, "fuel on 45.13.2009"),
    ],
)
def test_dates_are_known_in_every_form(
    question: str, since: str | None, until: str | None, topic: str
) -> None:
    asked = understood(question)
    assert (asked.since, asked.until, asked.topic) == (since, until, topic)


@pytest.mark.parametrize(
    ("text", "since", "until", "rest"),
    [
        ("What did Lind say last year?", "2023-01-01", "2023-12-31", "What did Lind say"),
        ("What did Lind say this month?", "2024-03-01", "2024-03-31", "What did Lind say"),
        ("What did Lind say last month?", "2024-02-01", "2024-02-29", "What did Lind say"),
        ("What did Lind say last week?", "2024-03-04", "2024-03-10", "What did Lind say"),
        ("What did Lind say yesterday?", "2024-03-13", "2024-03-13", "What did Lind say"),
        ("What did Lind say about last year?", None, None, "What did Lind say about last year?"),
    ],
)
def test_days_told_from_today_are_known(
    text: str, since: str | None, until: str | None, rest: str
) -> None:
    assert relative_days_of(text, date(2024, 3, 14)) == (since, until, rest)


def test_only_who_asks_for_words_means_days_from_today() -> None:
    assert understood("What did Lind say about fuel last year?").topic == "fuel"
    assert understood("Did the harbour flood last year?").since is None


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What is Bernie Sanders position on trade?", "Bernie Sanders"),
        ("what are orens views on ferries", "oren"),
        ("What is the union position on Lind's statements about oil?", None),
        (
            "What did the commission on human rights say about oil?",
            "the commission on human rights",
        ),
    ],
)
def test_a_name_keeps_its_s_and_takes_no_topic(question: str, speaker: str | None) -> None:
    assert understood(question).speaker == speaker


def test_a_number_of_things_is_no_year() -> None:
    asked = understood("What did Lind say about the loss of 2000 jobs?")
    assert (asked.since, asked.topic) == (None, "loss of 2000 jobs")


@pytest.mark.parametrize(
    "question",
    [
        "Why is Lind against the dam?",
        "Why was North Sea oil important?",
        "Why did NATO members agree?",
        "Why was Lind's plan rejected?",
    ],
)
def test_what_is_no_verb_is_not_taken_for_granted_of_a_name(question: str) -> None:
    assert premise_of(question) is None


def test_what_somebody_did_or_had_done_to_them_is_taken_for_granted() -> None:
    assert premise_of("Why did Lind resign?") == ("Lind", "resign", False)
    assert premise_of("Why was Lind sacked?") == ("Lind", "sacked", True)


def test_a_long_run_of_courtesies_takes_no_time() -> None:
    assert lacking("thanks " * 30 + "fuel") is None


@pytest.mark.parametrize(
    ("text", "since", "until", "topic"),
    [
        ("What did Lind say about fuel in June '09?", "2009-06-01", "2009-06-30", "fuel"),
        ("What did Lind say about fuel in 2010 and 2012?", "2010-01-01", "2012-12-31", "fuel"),
        (
            "What did Lind say in May 2011 or June 2011 about fuel?",
            "2011-05-01",
            "2011-06-30",
            "fuel",
        ),
        ("lind 2010-05-03 fuel", "2010-05-03", "2010-05-03", "lind fuel"),
        ("What did Lind say in 2010, 2011 and 2012 on fuel?", "2010-01-01", "2012-12-31", "fuel"),
        ("What did Lind say about fuel in '84?", "1984-01-01", "1984-12-31", "fuel"),
        ("lind 3 May 2010 fuel", "2010-05-03", "2010-05-03", "lind fuel"),
    ],
)
def test_dates_are_read_in_the_forms_people_type(
    text: str, since: str, until: str, topic: str
) -> None:
    question = understood(text)
    assert (question.since, question.until, question.topic) == (since, until, topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What did Lind say about the class of '68?", "class of '68"),
        ("What did Lind say of 2012, 2000 miles away?", "2000 miles away"),
    ],
)
def test_numbers_that_are_no_further_date_stay_in_the_topic(text: str, topic: str) -> None:
    assert understood(text).topic == topic


@pytest.mark.parametrize("text", ["What are the differences in pay?", "the difference of opinion"])
def test_differences_that_are_things_are_no_change(text: str) -> None:
    assert understood(text).shape is None


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("summarise what lind said abt fuel", "lind", "fuel"),
        ("what did the pm of Ostrand say about fuel", "the prime minister of Ostrand", "fuel"),
        ("What did PM Lind say about fuel?", "prime minister Lind", "fuel"),
        ("What did POTUS say about fuel?", "the US president", "fuel"),
        ("What did the potus say about fuel?", "the US president", "fuel"),
        ("What did Lind say at 5 PM Monday?", "Lind", "5 PM Monday"),
        ("What did Lind say about the ABT system?", "Lind", "ABT system"),
        ("What did Lind say about the FM band?", "Lind", "FM band"),
    ],
)
def test_short_forms_and_slips_are_read(text: str, speaker: str, topic: str) -> None:
    question = understood(text)
    assert (question.speaker, question.topic) == (speaker, topic)


@pytest.mark.parametrize(
    ("text", "shape", "speakers"),
    [
        (
            "What is the difference between what Lind said about fuel in 2010 and 2011?",
            "change",
            ("Lind",),
        ),
        ("difference between May and March on fuel", "change", ()),
        ("What did Lind not say about fuel?", "declined", ("Lind",)),
        ("What didn't Lind say about fuel?", "declined", ("Lind",)),
        ("Did Lind refuse to comment on fuel?", "declined", ("Lind",)),
        ("What did Lind and Varga disagree about?", "compare", ("Lind", "Varga")),
    ],
)
def test_more_ways_to_ask_for_a_shape(text: str, shape: str, speakers: tuple[str, ...]) -> None:
    question = understood(text)
    assert (question.shape, question.speakers) == (shape, speakers)


def test_of_two_months_that_differ_the_first_in_the_year_comes_first() -> None:
    assert understood("difference between May and March on fuel").months == (3, 5)


def test_words_quoted_are_nobodys_name() -> None:
    assert understood("Is this quote right: “Lind's view of fuel is mine”").speaker is None
