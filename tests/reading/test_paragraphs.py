from itertools import pairwise

from hypothesis import given

from rag.reading.paragraphs import line_spans, paragraph_spans
from rag.records import Mark
from tests.reading.texts import odd_texts, of_kind, reading_of, unhurried


def paragraphs(text: str, **options: set[int]) -> list[str]:
    return [text[start:end] for start, end in paragraph_spans(text, **options)]


def test_blank_lines_end_paragraphs() -> None:
    assert paragraphs("One.\n\nTwo.\n \t\nThree.") == ["One.", "Two.", "Three."]


def test_every_line_is_a_paragraph_where_lines_are_not_wrapped() -> None:
    text = "The minister spoke for an hour about the bridge.\nThe mayor did not speak at all today."
    assert paragraphs(text) == text.split("\n")


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The minister spoke for an hour about the bridge\n"
        "and about the road that leads to it, and then\n"
        "she answered questions from two reporters.\n\nThe mayor was silent."
    )
    assert len(paragraphs(text)) == 2


def test_a_short_line_ends_a_paragraph_of_wrapped_text() -> None:
    text = (
        "The minister spoke for an hour about the bridge\n"
        "and about the road that leads to it.\n"
        "The mayor did not speak at all, since nobody had\n"
        "asked him to, and left before the questions were\n"
        "over."
    )
    assert [piece[:10] for piece in paragraphs(text)] == ["The minist", "The mayor "]


def test_an_indented_line_begins_a_paragraph_of_wrapped_text() -> None:
    text = (
        "The minister spoke for an hour about the bridge\n"
        "and about the road that leads to it as if nobody\n"
        "   had asked for that, and the mayor left early\n"
        "because he had a train to catch in the evening."
    )
    assert len(paragraphs(text)) == 2


def test_a_paragraph_begins_at_every_break_also_inside_a_line() -> None:
    assert paragraphs("VENN: Yes. And no.", breaks={0, 5}) == ["VENN:", "Yes. And no."]


def test_a_sentence_that_runs_over_a_page_keeps_its_paragraph() -> None:
    text = "The road that leads\n\nto the bridge is closed."
    assert paragraphs(text, seams={text.index("to the")}) == [text]
    assert len(paragraphs(text)) == 2


def test_captions_go_on_until_the_sentence_ends() -> None:
    text = "We will\nAsk Anna.\nThank you."
    cues = {0, 8, 18}
    assert paragraphs(text, cues=cues) == ["We will\nAsk Anna.", "Thank you."]


def test_running_headers_and_page_numbers_are_noise_between_pages() -> None:
    page = "Press conference of Minister Venn\n{}\n\nPage {} of 3\n\n"
    bodies = ("We spoke about the\nroad.", "It is long.", "It is dear.")
    text = "".join(page.format(body, number) for number, body in enumerate(bodies, 1))
    starts = [text.index("Press"), *(text.index(f"Page {n}") + 11 for n in (1, 2))]
    marks = tuple(
        Mark(start, start + 20, "page", str(number)) for number, start in enumerate(starts, 1)
    )
    noise = of_kind(reading_of(text, marks=marks, title="Road"), "noise")
    assert noise.count("Press conference of Minister Venn") == 3
    assert noise.count("Page 2 of 3") == 1


@unhurried
@given(odd_texts)
def test_lines_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = line_spans(text, breaks={3, 7, len(text) // 2})
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
