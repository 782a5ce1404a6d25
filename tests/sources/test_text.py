import pytest

from rag.errors import EmptySource


def test_the_text_is_the_file_itself(read):
    text = "A headline of the day\n\nFirst line,\nsecond line.\n\n\n  Indented."
    document = read(text + "  \n", "text")
    assert document.text == text
    assert document.title == "A headline of the day"
    assert document.marks == ()
    assert document.labels == ()


def test_a_label_in_the_first_line_is_taken_from_the_text(read):
    document = read("[fictional] Ministry of Tests\n\nThe minister spoke [fictional].", "text")
    assert document.labels == ("fictional",)
    assert document.text == "Ministry of Tests\n\nThe minister spoke [fictional]."


OFFICIAL = """\
THE GREEN HOUSE
Office of the Press Secretary

For Immediate Release                 Tuesday, May 3, 2022

REMARKS BY THE PRESIDENT

ON FISHING

        PRESIDENT QUILL:  Good morning.
"""


def test_an_official_transcript_gives_its_date_and_what_the_occasion_was(read):
    document = read(OFFICIAL, "text")
    assert document.title == "REMARKS BY THE PRESIDENT ON FISHING"
    assert document.date == "2022-05-03"


def test_a_speech_without_a_headline_has_no_title_and_no_date(read):
    document = read("Good morning, I will speak of 3 May 2022 and what came of it.\n\nYes.", "text")
    assert (document.title, document.date) == (None, None)


@pytest.mark.parametrize("text", ["...", "\u200b\u200b", "--- \n ***"])
def test_a_file_without_a_letter_is_empty(read, text):
    with pytest.raises(EmptySource):
        read(text, "text")


@pytest.mark.timeout(60)
def test_a_large_file_is_read_in_good_time(read):
    line = "The minister said “we will build it” and left the room.\n\n"
    document = read(line * 200_000, "text")
    assert document.text == (line * 200_000).strip()


@pytest.mark.parametrize("above", ["Mar 4, 2024", "Check against delivery", "E&OE TRANSCRIPT"])
def test_what_stands_over_a_title_is_none(read, above):
    document = read(f"{above}\n\nGovernor opens the harbour\n\nThe harbour was opened.", "text")
    assert document.title == "Governor opens the harbour"


def test_a_message_saved_as_text_is_read_as_one(read):
    head = "From: Press <press@example.org>\nTo: list@example.org\nSubject: Harbour\n"
    document = read(f"{head}Date: Mon, 4 Mar 2024 10:00 +0000\n\nIt is open.\n", "text")
    assert (document.title, document.date, document.text.strip()) == (
        "Harbour",
        "2024-03-04",
        "It is open.",
    )


def test_the_numbers_beside_the_lines_of_a_court_are_left_out(read):
    lines = ["THE COURT: Call your witness, and then we", "adjourn. MS. VALE: Thank you."] * 10
    printed = "\n".join(f"{number:>2}   {line}" for number, line in enumerate(lines, start=1))
    assert read(printed, "text").text == "\n".join(lines)


def test_ranks_before_names_are_no_numbers_of_lines(read):
    table = "\n".join(f"{rank} Club {chr(64 + rank)} {90 - rank}" for rank in range(1, 21))
    assert read(table, "text").text == table
