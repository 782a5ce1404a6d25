"""The time a question names: when something was said, or what was spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Pressroom
from tests.answering import rooms


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    with rooms.filled(tmp_path_factory.mktemp("room")) as room:
        room.ingest(write_forecast(tmp_path_factory.mktemp("more")))
        yield room


def write_forecast(folder: Path) -> Path:
    path = folder / "forecast.md"
    path.write_text(
        "---\ndate: 2024-02-01\n---\nMAYOR LIND: The quay is closed today.\n\n"
        "MAYOR LIND: The quay opens in 2031, not a day before. I promise that.\n\n"
        "MAYOR LIND: The ferry will sail again in June, if the ice allows it.\n",
        encoding="utf-8",
    )
    return path


def test_a_year_nothing_was_said_in_is_one_that_was_spoken_of(room: Pressroom) -> None:
    answer = room.ask("What did Lind say about the quay in 2031?")
    assert [c.quote for c in answer.citations] == ["The quay opens in 2031, not a day before."]
    assert answer.notices == (
        "No answer dated 2031 was found; what is quoted speaks of that time.",
    )


def test_a_month_is_spoken_of_shortly_before(room: Pressroom) -> None:
    answer = room.ask("What did Lind say about the ferry in June 2024?")
    assert [c.quote for c in answer.citations] == [
        "The ferry will sail again in June, if the ice allows it."
    ]
    assert room.ask("What did Lind say about the ferry in June 2030?").notices == (
        "Nothing on record is dated June 2030; other dates were searched.",
    )


def test_a_time_that_nothing_on_record_is_from_is_told(room: Pressroom) -> None:
    answer = room.ask("What did Varga say about the dam in May 2019?")
    assert {c.speaker for c in answer.citations} == {"Minister Varga"}
    assert answer.notices == ("Nothing on record is dated May 2019; other dates were searched.",)
    listed = room.ask("List every mention of the dam before 2020")
    assert listed.notices == (
        "Nothing on record is dated 31 December 2019 or earlier; other dates were searched.",
    )


def test_words_of_the_time_asked_for_need_no_notice(room: Pressroom) -> None:
    answer = room.ask("What did Varga say about the dam in 2023?")
    assert {c.date for c in answer.citations} == {"2023-03-06"}
    assert answer.notices == ()
