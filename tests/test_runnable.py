"""A Pressroom inside LangChain: as the retriever LangChain expects, and as a Runnable."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import RetrieversIntegrationTests
from pydantic import ValidationError

from rag import Pressroom, Settings, Turn
from rag.errors import QuestionError
from rag.records import chat_turns
from rag.runnable import PressroomRetriever, as_runnable
from tests.writing import WORD_EMBEDDER

FERRY = """---
title: The ferry to Holm
date: 2023-08-14
publisher: Sound Herald
---
Ulla Brandt: The ferry to Holm sails twice a day.

Otto Lind: The ferry is too dear for the school children.

Ulla Brandt: No ferry leaves in a storm, and no pilot is to blame for that.

Otto Lind: Then the town will ask for a bridge beside the ferry.
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    folder = tmp_path_factory.mktemp("runnable")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    settings = Settings(embedder=WORD_EMBEDDER, model="extractive")
    with Pressroom.open(folder / "index", settings=settings) as room:
        room.ingest(folder / "ferry.md")
        yield room


class TestLangChainsOwnTestsOfRetrievers(RetrieversIntegrationTests):
    pytestmark = pytest.mark.anyio

    @pytest.fixture(autouse=True)
    def _over_the_room(self, room: Pressroom) -> None:
        self.room = room

    @pytest.fixture
    def anyio_backend(self) -> str:
        return "asyncio"

    @property
    def retriever_constructor(self) -> type[PressroomRetriever]:
        return PressroomRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"room": self.room}

    @property
    def retriever_query_example(self) -> str:
        return "the ferry to Holm"


def test_a_found_document_knows_whose_words_it_holds_and_where_they_stand(room: Pressroom) -> None:
    [found] = PressroomRetriever(room=room, k=1, speaker="Lind").invoke("the ferry")
    about = found.metadata
    text = room.document(about["document_id"]).text
    assert text[about["start"] : about["end"]] == found.page_content
    assert (about["speaker"], about["speech"]) == ("Otto Lind", "direct")
    assert (about["date"], about["title"]) == ("2023-08-14", "The ferry to Holm")
    assert Path(about["source"]).name == "ferry.md"
    assert about["score"] > 0


def test_filters_hold_for_one_query_or_for_all(room: Pressroom) -> None:
    retriever = PressroomRetriever(room=room, speaker="Brandt")
    assert {d.metadata["speaker"] for d in retriever.invoke("the ferry")} == {"Ulla Brandt"}
    assert retriever.invoke("the ferry", since="2024") == []
    assert asyncio.run(retriever.ainvoke("the ferry", until="2020")) == []


def test_a_misspelt_filter_never_passes_in_silence(room: Pressroom) -> None:
    with pytest.raises(ValidationError, match="speakr"):
        PressroomRetriever(room=room, speakr="Lind")  # type: ignore[call-arg]
    with pytest.raises(QuestionError, match="speakr cannot narrow"):
        PressroomRetriever(room=room).invoke("the ferry", speakr="Lind")
    with pytest.raises(QuestionError, match="speakr cannot narrow"):
        as_runnable(room).invoke({"question": "What did Lind say?", "speakr": "Lind"})


QUESTION = "What did Lind say about the ferry?"


def test_a_runnable_answers_as_the_room_does(room: Pressroom) -> None:
    runnable = as_runnable(room)
    expected = room.ask(QUESTION)
    assert expected.citations
    assert runnable.invoke(QUESTION) == expected
    assert asyncio.run(runnable.ainvoke({"question": QUESTION})) == expected
    narrowed = {"question": QUESTION, "until": "2020"}
    assert [a.abstained for a in runnable.batch([QUESTION, narrowed])] == [False, True]


def test_a_runnable_streams_the_answer_so_far_and_the_whole_one_last(room: Pressroom) -> None:
    async def streamed() -> list[Any]:
        return [answer async for answer in as_runnable(room).astream(QUESTION)]

    for answers in (list(as_runnable(room).stream(QUESTION)), asyncio.run(streamed())):
        *partial, whole = answers
        assert whole == room.ask(QUESTION)
        assert [answer.citations for answer in partial] == [()] * len(partial)
        assert partial[-1].text.strip() == whole.text.strip()


def test_a_chain_goes_on_with_the_whole_answer(room: Pressroom) -> None:
    chain = as_runnable(room) | RunnableLambda(lambda answer: answer.citations[0].speaker)
    assert chain.invoke(QUESTION) == "Otto Lind"
    assert list(chain.stream(QUESTION)) == ["Otto Lind"]


def test_what_is_no_question_is_told(room: Pressroom) -> None:
    for asked in ({}, {"question": None}, {"question": "Why?", "history": [42]}, "  "):
        with pytest.raises(QuestionError):
            as_runnable(room).invoke(asked)


def test_a_history_may_hold_turns_or_messages(room: Pressroom) -> None:
    before = "What did Brandt say about the ferry?"
    answered = room.ask(before)
    histories = (
        [Turn(before, answered)],
        [SystemMessage("Be brief."), HumanMessage(before), AIMessage(answered.text)],
        [("user", before), ("assistant", answered.text)],
    )
    asked = [{"question": "And what did Lind say?", "history": past} for past in histories]
    first, *others = as_runnable(room).batch(asked)
    assert [other.citations for other in others] == [first.citations] * 2


def test_messages_are_paired_to_turns() -> None:
    said = [
        ("system", "Be brief."),
        ("assistant", "Hello."),
        ("user", "Who?"),
        ("user", "Who spoke?"),
        ("tool", "{}"),
        ("assistant", "Brandt."),
        ("assistant", "Anything else?"),
        ("user", "When?"),
    ]
    assert chat_turns(said) == [Turn("Who spoke?", "Brandt.")]
