"""What is asked: of whom, about what, from when, and in which way.

Rules over the question's words alone; who is on record is looked up later. The rules read English
questions; any other question is taken whole as its topic.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from rag.errors import QuestionError
from rag.question.paraphrases import canonical
from rag.question.shapes import Shape, Shaped, shape_of

Kind = Literal["said", "who", "when", "where", "count", "yes_no", "open"]
"""The way of asking: words of a speaker, a person, a time, a place, a number, whether, other."""

EventDetail = Literal["date", "place", "speakers"]
"""What is asked of an event itself, to be told from what the documents say of themselves."""


Reference = Literal[
    "date", "place", "source", "speaker", "question", "shorter", "next", "earlier", "order"
]
"""What is asked about the answer before, to be told from what that cites."""


class Tokens(NamedTuple):
    """Tokens that a chat model took."""

    input: int = 0
    output: int = 0


NO_TOKENS = Tokens()


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    ``speaker`` is who is asked about, as named in the question; ``topic`` what remains to be
    searched when the way of asking and the speaker are taken away. ``since`` and ``until`` are
    ISO dates that the question itself names, both included. ``event_detail`` is set where the
    question is about the event and not about what was said at it. ``undated`` is the question
    without its dates. ``asked`` is what was typed, where ``text`` was made of it and of the
    conversation; ``reference`` is set where the answer before is asked about. ``shape`` tells
    how statements are to be set side by side, ``speakers`` whose and ``besides`` whose not;
    ``months`` are the first and last named without a year. ``tokens`` are those that a chat model
    took to make the question stand alone.
    """

    text: str
    kind: Kind
    topic: str
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    event_detail: EventDetail | None = None
    undated: str = ""
    asked: str | None = None
    reference: Reference | None = None
    shape: Shape | None = None
    speakers: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    months: tuple[int, int] | None = None
    tokens: Tokens = NO_TOKENS

    @property
    def asks_anything(self) -> bool:
        """Whether a speaker is asked about and no topic, as in "What did Lind say in May?"."""
        return bool(self.speaker) and not self.topic


SAYING = frozenset(
    "accuse acknowledge add address admit advise agree announce answer argue ask assert assess "
    "assure believe blame call caution characterise characterize cite claim comment compare "
    "complain concede condemn confirm consider contend criticise criticize declare demand deny "
    "describe disclose discuss dismiss emphasise emphasize evaluate expect explain express fear "
    "feel guarantee hint hope insist intend justify maintain mention name note object oppose "
    "outline pledge point praise predict prefer promise propose quote react recommend regret "
    "reject remark remind repeat reply report request respond reveal say see speak state stress "
    "suggest support talk tell think threaten urge view voice vow want warn welcome".split()
)
"""Verbs that ask for somebody's words."""

IRREGULAR = {
    "said": "say",
    "told": "tell",
    "thought": "think",
    "spoke": "speak",
    "spoken": "speak",
    "denied": "deny",
    "replied": "reply",
    "felt": "feel",
    "saw": "see",
    "seen": "see",
}

ROLES = frozenset(
    "president premier minister chancellor governor spokesman spokeswoman spokesperson secretary "
    "chief head leader ambassador king queen prince pope mayor commissioner director chairman "
    "chairwoman chair chairperson official officials government ministry bank senator deputy "
    "vice prime foreign finance health interior energy defence defense environment general "
    "opposition speaker representative delegation envoy host moderator".split()
)
"""Words of a description of a person or a body that speaks."""

AUXILIARY = r"(?:did|does|do|has|have|had|is|was|were|are|will|would|can|could|should)(?:n['’]t)?"
PREPOSITION = r"(?:about|on|regarding|concerning|of|over|to|towards?|against|with|at|in|for|as)"

ASKED_OF = re.compile(
    r"^(?P<wh>(?:and\s+|but\s+|so\s+)?(?:what|how|why|when|where|which|whom?)?\b[\w\s]{0,40}?)\s*"
    rf"\b{AUXILIARY}\s+(?P<words>.+)$",
    re.IGNORECASE | re.DOTALL,
)
ADVERBS = frozenset(
    "ever got also really once not n't publicly actually have had to been just known".split()
)
DETERMINERS = frozenset("the a an this that these those any his her their our my your".split())
ACCORDING = re.compile(
    r"\b(?:according\s+to|in\s+the\s+(?:opinion|view|words)\s+of)\s+(?P<who>[^,?]+?)\s*(?:,|\?|$)"
    r"|,?\s*\b(?:in|from)\s+(?P<whose>[^,?]+?)['’]s?\s+(?:opinion|view|words|point\s+of\s+view|"
    r"perspective|account|telling|version|judge?ment)\s*(?:,|\?|$)",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(
    r"\b(?P<who>(?:the\s+)?[\w.-]+(?:['’](?!s\b)\w+)?(?:\s+[\w.-]+(?:['’](?!s\b)\w+)?){0,4}?)"
    r"['’]s?\s+(?:\w+\s+)?(?:views?|positions?|stance|"
    r"opinions?|answers?|comments?|remarks?|statements?|words|reaction|response|assessment|"
    r"explanation|message|quotes?)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
WORDS_OF = re.compile(
    r"\b(?:views?|positions?|stance|opinions?|answers?|comments?|remarks?|statements?|quotes?|"
    rf"words|reaction|response)\s+(?:of|by|from)\s+(?P<who>\S+(?:\s+\S+){{0,5}}?)\s+"
    rf"(?:{PREPOSITION})\s+(?P<rest>.+)$"
    r"|^(?:(?:any|all|the|some|show\s+me|give\s+me)\s+)*(?:quotes?|statements?|remarks?|comments?)\s+"
    rf"(?:by|from)\s+(?P<whose>\S+(?:\s+(?!{PREPOSITION}\b)\S+){{0,3}})$",
    re.IGNORECASE | re.DOTALL,
)
X_ON_Y = re.compile(
    r"^(?P<who>(?:[A-Z][\w.’'-]+\s+){1,4})(?:on|about|regarding|re:?)\s+(?P<rest>[^?]+)\??$"
)
MEDIA = frozenset(("article", "articles"))
"""What words stand in: "the Gazette article says" asks nobody."""

PRONOUNS = frozenset("he she they it we you i there anyone anybody someone somebody people".split())
LEAD = re.compile(
    r"^(?:(?:what|who|whom|whose|when|where|why|how|which|did|does|do|has|have|had|is|was|were|"
    r"are|will|would|can|could|should|many|much|often|long|else|exactly|please|tell\sme|"
    r"anyone|anybody|someone|there|the|and|but|so|said|been)\b\s*)+",
    re.IGNORECASE,
)
UP_TO_NAME = re.compile(rf"^(?:what|how|{AUXILIARY})\b\s*(?:{AUXILIARY}\b\s*)?", re.IGNORECASE)
"""What stands before "Putin's position": the way of asking."""

RELATION = re.compile(
    rf"^(?:(?:(?:when\s+)?(?:(?:he|she|they)\s+(?:was|were)\s+)?asked|"
    rf"{PREPOSITION}|that|whether|if|out|the|an?)(?:\s+|$))+",
    re.IGNORECASE,
)
"""What leads from a verb of saying, or a word for somebody's words, to the topic."""

EVENT = re.compile(
    r"\b(?:press\s+conference|briefing|news\s+conference|summit|conference|press\s+availability|"
    r"joint\s+appearance|hearing|interview|meeting|talks|event)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:held|take\s+place|took\s+place|happen(?:ed)?|date|venue|located|location|day)\b",
    re.IGNORECASE,
)
TOOK_PART = re.compile(
    r"^(?:who|which\s\w+)\s+(?:all\s+)?(?:spoke|speaks|took\s+part|participated|attended|"
    r"was\s+(?:there|present)|were\s+(?:there|present|the\s+speakers)|gave|held|hosted|appeared)\b",
    re.IGNORECASE,
)

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name} | {
    name.lower(): i for i, name in enumerate(calendar.month_abbr) if name
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
WHEN = (
    r"(?:(?P<iso_N>\d{4}-\d{2}(?:-\d{2})?)"
    rf"|(?P<d1_N>{DAY})\s+(?:of\s+)?(?P<m1_N>{MONTH}),?\s+(?P<y1_N>[12]\d\d\d)"
    rf"|(?P<m2_N>{MONTH})\s+(?:(?P<d2_N>{DAY}),?\s+)?(?P<y2_N>[12]\d\d\d)"
    r"|(?P<y3_N>(?:19|20)\d\d))\b"
)
FIRST, SECOND = WHEN.replace("_N", "_a"), WHEN.replace("_N", "_b")

BETWEEN = re.compile(
    rf"\b(?:between|from)\s+{FIRST}\s+(?:and|to|until|till)\s+{SECOND}", re.IGNORECASE
)
DATED = re.compile(
    rf"\b(?P<word>since|after|before|until|till|by|on|in|during|of|from)\s+(?:the\s+)?{FIRST}",
    re.IGNORECASE,
)

AT = frozenset("on in during of".split())
"""Words before dates of which several are asked about, not a range that one of them opens."""

LONGEST_SPEAKER = 6
"""Words; a longer run before the verb is not a name."""


Day = str | int | date
"""A day, month or year as people give it: "2015-11-16", "2015-11", 2015, or a date."""


LONGEST_ASKED = 40
"""Words of a question that is taken apart; in a longer one, such as a journalist's, dates and names
stand that are no conditions."""


def understood(text: str, *, longest: int = 2000) -> Question:
    """Take a question apart. Raises QuestionError when it is empty, too long or no text."""
    if not isinstance(text, str):
        raise QuestionError(f"The question is no text: {text!r}. Give a string.")
    asked = " ".join(text.split())
    if not re.search(r"\w", asked):
        raise QuestionError("The question is empty. Ask something, such as: Who spoke about trade?")
    if len(asked) > longest:
        raise QuestionError(
            f"The question has {len(asked)} characters, more than the {longest} allowed "
            "(PRESSROOM_MAX_QUESTION). Ask it shorter."
        )
    if len(asked.split()) > LONGEST_ASKED:
        return Question(text=asked, kind="open", topic=asked, undated=asked)
    since, until, undated = _dates(asked)
    months, undated = _months(undated)
    question = _taken_apart(canonical(undated))
    return replace(
        question,
        text=asked,
        topic=question.topic or ("" if question.speaker or question.shape else asked),
        since=since,
        until=until,
        months=months,
        undated=undated,
    )


def _taken_apart(text: str) -> Question:
    """Take apart a question that names no dates."""
    if shaped := shape_of(text):
        return _in_shape(text, shaped)
    detail = _event_detail(text)
    speaker, rest = (None, None) if detail else _speaker(text)
    topic = _topic(text if rest is None else rest)
    return Question(
        text=text,
        kind=_kind(text, speaker),
        topic=topic or ("" if speaker else text.rstrip("?! .")),
        speaker=speaker,
        event_detail=detail,
    )


def _in_shape(text: str, shaped: Shaped) -> Question:
    named = [name for name in map(_named, shaped.speakers) if name]
    return Question(
        text=text,
        kind="open",
        topic=_topic(shaped.topic),
        speaker=named[0] if len(named) == 1 else None,
        shape=shaped.shape,
        speakers=tuple(named),
        besides=shaped.besides,
    )


def checked_date(value: Day | None, *, name: str, last: bool = False) -> str | None:
    """Return a date filter as a full ISO date: "2015" is its first day, or its *last*.

    Raises QuestionError naming the filter when it is no date.
    """
    if isinstance(value, datetime):
        value = value.date()
    given = "" if value is None else str(value).strip()
    if not given:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", given)
    try:
        if match is None:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first, end = _range(year, month, day)
    except ValueError as exc:
        raise QuestionError(
            f"{name} is no date: {value!r}. Write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from exc
    return (end if last else first).isoformat()


def _kind(text: str, speaker: str | None) -> Kind:
    lower = text.lower()
    if re.match(r"how\s+(?:many|much|often|long|large|big|high)\b", lower):
        return "count"
    if re.match(r"(?:and\s+)?(?:when|(?:on|in)\s+(?:what|which)\s+(?:date|day|year))\b", lower):
        return "when"
    if re.match(r"(?:and\s+)?(?:where|(?:in|at)\s+(?:what|which)\s+(?:place|city|town))\b", lower):
        return "where"
    if re.match(r"(?:and\s+)?(?:who|whom|whose)\b", lower):
        return "who"
    if re.match(rf"{AUXILIARY}\b", lower):
        return "yes_no"
    return "said" if speaker else "open"


def _speaker(text: str) -> tuple[str | None, str | None]:
    """Return who is asked about and the rest of the question, or None for both."""
    match = ACCORDING.search(text)
    if match:
        who = match["who"] or match["whose"]
        return _named(who), text[: match.start()] + " " + text[match.end() :]
    match = ASKED_OF.match(text)
    if match and (found := _asked_of(match["words"])):
        return found[0], f"{match['wh']} {found[1]}"
    for pattern in (WORDS_OF, POSSESSIVE, X_ON_Y):
        match = pattern.search(text.rstrip("?!. "))
        part = match.groupdict("") if match else {}
        who = _named(UP_TO_NAME.sub("", part["who"] or part.get("whose", ""))) if match else None
        if who:
            return who, part["rest"]
    return None, None


def _asked_of(words: str) -> tuple[str | None, str] | None:
    """Split "the minister really say about fuel" at its verb of saying: (who, what is left).

    The speaker is None for a pronoun; without a verb of saying there is nothing to split.
    """
    parts = words.split()
    for i, word in enumerate(parts[1 : LONGEST_SPEAKER + 3], start=1):
        base = infinitive(word.strip(",.;:?!"))
        if base == "make" and parts[i + 1 : i + 2] == ["of"]:  # "What did she make of the plan?"
            return _named(" ".join(p for p in parts[:i] if not _is_adverb(p))), " ".join(
                parts[i + 2 :]
            )
        if base not in SAYING or word[0].isupper():
            continue
        name = [part for part in parts[:i] if not _is_adverb(part)]
        if not name or name[-1].lower() in DETERMINERS or name[-1].endswith(("'s", "’s")):
            continue
        if len(name) > 1 and name[-1].lower() in PRONOUNS:  # "does the road make people feel"
            continue
        if not NO_NAME.isdisjoint(name) or any(part.endswith(("?", "!", ";")) for part in name):
            return None
        if POSSESSIVE.search(" ".join(name)):
            continue
        said = " ".join(parts[i:])
        left = REPORTED.sub("", said)
        is_plain = left == said and base in PLAIN_SAYING
        return _named(" ".join(name)), " ".join(parts[i + 1 :]) if is_plain else left
    return None


NO_NAME = frozenset("if when whether that because while which about regarding than".split())
"""Words that stand in nobody's name: a verb of saying behind them is another clause's."""

PLAIN_SAYING = frozenset(
    "say tell think speak talk state see comment mention address feel describe characterise "
    "characterize assess evaluate view consider discuss express voice react remark respond answer "
    "reply".split()
)
"""Verbs that say nothing about the topic."""

REPORTED = re.compile(
    r"^(?:reported|quoted|cited|said|believed|claimed)\s+"
    r"(?:to\s+have\s+|as\s+(?:having\s+)?)"
    r"(?:said|stated|told|spoken|remarked|commented|saying|stating|telling|speaking|commenting)\b"
    r"|^quoted\b",
    re.IGNORECASE,
)
"""Saying as reported: "reported to have said", "quoted as saying"."""


def _is_adverb(word: str) -> bool:
    return word.lower() in ADVERBS or (word.endswith("ly") and word.islower())


def _named(words: str) -> str | None:
    """Return a name or description of a speaker, or None where the words are none."""
    who = words.strip(" ,.;:?!\"“”'’")
    parts = who.split()
    counted = [part for part in parts if part.lower() not in DETERMINERS | {"of"}]
    if not counted or len(counted) > LONGEST_SPEAKER or who.lower() in PRONOUNS:
        return None
    if parts[0].lower() in PRONOUNS or not MEDIA.isdisjoint(who.lower().split()):
        return None
    return who


def infinitive(verb: str) -> str:
    """Return the infinitive of a verb of saying, as far as it is needed to know it."""
    word = verb.lower()
    if word in SAYING:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", "e"), ("ed", "e"), ("ing", "e")):
        if word.endswith(ending) and word[: -len(ending)] + instead in SAYING:
            return word[: -len(ending)] + instead
    for ending in ("s", "ed", "ing"):
        if word.endswith(ending) and word[: -len(ending)] in SAYING:
            return word[: -len(ending)]
    return word


def _topic(text: str) -> str:
    rest = LEAD.sub("", text.strip(" ?!.,")).lstrip()
    return RELATION.sub("", rest).strip(" ?!.,;:")


def _event_detail(text: str) -> EventDetail | None:
    lower = text.lower()
    if not EVENT.search(text):
        return None
    if TOOK_PART.match(lower) and " about " not in lower:
        return "speakers"
    about_event = re.match(
        rf"(?:when|where|on\s+(?:what|which)\s+(?:date|day)|what\s+(?:was|is)\s+the\s+date|"
        rf"in\s+(?:what|which)\s+(?:city|place|town))\s*(?:{AUXILIARY})?\s*(?:the|this|that|of)?",
        lower,
    )
    if not about_event:
        return None
    if not (HELD.search(lower) or re.match(r"(?:when|where)\s+(?:was|is)\s+the\b", lower)):
        return None
    return "place" if re.match(r"where|in\s", lower) else "date"


def _dates(text: str) -> tuple[str | None, str | None, str]:
    """Return the range of dates the question names, and the question without them."""
    try:
        return _range_named(text)
    except ValueError:  # no such day: words like any other
        return None, None, text


YEAR_SHARED = re.compile(
    rf"\b((?:between|from)\s+(?:{DAY}\s+)?{MONTH})(?!\s+\d)"
    rf"(?=(\s+(?:and|to|until|till)\s+(?:{DAY}\s+)?({MONTH})\s+([12]\d\d\d)\b))",
    re.IGNORECASE,
)
MONTHS_BETWEEN = re.compile(
    rf"\s*\b(?:between|from)\s+(?P<first>{MONTH})\s+(?:and|to|until|till)\s+(?P<last>{MONTH})"
    r"\b",
    re.IGNORECASE,
)


def _months(text: str) -> tuple[tuple[int, int] | None, str]:
    """Return the first and last month of "between June and November", and the rest."""
    match = MONTHS_BETWEEN.search(text)
    if not match:
        return None, text
    first, last = (MONTHS[match[part].rstrip(".").lower()] for part in ("first", "last"))
    return (first, last), _without(text, match)


def _range_named(text: str) -> tuple[str | None, str | None, str]:
    text = YEAR_SHARED.sub(r"\g<1> \g<4>", text)
    if match := BETWEEN.search(text):
        first, last = _named_range(match, "a")[0], _named_range(match, "b")[1]
        return first.isoformat(), last.isoformat(), _without(text, match)
    if len(dates := list(DATED.finditer(text))) > 1 and {d["word"].lower() for d in dates} <= AT:
        ranges = [_named_range(dated, "a") for dated in dates]
        first, last = min(r[0] for r in ranges), max(r[1] for r in ranges)
        return first.isoformat(), last.isoformat(), " ".join(DATED.sub("", text).split())
    if not (match := DATED.search(text)):
        return None, None, text
    first, last = _named_range(match, "a")
    since: date | None = first
    until: date | None = last
    match match["word"].lower():
        case "since" | "from":
            until = None
        case "after":
            since, until = last + timedelta(days=1), None
        case "before":
            since, until = None, first - timedelta(days=1)
        case "until" | "till" | "by":
            since = None
    return (
        since.isoformat() if since else None,
        until.isoformat() if until else None,
        _without(text, match),
    )


def _named_range(match: re.Match[str], n: str) -> tuple[date, date]:
    part = match.groupdict()
    if part[f"iso_{n}"]:
        numbers = [int(x) for x in part[f"iso_{n}"].split("-")]
        return _range(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None)
    year = part[f"y1_{n}"] or part[f"y2_{n}"] or part[f"y3_{n}"]
    month = part[f"m1_{n}"] or part[f"m2_{n}"]
    day = part[f"d1_{n}"] or part[f"d2_{n}"]
    return _range(
        int(year),
        MONTHS[month.rstrip(".").lower()] if month else None,
        int(re.sub(r"\D", "", day)) if day else None,
    )


def _range(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """Return the first and last day of a year, month or day; ValueError if there is no such."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join((text[: match.start()] + text[match.end() :]).split()).replace(" ?", "?")


PREMISE = re.compile(
    r"^(?:(?i:and|but|so)\s+)?(?i:why|when|how|where)\s+(?:did|was|were|has|had|is|are)\s+"
    r"(?P<name>(?:[A-Z][\w’'-]+\s+){1,3})(?:(?:not|ever|finally|suddenly)\s+)?(?P<verb>[a-z]{3,})\b"
)
VAGUE = frozenset(
    "become been being come did feel felt gave get give given gone have know look made make mean "
    "move put seem start stop take taken want went work".split()
)
"""Verbs for which a record may use any other."""


def premise_of(text: str) -> tuple[str, str] | None:
    """Return (name, verb) of what a question takes for granted: "Why did Lind resign?"."""
    match = PREMISE.match(text)
    if not match or match["verb"] in VAGUE or infinitive(match["verb"]) in SAYING:
        return None
    return match["name"].strip(), match["verb"]
