"""Words that ask nothing the record could answer: courtesies, and pronouns that mean nobody."""

from __future__ import annotations

import re
from typing import Literal

from rag.question.understanding import LONGEST_ASKED
from rag.question.vocabulary import AUXILIARY, PREPOSITION

Lack = Literal["question", "person"]
"""What is missing: a question at all, or whom it means."""

COURTESY = re.compile(
    r"(?:\W*\b(?:thanks?(?:\s+you)?|thx|cheers|ok(?:ay)?|great|good|nice|perfect|cool|hello|hi|hey|"
    r"bye|goodbye|good\s+(?:morning|afternoon|evening|day|night|job)|got\s+it|i\s+see|(?:very|so)\s+"
    r"much|a\s+lot|that['’]?s?\s+(?:is\s+)?(?:all|it|great|helpful|enough)|well\s+done|"
    r"(?:next|another|one\s+more|new)\s+(?:question|one|topic)|"
    r"for\s+(?:that|this|now|your\s+help)|fine|yes|no|you|then|sorry|interesting|right)\b\W*)+",
    re.IGNORECASE,
)
MEANT = re.compile(
    rf"^(?:and|but|so|no|yes|\W)*(?:(?:what|why|how|when|where|exactly)\s+){{0,2}}"
    rf"(?:{AUXILIARY})\s+(?P<word>he|she)\b"
    rf"|^(?:what|how)\s+about\s+(?P<other>him|her|(?:the\s+)?others?(?:\s+\w+)?)$"
    rf"|^(?:please\s+)?(?:compare|contrast)\s+(?P<both>them|both|these|those|the\s+two|it)"
    rf"(?:\s+{PREPOSITION}\s+.+)?$"
    r"|^quote\s+(?P<quoted>him|her)$",
    re.IGNORECASE,
)


def lacking(question: str) -> Lack | None:
    """Return what a question lacks to be answered, or None where it lacks nothing."""
    bare = question.strip().rstrip("?!. ")
    if len(bare.split()) > LONGEST_ASKED:
        return None
    if COURTESY.fullmatch(bare):
        return "question"
    return "person" if MEANT.search(bare) else None


def person_lacking(question: str) -> str:
    """Return the word that means nobody in a question that lacks whom it means."""
    match = MEANT.search(question.strip().rstrip("?!. "))
    return next((word for word in match.groupdict().values() if word), "") if match else ""
