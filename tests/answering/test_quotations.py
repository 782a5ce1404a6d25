"""Quotation marks of reports: a quotation is cited whole where a sentence of it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.quotations import whole_quotation, within_marks
from rag.records import Span
from tests.answering.test_extractive import OF_VARGA, answer, hit, said


def quotation_of(text: str, part: str) -> str:
    one = hit(text)
    start = one.start + text.index(part)
    span = whole_quotation(one, Span(start, start + len(part)))
    return text[span.start - one.start : span.end - one.start]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("“It is old. It stays open,” she said.", "It stays open,” she said."),
        ("“It is old. It stays open,” she said.", "“It is old."),
        ('"It is old. It stays open," she said.', 'It stays open," she said.'),
        ("''It is old. It stays open,'' she said.", "It stays open,'' she said."),
        ("She said: “It is old. Very old. It stays.”", "She said: “It is old."),
    ],
)
def test_a_sentence_takes_in_the_quotation_it_begins_or_ends(text: str, part: str) -> None:
    assert quotation_of(text, part) == text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("“It is old,” she said. “It stays open.”", "“It is old,” she said."),
        ("It rained. She left.", "She left."),
        ("It stays open,” she said. It rained.", "It stays open,” she said."),
        ("“It is old. " + "It is very old. " * 30 + "It stays,” she said.", "It stays,” she said."),
    ],
)
def test_a_sentence_stays_alone_where_its_quotation_is_whole_cut_off_or_long(
    text: str, part: str
) -> None:
    assert quotation_of(text, part) == part


def test_a_report_of_the_end_of_a_quotation_is_cited_with_its_beginning() -> None:
    report = hit("“The quay is old. The port stays open,” Varga said, and added that it was full.")
    found = answer(
        OF_VARGA,
        [report],
        said(report, "The quay is old. The port stays open,", "Ilse Varga", "direct"),
        said(report, "it was full", "Ilse Varga", "indirect"),
    )
    assert [c.quote for c in found.citations] == [report.text]


TEXT = st.text("abc .“”\"'\n", min_size=1, max_size=60).filter(str.strip)


@given(TEXT)
def test_what_is_found_lies_in_the_passage_and_holds_the_sentence(text: str) -> None:
    one = hit(text)
    whole = Span(one.start, one.end)
    found = whole_quotation(one, whole)
    assert one.start <= found.start <= found.end <= one.end
    inside = within_marks(one, whole)
    assert one.start <= inside.start <= inside.end <= one.end
