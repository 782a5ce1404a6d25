"""Parts of an answer that sets statements side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.gathering import Gathered, Gatherer
from rag.answering.silence import JUST_ENOUGH
from rag.index import Filter
from rag.question import Question
from rag.records import Citation, Reason

CONSIDERED = 60
"""Passages weighed where statements of many dates or speakers are sought."""

SHORTEST = 4
"""Words of a sentence; fewer say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: its citations, after a line that leads to them or instead of them.

    ``reason`` tells why a part has no citations, where it may have a reason of its own.
    """

    citations: tuple[Citation, ...]
    line: str | None = None
    reason: Reason | None = None
    silent: tuple[str, ...] = ()
    confidence: float = JUST_ENOUGH


Told = tuple[str | None, Sequence[Part]]
"""A sentence that leads to the parts of an answer, and these."""


def gathered(asked: Question, where: Filter | None, gatherer: Gatherer) -> Gathered:
    """Return what is on record on the topic of a question, of the speaker if it names one."""
    about = asked.topic or asked.text
    text = f"What did {asked.speaker} say about {about}?" if asked.speaker else about
    return gatherer.gather(
        replace(asked, text=text, plain="", kind="said"), where, limit=CONSIDERED
    )
