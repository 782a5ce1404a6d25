"""Saved answers: what has become of their citations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Answer, Citation, Pressroom

REPORT = """---
title: The bridge
date: 2024-05-02
url: https://example.org/bridge
---
The council met on Thursday.

“The bridge will open in June,” Mayor Ida Lind said. “Not a day later.”

Treasurer Olaf Berg said that the city pays for the bridge.
"""

OpenRoom = Callable[..., Pressroom]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def room(open_room: OpenRoom, path: Path) -> Pressroom:
    room = open_room()
    room.ingest([path])
    return room


@pytest.fixture
def answer(room: Pressroom) -> Answer:
    [document] = room.documents()
    said = room.statements("Lind")[0]
    quote = "The bridge will open in June"
    assert room.document(document.id).text.startswith(quote, said.start)
    cited = Citation(
        document_id=document.id,
        source=document.source,
        title=document.title,
        date=document.date,
        url=document.url,
        heading=None,
        start=said.start,
        end=said.start + len(quote),
        speaker=said.speaker,
        speech=said.speech,
        number=1,
        quote=quote,
        passage_start=said.start,
        passage_end=said.end,
    )
    return Answer("When does it open?", f"“{cited.quote}” [1]", citations=(cited,))


def outcome(room: Pressroom, answer: Answer) -> str:
    [check] = room.verify_answer(answer)
    return check.outcome


def rewrite(room: Pressroom, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert room.ingest([path]).updated


def test_what_did_not_change_is_exact(room: Pressroom, answer: Answer) -> None:
    assert outcome(room, answer) == "exact"


def test_silence_cites_nothing(room: Pressroom) -> None:
    assert room.verify_answer(Answer("q", "a", abstained=True)) == []


def test_words_that_stand_elsewhere_in_new_bytes_have_moved(
    room: Pressroom, answer: Answer, path: Path
) -> None:
    rewrite(room, path, REPORT.replace("on Thursday", "on Thursday afternoon"))
    [check] = room.verify_answer(answer)
    assert check.outcome == "moved"
    assert check.document_id != answer.citations[0].document_id
    assert check.start == answer.citations[0].start + len(" afternoon")
    text = room.document(check.document_id or "").text
    assert text[check.start : check.end] == check.quote


def test_other_marks_and_spaces_are_not_other_words(
    room: Pressroom, answer: Answer, path: Path
) -> None:
    rewrite(room, path, REPORT.replace("will open", "will\nopen").replace("“", '"'))
    assert outcome(room, answer) == "moved"


def test_the_place_nearest_to_the_old_one_is_taken(
    room: Pressroom, answer: Answer, path: Path
) -> None:
    rewrite(room, path, REPORT + "\n“The bridge will open in June,” Lind said again.\n")
    assert room.verify_answer(answer)[0].start == answer.citations[0].start


@pytest.mark.parametrize("other", ["in July", "in no June", "in Juneau"])
def test_other_words_are_a_change_and_the_nearest_are_shown(
    room: Pressroom, answer: Answer, path: Path, other: str
) -> None:
    rewrite(room, path, REPORT.replace("in June", other))
    [check] = room.verify_answer(answer)
    assert check.outcome == "changed"
    assert check.nearest is not None
    assert other in check.nearest


def test_the_same_words_of_another_speaker_are_a_change(
    room: Pressroom, answer: Answer, path: Path
) -> None:
    rewrite(room, path, REPORT.replace("Mayor Ida Lind said", "Treasurer Olaf Berg said"))
    [check] = room.verify_answer(answer)
    assert check.outcome == "changed"
    assert check.speakers == ("Olaf Berg",)


def test_a_name_put_in_by_hand_is_a_change(room: Pressroom, answer: Answer) -> None:
    forged = replace(answer.citations[0], speaker="Olaf Berg")
    assert outcome(room, replace(answer, citations=(forged,))) == "changed"


def test_a_word_put_in_by_hand_is_a_change(room: Pressroom, answer: Answer) -> None:
    forged = replace(answer.citations[0], quote="The bridge will never open in June")
    assert outcome(room, replace(answer, citations=(forged,))) == "changed"


def test_offsets_that_never_were_do_not_matter_where_the_words_are_there(
    room: Pressroom, answer: Answer
) -> None:
    strange = replace(answer.citations[0], start=-5, end=10**9)
    assert outcome(room, replace(answer, citations=(strange,))) == "moved"


def test_no_words_stand_nowhere(room: Pressroom, answer: Answer) -> None:
    empty = replace(answer.citations[0], quote="", start=0, end=0)
    assert outcome(room, replace(answer, citations=(empty,))) == "changed"


def test_a_removed_document_is_a_source_that_is_gone(room: Pressroom, answer: Answer) -> None:
    room.remove(answer.citations[0].document_id)
    assert outcome(room, answer) == "gone"


def test_a_source_is_known_again_by_its_path_or_its_address(
    room: Pressroom, answer: Answer, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [cited] = answer.citations
    strange = replace(cited, document_id="0" * 16, url=None)
    monkeypatch.chdir(tmp_path)
    for source in (str(path), path.name, f"./{path.name}"):
        found = replace(strange, source=source)
        assert outcome(room, replace(answer, citations=(found,))) == "moved"
    by_address = replace(strange, source="elsewhere.md", url="https://example.org/bridge")
    assert outcome(room, replace(answer, citations=(by_address,))) == "moved"
    unknown = replace(strange, source="elsewhere.md")
    assert outcome(room, replace(answer, citations=(unknown,))) == "gone"


def test_an_answer_tells_the_role_that_its_document_prints(room: Pressroom) -> None:
    cited = room.ask("What did Olaf Berg say about the bridge?").citations
    assert {c.role for c in cited if c.speaker == "Olaf Berg"} == {"Treasurer"}
