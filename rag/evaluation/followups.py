"""Follow-ups: rewrites by people come in, how far the rules recover them goes out.

One conversation turn a line: ``id``, ``question``, ``rewrite`` (by a person) and what was asked
before it, as ``history_user_turns`` (a list of questions) or ``history`` (a list of objects with
``text``). A rewrite is judged by its content words, compared as a set: all of them (`words`), and
those that the question itself lacks (`added`), where adding nothing scores nothing. A question
that a person left as it is must be *left alone*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answering.evidence import STOP_WORDS
from rag.errors import cause
from rag.evaluation.collection import CollectionError
from rag.question.followups import standalone
from rag.records import Turn

Rewriting = Callable[[str, Sequence[str]], str]
"""From a question and those before it to a question that stands alone."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question, what was asked before it, and how a person wrote it to stand alone."""

    id: str
    question: str
    before: tuple[str, ...]
    rewrite: str


def by_rules(question: str, before: Sequence[str]) -> str:
    """Return the rewrite of this program, without a model."""
    return standalone(question, [Turn(text, "") for text in before])


SYSTEMS: dict[str, Rewriting] = {
    "rules": by_rules,
    "question unchanged": lambda question, before: question,
    "previous question appended": lambda question, before: " ".join([question, *before[-1:]]),
}


def read_follow_ups(path: Path) -> list[FollowUp]:
    """Return the turns of a file, or of the files of a folder. Raises CollectionError."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise CollectionError(f"{path} holds no .jsonl file of follow-ups.")
    return [row for file in files for row in _rows(file)]


def _rows(file: Path) -> Iterator[FollowUp]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise CollectionError(f"{file} cannot be read: {cause(exc)}. Check the path.") from exc
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _follow_up(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as exc:
                raise CollectionError(
                    f"{file}, line {number}: no follow-up with `id`, `question`, `rewrite` and "
                    f"`history` or `history_user_turns` ({cause(exc)})."
                ) from exc


def _follow_up(row: Mapping[str, Any]) -> FollowUp:
    before = row.get("history_user_turns")
    if before is None:
        before = [turn["text"] for turn in row["history"] if turn.get("speaker", "user") == "user"]
    return FollowUp(row["id"], row["question"].strip(), tuple(before), row["rewrite"].strip())


def evaluate_follow_ups(rows: Sequence[FollowUp]) -> dict[str, dict[str, float | int | None]]:
    """Return the figures of the rules and of two baselines, over the turns with a history."""
    asked = [row for row in rows if row.before]
    return {name: _figures(asked, rewriting) for name, rewriting in SYSTEMS.items()}


def _figures(rows: Sequence[FollowUp], rewriting: Rewriting) -> dict[str, float | int | None]:
    given = [rewriting(row.question, row.before) for row in rows]
    alone = [
        _plain(text) == _plain(row.question)
        for row, text in zip(rows, given, strict=True)
        if stands(row)
    ]
    leaning = [(row, text) for row, text in zip(rows, given, strict=True) if not stands(row)]
    whole = [(words(row.rewrite), words(text)) for row, text in leaning]
    added = [
        (words(row.rewrite) - words(row.question), words(text) - words(row.question))
        for row, text in leaning
    ]
    return {
        "follow-ups": len(leaning),
        **{f"words {name}": value for name, value in agreement(whole).items()},
        **{f"added {name}": value for name, value in agreement(added).items()},
        "standing alone": len(alone),
        "left alone": sum(alone) / len(alone) if alone else None,
    }


def stands(row: FollowUp) -> bool:
    """Return whether a person left the question as it is, but for marks and case."""
    return _plain(row.question) == _plain(row.rewrite)


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def words(text: str) -> set[str]:
    """Return the content words of a text, without a genitive's ending."""
    plain = re.sub(r"['’]s?\b", "", text.lower())
    return {word for word in re.findall(r"\w+", plain) if word not in STOP_WORDS}


def agreement(pairs: Sequence[tuple[set[str], set[str]]]) -> dict[str, float | None]:
    """Return precision, recall and F1 of (wanted, given) sets, counted over all of them."""
    shared = sum(len(wanted & given) for wanted, given in pairs)
    wanted_count = sum(len(wanted) for wanted, _ in pairs)
    given_count = sum(len(given) for _, given in pairs)
    return {
        "precision": shared / given_count if given_count else None,
        "recall": shared / wanted_count if wanted_count else None,
        "F1": 2 * shared / (wanted_count + given_count) if wanted_count + given_count else None,
    }
