"""Ways to put a question, made the one way that is taken apart: "quote Lind on fuel" asks what Lind
said about fuel. The words asked about stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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

SOME = (
    r"(?:(?:give|show|find|get)\s+me\s+)?(?:(?:an?|the|some|any|\d+|two|three|four|five|ten)\s+)?"
    r"(?:(?:best|top|good|key|main|famous|notable|important|\w{3,}est|most\s+\w+)\s+)?"
)
LATEST = r"(?:latest|most\s+recent|newest|last)"
LAST = r"when did \g<who> last mention \g<topic>"
FOREIGN = r"(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,3}?)"

NAMES_IN_S = (
    r"(?:James|Jones|Charles|Thomas|Williams|Sanders|Texas|Paris|Brussels|Athens|Wales|Cyprus|"
    r"Honduras|Netherlands|Philippines|Emirates|States|Nations)"
)
"""Names whose s is no possessive without its apostrophe."""

FOREIGN_PHRASES: tuple[tuple[str, str], ...] = (
    (
        rf"was\s+(?:hat|haben|sagten?|sagt|meinte)\s+{FOREIGN}\s+(?:über|zur?|zum|von)\s+"
        r"(?:(?:den|die|das|der|dem)\s+)?(?P<topic>.+?)(?:\s+(?:gesagt|gemeint))?",
        SAY,
    ),
    (
        rf"(?:qu['’]\s?(?:a|ont)\s+dit|que\s+(?:dit|disait|pense))\s+{FOREIGN}\s+(?:sur|de|du|des|"
        r"à\s+propos\s+d[eu'’])\s*(?:(?:la|le|les)\s+|l['’])?(?P<topic>.+)",
        SAY,
    ),
    (
        rf"¿?\s*qué\s+(?:dijo|ha\s+dicho|dice|opina)\s+{FOREIGN}\s+(?:sobre|de|acerca\s+de)\s+"
        r"(?:(?:el|la|los|las)\s+)?(?P<topic>.+)",
        SAY,
    ),
    (
        rf"(?:che\s+)?cosa\s+(?:ha|hanno)\s+detto\s+{FOREIGN}\s+(?:su|sul|sulla|sui|di|del|della)"
        r"\s+(?P<topic>.+)",
        SAY,
    ),
)
"""Questions in other languages, as far as they name a speaker and a topic."""

PHRASES: tuple[tuple[str, str], ...] = (
    # what only leads to the question, or says how it is to be answered
    (
        r"(?:(?:(?:hi|hello|hey|good\s+(?:morning|afternoon|evening)|please|ok(?:ay)?|i\s+meant?)"
        r"(?:\s+there)?[\s,.!:-]+)|(?:no|sorry|actually|well|so)(?:\s*[,.]\s*)|"
        r"(?:(?:(?:and|ok(?:ay)?),?\s+)?(?:my\s+|one\s+)?(?:next|another|new|second|last|more)\s+"
        r"question|question)\s*[:,-]\s*)+"
        r"(?P<rest>\S+\s+\S+.*)",
        r"\g<rest>",
    ),
    (
        r"(?:(?:please|give\s+me|(?:can|could)\s+you(?:\s+give\s+me)?|i\s+(?:need|want)|"
        r"what\s+(?:is|are|was|were))\s+)*"
        r"(?:an?\s+|the\s+)?(?:(?:quick|short|brief)\s+)?(?:summary|summari[sz]e|sum\s+up|overview|"
        r"tl;?dr|gist|recap|key\s+points)(?:\s+(?:of|on|about|for))?[\s:,]+(?P<rest>.+)",
        r"\g<rest>",
    ),
    (
        r"(?P<rest>.+?),?\s+(?:in\s+(?:his|her|their|its)\s+own\s+words|word\s+for\s+word|"
        r"verbatim|please|pls|in\s+(?:one|a\s+few)\s+(?:sentences?|words)|in\s+short|briefly)",
        r"\g<rest>",
    ),
    (
        r"(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:tell|show)\s+me|"
        r"let\s+me\s+know|i(?:\s+would|['’]d)?\s+(?:want|like|need)\s+to\s+know|"
        r"i['’]?m\s+looking\s+for|do\s+you\s+know|find\s+out)\s+"
        r"(?P<rest>(?:what|who|when|where|how|why|whether)\b.+)",
        r"\g<rest>",
    ),
    (r"what['’]?s\s+(?P<rest>.+)", r"what is \g<rest>"),
    (
        rf"(?:on\s+what\s+grounds?|for\s+(?:what|which)\s+reasons?)\s+(?P<rest>{AUXILIARY}\s+.+)",
        r"why \g<rest>",
    ),
    (
        rf"(?P<lead>.*?)\b(?P<who>{NAMES_IN_S})\s+(?P<stance>{STANCE}|answers?|reaction|remarks)\s+"
        rf"{ABOUT}\s+{TOPIC}",
        r"\g<lead>\g<who>' \g<stance> on \g<topic>",
    ),
    (
        r"(?P<lead>.*?)\b(?<!did\s)(?<!does\s)(?!(?:his|this|its|hers|whose|has)\b)(?P<who>\w{3,})s\s+"
        rf"(?P<stance>{STANCE}|answers?|reaction|remarks)\s+{ABOUT}\s+{TOPIC}",
        r"\g<lead>\g<who>'s \g<stance> on \g<topic>",
    ),
    *FOREIGN_PHRASES,
    # somebody's words
    (
        rf"(?:what\s+(?:is|was|are)\s+)?{WHO}['’]s?\s+{LATEST}\s+{QUOTES}\s+{ABOUT}\s+{TOPIC}",
        LAST,
    ),
    (
        rf"(?:what\s+(?:is|was|are)\s+)?(?:the\s+)?{LATEST}\s+{QUOTES}\s+(?:by|from|of)\s+{WHO}\s+"
        rf"{ABOUT}\s+{TOPIC}",
        LAST,
    ),
    (
        rf"(?:what\s+(?:is|was|are)\s+)?(?:the\s+)?{LATEST}(?:\s+(?:news|word|{QUOTES}))?\s+"
        rf"{ABOUT}\s+{TOPIC}",
        r"when was \g<topic> last mentioned",
    ),
    (rf"{SOME}(?:{QUOTES}|lines?)\s+(?:by|from|of)\s+{WHO}\s+{ABOUT}\s+{TOPIC}", SAY),
    (rf"{SOME}quotes?\s+{ABOUT}\s+{TOPIC}", r"what was said about \g<topic>"),
    (rf"what\s+{WHO}\s+(?:has\s+|have\s+)?{SAID}\s+{ABOUT}\s+{TOPIC}", SAY),
    (rf"(?:please\s+)?quote\s+{WHO}\s+{ABOUT}\s+{TOPIC}", SAY),
    (
        rf"(?:(?:give|show)\s+me\s+)?(?:any(?:thing)?|something|some)\s+(?:{QUOTES}\s+)?"
        rf"(?:from|by)\s+{WHO}\s+{ABOUT}\s+{TOPIC}",
        SAY,
    ),
    # over time
    (
        rf"(?:what\s+(?:is|was|are)\s+)?(?:the\s+)?differences?\s+between\s+what\s+"
        rf"(?P<who>{ONE})\s+(?:has\s+|have\s+|had\s+)?{SAID}\s+{ABOUT}\s+{TOPIC}",
        r"what changed in what \g<who> said about \g<topic>",
    ),
    (
        rf"(?:what\s+(?:is|was|are)\s+)?(?:the\s+)?differences?\s+between\s+what\s+"
        rf"(?P<who>{ONE})\s+(?:has\s+|have\s+|had\s+)?{SAID}",
        r"did \g<who> change their position",
    ),
    (
        r"(?:what\s+(?:is|was|are)\s+)?(?:the\s+)?differences?\s+(?:about|on|over|regarding)\s+"
        rf"{TOPIC}",
        r"what changed on \g<topic>",
    ),
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
    # what was not said: what somebody was asked and did not answer
    (
        rf"what\s+(?:did|has|have)\s+{WHO}\s+(?:not|never)\s+(?:say|said|mention(?:ed)?|tell|told)"
        rf"(?:\s+us)?\s+{ABOUT}\s+{TOPIC}",
        r"what did \g<who> decline to say about \g<topic>",
    ),
    (
        rf"what\s+(?:did|has|have)n['’]t\s+{WHO}\s+(?:say|said|mention(?:ed)?|tell|told)"
        rf"(?:\s+us)?\s+{ABOUT}\s+{TOPIC}",
        r"what did \g<who> decline to say about \g<topic>",
    ),
    (
        rf"(?:did|has|have)\s+{WHO}\s+(?:ever\s+)?(?:decline|refuse)d?\s+to\s+(?:comment\s+on|"
        rf"answer)(?:\s+(?:anything|any\s+questions?|questions?)\s+{ABOUT})?\s+{TOPIC}",
        r"what did \g<who> decline to say about \g<topic>",
    ),
    # side by side
    (
        rf"(?:what|where)\s+(?:do|did)\s+{BOTH}\s+(?:disagree|agree|differ)\s+(?:about|on|over)",
        r"compare what \g<a> and \g<b> said",
    ),
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
    (
        r"(?:in\s+)?(?:which|what)\s+(?:articles?|documents?|reports?|press\s+conferences?|"
        r"transcripts?|stor(?:y|ies))\s+(?:mentions?|mentioned|talks?\s+about|(?:is|are)\s+about|"
        rf"discuss(?:es)?|covers?|refers?\s+to)\s+{TOPIC}",
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
SPELT_OUT = tuple(
    (re.compile(rf"\b{pattern}\b", re.IGNORECASE), instead)
    for pattern, instead in (
        (r"(?:(?-i:abt)|ab(?:uo|o|ou|oui|otu)t|aobut|baout|abou)", "about"),
        (r"(?<=the\s)pm", "prime minister"),
        (r"(?<!\d)(?<!\d\s)(?-i:PM)(?=\s+(?-i:[A-Z]|of\b))", "prime minister"),
        (r"(?:the\s+)?potus", "the US president"),
        (
            r"(?<=the\s)fm(?!\s+(?:band|dial|frequency|radio|station|transmitter)s?\b)",
            "foreign minister",
        ),
    )
)
"""Short forms, and the commonest slip of the keys."""

COMPILED = [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in PHRASES]

ASKING = re.compile(
    rf"\b(?:{AUXILIARY}|who|what|when|where|why|how|which|{SAID}|say|and|or|[\w.]+['’]s?)\b|[,;:“\"]",
    re.IGNORECASE,
)
MOST_KEYWORDS, LONGEST_NAME = 6, 3

ON_RECORD = re.compile(
    rf"(?P<who>\w[\w.’'-]+(?:\s+\w[\w.’'-]+)?)(?:\s+{ABOUT}|\s*:)\s+{TOPIC}", re.IGNORECASE
)


OTHER_LETTERS = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]{2}")


def is_foreign(text: str) -> bool:
    """Return whether a question is put in another language than English, as far as rules tell."""
    words = text.rstrip("?!. ")
    asks = (re.fullmatch(pattern, words, re.IGNORECASE) for pattern, _ in FOREIGN_PHRASES)
    return OTHER_LETTERS.search(words) is not None or any(asks)


def canonical(text: str) -> str:
    """Return a question as it is taken apart, each way to put it in turn."""
    words = text.rstrip("?!. ")
    for pattern, instead in SPELT_OUT:
        words = pattern.sub(instead, words)
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


def names_leading(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, topic) of keywords that may begin with a name, the longest name first.

    These are few words without a verb that asks: "obama iran sanctions", or a name alone.
    """
    words = text.rstrip("?!. ").split()
    if len(words) > MOST_KEYWORDS or ASKING.search(text):
        return
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        yield " ".join(words[:length]), " ".join(words[length:])
