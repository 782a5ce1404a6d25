"""Whom the labels of a document mean: a text in, its labels with the names they stand for out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading import read
from rag.reading.name_parts import holds, in_sentence_case, offices_match, parts_of, same_person
from rag.records import Document


def names_in(text: str) -> dict[str, str]:
    """Return label → name of everyone who speaks in a text."""
    document = read(Document(id="d", source="d.txt", text=text)).document
    return {naming.label: naming.name for naming in document.namings}


def transcript(header: str, *labels: str) -> str:
    """Return a transcript in which each label has two turns between questions."""
    turns = [
        f"{label}: {words}"
        for words in ("Good morning, everybody, and thank you.", "That is all I have to say on it.")
        for label in labels
    ]
    questions = ["Q What about the harbour?", "Q And the bridge?"]
    lines = [line for pair in zip(turns, questions * len(turns), strict=False) for line in pair]
    return "\n\n".join([header, *lines])


@pytest.mark.parametrize(
    ("header", "label", "name"),
    [
        ("Remarks by President Ana Oren", "THE PRESIDENT", "Ana Oren"),
        ("REMARKS BY PRESIDENT ANA OREN", "THE PRESIDENT", "ANA OREN"),
        ("Remarks by President Ana Oren", "PRESIDENT OREN", "Ana Oren"),
        ("Remarks by President Oren", "THE PRESIDENT", "President Oren"),
        ("Remarks by Vice President Jan Beel", "THE PRESIDENT", "THE PRESIDENT"),
        ("Remarks by the President", "THE PRESIDENT", "THE PRESIDENT"),
        ("PRESS CONFERENCE BY THE PRESIDENT\n\nEast Room", "THE PRESIDENT", "THE PRESIDENT"),
        ("BY THE PRESIDENT\n\nAlden Hotel\nVarport", "THE PRESIDENT", "THE PRESIDENT"),
        ("BY THE PRESIDENT\nGrand Alden Hotel", "THE PRESIDENT", "THE PRESIDENT"),
        ("BY THE PRESIDENT\n\nJan Beel Drive\nVarport", "THE PRESIDENT", "THE PRESIDENT"),
        ("BY THE PRESIDENT\nAT RALLY FOR SENATOR JAN BEEL", "THE PRESIDENT", "THE PRESIDENT"),
        ("By the President\n\nPresident Lincoln Centre, Varport", "THE PRESIDENT", "THE PRESIDENT"),
        ("BY PRESIDENT VEY OF VARLAND", "PRESIDENT VEY", "PRESIDENT VEY"),
        ("Gaggle by Press Secretary Tom Reyl", "MR. REYL", "Tom Reyl"),
        ("Statement by Finance Minister Reyl", "MR. REYL", "Finance Minister Reyl"),
        ("With Alice Oren, wife of the president", "PRESIDENT OREN", "PRESIDENT OREN"),
        ("Remarks by President Hu Lintao", "PRESIDENT HU", "Hu Lintao"),
        ("Ana Oren\nSpokesperson\nNoon Briefing", "MS. OREN", "Ana Oren"),
        ("Tom Reyl\nLead Negotiator\nHarven, Varland", "AMBASSADOR REYL", "Tom Reyl"),
        ("Present: Secretary of Works Tom Reyl", "SEC. REYL", "Tom Reyl"),
        ("Ana Oren\n12th President of Varland: 1961 - 1967", "THE PRESIDENT", "Ana Oren"),
        ("Press encounter\nSecretary-General Tom Reyl", "SG", "Tom Reyl"),
        ("Remarks by Prime Minister Tom Reyl", "PM", "Tom Reyl"),
    ],
)
def test_a_label_means_whom_the_header_names(header: str, label: str, name: str) -> None:
    assert names_in(transcript(header, label))[label] == name


def test_the_title_of_a_page_names_whom_its_text_does_not() -> None:
    text = transcript("Harven Palace", "PRESIDENT OREN", "MR. REYL")
    title = "President Ana Oren and Spokesman Tom Reyl meet the press"
    document = read(Document(id="d", source="d.html", text=text, title=title)).document
    names = {naming.label: naming.name for naming in document.namings}
    assert names == {"PRESIDENT OREN": "Ana Oren", "MR. REYL": "Tom Reyl"}


def test_whose_text_it_is_stands_where_an_archive_says_how_to_cite_it() -> None:
    text = transcript("The President's News Conference\nMarch 4, 1985", "The President")
    text += "\n\nNote: The news conference began at 8 p.m.\n\nLeyland Oren, The President's News "
    text += "Conference Online by the Varn Archive\n"
    title = "The President's News Conference"
    document = read(Document(id="d", source="d.txt", text=text, title=title)).document
    assert {naming.name for naming in document.namings} == {"Leyland Oren"}


def test_an_office_alone_means_whom_another_label_names_with_it() -> None:
    text = transcript("Doorstep", "Secretary General Tom Reyl", "Secretary General")
    assert names_in(text)["Secretary General"] == "Tom Reyl"


def test_an_office_that_no_name_goes_with_is_of_its_day() -> None:
    text = transcript("March 1, 2021\n\nRemarks by the President", "THE PRESIDENT")
    assert names_in(text) == {"THE PRESIDENT": "THE PRESIDENT (2021-03-01)"}


def test_a_misspelt_title_is_the_title_of_the_other_labels() -> None:
    header = "Remarks by President Ana Oren and Minister Tom Reyl"
    labels = ("THE PRESIDENT", "THE PRESDIENT", "MINISTER REYL", "MINSTER REYL")
    names = names_in(transcript(header, *labels))
    assert [names[label] for label in labels] == ["Ana Oren"] * 2 + ["Tom Reyl"] * 2


def test_the_honour_before_a_name_and_the_office_of_another_are_not_its_own() -> None:
    text = "The Right Honourable Stella Harn spoke. “It is done,” Stella Harn said."
    assert names_in(text) == {"Stella Harn": "Stella Harn"}
    text = "The adviser to the Vice President Tom Reyl spoke. “It is done,” Tom Reyl said."
    document = read(Document(id="d", source="d.txt", text=text)).document
    assert {naming.role for naming in document.namings} == {None}


def test_a_role_ends_where_its_sentence_does() -> None:
    text = "The bridge grew, according to Anna Weller, an analyst at Oren Group.\n\nIt is new."
    document = read(Document(id="d", source="d.txt", text=text)).document
    assert {n.role for n in document.namings} == {None, "analyst at Oren Group"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("BY PRESIDENT OREN OF VARLAND\n\nEast Room", "PRESIDENT of VARLAND"),
        ("By President Oren of the Republic of Tolm in Varn", "President of Republic of Tolm"),
        ("With Minister Reyl and President Oren of San Tolm", "President of San Tolm"),
        ("By President Oren\n\nCity of Varn", None),
    ],
)
def test_the_country_of_an_office_is_read_in_the_header(header: str, role: str | None) -> None:
    text = transcript(header, "PRESIDENT OREN")
    document = read(Document(id="d", source="d.txt", text=text)).document
    roles = [n.role for n in document.namings if n.role and " of " in n.role]
    assert roles == ([role] if role else [])


def test_of_two_presidents_the_one_without_a_label_is_the_president() -> None:
    text = transcript(
        "Remarks by President Oren and President Vey", "THE PRESIDENT", "PRESIDENT VEY"
    )
    assert names_in(text) == {"THE PRESIDENT": "President Oren", "PRESIDENT VEY": "PRESIDENT VEY"}


def test_moderators_interpreters_and_askers_are_nobody() -> None:
    text = transcript("Remarks by President Ana Oren", "MODERATOR", "THE INTERPRETER", "MR. REYL")
    assert set(names_in(text)) == {"MR. REYL"}


def test_mr_and_mrs_of_one_surname_are_told_apart() -> None:
    text = "Martin Oren and Helen Oren came. “We stay,” Mr. Oren said. “We go,” Mrs. Oren said."
    names = names_in(text)
    assert names.get("Mr. Oren", "Martin Oren") == "Martin Oren"
    assert names.get("Mrs. Oren", "Helen Oren") == "Helen Oren"
    assert set(names.values()) == {"Martin Oren", "Helen Oren"}


def test_bodies_and_crowds_are_no_people() -> None:
    text = (
        "“It is closed,” the ministry said. “It is late,” the Kremlin said. Officials said that "
        "the bridge was safe. “It opens in May,” said Ana Oren."
    )
    assert set(names_in(text).values()) == {"Ana Oren"}


def test_roles_are_taken_as_printed_before_and_behind_a_name() -> None:
    text = "Foreign Minister Ana Oren left. “We agreed,” said Ana Oren, the head of the delegation."
    document = read(Document(id="d", source="d.txt", text=text)).document
    assert {n.role for n in document.namings} >= {"Foreign Minister"}


def test_a_role_belongs_to_no_name_of_the_next_sentence() -> None:
    text = "They cheered their nominee. Dozens sang. Dozens of guests said that they were happy."
    document = read(Document(id="d", source="d.txt", text=text)).document
    assert [n.name for n in document.namings] == []


@pytest.mark.parametrize(
    ("name", "words", "office", "suffix"),
    [
        ("Prime Minister Jan van der Meer", ("jan", "van", "der", "meer"), "prime minister", ""),
        ("PRIME MINISTER AL-MALIKI", ("maliki",), "prime minister", ""),
        ("J. Smith", ("j", "smith"), "", ""),
        ("Mrs. Vallstrøm", ("vallstrom",), "", ""),
        ("THE PRESIDENT", (), "president", ""),
        ("Carlo Oren Jr.", ("carlo", "oren"), "", "jr"),
        ("Martin Luther King", ("martin", "luther", "king"), "", ""),
        ("Minister Oren (through an interpreter)", ("oren",), "minister", ""),
    ],
)
def test_a_name_is_taken_apart(name: str, words: tuple[str, ...], office: str, suffix: str) -> None:
    parts = parts_of(name)
    assert (parts.words, parts.office, parts.suffix) == (words, office, suffix)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Oren", "Ana M. Oren", True),
        ("J. Oren", "Jan Oren", True),
        ("Bill Oren", "William Oren", True),
        ("Recep Tayyip Erdoğan", "Recep Erdogan", True),
        ("Helen Reyl Oren", "Helen Oren", True),
        ("Bill Oren", "Helen Oren", False),
        ("Jan W. Oren", "Jan H. W. Oren", False),
        ("Ana Oren", "Ana Reyl", False),
        ("Oren", "Ana Oren", False),
    ],
)
def test_full_names_are_one_persons_where_first_names_agree(
    one: str, other: str, same: bool
) -> None:
    assert same_person(parts_of(one), parts_of(other)) is same
    assert same_person(parts_of(other), parts_of(one)) is same


def test_offices_match_as_far_as_they_are_told() -> None:
    assert offices_match("MINISTER", "the finance minister of Varland")
    assert offices_match("Rep.", "Congresswoman")
    assert not offices_match("president", "vice president")
    assert not offices_match("president", "former president")
    assert holds("finance minister", "minister")
    assert not holds("minister", "finance minister")


WORDS = [
    "“We stay,”",
    "said",
    "President",
    "Ana",
    "Oren",
    "Mr. Oren",
    "Jan",
    "and",
    ".",
    "Jr.",
    "the",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_every_naming_of_any_text_stands_in_it(text: str) -> None:
    document = read(Document(id="d", source="d.txt", text=text)).document
    labels = {said.speaker for said in document.statements}
    for naming in document.namings:
        assert naming.label in labels
        if naming.start is not None and naming.end is not None:
            assert 0 <= naming.start < naming.end <= len(text)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("PRESIDENT HU", "President Hu"),
        ("MS. MCORREN", "Ms. McOrren"),
        ("PRIME MINISTER O’DARA", "Prime Minister O’Dara"),
        ("SECRETARY OF STATE MARROW", "Secretary of State Marrow"),
        ("FBI DIRECTOR LIND", "FBI Director Lind"),
        ("CHAIR VAN DER LIND", "Chair van der Lind"),
        ("THE PRESIDENT", "The President"),
        ("KING OSKAR II", "King Oskar II"),
        ("Ilse McOrren", "Ilse McOrren"),
    ],
)
def test_names_in_capitals_are_shown_as_in_a_sentence(printed: str, name: str) -> None:
    assert in_sentence_case(printed) == name


@pytest.mark.parametrize(
    "signed",
    [
        "The Hon. Ella Orne MP, Prime Minister",
        "Ella Orne\nPrime Minister",
        "Prime Minister Ella Orne",
    ],
)
def test_whom_an_office_means_is_told_by_the_footer_too(signed: str) -> None:
    text = transcript("Doorstop, Harven", "PRIME MINISTER") + f"\n\nENDS\n\n{signed}\nHarven\n"
    assert names_in(text)["PRIME MINISTER"] == "Ella Orne"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ELLA ORNE MP", ("ella", "orne")),
        ("The Hon Ella Orne, KC, MP", ("ella", "orne")),
        ("Dr. Jan Roe, Ph.D.", ("jan", "roe")),
        ("LI AO", ("li", "ao")),
    ],
)
def test_letters_behind_a_name_are_no_part_of_it(name: str, words: tuple[str, ...]) -> None:
    assert parts_of(name).words == words
