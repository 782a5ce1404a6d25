import re

import pytest

from rag.records import Mark
from tests.reading.texts import answered, asked, kinds, of_kind, reading_of, said


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("MINISTER VENN:", "MINISTER VENN"),
        ("MR. McREYL:", "MR. McREYL"),
        ("Anna Venn:", "Anna Venn"),
        ("Prime Minister Orla Venn:", "Prime Minister Orla Venn"),
        ("CHAIRMAN VENN.", "CHAIRMAN VENN"),
        ("The President.", "The President"),
        ("President Venn.", "President Venn"),
        ("[Anna Venn]:", "Anna Venn"),
        ("PRESIDENT CALDERÓN:", "PRESIDENT CALDERÓN"),
        ("VENN (through an interpreter):", "VENN"),
        ("A:", "A"),
    ],
)
@pytest.mark.parametrize("question", ["Q ", "Q:", "Q.", "QUESTION:", "Q\t", "Q (Harven Courier):"])
def test_labels_of_every_convention_open_turns(label: str, speaker: str, question: str) -> None:
    text = (
        f"{label} Good evening.\n\n{question} Is it open?\n\n{label} It is.\n\n"
        f"{question} Since when?\n\n{label} Since May.\n"
    )
    asker = " ".join(question.rstrip(":. \t").split())
    assert said(reading_of(text)) == [
        (speaker, "Good evening."),
        (asker, "Is it open?"),
        (speaker, "It is."),
        (asker, "Since when?"),
        (speaker, "Since May."),
    ]


def test_labels_need_no_blank_lines_between_turns() -> None:
    text = "MS. VENN: It is open.\nQ Since when?\nMS. VENN: May.\nIt was cold.\nQ And now?"
    assert said(reading_of(text))[2:4] == [("MS. VENN", "May."), ("MS. VENN", "It was cold.")]


def test_bold_names_are_labels_with_a_colon_or_alone_on_their_line() -> None:
    text = "Anna Venn\nGood evening.\nTomas Reyl: Is it open?\nAnna Venn\nIt is.\n"
    names = [(0, 9), (text.index("Tomas"), text.index("Tomas") + 10)]
    names.append((text.rindex("Anna"), text.rindex("Anna") + 9))
    marks = tuple(Mark(start, end, "strong", "") for start, end in names)
    assert [speaker for speaker, _ in said(reading_of(text, marks=marks))] == [
        "Anna Venn",
        "Tomas Reyl",
        "Anna Venn",
    ]


def test_captions_name_their_voices() -> None:
    text = "Good evening. Sit down.\nIs it open?\nIt is."
    marks = (
        Mark(0, 23, "speaker", "Anna Venn"),
        Mark(24, 35, "speaker", "Q"),
        Mark(36, 42, "speaker", "Anna Venn"),
    )
    reading = reading_of(text, marks=marks)
    assert [speaker for speaker, _ in said(reading)] == ["Anna Venn", "Q", "Anna Venn"]
    assert answered(reading)["It is."] == "Is it open?"


def test_the_label_is_a_paragraph_of_its_own() -> None:
    reading = reading_of("MS. VENN: (As translated.) Yes.\n\nQ Why?\n\nMS. VENN: So.")
    assert of_kind(reading, "label") == ["MS. VENN:", "Q", "MS. VENN:"]
    assert said(reading)[0] == ("MS. VENN", "(As translated.) Yes.")


def test_stage_notes_alone_are_noise_and_inside_sentences_stay() -> None:
    reading = reading_of("MS. VENN: I (laughter) see.\n\n(Applause.)\n\nQ Why?\n\nMS. VENN: So.")
    assert said(reading)[0] == ("MS. VENN", "I (laughter) see.")
    assert of_kind(reading, "noise") == ["(Applause.)"]


@pytest.mark.parametrize(
    "text",
    [
        "Venn: The bridge opens in May\n\nThe minister spoke.",
        "Note: this was changed.\n\nUpdate: it was changed again.\n\nNote: and again.",
        "HARVEN: the bridge is open.\n\nLESK: the road is not.",
        "Background: A bridge.\n\nBackground: A road.\n\nBackground: A river.",
        "Anna Venn: the bridge.\n\nTomas Reyl: the road.\n\nOrla Penn: the river.",
        "Q fever is rare.\n\nIt is an illness.\n\nQ fever can be treated.",
        "PRESIDENT VENN: BRIDGE OPENS\n\nPRESIDENT VENN: BRIDGE OPENS\n\nShe spoke.",
        "Anna Venn (Civic Alliance): 61\n\nTomas Reyl (Greens): 40\n\nJo Abe (Labour): 9",
        "The President. He spoke.\n\nThe Chair. She did not.",
    ],
)
def test_colons_alone_make_no_transcript(text: str) -> None:
    assert said(reading_of(text)) == []


def test_labels_that_occur_once_belong_with_the_others() -> None:
    text = "MS. VENN: Yes.\n\nQ Why?\n\nMS. VENN: So.\n\nREYL: And so.\n\nMODERATOR: Thank you."
    assert [speaker for speaker, _ in said(reading_of(text))][-2:] == ["REYL", "MODERATOR"]


def test_a_report_becomes_a_transcript_where_its_transcript_begins() -> None:
    text = (
        "Venn: Bridge Opens in May\n\n"
        "The minister spoke to the Courier on Monday about the bridge and the long road to it.\n\n"
        "Partial transcript as follows:\n\n"
        "MARA LINDT: Is it open?\n\nVENN: It is.\n\nLINDT: Since when?\n\nVENN: May.\n\n"
        "Venn also said that the road would be closed in the winter."
    )
    reading = reading_of(text)
    assert [speaker for speaker, _ in said(reading)] == ["MARA LINDT", "VENN", "LINDT", "VENN"]
    assert asked(reading) == ["Is it open?", "Since when?"]
    assert kinds(reading)[-1] == (
        "text",
        "Venn also said that the road would be closed in the winter.",
    )


def test_the_end_of_a_release_ends_the_last_turn() -> None:
    reading = reading_of("MS. VENN: Yes.\n\nQ Why?\n\nMS. VENN: So.\n\nEND 1:30 P.M.\n\nFact sheet")
    assert said(reading)[-1] == ("MS. VENN", "So.")
    assert of_kind(reading, "noise") == ["END 1:30 P.M."]


def test_an_answer_knows_its_question_through_an_interjection_until_the_next_one() -> None:
    text = (
        "MS. VENN: Good evening.\n\nQ Is it open?\nI mean the bridge.\n\nMS. VENN: It is.\n\n"
        "It is long.\n\nMR. REYL: Very long.\n\nMODERATOR: Next.\n\nQ And the road?\n\n"
        "MS. VENN: No.\n"
    )
    assert answered(reading_of(text)) == {
        "Good evening.": None,
        "It is.": "Is it open?\nI mean the bridge.",
        "It is long.": "Is it open?\nI mean the bridge.",
        "Very long.": "Is it open?\nI mean the bridge.",
        "Next.": None,
        "No.": "And the road?",
    }


def test_questions_are_asked_by_outlets_interviewers_and_anonymous_askers() -> None:
    outlets = "Mara Lindt (Courier): Is it?\n\nVENN: Yes.\n\nJo Abe (TNA): Why?\n\nVENN: So.\n\n"
    assert asked(reading_of(outlets)) == ["Is it?", "Why?"]
    parties = "Jo Abe (C-Lesk): Is it?\n\nVENN: Yes.\n\nJo Abe (C-Lesk): I know.\n\nVENN: So.\n"
    assert asked(reading_of(parties)) == []
    interview = "LINDT: Is it?\n\nVENN: Yes.\n\nLINDT: Why?\n\nVENN: So.\n\nLINDT: Thank you.\n"
    assert asked(reading_of(interview)) == ["Is it?", "Why?"]


def test_statements_are_what_speakers_said_not_what_the_press_asked() -> None:
    text = "MS. VENN: Yes.\n\nQ Why?\n\nMS. VENN: So.\n\n(Laughter.)\n\nJo Abe (TNA): Is it?\n"
    reading = reading_of(text)
    words = reading.document.text
    assert [(s.speaker, words[s.start : s.end]) for s in reading.document.statements] == [
        ("MS. VENN", "Yes."),
        ("MS. VENN", "So."),
        ("Jo Abe (TNA)", "Is it?"),
    ]
    assert {s.speech for s in reading.document.statements} == {"direct"}


@pytest.mark.parametrize("label", ["THE PRESIDENT", "MR. VENN", "PRIME MINISTER ORLA VENN"])
@pytest.mark.parametrize("count", [1, 3])
def test_remarks_of_one_person_are_theirs(label: str, count: int) -> None:
    text = "Remarks on the bridge\n\n" + f"{label}: Good evening.\n\nIt is open.\n\n" * count
    assert [speaker for speaker, _ in said(reading_of(text))] == [label, label] * count


def test_somebody_who_speaks_once_among_remarks_of_another_is_told_apart() -> None:
    text = "THE PRESIDENT: Good evening.\n\nMR. REYL: Welcome.\n\nTHE PRESIDENT: Thank you."
    speakers = [speaker for speaker, _ in said(reading_of(text))]
    assert speakers == ["THE PRESIDENT", "MR. REYL", "THE PRESIDENT"]


def test_clocks_beside_labels_are_no_part_of_the_words() -> None:
    for text in (
        "Anna Venn: (00:01)\nIt is open.\n\nSpeaker 2: (00:05)\nSince when?\n\n"
        "Anna Venn: (00:09)\nSince May.\n",
        "[00:00:01] Anna Venn: It is open.\n[00:00:05] Speaker 2: Since when?\n"
        "[00:00:09] Anna Venn: Since May.\n",
        "Anna Venn  0:01\nIt is open.\n\nSpeaker 2  0:05\nSince when?\n\nAnna Venn  0:09\n"
        "Since May.\n",
    ):
        reading = reading_of(text)
        assert said(reading) == [
            ("Anna Venn", "It is open."),
            ("Speaker 2", "Since when?"),
            ("Anna Venn", "Since May."),
        ]
        assert asked(reading) == ["Since when?"]


@pytest.mark.parametrize(
    ("asker", "chair"),
    [
        ("JOURNALISTE :", "LE PRÉSIDENT :"),
        ("Frage:", "Kanzlerin Venn:"),
        ("QUESTION –", "LE PRÉSIDENT –"),
        ("Вопрос:", "Анна Венн:"),
        ("记者：", "王敏："),
    ],
)
def test_labels_of_other_languages_open_turns(asker: str, chair: str) -> None:
    text = f"{asker} Offen?\n\n{chair} Ja.\n\n{asker} Seit wann?\n\n{chair} Seit Mai.\n"
    reading = reading_of(text)
    assert asked(reading) == ["Offen?", "Seit wann?"]
    name = chair.rstrip(" :–：")
    assert [words for speaker, words in said(reading) if speaker == name] == ["Ja.", "Seit Mai."]


def test_names_with_an_office_on_lines_of_their_own_open_turns() -> None:
    text = (
        "Operator\n\nWelcome to the call.\n\nAnna Venn -- Chief Executive\n\nSales rose.\n\n"
        "Operator\n\nThe first question.\n\nTomas Reyl -- Harven Bank -- Analyst\n\n"
        "By how much?\n\nAnna Venn -- Chief Executive\n\nBy a tenth.\n"
    )
    reading = reading_of(text)
    assert asked(reading) == ["By how much?"]
    assert said(reading)[-1] == ("Anna Venn", "By a tenth.")
    assert said(reading)[0] == ("Operator", "Welcome to the call.")


def test_members_of_a_parliament_are_named_once_with_their_seat() -> None:
    text = (
        "The Minister of Roads (Anna Venn)\nThe road is safe.\n\n"
        "Tomas Reyl (Harven North) (Lab)\nThen why is it closed?\n\nAnna Venn\nIt is not.\n"
    )
    assert said(reading_of(text)) == [
        ("Anna Venn", "The road is safe."),
        ("Tomas Reyl", "Then why is it closed?"),
        ("Anna Venn", "It is not."),
    ]


def test_bylines_that_recur_on_their_own_lines_are_no_labels() -> None:
    post = "Anna Venn\n\nThe bridge has opened.\n\nTomas Reyl\n\nThe road is closed.\n\n"
    assert said(reading_of(post * 3)) == []


def test_numbered_questions_of_a_committee_name_who_asks() -> None:
    text = (
        "Q1 Chair: When did you see it?\nAnna Venn: In March.\n"
        "Q2 Liam Byrd: And then?\nAnna Venn: I read it.\n"
    )
    reading = reading_of(text)
    assert asked(reading) == ["When did you see it?", "And then?"]
    assert ("Liam Byrd", "And then?") in said(reading)


def test_journalists_who_ask_once_are_known_by_who_answers() -> None:
    text = (
        "CHAIR VENN. Good afternoon.\nTOMAS REYL. Reyl of the Courier. Will they rise? Thank you.\n"
        "CHAIR VENN. They will.\nORLA HARV. Next, Ida.\nIDA NORR. By how much?\n"
        "CHAIR VENN. We shall see.\nORLA HARV. That was it.\n"
    )
    assert asked(reading_of(text)) == [
        "Reyl of the Courier. Will they rise? Thank you.",
        "By how much?",
    ]


def test_an_office_that_introduces_a_name_once_is_no_part_of_it() -> None:
    text = (
        "President of Varland Ana Oren: Welcome.\n\nQuestion: Is it open?\n\nAna Oren: It is.\n\n"
        "Question: Since when?\n\nAna Oren: Since May.\n"
    )
    assert [speaker for speaker, _ in said(reading_of(text))[::2]] == ["Ana Oren"] * 3


def test_a_speech_goes_on_behind_a_word_of_thanks_where_it_hands_the_floor_over() -> None:
    text = (
        "MS. VENN: I will be short.\n\nMR. ODRAN: Thank you.\n\nThe bridge is open.\n\n"
        "And now, Mr. Odran.\n\nMR. ODRAN: The road will follow.\n"
    )
    assert said(reading_of(text)) == [
        ("MS. VENN", "I will be short."),
        ("MR. ODRAN", "Thank you."),
        ("MS. VENN", "The bridge is open."),
        ("MS. VENN", "And now, Mr. Odran."),
        ("MR. ODRAN", "The road will follow."),
    ]


def test_words_behind_thanks_stay_with_who_gave_them_where_nothing_shows_otherwise() -> None:
    text = (
        "MS. VENN: I will be short.\n\nMR. ODRAN: Thank you.\n\nThe bridge is open.\n\n"
        "MS. VENN: The road will follow.\n"
    )
    assert said(reading_of(text))[2] == ("MR. ODRAN", "The bridge is open.")


def test_roles_in_parentheses_open_turns() -> None:
    text = (
        "(Minister) It is open.\n\n(Reporter) Since when?\n\n(Minister) Since May.\n\n"
        "(Applause.)\n\n(Reporter) And the road?\n\n(Minister) In June.\n"
    )
    reading = reading_of(text)
    assert asked(reading) == ["Since when?", "And the road?"]
    assert [words for speaker, words in said(reading) if speaker == "Minister"] == [
        "It is open.",
        "Since May.",
        "In June.",
    ]


def test_outlets_that_ask_once_each_are_answered_by_who_has_every_other_turn() -> None:
    text = (
        "KTV: Is it open?\n\nAnna Venn: It is.\n\nCourier: Since when?\n\nAnna Venn: Since May.\n\n"
        "Ida Norr, Post: And the road?\n\nAnna Venn: In June.\n"
    )
    reading = reading_of(text)
    assert asked(reading) == ["Is it open?", "Since when?", "And the road?"]
    assert said(reading)[1::2] == [
        ("Anna Venn", "It is."),
        ("Anna Venn", "Since May."),
        ("Anna Venn", "In June."),
    ]


def test_a_sentence_before_a_list_of_names_is_no_label() -> None:
    turns = "KTV: Is it open?\n\nAnna Venn: It is.\n\n" * 3
    reading = reading_of(f"A briefing\n\nTranscript. Participants: A, B and C.\n\n{turns}")
    assert said(reading)[0] == ("KTV", "Is it open?")


def test_a_title_set_in_bold_is_no_label() -> None:
    title = "BRIEFING BY ANNA VENN"
    turns = "ANNA VENN: It is.\n\nQ: Since when?\n\n" * 3
    reading = reading_of(f"{title}\n\n4 March 2024\n\n{turns}", marks=(Mark(0, 21, "strong", ""),))
    assert (reading.document.title, reading.document.date) == (title, "2024-03-04")


def test_who_answers_once_after_a_question_is_named() -> None:
    text = (
        "Q: Is it fast?\nAnna VENN: It is.\nQ: And safe?\nTomas REYL: Quite.\n"
        "Q: And dear?\nTR: No.\n"
    )
    assert said(reading_of(text))[1::2] == [
        ("Anna VENN", "It is."),
        ("Tomas REYL", "Quite."),
        ("TR", "No."),
    ]


def test_spanish_labels_end_on_a_stop_and_a_dash() -> None:
    text = (
        "Ministra portavoz.- Abre hoy.\n\nP.- ¿Desde cuándo?\n\nMinistra portavoz.- Desde mayo.\n"
    )
    bold = ("Ministra portavoz.-", "P.-")
    marks = tuple(
        Mark(match.start(), match.end(), "strong", "")
        for label in bold
        for match in re.finditer(re.escape(label), text)
    )
    reading = reading_of(text, marks=marks)
    assert asked(reading) == ["¿Desde cuándo?"]
    assert said(reading)[0] == ("Ministra portavoz", "Abre hoy.")


@pytest.mark.parametrize(
    ("question", "asker", "answer", "speaker"),
    [
        ("[1.] Q. ", "Q", "The President. ", "The President"),
        ("Media: ", "Media", "PM: ", "PM"),
        ("FRAGE VENN: ", "VENN", "MIN. REYL: ", "MIN. REYL"),
        ("ZUSATZFRAGE: ", "ZUSATZFRAGE", "MIN. REYL: ", "MIN. REYL"),
        ("Q - Anna Venn: ", "Anna Venn", "A - Tomas Reyl: ", "Tomas Reyl"),
        ("Periodista.- ", "Periodista", "Presidente.- ", "Presidente"),
        ("《港口报》记者：", "《港口报》记者", "毛林：", "毛林"),
        ("（記者）\n", "記者", "（大臣）\n", "大臣"),
    ],
)
def test_press_offices_of_many_countries_mark_who_asks(
    question: str, asker: str, answer: str, speaker: str
) -> None:
    text = (
        f"{answer}The harbour is open.\n\n{question}Since when is it open?\n\n"
        f"{answer}Since May.\n\n{question}Who paid for it?\n\n{answer}The town.\n"
    )
    reading = reading_of(text)
    assert [who for who, _ in said(reading)] == [speaker, asker, speaker, asker, speaker]
    assert asked(reading) == ["Since when is it open?", "Who paid for it?"]
    assert answered(reading)["The town."] == "Who paid for it?"


def test_members_of_a_plenary_are_named_before_a_stop_and_a_dash() -> None:
    text = (
        "President. – The item is the harbour.\n\n"
        "Anna Venn, Commissioner for Ports. – Madam President, it is open.\n\n"
        "Tomas Reyl (ABC). – It is not.\n\nAnna Venn. – It is, since May.\n\n"
        "President. – The debate is closed.\n"
    )
    assert [who for who, _ in said(reading_of(text))] == [
        "President",
        "Anna Venn",
        "Tomas Reyl (ABC)",
        "Anna Venn",
        "President",
    ]


def test_a_title_and_surname_before_a_stop_end_at_the_first_stop() -> None:
    text = (
        "Chairman Venn. The committee will sit.\n\nSenator Reyl. Ms. Oren, is it open?\n\n"
        "Ms. Oren. It is, Senator Reyl.\n\nSenator Reyl. Ms. Oren, thank you.\n\n"
        "Ms. Oren. Thank you.\n\nChairman Venn. The committee rises.\n"
    )
    assert [who for who, _ in said(reading_of(text))] == [
        "Chairman Venn",
        "Senator Reyl",
        "Ms. Oren",
        "Senator Reyl",
        "Ms. Oren",
        "Chairman Venn",
    ]


@pytest.mark.parametrize(
    "last",
    [
        "(The briefing was concluded at 1:41 p.m.)",
        "Note: The conference of the Minister began at noon in the Harbour Room.",
    ],
)
def test_nobody_says_what_stands_under_a_transcript(last: str) -> None:
    text = f"MS. VENN: It is open.\n\nQ Since when?\n\nMS. VENN: May.\n\n{last}\n\nNo. 21\n"
    assert [words for _, words in said(reading_of(text))] == ["It is open.", "Since when?", "May."]


def test_labels_behind_the_ends_of_sentences_open_turns_of_a_text_in_one_line() -> None:
    text = (
        "Remarks in Harven. MS. VENN: It is open. Q: Since when? MS. VENN: Since May. "
        "Q: And who paid? MS. VENN: The town. It could."
    )
    reading = reading_of(text)
    assert said(reading) == [
        ("MS. VENN", "It is open."),
        ("Q", "Since when?"),
        ("MS. VENN", "Since May."),
        ("Q", "And who paid?"),
        ("MS. VENN", "The town. It could."),
    ]


def test_what_follows_questions_that_alone_have_a_label_answers_them() -> None:
    text = (
        "Transcript of the questions put to the board\n\n"
        "Question: The harbour was closed in March. Since when is it open?\n\nSince May.\n\n"
        "It was a long winter.\n\nQuestion: Who paid?\n\nThe town paid for all of it.\n"
    )
    reading = reading_of(text)
    assert asked(reading)[1] == "Who paid?"
    assert [who for who, _ in said(reading)] == [
        "Question",
        "Answer",
        "Answer",
        "Question",
        "Answer",
    ]
    assert answered(reading)["The town paid for all of it."] == "Who paid?"


def test_names_in_capitals_on_lines_of_their_own_open_turns_where_they_recur() -> None:
    text = (
        "Remarks in Harven\n\nMINISTER ANNA VENN\nThe harbour is open, and it stays open.\n\n"
        "JOURNALIST\nSince when is it open?\n\nMINISTER ANNA VENN\nSince May, as I told you.\n"
    )
    reading = reading_of(text)
    assert [who for who, _ in said(reading)] == [
        "MINISTER ANNA VENN",
        "JOURNALIST",
        "MINISTER ANNA VENN",
    ]
    assert asked(reading) == ["Since when is it open?"]


def test_voices_with_a_number_ask_where_others_have_names() -> None:
    text = (
        "Gov. Anna Venn (00:10):\nThe harbour is open.\n\nSpeaker 1 (00:21):\nSince when?\n\n"
        "Gov. Anna Venn (00:22):\nSince May.\n\nReporter 2 (00:30):\nWho paid?\n\n"
        "Gov. Anna Venn (00:33):\nThe town.\n"
    )
    assert asked(reading_of(text)) == ["Since when?", "Who paid?"]


def test_initials_that_a_key_spells_out_open_turns() -> None:
    text = (
        "Ports Agency\n\nSpeaker key:\nAV   Dr Anna Venn\nTR   Tomas Reyl\n\n"
        "00:00:32\nAV   The harbour is open.\n00:01:10\nTR   Since when is it open?\n"
        "00:01:15\nAV   Since May.\n00:01:30\nTR   Who paid?\n00:01:32\nAV   The town.\n"
    )
    reading = reading_of(text)
    assert said(reading) == [
        ("Dr Anna Venn", "The harbour is open."),
        ("Tomas Reyl", "Since when is it open?"),
        ("Dr Anna Venn", "Since May."),
        ("Tomas Reyl", "Who paid?"),
        ("Dr Anna Venn", "The town."),
    ]
    assert asked(reading) == ["Since when is it open?", "Who paid?"]


def test_figures_behind_initials_are_a_table_and_no_turns() -> None:
    key = "Growth\n\nUS  United States\nUK  United Kingdom"
    table = "US  2.3  2.4\nUK  1.3  1.4\nUS  3.3  2.0\nUK  1.0  2.9"
    assert reading_of(f"{key}\n\n{table}").document.statements == ()


def test_an_office_below_the_name_is_part_of_a_label() -> None:
    text = (
        "Company Participants\n\nDana Ruiz - Chief Executive Officer\nColm Baird - Chief Finance "
        "Officer\n\nMei Tan - Copper Securities\n\nPresentation\n\nOperator\n\nWelcome to the "
        "call.\n\nDana Ruiz\nChief Executive Officer\n\nRevenue rose.\n\nOperator\n\nMei Tan is "
        "next.\n\nMei Tan\nCopper Securities\n\nIs Kell on plan?\n\nColm Baird\nChief Finance "
        "Officer\n\nIt is.\n\nDana Ruiz\nChief Executive Officer\n\nWe ship in May.\n"
    )
    assert said(reading_of(text)) == [
        ("Operator", "Welcome to the call."),
        ("Dana Ruiz", "Revenue rose."),
        ("Operator", "Mei Tan is next."),
        ("Mei Tan", "Is Kell on plan?"),
        ("Colm Baird", "It is."),
        ("Dana Ruiz", "We ship in May."),
    ]


@pytest.mark.parametrize(
    ("asker", "name", "answer"),
    [
        ("【北都新聞 小出記者】", "北都新聞 小出記者", "【大臣】"),
        ("<질문> ", "질문", "<답변> "),
        ("Frage Reyl: ", "Reyl", "Dr. Venn (AA): "),
        ("Zusatzfrage Reyl: ", "Reyl", "SRS Venn: "),
        ("QUESTIONER: ", "QUESTIONER", "MS. VENN: "),
        ("Reporter Tomas Reyl: ", "Tomas Reyl", "Minister Venn: "),
    ],
)
def test_askers_are_known_by_the_words_of_their_country(asker: str, name: str, answer: str) -> None:
    reading = reading_of(f"{asker}Wann?\n\n{answer}Mai.\n\n{asker}Wo?\n\n{answer}Kell.\n")
    assert said(reading)[0] == (name, "Wann?")
    assert asked(reading) == ["Wann?", "Wo?"]
    assert answered(reading) == {"Mai.": "Wann?", "Kell.": "Wo?"}


@pytest.mark.parametrize(
    "text",
    [
        "10:00 - Eva Lind: Welcome\n\n10:30 - Coffee: Foyer\n\n11:00 - Eva Lind: The network\n\n"
        "12:00 - Lunch: Canteen\n\n13:00 - Tomas Reyl: Freight\n\n15:30 - Coffee: Foyer\n",
        "09:00 Moderator: Nora Holt\n\n09:10 Eva Lind: Why rails matter\n\n10:30 Coffee Break\n\n"
        "10:45 Moderator: Ada Kern\n\n11:00 Eva Lind: Questions and answers\n",
        "Panel Debate 11:00\nAda Kern\n\nCoffee Break 12:00\nFoyer\n\nPanel Debate 13:30\nNora "
        "Holt\n\nCoffee Break 15:00\nFoyer\n",
        "HARVEN: Berg 12, Sole 88.\n\nOSTVIK: Ruiz 40, Baird 71.\n\nHARVEN: Berg; Tan.\n\n"
        "OSTVIK: Ruiz; Lin.\n",
        "It was close. FINAL SCORE: HARVEN 3, OSTVIK 2. HALF TIME: HARVEN 1, OSTVIK 2. It had "
        "rained. FINAL SCORE: KELL 0, MOREE 0. HALF TIME: KELL 0, MOREE 0.",
        "The count went on. MAYOR: Eva Lind, 52 percent. COUNCIL: The Greens hold nine. MAYOR: In "
        "Ostvik the count goes on. COUNCIL: No majority. TURNOUT: It was 61 percent.",
    ],
)
def test_programmes_and_results_are_no_transcripts(text: str) -> None:
    assert said(reading_of(text, language="en")) == []


def test_questions_that_are_collected_are_answered_together() -> None:
    text = (
        "Arun Dev: Welcome.\n\nSidhika, The Coast: Is it signed?\n\nPranav, Wire: And when?\n\n"
        "Arun Dev: In May.\n\nHuma, Post: Has the rule changed?\n\nArun Dev: No.\n"
    )
    assert answered(reading_of(text)) == {
        "Welcome.": None,
        "In May.": "And when?",
        "No.": "Has the rule changed?",
    }


def test_fields_of_a_header_and_contacts_are_no_turns() -> None:
    text = (
        "SPEAKER: Anna Venn, Director\n\nMS. VENN: Good morning.\n\nQ: Is it open?\n\nMS. VENN: It "
        "is.\n\nENDS\n\nPRESS OFFICER: Reza Abid\n"
    )
    assert [words for _, words in said(reading_of(text))] == [
        "Good morning.",
        "Is it open?",
        "It is.",
    ]


def test_contacts_behind_the_last_turn_are_nobodys_words() -> None:
    text = (
        "Mira Lund: Is it open?\n\nJan Oren: It is.\n\nMira Lund: Since when?\n\nJan Oren: In "
        "May.\n\nPRESS OFFICER: Reza Abid\n\nPHONE: 555\n"
    )
    assert said(reading_of(text))[-1] == ("Jan Oren", "In May.")


def test_a_last_word_without_a_stop_is_a_turn() -> None:
    text = (
        "Mira Lund: Is it open?\n\nJan Oren: It is.\n\nMira Lund: Since when?\n\nJan Oren: In "
        "May.\n\nTom Reed: Thank you all\n"
    )
    assert said(reading_of(text))[-1] == ("Tom Reed", "Thank you all")


def test_a_transcript_that_a_program_wrote_without_stops_is_one() -> None:
    text = (
        "The dam.\n\nAnna Venn: so what do you think of it\nJan Oren: i think it is fine\n"
        "Anna Venn: and the cost of it\nJan Oren: well we have the money\n"
    )
    assert [name for name, _ in said(reading_of(text))] == ["Anna Venn", "Jan Oren"] * 2


@pytest.mark.parametrize("number", [1, 2])
def test_the_one_question_with_a_number_is_a_question(number: int) -> None:
    text = f"Press day\n\nQ{number}: Will it open in June?\nMayor Venn: It will, we hope.\n"
    assert said(reading_of(text))[-1] == ("Mayor Venn", "It will, we hope.")


def test_one_voice_goes_on_where_a_program_prints_its_label_again() -> None:
    text = (
        "[00:00:01.000 --> 00:00:04.000] SPEAKER_00: The dam is safe.\n"
        "[00:00:04.000 --> 00:00:09.000] SPEAKER_00: The water falls.\n"
        "[00:00:09.000 --> 00:00:12.000] SPEAKER_01: How fast?\n"
        "[00:00:12.000 --> 00:00:15.000] SPEAKER_00: Slowly.\n"
    )
    turns = {p.turn for p in reading_of(text).paragraphs if p.turn is not None}
    assert turns == {0, 1, 2}


def test_titles_alone_on_their_lines_open_turns_where_reporters_do() -> None:
    text = (
        "Minister Eva Lind\n\nThe line opens on Monday.\n\nReporter\n\nAt what price?\n\n"
        "Minister Eva Lind\n\nThe same as by day.\n\nReporter\n\nWho sells the tickets?\n\n"
        "Director Tomas Reyl\n\nWe do.\n"
    )
    assert said(reading_of(text)) == [
        ("Minister Eva Lind", "The line opens on Monday."),
        ("Reporter", "At what price?"),
        ("Minister Eva Lind", "The same as by day."),
        ("Reporter", "Who sells the tickets?"),
        ("Director Tomas Reyl", "We do."),
    ]


@pytest.mark.parametrize(
    ("question", "answer", "name"),
    [("Q{}.", "A{}.", "A"), ("DOMANDA.", "RISPOSTA.", "RISPOSTA"), ("Вопрос:", "Ответ:", "Ответ")],
)
def test_answers_are_marked_by_words_and_numbers(question: str, answer: str, name: str) -> None:
    turns = [(question.format(n), answer.format(n)) for n in (1, 2, 3)]
    text = "\n\n".join(
        f"{asks} Wird es {n}?\n\n{says} Ja, {n}." for n, (asks, says) in enumerate(turns)
    )
    assert [one for one in said(reading_of(text)) if not one[1].endswith("?")] == [
        (name, "Ja, 0."),
        (name, "Ja, 1."),
        (name, "Ja, 2."),
    ]


def test_bold_names_that_answer_once_are_labels_where_questions_have_theirs() -> None:
    lines = [
        "Q: How was it?",
        "Nico VELT: Cold.",
        "Q: And the car?",
        "Ada STRAND: Fast.",
        "NV: It is.",
    ]
    text = "\n\n".join(lines)
    ends = [(text.index(line), text.index(line) + line.index(":") + 1) for line in lines[1::2]]
    ends.append((text.index("NV:"), text.index("NV:") + 3))
    marks = tuple(Mark(start, end, "strong", "") for start, end in ends)
    assert [speaker for speaker, _ in said(reading_of(text, marks=marks))] == [
        "Q",
        "Nico VELT",
        "Q",
        "Ada STRAND",
        "NV",
    ]


def test_a_party_and_a_place_behind_a_name_are_part_of_the_label() -> None:
    text = (
        "VOLT: Is it safe?\n\nMAYOR SAM LIND (D), HARVEN: It is.\n\n"
        "VOLT: Why?\n\nLIND: It is new.\n"
    )
    assert ("MAYOR SAM LIND (D), HARVEN", "It is.") in said(reading_of(text))


def test_an_analyst_asks_also_without_a_question_mark() -> None:
    text = (
        "Operator\n\nWelcome.\n\nDana Ruiz -- Chief Executive Officer\n\nWe grew.\n\nMei Tan -- "
        "Copper Securities -- Analyst\n\nTell us about Kell.\n\nDana Ruiz -- Chief Executive "
        "Officer\n\nIt opened.\n\nOperator\n\nGoodbye.\n"
    )
    assert answered(reading_of(text))["It opened."] == "Tell us about Kell."


def test_a_chair_is_a_speaker_on_a_line_of_its_own() -> None:
    text = (
        "Anna Venn (Harven) (Lab)\n\nIs it open?\n\nMadam Deputy Speaker\n\nOrder.\n\nAnna Venn\n\n"
        "I asked.\n\nTomas Reyl (Kell) (Con)\n\nIt is.\n"
    )
    assert ("Madam Deputy Speaker", "Order.") in said(reading_of(text))


@pytest.mark.parametrize("quarter", ["Q2: 2031-08-01 Summary", "Q4: a record"])
def test_a_quarter_and_a_list_of_names_are_no_labels(quarter: str) -> None:
    text = (
        f"{quarter}\n\nCompany Participants:\n\nDana Ruiz\n\nDana Ruiz: We grew.\n\nMei Tan: "
        "Is Kell on plan?\n\nDana Ruiz: It is.\n\nMei Tan: Since when?\n\nDana Ruiz: May.\n"
    )
    assert said(reading_of(text))[0] == ("Dana Ruiz", "We grew.")
