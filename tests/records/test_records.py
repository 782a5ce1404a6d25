"""How records show themselves where somebody looks at them."""

from __future__ import annotations

from rag.records import Answer, Document, Mark, SpeakerEntry, Statement


def test_a_document_shows_what_it_is_and_not_its_text() -> None:
    document = Document(
        id="d1",
        source="a.txt",
        text="The bridge will open in May.",
        title="The bridge",
        marks=(Mark(0, 3, "strong", ""),),
        statements=(Statement(0, 28, "Ana Lind", "direct"),),
    )
    assert repr(document).startswith("Document(id='d1', source='a.txt', title='The bridge', date=")
    assert "May" not in repr(document)
    assert "Lind" not in repr(document)


def test_an_answer_shows_in_a_notebook_as_it_is_taken_away() -> None:
    answer = Answer(question="What about the bridge?", text="It opens in May.")
    assert answer._repr_markdown_() == "**What about the bridge?**\n\nIt opens in May.\n"


def test_a_person_shows_no_places() -> None:
    assert repr(SpeakerEntry("Ana Lind", ("Lind",), 2, 1)) == (
        "SpeakerEntry(name='Ana Lind', aliases=('Lind',), statement_count=2, document_count=1,"
        " roles=())"
    )
