"""What a sentence says, reduced to what can be compared: its words, and which are negated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
    "decline declined declines declining fail failed fails lack lacked lacks rule ruled excluded "
    "unable unwilling impossible unlikely false oppose opposed opposes prevent prevented ban "
    "banned avoid avoided".split()
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
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)")
"""Short words before an apostrophe, in French and Italian."""

DOUBLED = re.compile(r"(?<=\w)([bdgmnpt])\1$")
IRREGULAR = {
    form: verb
    for verb, forms in {
        "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built",
        "buy": "bought", "choose": "chose chosen", "come": "came", "draw": "drew drawn",
        "drive": "drove driven", "fall": "fell fallen", "feel": "felt", "fight": "fought",
        "find": "found", "get": "got gotten", "give": "gave given", "go": "went gone",
        "grow": "grew grown", "hear": "heard", "hold": "held", "keep": "kept", "know": "knew known",
        "lead": "led", "leave": "left", "lose": "lost", "make": "made", "meet": "met",
        "pay": "paid", "rise": "rose risen", "run": "ran", "see": "saw seen", "sell": "sold",
        "send": "sent", "speak": "spoke spoken", "spend": "spent", "stand": "stood",
        "take": "took taken", "teach": "taught", "think": "thought", "win": "won",
        "withdraw": "withdrew withdrawn", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""Forms of verbs that a retelling puts into another tense."""

LIMITS = frozenset(("only", "just", "merely"))
REACH = 3
"""Words that tell something, behind a negator, that are taken as negated."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a sentence by their stems, those negated, and how often anything is.

    ``turned`` are the first words behind a negator, ``negated`` those further on too.
    """

    words: frozenset[str]
    turned: frozenset[str]
    negated: frozenset[str]
    negations: int
    is_denying: bool

    @property
    def is_negative(self) -> bool:
        """Return whether anything is negated."""
        return self.negations > 0


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word without its ending, roughly: "opened", "opens" and "opening" are "open"."""
    word = ELIDED.sub("", folded(word))
    return DOUBLED.sub(r"\1", ENDINGS.sub("", ENDINGS.sub("", IRREGULAR.get(word, word))))


def wording(text: str) -> Wording:
    """Return what a text says."""
    words: set[str] = set()
    turned: set[str] = set()
    negated: set[str] = set()
    reach, last = 0, ""
    negations, is_denying = 0, False
    for found in WORD.findall(text):
        token = folded(found).replace("’", "'")
        is_denying = is_denying or token in DENYING
        if token in NEGATORS or token.endswith("n't"):
            negations, reach = negations + 1, REACH
            continue
        is_limit = token in LIMITS
        if token in EMPTY and not is_limit:
            continue
        word = "only" if is_limit else stem(token)
        words.add(word)
        last = word
        if reach:
            turned |= {word} if reach == REACH else set()
            negated.add(word)
            reach = 0 if is_limit else reach - 1  # "not only" says it of that and more
    if reach == REACH and last:  # "… but it should not be"
        turned.add(last)
        negated.add(last)
    return Wording(frozenset(words), frozenset(turned), frozenset(negated), negations, is_denying)


def names_in(text: str) -> Iterator[str]:
    """Yield the words of a text that have a capital within a sentence, folded."""
    for match in RUN.finditer(text):
        if not STARTS.search(text[: match.start()]):
            yield from re.findall(r"\w+", folded(match.group()))
