"""What the library holds and what is under way, in the words of the page."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.records import IngestReport, Progress, Status
from rag.settings import EXTRACTIVE
from ui.markup import safe

log = logging.getLogger("pressroom.page")


class Arrival:
    """The ingest of a folder in the background, begun when the page starts."""

    def __init__(self, room: Pressroom, folder: Path) -> None:
        self.progress: Progress | None = None
        self.report: IngestReport | None = None
        self.fault: str | None = None
        self._room = room
        self._folder = folder
        self._thread = threading.Thread(target=self._run, name="pressroom-arrival", daemon=True)

    def start(self) -> None:
        """Begin, where there is something to read and this process may write."""
        if self._folder.is_dir() and not self._room.read_only:
            self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether documents are still being read."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.report = self._room.ingest(self._folder, wait=False, progress=self._note)
        except Exception as exc:  # a thread has nobody above it to tell
            self.fault = reason_of(exc)

    def _note(self, progress: Progress) -> None:
        self.progress = progress


def reason_of(exc: BaseException) -> str:
    """Return an error in words for the reader; what we did not expect is logged, not shown."""
    if isinstance(exc, PressroomError):
        return str(exc)
    log.error("unexpected error in the page", exc_info=exc)
    return "Something went wrong here. The details are in the log of the program."


def status_html(
    status: Status, arrival: Arrival | None = None, edition: int = 0, *, read_only: bool = False
) -> str:
    """Return what is there, what is under way, and what the reader should know.

    By the *edition* the page's script tells whether what is listed has changed.
    """
    step = _step(status, arrival)
    bar = _bar(step) if step else ""
    notes = list(_notes(arrival, read_only))
    told = "".join(f'<p class="notice">{safe(note)}</p>' for note in notes)
    holdings = f"{_count(status.document_count, 'document')} in the library"
    return f'<p class="holdings" data-edition="{edition}">{holdings}</p>{bar}{told}'


def _step(status: Status, arrival: Arrival | None) -> Progress | None:
    if arrival is not None and arrival.under_way:
        return arrival.progress or Progress("reading", 0, 0)
    if not status.waiting_count:
        return None
    return status.progress or Progress("embedding", 0, status.waiting_count)


def _bar(step: Progress) -> str:
    reading = step.stage == "reading"
    what = "Reading documents" if reading else "Making vectors; words are searchable already"
    unit = "document" if reading else "passage"
    facts = [f"{step.done} of {_count(step.total, unit)}"]
    if step.rate:
        facts.append(f"{step.rate:.0f} {unit}s a second")
    if step.remaining is not None:
        facts.append(f"{_duration(step.remaining)} left")
    value = f' value="{step.done}"' if step.total else ""
    return (
        f'<p class="progress"><label>{what} <progress max="{max(step.total, 1)}"{value}></progress>'
        f'</label> <span class="facts">{" · ".join(facts)}</span></p>'
    )


def _notes(arrival: Arrival | None, read_only: bool) -> list[str]:
    notes = []
    if read_only:
        notes.append(
            "Another process writes to this index, so documents cannot be added or removed here. "
            "Questions are answered from the library as it was when this page started."
        )
    if arrival is not None and arrival.fault:
        notes.append(arrival.fault)
    if arrival is not None and arrival.report is not None:
        notes += [f"{source}: {reason}" for source, reason in arrival.report.failed[:5]]
    return notes


def engine_html(engine: str, embedder: str) -> str:
    """Return which program writes the answers, and what leaves this machine for it."""
    return f'<p class="engine-note">{safe(engine_note(engine, embedder))}</p>'


def engine_note(engine: str, embedder: str) -> str:
    """Say what writes the answers and which services see text."""
    if engine != EXTRACTIVE:
        return f"Engine: {engine}. It is sent each question with the passages found for it."
    if embedder != "minilm":
        return f"Engine: extractive. The embedder {embedder} sees questions and documents."
    return "Engine: extractive. No text leaves this machine."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min"
