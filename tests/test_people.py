"""One entry a person across the library, and whom a name in a question means."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Pressroom
from rag.index import Named
from rag.people import people_of
from rag.reading.name_parts import agree

OREN = """# Ana Oren on the harbour

President Ana Oren spoke in Varn on Monday. “The harbour opens in October,” Oren said.
"""
HELEN = """# A quay for the islands

Fisheries Minister Helen Oren spoke to the islanders. “The quay stays open in winter,” she said.
“Nobody loses a berth,” said Helen Oren.
"""
PRESIDENCY = """# Remarks by President Oren

PRESIDENT OREN: Good morning. The bridge will be paid by the state.

Q Madam President, when do the ferries sail to the northern islands again?

PRESIDENT OREN: Not before the ice is gone, and that may be April.

Q Will somebody tell the islanders?

MR. REYL: I will call them this evening.
"""
ARTICLES = {"oren.md": OREN, "helen.md": HELEN, "remarks.md": PRESIDENCY}


@pytest.fixture
def room(open_room: Callable[..., Pressroom], tmp_path: Path) -> Pressroom:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened = open_room()
    opened.ingest([tmp_path / name for name in ARTICLES])
    return opened


def named(*names: str) -> list[Named]:
    return [Named(name, name, None, f"d{i}", 0, len(name)) for i, name in enumerate(names)]


def joined(*names: str) -> list[set[str]]:
    """Return which names of documents become one person."""
    return sorted((person.forms for person in people_of(named(*names))), key=min)


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (("Bill Oren", "Helen Oren"), [{"Bill Oren"}, {"Helen Oren"}]),
        (("Recep Erdogan", "Recep Erdoğan"), [{"Recep Erdogan", "Recep Erdoğan"}]),
        (("J. Oren", "Jan Oren"), [{"J. Oren", "Jan Oren"}]),
        (("J. Oren", "Jan Oren", "Jil Oren"), [{"J. Oren"}, {"Jan Oren"}, {"Jil Oren"}]),
        (("Jan Oren", "Jan Oren Jr."), [{"Jan Oren"}, {"Jan Oren Jr."}]),
        (("Mr. Oren", "Jan Oren"), [{"Jan Oren"}, {"Mr. Oren"}]),
        (("PRESIDENT OREN", "President Oren"), [{"PRESIDENT OREN", "President Oren"}]),
        (("MINISTER OREN", "PRESIDENT OREN"), [{"MINISTER OREN"}, {"PRESIDENT OREN"}]),
    ],
)
def test_names_are_joined_where_first_names_agree(
    names: tuple[str, ...], people: list[set[str]]
) -> None:
    assert joined(*names) == people


def test_an_office_with_a_surname_is_the_one_person_named_with_both() -> None:
    titled = [Named("Ana Oren", "Ana Oren", "President", "a", 10, 18)]
    label = named("PRESIDENT OREN")
    assert [p.forms for p in people_of([*titled, *label])] == [{"Ana Oren", "PRESIDENT OREN"}]
    rival = Named("Jan Oren", "Jan Oren", "President", "b", 10, 18)
    assert len(people_of([*titled, rival, *label])) == 3


def label(printed: str, day: str, publisher: str | None = "Varn Palace") -> Named:
    """Return a label that a document of a day leaves open."""
    office = printed.removeprefix("THE ") if printed.startswith("THE ") else None
    name = f"{printed} ({day})" if office else printed
    return Named(name, printed, office, day, 0, len(printed), publisher, day, day)


def known(name: str, printed: str, since: str, until: str) -> list[Named]:
    """Return somebody whom documents between two days name in full, with a label."""
    office = printed.removeprefix("THE ") if printed.startswith("THE ") else None
    places = [("d1", since), ("d2", until)]
    return [
        Named(name, form, office, document, 0, 9, "Varn Palace", day, day)
        for document, day in places
        for form in (name, printed)
    ]


def test_an_office_alone_is_whose_the_publisher_makes_it_before_and_after() -> None:
    oren = known("Ana Oren", "THE PRESIDENT", "2021-03-01", "2023-06-01")
    held = label("THE PRESIDENT", "2022-01-10")
    later = label("THE PRESIDENT", "2024-01-10")
    elsewhere = label("THE PRESIDENT", "2022-02-01", "Tolm Castle")
    nowhere = label("THE PRESIDENT", "2022-02-02", None)
    found = sorted(sorted(p.forms) for p in people_of([*oren, held, later, elsewhere, nowhere]))
    assert found == [
        ["Ana Oren", "THE PRESIDENT (2022-01-10)"],
        ["THE PRESIDENT (2022-02-01)"],
        ["THE PRESIDENT (2022-02-02)"],
        ["THE PRESIDENT (2024-01-10)"],
    ]


def test_an_office_of_two_holders_is_left_open() -> None:
    oren = known("Ana Oren", "THE PRESIDENT", "2021-03-01", "2023-06-01")
    beel = known("Jan Beel", "THE PRESIDENT", "2021-09-01", "2024-06-01")
    found = people_of([*oren, *beel, label("THE PRESIDENT", "2022-01-10")])
    assert {"THE PRESIDENT (2022-01-10)"} in [person.forms for person in found]


def test_a_label_is_whom_its_publisher_prints_it_of_elsewhere() -> None:
    reyl = known("Tom Reyl", "MR. REYL", "2021-03-01", "2023-06-01")
    assert len(people_of([*reyl, label("MR. REYL", "2020-01-10")])) == 1
    assert len(people_of([*reyl, label("MR. REYL", "2020-01-10", "Tolm Castle")])) == 2
    namesake = known("Ida Reyl", "MS. REYL", "2021-03-01", "2023-06-01")
    assert len(people_of([*reyl, *namesake, label("MR. REYL", "2020-01-10")])) == 3


FIRST = st.sampled_from("Ana Anton Bill William Helen H. J. Jan Jil".split())
MIDDLE = st.sampled_from(["", "M. ", "R. ", "Maria "])
OFFICE = st.sampled_from(["", "President ", "MINISTER ", "Mr. "])


@given(st.lists(st.builds("{}{} {}Oren".format, OFFICE, FIRST, MIDDLE), max_size=8, unique=True))
def test_no_two_people_whose_first_names_differ_are_ever_joined(names: list[str]) -> None:
    for person in people_of(named(*names)):
        for one, other in combinations(person.names, 2):
            assert agree(one.first, other.first)


@given(st.permutations(["Ana Oren", "A. Oren", "Bill Oren", "PRESIDENT OREN", "Ana M. Oren"]))
def test_the_order_of_documents_changes_nothing(names: list[str]) -> None:
    assert joined(*names) == joined(*sorted(names))


def test_everyone_is_listed_once_with_roles_and_counts(room: Pressroom) -> None:
    entries = {entry.name: entry for entry in room.speakers()}
    assert set(entries) == {"Ana Oren", "Helen Oren", "Mr. Reyl"}
    oren = entries["Ana Oren"]
    assert {"Ana Oren", "PRESIDENT OREN"} <= set(oren.aliases)
    assert (oren.roles, oren.document_count, oren.statement_count) == (("President",), 2, 3)


def test_every_alias_stands_where_its_span_says(room: Pressroom) -> None:
    for entry in room.speakers():
        assert entry.spans
        for alias in entry.spans:
            assert alias.text in entry.aliases
            text = room.document(alias.document_id).text
            assert text[alias.start : alias.end] == alias.text


def test_the_list_follows_the_documents_and_is_the_same_for_readers(
    room: Pressroom, open_room: Callable[..., Pressroom]
) -> None:
    reader = open_room(read_only=True)
    assert reader.speakers() == room.speakers()
    gone = next(d for d in room.documents() if d.source.endswith("helen.md"))
    room.remove(gone.id)
    for one in (room, reader):
        assert {entry.name for entry in one.speakers()} == {"Ana Oren", "Mr. Reyl"}


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        ("Ana Oren", {"The harbour opens", "Good morning.", "Not before the ice"}),
        ("President Oren", {"The harbour opens", "Good morning.", "Not before the ice"}),
        ("the president", {"The harbour opens", "Good morning.", "Not before the ice"}),
        ("Fisheries Minister", {"The quay stays", "Nobody loses"}),
        ("Helen", {"The quay stays", "Nobody loses"}),
        ("MR. REYL", {"I will call"}),
        ("Katrin Oren", set()),
        ("the foreign minister", set()),
    ],
)
def test_a_speaker_is_found_by_name_label_or_role(
    room: Pressroom, speaker: str, words: set[str]
) -> None:
    said = room.statements(speaker=speaker)
    texts = [room.document(s.document_id or "").text[s.start : s.end] for s in said]
    assert len(texts) == len(words)
    assert all(any(word in text for text in texts) for word in words)


def test_a_surname_of_two_people_is_said_to_be_ambiguous(room: Pressroom) -> None:
    answer = room.ask("What did Oren say about the harbour?")
    assert answer.notices == (
        "“Oren” may be Ana Oren or Helen Oren: see who is named at each quote.",
    )
    assert answer.candidates == ("Ana Oren", "Helen Oren")
    assert {c.speaker for c in answer.citations} - {None} == {"Ana Oren"}
    unmistakable = room.ask("What did Ana Oren say about the harbour?")
    assert (unmistakable.notices, unmistakable.candidates) == ((), ())


def test_a_namesake_who_hardly_speaks_is_told_of_where_quoted(
    tmp_path: Path, open_room: Callable[..., Pressroom]
) -> None:
    kinds = "pine oak ash elm birch larch alder yew lime beech maple cedar holly".split()
    often = "\n\n".join(
        f"ANA OREN: The {kind} by the {place} grows well."
        for kind in kinds
        for place in ("lake", "shore")
    )
    (tmp_path / "often.md").write_text(f"{often}\n\nQ: And then?\n\nANA OREN: We wait.\n")
    (tmp_path / "once.md").write_text(
        "HELEN OREN: The mill is mine.\n\nQ: Yours?\n\nHELEN OREN: Yes.\n"
    )
    room = open_room()
    room.ingest([tmp_path / "often.md", tmp_path / "once.md"])
    assert room.ask("What did Oren say about the lake?").notices == ()
    assert room.ask("What did Oren say about the mill?").notices == (
        "“Oren” may be Ana Oren or Helen Oren: see who is named at each quote.",
    )


def test_an_unknown_first_name_is_unknown_and_the_surname_is_told(room: Pressroom) -> None:
    answer = room.ask("What did Katrin Oren say about the harbour?")
    assert (answer.reason, answer.citations) == ("speaker_unknown", ())
    assert answer.notices == (
        "“Katrin Oren” is not on record. On record under that surname: Ana Oren and Helen Oren.",
    )


def test_words_of_a_namesake_are_never_given(room: Pressroom) -> None:
    answer = room.ask("What did Helen Oren say about the harbour?")
    assert "Ana Oren" not in {c.speaker for c in answer.citations}


def test_a_journalists_question_leads_to_the_answer_of_the_speaker_asked_for(
    room: Pressroom,
) -> None:
    asked = "When do the ferries sail to the northern islands again?"
    hits = room.search(asked, speaker="Ana Oren")
    assert hits[0].text.startswith("Not before the ice is gone")
    assert {hit.speaker for hit in room.search(asked, speaker="MR. REYL")} == {"Mr. Reyl"}


SUMMIT = """Remarks by President Oren and Prime Minister Reyl of the United Kingdom in Varn

PRESIDENT OREN: The bridge is ours to build.

PRIME MINISTER REYL: The bridge is yours to pay, and ours to use.

Q Who pays for the bridge?

PRESIDENT OREN: We shall see about the bridge.

PRIME MINISTER REYL: We shall not.
"""


@pytest.fixture
def summit(open_room: Callable[..., Pressroom], tmp_path: Path) -> Pressroom:
    (tmp_path / "summit.txt").write_text(SUMMIT, encoding="utf-8")
    opened = open_room()
    opened.ingest([tmp_path / "summit.txt"])
    return opened


def test_who_holds_an_office_in_a_country_is_found_by_its_short_name(summit: Pressroom) -> None:
    for role in (
        "prime minister of the United Kingdom",
        "prime minister of the UK",
        "British prime minister",
    ):
        answer = summit.ask(f"What did the {role} say about the bridge?")
        assert {citation.speaker for citation in answer.citations} == {"Prime Minister Reyl"}


@pytest.mark.parametrize("country", ["the United Kingdom", "the UK"])
def test_a_country_speaks_through_who_holds_an_office_of_it(
    summit: Pressroom, country: str
) -> None:
    answer = summit.ask(f"What did {country} say about the bridge?")
    assert {citation.speaker for citation in answer.citations} == {"Prime Minister Reyl"}
    assert answer.notices == (
        f"“{country}” itself is not on record as a speaker. "
        "On record with an office of it: Prime Minister Reyl.",
    )
    assert summit.ask("What did Varland say about the bridge?").reason == "speaker_unknown"


PALACE = """{date}

VARN PALACE

Office of the Press Secretary

Remarks by {who}

THE PRESIDENT: The {topic} will be paid by the state, and nobody else.

Q Madam President, are you sure of that?

THE PRESIDENT: I am sure of the {topic}, and I said so in spring.
"""


def test_a_president_is_found_where_the_label_alone_is_printed(
    open_room: Callable[..., Pressroom], tmp_path: Path
) -> None:
    days = [
        ("March 1, 2021", "President Ana Oren", "bridge"),
        ("May 1, 2022", "the President", "tunnel"),
        ("June 1, 2023", "President Ana Oren", "tower"),
        ("June 1, 2025", "the President", "canal"),
    ]
    for date, who, topic in days:
        text = PALACE.format(date=date, who=who, topic=topic)
        (tmp_path / f"{topic}.txt").write_text(text, encoding="utf-8")
    room = open_room()
    room.ingest([tmp_path / f"{topic}.txt" for *_, topic in days])
    entries = {entry.name: entry.document_count for entry in room.speakers()}
    assert entries == {"Ana Oren": 3, "THE PRESIDENT (2025-06-01)": 1}
    answer = room.ask("What did Ana Oren say about the tunnel?")
    assert answer.citations[0].quote.startswith("The tunnel will be paid by the state")
    assert not room.ask("What did Ana Oren say about the canal?").citations
    assert room.ask("What did the President say about the canal?").citations


def test_a_report_of_a_namesake_answers_nothing(
    open_room: Callable[..., Pressroom], tmp_path: Path
) -> None:
    reports = {
        "roads.txt": "Ana Oren on roads\n\nAna Oren spoke. “The road is paid for,” she said.\n",
        "fever.txt": "Minister Jan Oren says fever is over\n\nHARVEN — Health Minister Jan Oren "
        "said on Sunday that the fever was over.\n\nOren told reporters that nurses had won.\n",
    }
    for name, text in reports.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    room = open_room()
    room.ingest(tmp_path)
    assert room.ask("What did Ana Oren say about the fever?").reason == "speaker_silent"
    assert room.ask("What did Jan Oren say about the fever?").citations[0].speaker == "Jan Oren"


def test_who_is_named_in_the_title_of_a_page_alone_is_found_by_it(
    open_room: Callable[..., Pressroom], tmp_path: Path
) -> None:
    said = "".join(
        f"<p>{line}</p>"
        for line in (
            "THE PRESIDENT: Good day. The harbour is open to every ship of every flag.",
            "Q Since when has the harbour been open to the ships of Lesk?",
            "THE PRESIDENT: Since May, and it will stay open through the winter months.",
        )
    )
    title = "Remarks by President Vey"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{said}</body></html>"
    (tmp_path / "vey.html").write_text(page, encoding="utf-8")
    room = open_room()
    room.ingest(tmp_path)
    answer = room.ask("What did President Vey say about the harbour?")
    assert {citation.speaker for citation in answer.citations} == {"President Vey"}
