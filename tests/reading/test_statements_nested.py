"""Speech inside speech is the outer speaker's statement about what another said."""

from __future__ import annotations

import pytest

from tests.reading.said import said

NESTED = [
    (
        "Anna Weller said that Peter Lund had told her the bridge was safe.",
        ["Anna Weller ~ that Peter Lund had told her the bridge was safe"],
    ),
    (
        "Anna Weller said Peter Lund believes that the bridge is safe.",
        ["Anna Weller ~ Peter Lund believes that the bridge is safe"],
    ),
    (
        "“Peter Lund told me straight that the bridge was safe,” said Anna Weller.",
        ["Anna Weller > Peter Lund told me straight that the bridge was safe,"],
    ),
    (
        "According to Anna Weller, Peter Lund promised to close the bridge.",
        ["Anna Weller ~ Peter Lund promised to close the bridge"],
    ),
    (
        "Peter Lund claims that the bridge is safe, Anna Weller said.",
        ["Anna Weller ~ Peter Lund claims that the bridge is safe"],
    ),
    (
        "Anna Weller denied that Peter Lund had accused her of lying.",
        ["Anna Weller ~ that Peter Lund had accused her of lying"],
    ),
    (
        "Anna Weller criticised Peter Lund for saying that the bridge was safe.",
        ["Anna Weller ~ Peter Lund for saying that the bridge was safe"],
    ),
    (
        "“He said, ‘We will build it,’ and then he left,” Anna Weller recalled.",
        ["Anna Weller > He said, ‘We will build it,’ and then he left,"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_nested_speech_belongs_to_the_outer_speaker(text: str, expected: list[str]) -> None:
    assert said(text) == expected


REJECTED = [
    "Varland rejected remarks by Anna Weller that the bridge is ugly.",
    "Varland dismissed Anna Weller’s claim that the bridge is ugly.",
]


@pytest.mark.parametrize("text", REJECTED)
def test_what_somebody_rejects_is_whose_claim_it_is(text: str) -> None:
    assert said(text) == ["Anna Weller ~ that the bridge is ugly"]


def test_what_was_said_inside_a_denied_clause_is_nobodys_statement() -> None:
    text = "Anna Weller did not say that Peter Lund had promised to close the bridge."
    assert said(text) == []
