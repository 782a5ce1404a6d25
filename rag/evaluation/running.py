"""Running: a collection and the systems to ask go in, a `Run` comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from rag import sources
from rag.evaluation import runs
from rag.evaluation.collection import Case, Collection, CollectionError, Exchange, resolve
from rag.evaluation.runs import Cited, Found, Output, Run, Segments
from rag.passages import cut
from rag.pressroom import Pressroom
from rag.reading import read
from rag.records import Answer, Document, Hit, Passage, Progress, Span, Statement, Turn
from rag.settings import Settings
from rag.sources import document_id

DEPTH = 50
"""Hits recorded for each question: enough for every measure, and for turns by their passages."""

OURS = "pressroom"

SAMPLE = 5
"""Documents of a kept index that are read again, to see that it is not out of date."""

SECRET = {"auth", "library_url", "chroma_url"}
"""Settings that may hold a password and are never written to a run."""


class System(Protocol):
    """What is evaluated: it searches and answers over the documents of a collection."""

    @property
    def name(self) -> str:
        """What the figures are listed under."""

    @property
    def passages(self) -> Segments:
        """The spans it retrieves, by file name."""

    def answer(self, case: Case) -> Output:
        """Return hits and an answer, with the time each took."""


class Room:
    """A Pressroom over the documents of a collection, known by their file names."""

    name = OURS

    def __init__(self, room: Pressroom, names: Mapping[str, str]) -> None:
        """*names* is document id → file name."""
        self.room = room
        self._names = names
        self.documents: dict[str, Document] = {n: room.document(key) for key, n in names.items()}
        self.cut: dict[str, list[Passage]] = {n: room.passages(key) for key, n in names.items()}
        self.passages: Segments = {
            name: tuple(Span(passage.start, passage.end) for passage in cut)
            for name, cut in self.cut.items()
        }

    def turns(self) -> Segments:
        """Return the turns of each document; outside turns, every passage is its own."""
        return {name: tuple(_turns(cut)) for name, cut in self.cut.items()}

    def answer(self, case: Case) -> Output:
        """Ask the question of a case, after those before it in the same talk, and search for it.

        Asked first: the time of the answer then includes embedding the question, which the
        search after it finds remembered.
        """
        history = self._talk(case) if case.history else []
        began = time.perf_counter()
        answer = self.room.ask(case.question, since=case.since, until=case.until, history=history)
        answered = time.perf_counter()
        query = case.standalone or case.question
        hits = self.room.search(query, DEPTH, since=case.since, until=case.until)
        ended = time.perf_counter()
        return self._output(case, hits, answer, ended - answered, answered - began)

    def _talk(self, case: Case) -> list[Turn]:
        """Return the turns before a question, asking what the collection gives no answer to."""
        turns: list[Turn] = []
        for before in case.history:
            if isinstance(before, Exchange):
                turns.append(Turn(before.question, before.answer))
            else:
                turns.append(Turn(before, self.room.ask(before, history=turns)))
        return turns

    def _output(
        self,
        case: Case,
        hits: Sequence[Hit],
        answer: Answer,
        search_seconds: float,
        ask_seconds: float,
    ) -> Output:
        return Output(
            case=case.id,
            hits=tuple(self._found(hit) for hit in hits if hit.document_id in self._names),
            text=answer.text,
            abstained=answer.abstained,
            reason=answer.reason,
            engine=answer.engine,
            citations=tuple(self._cited(answer)),
            rejected=len(answer.rejected),
            confidence=answer.confidence,
            search_seconds=search_seconds,
            ask_seconds=ask_seconds,
            usage=answer.usage,
            standalone=(answer.standalone or case.question) if case.history else None,
        )

    def _found(self, hit: Hit) -> Found:
        name = self._names[hit.document_id]
        return Found(name, hit.start, hit.end, hit.score, hit.speaker)

    def _cited(self, answer: Answer) -> Iterator[Cited]:
        for citation in answer.citations:
            if (name := self._names.get(citation.document_id)) is None:
                continue
            text = self.documents[name].text
            yield Cited(
                number=citation.number,
                document=name,
                start=citation.start,
                end=citation.end,
                quote=citation.quote,
                speaker=citation.speaker,
                speech=citation.speech,
                standing=text[citation.start : citation.end],
                passage=text[citation.passage_start : citation.passage_end],
            )


def _turns(cut: Sequence[Passage]) -> Iterator[Span]:
    for turn, run in groupby(cut, key=lambda passage: passage.turn):
        group = list(run)
        if turn is None:
            yield from (Span(passage.start, passage.end) for passage in group)
        else:
            yield Span(group[0].start, group[-1].end)


@contextmanager
def opened(
    collection: Collection,
    settings: Settings,
    *,
    index: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Room]:
    """Ingest the articles of a collection, into *index* or a folder that is removed after.

    Raises CollectionError where an article cannot be ingested, or *index* holds other documents.
    """
    with TemporaryDirectory(prefix="pressroom-") as scratch:
        folder = index or Path(scratch) / "index"
        with Pressroom.open(folder, settings=_lenient(settings, collection)) as room:
            report = room.ingest(collection.articles, progress=progress)
            names = {document_id(path.read_bytes()): n for n, path in collection.paths.items()}
            _check(collection, names, report.failed, room)
            if report.unchanged:
                _check_reading(room, collection, settings)
            here = room.passage_counts()
            yield Room(room, {key: n for key, n in names.items() if key in here})


def _lenient(settings: Settings, collection: Collection) -> Settings:
    """Return settings that let the longest question be asked: it was asked once."""
    longest = max(len(case.question) for case in collection.cases)
    return settings.model_copy(update={"max_question": max(settings.max_question, longest)})


def _check(
    collection: Collection, names: Mapping[str, str], failed: Sequence[Any], room: Pressroom
) -> None:
    needed = {words.document for case in collection.cases for words in case.relevant}
    for source, reason in failed:
        if Path(source).relative_to(collection.articles).as_posix() in needed:
            raise CollectionError(f"The article {source} cannot be ingested: {reason}")
    strangers = [d.source for d in room.documents() if d.id not in names]
    if strangers:
        raise CollectionError(
            f"The index holds {len(strangers)} documents that are not in {collection.articles}, "
            f"such as {strangers[0]}. Evaluate over an index of this collection alone."
        )


def _check_reading(room: Pressroom, collection: Collection, settings: Settings) -> None:
    """Refuse an index whose documents were read by other code than this: figures would mislead."""
    here = room.passage_counts()
    paths = list(collection.paths.values())
    for path in paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]:
        key = document_id(path.read_bytes())
        if key not in here:
            continue
        reading = read(sources.extract(sources.fetch(str(path), settings), settings))
        kept = room.document(key).statements
        if cut(reading) != room.passages(key) or not _same(reading.document.statements, kept):
            raise CollectionError(
                f"The index holds {path.name} as another version of this program read it. "
                "Remove the index, or give another with --index."
            )


def _same(fresh: Sequence[Statement], kept: Sequence[Statement]) -> bool:
    return [(s.start, s.end, s.speaker) for s in fresh] == [
        (s.start, s.end, s.speaker) for s in kept
    ]


def evaluate(
    collection: Collection,
    room: Room,
    *,
    others: Sequence[System] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask every question of a collection of all systems."""
    began = time.monotonic()
    cases = resolve(collection, {name: d.text for name, d in room.documents.items()})
    systems: list[System] = [room, *others]
    outputs: dict[str, tuple[Output, ...]] = {}
    for number, system in enumerate(systems):
        found = []
        for i, resolved in enumerate(cases, 1):
            found.append(system.answer(resolved.case))
            if progress:
                progress(number * len(cases) + i, len(systems) * len(cases))
        outputs[system.name] = tuple(found)
    return Run(
        about={
            "collection": collection.name,
            "folder": str(collection.folder),
            "hashes": collection.hashes(),
            "documents": len(room.documents),
            "passages": sum(map(len, room.passages.values())),
            "settings": room.room.settings.model_dump(mode="json", exclude=SECRET),
            "engine": room.room.engine,
            "versions": runs.versions(),
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - began, 1),
            "depth": DEPTH,
        },
        cases=tuple(cases),
        turns=room.turns(),
        passages={system.name: system.passages for system in systems},
        outputs=outputs,
    )
