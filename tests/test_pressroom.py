"""The contract of Pressroom, over small articles."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rag import Answer, Pressroom, Settings, from_json, to_json
from rag.errors import (
    DocumentNotFound,
    EmbedderUnavailable,
    IndexFolderError,
    QuestionError,
    SettingsError,
)
from rag.records import Failure, Progress
from tests.writing import token, write_articles

OpenRoom = Callable[..., Pressroom]

HARBOUR = """---
title: Minister defends the new harbour
date: 2024-05-02
place: Ostrand
event: Press conference on the harbour
publisher: Ostrand Courier
language: en
---
Transport minister Ilse Varga presented the plans for the new harbour on Thursday.

## The costs

“The harbour will cost 40 million crowns,” Varga said. “Not a crown more.”

## The fishermen

Varga said that the fishermen of Lund would keep their berths.
"""

BRIEFING = """---
title: Briefing on the fishing quota
date: 2024-06-10
place: Lund
event: Weekly briefing
publisher: Government press office
language: en
---
MINISTER VARGA: Good morning. The fishing quota stays at nine thousand tonnes this year.

Q: Minister, will the harbour be ready in the spring?

MINISTER VARGA: The harbour opens in October, and not a day before.

Q: What do you say to the talk of your resignation?

MINISTER VARGA: I won't comment on that.

MR. OLSEN: Let me add that the fishermen were heard.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (folder / "briefing.md").write_text(BRIEFING, encoding="utf-8")
    return folder


@pytest.fixture
def room(open_room: OpenRoom, folder: Path) -> Pressroom:
    room = open_room()
    assert room.ingest(folder).failed == []
    return room


def sources(found: list[str]) -> list[str]:
    return [Path(source).name for source in found]


def test_a_folder_is_added_then_unchanged_and_a_changed_article_updated(
    open_room: OpenRoom, folder: Path
) -> None:
    room = open_room()
    assert sources(room.ingest(folder).added) == ["briefing.md", "harbour.md"]
    again = room.ingest(folder)
    assert sources(again.unchanged) == ["briefing.md", "harbour.md"]
    assert (again.added, again.updated, again.failed, again.passage_count) == ([], [], [], 0)
    (folder / "harbour.md").write_text(HARBOUR.replace("40 million", "55 million"), "utf-8")
    assert sources(room.ingest(folder).updated) == ["harbour.md"]
    texts = [hit.text for hit in room.search("cost of the harbour in million crowns")]
    assert sum("55 million" in text for text in texts) == 1
    assert not any("40 million" in text for text in texts)
    assert len(room.documents()) == 2


def test_a_renamed_article_is_known_by_its_bytes(open_room: OpenRoom, folder: Path) -> None:
    room = open_room()
    room.ingest(folder)
    (folder / "harbour.md").rename(folder / "port.md")
    assert sources(room.ingest(folder).unchanged) == ["briefing.md", "port.md"]
    assert len(room.documents()) == 2


def test_one_bad_source_never_stops_the_rest(open_room: OpenRoom, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    room = open_room()
    report = room.ingest([folder, folder / "missing.md"])
    assert sources(report.added) == ["briefing.md", "harbour.md"]
    assert sources([failure.source for failure in report.failed]) == [
        "empty.txt",
        "torn.pdf",
        "missing.md",
    ]
    assert all(isinstance(f, Failure) and len(f.reason) > 10 for f in report.failed)


def test_progress_counts_documents_and_passages_to_the_end(
    open_room: OpenRoom, folder: Path
) -> None:
    steps: list[Progress] = []
    open_room().ingest(folder, progress=steps.append)
    reading = [step.done for step in steps if step.stage == "reading"]
    assert reading == [1, 2]
    last = steps[-1]
    assert last.stage == "embedding"
    assert last.done == last.total > 0


def test_hits_and_citations_stand_in_the_document_at_their_offsets(room: Pressroom) -> None:
    for hit in room.search("harbour"):
        assert room.document(hit.document_id).text[hit.start : hit.end] == hit.text
    answer = room.ask("What did Varga say about the harbour?")
    assert answer.citations
    for citation in answer.citations:
        text = room.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert f"“{citation.quote}” [{citation.number}]" in answer.text
        assert text[citation.passage_start : citation.passage_end].count(citation.quote) == 1


def test_the_words_of_others_are_never_cited_for_the_speaker_asked_about(
    room: Pressroom,
) -> None:
    answer = room.ask("What did Varga say about the fishermen?")
    assert not answer.abstained
    assert all(
        "Olsen" not in (c.speaker or "") and "were heard" not in c.quote for c in answer.citations
    )
    answer = room.ask("What did Olsen say about the fishermen?")
    assert [(c.speaker, c.quote) for c in answer.citations] == [
        ("Mr. Olsen", "Let me add that the fishermen were heard.")
    ]


def test_a_journalists_question_leads_to_the_answer_and_is_never_the_answer(
    room: Pressroom,
) -> None:
    answer = room.ask("Will the harbour be ready in the spring?")
    quotes = [citation.quote for citation in answer.citations]
    assert "The harbour opens in October, and not a day before." in quotes
    assert not any("ready in the spring" in quote for quote in quotes)
    cited = next(c for c in answer.citations if "October" in c.quote)
    assert cited.question == "Minister, will the harbour be ready in the spring?"
    named = (cited.speaker, cited.label, cited.speech)
    assert named == ("Ilse Varga", "MINISTER VARGA", "direct")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What did Zebulon say about the harbour?", "speaker_unknown"),
        ("What did Olsen say about nuclear submarines?", "speaker_silent"),
        ("How deep is the Mariana trench?", "not_in_record"),
        ("What did Varga say about her resignation?", "declined"),
    ],
)
def test_silence_has_a_reason(room: Pressroom, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert (answer.abstained, answer.reason) == (True, reason)
    assert answer.citations == ()
    assert answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the press conference on the harbour?", "2 May 2024"),
        ("Where did the press conference on the harbour take place?", "Ostrand"),
        ("Who spoke at the weekly briefing in Lund?", "Ilse Varga, Mr. Olsen"),
    ],
)
def test_questions_about_the_event_are_answered_from_what_documents_say_of_themselves(
    room: Pressroom, question: str, told: str
) -> None:
    answer = room.ask(question)
    assert told in answer.text
    assert len(answer.citations) == 1


def test_filters_by_date_document_and_speaker(room: Pressroom) -> None:
    ids = {Path(d.source).name: d.id for d in room.documents()}
    assert {h.date for h in room.search("harbour", until="2024-05")} == {"2024-05-02"}
    assert {h.date for h in room.search("harbour", since="2024-06-10")} == {"2024-06-10"}
    only = room.search("harbour", documents=[ids["harbour.md"]])
    assert {h.document_id for h in only} == {ids["harbour.md"]}
    of_varga = room.search("harbour", speaker="Varga")
    assert ("Ilse Varga", "MINISTER VARGA") in {(h.speaker, h.label) for h in of_varga}
    assert room.search("harbour", speaker="Nobody") == []
    assert room.search("harbour", since="2999-01-01") == []
    dated = room.ask("What did Varga say about the harbour in June 2024?")
    assert {c.date for c in dated.citations} == {"2024-06-10"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": "  ?! "}, "empty"),
        ({"question": "x" * 2001}, "2001 characters"),
        ({"question": "Why?", "since": "May"}, "since is no date"),
        ({"question": "Why?", "until": "2024-02-30"}, "until is no date"),
        ({"question": "Why?", "since": "2025", "until": "2024"}, "Exchange"),
    ],
)
def test_questions_that_cannot_be_asked_are_told_why(
    room: Pressroom, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        room.ask(**arguments)


def test_statements_come_in_time_order_and_by_topic(room: Pressroom) -> None:
    said = room.statements(speaker="Varga", topic="harbour")
    texts = [room.document(s.document_id).text[s.start : s.end] for s in said if s.document_id]
    assert "The harbour opens in October, and not a day before." in texts
    dates = [s.date for s in said]
    assert dates == sorted(dates, key=str)
    assert room.statements(speaker="Nobody") == []
    assert {(s.speaker, s.label) for s in said} == {
        ("Ilse Varga", "MINISTER VARGA"),
        ("Ilse Varga", "Ilse Varga"),
    }


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("What did Vraga say about the harbour?", "under a name like it: Ilse Varga."),
        ("What did Ilse Varge say about the harbour?", "under a name like it: Ilse Varga."),
        (
            "What did Varga say about fishrmen?",
            "“fishrmen” stands nowhere in the record; “fisher",
        ),
        ("What did Varga say about Ostrant?", "“Ostrant” stands nowhere in the record; “Ostrand"),
    ],
)
def test_a_misspelt_word_is_told_with_the_one_on_record_and_not_guessed(
    room: Pressroom, question: str, notice: str
) -> None:
    answer = room.ask(question)
    assert answer.abstained
    assert [told for told in answer.notices if notice in told] == list(answer.notices[-1:])


@pytest.mark.parametrize(
    "question",
    [
        "What did Quintana say about the harbour?",
        "What did Varga say about zeppelins?",
        "What did Varga say about Fishermann?",
    ],
)
def test_a_word_like_none_on_record_gets_no_suggestion(room: Pressroom, question: str) -> None:
    assert not any("record" in told for told in room.ask(question).notices)


def test_statements_on_a_topic_have_all_its_words_where_any_has(room: Pressroom) -> None:
    def told(topic: str) -> list[str]:
        return [s.text or "" for s in room.statements(topic=topic)]

    assert told("harbour in October") == ["The harbour opens in October, and not a day before."]
    assert told("harbour zeppelin") == told("harbour") != []


def test_a_label_in_capitals_is_given_as_a_sentence_has_it(room: Pressroom) -> None:
    hits = room.search("Minister, will the harbour be ready in the spring?")
    assert ("Mr. Olsen", "MR. OLSEN") in {(h.speaker, h.label) for h in hits}
    assert "MINISTER VARGA" in room.speakers()[0].aliases


def test_removing_a_document_removes_all_of_it(room: Pressroom) -> None:
    gone = next(d for d in room.documents() if d.source.endswith("briefing.md"))
    room.remove(gone.id)
    room.settle()
    assert [Path(d.source).name for d in room.documents()] == ["harbour.md"]
    assert all(h.document_id != gone.id for h in room.search("harbour quota fishermen"))
    assert room.check() == []
    for missing in (gone.id, "no-such-id"):
        with pytest.raises(DocumentNotFound, match=r"rag documents"):
            room.remove(missing)


def test_a_stream_ends_with_the_answer_that_ask_gives(room: Pressroom) -> None:
    question = "What did Varga say about the harbour?"
    *parts, last = room.stream(question)
    assert last.answer == room.ask(question)
    assert "".join(part.text for part in parts).strip() == last.answer.text.strip()


def test_a_record_turns_into_json_with_one_function(room: Pressroom) -> None:
    answer = room.ask("What did Varga say about the harbour?")
    data = json.loads(to_json(answer))
    assert data["engine"] == "extractive"
    assert data["citations"][0]["quote"] == answer.citations[0].quote
    assert json.loads(to_json(room.search("harbour")))[0]["rank"] == 1
    assert from_json(Answer, to_json(answer)) == answer


def test_many_threads_ask_while_documents_arrive(
    open_room: OpenRoom, folder: Path, tmp_path: Path
) -> None:
    room = open_room()
    room.ingest(folder)
    faults: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(5):
                assert room.ask("What did Varga say about the harbour?").citations
        except Exception as exc:
            faults.append(exc)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    room.ingest(write_articles(tmp_path / "more", 20))
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(room.search(token(7, 2))) >= 1
    assert room.check() == []


def test_a_room_that_is_closed_and_opened_again_answers_the_same(
    open_room: OpenRoom, folder: Path
) -> None:
    room = open_room()
    room.ingest(folder)
    before = room.ask("What did Varga say about the harbour?")
    room.close()
    assert open_room().ask("What did Varga say about the harbour?") == before
    assert open_room(read_only=True).ask("What did Varga say about the harbour?") == before


def test_repair_embeds_anew_for_another_embedder(
    open_room: OpenRoom, folder: Path, tmp_path: Path
) -> None:
    room = open_room()
    room.ingest(folder)
    room.close()
    with Pressroom.repair(tmp_path / "index", settings=Settings.load()) as repaired:
        repaired.settle()
        assert repaired.check() == []
        assert repaired.search("harbour", limit=1)[0].similarity > 0.3


def test_an_unknown_embedder_fails_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="PRESSROOM_EMBEDDER"):
        Pressroom.open(tmp_path / "index", settings=Settings.load(embedder="fancy"))
    assert not (tmp_path / "index").exists()


def test_a_file_as_index_is_told(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(IndexFolderError, match="is a file, and an index is a folder"):
        Pressroom.open(tmp_path / "words.txt", settings=settings)


def test_misspelt_settings_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRESSROOM_INDX", "here")
    with pytest.raises(SettingsError, match="Did you mean PRESSROOM_INDEX"):
        Settings.load()
    monkeypatch.delenv("PRESSROOM_INDX")
    monkeypatch.chdir(tmp_path)
    Path("pressroom.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsError, match="PRESSROOM_PORT cannot be 'x'"):
        Settings(port="x")
    with pytest.raises(SettingsError, match="prot is no setting"):
        Settings.load()
    Path("pressroom.toml").write_text("port = 99999\n")
    with pytest.raises(SettingsError, match="PRESSROOM_PORT cannot be 99999"):
        Settings.load()
    Path("pressroom.toml").write_text("port = \n")
    with pytest.raises(SettingsError, match="not valid TOML"):
        Settings.load()
    Path("pressroom.toml").write_text("port = 7999\n")
    assert Settings.load().port == 7999
    monkeypatch.setenv("PRESSROOM_PORT", "8001")
    assert Settings.load().port == 8001


def test_reading_again_replaces_a_document_by_itself(open_room: OpenRoom, tmp_path: Path) -> None:
    paths = write_articles(tmp_path / "articles", 3)
    copy = tmp_path / "articles" / "copy.md"
    copy.write_bytes(paths[0].read_bytes())
    room = open_room()
    room.ingest(tmp_path / "articles")
    before = (room.documents(), room.passages(room.documents()[0].id), room.status())
    report = room.ingest(tmp_path / "articles", again=True)
    assert (len(report.updated), len(report.unchanged), report.added) == (3, 1, [])
    assert (room.documents(), room.passages(room.documents()[0].id), room.status()) == before
    assert room.check() == []
    assert [hit.rank for hit in room.search(token(1, 2))][:1] == [1]


def test_an_index_from_before_readings_were_told_apart_is_outdated(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    paths = write_articles(tmp_path / "articles", 2)
    with open_room() as room:
        room.ingest(paths)
        assert room.outdated() == []
    engine = sqlite3.connect(tmp_path / "index" / "library.db")
    with engine:
        engine.execute("DROP TABLE readings")
    engine.close()
    with open_room(read_only=True) as room:
        assert sorted(room.outdated()) == sorted(map(str, paths))
    room = open_room()
    assert len(room.ingest(room.outdated(), again=True).updated) == 2
    assert room.outdated() == []


def test_several_threads_may_ingest_at_once(open_room: OpenRoom, tmp_path: Path) -> None:
    room = open_room()
    folders = [tmp_path / f"outlet{number}" for number in range(4)]
    for number, folder in enumerate(folders):
        write_articles(folder, 15, version=number)
    with ThreadPoolExecutor(len(folders)) as pool:
        reports = list(pool.map(room.ingest, folders))
    assert [(len(report.added), report.failed) for report in reports] == [(15, [])] * 4
    assert room.check() == []


def test_however_many_hits_are_asked_for_there_are_no_more_than_passages(
    open_room: OpenRoom, folder: Path
) -> None:
    room = open_room()
    room.ingest(folder)
    hits = room.search("harbour", 10**12)
    assert 0 < len(hits) <= room.status().passage_count
    assert room.search("harbour", 0) == []


def test_what_is_no_path_is_a_failure_and_the_rest_goes_on(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    page = tmp_path / "a.md"
    page.write_text("The dam is full.", encoding="utf-8")
    with open_room() as room:
        report = room.ingest([None, page])  # type: ignore[list-item]
        assert len(report.added) == 1
        assert report.failed == [Failure("None", "It is no path or address. Give a str or a Path.")]
        [failure] = room.ingest(5).failed  # type: ignore[arg-type]
        assert failure.source == "5"


@pytest.mark.parametrize("since", ["2015-11-16", "2015", 2015, date(2015, 11, 16)])
def test_days_are_taken_as_people_have_them(room: Pressroom, since: Any) -> None:
    assert len(room.statements(since=since)) <= len(room.statements())
    assert room.search("bridge", since=since, until=datetime(2030, 1, 1)) is not None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"question": 5}, "no text"),
        ({"question": "Who?", "speaker": 5}, "no name"),
        ({"question": "Who?", "history": [("Who?", "Nobody.")]}, "no Turn"),
        ({"question": "Who?", "since": "soon"}, "no date"),
    ],
)
def test_what_cannot_be_asked_is_told(room: Pressroom, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        room.ask(**wrong)


def test_a_document_that_is_not_there_is_told_and_never_that_the_record_is_silent(
    room: Pressroom,
) -> None:
    for ask in (room.ask, room.search):
        with pytest.raises(DocumentNotFound, match="'gone'"):
            ask("Who spoke about the harbour?", documents=[room.documents()[0].id, "gone"])
    assert room.ask("Who spoke about the harbour?", documents=[]).abstained


def test_a_room_shows_where_it_is_and_whether_it_is_closed(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    room = open_room()
    reader = open_room(read_only=True)
    assert repr(room) == f"<Pressroom of {tmp_path / 'index'}>"
    assert repr(reader) == f"<Pressroom of {tmp_path / 'index'}, read-only>"
    room.close()
    assert repr(room) == f"<Pressroom of {tmp_path / 'index'}, closed>"


def test_a_closed_room_says_so_and_never_that_the_record_is_silent(open_room: OpenRoom) -> None:
    room = open_room()
    room.close()
    room.close()
    for use in (lambda: room.ask("Who spoke?"), room.documents, lambda: room.ingest([])):
        with pytest.raises(IndexFolderError, match="closed"):
            use()
