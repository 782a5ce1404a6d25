"""Who said what: annotated statements come in, figures of what reading finds go out.

The gold is a JSONL file of documents with ``doc``, ``text`` and ``quotes``, each with
``content_spans``, ``speaker``, ``speaker_is_pronoun`` and ``type`` (direct, mixed or indirect).

Contents agree if they share half of the characters of the shorter (*overlap*) or are the same but
for the marks around them (*exact*); pairs are made one to one, those sharing most first. A
speaker is *named* by a proper name, else a *pronoun*, *described* ("her aides") or *none*; it is
right if the last word of the name is the same.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from rag import sources
from rag.errors import cause
from rag.evaluation.collection import CollectionError
from rag.evaluation.measures import rate
from rag.reading import read
from rag.settings import Settings
from rag.verification import folded

FILE = "attributions.jsonl"
TYPES = ("overall", "direct", "mixed", "indirect")

Kind = Literal["named", "pronoun", "described", "none"]

PRONOUNS = frozenset(
    "he she they it i we you who which him her them me us his their that this these those others "
    "some many".split()
)
QUANTITIES = frozenset(
    "another one both most few several each everyone all none people critics officials sources "
    "former".split()
)
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir sen senator rep gov governor president prof professor lord lady judge "
    "justice rev".split()
)
PREPOSITIONS = frozenset("of for from with in at to by on inside behind near".split())
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
ARTICLES = frozenset(("the", "a", "an"))
EDGES = "“”\"'‘’«»`.,;:!?…-–—()[] \t\n\r\u00a0"

APART = re.compile(r",|\(|\s(?:who|which|that|whose)\s|\s[–—-]\s")
"""Where a name ends and an apposition or a clause begins."""


@dataclass(frozen=True)
class Said:
    """A statement, of the gold or found: where its content stands, whose it is, how it is said."""

    spans: tuple[tuple[int, int], ...]
    speaker: str | None
    kind: Kind
    type: str
    core: tuple[tuple[int, int], ...]
    whole: bool

    @property
    def characters(self) -> set[int]:
        """The offsets of its content."""
        return {at for start, end in self.spans for at in range(start, end)}


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return annotated documents of a file, or of the folder it is in. Raises CollectionError."""
    file = path / FILE if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        for row in rows:
            _ = row["doc"], row["text"], [quote["content_spans"] for quote in row["quotes"]]
    except (OSError, KeyError, TypeError, ValueError) as exc:
        raise CollectionError(
            f"{file} holds no annotated statements: {cause(exc)}. Each line is one "
            "document with doc, text and quotes."
        ) from exc
    return rows


def evaluate_attribution(gold: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Read every document of the gold and return the figures, overall and by type."""
    settings = Settings.load()
    counts = {name: Counter[str]() for name in TYPES}
    for row in gold:
        count(row, list(statements_found(row, settings)), counts)
    return {name: figures(counts[name]) for name in TYPES}


def statements_found(row: Mapping[str, Any], settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield what reading finds in an annotated document, by the offsets of the annotated text."""
    name, data = str(row["doc"]), str(row["text"]).encode()
    document = sources.extract(sources.Raw(name, name, data, "text"), settings)
    place = aligned(document.text, str(row["text"]))
    for said in read(document).document.statements:
        if said.speech != "narration":
            start, end = place(said.start), place(said.end - 1) + 1
            yield {"start": start, "end": end, "speaker": said.speaker, "type": said.speech}


def aligned(normal: str, given: str) -> Callable[[int], int]:
    """Return what turns an offset of the normal form of a text into one of the text as given."""
    (ours, offsets), (theirs, places) = folded(normal), folded(given.strip())
    skipped = len(given) - len(given.lstrip())
    if ours == theirs:
        return lambda at: skipped + places[max(0, bisect_right(offsets, at) - 1)]
    blocks = SequenceMatcher(None, normal, given, autojunk=False).get_matching_blocks()
    starts = [block.a for block in blocks]

    def place(at: int) -> int:
        block = blocks[max(0, bisect_right(starts, at) - 1)]
        return min(block.b + at - block.a, len(given) - 1)

    return place


def count(
    row: Mapping[str, Any],
    predicted: Sequence[Mapping[str, Any]],
    counts: Mapping[str, Counter[str]],
) -> None:
    """Add what happened in one document to the counts of all and of each type."""
    text = row["text"]
    golds = [_said(quote, text) for quote in row["quotes"]]
    found = [_said(statement, text) for statement in predicted]
    for item in golds:
        _note(counts, item, "gold", f"{item.kind} gold")
    for item in found:
        _note(counts, item, "predicted")
    for how in ("overlap", "exact"):
        for gold, guess in pairs(golds, found, how):
            _note(counts, gold, f"{how} gold")
            _note(counts, guess, f"{how} predicted")
    for gold, guess in pairs(golds, found, "overlap"):
        _note(counts, gold, f"{gold.kind} matched", f"{gold.kind} {_outcome(gold, guess)}")
        _note(counts, gold, f"system {guess.kind}")


def _note(counts: Mapping[str, Counter[str]], item: Said, *events: str) -> None:
    counts["overall"].update(events)
    counts[item.type].update(events)


def _outcome(gold: Said, guess: Said) -> str:
    named = gold.kind == "named" and guess.kind != "none"
    return "right" if named and surname(gold.speaker) == surname(guess.speaker) else guess.kind


def _said(row: Mapping[str, Any], text: str) -> Said:
    given = row.get("content_spans")
    spans = tuple((start, end) for start, end in given or [(row["start"], row["end"])])
    speaker = row.get("speaker")
    kind = "pronoun" if row.get("speaker_is_pronoun") else speaker_kind(speaker, text)
    type_ = row.get("type") or "indirect"
    return Said(spans, speaker, kind, type_, _core(spans, text), bool(given))


def _core(spans: Iterable[tuple[int, int]], text: str) -> tuple[tuple[int, int], ...]:
    """Return spans without marks and space at their edges, joined where only those lie between."""
    core: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        end = min(end, len(text))
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        if start >= end:
            continue
        if core and not text[core[-1][1] : start].strip(EDGES):
            core[-1] = core[-1][0], max(core[-1][1], end)
        else:
            core.append((start, end))
    return tuple(core)


def pairs(golds: Sequence[Said], found: Sequence[Said], how: str) -> list[tuple[Said, Said]]:
    """Return gold and found statements one to one, those that share most characters first."""
    ours = [(item, item.characters) for item in golds]
    theirs = [(item, item.characters) for item in found]
    shared = [
        (-len(a & b), i, j)
        for i, (gold, a) in enumerate(ours)
        for j, (guess, b) in enumerate(theirs)
        if a & b and _agree(gold, guess, len(a), len(b), len(a & b), how)
    ]
    taken: dict[int, int] = {}
    for _, i, j in sorted(shared):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return [(golds[i], found[j]) for i, j in taken.items()]


def _agree(gold: Said, guess: Said, a: int, b: int, shared: int, how: str) -> bool:
    if how == "overlap":
        return 2 * shared >= min(a, b)
    if guess.whole:
        return gold.core == guess.core
    ends = [(core[0][0], core[-1][1]) for core in (gold.core, guess.core) if core]
    return len(ends) == 2 and ends[0] == ends[1]


def figures(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the figures that counts amount to; None where there is nothing to divide by."""
    result: dict[str, Any] = {"gold": counts["gold"], "predicted": counts["predicted"]}
    for how in ("overlap", "exact"):
        precision = rate(counts[f"{how} predicted"], counts["predicted"])
        recall = rate(counts[f"{how} gold"], counts["gold"])
        result[how] = {"precision": precision, "recall": recall, "f1": _f1(precision, recall)}
    matched = counts["named matched"]
    return {
        **result,
        "speaker_accuracy_named": rate(counts["named right"], matched),
        "wrong_speaker_rate": rate(counts["named named"], matched),
        "found_and_right_of_gold_named": rate(counts["named right"], counts["named gold"]),
        "unattributed_rate": rate(counts["system none"], counts["overlap gold"]),
        "pronouns_resolved_to_a_name": rate(counts["pronoun named"], counts["pronoun matched"]),
    }


def _f1(precision: float | None, recall: float | None) -> float:
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


# Speakers


def speaker_kind(speaker: str | None, text: str = "") -> Kind:
    """Return how a speaker is told; *text* shows whether a lone capital opens an ordinary word."""
    words = naming_words(speaker)
    if not words:
        return "none"
    if len(words) == 1 and words[0].lower() in PRONOUNS and words[0] not in ("US", "IT"):
        return "pronoun"
    if _is_about_somebody(words) or not words[-1][0].isupper():
        return "described"
    last = words[-1].lower()
    lone = sum(word.lower() not in ARTICLES for word in words) == 1
    common = lone and re.search(rf"\b{re.escape(last)}\b", text)
    return "described" if last in QUANTITIES | HONORIFICS or common else "named"


def _is_about_somebody(words: Sequence[str]) -> bool:
    """Return whether words relate a person to a name: "aides to Doe", "Friends of Roe"."""
    return any(
        word in PREPOSITIONS and (at == 0 or words[at - 1][0].islower() or _is_plural(words, at))
        for at, word in enumerate(words)
    )


def _is_plural(words: Sequence[str], at: int) -> bool:
    return at == 1 and words[0].endswith("s")


def surname(speaker: str | None) -> str:
    """Return the last capitalised word of a speaker that is no title, in lower case, or ""."""
    capital = [word.lower() for word in naming_words(speaker) if word[0].isupper()]
    return next((word for word in reversed(capital) if word not in HONORIFICS), "")


def naming_words(speaker: str | None) -> list[str]:
    """Return the words that name a speaker, without apposition, clause, place and generation."""
    parts = [_tidied(part) for part in APART.split(" ".join((speaker or "").split()))]
    words = parts[0]
    if len(parts) > 1 and words and words[-1].islower() and _is_name(parts[1]):
        words = parts[1]  # "her manager, Jane Roe,"
    words = words[: next(_places(words), None)]
    if len(words) > 1 and words[-1].lower() in GENERATIONS:
        return words[:-1]
    return words


def _tidied(part: str) -> list[str]:
    bare = (re.sub(r"['’]s?$", "", word).strip(EDGES).replace(".", "") for word in part.split())
    return [word for word in bare if word]


def _is_name(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def _places(words: Sequence[str]) -> Iterator[int]:
    """Yield where "of" or "from" opens the place of a full name: "Mike Roe of Indiana"."""
    for at, word in enumerate(words):
        before = words[at - 2 : at] if at > 1 else ()
        if word in PREPOSITIONS and before and all(w[0].isupper() and w != "The" for w in before):
            yield at
