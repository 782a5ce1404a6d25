"""What somebody declined to answer, over a transcript and a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import Answer, Pressroom

TRANSCRIPT = """---
title: The mayor on the ferry
date: 2024-03-04
---
MAYOR LIND: Good morning. The ferry sails again from Monday.

Q: Who repaired the engine of the ferry?

MAYOR LIND: A yard in Varn did, and it did so in nine days. I thank them for it.

Q: Will you stand again in autumn?

MAYOR LIND: I won't get into that today.

Q: And what did the repair of the ferry cost?

MAYOR LIND: I am not going to speculate about the bill. But what I can tell you is that the city
has put two hundred thousand crowns aside for it, and that is enough.

MINISTER VARGA: No comment on the bill.
"""
REPORT = """---
title: Silence at the town hall
date: 2024-01-09
---
The harbour stays closed. Mayor Lind declined to say who had ordered that. “The harbour is safe,”
Lind said.
"""


@pytest.fixture
def room(open_room: Callable[..., Pressroom], tmp_path: Path) -> Pressroom:
    for name, text in (("ferry.md", TRANSCRIPT), ("harbour.md", REPORT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened = open_room()
    opened.ingest([tmp_path])
    return opened


def told(answer: Answer) -> list[tuple[str | None, str]]:
    return [(citation.speaker, citation.quote) for citation in answer.citations]


HARBOUR = (None, "Mayor Lind declined to say who had ordered that.")
TERM = [("Q", "Will you stand again in autumn?"), ("Mayor Lind", "I won't get into that today.")]


def test_what_somebody_declined_is_told_in_order_of_time_with_the_question_put(
    room: Pressroom,
) -> None:
    assert told(room.ask("What did Lind decline to answer?")) == [HARBOUR, *TERM]


def test_who_goes_on_to_answer_has_not_declined(room: Pressroom) -> None:
    answer = room.ask("Which questions did Lind dodge about the ferry?")
    assert (answer.reason, answer.citations) == ("speaker_silent", ())
    assert answer.text == "The record holds no question on this that was declined."


def test_only_what_was_declined_on_the_topic_is_told(room: Pressroom) -> None:
    assert told(room.ask("What did Lind refuse to say about autumn?")) == TERM
