"""Whom a sentence names as speaking: "Varga said", "according to Varga", "Varga:", "she added"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rag.reading.cues import SAYING_FORMS
from rag.reading.names import TITLES, folded, may_be, name_words, office_of
from rag.verification.kin import is_kin
from rag.verification.wording import CAPITAL

NAME = rf"{CAPITAL}(?:\s+(?:{CAPITAL}|de|der|den|von|van|bin|ibn|al|el|la|di|da|du|of)\b\.?)*"
HELPERS = (
    r"(?:(?:has|had|have|also|then|later|again|further|once|did|does|do|would|will|not|never|"
    r"himself|herself|both|\w+ly)\s+){0,3}"
)
ASIDE = r"(?:\*{1,2}|\s*\([^()]*\)|,[^,“”]{1,80},)*\s*"
BEFORE = (
    re.compile(rf"\b(?P<pronoun>[Hh]e|[Ss]he)\s+{HELPERS}\Z"),
    re.compile(rf"(?:(?P<first>{NAME}),?\s+and\s+)?(?P<name>{NAME}){ASIDE}{HELPERS}\Z"),
    re.compile(
        rf"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?|{CAPITAL}['’]s?)\s+"
        rf"(?P<office>(?:[\w.-]+\s+){{1,4}}){HELPERS}\Z"
    ),
)
OF = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?|,)\s+(?P<office>(?:[\w-]+\s+){1,4}of\s+)(?:the\s+)?\Z"
)
"""What stands before a name that only tells of what somebody is the head."""

GOES_ON = re.compile(rf"(?:\band|\bbut|,)\s+{HELPERS}\Z")
BEHIND = re.compile(rf"\s+(?:by\s+)?(?:the\s+)?(?P<name>{NAME})|\s+(?P<pronoun>he|she)\b")
INVERTED = re.compile(r"(?:[“”,?!…\d\]]|\bas|\bwas|\bbeen)\s*\Z")
FIRST = re.compile(rf"\W*(?P<name>{NAME})")
ELSEWHERE = (
    re.compile(rf"\b[Aa]ccording to (?:the )?(?:\w+ )?(?P<name>{NAME})"),
    re.compile(rf"\b[Ii]n (?P<name>{NAME})['’]s? (?:own )?(?:words|view|opinion)"),
    re.compile(rf"”[^“”\w]*[—–-]+\s*(?P<name>{NAME})"),
)
LABEL = re.compile(rf"\A[\s>*#–-]*(?P<name>{NAME})\**(?:\s*\([^()]*\))?\**:")
POSSESSIVE = re.compile(
    rf"\b(?P<name>{NAME})['’]s? (?:words|remarks?|statements?|reply|answer|comments?)"
)
BESIDE = re.compile(
    r"(?:[.;:“”]|,|\b(?:and|but|while|whereas)\b)\s*(?:the|his|her|their|an?)?\s*\Z"
)
"""What stands before somebody who speaks beside, and not within, what another says."""

WITHIN = re.compile(r"\b(?:he|she|they) and\s*\Z")
MORE_VERBS = (
    "accused praised criticised criticized condemned denounced blamed dismissed described thanked "
    "refuted vowed promised pledged threatened refused declined called believes thinks "
    "accuses praises criticises criticizes condemns rejects rejected puts put continues continued "
    "answered answers replied replies argued"
).split()
NO_VERBS = frozenset("charge charged rule ruled post posted report state states signal".split())
"""Forms of verbs of saying that are mostly other words."""

VERBS = (frozenset(SAYING_FORMS) | set(MORE_VERBS)) - NO_VERBS
NO_NAMES = frozenset(
    "on in at by to for from with as when asked while after before during earlier later yesterday "
    "today meanwhile also and but yet however then there here this that the he she it they we i "
    "speaking monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december although though since if "
    "instead still regarding overall similarly finally first second both others another yes "
    "no".split()
)
ROLE = "the "
"""How a description begins; no name does."""

DEPUTIES = frozenset("vice deputy".split())
SPOKESPEOPLE = frozenset("spokesman spokeswoman spokesperson".split())
OFFICES = frozenset(
    "president prime minister chancellor secretary senator mayor governor king queen ambassador "
    "premier spokesman spokeswoman spokesperson general".split()
)
"""Words that begin sentences with a capital, or stand before a name with one."""


class Sayer(NamedTuple):
    """Who is said to speak, and where in the sentence: a name, or None for "he" and "she".

    ``is_told`` is one who speaks within what another says, "Lind said that Varga called"; what
    stands before a colon, ``is_label``, may be a topic.
    """

    name: str | None
    at: int
    is_told: bool = False
    is_label: bool = False


def sayers(text: str) -> list[Sayer]:
    """Return whom a sentence names as speaking, in order; its quotes are left empty in *text*."""
    found = [sayer for match in re.finditer(r"\w+", text) for sayer in _around(text, match)]
    found += [named for pattern in ELSEWHERE for named in _named(pattern, text)]
    found += [named._replace(is_label=True) for named in _named(LABEL, text)]
    found += [named._replace(is_told=bool(found)) for named in _named(POSSESSIVE, text)]
    ordered = sorted({sayer.at: sayer for sayer in reversed(found)}.values(), key=lambda s: s.at)
    return [
        sayer._replace(is_told=sayer.is_told or _is_within(text, ordered[:i], sayer))
        for i, sayer in enumerate(ordered)
    ]


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Sayer]:
    for match in pattern.finditer(text):
        if name := _name(match["name"]):
            yield Sayer(name, match.start("name"))


def _is_within(text: str, before: Sequence[Sayer], sayer: Sayer) -> bool:
    """Return whether somebody speaks in the clause that tells what another says."""
    between = text[before[-1].at : sayer.at] if before else ""
    if not between or re.search(r"[.;:“”]", between):
        return False
    return not BESIDE.search(between) or WITHIN.search(between) is not None


def _around(text: str, verb: re.Match[str]) -> Iterator[Sayer]:
    if verb.group().lower() not in VERBS:
        return
    before = text[: verb.start()]
    match = next(filter(None, (pattern.search(before) for pattern in BEFORE)), None)
    if not match and INVERTED.search(before):
        match = BEHIND.match(text, verb.end())
    if not match and GOES_ON.search(before):
        match = FIRST.match(text)
    if not match:
        return
    groups = match.groupdict()
    if groups.get("name") and (head := OF.search(text[: match.start("name")])):
        if office := _office(f"{head['office']}{match['name']}"):
            yield Sayer(office, head.start("office"))
        return
    if groups.get("pronoun"):
        yield Sayer(None, match.start("pronoun"))
    for group in ("first", "name", "office"):
        words = groups.get(group)
        if words and re.search(r"['’]s?\Z", words):  # "Varland's demand", a noun
            continue
        name = words and (_name(words) if group != "office" else _office(words))
        if name:
            yield Sayer(name, match.start(group))


def _name(words: str) -> str | None:
    """Return a name without the words before it that only begin the sentence."""
    parts = re.sub(r"['’]s?\Z|[.,]\Z", "", words).split()
    while parts and folded(parts[0]).strip(".'’") in NO_NAMES:
        parts.pop(0)
    return " ".join(parts) or None


def _office(words: str) -> str | None:
    """Return a description of a speaker, "the Turkish president", behind its last determiner."""
    parts = re.split(r"\b(?:the|an?|his|her|their)\s+", words)[-1].split()
    return f"{ROLE}{' '.join(parts)}" if set(map(folded, parts)) & OFFICES else None


def is_role(name: str) -> bool:
    """Return whether a sayer is a description and no name."""
    return name.startswith(ROLE)


def bears(description: str, held: str) -> bool | None:
    """Return whether a label and role fit a description; None where they tell no office.

    Every title must be among those held, and nobody's deputy is meant by the office alone. Where
    the role tells a country, it must be kin to the one described.
    """
    wanted, has = (_titles(words) for words in (description, held))
    if not has & OFFICES:
        return None
    if not wanted <= has or (has & DEPUTIES) - wanted:
        return False
    places = [word for word in description.split() if word[0].isupper() and not word.isupper()]
    of = [word for word in re.findall(r"\w+", held) if word[0].isupper()]
    if not places or not re.search(
        r"\bof\s+(?:the\s+)?(?!State\b)[A-Z]|^[A-Z]\w+(?:an|ish|ese|i|ch)\b", held
    ):
        return True
    return any(is_kin(folded(place), folded(other)) for place in places for other in of)


def _titles(words: str) -> set[str]:
    found = {folded(word) for word in re.findall(r"\w+", words)} & TITLES
    if found & SPOKESPEOPLE or {"press", "secretary"} <= set(folded(words).split()):
        found = (found - SPOKESPEOPLE - {"secretary"}) | {"spokesperson"}
    return found - {"the", "a", "an", "of"}


def is_same(name: str, speaker: str, role: str = "") -> bool:
    """Return whether a name in an answer may mean a speaker of the record.

    A description ("the president") means who bears it by label or by the *role* printed.
    """
    if is_role(name):
        return bool(bears(name, f"{role} {speaker}".strip()))
    if office_of(name) and not name_words(name):
        wanted, held = (set(folded(words).split()) & OFFICES for words in (name, speaker))
        return not held or not wanted or bool(wanted & held)
    return may_be(name, speaker)
