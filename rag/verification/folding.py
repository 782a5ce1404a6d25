"""Text as it is compared: marks, dashes, ellipses and spaces of every make count as the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.records import Span

MARKS = '“”„«»‹›「」『』"'
"""Quotation marks that enclose words."""

VARIANTS = {
    **dict.fromkeys(MARKS + "‘’‚‛‟`´′″'", "'"),
    **dict.fromkeys("‐‑‒–—―−-", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}

TRANSLATED = str.maketrans({key: same for key, same in VARIANTS.items() if len(same) == 1})
UNEVEN = re.compile("\\s\\s|\\A\\s|[…\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""What folds into fewer or more characters than it has."""


def folded(text: str) -> tuple[str, Sequence[int]]:
    """Return *text* as it is compared, and for each character of it where it comes from."""
    if not UNEVEN.search(text):  # nearly always, and many times as fast
        return re.sub(r"\s", " ", text).translate(TRANSLATED), range(len(text))
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            same = "" if not characters or characters[-1] == " " else " "
        else:
            same = VARIANTS.get(character, character)
        characters += same
        offsets += [offset] * len(same)
    return "".join(characters), offsets


class Folded:
    """A text, folded once for searching."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self._offsets = folded(text)

    def find(self, words: str) -> Iterator[Span]:
        """Yield where *words*, folded, stand as whole words."""
        at = self.folded.find(words)
        while at >= 0:
            end = at + len(words)
            if _is_whole(self.folded, at, end):
                yield Span(self._offsets[at], self._offsets[end - 1] + 1)
            at = self.folded.find(words, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a span of *text* neither begins nor ends inside a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )
