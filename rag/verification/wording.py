"""What a sentence says, reduced to what can be compared: its words, and which are negated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.reading.names import folded

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽČĞİŞ][\w.’'-]*"
RUN = re.compile(rf"{CAPITAL}(?:[ \t]+{CAPITAL})*")
"""A name: words with capitals, one after another."""

STARTS = re.compile(r"(?:\A|[.:!?“”]|\n)[\s\W]*\Z")
"""What stands before a word that has its capital from its place."""

NEGATORS = frozenset(
    "not never no none nobody nothing neither nor cannot without hardly nowhere aint".split()
)
"""Words that turn a statement into its opposite."""

DENYING = frozenset(
    "deny denied denies denying refuse refused refuses refusing reject rejected rejects rejecting "
    "decline declined declines declining fail failed fails lack lacked lacks rule ruled "
    "unable unwilling impossible false wrong oppose opposed opposes against stop stopped prevent "
    "prevented ban banned avoid avoided few little without unlikely".split()
)
"""Words by which a retelling may negate what the source negates with a plain "not"."""

EMPTY = frozenset(
    "a about all also am an and any are as at be because been before being but by can could did do "
    "does for from had has have having he her here hers him his how i if in into is it its just "
    "may me might more most must my of off on only or other our out over own same she should so "
    "some such than that the their them then there these they this those through to too under "
    "until up us very was we were what when where which while who whom whose why will with would "
    "you your said say says saying told tell tells stated states added according".split()
)
"""Words that tell nothing of what a sentence is about."""

ENDINGS = re.compile(
    r"(?<=\w{3})(?:'s|ies|ied|ying|ings?|edly|ed|es|s|ly|ment|ments|ations?|ions?|e|y)$"
)
REACH = 2
"""Words that tell something, behind a negator, that are taken as negated."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a sentence by their stems, those negated, and whether anything is."""

    words: frozenset[str]
    negated: frozenset[str]
    is_negative: bool
    is_denying: bool


def stem(word: str) -> str:
    """Return a word without its ending, roughly: "opened", "opens" and "opening" are "open"."""
    return ENDINGS.sub("", ENDINGS.sub("", folded(word)))


def wording(text: str) -> Wording:
    """Return what a text says."""
    words: set[str] = set()
    negated: set[str] = set()
    reach = 0
    is_negative = is_denying = False
    tokens = [folded(token).replace("’", "'") for token in WORD.findall(text)]
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        if token in NEGATORS or token.endswith("n't"):
            is_only = following in ("only", "just", "longer") and token == "not"
            is_negative, reach = is_negative or not is_only, 0 if is_only else REACH
            continue
        is_denying = is_denying or token in DENYING or token.startswith("un")
        if token in EMPTY:
            continue
        words.add(stem(token))
        if reach:
            negated.add(stem(token))
            reach -= 1
    return Wording(frozenset(words), frozenset(negated), is_negative, is_denying)


def names_in(text: str) -> Iterator[str]:
    """Yield the words of a text that have a capital within a sentence, folded."""
    for match in RUN.finditer(text):
        if not STARTS.search(text[: match.start()]):
            yield from re.findall(r"\w+", folded(match.group()))
