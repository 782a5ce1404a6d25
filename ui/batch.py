"""Sources being read one after another, with a line for each; the rest can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ui import library

Take = Callable[[], str]
"""Reads a source and returns the line that tells what became of it."""


class Batch:
    """Sources, each named and with what reads it. What is under way is always finished."""

    def __init__(self, sources: Sequence[tuple[str, Take]]) -> None:
        self._left = list(sources)
        self._done: list[str] = []
        self._is_cancelled = False

    def run(self) -> Iterator[str]:
        """Read the sources until all are read or the rest is cancelled; yield the lines so far."""
        while self._left and not self._is_cancelled:
            yield self._html(library.working_html)
            self._done.append(self._left[0][1]())
            del self._left[0]
        yield self._html(library.left_out_html)

    def cancel(self) -> str:
        """Leave out what has not begun; return the lines."""
        self._is_cancelled = True
        return self._html(library.finishing_html)

    def _html(self, first: Callable[[str], str]) -> str:
        """Return a line for each, *first* for the source whose turn it is."""
        later = library.left_out_html if self._is_cancelled else library.waiting_html
        names = [name for name, _ in self._left]
        lines = [*self._done, *map(first, names[:1]), *map(later, names[1:])]
        return library.lines_html(lines)
