"""Names as they are compared: without case, diacritics and titles."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

TITLES = frozenset(
    "the a an mr mrs ms dr sir prof president prime minister chancellor governor secretary senator "
    "vice deputy foreign finance health interior energy defence defense chairman chairwoman "
    "spokesman spokeswoman general king queen prince of chair premier ambassador mayor colonel "
    "judge captain professor bishop head leader opposition environment justice transport "
    "education economy central bank national former acting".split()
)
"""Words of a title or an office; what is left of a name tells the person."""

SPELT_LIKE = 0.8
"""Share of letters, by `difflib`, from which one word may be another misspelt."""

UNDIVIDED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not divide into a plain letter and a mark."""


def folded(text: str) -> str:
    """Return a text without case and diacritics, for comparing names."""
    if text.isascii():  # nearly always, and twenty times as fast
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(UNDIVIDED)


def spelt_like(word: str, words: Collection[str], *, most: int = 1) -> list[str]:
    """Return the words of which one may be a misspelling, likest first."""
    return get_close_matches(word, words, n=most, cutoff=SPELT_LIKE)


@functools.lru_cache(maxsize=1 << 16)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell the person, folded; titles and articles left out."""
    return tuple(w for w in re.findall(r"\w+", folded(undated(name))) if w not in TITLES)


def undated(name: str) -> str:
    """Return a name without the day that tells which holder of an office a label means."""
    return re.sub(r" \(\d{4}-\d\d-\d\d\)$", "", name.strip())


def office_of(name: str) -> str | None:
    """Return the office that stands for a person without a name, folded: "the prime minister".

    None where the words hold a name: "Prime Minister Orban", "Varga".
    """
    words = [word for word in re.findall(r"\w+", folded(name)) if word not in ("the", "a", "an")]
    kept = words[: words.index("of")] if "of" in words else words
    if not kept or any(word not in TITLES for word in kept):
        return None
    return " ".join(words)


def is_named_in(name: str, text: str) -> bool:
    """Return whether the last word of a name, or an office, stands in a text."""
    if office := office_of(name):
        return re.search(rf"\b{office}\b", folded(text)) is not None
    words = name_words(name)
    return bool(words) and re.search(rf"\b{words[-1]}\b", folded(text)) is not None


def may_be(name: str, label: str) -> bool:
    """Return whether a label may mean the person of a name: all words of one are in the other."""
    ours, theirs = set(name_words(name)), set(name_words(label))
    if not ours or not theirs:
        return folded(undated(name)) == folded(undated(label))
    return ours <= theirs or theirs <= ours
