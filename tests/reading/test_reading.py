import time
from itertools import pairwise

from hypothesis import given

from rag.reading import read
from rag.records import Document, Mark
from tests.reading.texts import odd_documents, reading_of, unhurried


@unhurried
@given(odd_documents())
def test_every_visible_character_is_in_exactly_one_paragraph(document: Document) -> None:
    paragraphs = read(document).paragraphs
    words = "".join(document.text[p.start : p.end] for p in paragraphs)
    assert "".join(words.split()) == "".join(document.text.split())
    assert all(a.end <= b.start for a, b in pairwise(paragraphs))
    assert all(document.text[p.start : p.end].strip() for p in paragraphs)


@unhurried
@given(odd_documents())
def test_reading_changes_no_text_and_gives_the_same_again(document: Document) -> None:
    reading = read(document)
    assert reading.document.text == document.text
    assert read(document) == reading
    assert reading.noise_count == sum(p.kind == "noise" for p in reading.paragraphs)


@unhurried
@given(odd_documents())
def test_statements_and_questions_lie_inside_the_text(document: Document) -> None:
    reading = read(document)
    spans = [(s.start, s.end) for s in reading.document.statements]
    spans += [p.question for p in reading.paragraphs if p.question]
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(p.speaker for p in reading.paragraphs if p.turn is not None)


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    piece = "MS. VENN: The bridge is open, and the road will follow soon.\n\nQ Since when?\n\n"

    def seconds(text: str) -> float:
        start = time.process_time()
        read(Document(id="d", source="d.txt", text=text))
        return time.process_time() - start

    small, large = seconds(piece * 500), seconds(piece * 5000)
    assert large < 40 * max(small, 0.01)


def test_a_quotation_set_apart_belongs_to_whom_the_line_before_names() -> None:
    words = "It will hold until May. We have tested every wall."
    text = f"The minister, Anna Venn, spoke on the dam. She said:\n\n{words}\n\nIt rained."
    mark = Mark(text.index(words), text.index(words) + len(words), "quote", "")
    [statement] = reading_of(text, marks=(mark,)).document.statements
    assert (statement.speaker, text[statement.start : statement.end]) == ("Anna Venn", words)
