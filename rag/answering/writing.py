"""Writing with a chat model: evidence in, an answer out whose every quote and marker holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.citing import citation_of
from rag.answering.evidence import Sentence
from rag.answering.extractive import abstention, answer_of
from rag.answering.generated import GeneratedEngine
from rag.answering.prompts import finds_no_evidence
from rag.errors import ModelFailed
from rag.question import Question
from rag.records import Answer, Citation, Span, Turn
from rag.verification import Cited, verify


def written(
    asked: Question,
    sentences: Sequence[Sentence],
    *,
    engine: GeneratedEngine,
    fallback: Answer,
    history: Sequence[Turn],
) -> Answer:
    """Let the chat model answer from the hits of *sentences*; what it cannot show falls back."""
    hits = {s.hit.passage_id: s.hit for s in sentences}
    try:
        generation = engine.stream(asked.text, list(hits.values()), history=history)
        text = "".join(generation)
    except ModelFailed as exc:
        return _with_notice(fallback, f"{exc} This answer was made without it.")
    if finds_no_evidence(text):
        silent = abstention(asked, sentences, is_known=True)
        return replace(answer_of(asked, silent, fallback.notices), engine=engine.name)
    checked = verify(text, generation.offered)
    if not checked.cited:
        failed = _with_notice(
            fallback,
            f"The model {engine.name} cited nothing that holds. This answer was made without it.",
        )
        return replace(failed, rejected=checked.rejected)
    return replace(
        fallback,
        text=checked.text,
        citations=tuple(_citation(cited, sentences) for cited in checked.cited),
        rejected=checked.rejected,
        engine=engine.name,
        usage=generation.usage,
    )


def _with_notice(answer: Answer, notice: str) -> Answer:
    return replace(answer, notices=(*answer.notices, notice))


def _citation(cited: Cited, sentences: Sequence[Sentence]) -> Citation:
    """Return what a model cites as a citation: the words it quotes, or the whole passage."""
    hit = cited.hit
    span = Span(hit.start, hit.end)
    if cited.quotes:
        span = Span(min(q.start for q in cited.quotes), max(q.end for q in cited.quotes))
    said = [s for s in sentences if s.hit is hit and s.span.start < span.end]
    voices = {(s.speaker, s.speech) for s in said if s.span.end > span.start}
    speaker, speech = voices.pop() if len(voices) == 1 else (hit.speaker, hit.speech)
    return citation_of(hit, span, number=cited.number, speaker=speaker, speech=speech)
