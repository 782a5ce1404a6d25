"""The last question of a conversation asked again: of another time, for its reason, of both."""

from __future__ import annotations

import re

from rag.question.days import date_alone
from rag.question.exchanging import INSTEAD
from rag.question.threads import PRONOUN_IN, FollowUp, as_question, topic_of
from rag.question.understanding import Question
from rag.question.vocabulary import ABOUT, AUXILIARY
from rag.reading.names import may_be

BARE_WHY = re.compile(
    r"^(?P<wh>why(?:\s+not)?|how\s+so|how|since\s+when|how\s+(?:often|many|much))$", re.I
)
WHO_ELSE = re.compile(
    r"^(?:who|anyone|anybody|someone)\s+else(?:\s+(?:said|spoke|commented|talked|mentioned)"
    rf"(?:\s+(?:that|this|so|it|about\s+(?:it|that|this)|{ABOUT}\s+(?P<topic>.+)))?)?$",
    re.IGNORECASE,
)


LATER = re.compile(r"since(?:\s+then)?|later(?:\s+on)?", re.IGNORECASE)


def date_replaced(asked: FollowUp) -> str | None:
    """ "And in 2014?": the last question, of another time."""
    words = INSTEAD.sub(r"\g<what>", asked.bare)
    when = date_alone(words)
    if asked.last.until and LATER.fullmatch(words):
        when = f"since {asked.last.until}"
    return f"{asked.last.undated.rstrip('?!. ')} {when}" if when else None


def who_else(asked: FollowUp) -> str | None:
    """ "Who else?": who spoke on the same, but for those who were heard."""
    match = WHO_ELSE.match(asked.bare)
    topic = topic_of(asked.last) or asked.last.text
    if not match or (match["topic"] and match["topic"].lower() not in topic.lower()):
        return None
    heard: list[str] = []
    for name in (*asked.thread.people, *asked.thread.asked_of):
        if not any(may_be(name, other) for other in heard):
            heard.append(name)
    but_for = f" besides {' and '.join(heard)}" if heard else ""
    return f"Who spoke about {topic}{but_for}"


def why(asked: FollowUp) -> str | None:
    """ "Why?": the last question, asked for its reason."""
    match = BARE_WHY.match(asked.bare)
    if not match:
        return None
    wh = match["wh"].capitalize()
    if asked.last.speaker and wh.startswith("How m"):
        return f"{wh} {asked.last.topic} according to {asked.last.speaker}"
    return reasked("Why" if asked.last.speaker and wh == "Why not" else wh, asked.last)


def reasked(way: str, last: Question) -> str:
    """Return the last question asked in another way: "When", "Why", "Where"."""
    if last.speaker:
        about = f" about {topic_of(last)}" if last.topic else ""
        return as_question(f"{way} did {last.speaker} say that{about}")
    asks = re.match(rf"^(?:\w+\s+)?(?P<rest>{AUXILIARY}\s+.+)$", last.text, re.IGNORECASE)
    if asks:
        return as_question(f"{way} {asks['rest'][0].lower()}{asks['rest'][1:]}")
    return as_question(f"{way}, regarding {last.text[0].lower()}{last.text[1:]}")


BOTH = re.compile(
    r"^(?:(?:please\s+)?(?:compare|contrast)\s+(?:them|both|these|those|the\s+two|that|it)"
    r"|(?:do|did)\s+(?:they|both|the\s+two)\s+(?:both\s+)?"
    r"(?:agree|disagree|differ|contradict\s+(?:each\s+other|one\s+another))"
    r"|(?:how|where|(?:on\s+)?what)\s+(?:do|did)\s+they\s+(?:differ|disagree|agree))"
    rf"(?:\s+{ABOUT}(?:\s+(?P<topic>.+))?)?$",
    re.IGNORECASE,
)
WITH = re.compile(
    r"^(?:please\s+)?(?:compare|contrast)\s+(?:that|this|it|him|her|them|those)\s+(?:with|to|and)\s+"
    r"(?:(?:what\s+)?(?P<who>[^,]+?)(?:\s+said)?|what\s+(?P<whose>[^,]+?)\s+says?)$",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"^(?:(?:can\s+you\s+)?(?:please\s+)?quote\s+(?:him|her|them|that|it)"
    r"|(?:(?:what\s+(?:were|are)|give\s+me)\s+)?(?:(?:his|her|their|the)\s+)?"
    r"(?:exact|precise|actual)\s+(?:words?|quotes?)|(?:the\s+)?(?:full|whole)\s+quotes?|verbatim"
    r"|word\s+for\s+word|what\s+(?:exactly\s+)?did\s+(?:he|she|they)\s+"
    r"(?:(?:actually|really)\s+)?say(?:\s+exactly)?)$",
    re.IGNORECASE,
)


def both(asked: FollowUp) -> str | None:
    """ "Compare them": what the two who were asked about last said."""
    match = BOTH.match(asked.bare)
    topic = match and (match["topic"] or topic_of(asked.last))
    second = next(iter(asked.thread.asked_of), "")
    first = next((name for name in asked.thread.asked_of if not may_be(second, name)), None)
    if not topic or not first or PRONOUN_IN.fullmatch(topic):
        return None
    return f"Compare what {first} and {second} said about {topic}"


def with_another(asked: FollowUp) -> str | None:
    """ "Compare that with Merkel": what was asked of one, of both."""
    match = WITH.match(asked.bare)
    topic = topic_of(asked.last)
    if not match or not asked.last.speaker or not topic:
        return None
    return (
        f"Compare what {asked.last.speaker} and {match['who'] or match['whose']} said about {topic}"
    )


def quoted_again(asked: FollowUp) -> str | None:
    """ "Quote him": the last question, which is answered with quotes."""
    return asked.last.text if AGAIN.match(asked.bare) else None
