"""Names as they are compared: without case, diacritics and titles."""

from __future__ import annotations

import re
import unicodedata

TITLES = frozenset(
    "the a an mr mrs ms dr sir prof president prime minister chancellor governor secretary senator "
    "vice deputy foreign finance health interior energy defence defense chairman chairwoman "
    "spokesman spokeswoman general king queen prince of chair premier ambassador".split()
)


def folded(text: str) -> str:
    """Return a text without case and diacritics, for comparing names."""
    if text.isascii():  # nearly always, and twenty times as fast
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("ı", "i")


def name_words(name: str) -> list[str]:
    """Return the words of a name that tell the person, folded; titles and articles left out."""
    return [word for word in re.findall(r"\w+", folded(name)) if word not in TITLES]


def is_named_in(name: str, text: str) -> bool:
    """Return whether the last word of a name stands in a text."""
    words = name_words(name)
    return bool(words) and re.search(rf"\b{words[-1]}\b", folded(text)) is not None


def may_be(name: str, label: str) -> bool:
    """Return whether a label may mean the person of a name: all words of one are in the other."""
    ours, theirs = set(name_words(name)), set(name_words(label))
    if not ours or not theirs:
        return folded(name.strip()) == folded(label.strip())
    return ours <= theirs or theirs <= ours
