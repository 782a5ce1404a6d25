"""Writing with a chat model: evidence in, an answer out whose every quote and claim holds.

The model writes; each sentence is checked as soon as it is whole, and shown if it holds. What was
shown stays, whatever comes after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence
from rag.answering.extractive import abstention, answer_of, told
from rag.answering.gathering import Gatherer
from rag.answering.generated import GeneratedEngine, Generation
from rag.answering.prompts import finds_no_evidence, tells_nothing
from rag.answering.silence import silence_on
from rag.errors import ModelFailed
from rag.question import Question
from rag.records import Answer, AnswerEvent, Citation, Turn
from rag.verification import Cited, Cutter, Unit, Verifier


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is to answer, from which sentences, and the answer given if it fails.

    ``own`` are the voices that mean the speaker asked about.
    """

    asked: Question
    sentences: Sequence[Sentence]
    own: AbstractSet[str]
    fallback: Answer
    history: Sequence[Turn] = ()


def written(task: Task, engine: GeneratedEngine, gatherer: Gatherer) -> Iterator[AnswerEvent]:
    """Let the chat model answer, sentence by sentence; the last event holds the whole answer.

    A model that fails, or shows nothing that holds, is replaced by the fallback; one that fails
    in the middle keeps what was shown of it.
    """
    hits = {s.hit.passage_id: s.hit for s in task.sentences}
    named = gatherer.named(hits.values())
    generation = engine.stream(task.asked.text, named, history=task.history)
    verifier = Verifier(
        gatherer.offered([hits[shown.passage_id] for shown in generation.offered]),
        more=gatherer.offered_of,
        question=task.asked.text,
        own=task.own if task.asked.speaker else (),
    )
    writing = _Writing(generation, verifier)
    text = ""
    for shown in writing:
        text += shown
        yield AnswerEvent("text", text=shown)
    answer = _answer(text.strip(), task, writing, engine)
    yield from [AnswerEvent("answer", answer=answer)] if text else told(answer)


class _Writing:
    """A generation being checked: iterate over what is shown; how it went is known at the end."""

    def __init__(self, generation: Generation, verifier: Verifier) -> None:
        self.generation = generation
        self.verifier = verifier
        self.failure: ModelFailed | None = None
        self._is_over = self._tells_nothing = False

    @property
    def found_nothing(self) -> bool:
        """Whether the model said that the passages do not answer, and cited none of them."""
        refused = {rejected.outcome for rejected in self.verifier.rejected} - {"uncited"}
        return self._is_over or (self._tells_nothing and not refused and not self.failure)

    def __iter__(self) -> Iterator[str]:
        cutter = Cutter()
        try:
            for piece in self.generation:
                yield from self._checked(cutter.feed(piece))
                if self._is_over:
                    return
            yield from self._checked(cutter.finish())
        except ModelFailed as exc:
            self.failure = exc
            if cutter.rest.strip():
                self.verifier.reject(cutter.rest.strip(), "unfinished")
        finally:
            self.generation.close()
            self.verifier.finish()

    def _checked(self, units: Sequence[Unit]) -> Iterator[str]:
        for unit in units:
            if not self.verifier.cited and finds_no_evidence(unit.text):
                self._is_over = True
                return
            self._tells_nothing = self._tells_nothing or tells_nothing(unit.text)
            if shown := self.verifier.check(unit):
                yield shown


def _answer(text: str, task: Task, writing: _Writing, engine: GeneratedEngine) -> Answer:
    """Return what was shown as an answer, or why nothing was with what is told instead."""
    rejected, usage = tuple(writing.verifier.rejected), writing.generation.usage
    fallback, failure = task.fallback, writing.failure
    if writing.found_nothing and not text:
        silent = abstention(task.asked, task.sentences, silence_on(task.asked, is_known=True))
        notice = f"The model {engine.name} found no answer in the passages that it was shown."
        return replace(
            _with_notice(answer_of(task.asked, silent, fallback.notices), notice),
            rejected=rejected,
            engine=engine.name,
            model=writing.generation.model,
            usage=usage,
        )
    if not text:
        why = str(failure) if failure else f"The model {engine.name} cited nothing that holds."
        notice = f"{why} This answer was made without it."
        return replace(_with_notice(fallback, notice), rejected=rejected, usage=usage)
    answer = replace(
        fallback,
        text=text,
        citations=tuple(map(_citation, writing.verifier.cited)),
        rejected=rejected,
        engine=engine.name,
        model=writing.generation.model,
        usage=usage,
        verified=dict(writing.verifier.outcomes),
    )
    return _with_notice(answer, f"{failure} What it wrote before is shown.") if failure else answer


def _with_notice(answer: Answer, notice: str) -> Answer:
    return replace(answer, notices=(*answer.notices, notice))


def _citation(cited: Cited) -> Citation:
    voice = cited.voice
    return citation_of(
        cited.hit, cited.span, number=cited.number, speaker=voice.speaker, speech=voice.speech
    )
