"""What the page does with a Pressroom, without a browser: adding, removing, asking, failing."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from html import unescape
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from rag import Pressroom, Settings
from rag.errors import SourceTooLarge
from rag.records import AnswerEvent
from rag.sources import FORMATS
from tests.page.fixtures import write_articles
from ui.batch import Batch, Source
from ui.conversation import Conversation
from ui.desk import Desk
from ui.filters import NO_FILTERS, Filters
from ui.places import Listing
from ui.uploads import keep
from ui.writing import Writing

EMBEDDER = "langchain:tests.fakes.HashEmbeddings"
QUESTION = "What did Castellan say about Osmark?"


def settings_of(folder: Path) -> Settings:
    return Settings(
        index=folder / "index",
        corpus=folder / "corpus",
        embedder=EMBEDDER,
        model="extractive",
        max_upload_mb=0.001,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    write_articles(tmp_path / "corpus")
    with Pressroom.open(settings=settings_of(tmp_path)) as room:
        room.ingest(tmp_path / "corpus")
        yield Desk(room)


def test_an_answer_ends_with_a_conversation_that_remembers_it(desk: Desk) -> None:
    before = Conversation()
    asked = desk.begin(before, f"  {QUESTION} ", Filters(until="2021"))
    assert (asked.number, asked.question, asked.filters.until) == (1, QUESTION, "2021")
    *_, (html, after) = desk.answer(asked, before)
    assert after is not None
    assert 'data-state="done"' in html
    assert after.html() == html
    assert [turn.question for turn in after.turns] == [QUESTION]
    assert before == Conversation()


def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(desk: Desk) -> None:
    asked = desk.begin(Conversation(), QUESTION, Filters(since="soon"))
    *_, (html, after) = desk.answer(asked, Conversation())
    assert "since is no date" in html
    assert after is not None
    assert after.turns == ()


def test_a_question_longer_than_allowed_is_refused(desk: Desk) -> None:
    asked = desk.begin(Conversation(), "why " * 2000)
    *_, (html, _) = desk.answer(asked, Conversation())
    assert 'data-state="failed"' in html


def answered(desk: Desk, *questions: str, filters: Filters = NO_FILTERS) -> Conversation:
    conversation = Conversation()
    for question in questions:
        asked = desk.begin(conversation, question, filters)
        *_, (_, after) = desk.answer(asked, conversation)
        assert after is not None
        conversation = after
    return conversation


def test_a_kept_conversation_survives_a_restart(desk: Desk, tmp_path: Path) -> None:
    conversation = answered(desk, QUESTION, "What did Volk say about the tunnel?")
    kept = desk.notebook.keep(conversation)
    assert desk.notebook.keep(kept).id == kept.id
    desk.room.close()
    with Pressroom.open(settings=settings_of(tmp_path)) as room:
        restored = Desk(room).notebook.restored(kept.id or "")
    assert restored.turns == conversation.turns
    assert restored.html() == conversation.html()
    assert restored.id is None


def test_what_is_asked_after_a_restored_conversation_leaves_the_stored_one_as_it_is(
    desk: Desk,
) -> None:
    kept = desk.notebook.keep(answered(desk, QUESTION))
    restored = desk.notebook.restored(kept.id or "")
    other = desk.notebook.keep(restored.finished(restored.exchanges[0].asked, "more"))
    assert other.id not in (None, kept.id)
    assert len(desk.room.conversation(kept.id or "").turns) == 1


def test_filters_are_restored_with_their_question(desk: Desk) -> None:
    document = desk.room.documents()[0]
    filters = Filters(speaker="Castellan", document=document.id)
    kept = desk.notebook.keep(answered(desk, QUESTION, filters=filters))
    restored = desk.notebook.restored(kept.id or "").exchanges[0].asked
    assert restored.filters == filters
    assert restored.document_title == desk.title_of(document.id)


def test_a_verdict_is_stored_with_the_answer(desk: Desk) -> None:
    conversation = answered(desk, QUESTION)
    assert "stored" in desk.notebook.judge(conversation, 1, "up", " just right ")
    assert "neither" in desk.notebook.judge(conversation, 1, "sideways", "")
    assert "no longer there" in desk.notebook.judge(conversation, 7, "up", "")
    (given,) = desk.room.feedback()
    assert (given.verdict, given.comment) == ("up", "just right")
    assert given.answer == conversation.exchanges[0].answer


def test_a_conversation_without_answers_is_not_stored(desk: Desk) -> None:
    nothing = Conversation().finished(desk.begin(Conversation(), QUESTION), "failed")
    assert desk.notebook.keep(nothing) == nothing
    assert "no answer to share" in desk.notebook.shared(nothing)
    assert desk.notebook.file(nothing, 1, "csv") == ""
    assert desk.notebook.file(answered(desk, QUESTION), 1, "exe") == ""


def test_whom_a_name_may_mean_is_offered_to_choose_from(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(
        "Quay news\n\nMarek Castellan said on Monday that Osmark was late. Nobody objected.\n"
        "\nCastellan said the quay was closed.\n"
    )
    desk.room.ingest(tmp_path / "other.txt")
    html = answered(desk, QUESTION).html()
    assert 'data-do="only" data-name="Ida Castellan"' in html
    assert 'data-do="only" data-name="Marek Castellan"' in html
    assert 'data-do="only"' not in answered(desk, QUESTION, filters=Filters("Ida Castellan")).html()


class BrokenPressroom(Pressroom):
    """Fails as no Pressroom should."""

    def stream(self, *_: Any, **__: Any) -> Iterator[AnswerEvent]:
        raise RuntimeError("a secret path")


def test_what_we_did_not_expect_is_logged_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with BrokenPressroom.open(settings=settings_of(tmp_path)) as room:
        desk = Desk(room)
        *_, (html, _) = desk.answer(desk.begin(Conversation(), QUESTION), Conversation())
    assert 'data-state="failed"' in html
    assert "a secret path" not in html
    assert "a secret path" in caplog.text


def test_a_stopped_question_stays_in_the_conversation_without_an_answer(desk: Desk) -> None:
    asked = desk.begin(Conversation(), QUESTION)
    html, after = desk.stopped(asked, Conversation())
    assert "Stopped before" in html
    assert after.html() == html
    assert after.turns == ()


def test_nothing_is_told_of_an_answer_after_it_is_stopped() -> None:
    engine_goes_on, engine_is_left = Event(), Event()

    def steps() -> Generator[str, None, None]:
        try:
            yield "one"
            engine_goes_on.wait(20)
            yield "two"
        finally:
            engine_is_left.set()

    writing = Writing()
    told = writing.run(steps(), "stopped")
    assert next(told) == "one"
    writing.stop()
    assert list(told) == ["stopped"]
    engine_goes_on.set()
    assert engine_is_left.wait(20)


def test_a_stop_that_comes_late_stops_nothing() -> None:
    writing = Writing()
    writing.stop()
    assert list(writing.run((word for word in ("one", "two")), "stopped")) == ["one", "two"]
    writing.stop()
    assert list(writing.run((word for word in ("three",)), "stopped")) == ["three"]


def test_what_is_added_while_others_are_read_waits_for_its_turn() -> None:
    is_added = Event()

    def slowly() -> str:
        assert is_added.wait(20)
        return "one is read"

    batch = Batch()
    first = batch.run([Source("one", slowly)])
    assert "one" in next(first)
    later: list[str] = []
    second = Thread(target=lambda: later.extend(batch.run([Source("two", lambda: "two is read")])))
    second.start()
    assert "two" in next(first)
    is_added.set()
    *_, last = first
    assert "one is read" in last
    second.join(20)
    assert "one is readtwo is read" in later[-1]


def test_an_upload_is_kept_under_its_name_and_a_new_version_replaces_it(
    desk: Desk, tmp_path: Path
) -> None:
    upload = tmp_path / "ferry.txt"
    kept = tmp_path / "index" / "uploads" / "ferry.txt"
    for words, told in (("at noon", "added"), ("at noon", "unchanged"), ("at dawn", "replaced")):
        upload.write_text(f"Ferry\n\nThe captain said that the ferry sails {words}.\n")
        *_, html = Batch().run(desk.shelf.files([str(upload)]))
        assert told in html
        assert kept.read_text() == upload.read_text()
    assert [d.source for d in desk.room.documents() if "ferry" in d.source] == [str(kept)]


def titles(desk: Desk, words: str = "", column: str = "date", *, descending: bool = False) -> str:
    found = desk.catalogue.found(words, column, descending=descending)
    return " ".join(entry.title.split()[0] for entry in found)


def test_documents_are_found_by_words_and_sorted_by_columns(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Ferry\n\nThe captain said that the ferry sails.\n")
    desk.room.ingest(tmp_path / "undated.txt")
    assert titles(desk) == "Castellan Questions Hostile Ferry"
    assert titles(desk, descending=True) == "Hostile Questions Castellan Ferry"
    assert titles(desk, column="title") == "Castellan Ferry Hostile Questions"
    assert titles(desk, column="outlet") == "Hostile Castellan Questions Ferry"
    assert titles(desk, column="passages", descending=True).endswith("Hostile")
    assert titles(desk, column="no such") == titles(desk)
    assert titles(desk, "gazette may") == "Castellan"


def test_the_list_says_who_speaks_and_turns_around(desk: Desk) -> None:
    html = desk.shelf.documents(Listing("gazette"))
    assert "Ida Castellan" in html
    assert "1 document<" in html
    by_title = Listing().sorted_by("title")
    assert (by_title.descending, by_title.sorted_by("title").descending) == (False, True)
    assert Listing(page=7).sorted_by("passages") == Listing(column="passages")
    assert "No document has “nothing”" in unescape(desk.shelf.documents(Listing("nothing")))


def test_the_list_knows_of_a_change_at_once(desk: Desk) -> None:
    before = desk.catalogue.entries()
    assert desk.catalogue.entries() is before
    desk.shelf.remove(before[0].document.id)
    assert len(desk.catalogue.entries()) == len(before) - 1


def test_a_pasted_text_is_kept_word_for_word_under_its_title(desk: Desk, tmp_path: Path) -> None:
    words = "Harbour, 4 May 2021\n\nThe captain said that *two_ferries* sail at noon."
    *_, html = Batch().run(desk.shelf.text(" Ferry briefing: day/1 ", words))
    assert "added" in html
    (kept,) = (tmp_path / "index" / "uploads").iterdir()
    assert kept.name == "Ferry-briefing-day-1.txt"
    (document,) = [d for d in desk.room.documents() if d.source == str(kept)]
    assert (document.title, document.date) == ("Ferry briefing: day/1", "2021-05-04")
    assert words in desk.room.document(document.id).text
    *_, html = Batch().run(desk.shelf.text("", words))
    assert "A title and a text are needed" in html


def test_every_file_has_a_line_while_they_are_read_one_by_one(desk: Desk, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Ferry {name}\n\nThe captain said that all is well.\n")
    files = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    steps = list(Batch().run(desk.shelf.files(files)))
    assert ["reading…" in html for html in steps] == [True, True, False]
    assert ["waiting" in html for html in steps] == [True, False, False]
    assert steps[-1].count("added") == 2


def test_what_is_under_way_is_finished_when_the_rest_is_cancelled(
    desk: Desk, tmp_path: Path
) -> None:
    names = ("a.txt", "b.txt", "c.txt")
    for name in names:
        (tmp_path / name).write_text(f"Ferry {name}\n\nThe captain said that all is well.\n")
    batch = Batch()
    running = batch.run(desk.shelf.files([str(tmp_path / name) for name in names]))
    next(running)
    batch.cancel()
    *_, html = running
    assert html.count("added</span>") == 3
    assert html.count("cancelled, not added") == 2
    assert {Path(d.source).name for d in desk.room.documents()} & set(names) == {"a.txt"}


def test_an_upload_over_the_limit_is_refused_before_it_is_kept(desk: Desk, tmp_path: Path) -> None:
    upload = tmp_path / "long.txt"
    upload.write_text("word " * 1000)
    *_, html = Batch().run(desk.shelf.files([str(upload)]))
    assert "more than the 0.001 MB that the page takes" in html
    assert not (tmp_path / "index" / "uploads").exists()
    with pytest.raises(SourceTooLarge):
        keep(upload, tmp_path / "elsewhere", desk.room.settings)


def test_an_upload_that_holds_no_text_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    upload = tmp_path / "blank.txt"
    upload.write_text(" \n")
    *_, html = Batch().run(desk.shelf.files([str(upload)]))
    assert 'class="failed"' in html
    assert list((tmp_path / "index" / "uploads").iterdir()) == []


def test_one_bad_file_does_not_stop_the_others(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.exe"
    good.write_text("Ferry\n\nThe captain said that all is well.\n")
    bad.write_bytes(b"MZ")
    *_, html = Batch().run(desk.shelf.files([str(bad), str(good)]))
    assert html.count('class="failed"') == 1
    assert html.count('class="done"') == 1
    assert all(ending in html for ending in FORMATS)


def test_what_is_no_address_is_refused(desk: Desk) -> None:
    *_, html = Batch().run(desk.shelf.address("javascript:alert(1)"))
    assert "This is no web address" in html


def test_a_document_that_is_gone_is_told(desk: Desk) -> None:
    assert 'class="failure"' in desk.shelf.read("no-such-id")
    assert "Not removed" in desk.shelf.remove("no-such-id")


def test_offsets_that_are_no_numbers_do_no_harm(desk: Desk) -> None:
    document_id = desk.room.documents()[0].id
    assert 'class="failure"' in desk.shelf.read(document_id, "x", "y")
    assert "<mark>" not in desk.shelf.read(document_id, 10**9, 10**9 + 5)


def test_beside_another_process_the_page_answers_and_says_what_it_cannot_do(
    desk: Desk, tmp_path: Path
) -> None:
    with Pressroom.open(settings=settings_of(tmp_path), read_only=True) as room:
        reader = Desk(room)
        reader.arrival.start()
        assert not reader.is_busy
        assert "Another process writes to this index" in reader.status()
        assert 'data-do="remove"' not in reader.shelf.documents()
        *_, (html, _) = reader.answer(reader.begin(Conversation(), QUESTION), Conversation())
        assert "kept every promise" in unescape(html)
        *_, told = Batch().run(reader.shelf.address("https://gazette.example/"))
        assert 'class="failed"' in told
        document_id = room.documents()[0].id
        assert "Not removed" in reader.shelf.remove(document_id)


def test_the_corpus_arrives_in_the_background(tmp_path: Path) -> None:
    write_articles(tmp_path / "corpus")
    (tmp_path / "corpus" / "empty.txt").write_bytes(b"")
    with Pressroom.open(settings=settings_of(tmp_path)) as room:
        desk = Desk(room)
        desk.arrival.start()
        desk.arrival._thread.join(20)
        room.settle()
        assert desk.document_count == 3
        assert not desk.is_busy
        assert "empty.txt" in desk.status()
        assert QUESTION in desk.examples()


def test_each_removal_tells_something_new_also_of_documents_of_one_title(
    desk: Desk, tmp_path: Path
) -> None:
    for number in (1, 2):
        file = tmp_path / f"ferry{number}.txt"
        file.write_text(f"Ferry notes\n\nThe captain said that ferry {number} sails.\n")
        desk.room.ingest(file)
    namesakes = [d.id for d in desk.room.documents() if d.title == "Ferry notes"]
    told = [desk.shelf.remove(document_id) for document_id in namesakes]
    assert ["Ferry notes" in line for line in told] == [True, True]
    assert told[0] != told[1]


def test_the_desk_is_busy_until_the_list_shows_every_document_as_ready(
    desk: Desk, tmp_path: Path
) -> None:
    for number in range(5):
        file = tmp_path / f"ferry{number}.txt"
        file.write_text(f"The captain said that ferry {number} sails at noon.\n")
        desk.room.ingest(file, wait=False)
        while desk.is_busy:
            pass
        assert set(desk.room.states().values()) == {"ready"}
