"""What a reader adds, read one after another, with a line for each; what waits can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ui import library


@dataclass
class Source:
    """How a source is called, what reads it and returns a line, and that line once it is there."""

    name: str
    take: Callable[[], str]
    line: str = ""


class Batch:
    """What one reader adds. What is under way is always finished.

    Only the `run` whose turn it is tells the lines of all, so that none of them is told late.
    """

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._reading: Source | None = None
        self._is_cancelled = False
        self._turn = threading.Lock()
        self._changing = threading.Lock()
        self._changed = threading.Event()

    def __deepcopy__(self, _: Any) -> Batch:
        """Return another: Gradio copies the one it is given for each reader."""
        return Batch()

    def run(self, sources: Sequence[Source]) -> Iterator[str]:
        """Read sources when their turn comes; yield the lines of all whenever one changes."""
        self._add(sources)
        with self._turn, ThreadPoolExecutor(1) as reader:
            for source in sources:
                yield from self._read(source, reader)
            self._reading = None
            yield self._html()

    def cancel(self) -> None:
        """Leave out what has not begun."""
        with self._changing:
            self._is_cancelled = True
            for source in self._sources:
                if not source.line and source is not self._reading:
                    source.line = library.left_out_html(source.name)
        self._changed.set()

    def _add(self, sources: Sequence[Source]) -> None:
        with self._changing:
            if all(source.line for source in self._sources):
                self._sources = []
            self._sources = [*self._sources, *sources]
            self._is_cancelled = False
        self._changed.set()

    def _read(self, source: Source, reader: ThreadPoolExecutor) -> Iterator[str]:
        if source.line:
            return
        self._reading = source
        taking = reader.submit(source.take)
        taking.add_done_callback(lambda _: self._changed.set())
        while not self._is_done(taking):
            yield self._html()
            self._changed.wait()
        source.line = taking.result()

    def _is_done(self, taking: Future[str]) -> bool:
        self._changed.clear()  # before the look, so that no change falls between the two
        return taking.done()

    def _html(self) -> str:
        return library.lines_html(source.line or self._line(source) for source in self._sources)

    def _line(self, source: Source) -> str:
        if source is not self._reading:
            return library.waiting_html(source.name)
        under_way = library.finishing_html if self._is_cancelled else library.working_html
        return under_way(source.name)
