"""Shapes of question that are answered with several statements side by side.

A shape is read from the words of an English question; what remains is its topic, and whom it is
asked of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "compare",
    "contradict",
    "change",
    "mentions",
    "count",
    "first",
    "last",
    "speakers",
    "questions",
    "declined",
]
"""How statements are set side by side.

By speaker (``compare`` those named, ``contradict`` all on the topic), over time (``change``), all
that ``mentions`` the topic, their ``count``, the ``first`` or the ``last``, who the ``speakers``
were, the journalists' ``questions`` with their answers, and what was ``declined``.
"""


@dataclass(frozen=True, slots=True)
class Shaped:
    """What a question of a shape asks: of whom, about what, and whom it leaves out."""

    shape: Shape
    topic: str = ""
    speakers: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


ABOUT = r"(?:about|on|regarding|concerning|over|of|to|towards?|when\s+it\s+(?:comes|came)\s+to)"
SAY = (
    r"(?:said|say|says|think|thought|thinks|tell|told|speak|spoke|comment(?:ed)?|claim(?:ed)?|"
    r"stated?|promised?|want(?:ed)?)"
)
MENTION = (
    r"(?:mention(?:s|ed)?|say|says|said|speak|speaks|spoke|spoken|talk(?:s|ed)?|refer(?:s|red)?|"
    r"used?|uses|brought\s+up|bring\s+up|raised?|comment(?:s|ed)?)"
)
WHO = (
    r"(?P<who>(?!(?:it|that|there|anyone|anybody|someone|somebody)\b)"
    r"[\w.’'-]+(?:\s+[\w.’'-]+){0,4}?)"
)
PAIR = r"(?P<who>\S+(?:\s+\S+){0,8}?)"
TOPIC = rf"(?:,?\s+(?:{ABOUT}\s+)?(?P<topic>.+))"
DECLINE = (
    r"(?:(?:decline[d]?|refuse[d]?)\s+to\s+(?:answer|say|discuss|comment\s+on|talk\s+about)"
    r"|(?:not|never)\s+(?:want\s+to\s+)?answer|dodged?|evaded?|duck(?:ed)?|sidestep(?:ped)?"
    r"|avoid(?:ed)?(?:\s+answering)?|le(?:ave|ft)\s+unanswered)"
)
ANYONE = (
    r"(?:any(?:one|body)|some(?:one|body)|(?:any|an?|the)\s+(?:journalist|reporter)s?|journalists?"
    r"|reporters?|(?:the\s+)?(?:press|media))"
)

PATTERNS: tuple[tuple[Shape, str], ...] = (
    (
        "contradict",
        rf"who\s+(?:contradict(?:s|ed)|disagree[sd]?\s+with)\s+(?:whom?|each\s+other)(?:{TOPIC})?",
    ),
    (
        "contradict",
        rf"(?:where|on\s+what)\s+did\s+(?:they|the\s+speakers|people)\s+(?:disagree"
        rf"|differ){TOPIC}?",
    ),
    (
        "contradict",
        rf"(?:what\s+)?(?:contradictions?|disagreements?)\s+(?:are\s+there\s+)?{ABOUT}"
        rf"\s+(?P<topic>.+)",
    ),
    (
        "compare",
        rf"(?:did|do|does)\s+{PAIR}\s+(?:contradict\s+(?:each\s+other|one\s+another)|disagree"
        rf"|differ|agree)"
        rf"\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "compare",
        rf"(?:did|do|does)\s+(?P<a>\S+(?:\s+\S+){{0,3}}?)\s+(?:contradict|disagree\s+with"
        rf"|agree\s+with)"
        rf"\s+(?P<b>\S+(?:\s+\S+){{0,3}}?)(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "compare",
        rf"(?:please\s+)?(?:compare|contrast|set\s+side\s+by\s+side)\s+what\s+{PAIR}"
        rf"\s+(?:have\s+|has\s+)?"
        rf"{SAY}(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "compare",
        rf"(?:please\s+)?(?:compare|contrast)\s+(?:the\s+)?(?:views?|positions?|statements?"
        rf"|words|remarks)\s+of\s+"
        rf"{PAIR}\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "compare",
        rf"(?:please\s+)?(?:compare|contrast)\s+{PAIR}(?:['’]s?)?(?:\s+(?:views?|positions?"
        rf"|statements?))?\s+"
        rf"{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "compare",
        rf"(?:what|how)\s+(?:do|did|have|does)\s+{PAIR}\s+(?:differ|disagree|compare)"
        rf"\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "compare",
        rf"what\s+(?:do|did|have)\s+{PAIR}\s+(?:each\s+|both\s+)?{SAY}\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "change",
        rf"how\s+(?:did|has|have|does)\s+(?:the\s+)?(?P<who>\S+(?:\s+\S+){{0,4}}?)['’]s?"
        rf"\s+(?:\w+\s+)?"
        rf"(?:positions?|views?|stance|tone|opinions?|words|statements?|line|message|attitude"
        rf"|comments?"
        rf"|thinking|rhetoric)(?:\s+{ABOUT}\s+(?P<topic>.+?))?"
        rf"\s+(?:changed?|evolved?|shift(?:ed)?|developed?|moved?)(?:\s+(?:over\s+(?:time"
        rf"|the\s+years)|since))?",
    ),
    (
        "change",
        rf"(?:did|has|have)\s+{WHO}\s+change[d]?\s+(?:his|her|their|its)\s+(?:mind|position"
        rf"|view|views|stance|"
        rf"tone|opinion)(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "change",
        rf"what\s+(?:has\s+)?changed\s+in\s+what\s+{WHO}\s+{SAY}\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "change",
        r"how\s+(?:did|has|have)\s+(?P<topic>(?!(?:he|she|they|it)\b).+?)\s+"
        r"(?:changed?|evolved?|developed?|shift(?:ed)?)(?:\s+over\s+(?:time|the\s+years))?",
    ),
    (
        "change",
        rf"what\s+(?:has\s+|have\s+)?changed?(?:\s+(?:{ABOUT}|in|with|for)\s+(?P<topic>.+))?",
    ),
    (
        "count",
        rf"how\s+(?:often|many\s+times|frequently)\s+(?:did|has|have|does|do)\s+{WHO}\s+{MENTION}"
        rf"\s+(?:{ABOUT}\s+|the\s+words?\s+)?(?P<topic>.+)",
    ),
    (
        "count",
        rf"how\s+(?:often|many\s+times|frequently)\s+(?:is|was|were|are|has|have)"
        rf"\s+(?P<topic>.+?)\s+"
        rf"(?:been\s+)?(?:mentioned|named|brought\s+up|raised|referred\s+to)(?:\s+by\s+{WHO})?",
    ),
    (
        "first",
        rf"when\s+did\s+{WHO}\s+first\s+{MENTION}\s+(?:{ABOUT}\s+)?(?P<topic>.+)",
    ),
    (
        "last",
        rf"when\s+did\s+{WHO}\s+last\s+{MENTION}\s+(?:{ABOUT}\s+)?(?P<topic>.+)",
    ),
    (
        "first",
        rf"(?:when\s+was\s+)?(?:the\s+)?first\s+(?:time|mention)\s+(?:that\s+)?(?:{WHO}"
        rf"\s+{MENTION}\s+|of\s+)"
        rf"(?:{ABOUT}\s+)?(?P<topic>.+)",
    ),
    (
        "last",
        rf"(?:when\s+was\s+)?(?:the\s+)?(?:last|latest|most\s+recent)\s+(?:time|mention)"
        rf"\s+(?:that\s+)?"
        rf"(?:{WHO}\s+{MENTION}\s+|of\s+)(?:{ABOUT}\s+)?(?P<topic>.+)",
    ),
    ("first", r"when\s+was\s+(?P<topic>.+?)\s+first\s+(?:mentioned|raised|brought\s+up|named)"),
    ("last", r"when\s+was\s+(?P<topic>.+?)\s+last\s+(?:mentioned|raised|brought\s+up|named)"),
    (
        "mentions",
        r"(?:please\s+)?(?:list|show|find|give)\s+(?:me\s+)?(?:every|all|each)\s+(?:the\s+)?"
        rf"(?:mentions?|references?|statements?|quotes?|remarks?)\s+(?:of|to|about|on)"
        rf"\s+(?P<topic>.+?)"
        rf"(?:\s+by\s+(?!date){WHO})?",
    ),
    (
        "mentions",
        rf"(?:please\s+)?(?:(?:list|show|find|give)\s+(?:me\s+)?)?(?:every|each|all\s+the)"
        rf"\s+times?\s+(?:that\s+)?"
        rf"{WHO}\s+{MENTION}\s+(?:{ABOUT}\s+)?(?P<topic>.+)",
    ),
    (
        "declined",
        rf"(?:what|which)\s+(?:questions?\s+)?(?:did|has|have|would)\s+{WHO}\s+{DECLINE}"
        rf"(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "questions",
        rf"(?:did|has|have)\s+{ANYONE}\s+ask(?:ed)?\s+(?:(?P<who>\S+(?:\s+\S+){{0,3}}?)\s+)?"
        rf"(?:a\s+question\s+|questions\s+)?{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "questions",
        rf"(?:was|were|has|have)\s+{WHO}\s+(?:ever\s+|been\s+)?asked\s+{ABOUT}\s+(?P<topic>.+)",
    ),
    (
        "questions",
        rf"(?:what|which)\s+(?:questions?\s+)?(?:was|were|has|have)\s+"
        rf"(?!.*\bwhen\b.*\basked\b){WHO}\s+(?:been\s+)?asked(?:{TOPIC})?",
    ),
    (
        "questions",
        rf"(?:what|which)\s+questions?\s+(?:were|was|did\s+{ANYONE})\s+(?:ask(?:ed)?|raised?"
        rf"|put)(?:\s+to\s+{WHO})?"
        rf"(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "questions",
        rf"(?:what|which)\s+questions?\s+did\s+{ANYONE}\s+(?:ask|put\s+to)\s+(?!{ABOUT}\b){WHO}"
        rf"(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    (
        "questions",
        rf"what\s+did\s+{ANYONE}\s+ask(?:\s+(?!{ABOUT}\b){WHO})?(?:\s+{ABOUT}\s+(?P<topic>.+))?",
    ),
    ("questions", rf"who\s+asked(?:\s+{WHO})?\s+{ABOUT}\s+(?P<topic>.+)"),
    (
        "speakers",
        rf"who\s+(?:all\s+|else\s+)?(?:spoke|speaks|talked|commented|said\s+(?:something"
        rf"|anything)|has\s+spoken)\s+"
        rf"{ABOUT}\s+(?P<topic>.+?)(?:\s+(?:besides|apart\s+from|except(?:\s+for)?)"
        rf"\s+(?P<besides>.+))?",
    ),
)
COMPILED = [(shape, re.compile(pattern, re.IGNORECASE)) for shape, pattern in PATTERNS]
ADDRESSED = re.compile(r"^(?:please|can\s+you|could\s+you|and|but|so)\b[\s,]*", re.IGNORECASE)
SPLIT = re.compile(
    r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+versus\s+|\s+vs\.?\s+|\s+with\s+", re.IGNORECASE
)
OWN = re.compile(r"['’]s?$")
BY_DATE = re.compile(
    r",?\s+(?:(?:sorted|ordered|listed|arranged)\s+)?(?:by|in\s+order\s+of)\s+(?:date|time)$"
    r"|\s+in\s+(?:chronological|time)\s+order$|\s+over\s+(?:time|the\s+years)$",
    re.IGNORECASE,
)


def shape_of(text: str) -> Shaped | None:
    """Return the shape of a question, without its dates, and what it asks; None for any other."""
    words = BY_DATE.sub("", ADDRESSED.sub("", text.rstrip("?!. ")))
    for shape, pattern in COMPILED:
        if (match := pattern.fullmatch(words)) and (found := _shaped(shape, match)):
            return found
    return None


def _shaped(shape: Shape, match: re.Match[str]) -> Shaped | None:
    part = {name: value for name, value in match.groupdict().items() if value}
    speakers = tuple(_names(part.get("who", ""))) + tuple(
        OWN.sub("", part[name]) for name in ("a", "b") if name in part
    )
    if shape == "compare" and len(speakers) < 2:
        return None
    topic = part.get("topic", "").strip(" ,.;:“”\"'")
    return Shaped(shape, topic, speakers, tuple(_names(part.get("besides", ""))))


def _names(words: str) -> list[str]:
    words = re.sub(r"^both\s+", "", words, flags=re.IGNORECASE)
    named = (OWN.sub("", name.strip(" ,")) for name in SPLIT.split(words))
    return [name for name in named if name and name.lower() not in ("both", "they", "we", "you")]
