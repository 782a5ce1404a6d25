import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.errors import EmptySource, SourceTooLarge, UnreadableSource


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def transcript() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Briefing on tests"
    document.add_heading("The briefing", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("MINISTER ").bold = True
    paragraph.add_run("FOO:").bold = True
    paragraph.add_run(" We will test.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Costs"
    table.cell(1, 0).text = "Dam"
    table.cell(1, 1).text = "85 million"
    document.add_heading("After", 2)
    return saved(document)


def test_paragraphs_headings_bold_and_tables_are_read(read, marked, transcript):
    document = read(transcript, "docx")
    assert document.text == (
        "The briefing\n\nMINISTER FOO: We will test.\n\nCosts\n\nDam | 85 million\n\nAfter"
    )
    assert marked(document, "heading") == [("1", "The briefing"), ("2", "After")]
    assert marked(document, "strong") == [("", "MINISTER FOO:")]
    assert (document.title, document.date) == ("Briefing on tests", None)


def test_who_speaks_goes_on_where_a_row_of_a_table_has_no_name(read):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for name, words in (("Venn", "Yes."), ("", "It is."), ("Lund", "Since?"), ("Venn", "May.")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, words
    document = read(saved(document), "docx")
    assert document.text == "Venn: Yes.\n\nIt is.\n\nLund: Since?\n\nVenn: May."


def test_a_table_with_empty_cells_is_no_transcript(read):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for name, words in (("Dam", "4"), ("", "5"), ("", "6")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, words
    assert ": " not in read(saved(document), "docx").text


def test_a_table_of_who_said_what_becomes_paragraphs_with_bold_labels(read, marked):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for name, words in (
        ("Anna Venn", "It is open."),
        ("Reporter", "Since?"),
        ("Anna Venn", "May."),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, words
    document = read(saved(document), "docx")
    assert document.text == "Anna Venn: It is open.\n\nReporter: Since?\n\nAnna Venn: May."
    assert [words for _, words in marked(document, "strong")] == [
        "Anna Venn:",
        "Reporter:",
        "Anna Venn:",
    ]


@pytest.mark.parametrize("title", ["", "Microsoft Word - x.doc", "Document1", "untitled", "a.docx"])
def test_a_title_nobody_gave_is_replaced_by_the_first_heading(read, title):
    document = docx.Document()
    document.core_properties.title = title
    document.add_heading("What was said", 0)
    assert read(saved(document), "docx").title == "What was said"


def test_a_document_without_words_is_empty(read):
    with pytest.raises(EmptySource):
        read(saved(docx.Document()), "docx")


def test_damaged_files_are_refused(read, transcript):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "no document")
    for data in (b"no zip", transcript[:2000], other.getvalue(), transcript.replace(b"PK", b"XX")):
        with pytest.raises(UnreadableSource, match="damaged"):
            read(data, "docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(read):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 5_000_000)
    with pytest.raises(SourceTooLarge, match="unpacks to"):
        read(bomb.getvalue(), "docx", max_source_mb=1)


def test_a_bomb_that_lies_about_its_size_is_damaged(read, transcript):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(transcript)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, b" " * 3_000_000 if name == "word/document.xml" else old.read(name))
    lying = packed.getvalue().replace((3_000_000).to_bytes(4, "little"), b"\x10\0\0\0")
    with pytest.raises(UnreadableSource, match="damaged"):
        read(lying, "docx", max_source_mb=1)


def test_tracked_changes_are_read_as_accepted_and_content_controls_too(read):
    document = docx.Document()
    paragraph = document.add_paragraph("The dam costs ")
    for tag, words in (("del", "eighty"), ("ins", "ninety")):
        paragraph._p.append(tracked(tag, words))
    paragraph.add_run(" million.")
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    control[0].append(document.add_paragraph("17 January 2023")._p)
    document.element.body.insert(0, control)
    assert read(saved(document), "docx").text == (
        "17 January 2023\n\nThe dam costs ninety million."
    )


def tracked(tag: str, words: str):
    text = "delText" if tag == "del" else "t"
    return parse_xml(
        f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a" w:date="2023-01-17T00:00:00Z">'
        f"<w:r><w:{text}>{words}</w:{text}></w:r></w:{tag}>"
    )
