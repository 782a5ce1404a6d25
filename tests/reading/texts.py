"""Texts and helpers for the tests of reading: an invented country, as everywhere in the tests."""

from hypothesis import settings
from hypothesis import strategies as st

from rag.reading import Reading, read
from rag.records import Document, Mark

unhurried = settings(deadline=None)
"""Machines that run tests are shared: one slow example proves nothing."""

PIECES = (
    "No comment.",
    "The bridge will open in May, the minister said.",
    "“We will wait,” she said. “Then we decide.”",
    "MINISTER VENN:",
    "MINISTER VENN: The road is safe.",
    "Q  Will it rain?",
    "Q",
    "QUESTION: Why now?",
    "[Moderator]: Next.",
    "Tomas Reyl: Because we can.",
    "The President. Good evening.",
    "(Applause.)",
    "Share this article",
    "SPECIAL project",
    "00:00 / 01:12",
    "A heading without a stop",
    "HARVEN, March 4 (Agency) — It rained.",
    "For Immediate Release   March 4, 2024",
    "END",
    "Page 3 of 9",
    "Æ Ærø é\u0301 ﬁ 😀 \u200b",
    "他说。“不！”然后走了。",
    "word " * 200,
    "x" * 2000,
)
SEPARATORS = (" ", "\n", "\n\n", "\n \n\t\n", "\t", "\xa0", "\u2028", "\f", "")

odd_texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), max_size=25).map(
        lambda parts: "".join(piece + separator for piece, separator in parts)
    ),
)


@st.composite
def odd_documents(draw: st.DrawFn) -> Document:
    """A document of odd text with marks anywhere in it."""
    text = draw(odd_texts)
    offsets = st.integers(0, len(text))
    kinds = st.sampled_from(("heading", "speaker", "strong", "page", "time"))
    values = st.sampled_from(("1", "2", "Anna Venn", "Q", "00:00:05"))
    marks = draw(
        st.lists(st.tuples(offsets, offsets, kinds, values), max_size=6).map(
            lambda drawn: tuple(
                Mark(min(a, b), max(a, b), kind, value) for a, b, kind, value in drawn
            )
        )
    )
    title = draw(st.sampled_from((None, "No comment.", "A heading without a stop")))
    return Document(id="d", source="d.txt", text=text, title=title, marks=marks)


def reading_of(text: str, **metadata: object) -> Reading:
    """Read a text as a document of its own."""
    return read(Document(id="d", source="d.txt", text=text, **metadata))  # type: ignore[arg-type]


def kinds(reading: Reading) -> list[tuple[str, str]]:
    """Return kind and words of every paragraph."""
    text = reading.document.text
    return [(p.kind, text[p.start : p.end]) for p in reading.paragraphs]


def of_kind(reading: Reading, kind: str) -> list[str]:
    return [words for name, words in kinds(reading) if name == kind]


def said(reading: Reading) -> list[tuple[str | None, str]]:
    """Return speaker and words of every paragraph that stands in a turn and is no noise."""
    text = reading.document.text
    return [
        (p.speaker, text[p.start : p.end])
        for p in reading.paragraphs
        if p.turn is not None and p.kind == "text"
    ]


def answered(reading: Reading) -> dict[str, str | None]:
    """Return the question of every answer, by the words of the answer."""
    text = reading.document.text
    return {
        text[p.start : p.end]: text[slice(*p.question)] if p.question else None
        for p in reading.paragraphs
        if p.turn is not None and not p.asked and p.kind == "text"
    }


def asked(reading: Reading) -> list[str]:
    text = reading.document.text
    return [text[p.start : p.end] for p in reading.paragraphs if p.asked and p.kind == "text"]
