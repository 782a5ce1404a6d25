"""Questions about an answer: "when was that?", "what did he say next?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.question.lacking import asks_nothing
from rag.question.understanding import Reference
from rag.records import Answer, Turn

ASIDE = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|great|thanks?(?:\s+you)?|well|oh|now|then|interesting|yes|no|also|"
    r"sorry|actually|hmm+|i\s+mean(?:t)?|rather)\b[\s,.!:-]*)+",
    re.IGNORECASE,
)
"""What leads into the next question of a conversation."""

THAT = r"(?:that|this|it|so|those|these)"
WHOEVER = r"(?:he|she|they|(?!(?:it|that|this|the|there)\b)[\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,2})"
SAID_THAT = rf"(?:was\s+{THAT}(?:\s+said)?|did\s+{WHOEVER}\s+(?:say|state|mention)\s+{THAT})"
REPORT = (
    r"(?:article|document|report|source|transcript|text|story|paper|press\s+conference|briefing)"
)

GIVE = (
    r"(?:(?:can|could)\s+(?:you|i)\s+)?(?:please\s+)?(?:(?:show|give|send|have|see)\s+(?:me\s+)?)?"
)

ASKED_WHERE = rf"(?:is|are|was|were)(?:\s+{THAT})?(?:\s+said)?|(?:was|is)\s+{THAT}\s+(?:in|from)"

REFERENCES: dict[Reference, str] = {
    "date": r"(?:when|(?:on\s+|in\s+)?(?:what|which)\s+(?:day|date|year))(?:\s+exactly)?"
    rf"(?:\s+{SAID_THAT})?",
    "place": rf"where(?:\s+exactly)?(?:\s+{SAID_THAT})?",
    "source": rf"(?:in\s+|from\s+|at\s+)?(?:which|what)\s+{REPORT}s?"
    rf"(?:\s+(?:{ASKED_WHERE}|{SAID_THAT}))?|sources?"
    rf"|(?:what\s+is|what['’]s)\s+(?:the|your)\s+source(?:\s+(?:of|for)\s+{THAT})?"
    rf"|who\s+(?:reported|wrote|published)\s+{THAT}"
    rf"|where\s+did\s+you\s+(?:find|read|get|see)\s+{THAT}"
    rf"|where\s+(?:does|do|did)\s+{THAT}\s+(?:come\s+from|stand)|where\s+is\s+{THAT}\s+from"
    rf"|(?:{GIVE})?(?:the\s+|a\s+|your\s+)?(?:links?|urls?|sources?|references?)",
    "speaker": rf"(?:by|from)\s+whom|who\s+(?:said|says)\s+{THAT}"
    rf"|whose\s+words\s+(?:are|were)\s+{THAT}"
    r"|who\s+was\s+that",
    "question": rf"what\s+(?:was|were|had)\s+{WHOEVER}\s+(?:been\s+)?asked"
    r"|what\s+was\s+(?:the|his|her|their)\s+(?:(?:journalist|reporter)['’]?s?\s+)?question"
    rf"|what\s+(?:question\s+)?was\s+{THAT}\s+(?:in\s+)?(?:an?\s+)?(?:reply|answer|response)\s+to"
    r"|who\s+asked(?:\s+(?:that|this|it|him|her|them|the\s+question))?"
    rf"|(?:{GIVE})?(?:the|his|her|their|that)\s+(?:(?:journalist|reporter)['’]?s?\s+)?question",
    "shorter": r"(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:make|say|put)\s+(?:it|that)\s+"
    r"|be\s+|an?\s+(?:bit|little)\s+|much\s+)*(?:shorter|briefer|briefly|in\s+short|in\s+brief"
    r"|in\s+(?:one|a)\s+sentence|(?:too\s+long,?\s*)?tl;?dr)",
    "next": rf"what\s+(?:did|does)\s+{WHOEVER}\s+say\s+(?:next|then|afterwards?"
    rf"|(?:right\s+)?after(?:\s+{THAT})?)"
    rf"|what\s+(?:came|comes|was\s+said)\s+(?:next|then|after\s+{THAT})|after\s+{THAT}"
    r"|(?:(?:say|tell\s+me)\s+)?(?:longer|more\s+details?|in\s+more\s+detail)"
    r"|(?:what\s+|then\s+what\s+)?next|then|go\s+on|continue|(?:tell\s+me\s+)?more"
    rf"|what\s+else(?:\s+did\s+{WHOEVER}\s+say)?|anything\s+else",
    "earlier": rf"what\s+(?:did|does)\s+{WHOEVER}\s+say\s+(?:just\s+|right\s+)?before"
    rf"(?:\s+{THAT})?|what\s+(?:came|was\s+said)\s+(?:just\s+|right\s+)?before(?:\s+{THAT})?"
    rf"|before\s+{THAT}",
    "context": rf"(?:{GIVE})?(?:the\s+|all\s+of\s+the\s+)?(?:(?:whole|full|entire|complete)\s+"
    r"(?:answers?|passages?|statements?|context)|(?:more\s+)?context)"
    rf"|(?:what\s+is|what['’]s|what\s+was)\s+the\s+context(?:\s+of\s+{THAT})?|in\s+context",
    "order": rf"(?:was|is|did)\s+(?:{THAT}|{WHOEVER}\s+say\s+{THAT})(?:\s+said)?\s+"
    r"(?:before\s+or\s+after|after\s+or\s+before|before|after)\s+(?P<event>.+)",
}
SENTENCE_END = re.compile(r"[.?!]\s+")
AND = re.compile(r"^(?:and|but|so|ok(?:ay)?)[\s,]+", re.IGNORECASE)

REFERRING = {
    kind: re.compile(rf"(?:{words})(?:,?\s+(?:please|exactly|again))?", re.IGNORECASE)
    for kind, words in REFERENCES.items()
}


def reference(question: str) -> Reference | None:
    """Return what a question asks about the answer before it, or None for any other question."""
    bare = question.strip().rstrip("?!. ")
    for words in (bare, AND.sub("", bare), ASIDE.sub("", bare), SENTENCE_END.split(bare)[-1]):
        for kind, pattern in REFERRING.items():
            if pattern.fullmatch(words):
                return kind
    return None


def event_compared(question: str) -> str:
    """Return what a question of the kind "order" sets an answer before or after."""
    match = REFERRING["order"].fullmatch(ASIDE.sub("", question.strip()).rstrip("?!. "))
    return match["event"] if match else ""


def referring(question: str, history: Sequence[Turn]) -> Reference | None:
    """Return what a question asks about the answer before, where that has anything to tell."""
    previous = answer_asked_about(history)
    if previous is None:
        return None
    kind = reference(question)
    heard = (citation.speaker or "" for citation in previous.citations)
    return None if kind != "order" and names_a_stranger(question, heard) else kind


def names_a_stranger(question: str, heard: Iterable[str]) -> bool:
    """Return whether somebody is named who is not among those heard."""
    known = " ".join(heard)
    names = [word for word in question.split()[1:] if word[0].isupper() and word != "I"]
    return any(name.strip("?.,!'’s") not in known for name in names)


def asking_in_vain(question: str, history: Sequence[Turn]) -> Reference | None:
    """Return what is asked about an answer that cites nothing, where only citations could tell."""
    kind = reference(question)
    if kind in (None, "date", "place", "question") or answer_asked_about(history):
        return None
    return kind if history and isinstance(history[-1].answer, Answer) else None


def answer_asked_about(history: Sequence[Turn]) -> Answer | None:
    """Return the answer before, if it cites anything; one about an answer may lead back to that."""
    for turn in reversed(history):
        if not isinstance(turn.answer, Answer):
            return None
        if turn.answer.citations:
            return turn.answer
        if not reference(turn.question) and not asks_nothing(turn.question):
            return None
    return None
