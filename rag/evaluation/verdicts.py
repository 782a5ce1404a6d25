"""Readers' verdicts on answers in, a test collection out.

An answer that a reader found good says what is relevant to its question, and a silence that a
reader found right that there is no answer. A verdict against an answer does not say what would
have been right: it goes to ``review.jsonl``, for a person to look at, and so does all about a
question on which readers disagree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rag.errors import FeedbackError, cause
from rag.evaluation.collection import QUESTIONS, CollectionError
from rag.evaluation.proposing import article_names, write_articles
from rag.pressroom import Pressroom
from rag.records import Feedback

REVIEW = "review.jsonl"


class Exported(NamedTuple):
    """How many articles, questions, and verdicts to look at were written."""

    articles: int
    questions: int
    reviews: int


def export(room: Pressroom, folder: Path) -> Exported:
    """Write the verdicts of a library as a collection with its articles.

    Raises FeedbackError where there is none, CollectionError where the folder has questions.
    """
    given = room.feedback()
    if not given:
        raise FeedbackError("No reader has given a verdict yet; the page asks for it.")
    if (folder / QUESTIONS).exists():
        raise CollectionError(f"{folder / QUESTIONS} exists. Give a new folder, or remove it.")
    cases = approved_cases(room)
    settled = {case["question"] for case in cases}
    names = article_names(room.documents())
    reviews = [_review(one, names) for one in given if _asked(one) not in settled]
    articles = write_articles(room, folder)
    _write(folder / QUESTIONS, cases)
    _write(folder / REVIEW, reviews)
    return Exported(articles, len(cases), len(reviews))


def approved_cases(room: Pressroom) -> list[dict[str, Any]]:
    """Return a case for each question whose answers readers found good, by its latest answer.

    Answers whose words no longer stand in the library are left out.
    """
    by_question: dict[str, list[Feedback]] = {}
    for one in room.feedback():
        by_question.setdefault(_asked(one), []).append(one)
    names = article_names(room.documents())
    agreed = [
        verdicts[-1]
        for verdicts in by_question.values()
        if all(one.verdict == "up" for one in verdicts)
    ]
    return [case for one in agreed if (case := _case(one, room, names))]


def _asked(one: Feedback) -> str:
    """Return the question as it would be asked without the talk before it."""
    return (one.answer.standalone or one.question).strip()


def _case(one: Feedback, room: Pressroom, names: Mapping[str, str]) -> dict[str, Any] | None:
    checks = room.verify_answer(one.answer)
    if any(check.outcome in ("changed", "gone") for check in checks):
        return None
    words = [
        _words(names[check.document_id or ""], check.quote, citation.speaker)
        for check, citation in zip(checks, one.answer.citations, strict=True)
    ]
    case = {"id": f"reader-{one.number}", "question": _asked(one), "note": one.comment}
    if not one.answer.abstained:
        return {**case, "answerable": True, "relevant": words} if words else None
    shown = words if one.answer.reason == "declined" else []
    return {**case, "answerable": False, "reason": one.answer.reason, "relevant": shown}


def _words(document: str, quote: str, speaker: str | None) -> dict[str, str]:
    words = {"document": document, "quote": quote}
    return {**words, "speaker": speaker} if speaker else words


def _review(one: Feedback, names: Mapping[str, str]) -> dict[str, Any]:
    cited = [
        _words(names.get(c.document_id, c.source), c.quote, c.speaker) for c in one.answer.citations
    ]
    return {
        "id": f"reader-{one.number}",
        "question": _asked(one),
        "verdict": one.verdict,
        "comment": one.comment,
        "given": one.given,
        "answer": one.answer.text,
        "abstained": one.answer.abstained,
        "reason": one.answer.reason,
        "cited": cited,
    }


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    try:
        path.write_text("".join(_lines(rows)), encoding="utf-8")
    except OSError as exc:
        raise CollectionError(f"{path} cannot be written: {cause(exc)}.") from exc


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
