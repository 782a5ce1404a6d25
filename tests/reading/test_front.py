import pytest

from rag.reading.front import iso_date
from tests.reading.texts import kinds, of_kind, reading_of

BODY = "The bridge over the Orla will open in May, and the road to it a month later."


def test_a_repeated_title_is_no_text() -> None:
    reading = reading_of(f"Bridge to open in May\n\nBridge to open in May\n\n{BODY}")
    assert reading.document.title == "Bridge to open in May"
    assert of_kind(reading, "text") == [BODY]


def test_the_title_of_the_format_is_kept_and_recognised_in_the_text() -> None:
    reading = reading_of(f"BRIDGE TO OPEN\n\n{BODY}", title="Bridge to open")
    assert reading.document.title == "Bridge to open"
    assert of_kind(reading, "title") == ["BRIDGE TO OPEN"]


@pytest.mark.parametrize(
    "title",
    [
        "Venn: Bridge Will Open in May.",
        "Venn keeps her promise on the bridge.",
        "“A bridge for all”: Venn opens her plan",
        "Bridge or tunnel? Venn decides",
    ],
)
def test_titles_of_every_fashion_are_found(title: str) -> None:
    assert reading_of(f"{title}\n\n{BODY}").document.title == title


@pytest.mark.parametrize(
    "lead",
    [
        "The bridge will open on Monday.",
        "The bridge will open in May, the minister said.",
        "“We will open it,” she said.",
        "The minister resigned. Nobody was surprised.",
    ],
)
def test_a_first_sentence_of_the_report_is_no_title(lead: str) -> None:
    reading = reading_of(f"{lead}\n\n{BODY}")
    assert reading.document.title is None
    assert of_kind(reading, "text")[0] == lead


@pytest.mark.parametrize(
    ("dateline", "place", "date"),
    [
        ("HARVEN, March 4 (Agency) —", "Harven", None),
        ("HARVEN, March 4.", "Harven", None),
        ("HARVEN, March 4, 2024.", "Harven", "2024-03-04"),
        ("HARVEN, 4 March 2024 —", "Harven", "2024-03-04"),
        ("HARVEN, Feb. 27 (TNA) -", "Harven", None),
        ("UPPER PRIDDEN, Orla —", "Upper Pridden, Orla", None),
        ("HARVEN (Agency) --", "Harven", None),
        ("Port Selin (Agency) –", "Port Selin", None),
        ("HARVEN —", "Harven", None),
    ],
)
def test_a_dateline_gives_the_place_and_never_guesses_the_year(
    dateline: str, place: str, date: str | None
) -> None:
    reading = reading_of(f"Bridge to open in May\n\n{dateline} {BODY}")
    assert of_kind(reading, "dateline") == [dateline]
    assert of_kind(reading, "text") == [BODY]
    assert (reading.document.place, reading.document.date) == (place, date)


@pytest.mark.parametrize(
    "opening",
    [
        "WASHINGTON: the mayor of that town is a friend of the minister.",
        "The minister – who was late – spoke.",
        "Mrs. Venn (Civic Alliance) said that she would wait.",
        "In May, the minister spoke.",
    ],
)
def test_what_is_no_dateline_stays_text(opening: str) -> None:
    reading = reading_of(f"Bridge to open in May\n\n{opening} {BODY}")
    assert reading.document.place is None
    assert of_kind(reading, "text") == [f"{opening} {BODY}"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Mara Lindt", "byline"),
        ("By Mara Lindt and Tadeus Orrin", "byline"),
        ("From our correspondent Dorin Petrakis", "byline"),
        ("Joost Abenraa reports from Harven and Lesk", "byline"),
        ("Published: 4 March 2024, 12:30", "byline"),
        ("2024-03-04", "dateline"),
        ("Monday, March 4, 2024", "dateline"),
        ("Harven Courier, 4 March 2024", "dateline"),
    ],
)
def test_lines_of_the_front_are_no_text(line: str, kind: str) -> None:
    reading = reading_of(f"Bridge to open in May\n\n{line}\n\n{BODY}")
    assert (kind, line) in kinds(reading)
    assert of_kind(reading, "text") == [BODY]


def test_metadata_that_the_format_gave_is_not_changed() -> None:
    text = f"Bridge to open in May\n\n2024-03-04\n\nHARVEN (Agency) — {BODY}"
    reading = reading_of(text, title="Other", date="2020-01-01", place="Lesk", language="en")
    document = reading.document
    assert (document.title, document.date, document.place) == ("Other", "2020-01-01", "Lesk")
    assert (document.language, document.text) == ("en", text)


def test_the_header_of_a_release_gives_title_date_and_place() -> None:
    text = (
        "THE MINISTRY OF ROADS\nOffice of the Press Secretary\n_______\n"
        "For Immediate Release       March 4, 2024\n\n"
        "REMARKS BY MINISTER VENN\nAND\nMAYOR REYL\nIN PRESS CONFERENCE\n\n"
        "Press Room\n\nHarven, Talvora\n\n2:46 P.M. (Local)\n\n"
        "MINISTER VENN:  Good afternoon.\n\nQ  Is it open?\n\nMINISTER VENN:  It is.\n"
    )
    reading = reading_of(text)
    document = reading.document
    assert document.title == "REMARKS BY MINISTER VENN AND MAYOR REYL IN PRESS CONFERENCE"
    assert (document.date, document.place) == ("2024-03-04", "Press Room, Harven, Talvora")
    assert of_kind(reading, "text") == ["Good afternoon.", "Is it open?", "It is."]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("February 19, 2009", "2009-02-19"),
        ("19 February 2009", "2009-02-19"),
        ("Sept. 9, 2010", "2010-09-09"),
        ("on 2024-02-29 at noon", "2024-02-29"),
        ("2023-02-29", None),
        ("February 30, 2023", None),
        ("Thailand 7, 2023", None),
        ("March 4", None),
        ("", None),
    ],
)
def test_dates_are_read_only_where_they_are_whole_and_exist(words: str, date: str | None) -> None:
    assert iso_date(words) == date


def test_speakers_and_words_about_the_text_are_no_places() -> None:
    text = (
        "CUP FINAL\n\n4 March 2024\n\nHarven, Talvora\n\nAnna Venn\n\nQuick Quotes\n\n"
        "Q. Was it cold?\nANNA VENN: It was.\n\nQ. And wet?\nANNA VENN: Yes.\n"
    )
    document = reading_of(text).document
    assert (document.title, document.place) == ("CUP FINAL", "Harven, Talvora")


def test_topics_listed_over_a_transcript_are_neither_title_nor_place() -> None:
    text = (
        "Noon Briefing\nHarven, Talvora\nMarch 4, 2024\n\nIndex for Today's Briefing\n\nROADS\n"
        "Toll on the Bridge\nPORTS\nStrike of the Pilots\n\n"
        "MS. VENN: Good day.\n\nQ Is it open?\n\nMS. VENN: It is.\n"
    )
    document = reading_of(text).document
    assert (document.title, document.place) == ("Noon Briefing", "Harven, Talvora")
    assert document.date == "2024-03-04"


@pytest.mark.parametrize(
    "header",
    [
        "Minutes\nPresent: Minister Anna Venn; Mayor Tomas Reyl | March 4, 2024",
        "Press conference of 4 March 2024",
        "Meeting of the Roads Board\nMarch 4-5, 2024",
        "Briefing\n04-Mar-2024",
        "Briefing\n4 March 2024 -\nLast updated: 9 March 2024 11:02",
    ],
)
def test_the_header_of_a_transcript_says_when_it_was(header: str) -> None:
    text = f"{header}\n\nMS. VENN: Good day.\n\nQ Is it open?\n\nMS. VENN: It is.\n"
    assert reading_of(text).document.date == "2024-03-04"


def test_a_title_goes_on_with_whom_it_honours() -> None:
    header = "REMARKS BY THE PRESIDENT\n\nHONORING SENATOR ANNA VENN\n\nThe Rose Garden"
    turns = "THE PRESIDENT: Thank you.\n\nQ Why now?\n\nTHE PRESIDENT: It is time."
    document = reading_of(f"{header}\n\n{turns}").document
    assert document.title == "REMARKS BY THE PRESIDENT HONORING SENATOR ANNA VENN"
    assert document.place == "The Rose Garden"
