from rag.reading.unlabelled import speaker_named
from rag.records import Mark, Span
from tests.reading.texts import answered, asked, reading_of, said

SPEECH = (
    "Good evening. I want to speak of the dam.\n\nThe water will rise until Friday.\n\n"
    "We shall not leave anybody behind."
)


def test_a_speech_belongs_to_whom_title_or_introduction_names() -> None:
    for head in (
        "Remarks by Governor Anna Venn at the dam",
        "Governor Anna Venn's statement on the dam",
        "The dam\n\nGovernor Anna Venn gave a statement on Monday.",
        "The dam\n\nThe following is a transcript of the remarks by Governor Anna Venn.",
    ):
        reading = reading_of(f"{head}\n\n{SPEECH}")
        assert [words for _, words in said(reading)] == SPEECH.split("\n\n")
        assert {speaker for speaker, _ in said(reading)} == {"Governor Anna Venn"}
        assert len(reading.document.statements) == 3


def test_a_report_about_a_speech_is_nobodys_speech() -> None:
    report = (
        "Remarks by Governor Anna Venn anger unions\n\nUnions were angry on Monday. Nobody had "
        "asked them.\n\n“We and our members will strike, I promise,” their leader said."
    )
    assert said(reading_of(report)) == []


def test_a_statement_of_two_is_no_ones() -> None:
    assert said(reading_of(f"Statement by Anna Venn and Tomas Reyl\n\n{SPEECH}")) == []


def test_what_is_said_before_the_first_label_is_the_briefers() -> None:
    text = (
        "The following is a transcript of the briefing by Anna Venn, Spokeswoman.\n\n"
        "Good afternoon. The appeal for the valley has begun.\n\nQuestion: How much?\n\n"
        "Spokeswoman: A million.\n\nQuestion: Since when?\n\nSpokeswoman: Since May."
    )
    assert said(reading_of(text))[0] == (
        "Anna Venn",
        "Good afternoon. The appeal for the valley has begun.",
    )


def test_questions_set_in_bold_are_answered_by_whom_the_title_names() -> None:
    first, second = "Will the rates rise this year?", "And what of the banks, Mr Reyl?"
    text = f"{first}\n\nThey will.\n\nBy how much is open.\n\n{second}\n\nReyl: They are safe."
    bold = ((first, 0), (second, text.index(second)), ("Reyl", text.index("Reyl: ")))
    marks = tuple(Mark(at, at + len(words), "strong", "") for words, at in bold)
    reading = reading_of(text, marks=marks, title="Interview with Anna Venn")
    assert asked(reading) == [first, second]
    assert said(reading)[1:3] == [
        ("Anna Venn", "They will."),
        ("Anna Venn", "By how much is open."),
    ]
    assert said(reading)[-1] == ("Reyl", "They are safe.")


def test_a_conversation_whose_turns_dashes_open_is_cut_at_its_questions() -> None:
    text = (
        "Interview with the head of the ports, Anna Venn\n\n"
        "- Since when is the harbour open?\n\n- It has been open since May.\n\n"
        "- And who paid for it?\n\n- The town. We had no choice.\n"
    )
    reading = reading_of(text)
    assert [who for who, _ in said(reading)] == ["Question", "Anna Venn"] * 2
    assert answered(reading)["- The town. We had no choice."] == "- And who paid for it?"


def test_a_list_of_items_with_dashes_is_no_conversation() -> None:
    text = (
        "What was decided\n\n- The harbour stays open.\n\n- Who pays is not decided yet?\n\n"
        "- The road is closed.\n\n- The bridge is closed.\n"
    )
    assert said(reading_of(text)) == []


def test_a_line_as_long_as_a_book_names_no_speaker() -> None:
    line = "A-" * 50_000
    assert speaker_named(line, [Span(0, len(line))], None) is None


def test_a_title_that_tells_of_a_speech_announces_none() -> None:
    title = "Governor Anna Venn's speech on the dam was well received"
    assert said(reading_of(f"{title}\n\nI liked it. We all did.\n\nI went home.")) == []


def test_paragraphs_that_open_like_labels_are_nobodys_speech() -> None:
    asked_too = "From Harven: Will you stay with us?\n\nFrom Kell: What do you pay us?"
    reading = reading_of(f"Remarks by Governor Anna Venn\n\n{SPEECH}\n\n{asked_too}")
    assert said(reading) == []


def test_an_office_is_not_the_name_of_who_speaks() -> None:
    lines = "Statement by the Foreign Minister\nThe following is the statement by Anna Venn:"
    spans = [Span(0, 33), Span(34, len(lines))]
    assert speaker_named(lines, spans, None) == "Anna Venn"
