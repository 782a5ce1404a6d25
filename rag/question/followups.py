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
from rag.question.asking_again import (
    both,
    date_replaced,
    quoted_again,
    reasked,
    who_else,
    why,
    with_another,
)
from rag.question.exchanging import INSTEAD, part_replaced, the_other
from rag.question.lacking import asks_nothing, lacking
from rag.question.leaning import leaning_removed
from rag.question.pronouns import person_named
from rag.question.references import ASIDE, asking_in_vain, names_a_stranger, reference, referring
from rag.question.threads import (
    FollowUp,
    IsSpeaker,
    Thread,
    as_question,
    documents_of,
    focus_of,
    people_of,
    person_of,
    topic_of,
)
from rag.question.understanding import Question, Reference, understood
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
    kind = referring(asked.text, history) or asking_in_vain(asked.text, history)
    if kind and thread.question:
        text = _in_thread(asked.text, thread, is_speaker)
        return replace(thread.question, text=text, asked=asked.text, reference=kind)
    return rewritten_as(asked, _in_thread(asked.text, thread, is_speaker))


def rewritten_as(asked: Question, text: str) -> Question:
    """Return a question as it is understood, with what was typed."""
    if text == asked.text:
        return asked
    return replace(understood(text, longest=len(text)), asked=asked.text)


def _after(turn: Turn, thread: Thread, is_speaker: IsSpeaker) -> Thread:
    """Return what a conversation is about after one more turn."""
    if asks_nothing(turn.question):
        return Thread() if lacking(turn.question) == "another" else thread
    people, documents = tuple(people_of(turn.answer)), documents_of(turn.answer)
    if reference(turn.question):
        return replace(thread, people=people or thread.people)
    known = turn.answer.standalone if isinstance(turn.answer, Answer) else None
    text = known or _in_thread(" ".join(turn.question.split()), thread, is_speaker)
    try:
        asked = understood(text, longest=len(text))
    except QuestionError:  # nothing was asked
        return thread
    if lacking(text) == "person":
        return replace(thread, focus=None)
    leans = text != turn.question and bool(thread.focus) and str(thread.focus) in text
    focus = thread.focus
    if not leans or _part_taken(turn.question):
        kept = focus if documents and documents <= thread.documents else None
        focus = focus_of(asked, is_speaker, is_first=thread.question is None) or kept
    person = (
        asked.speaker
        or " and ".join(asked.speakers)
        or (people[0] if len(people) == 1 else None)
        or person_of(asked, focus, is_speaker)
    )
    named = [asked.speaker] if asked.speaker else [*reversed(asked.speakers)]
    asked_of = tuple(dict.fromkeys([*named, *thread.asked_of]))
    is_name = asked.topic.islower() or asked.topic[:1].isupper()
    topical = asked.topic if is_name and is_speaker(asked.topic) else None
    person = person or (None if people else thread.person)
    return Thread(asked, focus, person, people, asked_of, topical, documents)


def _part_taken(question: str) -> bool:
    """Return whether a follow-up brings up a thing of its own: "What about the tunnel?"."""
    return INSTEAD.match(ASIDE.sub("", question)) is not None


# The question, made to stand alone

PLEASE = re.compile(r",?\s+(?:please|pls|plz)$", re.IGNORECASE)
NEXT = re.compile(r"\s+(?:then|next|afterwards?|(?:right\s+)?(?:before|after)(?:\s+\w+)?)$", re.I)


def _in_thread(question: str, thread: Thread, is_speaker: IsSpeaker) -> str:
    """Return a question with what it takes over from a conversation written out."""
    last = thread.question
    if last is None or not re.search(r"\w", question) or asks_nothing(question):
        return question
    whole = question.rstrip("?!. ")
    bare = PLEASE.sub("", ASIDE.sub("", question).rstrip("?!. ")) or question
    kind = reference(question)
    if kind in ("next", "earlier") and thread.people and names_a_stranger(question, thread.people):
        bare = NEXT.sub("", bare)  # "What did Lind say then?", after somebody else spoke
    elif kind:
        return _reference_alone(kind, bare, thread, last)
    asked = FollowUp(bare, thread, last, is_speaker, bare != whole, question.endswith("?"))
    for rule in (
        date_replaced,
        who_else,
        why,
        both,
        with_another,
        the_other,
        quoted_again,
        part_replaced,
    ):
        if found := rule(asked):
            return as_question(found)
    return leaning_removed(question, bare, thread, last)


def _reference_alone(kind: Reference, bare: str, thread: Thread, last: Question) -> str:
    """Return a question about an answer with what that was about."""
    if kind in ("date", "place"):
        return reasked("When" if kind == "date" else "Where", last)
    return as_question(person_named(bare, thread) + f", regarding {topic_of(last) or last.text}")
