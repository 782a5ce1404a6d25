"""An answer being written: its steps, one after another, until it is whole or stopped."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from queue import SimpleQueue
from typing import Any, TypeVar

Step = TypeVar("Step")

_END, _STOP = object(), object()


class Writing:
    """What one reader is being answered.

    Only `run` tells how it goes, the stop as well, so that no step comes after another's time.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[Any] = SimpleQueue()

    def __deepcopy__(self, _: Any) -> Writing:
        """Return another: Gradio copies the one it is given for each reader."""
        return Writing()

    def run(self, steps: Generator[Step, None, None], stopped: Step) -> Iterator[Step]:
        """Yield the steps as they come; once it is stopped *stopped* instead of the rest."""
        told = self._told = SimpleQueue()
        is_left = threading.Event()
        threading.Thread(target=_take, args=(steps, told, is_left), daemon=True).start()
        try:
            while (step := told.get()) not in (_END, _STOP):
                yield step
            if step is _STOP:
                yield stopped
        finally:
            is_left.set()

    def stop(self) -> None:
        """Stop what is being written, if anything is; its engine is left at its next word."""
        self._told.put(_STOP)


def _take(
    steps: Generator[Step, None, None], told: SimpleQueue[Any], is_left: threading.Event
) -> None:
    try:
        for step in steps:
            if is_left.is_set():
                break
            told.put(step)
    finally:
        steps.close()
        told.put(_END)
