"""Follow-ups: a question asked in a conversation, made one that can be asked without it.

Speaker, topic and dates carry over until they are replaced; a question that stands alone is left
as it is, and starts afresh. Nothing is added but words of the conversation. The rules read English
questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rag.errors import QuestionError
from rag.question.understanding import (
    AUXILIARY,
    DATED,
    MONTHS,
    PREPOSITION,
    PRONOUNS,
    Question,
    Reference,
    infinitive,
    understood,
)
from rag.reading.first_names import FEMALE, MALE
from rag.reading.names import may_be
from rag.records import Answer, Turn

IsSpeaker = Callable[[str], bool]
"""Tells whether a name is that of somebody on record."""

THAT = r"(?:that|this|it|so|those|these)"
WHOEVER = r"(?:he|she|they|(?!(?:it|that|this|the|there)\b)[\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,2})"
SAID_THAT = rf"(?:was\s+{THAT}(?:\s+said)?|did\s+{WHOEVER}\s+(?:say|state|mention)\s+{THAT})"
REPORT = (
    r"(?:article|document|report|source|transcript|text|story|paper|press\s+conference|briefing)"
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
    rf"|where\s+(?:does|do|did)\s+{THAT}\s+(?:come\s+from|stand)|where\s+is\s+{THAT}\s+from",
    "speaker": rf"who\s+(?:said|says)\s+{THAT}|whose\s+words\s+(?:are|were)\s+{THAT}"
    r"|who\s+was\s+that",
    "question": rf"what\s+(?:was|were|had)\s+{WHOEVER}\s+(?:been\s+)?asked"
    r"|what\s+was\s+(?:the|his|her|their)\s+(?:(?:journalist|reporter)['’]?s?\s+)?question"
    rf"|what\s+(?:question\s+)?was\s+{THAT}\s+(?:in\s+)?(?:an?\s+)?(?:reply|answer|response)\s+to"
    r"|who\s+asked(?:\s+(?:that|this|him|her|them))?",
    "shorter": r"(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:make|say|put)\s+(?:it|that)\s+"
    r"|be\s+|an?\s+(?:bit|little)\s+|much\s+)*(?:shorter|briefer|briefly|in\s+short|in\s+brief"
    r"|in\s+(?:one|a)\s+sentence|(?:too\s+long,?\s*)?tl;?dr)",
    "next": rf"what\s+(?:did|does)\s+{WHOEVER}\s+say\s+(?:next|then|afterwards?"
    rf"|(?:right\s+)?after(?:\s+{THAT})?)"
    rf"|what\s+(?:came|comes|was\s+said)\s+(?:next|then|after\s+{THAT})"
    r"|(?:what\s+|then\s+what\s+)?next|then|go\s+on|continue|(?:tell\s+me\s+)?more"
    rf"|what\s+else(?:\s+did\s+{WHOEVER}\s+say)?|anything\s+else",
    "earlier": rf"what\s+(?:did|does)\s+{WHOEVER}\s+say\s+(?:just\s+|right\s+)?before"
    rf"(?:\s+{THAT})?|what\s+(?:came|was\s+said)\s+(?:just\s+|right\s+)?before(?:\s+{THAT})?",
    "order": rf"(?:was|is|did)\s+(?:{THAT}|{WHOEVER}\s+say\s+{THAT})(?:\s+said)?\s+"
    r"(?:before\s+or\s+after|after\s+or\s+before|before|after)\s+(?P<event>.+)",
}
ASIDE = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|great|thanks?(?:\s+you)?|well|oh|now|then|interesting|yes|no|also)"
    r"\b[\s,.!:-]*)+",
    re.IGNORECASE,
)
"""What leads into the next question of a conversation."""

AND = re.compile(r"^(?:and|but|so|ok(?:ay)?)[\s,]+", re.IGNORECASE)

REFERRING = {
    kind: re.compile(rf"(?:{words})(?:,?\s+(?:please|exactly|again))?", re.IGNORECASE)
    for kind, words in REFERENCES.items()
}


def reference(question: str) -> Reference | None:
    """Return what a question asks about the answer before it, or None for any other question."""
    bare = question.strip().rstrip("?!. ")
    for words in (bare, AND.sub("", bare), ASIDE.sub("", bare)):
        for kind, pattern in REFERRING.items():
            if pattern.fullmatch(words):
                return kind
    return None


def event_compared(question: str) -> str:
    """Return what a question of the kind "order" sets an answer before or after."""
    match = REFERRING["order"].fullmatch(ASIDE.sub("", question.strip()).rstrip("?!. "))
    return match["event"] if match else ""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation is about: the last question that stands alone, and what it leads on.

    ``focus`` is what "it" means, ``person`` whom "he" or "she" means, ``people`` all who spoke in
    the last answer, and ``asked_of`` all who were asked about, the last first.
    """

    question: Question | None = None
    focus: str | None = None
    person: str | None = None
    people: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()


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
    people = tuple(_people(turn.answer))
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
        focus = _focus(asked, is_speaker, is_first=thread.question is None) or thread.focus
    person = (
        asked.speaker
        or " and ".join(asked.speakers)
        or (people[0] if len(people) == 1 else None)
        or _person(asked, focus, is_speaker)
    )
    named = [asked.speaker] if asked.speaker else list(asked.speakers)
    asked_of = tuple(dict.fromkeys([*named, *thread.asked_of]))
    return Thread(asked, focus, person or (None if people else thread.person), people, asked_of)


def _part_taken(question: str) -> bool:
    """Return whether a follow-up brings up a thing of its own: "What about the tunnel?"."""
    return INSTEAD.match(ASIDE.sub("", question)) is not None


# Whom and what a turn leads on

NAME = r"(?:[A-Z][\w’'-]+)(?:\s+(?:(?:de|van|von|der|al|bin|den)\s+)?[A-Z][\w’'-]+){0,3}"
SAYS = r"(?:said|told|says|added|replied|asked|answered|called|denied|explained|warned|promised)"
SPEAKS = re.compile(rf"\b(?P<before>{NAME})\s+{SAYS}\b|\b{SAYS}\s+(?P<after>{NAME})")
TELL_OF = re.compile(
    r"^(?:tell\s+me|(?:i(?:\s+would|['’]d)\s+like\s+to\s+)?learn|i\s+want\s+to\s+know|more|describe|"
    r"explain|can\s+i\s+have\s+\w+\s+information)\s*(?:more\s+)?(?:about|on)?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
RELATED = (
    r"symptoms?|types?|kinds?|causes?|effects?|examples?|differences?|history|"
    r"origins?|purpose|members?|costs?|prices?|reasons?|results?|consequences?|"
    r"reactions?|process|treatments?|risks?|benefits?|advantages?|disadvantages?|"
    r"pros|cons|impacts?|features?|uses|characteristics?|signs?|rules?|factors?"
    r"|options?|requirements?|details?|figures?|numbers?|outcome|aim|goal|role"
    r"|significance|importance|controversy|evidence|alternatives?|conditions?|"
    r"deadline|vote|height|size|future|fate|meaning|definition|function|name|"
    r"status|main|background|next|other|founding|founder|author|amount|value|"
    r"length|age"
)
"""Words that mean nothing without what they are of."""

PART_OF = re.compile(rf"\b(?:{RELATED})\s+(?:of|for|between|behind)\s+(?P<what>.+)$", re.IGNORECASE)
WHAT_IS = re.compile(
    r"^(?:what|who|which)(?:\s+(?:is|are|was|were)|['’]s)\s+(?P<what>[^,]+)$", re.IGNORECASE
)
CAUSE = re.compile(r"^what\s+(?:causes?|caused|are\s+causes\s+of)\s+(?P<what>.+)$", re.IGNORECASE)
WHICH = re.compile(
    rf"^(?:which|what|how\s+many)\s+(?P<what>(?:[\w-]+\s+){{0,2}}?[\w-]+)\s+{AUXILIARY}\b", re.I
)
LAST_NOUN = re.compile(r"\bthe\s+[\w-]+(?:\s+[\w-]+)?$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.?!]\s+")
CLAUSE = re.compile(
    r"\s+(?:in\s+the|that|which|who|when|where|if|to|and\s+(?:what|how|why|who|when|is|are)|like|"
    r"for\s+(?:the|a|my)|with\s+(?:the|a|my))\b|,\s",
    re.IGNORECASE,
)
PRONOUN_IN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|that|this|these|those|one|ones|there|you|i)\b",
    re.IGNORECASE,
)
CAPITALISED = re.compile(rf"(?<=\s){NAME}(?:\s+[a-z]\w+(?=\W*$))?")
OF = re.compile(
    rf"\b(?:{PREPOSITION}|between|from|during|into|after|before|happened|happens)\s+", re.I
)
DETERMINER = re.compile(r"^(?:the|an?|some|any|his|her|their|its|my|our|your)\s+", re.IGNORECASE)
VERB_FORM = re.compile(
    r"(?:^|\s+)(?:work|works|cost|costs|begin|began|start|started|end|ended|happen|happened|mean|means|"
    r"matter|change|changed|differ|develop|form|formed|become|became|invented|made|used|important|"
    r"difficult|famous|known|popular|treatable|caused|created|developed|discovered|called)\b.*$",
    re.IGNORECASE,
)


def _person(asked: Question, focus: str | None, is_speaker: IsSpeaker) -> str | None:
    """Return whom a question names that does not ask for somebody's words."""
    named = [name for name in CAPITALISED.findall(asked.text) if is_speaker(name)]
    if len(named) == 1:
        return str(named[0])
    if not focus or not focus[0].isupper():
        return None
    is_name = focus.split()[0].lower() in MALE | FEMALE
    return focus if is_name or re.match(r"who\s+(?:is|was)\b", asked.text, re.I) else None


def _people(answer: Answer | str) -> Iterable[str]:
    """Return who speaks in an answer, each once."""
    if isinstance(answer, Answer):
        return dict.fromkeys(c.speaker for c in answer.citations if c.speaker)
    found = (match["before"] or match["after"] for match in SPEAKS.finditer(answer))
    return dict.fromkeys(name for name in found if name.lower() not in PRONOUNS)


def _focus(asked: Question, is_speaker: IsSpeaker, *, is_first: bool) -> str | None:
    """Return the thing that a question brings up, for "it" in the next one to mean.

    None where it asks further about what was spoken of: "What are the symptoms?"
    """
    if asked.speaker and not WHICH.match(asked.text):
        return _phrase(topic_of(asked)) or None
    text = VERB_FORM.sub("", SENTENCE_END.split(ASIDE.sub("", asked.undated).rstrip("?!. "))[-1])
    for pattern in (TELL_OF, PART_OF, WHAT_IS, WHICH, CAUSE):
        match = pattern.search(text)
        words = _phrase(match["what"]) if match else ""
        if words and not RELATIONAL.search(words) and not PRONOUN_IN.search(words):
            return words
    names = [name for name in CAPITALISED.findall(text) if not is_speaker(name)]
    if names:
        return _phrase(max(names, key=len))
    match = LAST_NOUN.search(text)
    if is_first and match and not RELATIONAL.search(match[0]):
        return match[0]
    words = _phrase(OF.split(VERB_FORM.sub("", asked.topic))[0])
    return words if is_first and words and not PRONOUN_IN.search(words) else None


def _phrase(words: str) -> str:
    """Return the noun phrase that words begin with, "the" for every determiner."""
    words = VERB_FORM.sub("", CLAUSE.split(words.strip())[0]).strip(" ?!.,;:")
    return DETERMINER.sub("the ", words)


def topic_of(asked: Question) -> str:
    """Return the topic of a question with the article it has there."""
    article = re.search(rf"\b(?:the|an?)\s+{re.escape(asked.topic)}", asked.text)
    return article[0] if article and asked.topic else asked.topic


def _without_article(words: str) -> str:
    return DETERMINER.sub("", words)


# The question, made to stand alone

ABOUT = r"(?:about|on|regarding|concerning|of|to|towards?)"
INSTEAD = re.compile(r"^(?:what|how)\s+about\s+(?P<what>.+)$", re.IGNORECASE)
BARE_WHY = re.compile(r"^(?P<wh>why(?:\s+not)?|how\s+so|how|since\s+when|how\s+often)$", re.I)
WHO_ELSE = re.compile(
    r"^(?:who|anyone|anybody|someone)\s+else(?:\s+(?:said|spoke|commented|talked|mentioned)"
    r"(?:\s+(?:that|this|so|it|about\s+(?:it|that|this)))?)?$",
    re.IGNORECASE,
)
MALE_WORD, FEMALE_WORD = r"he|him|his|himself", r"she|her|hers|herself"
PERSONAL = re.compile(rf"\b(?P<word>{MALE_WORD}|{FEMALE_WORD}|they|them|their)\b", re.IGNORECASE)
THING = re.compile(r"\b(?P<word>it|its|they|them|their|theirs)\b", re.IGNORECASE)
POINTING = re.compile(
    rf"(?P<before>\b(?:{PREPOSITION}|was|is|were|are|did|does|do|after|before|like|than)\s+)"
    r"(?P<word>that|this|those|these)(?=\s*(?:$|[?.!,])|\s+(?:mean|happen|work|affect|change|cause|"
    r"matter|help|true|important|possible|legal)\b)",
    re.IGNORECASE,
)
POINTED = re.compile(r"\b(?:this|these|that|those|such)\s+(?!is\b|was\b|are\b|were\b)\w+", re.I)
EMPTY_IT = re.compile(
    r"\b(?:is|was|does|did|will|would)\s+it\s+(?:\w+\s+)?(?:\w+\s+)?(?:to|that|take|for)\b"
    r"|\bit['’]?s?\s+(?:is\s+|was\s+)?\w+\s+(?:to|that)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"\b(?:and|or|if|when|because|while|that|but|who|which)\b|,", re.IGNORECASE)
LEANING = re.compile(
    r"\b(?:other|others|else|another|same|instead|ones|there|similar|the\s+(?:second|rest|"
    r"latter|former)|which\s+one|(?:different|various)\s+\w+)\b",
    re.IGNORECASE,
)
RELATIONAL = re.compile(
    rf"\b(?:{RELATED})(?=\s*(?:$|\?|,))",
    re.IGNORECASE,
)
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
    return _asked(_person_named(bare, thread) + f", regarding {topic_of(last) or last.text}")


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
    if not (match or about or led) or len(words.split()) > 7 or _is_sentence(words):
        return None
    words = about["topic"] if about else words
    words = _pronouns_replaced(_one_named(words, thread), thread)
    if last.speaker and not about and (is_speaker(words) or not last.topic):
        return _with_speaker(words, last)
    if last.speaker or (about and _is_object(last)):
        return _with_topic(words, last)
    if match and not about:
        return f"{match[0][: match.start('what')]}{words}" + _regarding(thread, words)
    return f"What about {words}{_regarding(thread, words)}"


def _is_sentence(words: str) -> bool:
    return bool(
        re.match(
            rf"^(?:what|how|why|when|where|which|who|whom|whose|{AUXILIARY}|tell|give|"
            r"describe|explain|list|show|compare)\b",
            words,
            re.IGNORECASE,
        )
    )


def _one_named(words: str, thread: Thread) -> str:
    """ "The revised one" is the revised plan: the thing spoken of, after its own first word."""
    match = ONE.search(words)
    if not match or not thread.focus:
        return words
    return f"{words[: match.start()]}{match['which']} {_without_article(thread.focus)}"


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


def _regarding(thread: Thread, words: str) -> str:
    focus = thread.focus or ""
    if not focus or _without_article(focus).lower() in words.lower():
        return ""
    return f", regarding {focus}"


def _leaning_removed(question: str, bare: str, thread: Thread, last: Question) -> str:
    """Return a whole question with its pronouns replaced, and its topic added where it has none."""
    text = _pronouns_replaced(bare, thread)
    changed = text != bare
    asked = understood(text, longest=max(len(text), 1))
    if _lacks_topic(asked) and last.topic:
        when = _when_alone(asked.topic)
        head = text.rstrip("?!. ").removesuffix(when or "").rstrip()
        return _asked(f"{head} about {topic_of(last)} {when or ''}")
    if changed:
        return _asked(text)
    if _leans(bare) and not _has_name(bare):
        return _asked(bare + _regarding(thread, bare))
    return question


def _lacks_topic(asked: Question) -> bool:
    """Return whether somebody's words are asked for, but not on what."""
    if asked.shape and not asked.topic:
        return True
    if not asked.speaker:
        return False
    words = asked.topic.lower().split()
    return all(infinitive(w) in REACTING or w in MONTHS or w in ("in", "to", "with") for w in words)


def _leans(bare: str) -> bool:
    return bool(LEANING.search(bare) or RELATIONAL.search(bare) or POINTED.search(bare))


def _has_name(bare: str) -> bool:
    return any(word[0].isupper() for word in bare.split()[1:] if word != "I")


def _pronouns_replaced(text: str, thread: Thread) -> str:
    text = _person_named(text, thread)
    if not thread.focus:
        return text
    for pattern in (THING, POINTING):
        text = _thing_named(text, pattern, thread.focus)
    return text


def _person_named(text: str, thread: Thread) -> str:
    """Replace "he" and "she" by the person, unless the question names somebody before."""
    for match in PERSONAL.finditer(text):
        who = _person_meant(match["word"].lower(), thread)
        if who is None or _is_bound(text[: match.start()]):
            continue
        own = _is_possessive(match, text)
        named = f"{who}{_genitive(who) if own else ''}"
        return text[: match.start()] + named + _other_named(text[match.end() :], thread)
    return text


def _other_named(text: str, thread: Thread) -> str:
    """Replace "him" and "her" behind the person who is meant already: somebody else is."""
    match = re.search(r"\b(?P<word>him|her)\b", text, re.IGNORECASE)
    if not match or not thread.focus or not thread.focus[0].isupper():
        return text
    return text if _is_possessive(match, text) else text.replace(match[0], thread.focus, 1)


def _person_meant(word: str, thread: Thread) -> str | None:
    if word in ("they", "them", "their"):
        return thread.person if thread.person and " and " in thread.person else None
    sex = MALE if word in MALE_WORD.split("|") else FEMALE
    other = FEMALE if sex is MALE else MALE
    fitting = [p for p in thread.people if p.split()[0].lower() not in other]
    surely = [p for p in fitting if p.split()[0].lower() in sex]
    one = thread.person if thread.person and " and " not in thread.person else None
    if one and one.split()[0].lower() not in other:
        return one
    for some in (surely, fitting):
        if len(some) == 1:
            return some[0]
    return None


def _is_possessive(match: re.Match[str], text: str) -> bool:
    word = match["word"].lower()
    if word in ("his", "their"):
        return True
    after = re.match(r"\s+(\w+)", text[match.end() :])
    return (
        word == "her"
        and bool(after)
        and not re.match(
            rf"(?:{PREPOSITION}|{AUXILIARY}|and|or|that|this|the|a|an|after|before|again)$",
            after[1] if after else "",
            re.IGNORECASE,
        )
    )


def _genitive(name: str) -> str:
    return "'" if name.endswith("s") else "'s"


def _is_bound(before: str) -> bool:
    """Return whether words before a pronoun hold what it means: a name after the first word."""
    return _has_name(before)


PLURAL = frozenset(("they", "them", "their", "theirs", "those", "these"))


def _may_be_many(focus: str) -> bool:
    return focus[0].isupper() or focus.rstrip().endswith("s") or " and " in focus


def _thing_named(text: str, pattern: re.Pattern[str], focus: str) -> str:
    """Replace the first "it" or "they" by the thing, unless it means nothing, or words before."""
    match = pattern.search(text)
    if match is None or EMPTY_IT.search(text):
        return text
    before = text[: match.start("word")]
    if JOINED.search(before) and len(before.split()) > 4:
        return text
    own = match["word"].lower() in ("its", "their")
    if match["word"].lower() in PLURAL and not _may_be_many(focus):
        return text
    named = f"{focus}{_genitive(focus) if own else ''}"
    return before + named + text[match.end("word") :]
