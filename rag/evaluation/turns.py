"""Turns: gold turns of transcripts come in, figures of what reading makes of the pages go out.

The folder has ``turns.jsonl`` (``id`` and ``turns``, each with ``speaker`` and ``text``) and the
transcripts as published in ``raw/``, ``ID.txt``. A turn is *found* if a turn that was read shares
at least half of the longer of both, *exact* if it has the same words. A journalist's turn has a
speaker of one of `JOURNALISTS`; the turn after it is *paired* if reading says it answers that
question.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from rag import sources
from rag.errors import cause
from rag.evaluation.collection import CollectionError
from rag.evaluation.measures import rate
from rag.reading import read
from rag.reading.names import folded as plain_name
from rag.records import Document, Paragraph, Span
from rag.settings import Settings
from rag.verification import folded

FILE = "turns.jsonl"
PAGES = "raw"
JOURNALISTS = frozenset(("q", "question", "reporter", "journalist"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in a document: where, whose, whether a journalist's, and what it answers."""

    span: Span
    words: str
    speaker: str | None
    asked: bool
    answers: Span | None = None


def evaluate_turns(folder: Path) -> dict[str, float | int | None]:
    """Return the figures over all transcripts of a folder. Raises CollectionError."""
    settings = Settings.load()
    counts: Counter[str] = Counter()
    for row in gold_rows(folder / FILE):
        page = folder / PAGES / f"{row['id']}.txt"
        document = sources.extract(sources.fetch(str(page), settings), settings)
        gold = list(placed(row["turns"], document.text))
        counts["unplaced"] += len(row["turns"]) - len(gold)
        counts.update(compared(gold, turns_read(document)))
    return figures(counts)


def gold_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the transcripts of a file of gold turns. Raises CollectionError."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        for row in rows:
            _ = row["id"], [(turn["speaker"], turn["text"]) for turn in row["turns"]]
    except (OSError, KeyError, TypeError, ValueError) as exc:
        raise CollectionError(
            f"{path} holds no turns: {cause(exc)}. Each line is one transcript "
            "with id and turns, each turn with speaker and text."
        ) from exc
    yield from rows


def placed(turns: Sequence[Mapping[str, str]], text: str) -> Iterator[Turn]:
    """Yield those gold turns whose words stand in the text, in order."""
    page, offsets = folded(text)
    after = 0
    for turn in turns:
        words = folded(turn["text"].strip())[0]
        at = page.find(words, after) if words else -1
        if at < 0:
            continue
        after = at + len(words)
        span = Span(offsets[at], offsets[after - 1] + 1)
        yield Turn(span, words, turn["speaker"], turn["speaker"].lower() in JOURNALISTS)


def turns_read(document: Document) -> list[Turn]:
    """Return the turns that reading finds in a document."""
    reading = read(document)
    text = reading.document.text
    said = [p for p in reading.paragraphs if p.turn is not None and p.kind == "text"]
    return [_turn(list(run), text) for _, run in groupby(said, key=lambda p: p.turn)]


def _turn(paragraphs: Sequence[Paragraph], text: str) -> Turn:
    first = paragraphs[0]
    span = Span(first.start, paragraphs[-1].end)
    words = folded(text[span.start : span.end])[0]
    return Turn(span, words, first.speaker, first.asked, first.question)


def compared(gold: Sequence[Turn], found: Sequence[Turn]) -> Counter[str]:
    """Return the counts of one transcript: what of the gold was found, and how well."""
    counts = Counter({"gold": len(gold), "read": len(found)})
    matched = {i: guess for i, turn in enumerate(gold) if (guess := _match(turn, found))}
    counts["found"] = len(matched)
    for i, guess in matched.items():
        counts["exact"] += gold[i].words == guess.words
        counts["right speaker"] += _same_speaker(gold[i], guess)
    for (i, turn), (j, following) in pairwise(enumerate(gold)):
        if turn.asked and not following.asked:
            counts["questions"] += 1
            counts["paired"] += j in matched and _answers(matched[j], matched.get(i))
    return counts


def _match(turn: Turn, found: Sequence[Turn]) -> Turn | None:
    best = max(found, key=lambda guess: _shared(turn.span, guess.span), default=None)
    if best is None:
        return None
    longer = max(turn.span.end - turn.span.start, best.span.end - best.span.start)
    return best if 2 * _shared(turn.span, best.span) >= longer else None


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _same_speaker(gold: Turn, guess: Turn) -> bool:
    if gold.asked or guess.asked:
        return gold.asked == guess.asked
    return plain_name(gold.speaker or "") == plain_name(guess.speaker or "")


def _answers(answer: Turn, question: Turn | None) -> bool:
    if answer.answers is None or question is None:
        return False
    return _shared(answer.answers, question.span) > 0


def figures(counts: Mapping[str, int]) -> dict[str, float | int | None]:
    """Return the figures that counts amount to; None where there is nothing to divide by."""
    return {
        "gold turns": counts["gold"],
        "turns read": counts["read"],
        "gold turns not in the page": counts["unplaced"],
        "found": rate(counts["found"], counts["gold"]),
        "precision": rate(counts["found"], counts["read"]),
        "exact": rate(counts["exact"], counts["gold"]),
        "right speaker": rate(counts["right speaker"], counts["found"]),
        "questions paired": rate(counts["paired"], counts["questions"]),
    }
