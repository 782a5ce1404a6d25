"""One answer of several: each part under the question it answers, citations numbered through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answering.rendering import plain
from rag.question import Question
from rag.records import Answer, Citation

MARKERS = re.compile(r"(?:\[\d+\])+\Z")


def put_together(asked: Question, parts: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of a question as one.

    It abstains where all of them do; a part that is silent says so in its place.
    """
    texts: list[str] = []
    citations: list[Citation] = []
    for part in parts:
        question = plain(part.standalone or part.question).rstrip("?!. ")
        texts += [f"*{question[0].upper()}{question[1:]}:*", _renumbered(part.text, len(citations))]
        citations += [replace(c, number=c.number + len(citations)) for c in part.citations]
    telling = [part for part in parts if part.citations]
    return Answer(
        question=asked.asked or asked.text,
        standalone=asked.text if asked.asked else None,
        text="\n\n".join(texts),
        abstained=not telling,
        reason=None if telling else next((p.reason for p in parts if p.reason), None),
        citations=tuple(citations),
        notices=tuple(dict.fromkeys(notice for part in parts for notice in part.notices)),
        nearest=() if telling else tuple(hit for part in parts for hit in part.nearest[:1]),
        silent=tuple(dict.fromkeys(name for part in parts for name in part.silent)),
        candidates=tuple(dict.fromkeys(name for part in parts for name in part.candidates)),
        confidence=max(part.confidence for part in telling or parts),
    )


def _renumbered(text: str, before: int) -> str:
    """Return the text of an answer with its markers, each at the end of a paragraph, counted on."""
    paragraphs = text.strip().split("\n\n")
    number = 0
    for i, paragraph in enumerate(paragraphs):
        markers = MARKERS.search(paragraph)
        if markers and markers[0].startswith(f"[{number + 1}]"):
            here = [int(n) for n in re.findall(r"\d+", markers[0])]
            counted = "".join(f"[{before + n}]" for n in here)
            paragraphs[i] = paragraph[: markers.start()] + counted
            number = here[-1]
    return "\n\n".join(paragraphs)
