from itertools import pairwise

import pytest
from hypothesis import given

from rag.reading import sentence_spans
from rag.records import Span
from tests.reading.texts import odd_texts, unhurried


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ("The bridge is open.", "The road is not."),
        ("Is it safe?", "Nobody knows!", "We wait."),
        ("“We will wait.”", "Then she left."),
        ("“Is it safe?”", "The minister did not answer."),
        ("He paused… and went on.", "Then he left."),
        ("He paused...", "The room was silent."),
        ("It costs 3.5 million.", "That is dear."),
        ("It opened in 2024.", "5,000 people came."),
        ("Thank you. ".strip(), "(Applause.)", "Next question."),
        ("She lives in the U.S.", "He does not."),
        ("They met at 5 p.m.", "The talks were short."),
        ("It was plan B.", "The minister said so."),
        ("他说。", "然后走了。"),
        ("First (as he said.)", "Then second."),
    ],
)
def test_sentences_end_where_they_end(parts: tuple[str, ...]) -> None:
    assert sentences(" ".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Venn and Dr. Reyl met Gen. Orla.",
        "A. B. Venn spoke for the U.S. Department of Roads.",
        "J. Venn spoke.",
        "The Orla-U.S. Road Treaty is signed.",
        "See No. 7 of the list.",
        "The figure is 3.5 percent.",
        "“Is it safe?” he asked.",
        "“Is it safe?” Anna Venn asked.",
        "“Never!” the minister said.",
        "They came on Aug. 12 and left.",
        "Q. Is it safe?",
        "“There is no” – said the minister.",
        "It is . . . a long road.",
        "The road (it is long, e.g. by car) is closed.",
        "She said it was “over.” and left.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


def test_offsets_refer_to_the_whole_text() -> None:
    text = "Heading\n\n  One. Two.  \n\nThree."
    spans = sentence_spans(text, Span(9, 22))
    assert [text[a:b] for a, b in spans] == ["One.", "Two."]


@unhurried
@given(odd_texts)
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text, Span(0, len(text)))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
