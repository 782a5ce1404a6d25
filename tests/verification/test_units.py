"""Cutting a text that arrives in pieces into sentences with their markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verification.units import Cutter, Unit


def units(text: str) -> list[str]:
    cutter = Cutter()
    return [unit.text for unit in (*cutter.feed(text), *cutter.finish())]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It opens [1]. Then it closes [2].", ["It opens [1].", "Then it closes [2]."]),
        ("It opens. [1] Then it closes. [2]", ["It opens. [1]", "Then it closes. [2]"]),
        ("Mr. Lind met Ms. Oren in the U.S. on Monday [1].", None),
        ("He said “It opens. It closes. It stays.” [1] Then he left.", [0, "Then he left."]),
        ("“Why not?” Varga asked [1]. She left.", ["“Why not?” Varga asked [1].", "She left."]),
        ("“It opens,” he said [1], and left.", None),
        ("## The port\nIt opens [1].\n- one [1]", ["## The port", "It opens [1].", "- one [1]"]),
        ("> It opens. It closes.\n> It is so. [1]\n\nHe left.", [0, "He left."]),
        ("It opens.\n\n[1]\n\nIt closes.", ["It opens.\n\n[1]", "It closes."]),
        ("A line that was\nwrapped [1].", None),
        ("It “opens. It closes.\n\nIt stays.", ["It “opens. It closes.", "It stays."]),
        ("1. It opens [1].\n2. It closes [2].", ["1. It opens [1].", "2. It closes [2]."]),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_sees_it_end(text: str, cut: list[str | int] | None) -> None:
    expected = [text] if cut is None else [*cut]
    if expected[0] == 0:
        expected[0] = text.removesuffix(str(expected[1])).rstrip()
    assert units(text) == expected


def test_a_sentence_is_given_out_when_the_next_one_has_begun() -> None:
    cutter = Cutter()
    assert cutter.feed("It opens [1].") == []
    assert cutter.feed(" Then") == []
    assert cutter.feed(" it") == [Unit("", "It opens [1].")]
    assert cutter.rest == " Then it"


PARTS = st.sampled_from(
    [
        *("It opens", "He said", "Mr.", "U.S.", "[1]", "[", "]", "**", ".", "?", "!", "…"),
        *(", ", ": ", " ", "> ", "- ", "1. ", "# ", "\n", "\n\n"),
        *(" “It opens. Then it shuts.” ", ' "It opens?" ', " ‘Mr. U.S. opens.’ ", " «It. Opens» "),
        *(" ''It opens. It''", " &ldquo;It opens. It&rdquo; ", " <q>It opens. It</q> "),
    ]
)


@given(st.lists(PARTS, max_size=20).map("".join), st.integers(1, 7))
def test_the_cuts_do_not_depend_on_the_pieces(text: str, size: int) -> None:
    cutter = Cutter()
    found = [u for at in range(0, len(text), size) for u in cutter.feed(text[at : at + size])]
    assert [unit.text for unit in (*found, *cutter.finish())] == units(text)
