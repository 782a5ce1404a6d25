"""People whom one document names in full: its text comes in, its holders of offices go out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.capitals import (
    JOINT,
    NOT_NAMES,
    is_organisation,
    is_title,
    names_in,
    role_before,
    words_of,
)
from rag.reading.first_names import is_first_name
from rag.reading.label_shapes import CONVENERS
from rag.reading.mentions import Cast, Mention, Person
from rag.reading.name_parts import TITLE_WORDS, is_office, parts_of
from rag.reading.names import folded

NOBODY = CONVENERS | frozenset(
    "q a question questions reporter reporters journalist journalists press correspondent "
    "the an interviewer answer answers audience participant unidentified male female voice "
    "all staff media".split()
)
"""Words of labels that stand for a part in the event, not for a person."""

LONGEST_NAME = 5
"""Words; a longer run of capitals is a headline."""

LONGEST_ABBREVIATION = 5

OPENERS = frozenset("so as after before even when while but then though although since".split())
"""Words that open a sentence before a role, in capitals as the role is."""

APPOSED = re.compile(
    r",\s(?!who |which |that |and |but |said )(?:the |a |an |his |her )?"
    r"((?:[\w’'.-]+\s){0,5}?[\w’'-]+"
    r"(?:\s(?:of|for|at)\s(?:the\s)?(?:[A-Z][\w’'.-]+[^\S\n]?)+)?)[^\S\n]?"
    r"(?=[,.;:)]|(?<!\.)\n|$)"
)
"""A role behind a name: ", the finance minister,"."""

BELOW = re.compile(
    r"[,:]?\s*\n\s*(?:\d+(?:st|nd|rd|th)\s)?((?:[A-Z][\w’'-]+\s){0,4}?[\w’'-]+)"
    r"(?=\s*(?:\n|\Z)|\s(?:of|for|to)\s)"
)
"""A role on the line below a name, as headers print it."""

OF_COUNTRY = re.compile(r"\sof\s(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+)?)")
"""Of what somebody with an office has it: "President Oren of Varland"."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose full name stands in a document, and the places where it stands.

    ``starts`` are where the name begins, also in "Ana and Jan Oren", which has no place of its own.
    """

    name: str
    words: tuple[str, ...]
    suffix: str
    sex: str | None
    places: tuple[Mention, ...]
    starts: tuple[int, ...]
    offices: frozenset[str]


class FullNames:
    """The people of one document by the full names it gives them, with their offices."""

    def __init__(self, text: str, title: str | None) -> None:
        self.text = text
        self.title = title or ""
        self.cast = Cast(text, title)
        self._alone = {m.name for m in self.cast.mentions if " " not in m.name}
        self._authors = {words_of(m.name) for m in self.cast.mentions if self.is_cited(m)}
        self.holders = self._holders()

    def _holders(self) -> list[Holder]:
        places: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in self.cast.mentions:
            if mention.person and len(words_of(mention.name)) > 1:
                places[mention.person.name, parts_of(mention.name).suffix].append(mention)
        joint = self._joint()
        for name in joint:
            places[name, ""] += []
        titled = names_in(self.title, ())
        for person in filter(None, (self.cast.find(name.name) for name in titled)):
            if person.human and len(person.words) > 1:
                places[person.name, ""] += []
        people = {person.name: person for person in self.cast.people}
        people |= {m.person.name: m.person for some in places.values() for m in some if m.person}
        found = [
            self._holder(people[name], suffix, some, joint[name])
            for (name, suffix), some in places.items()
            if self._is_human(people[name])
        ]
        return [one for one in found if not any(_is_run_on(one, other) for other in found)]

    def _joint(self) -> dict[str, list[int]]:
        """Return name → where it stands without its surname, as in "Ana and Jan Oren"."""
        found: dict[str, list[int]] = defaultdict(list)
        for match in JOINT.finditer(self.text):
            person = self.cast.find(f"{match[1]} {match[3]}")
            if person and person.human:
                found[person.name].append(match.start())
        return found

    def _holder(
        self, person: Person, suffix: str, places: Sequence[Mention], joint: Sequence[int]
    ) -> Holder:
        name = parts_of(person.name)
        shown = name.printed
        if name.suffix and not suffix:
            shown = shown.rsplit(maxsplit=1)[0]
        elif suffix and not name.suffix:
            shown = parts_of(places[0].name).printed
        return Holder(
            name=shown,
            words=person.words,
            suffix=suffix,
            sex=person.sex,
            places=tuple(places),
            starts=tuple(sorted([*joint, *(mention.start for mention in places)])),
            offices=frozenset(
                folded(role)
                for roles in (*map(self.roles, places), self._roles_in_title(person.name))
                for role in roles
            ),
        )

    def _roles_in_title(self, name: str) -> list[str]:
        title = self.title
        start = title.find(name)
        role = role_before(title, start) if start > 0 else ""
        return [_after_stop(role.split())] if is_office(role) else []

    def _is_human(self, person: Person) -> bool:
        words = person.words
        if len(words) > LONGEST_NAME or is_organisation(words) or not parts_of(person.name).first:
            return False
        if any(word in NOT_NAMES for word in words):  # a headline's words between names
            return False
        if words[0] in NOBODY or words[0].removesuffix("s") in TITLE_WORDS:
            return False
        if person.human or person.words in self._authors:
            return True
        return len(words) < 4 and person.name.split()[-1] in self._alone

    def roles(self, mention: Mention) -> list[str]:
        """Return the roles printed beside a name, before it and behind."""
        count = len(role_before(self.text, mention.start).split())
        before = self.text[max(0, mention.start - 90) : mention.start].split()
        is_own = count and not _ends(before[-1]) and not _serves(before[:-count])
        roles = [_after_stop(before[-count:])] if is_own else []
        if roles and (country := OF_COUNTRY.match(self.text, mention.end)):
            roles = [f"{roles[0]} of {country[1]}", *roles]
        behind = APPOSED.match(self.text, mention.end) or BELOW.match(self.text, mention.end)
        if behind and any(is_title(word) for word in behind[1].lower().split()[:4]):
            roles.append(behind[1])
        return [role for role in roles if is_office(role)]

    def is_cited(self, mention: Mention) -> bool:
        """Return whether a name stands before the title, as where one is told how to cite it."""
        return bool(self.title) and self.text.startswith(f", {self.title}", mention.end)


def _ends(word: str) -> bool:
    """Return whether a word ends a sentence, and is no title cut short ("Sen.")."""
    return word.endswith(".") and len(word) > LONGEST_ABBREVIATION


def _serves(words: Sequence[str]) -> bool:
    """Return whether words before a role tell of another's: "adviser to the" vice president."""
    before = [folded(word) for word in words[-3:] if folded(word) != "the"]
    return len(before) > 1 and before[-1] in ("to", "of", "for") and is_title(before[-2])


def _after_stop(words: Sequence[str]) -> str:
    """Return the words of a role behind the end of a sentence, or behind another name."""
    stops = [
        number
        for number, word in enumerate(words)
        if folded(word) in ("by", "with", "and")
        or (re.fullmatch(r"[^\W\d_]{3,}\.", word) and not is_title(folded(word).strip(".")))
    ]
    kept = list(words[stops[-1] + 1 :] if stops else words)
    while kept and folded(kept[0]) in OPENERS:
        kept.pop(0)
    return " ".join(kept)


def _is_run_on(one: Holder, other: Holder) -> bool:
    """Return whether a name is another's, or its surname, behind other words of a headline."""
    if one.words[-1] != other.words[-1] or not is_first_name(other.words[0]):
        return False
    if len(one.words) > len(other.words):
        return one.words[-len(other.words) :] == other.words
    return not is_first_name(one.words[0]) and not one.offices
