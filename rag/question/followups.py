"""Follow-ups: a question asked in a conversation, made one that can be asked without it.

Speaker, topic and dates carry over until they are replaced; a question that stands alone is left
as it is, and starts afresh. Nothing is added but words of the conversation. The rules read English
questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.errors import QuestionError
from rag.question.pronouns import has_name, person_named, pronouns_replaced
from rag.question.references import ASIDE, reference
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
from rag.question.understanding import (
    AUXILIARY,
    DATED,
    MONTHS,
    PREPOSITION,
    Question,
    Reference,
    infinitive,
    understood,
)
from rag.reading.names import may_be
from rag.records import Answer, Turn


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
    speakers = " ".join(c.speaker or "" for c in previous.citations)
    strangers = [word for word in question.split()[1:] if word[0].isupper() and word != "I"]
    kind = reference(question)
    if kind != "order" and any(word.strip("?.,!'’s") not in speakers for word in strangers):
        return None
    return kind


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
        if not reference(turn.question):
            return None
    return None


def rewritten_as(asked: Question, text: str) -> Question:
    """Return a question as it is understood, with what was typed."""
    if text == asked.text:
        return asked
    return replace(understood(text, longest=len(text)), asked=asked.text)


def _after(turn: Turn, thread: Thread, is_speaker: IsSpeaker) -> Thread:
    """Return what a conversation is about after one more turn."""
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
    named = [asked.speaker] if asked.speaker else list(asked.speakers)
    asked_of = tuple(dict.fromkeys([*named, *thread.asked_of]))
    return Thread(asked, focus, person or (None if people else thread.person), people, asked_of)


def _part_taken(question: str) -> bool:
    """Return whether a follow-up brings up a thing of its own: "What about the tunnel?"."""
    return INSTEAD.match(ASIDE.sub("", question)) is not None


# The question, made to stand alone

ABOUT = r"(?:about|on|regarding|concerning|of|to|towards?)"
INSTEAD = re.compile(r"^(?:what|how)\s+about\s+(?P<what>.+)$", re.IGNORECASE)
BARE_WHY = re.compile(r"^(?P<wh>why(?:\s+not)?|how\s+so|how|since\s+when|how\s+often)$", re.I)
WHO_ELSE = re.compile(
    r"^(?:who|anyone|anybody|someone)\s+else(?:\s+(?:said|spoke|commented|talked|mentioned)"
    r"(?:\s+(?:that|this|so|it|about\s+(?:it|that|this)))?)?$",
    re.IGNORECASE,
)
LONGEST_LEANING = 7
"""Words; a longer question says itself what it is about."""

REACTING = frozenset(
    "agree disagree respond react answer reply comment deny confirm say that so "
    "promise add explain him her them it his their else".split()
)
ONE = re.compile(r"\b(?P<which>the\s+\w+|a\s+\w+|an\s+\w+)\s+ones?$", re.IGNORECASE)


def _in_thread(question: str, thread: Thread, is_speaker: IsSpeaker) -> str:
    """Return a question with what it takes over from a conversation written out."""
    last = thread.question
    if last is None or not re.search(r"\w", question):
        return question
    bare = ASIDE.sub("", question).rstrip("?!. ") or question
    if kind := reference(question):
        return _reference_alone(kind, bare, thread, last)
    for rule in (_date_replaced, _who_else, _why, _both, _part_replaced):
        if found := rule(bare, thread, last, is_speaker, led=bare != question.rstrip("?!. ")):
            return _asked(found)
    return _leaning_removed(question, bare, thread, last)


def _reference_alone(kind: Reference, bare: str, thread: Thread, last: Question) -> str:
    """Return a question about an answer with what that was about."""
    if kind in ("date", "place"):
        return reasked("When" if kind == "date" else "Where", last)
    return _asked(person_named(bare, thread) + f", regarding {topic_of(last) or last.text}")


def _asked(text: str) -> str:
    return " ".join(text.split()).rstrip("?!. ") + "?"


def _date_replaced(
    bare: str, thread: Thread, last: Question, is_speaker: IsSpeaker, *, led: bool
) -> str | None:
    """ "And in 2014?": the last question, of another time."""
    words = INSTEAD.sub(r"\g<what>", bare)
    when = _when_alone(words)
    return f"{last.undated.rstrip('?!. ')} {when}" if when else None


def _when_alone(words: str) -> str | None:
    match = DATED.fullmatch(words) or DATED.fullmatch(f"in {words}")
    if match:
        return match[0]
    month = re.fullmatch(r"(?:in|since|before|after|during|on|by)\s+(\w+)", words, re.IGNORECASE)
    return words if month and month[1].lower() in MONTHS else None


def _who_else(
    bare: str, thread: Thread, last: Question, is_speaker: IsSpeaker, *, led: bool
) -> str | None:
    """ "Who else?": who spoke on the same, but for those who were heard."""
    if not WHO_ELSE.match(bare):
        return None
    heard: list[str] = []
    for name in (*thread.people, *thread.asked_of):
        if not any(may_be(name, other) for other in heard):
            heard.append(name)
    but_for = f" besides {' and '.join(heard)}" if heard else ""
    return f"Who spoke about {topic_of(last) or last.text}{but_for}"


def _why(
    bare: str, thread: Thread, last: Question, is_speaker: IsSpeaker, *, led: bool
) -> str | None:
    """ "Why?": the last question, asked for its reason."""
    match = BARE_WHY.match(bare)
    return reasked(match["wh"].capitalize(), last) if match else None


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
    r"|(?:do|did)\s+they\s+(?:agree|disagree|differ|contradict\s+(?:each\s+other|one\s+another)))$",
    re.IGNORECASE,
)


def _both(
    bare: str, thread: Thread, last: Question, is_speaker: IsSpeaker, *, led: bool
) -> str | None:
    """ "Compare them": what the two who were asked about last said."""
    if not BOTH.match(bare) or len(thread.asked_of) < 2 or not last.topic:
        return None
    second, first = thread.asked_of[:2]
    return f"Compare what {first} and {second} said about {topic_of(last)}"


def _part_replaced(
    bare: str, thread: Thread, last: Question, is_speaker: IsSpeaker, *, led: bool
) -> str | None:
    """ "And about Iran?", "What about Merkel?": the last question with a part exchanged."""
    match = INSTEAD.match(bare)
    words = match["what"] if match else bare
    about = re.match(rf"^{ABOUT}\s+(?P<topic>.+)$", words, re.IGNORECASE)
    if not (match or about or led) or len(words.split()) > LONGEST_LEANING or _is_sentence(words):
        return None
    words = about["topic"] if about else words
    words = pronouns_replaced(_one_named(words, thread), thread)
    if last.speaker and not about and (is_speaker(words) or not last.topic):
        return _with_speaker(words, last)
    if last.speaker or (about and _is_object(last)):
        return _with_topic(words, last)
    return f"What about {words}" if about or not match else f"{bare[: match.start('what')]}{words}"


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
    if _lacks_topic(asked) and last.topic:
        when = _when_alone(asked.topic)
        head = text.rstrip("?!. ").removesuffix(when or "").rstrip()
        return _asked(f"{head} about {topic_of(last)} {when or ''}")
    if changed:
        return _asked(text)
    if thread.focus and _leans(bare, thread.focus):
        return _asked(f"{bare} of {thread.focus}")
    return question


def _lacks_topic(asked: Question) -> bool:
    """Return whether somebody's words are asked for, but not on what."""
    if asked.shape and not asked.topic:
        return True
    if not asked.speaker:
        return False
    words = asked.topic.lower().split()
    return all(infinitive(w) in REACTING or w in MONTHS or w in ("in", "to", "with") for w in words)


def _leans(bare: str, focus: str) -> bool:
    """Return whether a short question asks for a part of what it does not name."""
    if has_name(bare) or len(bare.split()) > LONGEST_LEANING or PRONOUN_IN.search(bare):
        return False
    return bool(RELATIONAL.search(bare)) and without_article(focus).lower() not in bare.lower()
