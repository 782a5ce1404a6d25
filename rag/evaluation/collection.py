"""Test collections: a folder with articles and ``questions.jsonl`` comes in, checked cases go out.

The articles lie in ``articles/`` or beside ``questions.jsonl``, in any format that can be
ingested. Each line of ``questions.jsonl`` is one JSON object:

- ``id``, ``question``, ``answerable``: required;
- ``relevant``: the evidence, a list of ``{"document": file name, "quote": words}``. The quote
  stands in the document, white space and the make of quotation marks aside; `` … `` within it
  leaves words out; without a quote the whole document is meant. ``speaker`` names who said it,
  ``occurrence`` (from 1) which one is meant where the words stand there more than once;
- ``speaker``: the person asked about;
- ``others``, ``neutral``: words like those in ``relevant`` that are somebody else's on the same
  topic (an answer that gives them has the wrong speaker), and words that count neither way;
- ``reason``: why an unanswerable question has no answer, as `rag.records.Reason`; where it is
  ``declined``, ``relevant`` may hold the words it was declined with;
- ``history``: what was asked before in the same talk, a list of questions or of ``{"question":
  words, "answer": words}``; ``standalone``: the question as it would be asked without it;
- ``type``: a kind of question, for tables; ``since``, ``until``: ISO dates to ask with;
  ``note``: for people, never read.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag import sources
from rag.errors import PressroomError, QuestionError, SourceError, cause
from rag.question import checked_date
from rag.records import Document, Failure, Reason, Span
from rag.settings import Settings
from rag.sources.normalising import visible
from rag.verification import folded

QUESTIONS = "questions.jsonl"
ARTICLES = "articles"
LEFT_OUT = " … "
"""Stands in a quote for words of the document that are left out."""


NEARLY = 0.75
"""Likeness of keys (`difflib`) from which one is taken for a misspelling of the other."""


class CollectionError(PressroomError):
    """A test collection cannot be used; the message names file, line and key."""


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Words(_Checked):
    """Words of a document; all of it where there is no quote."""

    document: str = Field(min_length=1)
    quote: str | None = Field(None, min_length=1)
    speaker: str | None = None
    occurrence: int | None = Field(None, ge=1)


class Exchange(_Checked):
    """A question asked before, and what was answered."""

    question: str = Field(min_length=1)
    answer: str


class Case(_Checked):
    """One question of a collection with what is expected of the answer."""

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answerable: bool
    relevant: list[Words] = []
    speaker: str | None = None
    others: list[Words] = []
    neutral: list[Words] = []
    reason: Reason | None = None
    type: str | None = None
    history: list[str | Exchange] = []
    standalone: str | None = Field(None, min_length=1)
    since: str | None = None
    until: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Case:
        if self.answerable and not self.relevant:
            raise ValueError("an answerable question needs its evidence in `relevant`")
        if not self.answerable and self.relevant and self.reason != "declined":
            raise ValueError("an unanswerable question has no evidence: empty `relevant`")
        try:
            checked_date(self.since, name="since")
            checked_date(self.until, name="until", last=True)
        except QuestionError as exc:
            raise ValueError(str(exc)) from exc
        if self.answerable and self.reason:
            raise ValueError("`reason` says why a question has no answer; this one has one")
        return self


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a case where they stand in their document.

    ``places`` are alternatives; each is a sequence of spans, in order. There is none where the
    whole document is meant.
    """

    document: str
    quote: str | None
    speaker: str | None
    places: tuple[tuple[Span, ...], ...]

    def is_in(self, document: str, span: Span) -> bool:
        """Return whether a span shares at least half of the shorter of itself and the words.

        So a passage holds the words it contains, and a sentence out of a longer statement
        counts as that statement; words that merely touch do not.
        """
        if document != self.document:
            return False
        return not self.places or any(_agrees(span, place) for place in self.places)


def _agrees(span: Span, place: Sequence[Span]) -> bool:
    shared = sum(max(0, min(span.end, p.end) - max(span.start, p.start)) for p in place)
    shorter = min(span.end - span.start, sum(p.end - p.start for p in place))
    return shared > 0 and 2 * shared >= shorter


@dataclass(frozen=True)
class Collection:
    """Questions over articles. ``case_lines`` holds the line of each case in its file."""

    folder: Path
    cases: tuple[Case, ...]
    case_lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.resolve().name

    @property
    def articles(self) -> Path:
        """The folder of the articles."""
        inner = self.folder / ARTICLES
        return inner if inner.is_dir() else self.folder

    @cached_property
    def paths(self) -> dict[str, Path]:
        """File name (with folders below the articles, if any) → path of every article."""
        found = sources.find([self.articles], Settings.load())
        paths = [Path(source) for source in found if not isinstance(source, Failure)]
        return {path.relative_to(self.articles).as_posix(): path for path in paths}

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of the articles together and of the questions."""
        digest = sha256()
        for name, path in sorted(self.paths.items()):
            digest.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
        questions = sha256((self.folder / QUESTIONS).read_bytes()).hexdigest()
        return {"articles": digest.hexdigest(), "questions": questions}


def read_collection(folder: Path) -> Collection:
    """Return the collection in a folder. Raises CollectionError naming file, line and key."""
    path = folder / QUESTIONS
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise CollectionError(
            f"{path} cannot be read: {cause(exc)}. A collection is a folder with {QUESTIONS} and "
            "its articles; `python -m rag evaluate init FOLDER` makes one from an index."
        ) from exc
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    cases = tuple(_case(line, f"{path}, line {number}") for number, line in numbered)
    if not cases:
        raise CollectionError(f"{path} holds no question.")
    repeated = [key for key, count in Counter(case.id for case in cases).items() if count > 1]
    if repeated:
        second = [number for number, _ in numbered][_second(cases, repeated[0])]
        raise CollectionError(f"{path}, line {second}: id {repeated[0]!r} is there already.")
    return Collection(folder, cases, tuple(number for number, _ in numbered))


def _second(cases: Sequence[Case], key: str) -> int:
    return [i for i, case in enumerate(cases) if case.id == key][1]


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(_without_foreign_keys(line))
    except ValidationError as exc:
        raise CollectionError(f"{where}: {_explained(exc)}") from exc


def _without_foreign_keys(line: str) -> str:
    """Return a line without keys of other programs; misspelt ones of ours stay, to be refused."""
    try:
        row = json.loads(line)
    except ValueError:
        return line
    if not isinstance(row, dict):
        return line
    known = list(Case.model_fields)
    kept = {key: row[key] for key in row if difflib.get_close_matches(key, known, cutoff=NEARLY)}
    return json.dumps(kept)


def _explained(exc: ValidationError) -> str:
    """Return the first fault in a sentence, with the key it is about."""
    error = exc.errors(include_url=False)[0]
    key = ".".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{key}: {message}." if key else f"{message}."


@dataclass(frozen=True, slots=True)
class Resolved:
    """A case with its words where they stand."""

    case: Case
    relevant: tuple[Evidence, ...]
    others: tuple[Evidence, ...]
    neutral: tuple[Evidence, ...]


def resolve(collection: Collection, texts: Mapping[str, str]) -> list[Resolved]:
    """Find the words of every case in the texts of the documents, by file name.

    Raises CollectionError naming the line and key of all words that stand nowhere.
    """
    finder = Finder(texts)
    faults: list[str] = []
    resolved = []
    for case, line in zip(collection.cases, collection.case_lines, strict=True):
        found: dict[str, tuple[Evidence, ...]] = {}
        for key in ("relevant", "others", "neutral"):
            listed: list[Evidence] = []
            for i, words in enumerate(getattr(case, key)):
                try:
                    listed.append(finder.evidence(words))
                except CollectionError as exc:
                    faults.append(f"line {line}, {key}.{i}: {exc}")
            found[key] = tuple(listed)
        resolved.append(Resolved(case, **found))
    if faults:
        shown = "\n".join(faults[:20])
        more = f"\nand {len(faults) - 20} more" if len(faults) > 20 else ""
        raise CollectionError(f"{collection.folder / QUESTIONS}:\n{shown}{more}")
    return resolved


class Finder:
    """Finds quotes in documents, each of which is folded once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._folded: dict[str, tuple[str, Sequence[int]]] = {}

    def evidence(self, words: Words) -> Evidence:
        """Return words where they stand. Raises CollectionError where they do not."""
        if words.document not in self._texts:
            raise CollectionError(f"document: there is no article {words.document!r}")
        if words.quote is None:
            return Evidence(words.document, None, words.speaker, ())
        places = self._places(words.document, words.quote)
        if not places:
            raise CollectionError(f"quote: {words.document} does not hold “{words.quote}”")
        if words.occurrence is not None:
            if words.occurrence > len(places):
                raise CollectionError(
                    f"occurrence: {words.document} holds the quote only {len(places)} times"
                )
            places = [places[words.occurrence - 1]]
        return Evidence(words.document, words.quote, words.speaker, tuple(places))

    def _places(self, document: str, quote: str) -> list[tuple[Span, ...]]:
        whole: list[tuple[Span, ...]] = [(span,) for span in self._spans(document, quote)]
        if whole or LEFT_OUT not in quote:
            return whole
        first, *rest = quote.split(LEFT_OUT)
        return [
            place
            for span in self._spans(document, first)
            if (place := self._followed(document, span, rest))
        ]

    def _followed(self, document: str, first: Span, rest: Sequence[str]) -> tuple[Span, ...]:
        """Return the pieces of a quote after its first, each at its next place; none if not all."""
        place = [first]
        for piece in rest:
            spans = self._spans(document, piece)
            after = next((span for span in spans if span.start >= place[-1].end), None)
            if after is None:
                return ()
            place.append(after)
        return tuple(place)

    def _spans(self, document: str, quote: str) -> list[Span]:
        if document not in self._folded:
            self._folded[document] = folded(self._texts[document])
        text, offsets = self._folded[document]
        wanted = folded(visible(quote).strip())[0]
        return [Span(offsets[at], offsets[at + len(wanted) - 1] + 1) for at in _all(text, wanted)]


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def read_articles(collection: Collection, settings: Settings) -> dict[str, Document]:
    """Return the documents of a collection by file name, without ingesting them.

    Raises CollectionError where an article that a case needs cannot be read.
    """
    needed = {w.document for c in collection.cases for w in (*c.relevant, *c.others, *c.neutral)}
    documents = {}
    for name, path in collection.paths.items():
        try:
            documents[name] = sources.extract(sources.fetch(str(path), settings), settings)
        except SourceError as exc:
            if name in needed:
                raise CollectionError(f"The article {exc}") from exc
    return documents


def write_collection(
    folder: Path, articles: Mapping[str, str], cases: Sequence[Mapping[str, Any]]
) -> Collection:
    """Write articles by file name and cases as a collection; return it, read and checked.

    Raises CollectionError where the folder has questions already.
    """
    if (folder / QUESTIONS).exists():
        raise CollectionError(f"{folder / QUESTIONS} exists. Give a new folder, or remove it.")
    for name, text in articles.items():
        path = folder / ARTICLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    lines = [json.dumps(dict(case), ensure_ascii=False) for case in cases]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / QUESTIONS).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_collection(folder)
