"""Answering, from a question taken apart to the answer: what is gathered, who writes, in which
order. The one place that decides which way a question goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answering.accounts import citable
from rag.answering.asking_back import asked_back
from rag.answering.citing import with_roles
from rag.answering.dating import Dated, dated, missing, of_that_time, when_asked
from rag.answering.doubles import put_together
from rag.answering.events import told_by_events
from rag.answering.evidence import content_words
from rag.answering.extractive import answer_of, extract, told
from rag.answering.gathering import Gathered, Gatherer
from rag.answering.quoted import told_by_quotation
from rag.answering.referring import told_by_citations
from rag.answering.rendering import plain
from rag.answering.shapes import told_in_shape
from rag.index import Filter
from rag.people.meant import is_role
from rag.question import Question, followed, understood
from rag.question.doubles import questions_in
from rag.question.followups import rewritten_as
from rag.question.lacking import asks_nothing
from rag.question.leaning import names_nothing
from rag.question.paraphrases import is_foreign, name_first, names_leading
from rag.question.references import answer_asked_about
from rag.question.understanding import Tokens
from rag.records import Answer, AnswerEvent, Turn
from rag.settings import EXTRACTIVE, Settings

if TYPE_CHECKING:
    from rag.answering.generated import GeneratedEngine


SAME_DOCUMENTS = (
    "Looked up in what the answer before cites; name somebody or a date to ask all of the record."
)


NOT_THEIRS = "The record holds no words of {name} on this; what is quoted speaks of it."
OTHER_LANGUAGE = (
    "Words are looked up as they are typed: ask in the language that the documents are in."
)


class Answerer:
    """Answers questions from an index, with the engine of the settings."""

    def __init__(self, settings: Settings, gatherer: Gatherer) -> None:
        self._settings = settings
        self._gatherer = gatherer
        self._model: GeneratedEngine | None = None

    def followed(self, asked: Question, history: Sequence[Turn]) -> Question:
        """Return a question as it is understood from the conversation before it."""
        by_rules = followed(asked, history, self._is_speaker)
        told = by_rules.reference or asks_nothing(asked.text)
        if told or self._settings.chat_model() == EXTRACTIVE:
            return by_rules
        from rag.answering.rewriting import rewritten

        text, tokens = rewritten(asked.text, history, self._engine())
        return replace(rewritten_as(asked, text) if text else by_rules, tokens=tokens)

    def _keywords_read(self, asked: Question) -> Question:
        """Return "obama on guantanamo" as a question to the one on record whom it begins with."""
        if not _may_be_keywords(asked):
            return asked
        found = name_first(asked.undated)
        if not found or not self._is_speaker(found[0]) or not content_words(found[1]):
            return asked
        read = understood(f"What did {found[0]} say about {found[1]}?")
        typed = asked.asked or asked.text
        return replace(read, asked=typed, since=asked.since, until=asked.until)

    def _of_whom_named(
        self, asked: Question, where: Filter | None
    ) -> Answer | Iterator[AnswerEvent] | None:
        """Answer keywords that begin with a name, "obama iran", by what they said."""
        if not _may_be_keywords(asked):
            return None
        people = self._gatherer.people
        found = ((n, t) for n, t in names_leading(asked.undated) if people.is_person(n))
        name, topic = next(found, ("", ""))
        if not name:
            return None
        about = f" about {topic}" if topic else ""
        when = f" in {when_asked(asked)}" if asked.since and asked.until else ""
        read = understood(f"What did {name} say{about}{when}?")
        return self._answer(replace(read, asked=asked.asked or asked.text), where, ())

    def _is_speaker(self, name: str) -> bool:
        """Return whether a name or role means somebody on record; a name typed small, a person."""
        people = self._gatherer.people
        is_typed_small = name.islower() and not is_role(name)
        if is_typed_small:
            return people.is_person(name)
        meant = people.meant(name)
        return bool(meant.names) and not meant.officials  # a country is rather a topic

    def stream(
        self, asked: Question, where: Filter | None, history: Sequence[Turn]
    ) -> Iterator[AnswerEvent]:
        """Answer step by step; the last event holds the whole answer.

        Its text is that of the events before it, put together.
        """
        parts = questions_in(asked.text) if self._settings.chat_model() == EXTRACTIVE else []
        answer = (
            put_together(asked, list(self._each(parts, asked, where, history)))
            if len(parts) > 1
            else self._one(asked, where, history)
        )
        for event in told(answer) if isinstance(answer, Answer) else answer:
            if event.answer:
                yield replace(event, answer=_with_tokens(self._named(event.answer), asked.tokens))
            else:
                yield event

    def _each(
        self, parts: Sequence[str], asked: Question, where: Filter | None, history: Sequence[Turn]
    ) -> Iterator[Answer]:
        """Yield the answers to the parts of a question, each understood from those before it."""
        turns = list(history)
        for part in parts:
            one = self.followed(understood(part), turns)
            if where and where.speakers is not None:
                one = replace(one, speaker=asked.speaker)
            answer = self._one(one, where, turns)
            assert isinstance(answer, Answer)  # no model writes it
            yield answer
            turns.append(Turn(part, self._named(answer)))

    def _one(
        self, asked: Question, where: Filter | None, history: Sequence[Turn]
    ) -> Answer | Iterator[AnswerEvent]:
        """Return the answer to a question, or the events of one that a chat model writes."""
        asked = self._keywords_read(asked)
        named = self._of_whom_named(asked, where)
        if named and not _abstained(named):
            return named
        answer = self._where_told_before(asked, where, history) or self._answer(
            asked, where, history
        )
        if not isinstance(answer, Answer):
            return answer
        more = self._why_silent(asked) if answer.abstained else _of_others(answer, named)
        return replace(answer, notices=(*answer.notices, *more))

    def _why_silent(self, asked: Question) -> tuple[str, ...]:
        """Return what may help where the record is silent: other spellings, another language."""
        if is_foreign(asked.undated):
            return (OTHER_LANGUAGE,)
        return self._gatherer.misspelt(asked)

    def _where_told_before(
        self, asked: Question, where: Filter | None, history: Sequence[Turn]
    ) -> Answer | Iterator[AnswerEvent] | None:
        """Answer a question that names nothing from the documents cited before, if they do:
        "Who is compensated?", after an answer about a bridge."""
        before = answer_asked_about(history)
        if not before or not names_nothing(asked):
            return None
        ids = list(dict.fromkeys(citation.document_id for citation in before.citations))
        numbers = set(self._gatherer.index.library.document_numbers(ids).values())
        if where and where.documents is not None:
            numbers &= set(where.documents)
        within = replace(where or Filter(), documents=tuple(numbers))
        answer = self._answer(asked, within, history)
        if not isinstance(answer, Answer):
            return answer
        if not answer.citations:
            return None
        return replace(answer, notices=(*answer.notices, SAME_DOCUMENTS))

    def _named(self, answer: Answer) -> Answer:
        """Return an answer that gives all whom it shows their names on record, and their roles."""
        named = replace(
            answer,
            citations=self._gatherer.named(answer.citations),
            nearest=self._gatherer.named(answer.nearest),
        )
        return with_roles(named, self._gatherer.index.library)

    def _answer(
        self, asked: Question, where: Filter | None, history: Sequence[Turn]
    ) -> Answer | Iterator[AnswerEvent]:
        """Return the answer, or the events of one that a chat model writes."""
        notices = self._notices()
        if back := asked_back(asked, self._gatherer):
            return answer_of(asked, back)
        if asked.reference:
            before = answer_asked_about(history) or Answer("", "")
            about = told_by_citations(asked, before, self._gatherer)
            if about.citations or not (again := understood(asked.text)).shape:
                return answer_of(asked, about, notices)
            asked = replace(again, asked=asked.asked)  # "What was he asked?", of the whole record
        place = dated(asked, where, self._gatherer.index)
        if asked.shape or asked.event_detail:
            tell = told_in_shape if asked.shape else told_by_events
            about = tell(asked, place.where, self._gatherer)
            return answer_of(asked, about, (*notices, *missing(asked, place)))
        if verbatim := told_by_quotation(asked, place.where, self._gatherer):
            return answer_of(asked, verbatim, notices)
        found, extracted = self._extracted(asked, place, notices)
        if self._settings.chat_model() == EXTRACTIVE or extracted.abstained:
            return extracted
        from rag.answering.writing import Task, written

        sentences = citable(asked, found.sentences, own=found.own)
        own = {label for _, label in found.own}
        task = Task(asked, sentences, own, extracted, history)
        return written(task, self._engine(), self._gatherer)

    def _extracted(
        self, asked: Question, place: Dated, notices: tuple[str, ...]
    ) -> tuple[Gathered, Answer]:
        """Return what was gathered, and the answer quoted from it."""
        found = self._gatherer.gather(asked, place.where)
        extraction, when = extract(asked, found), missing(asked, place)
        if extraction.reason or place.is_missing:
            of_time = of_that_time(asked, place, self._gatherer)
            found, extraction, when = of_time or (found, extraction, when)
        shown = {citation.speaker or "" for citation in extraction.citations}
        named = found.meant.notices(asked.speaker or "", shown=shown)
        answer = answer_of(asked, extraction, (*notices, *when, *named))
        return found, replace(answer, candidates=found.meant.offered(shown=shown))

    def _engine(self) -> GeneratedEngine:
        from rag.answering.generated import GeneratedEngine

        if self._model is None:
            self._model = GeneratedEngine(
                self._settings.chat_model(),
                seconds=self._settings.model_seconds,
                retries=self._settings.model_retries,
                window=self._settings.model_window,
            )
        return self._model

    def _notices(self) -> tuple[str, ...]:
        waiting = self._gatherer.index.waiting_count()
        if not waiting:
            return ()
        return (
            f"{waiting} passages are found by their words only so far; "
            "their vectors are still being made.",
        )


def _abstained(answer: Answer | Iterator[AnswerEvent]) -> bool:
    return isinstance(answer, Answer) and answer.abstained


def _of_others(answer: Answer, named: Answer | Iterator[AnswerEvent] | None) -> tuple[str, ...]:
    """Return a notice where keywords begin with a name whose words on this are not on record."""
    if not isinstance(named, Answer) or not named.silent or answer.reason:
        return ()
    return (NOT_THEIRS.format(name=plain(named.silent[0])),)


def _with_tokens(answer: Answer, spent: Tokens) -> Answer:
    """Return an answer whose usage counts the tokens that understanding the question took."""
    if not any(spent):
        return answer
    usage = {"input_tokens": spent.input, "output_tokens": spent.output}
    for key, count in (answer.usage or {}).items():
        usage[key] = usage.get(key, 0) + count
    return replace(answer, usage=usage)


def _may_be_keywords(asked: Question) -> bool:
    """Return whether nothing tells what is asked of whom: words may be typed without a sentence."""
    return not (asked.speaker or asked.shape or asked.reference) and asked.kind == "open"
