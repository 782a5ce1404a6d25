"""Follow-ups: a question asked in a conversation, made one that can be asked without it.

Speaker, topic and dates carry over until they are replaced; a question that stands alone is left
as it is, and starts afresh. Nothing is added but words of the conversation. The rules read English
questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.errors import QuestionError
from rag.question.days import DATED
from rag.question.lacking import asks_nothing, lacking
from rag.question.pronouns import has_name, person_named, pronouns_replaced
from rag.question.references import ASIDE, SENTENCE_END, reference
from rag.question.threads import (
    PRONOUN_IN,
    RELATIONAL,
    IsSpeaker,
    Thread,
    focus_of,
    people_of,
    person_of,
    topic_of,
    without_article,
)
from rag.question.understanding import Question, Reference, understood
from rag.question.vocabulary import AUXILIARY, PREPOSITION, infinitive
from rag.reading.names import may_be
from rag.records import Answer, Turn
from rag.records.dates import MONTH_NUMBERS


def thread_of(history: Sequence[Turn], is_speaker: IsSpeaker = lambda name: False) -> Thread:
    """Return what a conversation is about, following it from its first turn."""
    thread = Thread()
    for turn in history:
        thread = _after(turn, thread, is_speaker)
    return thread


def standalone(
    question: str, history: Sequence[Turn], is_speaker: IsSpeaker = lambda name: False
) -> str:
    """Return a question as it would be asked without the conversation before it."""
    return _in_thread(" ".join(question.split()), thread_of(history, is_speaker), is_speaker)


def followed(
    asked: Question, history: Sequence[Turn], is_speaker: IsSpeaker = lambda name: False
) -> Question:
    """Return a question understood from the conversation before it."""
    thread = thread_of(history, is_speaker)
    kind = referring(asked.text, history) or _asking_in_vain(asked.text, history)
    if kind and thread.question:
        text = _in_thread(asked.text, thread, is_speaker)
        return replace(thread.question, text=text, asked=asked.text, reference=kind)
    return rewritten_as(asked, _in_thread(asked.text, thread, is_speaker))


def referring(question: str, history: Sequence[Turn]) -> Reference | None:
    """Return what a question asks about the answer before, where that has anything to tell."""
    previous = answer_asked_about(history)
    if previous is None:
        return None
    kind = reference(question)
    heard = (citation.speaker or "" for citation in previous.citations)
    return None if kind != "order" and _names_a_stranger(question, heard) else kind


def _names_a_stranger(question: str, heard: Iterable[str]) -> bool:
    """Return whether somebody is named who is not among those heard."""
    known = " ".join(heard)
    names = [word for word in question.split()[1:] if word[0].isupper() and word != "I"]
    return any(name.strip("?.,!'’s") not in known for name in names)


def _asking_in_vain(question: str, history: Sequence[Turn]) -> Reference | None:
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


def rewritten_as(asked: Question, text: str) -> Question:
    """Return a question as it is understood, with what was typed."""
    if text == asked.text:
        return asked
    return replace(understood(text, longest=len(text)), asked=asked.text)


def _after(turn: Turn, thread: Thread, is_speaker: IsSpeaker) -> Thread:
    """Return what a conversation is about after one more turn."""
    if asks_nothing(turn.question):
        return Thread() if lacking(turn.question) == "another" else thread
    people = tuple(people_of(turn.answer))
    if reference(turn.question):
        return replace(thread, people=people or thread.people)
    known = turn.answer.standalone if isinstance(turn.answer, Answer) else None
    text = known or _in_thread(" ".join(turn.question.split()), thread, is_speaker)
    try:
        asked = understood(text, longest=len(text))
    except QuestionError:  # nothing was asked
        return thread
    leans = text != turn.question and bool(thread.focus) and str(thread.focus) in text
    focus = thread.focus
    if not leans or _part_taken(turn.question):
        focus = focus_of(asked, is_speaker, is_first=thread.question is None)
    person = (
        asked.speaker
        or " and ".join(asked.speakers)
        or (people[0] if len(people) == 1 else None)
        or person_of(asked, focus, is_speaker)
    )
    named = [asked.speaker] if asked.speaker else [*reversed(asked.speakers)]
    asked_of = tuple(dict.fromkeys([*named, *thread.asked_of]))
    topical = asked.topic if asked.topic and is_speaker(asked.topic) else None
    person = person or (None if people else thread.person)
    return Thread(asked, focus, person, people, asked_of, topical)


def _part_taken(question: str) -> bool:
    """Return whether a follow-up brings up a thing of its own: "What about the tunnel?"."""
    return INSTEAD.match(ASIDE.sub("", question)) is not None


# The question, made to stand alone

ABOUT = r"(?:about|on|regarding|concerning|of|to|towards?)"
INSTEAD = re.compile(
    r"^(?:(?:what|how)\s+about|back\s+to|(?:the\s+)?same(?:\s+(?:question|thing))?\s+(?:for|from|with)"
    r"|(?:any\s+)?(?:quotes?|words|statements?)\s+(?:by|from)"
    r"|(?:anything|something|any\s+(?:comment|word|statement)s?)(?:\s+else)?(?=\s+(?:about|on)\b))"
    r"\s+(?P<what>.+)$",
    re.IGNORECASE,
)
BARE_WHY = re.compile(
    r"^(?P<wh>why(?:\s+not)?|how\s+so|how|since\s+when|how\s+(?:often|many|much))$", re.I
)
WHO_ELSE = re.compile(
    r"^(?:who|anyone|anybody|someone)\s+else(?:\s+(?:said|spoke|commented|talked|mentioned)"
    r"(?:\s+(?:that|this|so|it|about\s+(?:it|that|this)))?)?$",
    re.IGNORECASE,
)
LONGEST_LEANING = 7
"""Words; a longer question says itself what it is about."""

REACTING = frozenset(
    "agree disagree respond react answer reply comment deny confirm say that so "
    "promise add explain him her them it his their else anything something more exactly".split()
)
NEXT = re.compile(r"\s+(?:then|next|afterwards?|(?:right\s+)?(?:before|after)(?:\s+\w+)?)$", re.I)
ONE = re.compile(r"\b(?P<which>the\s+\w+|a\s+\w+|an\s+\w+)\s+ones?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question of a conversation, without what leads into it, and what it follows.

    ``is_led`` tells whether "and", "no" or the like led into it, ``has_mark`` whether it ends in
    a question mark.
    """

    bare: str
    thread: Thread
    last: Question
    is_speaker: IsSpeaker
    is_led: bool
    has_mark: bool


def _in_thread(question: str, thread: Thread, is_speaker: IsSpeaker) -> str:
    """Return a question with what it takes over from a conversation written out."""
    last = thread.question
    if last is None or not re.search(r"\w", question) or asks_nothing(question):
        return question
    whole = question.rstrip("?!. ")
    bare = ASIDE.sub("", question).rstrip("?!. ") or question
    kind = reference(question)
    if kind in ("next", "earlier") and thread.people and _names_a_stranger(question, thread.people):
        bare = NEXT.sub("", bare)  # "What did Lind say then?", after somebody else spoke
    elif kind:
        return _reference_alone(kind, bare, thread, last)
    asked = FollowUp(bare, thread, last, is_speaker, bare != whole, question.endswith("?"))
    for rule in (
        _date_replaced,
        _who_else,
        _why,
        _both,
        _with_another,
        _other,
        _again,
        _part_replaced,
    ):
        if found := rule(asked):
            return _asked(found)
    return _leaning_removed(question, bare, thread, last)


def _reference_alone(kind: Reference, bare: str, thread: Thread, last: Question) -> str:
    """Return a question about an answer with what that was about."""
    if kind in ("date", "place"):
        return reasked("When" if kind == "date" else "Where", last)
    return _asked(person_named(bare, thread) + f", regarding {topic_of(last) or last.text}")


def _asked(text: str) -> str:
    return " ".join(text.split()).rstrip("?!. ") + "?"


def _date_replaced(asked: FollowUp) -> str | None:
    """ "And in 2014?": the last question, of another time."""
    when = _when_alone(INSTEAD.sub(r"\g<what>", asked.bare))
    return f"{asked.last.undated.rstrip('?!. ')} {when}" if when else None


def _when_alone(words: str) -> str | None:
    match = DATED.fullmatch(words) or DATED.fullmatch(f"in {words}")
    if match:
        return match[0]
    month = re.fullmatch(r"(?:in|since|before|after|during|on|by)\s+(\w+)", words, re.IGNORECASE)
    return words if month and month[1].lower() in MONTH_NUMBERS else None


def _who_else(asked: FollowUp) -> str | None:
    """ "Who else?": who spoke on the same, but for those who were heard."""
    if not WHO_ELSE.match(asked.bare):
        return None
    heard: list[str] = []
    for name in (*asked.thread.people, *asked.thread.asked_of):
        if not any(may_be(name, other) for other in heard):
            heard.append(name)
    but_for = f" besides {' and '.join(heard)}" if heard else ""
    return f"Who spoke about {topic_of(asked.last) or asked.last.text}{but_for}"


def _why(asked: FollowUp) -> str | None:
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
        return _asked(f"{way} did {last.speaker} say that{about}")
    asks = re.match(rf"^(?:\w+\s+)?(?P<rest>{AUXILIARY}\s+.+)$", last.text, re.IGNORECASE)
    if asks:
        return _asked(f"{way} {asks['rest'][0].lower()}{asks['rest'][1:]}")
    return _asked(f"{way}, regarding {last.text[0].lower()}{last.text[1:]}")


BOTH = re.compile(
    r"^(?:(?:please\s+)?(?:compare|contrast)\s+(?:them|both|these|those|the\s+two|that|it)"
    r"|(?:do|did)\s+(?:they|both|the\s+two)\s+(?:both\s+)?"
    r"(?:agree|disagree|differ|contradict\s+(?:each\s+other|one\s+another))"
    r"|(?:how|where)\s+(?:do|did)\s+they\s+(?:differ|disagree))"
    rf"(?:\s+{ABOUT}\s+(?P<topic>.+))?$",
    re.IGNORECASE,
)
WITH = re.compile(
    r"^(?:please\s+)?(?:compare|contrast)\s+(?:that|this|it|him|her|them|those)\s+(?:with|to|and)\s+"
    r"(?:(?:what\s+)?(?P<who>[^,]+?)(?:\s+said)?|what\s+(?P<whose>[^,]+?)\s+says?)$",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"^(?:(?:what|how)\s+about\s+|same\s+for\s+)?the\s+other(?:\s+(?:one|two|man|woman|side))?$",
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
TOO = re.compile(
    r"(?:,?\s+(?:too|also|as\s+well)|\s+(?:on|about)\s+(?:the\s+same|that|this|it)"
    r"(?:\s+(?:topic|subject|thing|issue|matter|question))?)$",
    re.IGNORECASE,
)
FRAGMENT = 2
"""Words that put a part of the last question anew without anything that leads into them."""


def _both(asked: FollowUp) -> str | None:
    """ "Compare them": what the two who were asked about last said."""
    match = BOTH.match(asked.bare)
    topic = match and (match["topic"] or topic_of(asked.last))
    if not topic or len(asked.thread.asked_of) < 2 or PRONOUN_IN.fullmatch(topic):
        return None
    second, first = asked.thread.asked_of[:2]
    return f"Compare what {first} and {second} said about {topic}"


def _with_another(asked: FollowUp) -> str | None:
    """ "Compare that with Merkel": what was asked of one, of both."""
    match = WITH.match(asked.bare)
    topic = topic_of(asked.last)
    if not match or not asked.last.speaker or not topic:
        return None
    return (
        f"Compare what {asked.last.speaker} and {match['who'] or match['whose']} said about {topic}"
    )


def _other(asked: FollowUp) -> str | None:
    """ "And the other one?": the last question, of the other of two who were asked about."""
    if not OTHER.match(asked.bare) or len(asked.thread.asked_of) != 2 or not asked.last.speaker:
        return None
    others = [name for name in asked.thread.asked_of if name != asked.last.speaker]
    return _with_speaker(others[0], asked.last)


def _again(asked: FollowUp) -> str | None:
    """ "Quote him": the last question, which is answered with quotes."""
    return asked.last.text if AGAIN.match(asked.bare) else None


def _part_replaced(asked: FollowUp) -> str | None:
    """ "And about Iran?", "Merkel?": the last question with a part exchanged."""
    match = INSTEAD.match(asked.bare)
    words = TOO.sub("", match["what"] if match else asked.bare)
    about = re.match(rf"^{ABOUT}\s+(?P<topic>.+)$", words, re.IGNORECASE)
    words = about["topic"] if about else words
    if _is_sentence(words) or OTHER.match(words) or len(words.split()) > LONGEST_LEANING:
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


def _is_sentence(words: str) -> bool:
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


def _leaning_removed(question: str, bare: str, thread: Thread, last: Question) -> str:
    """Return a whole question with its pronouns replaced, and its topic added where it has none."""
    text = pronouns_replaced(bare, thread)
    changed = text != bare
    asked = understood(text, longest=max(len(text), 1))
    topic = topic_of(last) if last.speaker or last.shape else thread.focus
    is_whole = text == question.rstrip("?!. ") and _is_of_another_time(asked, thread)
    is_whole = is_whole or may_be(topic or "", asked.speaker or "-")
    if topic and _lacks_topic(asked) and not is_whole:
        when = _when_alone(asked.topic)
        head = text.rstrip("?!. ").removesuffix(when or "").rstrip()
        return _asked(f"{head} about {topic} {when or ''}")
    if changed:
        return _asked(text)
    if thread.focus and _leans(bare, thread.focus):
        return _asked(f"{bare} of {thread.focus}")
    return question


def _is_of_another_time(asked: Question, thread: Thread) -> bool:
    """Return whether somebody new is asked about, with a time of its own: nothing is left open."""
    if not asked.speaker or not (asked.since or asked.until or asked.months):
        return False
    return not any(may_be(asked.speaker, name) for name in thread.asked_of)


def _lacks_topic(asked: Question) -> bool:
    """Return whether somebody's words are asked for, but not on what."""
    if asked.shape and not asked.topic:
        return asked.shape != "declined"
    if not asked.speaker:
        return False
    words = asked.topic.lower().split()
    return all(
        infinitive(w) in REACTING or w in MONTH_NUMBERS or w in ("in", "to", "with") for w in words
    )


def _leans(bare: str, focus: str) -> bool:
    """Return whether a short question asks for a part of what it does not name."""
    if has_name(bare) or len(bare.split()) > LONGEST_LEANING or PRONOUN_IN.search(bare):
        return False
    return bool(RELATIONAL.search(bare)) and without_article(focus).lower() not in bare.lower()
