"""What holds for the statements of any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rag.reading.masking import masked_sentences
from rag.reading.quotes import find_quotes
from rag.reading.statements import statements_in_prose
from rag.records import Span
from tests.reading.said import paragraphs

WORDS = st.sampled_from(
    "Anna Weller Lund Mr. He she they said says told that, the bridge is closed. according to "
    "not would and but “ ” \" '' ‘ ’ „ « » : ? ! … , . – ( ) \n\n \u00a0 İ ﬁ 🙂".split(" ")
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=120)
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(TEXTS)
def test_offsets_are_exact_and_within_one_paragraph(text: str) -> None:
    spans = [(p.start, p.end) for p in paragraphs(text)]
    for statement in statements_in_prose(text, paragraphs(text)):
        words = text[statement.start : statement.end]
        assert words
        assert words == words.strip()
        assert any(start <= statement.start < statement.end <= end for start, end in spans)


@PATIENT
@given(TEXTS)
def test_statements_come_in_order_and_no_two_share_a_span(text: str) -> None:
    found = statements_in_prose(text, paragraphs(text))
    spans = [(statement.start, statement.end) for statement in found]
    assert spans == sorted(spans)
    assert len(set(spans)) == len(spans)


@PATIENT
@given(TEXTS)
@example("„ \xa0 said is")
def test_a_cue_and_a_printed_name_stand_in_the_text(text: str) -> None:
    for statement in statements_in_prose(text, paragraphs(text)):
        assert statement.cue is None or statement.cue in text
        assert statement.speech in ("direct", "indirect")


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_quotes_lie_inside_their_paragraph_and_never_overlap(text: str) -> None:
    spans = [Span(p.start, p.end) for p in paragraphs(text)]
    for span, quotes in zip(spans, find_quotes(text, spans), strict=True):
        edges = [edge for q in quotes for edge in (q.outer_start, q.start, q.end, q.outer_end)]
        assert edges == sorted(edges)
        assert all(span.start <= edge <= span.end for edge in edges)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_masked_characters_lead_back_to_the_text_in_order(text: str) -> None:
    spans = [Span(p.start, p.end) for p in paragraphs(text)]
    for number, quotes in enumerate(find_quotes(text, spans)):
        for sentence in masked_sentences(text, spans[number], quotes, number):
            assert len(sentence.masked) == len(sentence.starts) == len(sentence.ends)
            assert all(a <= b for a, b in pairwise(sentence.starts))
            assert spans[number].start <= sentence.start <= sentence.end <= spans[number].end
