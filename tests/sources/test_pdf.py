import pytest
from fpdf import FPDF

from rag.errors import EmptySource, SourceTooLarge, UnreadableSource

WORDS = "valley council minister bridge harbour winter budget teacher railway village".split()


class Printed(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 10, "Office of the Press Secretary")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 10, f"Page {self.page_no()} of 4")


def sentence(number: int) -> str:
    words = [WORDS[(number * 7 + step * 3) % 10] for step in range(30)]
    return f"Sentence {number} tells of the {' and the '.join(words[:20])}."


def printed(pages: int) -> bytes:
    pdf = Printed()
    pdf.set_title("Briefing on tests")
    for page in range(pages):
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        for part in range(2):
            pdf.multi_cell(0, 6, sentence(2 * page + part))
            pdf.ln(4)
    return bytes(pdf.output())


def lines(*texts: str) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    for text in texts:
        pdf.cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def test_wrapped_lines_are_joined_and_headers_left_out(read):
    document = read(printed(4), "pdf")
    assert document.text.split("\n\n") == [sentence(number) for number in range(8)]
    assert document.title == "Briefing on tests"
    assert document.date is None


def test_the_numbers_beside_the_lines_are_left_out(read):
    printed = ["THE COURT: Call your witness, and then we", "adjourn until the morning."] * 10
    document = read(lines(*(f"{n}  {line}" for n, line in enumerate(printed, start=1))), "pdf")
    assert not any(map(str.isdigit, document.text))


def test_each_page_is_marked(read, marked):
    pages = marked(read(printed(4), "pdf"), "page")
    assert [number for number, _ in pages] == ["1", "2", "3", "4"]
    assert pages[1][1] == f"{sentence(2)}\n\n{sentence(3)}"


def test_a_split_word_is_joined_and_a_compound_kept(read):
    document = read(
        lines(
            "The minister for agriculture said that the long Anglo-",
            "American treaty would be signed by the govern-",
            "ment before the end of the coming winter season.",
            "Short end.",
            "Q Why was it not signed before the summer of that year?",
        ),
        "pdf",
    )
    assert document.text.split("\n\n") == [
        "The minister for agriculture said that the long Anglo-American treaty would be signed "
        "by the government before the end of the coming winter season. Short end.",
        "Q Why was it not signed before the summer of that year?",
    ]


def test_a_scan_is_refused_with_what_to_do(read):
    pdf = FPDF()
    pdf.add_page()
    with pytest.raises(EmptySource, match="OCR"):
        read(bytes(pdf.output()), "pdf")


def test_an_encrypted_file_is_refused(read):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(0, 10, "secret words")
    pdf.set_encryption(owner_password="a", user_password="b")
    with pytest.raises(UnreadableSource, match="encrypted"):
        read(bytes(pdf.output()), "pdf")


def test_damaged_files_are_refused(read):
    data = printed(2)
    for damaged in (b"no pdf", b"%PDF-1.7 and no more", data[: len(data) // 2]):
        with pytest.raises(UnreadableSource, match="damaged"):
            read(damaged, "pdf")


def test_more_pages_than_allowed_are_refused(read):
    with pytest.raises(SourceTooLarge, match="PRESSROOM_MAX_PAGES"):
        read(printed(3), "pdf", max_pages=2)


@pytest.mark.timeout(90)
def test_two_thousand_pages_are_read(read):
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for page in range(2000):
        pdf.add_page()
        pdf.cell(0, 6, f"What was said on day {page}.")
    assert len(read(bytes(pdf.output()), "pdf").text.split("\n\n")) == 2000


def letter(*pages: list[tuple[int, str]]) -> bytes:
    """Print lines, each with its size, on pages."""
    pdf = FPDF()
    for page in pages:
        pdf.add_page()
        for size, text in page:
            pdf.set_font("helvetica", size=size)
            pdf.cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def test_what_is_set_large_on_the_first_page_is_the_title(read, marked):
    words = [(10, "The dam is full, the minister said, and it will"), (10, "stay full until May.")]
    document = read(letter([(18, "Dam full to the brim, says"), (18, "minister"), *words]), "pdf")
    assert document.title == "Dam full to the brim, says minister"
    assert marked(document, "heading") == [("1", document.title)]
    assert document.text.startswith("Dam full to the brim, says minister\n\nThe dam is full")


def test_the_foot_of_two_pages_is_left_out_and_its_date_kept(read):
    foot = (8, "Office of the Premier - 8 September 2022")
    document = read(
        letter([(10, "The dam is full."), foot], [(10, "It will stay full."), foot]), "pdf"
    )
    assert document.text == "The dam is full.\n\nIt will stay full."
    assert document.date == "2022-09-08"


def test_a_label_on_its_own_line_is_never_joined_to_words_before_it(read):
    said = [(10, "It is."), (10, "JOURNALIST:"), (10, "Since when?"), (10, "Anna Venn: Since May.")]
    assert read(letter([(10, "PREMIER:"), *said]), "pdf").text.split("\n\n")[-2:] == [
        "JOURNALIST: Since when?",
        "Anna Venn: Since May.",
    ]


def test_a_label_before_a_stop_begins_a_paragraph(read):
    words = lines(
        "CHAIRMAN VENN. The board will sit at nine, and it will hear the harbour",
        "master before noon, as it did in May.",
        "MR. REYL. Thank you.",
        "MS. OREN. I second that.",
    )
    assert [part.partition(". ")[0] for part in read(words, "pdf").text.split("\n\n")] == [
        "CHAIRMAN VENN",
        "MR",
        "MS",
    ]
