"""Words that ask nothing the record could answer: courtesies, questions about the assistant, and
pronouns that mean nobody."""

from __future__ import annotations

import re
from typing import Literal

from rag.question.understanding import LONGEST_ASKED
from rag.question.vocabulary import AUXILIARY, PREPOSITION

Lack = Literal[
    "thanks",
    "greeting",
    "question",
    "another",
    "assistant",
    "holdings",
    "judgement",
    "translation",
    "person",
]
"""What is said instead of a question to the record: thanks, a greeting or another courtesy, the
wish for another topic or a translation, a question about the assistant, about what the record
holds or whether it is right; or whom a question lacks that it means."""

THANKS = (
    r"thanks?(?:\s+you)?|thank\s+u|many\s+thanks|thx|ty|cheers|much\s+appreciated|bye|goodbye|"
    r"see\s+you|good\s+(?:job|night)|well\s+done"
)
GREETING = r"hello|hi|hey|good\s+(?:morning|afternoon|evening|day)"
FILLER = (
    r"ok(?:ay)?|great|good|nice|perfect|cool|got\s+it|i\s+see|(?:very|so)\s+much|a\s+lot|"
    r"that['’]?s?\s+(?:is\s+)?(?:all|it|great|helpful|enough)|good\s+(?:question|answer|point)|"
    r"for\s+(?:that|this|now|the\s+(?:answer|help)|your\s+(?:help|answer))|fine|yes|no|you|then|"
    r"sorry|interesting|right|again|there|please|"
    r"test(?:ing)?|wow|hm+|lol"
)
THIS_PLACE = r"(?:the|this|your)\s+(?:library|record|archive|database|corpus|index|collection)"
HELD = r"(?:documents?|articles?|press\s+conferences?|transcripts?|sources|reports|files|speakers)"
SPOKEN: dict[Lack, str] = {
    "another": r"(?:(?:next|another|one\s+more|new|different|other)\s+(?:question|one|topic|"
    r"subject|conversation|chat)|(?:let['’]?s\s+)?start\s+(?:over|again|afresh|anew)|reset|"
    r"forget\s+(?:it|that|this)|never\s*mind|change\s+(?:of\s+)?(?:the\s+)?(?:topic|subject))",
    "assistant": r"(?:who|what)\s+(?:exactly\s+)?are\s+you|what\s+(?:can|do)\s+you\s+do|"
    r"what\s+can\s+i\s+(?:do|ask)(?:\s+(?:you|here))?|help(?:\s+me)?|"
    r"(?:can|could)\s+you\s+help(?:\s+me)?|how\s+(?:does\s+(?:this|it)|do\s+you)\s+work|"
    r"how\s+(?:do|can)\s+i\s+use\s+(?:this|it|you)|what\s+is\s+(?:this|your\s+name)|"
    r"are\s+you\s+(?:there|real|human|chatgpt|(?:an?\s+)?(?:ai|bot|robot|llm|person|machine|"
    r"chatbot|language\s+model))|who\s+(?:made|built|wrote)\s+you|"
    r"where\s+do(?:es)?\s+your\s+(?:answers?|information|data|knowledge)\s+come\s+from",
    "holdings": rf"(?:what|which|how\s+many)\s+{HELD}\s+(?:do\s+you\s+(?:have|know|hold)|"
    rf"are\s+(?:there|here|on\s+record|in\s+{THIS_PLACE})|can\s+i\s+ask\s+about)|"
    rf"(?:please\s+)?(?:list|show)\s+(?:me\s+)?(?:all\s+)?(?:of\s+)?(?:the\s+|your\s+)?{HELD}|"
    r"(?:who|whom|which\s+(?:people|speakers))\s+(?:all\s+)?(?:is|are|do\s+you\s+have)\s+"
    rf"(?:here|on\s+record)|what\s*(?:is|['’]?s)\s+in\s+(?:here|{THIS_PLACE})|"
    r"who\s+(?:speaks|talks|spoke|is\s+quoted)\s+(?:the\s+)?most(?:\s+often)?|"
    r"(?:what|which)\s+(?:topics|subjects)\s+(?:are\s+(?:covered|there)|do\s+you\s+(?:cover|know|"
    r"have))|what\s+do\s+you\s+(?:have|know)(?:\s+about)?|who\s+are\s+the\s+speakers",
    "question": r"(?:the\s+)?quotes?\s+of\s+the\s+(?:day|week|month|year)|"
    r"(?:(?:give|show|tell)\s+me|got|any)\s+(?:an?|some|any|the\s+best)?\s*(?:good\s+|nice\s+)?quotes?",
    "translation": r"(?:(?:can|could)\s+you\s+)?(?:please\s+)?translate\b.{0,40}",
    "judgement": r"is\s+(?:that|this|it)\s+(?:really\s+|actually\s+)?(?:true|right|correct|so|a\s+"
    r"fact)|really|are\s+you\s+(?:sure|certain)|(?:who|which\s+(?:one|of\s+them))\s+(?:is|was)\s+"
    r"right|can\s+i\s+(?:trust|believe)\s+(?:this|that|you|it)|how\s+(?:reliable|accurate)\s+"
    r"(?:is\s+(?:this|that)|are\s+you)|i\s+do(?:n['’]?t|\s+not)\s+believe\s+(?:it|that|this|you)",
}
LONGEST_COURTESY = 15
"""Words; a longer run of courtesies could be read in too many ways to try them all."""
COURTESY = re.compile(rf"\W*(?:\b(?:{THANKS}|{GREETING}|{FILLER})\b\W*)+", re.IGNORECASE)
LED = rf"(?:(?:{THANKS}|{GREETING}|{FILLER}|and|but|so)\b\W*)*"
SAYS = {
    lack: re.compile(rf"{LED}(?:{words})(?:\W+(?:please|then|now|exactly))*", re.IGNORECASE)
    for lack, words in SPOKEN.items()
}
THANKED, GREETED = (re.compile(rf"\b(?:{some})\b", re.IGNORECASE) for some in (THANKS, GREETING))
MEANT = re.compile(
    rf"^(?:and|but|so|no|yes|\W)*(?:(?:what|why|how|when|where|exactly)\s+){{0,2}}"
    rf"(?:{AUXILIARY})\s+(?P<word>he|she)\b"
    rf"|^(?:and\s+)?who\s+(?:is|was)\s+(?P<who>he|she)$"
    rf"|^(?:(?:and|but|what|where|how)\s+)*(?:did|do)\s+(?P<they>they)\s+(?:dis)?(?:agree|differ)"
    rf"(?:\s+(?:about|on|over))?$"
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
    if len(bare.split()) <= LONGEST_COURTESY:
        if COURTESY.fullmatch(bare):
            return _courtesy(bare)
        for lack, pattern in SAYS.items():
            if pattern.fullmatch(bare):
                return lack
    return "person" if MEANT.search(bare) else None


def _courtesy(bare: str) -> Lack:
    if THANKED.search(bare):
        return "thanks"
    return "greeting" if GREETED.search(bare) else "question"


def asks_nothing(question: str) -> bool:
    """Return whether nothing is asked of the record, so that a conversation stays where it is."""
    return lacking(question) not in (None, "person")


def person_lacking(question: str) -> str:
    """Return the word that means nobody in a question that lacks whom it means."""
    match = MEANT.search(question.strip().rstrip("?!. "))
    return next((word for word in match.groupdict().values() if word), "") if match else ""
