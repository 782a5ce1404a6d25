"""Answers without a model: which sentences are quoted, as whose words, and when none is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Pressroom, Settings
from rag.answering.accounts import citable, speaks_for
from rag.answering.choosing import cited
from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence, Topic, sentences_of
from rag.answering.extractive import Extract, extract
from rag.answering.gathering import Gathered
from rag.answering.premises import is_granted as granted
from rag.answering.rendering import plain, rendered
from rag.question import understood
from rag.reading.names import may_be
from rag.records import Hit, Span, Statement


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def hit(text: str, *, number: int = 1, start: int = 100, **about: object) -> Hit:
    given = {
        "document_id": f"d{number}",
        "source": f"report-{number}.md",
        "title": "The port",
        "date": "2024-05-02",
        "heading": None,
        "start": start,
        "end": start + len(text),
        "speaker": None,
        "speech": "narration",
        "passage_id": f"p{number}",
        "text": text,
        "score": 1.0,
        "rank": number,
        **about,
    }
    return Hit(**given)  # type: ignore[arg-type]


def said(hit: Hit, part: str, speaker: str | None, speech: str) -> Statement:
    start = hit.start + hit.text.index(part)
    return Statement(start, start + len(part), speaker, speech)  # type: ignore[arg-type]


def topic_of(text: str) -> Topic:
    return Topic.of(text, terms=words, frequency=lambda _: 3, passage_count=100)


def sentences(question: str, hits: list[Hit], *statements: Statement) -> list[Sentence]:
    asked = understood(question)
    return [
        sentence
        for one in hits
        for sentence in sentences_of(
            one,
            question=asked,
            topic=topic_of(asked.topic),
            terms=words,
            statements=[s for s in statements if one.start <= s.start < one.end],
        )
    ]


def answer(question: str, hits: list[Hit], *statements: Statement, known: bool = True) -> Extract:
    asked, found = understood(question), sentences(question, hits, *statements)
    own = {
        (s.hit.document_id, s.speaker)
        for s in found
        if asked.speaker and s.speaker and may_be(asked.speaker, s.speaker)
    }

    def alike(texts: Sequence[str]) -> list[float]:
        return [0.7] * len(texts)

    return extract(asked, Gathered(found, alike, own, known))


SPLIT = hit(
    "“The port stays open,” Varga said. “Not one crane will leave.” Olsen said it was late."
)
VARGA = (
    said(SPLIT, "The port stays open,", "Ilse Varga", "direct"),
    said(SPLIT, "Not one crane will leave.", "Ilse Varga", "direct"),
    said(SPLIT, "it was late", "Nils Olsen", "indirect"),
)


def test_direct_speech_is_quoted_as_it_was_said_without_the_verb_of_saying() -> None:
    found = answer("What did Varga say about the port?", [SPLIT], *VARGA)
    assert [(c.quote, c.speaker, c.speech) for c in found.citations] == [
        ("The port stays open,", "Ilse Varga", "direct")
    ]
    assert found.text == "**Ilse Varga** (2 May 2024):\n\n“The port stays open,” [1]"


def test_reported_speech_is_quoted_with_the_sentence_that_reports_it() -> None:
    report = hit("Varga said that the port would stay open. The sea was calm.")
    found = answer(
        "What did Varga say about the port?",
        [report],
        said(report, "the port would stay open", "Ilse Varga", "indirect"),
    )
    assert [(c.quote, c.speech) for c in found.citations] == [
        ("Varga said that the port would stay open.", "indirect")
    ]


def test_reported_and_quoted_words_of_one_speaker_stay_in_their_sentence() -> None:
    report = hit("Varga called the port “a jewel”, and added that the port was full.")
    found = answer(
        "What did Varga say about the port?",
        [report],
        said(report, "a jewel", "Ilse Varga", "direct"),
        said(report, "the port was full", "Ilse Varga", "indirect"),
    )
    assert [(c.quote, c.speech) for c in found.citations] == [(report.text, "indirect")]


def test_two_voices_in_one_sentence_are_kept_apart() -> None:
    report = hit("Varga said the port was open, but Olsen insisted that the port was closed.")
    both = (
        said(report, "the port was open", "Ilse Varga", "indirect"),
        said(report, "the port was closed", "Nils Olsen", "indirect"),
    )
    for name, quote in (("Varga", "the port was open"), ("Olsen", "the port was closed")):
        found = answer(f"What did {name} say about the port?", [report], *both)
        assert [c.quote for c in found.citations] == [quote]


def test_a_reported_question_stays_with_what_was_answered_to_it() -> None:
    one = hit("Asked by the Courier whether the port would close, Varga said that it would not.")
    put = said(one, "whether the port would close", "the Courier", "indirect")
    reply = said(one, "that it would not", "Ilse Varga", "indirect")
    found = sentences("Will the port close?", [one], put, reply)
    assert [(s.text, s.speaker, s.speech) for s in found] == [(one.text, "Ilse Varga", "indirect")]
    alone = sentences("Will the port close?", [one], put)
    assert [(s.text, s.speaker) for s in alone] == [(one.text, "the Courier")]


def test_words_of_others_are_never_shown_for_the_speaker_asked_about() -> None:
    asked = understood("What did Olsen say about the port?")
    own = {(SPLIT.document_id, "Nils Olsen")}
    allowed = citable(asked, sentences(asked.text, [SPLIT], *VARGA), own=own)
    assert {s.speaker for s in allowed} == {"Nils Olsen"}


def test_narration_may_stand_where_the_report_is_about_the_speaker() -> None:
    about = hit("He kept the port open for another year.", title="Olsen and the port", number=1)
    other = hit("She kept the port open for a day.", title="Harbour news", number=2)
    found = answer("What did Olsen say about the port?", [about, other])
    assert [c.document_id for c in found.citations] == ["d1"]
    assert found.citations[0].speech == "narration"
    assert found.text.startswith("*Olsen and the port* (2 May 2024):")


def test_the_same_words_of_two_outlets_are_quoted_once() -> None:
    text = "The port of Lund stays open all winter."
    found = answer("Will the port of Lund stay open?", [hit(text), hit(text, number=2)])
    assert len(found.citations) == 1


def test_neighbouring_sentences_of_one_speaker_become_one_quote() -> None:
    text = "The port stays open. The port is ours. The weather was fine."
    found = answer("What about the port?", [hit(text, speaker="VARGA", speech="direct")])
    assert [c.quote for c in found.citations] == ["The port stays open. The port is ours."]


def test_quotes_come_in_order_of_time_and_no_more_than_five() -> None:
    hits = [
        hit(f"The port was visited by group {n}.", number=n, date=f"20{30 - n}-01-01")
        for n in range(1, 9)
    ]
    found = answer("Who visited the port?", hits)
    dates = [c.date for c in found.citations]
    assert len(dates) == 5
    assert dates == sorted(dates, key=str)
    assert [c.number for c in found.citations] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("question", "known", "reason", "nearest"),
    [
        ("How deep is the ocean trench?", True, "not_in_record", ()),
        ("Which treasury port?", True, "not_in_record", (SPLIT,)),
        ("What did Varga say about taxes?", True, "speaker_silent", (SPLIT,)),
        ("What did Zebulon say about taxes?", False, "speaker_unknown", ()),
    ],
)
def test_without_evidence_there_is_a_reason_and_what_came_near(
    question: str, known: bool, reason: str, nearest: tuple[Hit, ...]
) -> None:
    found = answer(question, [SPLIT], *VARGA, known=known)
    assert (found.reason, found.citations) == (reason, ())
    assert found.nearest == nearest
    assert "“" not in found.text


@pytest.mark.parametrize(
    "words_of_declining",
    [
        "No comment on the port.",
        "I won't get into the port today.",
        "I'm not going to speculate about the port.",
        "I will not comment on the port before then.",
        "Varga declined to say what the port costs.",
    ],
)
def test_somebody_who_was_asked_and_declined_is_told_apart(words_of_declining: str) -> None:
    declined = hit(words_of_declining, speaker="MINISTER VARGA", speech="direct")
    assert answer("What did Varga say about the port?", [declined]).reason == "declined"


def test_a_number_is_preferred_where_a_number_is_asked_for() -> None:
    report = hit("The port has cranes of steel. The port has 14 cranes.")
    found = answer("How many cranes does the port have?", [report])
    assert "14 cranes" in found.citations[0].quote


def test_titles_carry_no_marks_of_their_own_into_an_answer() -> None:
    assert plain("“Port” *opens*\n[again] <b>") == "Port opens again b"


PORT = "What did Varga say about the port?"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The port, Varga said, had “no future”.", "The port, Varga said, had “no future”."),
        ("Varga said that the port stays open.", "“Varga said that the port stays open.”"),
        ("Varga said the port had “no future.", "“Varga said the port had “no future.”"),
    ],
)
def test_a_report_is_called_one_and_gets_marks_unless_it_has_its_own(text: str, shown: str) -> None:
    one = hit(text)
    found = answer(PORT, [one], said(one, text, "Ilse Varga", "indirect"))
    assert found.text.endswith(f"As reported: {shown} [1]")


def test_a_quotation_that_leaves_out_the_topic_keeps_its_sentence() -> None:
    text = "“We have to wait until spring,” Varga said of the port."
    one = hit(text)
    said_here = said(one, "We have to wait until spring,", "Ilse Varga", "direct")
    found = answer(PORT, [one], said_here)
    assert [(c.quote, c.speech) for c in found.citations] == [(text, "indirect")]


def test_a_fragment_of_a_quotation_keeps_the_sentences_around_it() -> None:
    text = "The port is safe, Varga said. “Quite safe”, she said of the port."
    one = hit(text)
    first = said(one, "The port is safe, Varga said.", "Ilse Varga", "indirect")
    second = said(one, "Quite safe", "Ilse Varga", "direct")
    found = answer(PORT, [one], first, second)
    assert [(c.quote, c.speech) for c in found.citations] == [(text, "indirect")]


@given(st.lists(st.text("Ab c.“”\n‘-", min_size=1, max_size=60), min_size=1, max_size=4))
def test_every_quote_stands_in_its_hit_whatever_the_text(texts: list[str]) -> None:
    hits = [hit(text, number=i, start=7 * i) for i, text in enumerate(texts, 1)]
    by_id = {one.passage_id: one for one in hits}
    found = answer("A b c?", hits)
    for citation in found.citations:
        one = by_id[f"p{citation.document_id[1:]}"]
        inside = one.text[citation.start - one.start : citation.end - one.start]
        assert inside == citation.quote
        marked = f"“{citation.quote}” [{citation.number}]" in found.text
        assert marked or f"\n\n{citation.quote} [{citation.number}]" in found.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“The port opens,” Varga said. “And so it shall stay with us.”", "“The port opens,” [1]"),
        ('"The port opens," Varga said. "And so it shall stay with us."', "“The port opens,” [1]"),
        ("“It was a long wait,” Varga said. “The port opens.”", "“The port opens.” [1]"),
        (
            "“The port of the “old” town opens,” Varga said.",
            "“The port of the “old” town opens,” [1]",
        ),
    ],
)
def test_words_of_an_interrupted_quotation_are_shown_without_the_words_between(
    text: str, shown: str
) -> None:
    one = hit(text)
    whole = text[1:] if text.endswith("said.") else text[1:-1]
    quoted = said(one, whole, "Varga", "direct")
    first = [s for s in sentences("Varga on the port", [one], quoted) if "port" in s.text][:1]
    assert rendered(cited(first)).splitlines()[-1] == shown


def test_a_quotation_in_straight_marks_stays_in_them_around_who_said_it() -> None:
    text = '"The port opens," Varga said. "The port stays open."'
    one = hit(text)
    spoken = sentences("Varga on the port", [one], said(one, text[1:-1], "Varga", "direct"))
    assert rendered(cited(spoken)).splitlines()[-1] == f"{text} [1]"


def test_who_said_quoted_words_is_answered_by_those_words_or_by_none() -> None:
    one = hit("The port is doing fine. Our port on the coast stays open.", speaker="VARGA")
    found = answer("Who said “the port is doing fine”?", [one])
    assert [c.quote for c in found.citations] == ["The port is doing fine."]
    assert answer("Who said “the port is not doing fine”?", [one]).reason == "not_in_record"


def test_what_somebody_said_is_not_crowded_out_by_an_account_that_repeats_the_question() -> None:
    one = hit("Varga and Lind opened the port line. “The trains will come,” Lind promised there.")
    promise = said(one, "The trains will come", "Lind", "direct")
    found = answer("What did Lind say about the port line?", [one], promise)
    assert "Lind" in [c.speaker for c in found.citations]


def test_an_untitled_document_is_led_by_its_file_name_alone() -> None:
    one = hit("Varga visited the port.", source="press/north/the_port_2024.txt", title=None)
    found = answer("What did Varga say about the port?", [one])
    assert found.text.startswith("*the_port_2024.txt*")


def test_he_is_the_one_asked_about_only_where_the_sentence_before_names_him() -> None:
    of_varga = sentences(
        "What did Varga say about the port?", [hit("Varga left. He saw the port.")]
    )
    of_lind = sentences(
        "What did Varga say about the port?", [hit("Lind met Orl, not Varga. He saw the port.")]
    )
    asked = understood("What did Varga say about the port?")
    assert "He saw the port." in [s.text for s in citable(asked, of_varga, own=())]
    assert citable(asked, of_lind, own=()) == []


def shown(question: str, *parts: tuple[str, str | None, str], text: str) -> list[tuple[str, str]]:
    """Return (speaker or "", words) of what may be shown from a report; parts are statements."""
    report = hit(text)
    found = sentences(question, [report], *(said(report, *part) for part in parts))
    own = {(report.document_id, "Ilse Varga")}
    may = citable(understood(question), found, own=own)
    return [(s.speaker or "", s.text) for s in may]


OF_VARGA = "What did Ilse Varga say about the port?"


def test_words_of_those_who_speak_for_somebody_are_shown_as_theirs() -> None:
    text = "Varga’s lawyers said the port stays open."
    part = ("the port stays open", "Varga’s lawyers", "indirect")
    assert shown(OF_VARGA, part, text=text) == [("Varga’s lawyers", text)]
    critics = ("the port stays open", "Varga’s critics", "indirect")
    assert shown(OF_VARGA, critics, text="Critics said the port stays open.") == []


@pytest.mark.parametrize(
    ("label", "speaks"),
    [
        ("a spokesman for Varga", True),
        ("people close to Varga", True),
        ("Olsen and Varga", True),
        ("Varga’s opponents", False),
        ("Olsen’s lawyers", False),
    ],
)
def test_who_speaks_for_somebody_is_told_by_office_and_nearness(label: str, speaks: bool) -> None:
    assert speaks_for("Ilse Varga", label) is speaks


def test_a_description_asked_about_names_nobody_to_speak_for() -> None:
    assert not speaks_for("the deputy from Lesk", "Lesk’s representative")


def test_a_sentence_whose_speaker_is_unsure_is_an_account_where_it_puts_the_one_asked_first() -> (
    None
):
    text = "“The port is full,” engineer Ilse Varga wrote in a letter."
    unsure = ("The port is full,", None, "direct")
    assert shown(OF_VARGA, unsure, text=text) == [("", text)]
    other = text.replace("Ilse Varga", "Nils Olsen")
    assert shown(OF_VARGA, unsure, text=other) == []


def test_a_quotation_that_stands_alone_goes_on_with_the_words_before_or_after_a_colon() -> None:
    text = "Varga went on: “No crane works.” Olsen nodded. “The port is old.”"
    alone = [("No crane works.", None, "direct"), ("The port is old.", None, "direct")]
    texts = [words for _, words in shown(OF_VARGA, *alone, text=text)]
    assert "Varga went on: “No crane works.”" in texts
    assert "“The port is old.”" not in texts


@pytest.mark.parametrize(("gap", "is_shown"), [(2, True), (400, False)])
def test_a_quotation_that_opens_a_passage_goes_on_with_the_passage_before(
    gap: int, is_shown: bool
) -> None:
    before = hit("“The port stays open,” Varga said.", number=1, start=100)
    after = hit("“It is full of cranes.”", number=2, start=before.end + gap)
    found = sentences(
        OF_VARGA,
        [after, replace(before, document_id=after.document_id)],
        said(before, "The port stays open,", "Ilse Varga", "direct"),
        said(after, "It is full of cranes.", None, "direct"),
    )
    may = citable(understood(OF_VARGA), found, own={(after.document_id, "Ilse Varga")})
    assert ("“It is full of cranes.”" in [s.text for s in may]) is is_shown


def test_bodies_and_works_named_before_do_not_count_against_the_one_asked_about() -> None:
    text = "In his Morning Talk for the Lund Harbour Gazette, Varga praised the port."
    assert shown(OF_VARGA, text=text) == [("", text)]
    assert shown(OF_VARGA, text=text.replace("the Lund Harbour Gazette", "Olsen and Lind")) == []


def test_a_sentence_that_is_mostly_the_words_of_somebody_named_is_no_account_of_another() -> None:
    text = "To Varga, Olsen said that the port was old and that it should have closed long ago."
    part = ("that the port was old and that it should have closed long ago", "Olsen", "indirect")
    assert shown(OF_VARGA, part, text=text) == []


def test_somebody_of_another_first_name_is_not_the_one_asked_about() -> None:
    assert shown(OF_VARGA, text="Pavel Varga built the port.") == []
    assert shown(OF_VARGA, text="Minister Varga built the port.") != []


def test_what_others_tell_comes_after_the_speakers_own_words() -> None:
    one = hit("Varga likes the port in winter. “The port stays open,” Varga said.")
    found = answer(OF_VARGA, [one], said(one, "The port stays open,", "Ilse Varga", "direct"))
    assert [(c.number, c.speech) for c in found.citations] == [(1, "direct"), (2, "narration")]


def test_a_headline_is_quoted_where_the_passages_leave_room(tmp_path: Path) -> None:
    report = tmp_path / "port.md"
    report.write_text(
        "---\ntitle: 'Varga: port stays open'\n---\n# Varga: port stays open\n\n"
        "The port of Lund will stay open through the winter, Ilse Varga said on Monday.\n\n"
        "Nothing else was told of the port that day by anybody in the town of Lund.\n"
    )
    with Pressroom.open(tmp_path / "index", settings=Settings.load(model="extractive")) as room:
        room.ingest(report)
        cited = room.ask("What did Ilse Varga say about the port?").citations
    assert cited[0].quote.startswith("The port of Lund will stay open")
    assert cited[-1].quote == "Varga: port stays open"


def test_what_only_stands_beside_words_on_the_topic_is_not_quoted() -> None:
    text = "The port needs six cranes. We had soup at noon. The port stays open."
    found = answer("What is said about the port?", [hit(text, speaker="LIND", speech="direct")])
    assert [c.quote for c in found.citations] == [
        "The port needs six cranes.",
        "The port stays open.",
    ]


def test_the_answer_to_a_short_question_on_the_topic_need_not_repeat_it() -> None:
    asked = "Will the port of Lesk close?"
    reply = hit("Not as long as I live.", speaker="LIND", speech="direct", question=asked)
    assert [c.quote for c in answer(asked, [reply]).citations] == ["Not as long as I live."]


def test_a_long_question_that_touches_the_topic_does_not_make_its_answer_speak_of_it() -> None:
    asked = "You have learned the rules of curling. " + "And what of the war, the peace? " * 20
    reply = hit("We are working on that.", speaker="LIND", speech="direct", question=asked)
    assert answer("What did Lind say about curling?", [reply]).reason == "speaker_silent"


def test_a_hit_far_down_adds_to_an_answer_and_makes_none() -> None:
    near = hit("Varga praised the port.", number=1)
    far = hit("Varga opened the old port.", number=12)
    assert [c.quote for c in answer(OF_VARGA, [near, far]).citations] == [near.text, far.text]
    assert answer(OF_VARGA, [far]).reason == "speaker_silent"


def test_a_sentence_given_to_what_stands_among_its_words_is_an_account() -> None:
    text = "Varga told the radio that the port is shut, according to the crane drivers."
    misread = (text.removesuffix("."), "the crane drivers", "indirect")
    assert shown(OF_VARGA, misread, text=text) == [("", text)]


@pytest.mark.parametrize(
    ("question", "is_granted"),
    [
        ("Why did Varga close the port?", True),
        ("Why did Varga sell the port?", False),
        ("Why did Varga make the port?", True),
    ],
)
def test_what_a_question_takes_for_granted_is_not_granted_unsaid(
    question: str, is_granted: bool
) -> None:
    told = answer(question, [hit("Varga closed the port of Lund in May.", speech="narration")])
    assert told.reason is None
    assert ("Nothing found says that this happened" in told.text) is not is_granted


@pytest.mark.parametrize(
    ("question", "text", "speaker", "is_granted"),
    [
        ("Why did Varga resign?", "I asked the harbour master to resign.", "VARGA", False),
        ("Why did Varga resign?", "I will resign because the port is lost.", "VARGA", True),
        ("Why did Varga resign?", "Lind resigned over the port, I told them.", "VARGA", False),
        ("why did varga resign", "I asked the harbour master to resign.", "VARGA", False),
        ("Why did Varga resign?", "Minister Varga's resignation came at noon.", None, True),
        ("Why did Varga resign?", "The resignation of Minister Varga came at noon.", None, True),
        ("Why did the minister resign?", "The minister resigned at noon.", None, True),
        ("Why did the minister resign?", "I asked Lind to resign.", "VARGA", False),
        ("Why was Varga fired?", "The mayor fired Varga over the port.", None, True),
        ("why did prices rise", "There is a rise that no one stops.", None, True),
        ("Why did Varga leave?", "Varga left at noon, and nobody asked.", None, True),
    ],
)
def test_what_is_taken_for_granted_is_told_of_the_one_named_or_of_nobody(
    question: str, text: str, speaker: str | None, is_granted: bool
) -> None:
    one = hit(text, speaker=speaker)
    span = Span(one.start, one.end)
    quoted = citation_of(one, span, number=1, speaker=speaker, speech="direct")
    assert granted(understood(question), [quoted]) is is_granted


def test_what_may_be_shown_stays_in_the_order_of_the_hits() -> None:
    hits = [hit("Varga saw the port.", number=n, start=900 - n) for n in (3, 1, 2)]
    found = sentences(OF_VARGA, hits)
    may = citable(understood(OF_VARGA), found, own=())
    assert [s.hit.passage_id for s in may] == ["p3", "p1", "p2"]


def test_a_long_question_asked_again_is_answered_by_what_answered_it() -> None:
    asked = "Minister, you told us in March of the port. " + "And then of cranes and of fuel. " * 12
    reply = hit("We are working on that.", speaker="LIND", speech="direct", question=asked)
    assert [c.quote for c in answer(asked, [reply]).citations] == ["We are working on that."]


def test_the_title_of_a_transcript_is_not_quoted(tmp_path: Path) -> None:
    page = tmp_path / "briefing.md"
    page.write_text(
        "# Briefing by Minister Varga on the port\n\n"
        "MINISTER VARGA: The port of Lund stays open through the winter.\n\n"
        "Q: And the bridge?\n\nMINISTER VARGA: The bridge does not.\n"
    )
    with Pressroom.open(tmp_path / "index", settings=Settings.load(model="extractive")) as room:
        room.ingest(page)
        cited = room.ask("What did Varga say about the port?").citations
    assert [c.quote for c in cited] == ["The port of Lund stays open through the winter."]
