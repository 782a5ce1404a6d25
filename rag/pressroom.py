"""Pressroom: the one object everyone holds. It ingests, searches and answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, get_args

from rag import sources
from rag.answering.answerer import Answerer
from rag.answering.gathering import Gatherer
from rag.embedding import open_embedder
from rag.errors import FeedbackError, IndexFolderError, QuestionError
from rag.index import Filter, Index
from rag.index.entries import date_number
from rag.index.library import not_found
from rag.ingesting import Source, ingest
from rag.question import Day, checked_date, understood
from rag.records import (
    Answer,
    AnswerEvent,
    CitationCheck,
    Conversation,
    Document,
    DocumentState,
    Feedback,
    Hit,
    IngestReport,
    Passage,
    Progress,
    SpeakerEntry,
    Statement,
    Status,
    Turn,
    Verdict,
)
from rag.settings import Settings
from rag.standing import check_answer

MAX_COMMENT = 5000
"""Characters of a reader's comment: some paragraphs."""


class Pressroom:
    """A library of press reports and transcripts that answers with its evidence.

    Opened with `open`, closed with `close` or as a context manager. Its methods may be called
    from several threads.
    """

    def __init__(self, settings: Settings, index: Index) -> None:
        self.settings = settings
        gatherer = Gatherer(index, index.embedder)
        self._parts = index, gatherer, Answerer(settings, gatherer)
        self._is_closed = False

    @classmethod
    def open(
        cls,
        index: Source | None = None,
        *,
        settings: Settings | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open the index in a folder, made on first use.

        Where another process writes to it, it is opened for reading, as it is at this moment.
        Raises IndexFolderError, EmbedderUnavailable or SettingsError, each with what to do.
        """
        settings = settings or Settings.load()
        folder = Path(index) if index is not None else settings.index
        embedder = open_embedder(settings.embedder, threads=settings.threads)
        return cls(
            settings,
            Index(
                folder,
                embedder,
                read_only=read_only,
                library_url=settings.library_url,
                chroma_url=settings.chroma_url,
            ),
        )

    @classmethod
    def repair(cls, index: Source | None = None, *, settings: Settings | None = None) -> Self:
        """Open an index after making its halves anew, with the embedder of the settings."""
        settings = settings or Settings.load()
        folder = Path(index) if index is not None else settings.index
        embedder = open_embedder(settings.embedder, threads=settings.threads)
        Index.repair(folder, embedder, library_url=settings.library_url)
        return cls.open(folder, settings=settings)

    def __enter__(self) -> Self:
        return self

    def __repr__(self) -> str:
        state = ", closed" if self._is_closed else ", read-only" if self.read_only else ""
        return f"<Pressroom of {self._parts[0].folder}{state}>"

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything out and release the folder; work under way goes on at the next start.

        What is asked of it afterwards raises IndexFolderError.
        """
        self._is_closed = True
        self._parts[0].close()

    @property
    def _index(self) -> Index:
        return self._open_parts()[0]

    @property
    def _gatherer(self) -> Gatherer:
        return self._open_parts()[1]

    @property
    def _answerer(self) -> Answerer:
        return self._open_parts()[2]

    def _open_parts(self) -> tuple[Index, Gatherer, Answerer]:
        if self._is_closed:
            raise IndexFolderError("This Pressroom is closed. Open it again: Pressroom.open(…).")
        return self._parts

    @property
    def read_only(self) -> bool:
        """Whether another process writes to the index, so that this one cannot."""
        return self._index.read_only

    @property
    def engine(self) -> str:
        """What writes the answers: "extractive" or a chat model's name."""
        return self.settings.chat_model()

    # Ingesting

    def ingest(
        self,
        paths: Source | Iterable[Source],
        *,
        progress: Callable[[Progress], None] | None = None,
        wait: bool = True,
        again: bool = False,
    ) -> IngestReport:
        """Ingest files, folders and URLs; return what became of each.

        Bad sources are named in ``failed`` and never stop the rest. Without *wait* it returns when
        the words of all documents are searchable; their vectors follow in the background. With
        *again* what did not change is read again too, as `outdated` sources should be.
        """
        began = time.monotonic()
        report = ingest(paths, self._index, self.settings, progress=progress, again=again)
        if wait:
            self._index.settle(progress)
        return replace(report, seconds=time.monotonic() - began)

    def remove(self, document_id: str) -> None:
        """Remove a document with all that belongs to it. Raises DocumentNotFound."""
        self._index.remove(document_id)

    def settle(self, progress: Callable[[Progress], None] | None = None) -> None:
        """Wait until the vectors of all documents are made."""
        self._index.settle(progress)

    # What is there

    def documents(self) -> list[Document]:
        """Return all documents, oldest event first, without text, marks and statements."""
        return self._index.library.document_list()

    def document(self, document_id: str) -> Document:
        """Return a document, whole. Raises DocumentNotFound."""
        return self._index.library.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """Return the passages of a document in order."""
        return self._index.library.passages_of(document_id)

    def passage_counts(self) -> dict[str, int]:
        """Return document id → number of its passages."""
        return self._index.library.passage_counts()

    def states(self) -> dict[str, DocumentState]:
        """Return document id → how far it has come, of every document."""
        return self._index.library.states()

    def voices(self, document_ids: Sequence[str]) -> dict[str, list[str]]:
        """Return document id → who speaks in it, most statements first."""
        return self._index.library.speakers.voices_in(document_ids)

    def status(self) -> Status:
        """Return how much is there, and how far the vectors are."""
        return self._index.status()

    def check(self) -> list[str]:
        """Return what is out of step in the index, one sentence each; nothing when all is well."""
        status = self.status()
        found = []
        if (count := self._index.lexical_count()) != status.passage_count:
            found.append(f"{count} of {status.passage_count} passages are found by their words.")
        if (count := self._index.dense_count()) != status.passage_count - status.waiting_count:
            found.append(f"{count} of {status.passage_count} passages are found by their meaning.")
        if status.waiting_count:
            found.append(f"{status.waiting_count} passages wait for their vectors.")
        return found

    def outdated(self) -> list[str]:
        """Return the sources that another version of this program has read: it may read better.

        `ingest` with *again* reads them anew.
        """
        found = self._index.library.outdated_sources()
        return [
            source if sources.is_url(locator) or str(Path(source).resolve()) == locator else locator
            for locator, source in found.items()
        ]

    def speakers(self) -> list[SpeakerEntry]:
        """Return the people on record, each once, most statements first."""
        return self._gatherer.people.entries()

    def statements(
        self,
        speaker: str | None = None,
        topic: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Statement]:
        """Return statements in time order: of a speaker, on a topic, in a range.

        On a topic are those with all its words, or with any of them where none has all.
        """
        where = self._filter(None, since, until, documents)
        if where is not None and where.excludes_all:
            return []
        names = self._gatherer.people.meant(_name(speaker), where).names if speaker else None
        found = self._index.library.statement_list(where or Filter(), names)
        return list(self._gatherer.named(self._on_topic(found, topic) if topic else found))

    def _on_topic(self, found: Sequence[Statement], topic: str) -> list[Statement]:
        """Return the statements that have all words of a topic, or any where none has all."""
        wanted = self._gatherer.content_terms(topic)
        held = [(said, wanted & set(self._gatherer.terms(said.text or ""))) for said in found]
        return [said for said, words in held if words == wanted and words] or [
            said for said, words in held if words
        ]

    # Searching and answering

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        speaker: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Hit]:
        """Return the best passages for a query, ranked from 1.

        *since* and *until* are days, months or years ("2015-11", 2015, a date), both included;
        *documents* are ids.
        Raises QuestionError for an empty query or a date that is none, DocumentNotFound.
        """
        if not isinstance(limit, int):
            raise QuestionError(f"limit is no whole number: {limit!r}. Give one, such as 10.")
        words = understood(query, longest=self.settings.max_question).text
        where = self._filter(speaker, since, until, documents)
        # Engines make room for as many hits as are asked for, whatever there is to find.
        most = min(limit, self._index.lexical_count())
        return list(self._gatherer.named(self._gatherer.retrieve(words, where, most)))

    def ask(
        self,
        question: str,
        *,
        speaker: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        documents: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
    ) -> Answer:
        """Answer a question from the record, with citations, or abstain with a reason.

        *speaker* is whom it asks about, whomever it names; *since*, *until* and *documents*
        narrow it as in `search`; *history* is the conversation before it, oldest turn first.
        Raises QuestionError for an empty question or a date that is none, DocumentNotFound.
        """
        answer = None
        for event in self.stream(
            question,
            speaker=speaker,
            since=since,
            until=until,
            documents=documents,
            history=history,
        ):
            answer = event.answer or answer
        assert answer is not None
        return answer

    def stream(
        self,
        question: str,
        *,
        speaker: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        documents: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
    ) -> Iterator[AnswerEvent]:
        """Answer a question as `ask` does, step by step; the last event holds the whole answer."""
        asked = understood(question, longest=self.settings.max_question)
        if not all(isinstance(turn, Turn) for turn in history):
            raise QuestionError("history holds what is no Turn. Give rag.Turn(question, answer).")
        if history:
            asked = self._answerer.followed(asked, history)
        where = self._filter(None, since, until, documents)
        if speaker:
            asked = replace(asked, speaker=_name(speaker))
        yield from self._answerer.stream(asked, where, history)

    def verify_answer(self, answer: Answer) -> list[CitationCheck]:
        """Return what has become of each citation of a saved answer: does it still stand?"""
        return check_answer(answer, self._index.library)

    # What readers leave

    def save_conversation(
        self,
        turns: Sequence[Turn],
        conversation_id: str | None = None,
        *,
        filters: Mapping[str, Any] | None = None,
    ) -> str:
        """Store a conversation, as new or under the id it was stored with; return its id.

        Whoever holds the id may read it, so it cannot be guessed. *filters* are those of the
        turns that hold none. Raises ConversationNotFound for an unknown id, IndexLocked in a
        read-only room.
        """
        self._index.require_writable()
        filled = [replace(turn, filters=turn.filters or filters or {}) for turn in turns]
        return self._index.notebook.save_conversation(filled, conversation_id)

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a stored conversation. Raises ConversationNotFound."""
        return self._index.notebook.conversation(conversation_id)

    def add_feedback(
        self, question: str, answer: Answer, verdict: Verdict, comment: str | None = None
    ) -> Feedback:
        """Store a reader's verdict on an answer. Raises FeedbackError, or IndexLocked."""
        self._index.require_writable()
        if verdict not in get_args(Verdict):
            raise FeedbackError(f"The verdict {verdict!r} is neither 'up' nor 'down'.")
        words = (comment or "").strip()
        if len(words) > MAX_COMMENT:
            raise FeedbackError(
                f"The comment has {len(words)} characters; shorten it to {MAX_COMMENT}."
            )
        return self._index.notebook.add_feedback(question, answer, verdict, words or None)

    def feedback(self) -> list[Feedback]:
        """Return all verdicts of readers in the order they were given."""
        return self._index.notebook.feedback()

    # Filters

    def _filter(
        self,
        speaker: str | None,
        since: Day | None,
        until: Day | None,
        documents: Sequence[str] | None,
    ) -> Filter | None:
        first = checked_date(since, name="since")
        last = checked_date(until, name="until", last=True)
        if first and last and first > last:
            raise QuestionError(f"since ({first}) lies after until ({last}). Exchange them.")
        numbers = None
        if isinstance(documents, str):
            documents = [documents]
        if documents is not None:
            numbers = tuple(self._numbers_of(documents))
        where = Filter(documents=numbers, since=date_number(first), until=date_number(last))
        if speaker:
            people = self._gatherer.people
            meant = people.meant(_name(speaker), where)
            where = replace(where, speakers=people.voices(meant.names))
        return None if where == Filter() else where

    def _numbers_of(self, document_ids: Sequence[str]) -> Iterator[int]:
        known = self._index.library.document_numbers(document_ids)
        for document_id in document_ids:
            if document_id not in known:
                raise not_found(document_id)
            yield known[document_id]


def _name(speaker: object) -> str:
    if not isinstance(speaker, str):
        raise QuestionError(f"speaker is no name: {speaker!r}. Give a string.")
    return speaker
