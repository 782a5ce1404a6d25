"""For people who build with LangChain: a Pressroom as a retriever, and as a Runnable.

Not imported with the package, because LangChain takes a second to import.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.messages import MessageLikeRepresentation, convert_to_messages
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.runnables.config import run_in_executor
from pydantic import ConfigDict

from rag.errors import QuestionError
from rag.pressroom import Pressroom
from rag.records import Answer, AnswerEvent, Hit, Turn, chat_turns, to_plain

FILTERS = frozenset({"speaker", "since", "until", "documents"})

MESSAGE_ROLES = {"human": "user", "ai": "assistant"}

Asked = str | Mapping[str, Any]
"""A question, or a mapping of ``question``, ``history`` and the filters of `Pressroom.ask`."""


class PressroomRetriever(BaseRetriever):
    """Finds passages in a Pressroom: `invoke` takes what `Pressroom.search` takes.

    A document's ``page_content`` is the words of the passage; its ``metadata`` holds all else
    that a Hit knows: source, offsets, speaker, speech, date, score. The filters given here hold
    for every query, those given to `invoke` for one.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    room: Pressroom
    k: int = 10
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    documents: Sequence[str] | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        **filters: Any,
    ) -> list[Document]:
        _check(filters)
        standing = {name: getattr(self, name) for name in FILTERS}
        limit = self.k if k is None else k
        return [_document(hit) for hit in self.room.search(query, limit, **(standing | filters))]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **options: Any
    ) -> list[Document]:
        found = partial(self._get_relevant_documents, run_manager=run_manager.get_sync())
        return await run_in_executor(None, found, query, **options)


def _document(hit: Hit) -> Document:
    about = to_plain(hit)
    return Document(id=hit.passage_id, page_content=about.pop("text"), metadata=about)


def as_runnable(room: Pressroom) -> Runnable[Asked, Answer]:
    """Return a Runnable that answers questions.

    What it streams are answers as far as they are written; the last one is whole, and the only
    one with citations. ``history`` may hold Turns or LangChain messages. Raises QuestionError.
    """

    def answers(asked: Asked) -> Iterator[Answer]:
        yield from _growing(_events(room, asked))

    async def answers_in_time(asked: Asked) -> AsyncIterator[Answer]:
        answers = _growing(_events(room, asked))
        while (answer := await run_in_executor(None, next, answers, None)) is not None:
            yield answer

    return RunnableLambda(answers, answers_in_time, name="Pressroom")


def _events(room: Pressroom, asked: Asked) -> Iterator[AnswerEvent]:
    given: dict[str, Any] = {"question": asked} if isinstance(asked, str) else dict(asked)
    question = given.pop("question", None)
    if not isinstance(question, str):
        raise QuestionError('There is no question. Give a text, or {"question": a text, …}.')
    history = _turns(given.pop("history", ()))
    _check(given)
    return room.stream(question, history=history, **given)


def _check(filters: Mapping[str, Any]) -> None:
    if unknown := sorted(filters.keys() - FILTERS):
        raise QuestionError(
            f"{', '.join(unknown)} cannot narrow a question down. "
            f"Known: {', '.join(sorted(FILTERS))}."
        )


def _turns(history: Sequence[Turn | MessageLikeRepresentation]) -> list[Turn]:
    turns = [said for said in history if isinstance(said, Turn)]
    if turns:
        return turns
    try:
        messages = convert_to_messages(history)  # type: ignore[arg-type]
    except (ValueError, NotImplementedError) as exc:
        raise QuestionError(f"history holds neither Turns nor messages: {exc}") from exc
    return chat_turns((MESSAGE_ROLES.get(message.type, ""), message.text) for message in messages)


def _growing(events: Iterator[AnswerEvent]) -> Iterator[Answer]:
    """Turn the steps of an answer into the answer so far; only the last one is verified."""
    text = ""
    for event in events:
        text += event.text
        yield event.answer or Answer(question="", text=text)
