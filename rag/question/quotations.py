"""Words that a question quotes: "Did Lind say “…”?", "Who said “…”?"."""

from __future__ import annotations

import re

from rag.question.understanding import Question
from rag.question.vocabulary import SAYING, infinitive
from rag.reading.names import folded

QUOTED = re.compile('["“„«]([^"“”„«»]+)["”“»]')
FEWEST_QUOTED = 3
"""Words in quotation marks that are looked for as they stand; fewer may be a title or a term."""

VERIFYING = frozenset(("who", "yes_no", "when", "where"))
"""Ways of asking whether, by whom, when or where words were said."""


GENUINE = frozenset(
    "accurate authentic correct exact genuine quotation real right verbatim".split()
)
"""What it is asked whether words are."""


def bare_words(text: str) -> list[str]:
    """Return the words of a text without marks, case and accents."""
    return re.findall(r"\w+", folded(text))


def quotation_asked_for(question: Question) -> list[str]:
    """Return the words quoted in a question that asks of them as words, or none."""
    quoted = QUOTED.search(question.text)
    words = bare_words(quoted[1]) if quoted else []
    if question.kind not in VERIFYING or len(words) < FEWEST_QUOTED:
        return []
    verbs = {infinitive(word) for word in re.findall(r"\w+", QUOTED.sub("", question.text))}
    return [] if (SAYING | GENUINE).isdisjoint(verbs) else words
