from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from rag import Answer, Citation, Pressroom, Turn
from rag.errors import ConversationNotFound, FeedbackError, IndexLocked, RecordError
from rag.records import Hit, Rejected, from_json, to_json
from tests.writing import WORD_EMBEDDER, write_articles

OpenRoom = Callable[..., Pressroom]

EVIDENCE = {
    "document_id": "d1",
    "source": "a.md",
    "title": "The “bridge”",
    "date": "2024-05-02",
    "heading": None,
    "start": 3,
    "end": 10,
    "speaker": "Ida Lind",
    "speech": "direct",
}
ANSWER = Answer(
    "Who pays?",
    "Lind: “we pay” [1]",
    citations=(Citation(**EVIDENCE, number=1, quote="we pay", passage_start=0, passage_end=20),),
    rejected=(Rejected("they pay", "not_found", "we pay"),),
    nearest=(Hit(**EVIDENCE, passage_id="p1", text="So we pay.", score=1.5, rank=1),),
    notices=("Vectors are still being made.",),
    usage={"input_tokens": 12},
)

SAVING = """
import os, signal, sys
from rag import Pressroom, Settings, Turn
from rag.records import Answer

room = Pressroom.open(sys.argv[1], settings=Settings.load(embedder=%r))
answer = Answer("Who pays?", "The city.")
room.add_feedback("Who pays?", answer, "up")
print(room.save_conversation([Turn("Who pays?", answer)]), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_answer_comes_back_from_json_as_it_was() -> None:
    assert from_json(Answer, to_json(ANSWER)) == ANSWER


def test_fields_of_a_later_version_are_left_out() -> None:
    later = to_json(Answer("q", "a")).replace("{", '{"mood": "calm",', 1)
    assert from_json(Answer, later) == Answer("q", "a")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Invalid JSON"),
        ("[]", "(Answer)"),
        ('{"question": "q"}', "text: Field required"),
        (to_json(ANSWER).replace('"number": 1', '"number": "first"'), "citations.0.number: "),
    ],
)
def test_what_is_no_answer_is_refused_by_the_field(text: str, told: str) -> None:
    with pytest.raises(RecordError) as caught:
        from_json(Answer, text)
    assert told in str(caught.value)


def test_a_conversation_survives_a_restart_with_filters_and_whole_answers(
    open_room: OpenRoom,
) -> None:
    turns = (
        Turn("Who pays?", ANSWER, {"speaker": "Ida Lind", "documents": ["d1"]}),
        Turn("And \ud800 when\0?", "It does not say.", {"since": "2024"}),
    )
    with open_room() as room:
        key = room.save_conversation(turns)
    found = open_room(read_only=True).conversation(key)
    assert found.id == key
    assert found.turns[0] == turns[0]
    assert found.turns[1].answer == "It does not say."


def test_filters_of_a_conversation_are_those_of_turns_without_their_own(
    open_room: OpenRoom,
) -> None:
    room = open_room()
    key = room.save_conversation(
        [Turn("a", "b"), Turn("c", "d", {"until": "2020"})], filters={"since": "2019"}
    )
    filters = [turn.filters for turn in room.conversation(key).turns]
    assert filters == [{"since": "2019"}, {"until": "2020"}]


def test_a_conversation_goes_on_under_its_id_and_others_get_their_own(
    open_room: OpenRoom,
) -> None:
    room = open_room()
    one, other = (room.save_conversation([Turn("a", "b")]) for _ in range(2))
    assert one != other
    assert len(one) > 20
    assert room.save_conversation([Turn("a", "b"), Turn("c", "d")], one) == one
    assert len(room.conversation(one).turns) == 2
    assert len(room.conversation(other).turns) == 1


@pytest.mark.parametrize("key", ["", "guess", "' OR 1=1 --", "../library.db"])
def test_an_id_that_was_not_given_out_opens_and_overwrites_nothing(
    open_room: OpenRoom, key: str
) -> None:
    room = open_room()
    with pytest.raises(ConversationNotFound):
        room.conversation(key)
    with pytest.raises(ConversationNotFound):
        room.save_conversation([Turn("a", "b")], key)


def test_feedback_comes_back_in_order_with_the_answer_it_is_about(open_room: OpenRoom) -> None:
    with open_room() as room:
        first = room.add_feedback("Who pays?", ANSWER, "up")
        room.add_feedback("Who pays?", ANSWER, "down", comment="  It was the state. ")
        assert room.feedback()[0] == first
    given = open_room().feedback()
    assert [(f.number, f.verdict, f.comment) for f in given] == [
        (1, "up", None),
        (2, "down", "It was the state."),
    ]
    assert given[1].answer == ANSWER


def test_feedback_of_another_kind_or_without_end_is_refused(open_room: OpenRoom) -> None:
    room = open_room()
    with pytest.raises(FeedbackError, match="neither"):
        room.add_feedback("q", ANSWER, "maybe")  # type: ignore[arg-type]
    with pytest.raises(FeedbackError, match="5001 characters"):
        room.add_feedback("q", ANSWER, "up", "x" * 5001)
    assert room.feedback() == []


def test_a_read_only_room_reads_and_says_that_it_cannot_store(open_room: OpenRoom) -> None:
    with open_room() as room:
        key = room.save_conversation([Turn("a", "b")])
    room = open_room(read_only=True)
    assert room.conversation(key).id == key
    for store in (
        lambda: room.save_conversation([Turn("a", "b")]),
        lambda: room.add_feedback("q", ANSWER, "up"),
    ):
        with pytest.raises(IndexLocked, match="read_only=False"):
            store()


def test_an_index_made_before_there_was_a_notebook_gets_one(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    [path] = write_articles(tmp_path / "articles", 1)
    with open_room() as room:
        room.ingest([path])
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'index' / 'library.db'}")
    with engine.begin() as db:
        db.execute(sa.text("DROP TABLE conversations"))
        db.execute(sa.text("DROP TABLE feedback"))
    engine.dispose()
    with open_room(read_only=True) as room:
        assert room.feedback() == []
        with pytest.raises(ConversationNotFound):
            room.conversation("any")
    room = open_room()
    assert len(room.documents()) == 1
    assert room.conversation(room.save_conversation([Turn("a", "b")])).turns == (Turn("a", "b"),)


def test_what_was_stored_outlives_the_document_it_cites(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    [path] = write_articles(tmp_path / "articles", 1)
    room = open_room()
    room.ingest([path])
    answer = room.ask("Which harbour did the mayor praise?")
    key = room.save_conversation([Turn(answer.question, answer)])
    room.remove(room.documents()[0].id)
    assert room.conversation(key).turns[0].answer == answer


def test_what_was_stored_outlives_a_kill(open_room: OpenRoom, tmp_path: Path) -> None:
    index = tmp_path / "index"
    done = subprocess.run(
        [sys.executable, "-c", SAVING % WORD_EMBEDDER, str(index)], capture_output=True, text=True
    )
    assert done.returncode < 0
    room = open_room()
    assert room.conversation(done.stdout.strip()).turns[0].question == "Who pays?"
    assert len(room.feedback()) == 1
