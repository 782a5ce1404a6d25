"""Checking a model's answer: markers, and quotes word for word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import Hit
from rag.verification import Verified, folded, nearest, resolve_markers, verify

TEXTS = (
    "“We will open the harbour before the summer,” she told reporters.",
    "The tariff stays. He called the strike “a mistake – and a costly one” on Monday.",
    "See table [2] of the budget: party members pay twice. No comment… for now.",
)


def hit(text: str, *, start: int = 0) -> Hit:
    return Hit(
        document_id="d",
        source="report.md",
        title=None,
        date=None,
        heading=None,
        start=start,
        end=start + len(text),
        speaker=None,
        speech="narration",
        passage_id=f"p{start}",
        text=text,
        score=1.0,
        rank=1,
    )


HITS = [hit(text, start=1000 * i) for i, text in enumerate(TEXTS)]


def quotes(verified: Verified) -> list[list[str]]:
    """Return the quoted words for each number, read from the documents at their offsets."""
    return [
        [c.hit.text[s.start - c.hit.start : s.end - c.hit.start] for s in c.quotes]
        for c in verified.cited
    ]


def outcomes(verified: Verified) -> list[tuple[str, str]]:
    return [(rejected.text, rejected.outcome) for rejected in verified.rejected]


@pytest.mark.parametrize(
    ("written", "resolved", "order"),
    [
        ("One [3]. Two [1].", "One [1]. Two [2].", [3, 1]),
        ("One [3, 1]. Two [1][2].", "One [1][2]. Two [2][3].", [3, 1, 2]),
        ("One [2] [2]; two [1–3].", "One [1]; two [2][1][3].", [2, 1, 3]),
        ("One ([2]).", "One [1].", [2]),
        ("One [1](http://example.org/x).", "One [1].", [1]),
        ("A [word] and [ 2 ].", "A [word] and [1].", [2]),
        ("None at all.", "None at all.", []),
    ],
)
def test_markers_are_counted_from_one_in_order_of_appearance(
    written: str, resolved: str, order: list[int]
) -> None:
    verified = resolve_markers(written, HITS)
    assert verified.text == resolved
    assert [c.hit for c in verified.cited] == [HITS[n - 1] for n in order]
    assert [c.number for c in verified.cited] == list(range(1, len(order) + 1))
    assert verified.rejected == ()


@pytest.mark.parametrize(
    ("written", "resolved", "refused"),
    [
        ("One [4].", "One.", ["[4]"]),
        ("One [0] two [-1] three.", "One two three.", ["[0]", "[-1]"]),
        ("One ([9]) two.", "One two.", ["[9]"]),
        ("One [1, 7].", "One [1].", ["[7]"]),
        ("[5] One.", "One.", ["[5]"]),
        ("One [2-900].", "One [1].", ["[900]"]),
        ("One [99999999999999999999].", "One.", ["[999999999]"]),
        ("One [8](http://example.org).", "One.", ["[8]"]),
    ],
)
def test_markers_never_offered_go_with_their_wrapper_and_are_counted(
    written: str, resolved: str, refused: list[str]
) -> None:
    verified = resolve_markers(written, HITS)
    assert verified.text == resolved
    assert outcomes(verified) == [(text, "unknown_marker") for text in refused]


@pytest.mark.parametrize("pair", ["“”", '""', "«»", "»«", "„“", "„”", "””", "「」"])
def test_a_quote_that_stands_in_the_hit_cited_is_kept_with_its_offsets(pair: str) -> None:
    verified = verify(f"He said {pair[0]}The tariff stays{pair[1]} [2].", HITS)
    assert verified.text == "He said “The tariff stays” [1]."
    assert [(c.number, c.quotes) for c in verified.cited] == [(1, ((1000, 1016),))]
    assert verified.rejected == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("“a mistake - and  a costly\none” [2]", "“a mistake – and a costly one” [1]"),
        ("“the tariff stays” [2]", "“The tariff stays” [1]"),
        ("“The tariff stays,” he said [2]", "“The tariff stays”, he said [1]"),
        ("“No comment...” [3]", "“No comment…” [1]"),
        ("“The tariff stays [2]”", "“The tariff stays” [1]"),
        ("“See table [2] of the budget” [3]", "“See table [2] of the budget” [1]"),
    ],
)
def test_a_quote_is_shown_in_the_sources_own_characters(written: str, shown: str) -> None:
    verified = verify(written, HITS)
    assert verified.text == shown
    assert quotes(verified) == [[re.findall("“(.*)”", shown)[0]]]
    assert verified.rejected == ()


@pytest.mark.parametrize(
    "altered",
    ["The tariff stayed", "tariff stay", "arty members", "the tariff stays put", "—"],
)
def test_words_that_do_not_stand_in_any_hit_lose_their_marks(altered: str) -> None:
    verified = verify(f"He said “{altered}” [2].", HITS)
    assert verified.text == f"He said {altered} [1]."
    assert outcomes(verified) == [(altered, "not_found")]


def test_a_refused_quote_tells_the_nearest_sentence() -> None:
    refused = verify("“The tariff goes up” [2]", HITS).rejected[0]
    assert refused.nearest == "The tariff stays."
    assert nearest("quite another matter", HITS) is None


@pytest.mark.parametrize(
    ("written", "shown", "refused"),
    [
        ("“The tariff stays” [1].", "“The tariff stays” [1].", [("[1]", "wrong_marker")]),
        ("“The tariff stays” he said.", "“The tariff stays” [1] he said.", []),
        ("“The tariff stays” [9].", "“The tariff stays” [1].", [("[9]", "unknown_marker")]),
        ("“The tariff stays”, said by two [1].", "“The tariff stays” [1], said by two [2].", []),
        (
            "“table” and “tariff” were heard [3].",
            "“table” [1] and “tariff” [2] were heard [1].",
            [],
        ),
    ],
)
def test_a_quote_of_another_hit_gets_that_hits_marker(
    written: str, shown: str, refused: list[tuple[str, str]]
) -> None:
    verified = verify(written, HITS)
    assert verified.text == shown
    assert outcomes(verified) == refused


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "“He called the strike 'a mistake – and a costly one' on Monday” [2]",
            "He called the strike “a mistake – and a costly one” on Monday [1]",
        ),
        ("“the summer,' she told reporters” [1]", "the summer, she told reporters [1]"),
    ],
)
def test_where_the_source_itself_quotes_its_marks_stay_and_the_outer_ones_go(
    written: str, shown: str
) -> None:
    verified = verify(written, HITS)
    assert verified.text == shown
    assert len(quotes(verified)[0]) == 1
    assert verified.rejected == ()


def test_a_mark_without_a_partner_is_taken_out_and_counted() -> None:
    verified = verify("It “opens [1].\n\nIt is” so [1].", HITS)
    assert verified.text == "It opens [1].\n\nIt is so [1]."
    assert outcomes(verified) == [("“", "unpaired_mark"), ("”", "unpaired_mark")]


def test_a_quote_is_found_in_the_cited_hit_first() -> None:
    twice = [hit("No comment."), hit("No comment.", start=500)]
    assert verify("“No comment” [2].", twice).cited[0].quotes == ((500, 510),)


@given(st.text(st.sampled_from("aé … “”\n—\u00ad'"), max_size=40))
def test_folding_keeps_the_way_back_to_every_character(text: str) -> None:
    same, offsets = folded(text)
    assert len(same) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


PARTS = st.sampled_from(
    [
        *'“”„«»".,',
        "The tariff stays",
        "a costly one",
        "table [2] of",
        "party",
        "words of nobody",
        "harbour before",
        *("[1]", "[2]", "[3]", "[7]", "[1, 2]", "`“x” [5]`", "`"),
        *(". Then ", "\n\n", " ", " and "),
    ]
)


@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_whatever_is_written_every_quote_stands_in_the_hit_cited_next(written: str) -> None:
    verified = verify(written, HITS)
    text = verified.text.replace("table [2] of", "table (2) of")  # the source's own brackets
    for match in re.finditer(r"“([^“”]*)”(?=[^\[]*((?:\[\d+\]\s*)+)?)", text):
        numbers = [int(n) for n in re.findall(r"\d+", match[2] or "")]
        cited = [c.hit.text for c in verified.cited if c.number in numbers]
        words = match[1].replace("table (2) of", "table [2] of")
        assert any(words in source for source in cited)
    assert text.count("“") == text.count("”")
    assert not re.search('[„«»「」"]', text)
    for cited_hit, words in zip(verified.cited, quotes(verified), strict=True):
        assert all(part in cited_hit.hit.text for part in words)


@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_what_was_verified_once_stays_as_it_is(written: str) -> None:
    once = verify(written, HITS)
    again = verify(once.text, [c.hit for c in once.cited])
    assert again.rejected == ()
    assert re.findall("“.*?”", again.text) == re.findall("“.*?”", once.text)
    assert again.cited == once.cited
