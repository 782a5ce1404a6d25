"""Ways to put a question, made the one way that is taken apart: "quote Lind on fuel" asks what Lind
said about fuel. The words asked about stay as they were typed.
"""

from __future__ import annotations

import re

from rag.question.vocabulary import AUXILIARY

ABOUT = r"(?:about|on|over|regarding|concerning|of)"
WHO = (
    rf"(?!{AUXILIARY}\b)"
    r"(?P<who>[\w.’'-]+(?:\s+(?!(?:on|about|over|of|by|and|what|said|says)\b)[\w.’'-]+){0,3})"
)
STANCE = r"(?:positions?|views?|stance|line|tone|opinions?|attitude|message|rhetoric)"
SAID = r"(?:said|says|thinks|thought|told|stated|promised|claimed)"
QUOTES = r"(?:mentions?|quotes?|statements?|remarks?|references?|comments?)"
ONE = r"[\w.’'-]+(?:\s+[\w.’'-]+){0,2}?"
BOTH = rf"(?P<a>{ONE})(?:['’]s?)?\s+and\s+(?P<b>{ONE})"
AGAINST = rf"(?P<a>{ONE})\s+(?:vs\.?|versus)\s+(?P<b>{ONE})"
TOPIC = r"(?P<topic>.+)"
LIST = r"(?:please\s+)?(?:(?:list|show|give|find)\s+(?:me\s+)?)?"
RAISED = r"(?:mention(?:s|ed)?|raised?|brought\s+up|bring\s+up|referred\s+to)"
SPOKE = r"(?:spoke|speak|talked|talk)\s+about"

SAY = r"what did \g<who> say about \g<topic>"
COMPARE = r"compare \g<a> and \g<b> on \g<topic>"
MENTIONS = r"list every mention of \g<topic>"
DISAGREE = r"who contradicted whom on \g<topic>"

PHRASES: tuple[tuple[str, str], ...] = (
    # what only leads to the question
    (
        r"(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:tell|show)\s+me|"
        r"let\s+me\s+know|i(?:\s+would|['’]d)?\s+(?:want|like|need)\s+to\s+know|"
        r"i['’]?m\s+looking\s+for|do\s+you\s+know|find\s+out)\s+"
        r"(?P<rest>(?:what|who|when|where|how|why|whether)\b.+)",
        r"\g<rest>",
    ),
    (r"what['’]?s\s+(?P<rest>.+)", r"what is \g<rest>"),
    (
        r"(?P<lead>.*?)\b(?!(?:his|this|its|hers|whose|has)\b)(?P<who>\w{3,})s\s+"
        rf"(?P<stance>{STANCE}|answers?|reaction|remarks)\s+{ABOUT}\s+{TOPIC}",
        r"\g<lead>\g<who>'s \g<stance> on \g<topic>",
    ),
    # somebody's words
    (rf"what\s+{WHO}\s+(?:has\s+|have\s+)?{SAID}\s+{ABOUT}\s+{TOPIC}", SAY),
    (rf"(?:please\s+)?quote\s+{WHO}\s+{ABOUT}\s+{TOPIC}", SAY),
    (
        rf"(?:(?:give|show)\s+me\s+)?(?:any(?:thing)?|something|some)\s+(?:{QUOTES}\s+)?"
        rf"(?:from|by)\s+{WHO}\s+{ABOUT}\s+{TOPIC}",
        SAY,
    ),
    # over time
    (
        rf"(?P<how>how\s+(?:did|has|have|does))\s+the\s+(?P<stance>{STANCE})\s+of\s+{WHO}\s+"
        rf"{ABOUT}\s+(?P<topic>.+?)\s+"
        r"(?P<changed>change[d]?|evolved?|shift(?:ed)?|develop(?:ed)?|move[d]?)",
        r"\g<how> \g<who>'s \g<stance> on \g<topic> \g<changed>",
    ),
    (rf"(?:did|has|have)\s+(?P<rest>{ONE}['’]s?\s+{STANCE}\b.+)", r"how has \g<rest>"),
    (
        rf"what\s+(?:has\s+)?changed\s+in\s+(?P<who>{ONE})['’]s?\s+{STANCE}\s+{ABOUT}\s+{TOPIC}",
        r"how has \g<who>'s position on \g<topic> changed",
    ),
    (
        rf"(?:in\s+what\s+way|how)\s+(?P<rest>did\s+{ONE}\s+change\s+(?:his|her|their|its)\b.+)",
        r"\g<rest>",
    ),
    (
        rf"(?:did|has|have)\s+{WHO}\s+(?:go(?:ne)?\s+back|backtrack(?:ed)?|reversed?\s+(?:course|"
        rf"himself|herself))\s+on\s+(?:what\s+\w+\s+said\s+{ABOUT}\s+)?{TOPIC}",
        r"did \g<who> change their position on \g<topic>",
    ),
    # side by side
    (
        rf"(?:where|how|on\s+what)\s+(?:do|did)\s+{BOTH}\s+(?:differ|disagree)\s+{ABOUT}\s+{TOPIC}",
        COMPARE,
    ),
    (
        r"(?:what\s+(?:is|are|were|was)\s+)?(?:the\s+)?"
        rf"(?:differences?|contradictions?|disagreements?)\s+between\s+{BOTH}(?:['’]s?)?"
        rf"(?:\s+{STANCE})?\s+{ABOUT}\s+{TOPIC}",
        COMPARE,
    ),
    (rf"{AGAINST}\s+{ABOUT}\s+{TOPIC}", COMPARE),
    (rf"who\s+disagree[sd]?\s+with\s+{ONE}\s+{ABOUT}\s+{TOPIC}", DISAGREE),
    (
        r"(?:(?:which|what)\s+\w+|did\s+(?:they|people|the\s+speakers))\s+"
        rf"(?:disagree[sd]?|differ(?:ed)?)\s+{ABOUT}\s+{TOPIC}",
        DISAGREE,
    ),
    (rf"who\s+said\s+what\s+{ABOUT}\s+{TOPIC}", r"who spoke about \g<topic>"),
    (rf"who\s+(?:all\s+)?{RAISED}\s+{TOPIC}", r"who spoke about \g<topic>"),
    # lists
    (
        rf"{LIST}(?:everything|all)\s+(?:that\s+)?{WHO}\s+{SAID}\s+{ABOUT}\s+{TOPIC}",
        rf"{MENTIONS} by \g<who>",
    ),
    (
        rf"{LIST}(?:all|every)\s+(?:the\s+)?{QUOTES}\s+(?:by|from)\s+{WHO}\s+{ABOUT}\s+{TOPIC}",
        rf"{MENTIONS} by \g<who>",
    ),
    (rf"(?:all|every)\s+(?:the\s+)?{QUOTES}\s+(?:of|about|on|to)\s+{TOPIC}", MENTIONS),
    (
        rf"{LIST}(?:an?\s+|the\s+)?(?:timeline|chronology)\s+of\s+"
        rf"(?:(?:what\s+(?:was|has\s+been)\s+said|(?:the\s+)?{QUOTES})\s+{ABOUT}\s+)?{TOPIC}",
        MENTIONS,
    ),
    # first, and journalists' questions
    (
        rf"who\s+(?:was\s+(?:the\s+)?first\s+to\s+|first\s+)(?:{RAISED}|{SPOKE})\s+{TOPIC}",
        r"when was \g<topic> first mentioned",
    ),
    (
        r"what\s+did\s+(?:the\s+)?(?:journalists|reporters|press)\s+want\s+to\s+know\s+"
        rf"{ABOUT}\s+{TOPIC}",
        r"what did journalists ask about \g<topic>",
    ),
)
COMPILED = [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in PHRASES]

ON_RECORD = re.compile(
    rf"(?P<who>\w[\w.’'-]+(?:\s+\w[\w.’'-]+)?)\s+{ABOUT}\s+{TOPIC}", re.IGNORECASE
)


def canonical(text: str) -> str:
    """Return a question as it is taken apart, each way to put it in turn."""
    words = text.rstrip("?!. ")
    for pattern, instead in COMPILED:
        if match := pattern.fullmatch(words):
            words = match.expand(instead)
    return words if words != text.rstrip("?!. ") else text


def name_first(text: str) -> tuple[str, str] | None:
    """Return (name, topic) as keywords may mean them: "obama on guantanamo".

    Whether the name is one only the record knows.
    """
    match = ON_RECORD.fullmatch(text.rstrip("?!. "))
    return (match["who"], match["topic"]) if match else None
