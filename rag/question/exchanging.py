"""The last question of a conversation with a part exchanged: its speaker, its topic."""

from __future__ import annotations

import re

from rag.question.pronouns import pronouns_replaced
from rag.question.references import SENTENCE_END
from rag.question.threads import FollowUp, Thread, topic_of, without_article
from rag.question.understanding import Question
from rag.question.vocabulary import ABOUT, AUXILIARY, PREPOSITION

INSTEAD = re.compile(
    r"^(?:(?:what|how)\s+about|back\s+to|(?:the\s+)?same(?:\s+(?:question|thing))?\s+(?:for|from|with)"
    r"|(?:any\s+)?(?:quotes?|words|statements?)\s+(?:by|from)"
    r"|(?:anything|something|any\s+(?:comment|word|statement)s?)(?:\s+else)?(?=\s+(?:about|on)\b))"
    r"\s+(?P<what>.+)$",
    re.IGNORECASE,
)
WORDS_ON = re.compile(
    r"(?:any\s+)?(?:quotes?|words|statements?)\s.+\s(?:about|on)\s", re.IGNORECASE
)
"""What says whose words are wanted and on what: "Quotes by Lind on the ferry"."""
LONGEST_LEANING = 7
"""Words; a longer question says itself what it is about."""
ONE = re.compile(r"\b(?P<which>the\s+\w+|a\s+\w+|an\s+\w+)\s+ones?$", re.IGNORECASE)
OTHER = re.compile(
    r"^(?:(?:what|how)\s+about\s+|same\s+for\s+)?the\s+other(?:\s+(?:one|two|man|woman|side))?$",
    re.IGNORECASE,
)
TOO = re.compile(
    r"(?:,?\s+(?:too|also|as\s+well)|\s+(?:on|about)\s+(?:the\s+same|that|this|it)"
    r"(?:\s+(?:topic|subject|thing|issue|matter|question))?)$",
    re.IGNORECASE,
)
FRAGMENT = 2
"""Words that put a part of the last question anew without anything that leads into them."""


def the_other(asked: FollowUp) -> str | None:
    """ "And the other one?": the last question, of the other of two who were asked about."""
    if not OTHER.match(asked.bare) or len(asked.thread.asked_of) != 2 or not asked.last.speaker:
        return None
    others = [name for name in asked.thread.asked_of if name != asked.last.speaker]
    return _with_speaker(others[0], asked.last)


def part_replaced(asked: FollowUp) -> str | None:
    """ "And about Iran?", "Merkel?": the last question with a part exchanged."""
    match = INSTEAD.match(asked.bare)
    if WORDS_ON.match(TOO.sub("", asked.bare)):
        return None
    words = TOO.sub("", match["what"] if match else asked.bare)
    about = re.match(rf"^{ABOUT}\s+(?P<topic>.+)$", words, re.IGNORECASE)
    words = about["topic"] if about else words
    author = re.sub(r"^(?:by|from)\s+", "", words, flags=re.IGNORECASE)
    words = author if asked.is_speaker(author) else words
    if is_sentence(words) or OTHER.match(words) or len(words.split()) > LONGEST_LEANING:
        return None
    if SENTENCE_END.search(words):
        return None
    is_name = not about and asked.is_speaker(words)
    if not (match or about or asked.is_led or is_name or _is_fragment(words, asked)):
        return None
    words = pronouns_replaced(_one_named(words, asked.thread), asked.thread)
    return _with_part(words, asked, is_name=is_name, is_topic=bool(about))


def _is_fragment(words: str, asked: FollowUp) -> bool:
    """Return whether words ask again what was asked of somebody: "Iran?"."""
    return asked.has_mark and bool(asked.last.speaker) and len(words.split()) <= FRAGMENT


def _with_part(words: str, asked: FollowUp, *, is_name: bool, is_topic: bool) -> str | None:
    """Return the last question with another speaker or topic, or what else the words ask."""
    last = asked.last
    if last.speaker and not is_topic and (is_name or not last.topic):
        return _with_speaker(words, last)
    if is_name and last.topic and (last.shape or last.kind == "who"):
        return f"What did {words} say about {topic_of(last)}"
    if last.speaker or (is_topic and _is_object(last)):
        return _with_topic(words, last)
    return f"What about {words}"


def is_sentence(words: str) -> bool:
    """Return whether words are a whole question or an order, by the word that opens them."""
    return bool(
        re.match(
            rf"^(?:what|how|why|when|where|which|who|whom|whose|{AUXILIARY}|tell|give|"
            r"describe|explain|list|show|compare|i|you|we|he|she|it|they|that|this)\b",
            words,
            re.IGNORECASE,
        )
    )


def _one_named(words: str, thread: Thread) -> str:
    """ "The revised one" is the revised plan: the thing spoken of, after its own first word."""
    match = ONE.search(words)
    if not match or not thread.focus:
        return words
    return f"{words[: match.start()]}{match['which']} {without_article(thread.focus)}"


def _with_speaker(name: str, last: Question) -> str:
    """Return the last question, asked of somebody else."""
    who = str(last.speaker)
    if who in last.text:
        return last.text.replace(who, name, 1)
    return f"What did {name} say about {topic_of(last)}"


def _with_topic(topic: str, last: Question) -> str:
    """Return the last question, asked about something else."""
    if _is_object(last):
        head, _, tail = last.text.partition(last.topic)
        return re.sub(r"\bthe\s+$", "", head) + topic + tail
    return f"What did {last.speaker} say about {topic}"


def _is_object(last: Question) -> bool:
    """Return whether the topic of a question stands in it once, behind what asks for it."""
    before = rf"\b(?:say|said|think|mention(?:ed)?|{PREPOSITION})\s+(?:the\s+)?"
    return last.text.count(last.topic) == 1 and bool(
        last.topic and re.search(before + re.escape(last.topic), last.text)
    )
