import time
from itertools import pairwise

import pytest
from hypothesis import given

from rag.passages import MAX_WORDS, cut, word_count
from rag.reading import read
from rag.records import Document, Mark, Passage, Span
from tests.reading.texts import odd_documents, reading_of, unhurried

LONG = "The bridge over the Orla will open in May, and the road that leads to it a month later."


def texts(text: str, **metadata: object) -> list[str]:
    return [passage.text for passage in cut(reading_of(text, **metadata))]


def speakers(passages: list[Passage]) -> list[tuple[str | None, str, bool]]:
    return [(p.speaker, p.speech, p.asked) for p in passages]


@unhurried
@given(odd_documents())
def test_passages_are_exact_ordered_and_whole(document: Document) -> None:
    passages = cut(read(document))
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(p.text == p.text.strip() != "" for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert [p.number for p in passages] == list(range(len(passages)))


@unhurried
@given(odd_documents())
def test_passages_hold_all_text_and_nothing_else(document: Document) -> None:
    reading = read(document)
    passages = cut(reading)
    body = [p for p in reading.paragraphs if p.kind == "text"]
    if body:
        kept = "".join(p.text for p in passages)
        words = "".join(document.text[p.start : p.end] for p in body)
        assert "".join(kept.split()) == "".join(words.split())


@unhurried
@given(odd_documents())
def test_passage_ids_are_unique_and_stable(document: Document) -> None:
    ids = [p.id for p in cut(read(document))]
    assert len(set(ids)) == len(ids)
    assert [p.id for p in cut(read(document))] == ids


@unhurried
@given(odd_documents())
def test_no_passage_is_longer_than_the_limit(document: Document) -> None:
    for passage in cut(read(document)):
        assert word_count(document.text, Span(passage.start, passage.end)) <= 2 * MAX_WORDS


def test_a_paragraph_is_a_passage() -> None:
    first, second = LONG * 2, f"However, {LONG} {LONG}"
    assert texts(f"A title\n\n{first}\n\n{second}") == [first, second]


def test_short_paragraphs_are_joined_within_their_heading() -> None:
    text = f"A title\n\n“Yes.”\n\nShe left.\n\nAbout the road\n\n{LONG * 2}"
    assert texts(text) == ["“Yes.”\n\nShe left.", LONG * 2]


def test_short_paragraphs_are_not_joined_over_noise_or_to_another_speaker() -> None:
    text = "MS. VENN: Yes.\n\nQ Why?\n\nMS. VENN: So.\n\n(Laughter.)\n\nIt is.\n\nMR. REYL: No."
    passages = cut(reading_of(text))
    assert [p.text for p in passages] == ["Yes.", "Why?", "So.", "It is.", "No."]
    assert speakers(passages)[:2] == [("MS. VENN", "direct", False), ("Q", "direct", True)]


def test_long_paragraphs_are_split_at_sentence_ends() -> None:
    paragraph = " ".join([LONG] * 20)
    pieces = texts(f"A title\n\n{paragraph}")
    assert len(pieces) > 1
    assert all(piece.startswith("The") and piece.endswith("later.") for piece in pieces)
    assert all(len(piece.split()) <= MAX_WORDS for piece in pieces)


def test_an_endless_sentence_is_split_at_clauses_and_between_words() -> None:
    clauses = ", ".join(["the road is long and the river is wide"] * 60)
    assert all(piece.endswith((",", "wide")) for piece in texts(clauses))
    words = texts("word " * 1000)
    assert {word for piece in words for word in piece.split()} == {"word"}


def test_a_word_without_end_is_split_all_the_same() -> None:
    pieces = texts("x" * 5000)
    assert "".join(pieces) == "x" * 5000
    assert len(pieces) == 4


def test_repeated_paragraphs_are_told_apart_by_their_occurrence() -> None:
    text = "MS. VENN: No comment.\n\nQ Why?\n\nMS. VENN: No comment.\n"
    first, _, second = cut(reading_of(text))
    assert (first.text, first.id[:-1]) == (second.text, second.id[:-1])
    assert (first.id[-2:], second.id[-2:]) == ("-0", "-1")


def test_an_edit_elsewhere_leaves_the_other_ids_alone() -> None:
    before = cut(reading_of(f"A title\n\n{LONG * 2}\n\n{LONG * 3}"))
    after = cut(reading_of(f"A title\n\nA new paragraph. {LONG * 2}\n\n{LONG * 3}"))
    assert before[1].id == after[1].id
    assert before[0].id != after[0].id


def test_passages_carry_heading_question_page_and_time() -> None:
    text = "MS. VENN: Yes.\n\nQ Why?\n\nMS. VENN: So."
    marks = (
        Mark(0, 14, "page", "1"),
        Mark(15, len(text), "page", "2"),
        Mark(0, 14, "time", "00:00:05"),
    )
    passages = cut(reading_of(text, marks=marks))
    assert [p.page for p in passages] == [1, 2, 2]
    assert [p.time for p in passages] == ["00:00:05"] * 3
    assert [p.question and text[slice(*p.question)] for p in passages] == [None, None, "Why?"]
    assert [p.turn for p in passages] == [0, 1, 2]


def test_the_context_names_what_the_words_alone_do_not() -> None:
    text = "Press conference\n\nAnna Venn: Yes.\n\nQ: Why?\n\nAnna Venn: So."
    passage = cut(reading_of(text, date="2024-03-04"))[0]
    assert passage.context == "Press conference · 2024-03-04 · Anna Venn"
    assert passage.text == "Yes."


@pytest.mark.parametrize("text", ["", " \n\t\n", "____", "(Applause.)"])
def test_what_says_nothing_has_no_passages(text: str) -> None:
    assert texts(text) == []


def test_a_title_is_a_passage_only_where_there_is_nothing_else() -> None:
    assert texts("A title", title="A title") == ["A title"]
    assert texts(f"A title\n\n{LONG}") == [LONG]


def test_cutting_takes_time_in_proportion_to_the_text() -> None:
    def seconds(count: int) -> float:
        reading = reading_of("word, " * count)
        start = time.process_time()
        cut(reading)
        return time.process_time() - start

    small, large = seconds(20_000), seconds(200_000)
    assert large < 40 * max(small, 0.01)
