"""Several questions asked as one: "What did Lind say about the dam, and did Varga agree?"."""

from __future__ import annotations

import re

from rag.question.understanding import LONGEST_ASKED
from rag.question.vocabulary import AUXILIARY, SAYING, infinitive

WH = r"(?:what|how|why|when|where|who|whom|which)"
ASKS = rf"(?:(?:{WH}|(?:in|on|at|to|from|for|with|by)\s+{WH})\b|{AUXILIARY}\b)"
FIRST = re.compile(rf"^\W*(?:(?:and|but|so|please|then)\b\W*)*{ASKS}", re.IGNORECASE)
MARKED = re.compile(rf"\?+\s+(?=(?:(?:and|but|so|or|then|also)\b\W*)*{ASKS})", re.IGNORECASE)
"""Between two sentences that ask."""

CLAUSE = (
    r"(?:did|does|do|has|have)(?:n['’]t|\s+not)?\s+(?:the\s+)?\w",
    r"(?:what|how|why|when|where)\s+(?:did|does|do|has|have|was|were)\s+(?:the\s+)?\w",
    r"(?:what|how)\s+about\s+\w",
    r"who\s+\w",
)
JOINED = re.compile(
    rf"\s*,?\s+(?:and|but)\s+(?:then\s+|also\s+)?(?={'|'.join(CLAUSE)})", re.IGNORECASE
)
"""Between two clauses of one sentence that may each ask."""

AGREEING = frozenset("agree disagree contradict differ answer respond".split())
"""What is asked of somebody else's words, beside the verbs of saying."""

OF_THEM = re.compile(
    r"(?:when|where)\s+(?:was|were)\s+(?:it|that|this)(?:\s+said)?\W*$|(?:what|how)\s+about\s", re.I
)
NOBODY = frozenset("not so more less nothing been".split())
"""What stands behind an auxiliary where no subject does: "those who vote and do not say why"."""
TOLD_OF = re.compile(r"\w\W+(?:who|those)\b", re.IGNORECASE)
"""Before "and who …" this tells of people and does not ask: "those who stay and who leave"."""
LEANING = re.compile(r"\b(?:it|he|she|they)\b", re.IGNORECASE)
QUOTES = re.compile('["“”„«»]')
FEWEST, MOST = 3, 3
"""Words of the first of two clauses; questions told apart."""


def questions_in(text: str) -> list[str]:
    """Return the questions that a text asks, in order; the text itself where it asks but one.

    Long ones, such as a journalist's with its background, are not taken apart.
    """
    if len(text.split()) > LONGEST_ASKED or QUOTES.search(text):
        return [text]
    found = [part for sentence in _sentences(text) for part in _clauses(sentence)]
    leans = LEANING.search(found[0])  # "Was it one? What did Lind call it?" is asked as a whole
    return [text] if leans or len(found) > MOST else found


def _sentences(text: str) -> list[str]:
    starts = [0, *(match.end() for match in MARKED.finditer(text))]
    parts = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return parts if FIRST.match(parts[0]) else [text]


def _clauses(sentence: str) -> list[str]:
    """Return a question and what is asked in the same breath of somebody's words on it."""
    for match in JOINED.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if len(before.split()) < FEWEST or not FIRST.match(before) or _goes_on(before, after):
            continue
        if _asks_of_words(after):
            return [f"{before}?", after]
    return [sentence]


def _goes_on(before: str, clause: str) -> bool:
    """Return whether a clause tells more of what the question is about, and asks nothing."""
    first, second, *_ = [*clause.lower().split(), ""]
    if first == "who":
        return second in ("is", "are", "was", "were") or TOLD_OF.search(before) is not None
    is_verb = first in ("do", "has", "have") and infinitive(second) in SAYING
    return second in NOBODY or is_verb


def _asks_of_words(clause: str) -> bool:
    """Return whether a clause asks what somebody said, or when and where that was."""
    words = re.findall(r"[\w’'-]+", clause)[:8]
    if OF_THEM.match(clause):
        return True
    return any(infinitive(word) in SAYING | AGREEING for word in words)
