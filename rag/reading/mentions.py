"""The people of a document: every name as printed, joined to the person's fullest name.

A surname alone stands for the only person in the document who carries it; where two share it,
titles and first names decide, and where they do not, the name stays as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rag.reading.capitals import (
    JOINT,
    ORGANISATION,
    generation_of,
    is_organisation,
    is_surname,
    is_title,
    names_in,
    opens_sentence,
    place_behind,
    role_around,
    role_before,
    role_behind,
    title_sex,
    words_of,
)
from rag.reading.first_names import is_first_name, sex_of
from rag.reading.headlines import lower_words
from rag.sources.language import is_english

PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
NEAR = 120
"""Characters behind a name in which a pronoun most often stands for it."""
OF_SOMEBODY = re.compile(r",\s(?:aged\s)?\d{1,2}[,.;]|,\swho\b")
"""What stands behind the name of a person alone: an age, or "who"."""
RELATED = re.compile(r"\b(?:father|dad|sons?|elder|eldest|namesake)\b", re.IGNORECASE)
"""Words of a text that tells a father from the son of the same name."""
AGREEING = 2
"""Pronouns that must agree before they tell somebody's sex."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody named in a document: fullest name, folded words of it, and sex where known."""

    name: str
    words: tuple[str, ...]
    sexes: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    human: bool = False
    generation: str = ""

    @property
    def sex(self) -> str | None:
        """The sex that the document's titles and the first name tell, or None."""
        male, female = self.sexes["m"], self.sexes["f"]
        return None if male == female else "m" if male > female else "f"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands, with the person it means where that is one person."""

    start: int
    end: int
    name: str
    title: str | None
    person: Person | None


class Cast:
    """The people of one document, found by name."""

    def __init__(self, text: str, title: str | None = None) -> None:
        self.text = text
        ordinary = lower_words(text)
        self._english = is_english(text)
        raw = names_in(text, ordinary, english=self._english)
        self._apart = _told_apart(text, [found.name for found in raw])
        self._ordinary = ordinary
        self._full: dict[tuple[str, ...], Person] = {}
        self._by_last: dict[str, list[Person]] = {}
        for found in raw:
            self._note(*found)
        for match in JOINT.finditer(text):
            if is_first_name(match[1]) and is_first_name(match[2]):
                self._note(match.start(), match.end(), f"{match[1]} {match[3]}", None)
        for found in names_in(title or "", ordinary, english=self._english):
            self._note(*found)
        self._join_short()
        self._leave_openers({words_of(n.name) for n in raw if not opens_sentence(text, n.start)})
        self.mentions = [
            Mention(start, end, name, honorific, self.find(name, honorific))
            for start, end, name, honorific in raw
        ]
        self._learn()
        self._learn_from_pronouns()
        self._starts = [mention.start for mention in self.mentions]

    def _note(self, start: int, end: int, name: str, title: str | None) -> None:
        words = words_of(name)
        if len(words) < 2 or is_surname(words) or is_organisation(words):
            return
        generation = self._generation(name)
        key = _key(words, generation)
        person = self._full.get(key)
        if person is None:
            person = self._full[key] = Person(name, words, generation=generation)
            self._by_last.setdefault(words[-1], []).append(person)
            if sex := sex_of(words[0]):
                person.sexes[sex] += 1
            person.human = is_first_name(words[0]) or any(len(w) == 1 for w in words[:-1])
        elif person.name.isascii():
            person.name = name if not name.isascii() else person.name
        if title:
            person.titles.add(title)
            person.human = True

    def _generation(self, name: str) -> str:
        """Return the suffix of a name, where the text tells its bearers apart by it."""
        return generation_of(name) if _family_of(name) in self._apart else ""

    def _join_short(self) -> None:
        """Let "Donald J. Trump" and "Donald Trump" be one person, under the fullest name."""
        for people in self._by_last.values():
            for run in [p for p in people if not is_first_name(p.words[0])]:
                if inner := next((p for p in people if _is_run_on(run, p)), None):
                    self._full[_key(run.words, run.generation)] = inner
                    people.remove(run)
            people.sort(key=lambda person: (-len(person.words), person.name))
            kept: list[Person] = []
            for person in people:
                twin = next((k for k in kept if _same(k, person)), None)
                if twin is None:
                    kept.append(person)
                    continue
                twin.titles |= person.titles
                twin.human |= person.human
                self._full[_key(person.words, person.generation)] = twin
            people[:] = kept

    def _leave_openers(self, inside: Collection[tuple[str, ...]]) -> None:
        """Let words that only open sentences share nobody's surname: "Given Roe’s record".

        Names in *inside* stand within sentences too.
        """
        for people in self._by_last.values():
            if any(is_first_name(person.words[0]) for person in people):
                people[:] = [p for p in people if p.human or p.words in inside]

    def find(self, name: str, title: str | None = None) -> Person | None:
        """Return the one person a printed name means, or None where it is none or several."""
        words = words_of(name)
        if not words:
            return None
        generation = self._generation(name)
        if not is_surname(words) and (found := self._full.get(_key(words, generation))):
            return found
        people = self._by_last.get(words[-1], [])
        people = [person for person in people if set(words) <= set(person.words)]
        if _family_of(name) in self._apart:
            people = _of_generation(people, generation)
        if not people:
            people = [p for p in set(self._full.values()) if _is_called(p, words)]
            people = [p for p in people if p.human or not self._english]
        if title and (sex := title_sex(title)):
            people = [person for person in people if person.sex in (sex, None)]
        elif title and len(people) > 1:
            people = [person for person in people if title in person.titles] or people
        unique = {id(person): person for person in people}
        return next(iter(unique.values())) if len(unique) == 1 else None

    def _learn(self) -> None:
        """Learn sex, title and personhood from the mentions, and so whom they mean."""
        self._learn_from_beside()
        for number, mention in enumerate(self.mentions):
            if mention.person is None and (person := self.find(mention.name, mention.title)):
                self.mentions[number] = _with(mention, person)

    def _learn_from_beside(self) -> None:
        """Learn from the titles and roles before and behind each mention."""
        for number, mention in enumerate(self.mentions):
            person = mention.person or self.find(mention.name, mention.title)
            person = person or self._introduced(mention)
            if person is None:
                continue
            self.mentions[number] = _with(mention, person)
            roles = (
                role_before(self.text, mention.start),
                role_behind(self.text, mention.end),
                role_around(self.text, mention.start, mention.end),
            )
            place = place_behind(self.text, mention.end) if mention.title else ""
            person.roles.update(role for role in (*roles, place) if role)
            person.human |= any(roles) or bool(OF_SOMEBODY.match(self.text, mention.end))
            if mention.title:
                person.titles.add(mention.title)
                person.human = True
                if sex := title_sex(mention.title):
                    person.sexes[sex] += 3

    def _introduced(self, mention: Mention) -> Person | None:
        """Return a person known by surname alone: "Mr. Le Brun", "Brun, who …, says he …"."""
        words = words_of(mention.name)
        if not is_title(mention.title or "") and not self._is_somebody(mention):
            return None
        if not is_surname(words) or words[-1] in ORGANISATION:
            return None
        namesakes = self._by_last.setdefault(words[-1], [])
        sex = title_sex(mention.title or "")
        if namesakes and not (sex and all(p.sex not in (sex, None) for p in namesakes)):
            return None
        person = Person(mention.name, words, human=True)
        namesakes.append(person)
        self._full[words] = person
        return person

    def _is_somebody(self, mention: Mention) -> bool:
        """Tell a surname from other names by the age or "who" behind it, and by a pronoun."""
        told = OF_SOMEBODY.match(self.text, mention.end)
        several = mention.name.endswith("s") or mention.name.lower() in self._ordinary
        near = self.text[mention.end : mention.end + NEAR]
        return bool(told) and not several and PRONOUN.search(near) is not None

    def _learn_from_pronouns(self) -> None:
        """Learn the sex of people whose names do not tell it, where pronouns behind them agree."""
        seen: dict[int, Counter[str]] = {}
        unknown = {id(p): p for m in self.mentions if (p := m.person) and p.human and not p.sex}
        following = [*(m.start for m in self.mentions[1:]), len(self.text)]
        for mention, end in zip(self.mentions, following, strict=False):
            if id(mention.person) in unknown:
                near = self.text[mention.end : min(end, mention.end + NEAR)]
                if pronoun := PRONOUN.search(near):
                    sex = "m" if pronoun[0].lower().startswith("h") else "f"
                    sex = "f" if pronoun[0].lower().startswith("her") else sex
                    seen.setdefault(id(mention.person), Counter())[sex] += 1
        for key, counts in seen.items():
            sex, count = counts.most_common(1)[0]
            if count >= AGREEING and count >= 0.8 * counts.total():
                unknown[key].sexes[sex] += 1

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie within a range of the text, in order."""
        first = bisect_left(self._starts, start)
        found = []
        for mention in self.mentions[first:]:
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return found

    def is_shared(self, name: str) -> bool:
        """Tell whether more than one person of the document goes by a name."""
        return bool(words_of(name)) and len(self._by_last.get(words_of(name)[-1], [])) > 1

    def sex_of_all(self, name: str) -> str | None:
        """Return the sex of everybody who goes by a name, where it is the same."""
        words = words_of(name)
        sexes = {person.sex for person in self._by_last.get(words[-1], [])} if words else set()
        return sexes.pop() if len(sexes) == 1 else None

    @property
    def people(self) -> list[Person]:
        """Everybody found to be a person, each once."""
        return [p for p in {id(p): p for p in self._full.values()}.values() if p.human]


def _key(words: tuple[str, ...], generation: str) -> tuple[str, ...]:
    return (*words, generation) if generation else words


def _family_of(name: str) -> str:
    """Return the word that a father and his son of the same name share last."""
    words = words_of(name)
    return words[-1] if words else ""


def _told_apart(text: str, names: Sequence[str]) -> frozenset[str]:
    """Return the surnames whose bearers of one name a text tells apart: "Roe Sr." and "Roe Jr."."""
    seen: dict[tuple[str, str], list[str]] = {}
    for name in names:
        words = words_of(name)
        if len(words) > 1:
            seen.setdefault((words[0], words[-1]), []).append(generation_of(name))
    related = RELATED.search(text) is not None
    return frozenset(
        last
        for (_, last), found in seen.items()
        if len(set(found) - {""}) > 1 or (related and not found[0] and any(found))
    )


def _of_generation(people: Sequence[Person], generation: str) -> list[Person]:
    """Return those of a generation; without a suffix it is the one whose name has none."""
    return [person for person in people if person.generation == generation] or list(people)


def _is_called(person: Person, words: tuple[str, ...]) -> bool:
    """Tell whether somebody goes by the first word of a name, or by the first of two surnames."""
    if len(words) == 1 and person.words[0] == words[0]:
        return True
    inner = person.words[1:-1]
    at = inner.index(words[0]) if words[0] in inner else -1
    return at >= 0 and inner[at : at + len(words)] == words and not is_first_name(words[0])


def _with(mention: Mention, person: Person) -> Mention:
    return Mention(mention.start, mention.end, mention.name, mention.title, person)


def _is_run_on(run: Person, other: Person) -> bool:
    """Tell whether a run of capitals is somebody's name behind other words, or two surnames."""
    if run is other or not is_first_name(other.words[0]):
        return False
    behind = run.words[-len(other.words) :] == other.words
    return behind or other.words[-len(run.words) :] == run.words


def _same(full: Person, short: Person) -> bool:
    """Tell whether a shorter name is the longer one with middle words left out."""
    if full.generation != short.generation:
        return False
    ends = (full.words[0], full.words[-1]) == (short.words[0], short.words[-1])
    return ends and set(short.words) <= set(full.words)
