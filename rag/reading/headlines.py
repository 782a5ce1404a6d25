"""Headlines: a line in title case comes in, the same line as a sentence would print it goes out."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rag.reading.cues import BASE

WORD = re.compile(r"[^\W\d_][\w’'-]*")
SHORT = 4
"""Letters; shorter words are small in many title cases."""


@lru_cache(maxsize=4)  # asked several times of a document
def lower_words(text: str) -> frozenset[str]:
    """Return the words that a text prints in lower case: they are no names."""
    return frozenset(word for word in WORD.findall(text) if word.islower())


def in_sentence_case(line: str, words: Collection[str]) -> str:
    """Return a line in title case with *words* and verbs of saying in lower case.

    A parser takes "Mayor Opposes New Bridge" for one long name. Other lines stay as they are.
    """
    long = [word for word in WORD.findall(line) if len(word) >= SHORT]
    if len(long) < 2 or any(word.islower() for word in long):
        return line
    return WORD.sub(lambda match: _lowered(match[0], words), line)


def _lowered(word: str, words: Collection[str]) -> str:
    lower = word.lower()
    known = lower in words or lower in BASE
    return lower if known and len(lower) == len(word) else word
