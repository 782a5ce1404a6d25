import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from rag.sources.composing import STRONG, Composer, Run


def test_paragraphs_are_separated_by_blank_lines_and_blank_ones_left_out():
    composer = Composer()
    composer.add([Run(" One\n")])
    assert composer.add([Run(" \n ")]) is None
    composer.add([Run("two  words")])
    assert composer.text == "One\n\ntwo words"


def test_marks_hold_the_words_they_were_set_on():
    composer = Composer()
    composer.add([Run("Intro")], ("heading", "2"))
    composer.add([Run(" MR. "), Run(" FOO: ", (STRONG,)), Run(""), Run("x", (STRONG,)), Run("y")])
    text = composer.text
    assert [(m.kind, m.value, text[m.start : m.end]) for m in composer.marks] == [
        ("heading", "2", "Intro"),
        ("strong", "", "FOO: x"),
    ]


def test_an_accent_split_from_its_letter_joins_it_again():
    composer = Composer()
    composer.add([Run("caf"), Run("e", (STRONG,)), Run("\u0301 noir")])
    assert composer.text == "café noir"
    assert [composer.text[m.start : m.end] for m in composer.marks] == ["é"]


RUNS = st.lists(
    st.builds(
        Run,
        st.text(st.characters(codec="utf-8")),
        st.sampled_from([(), (STRONG,), (("time", "00:00:01"),)]),
    )
)


@given(st.lists(RUNS))
def test_marks_are_exact_and_tight_whatever_the_text(paragraphs):
    composer = Composer()
    spans = [composer.add(runs) for runs in paragraphs]
    text = composer.text
    assert unicodedata.is_normalized("NFC", text)
    assert "\n\n\n" not in text
    assert text.split("\n\n") == [text[s.start : s.end] for s in spans if s] or not text
    for mark in composer.marks:
        piece = text[mark.start : mark.end]
        assert piece
        assert piece == piece.strip()
