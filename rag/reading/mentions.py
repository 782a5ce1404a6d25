"""The people of a document: every name as printed, joined to the person's fullest name.

A surname alone stands for the only person in the document who carries it; where two share it,
titles and first names decide, and where they do not, the name stays as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from rag.reading.first_names import is_first_name, sex_of
from rag.reading.names import folded

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĤĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽА-ЯЁ]"
WORD = rf"(?:(?:Mc|Mac|O['’]|D['’]|[Aa]l-|[Ee]l-)?{CAPITAL}[^\W\d_]*(?:[-‑]{CAPITAL}?[^\W\d_]+)*)"
INITIAL = rf"(?:{CAPITAL}\.){{1,3}}"
PARTICLE = r"(?:de la|de|del|della|di|da|dos|du|van der|van den|van|von|bin|ibn|al|el|le|la|ter)"
NICKNAME = rf"[“\"‘']{WORD}[”\"’']"
NAME = re.compile(
    rf"{WORD}(?:\s(?:{NICKNAME}\s(?={CAPITAL}))?(?:{INITIAL}|{WORD}|{PARTICLE}\s{WORD}))*"
)

MALE_TITLES = frozenset(
    "mr sir lord king prince congressman chairman spokesman businessman father brother husband "
    "son uncle grandfather pope monsieur herr senor señor councilman assemblyman anchorman".split()
)
FEMALE_TITLES = frozenset(
    "mrs ms miss lady queen princess congresswoman chairwoman spokeswoman businesswoman mother "
    "sister wife daughter aunt grandmother madame frau senora señora actress baroness dame "
    "councilwoman assemblywoman".split()
)
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        "dr sen senator senators rep reps representative gov governor president prof professor "
        "judge justice rev reverend gen general col colonel lt lieutenant sgt sergeant capt "
        "captain maj major adm admiral minister secretary chancellor mayor speaker ambassador "
        "director candidate nominee strategist adviser advisor aide leader premier attorney "
        "lawyer pastor bishop cardinal archbishop rabbi imam sheriff commissioner treasurer "
        "delegate economist analyst historian author journalist reporter editor columnist host "
        "anchor actor singer comedian billionaire mogul tycoon democrat republican sens govs "
        "officer manager chair chief ceo coach co-chair pollster hydrologist judges chairperson "
        "spokesperson president-elect vice ex-president".split()
    )
)
ORGANISATION = frozenset(
    "house senate congress department ministry party university college committee commission "
    "court times post journal news press agency bureau bank council institute foundation "
    "association union company corporation corp inc ltd group center centre office "
    "administration campaign service republic state states city county street avenue square "
    "tower hall fund pac network radio channel television magazine tribune herald globe daily "
    "guard army navy force police league federation convention conference act bill law "
    "amendment war wall fox cnn nbc abc cbs msnbc reuters associated democrats republicans "
    "americans russians democratic republican national international american british security "
    "school church hospital museum airport garden island islands river north south east west "
    "united nations kingdom games olympics cup super day week night constitution america google "
    "facebook twitter york washington moscow hampshire jersey carolina dakota mexico virginia "
    "coast beach springs hill hills valley watch report".split()
)
NOT_NAMES = frozenset(
    "the a an this that these those there here he she it they we i you his her its their our my "
    "your in on at by for from with as if when while after before since but and or so yet "
    "however meanwhile no not what who why how where which now then today yesterday some many "
    "most all both each one two three let well yes asked also still just even only like during "
    "under over although though because despite instead according monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august "
    "september october november december more other another once until unlike perhaps such last "
    "next earlier later to of out up do did does is was are were has have had be been being "
    "about among between can could will would should might must every never nor neither than "
    "whether whose whom without within through republican democrat democratic gop former "
    "federal presidential conservative liberal fellow".split()
)
GERMAN_ROLES = ("minister", "ministerin", "präsident", "präsidentin", "kanzler", "kanzlerin")
FRENCH_TITLES = {"M.": "mr", "Mme": "mrs", "Mlle": "miss"}
ROLE_WORDS = TITLES | frozenset("former vice deputy acting then foreign prime first".split())
APPOSED_ROLE = re.compile(r"\s?[,(]\s?((?:the |a |an |his |her )?[^,.;:“”\"()\n]{3,70})")
JOINT = re.compile(rf"\b({WORD}) and ({WORD}) ({WORD})")
SUFFIXES = frozenset("jr sr ii iii iv".split())


PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
NEAR = 120
"""Characters behind a name in which a pronoun most often stands for it."""
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
        raw = [found for match in NAME.finditer(text) if (found := _named(text, match))]
        self._full: dict[tuple[str, ...], Person] = {}
        self._by_last: dict[str, list[Person]] = {}
        for found in raw:
            self._note(*found)
        for match in JOINT.finditer(text):
            if is_first_name(match[1]) and is_first_name(match[2]):
                self._note(match.start(), match.end(), f"{match[1]} {match[3]}", None)
        for match in NAME.finditer(title or ""):
            if found := _named(title or "", match):
                self._note(*found)
        self._join_short()
        self.mentions = [
            Mention(start, end, name, honorific, self.find(name, honorific))
            for start, end, name, honorific in raw
        ]
        self._learn()
        self._learn_from_pronouns()
        self._starts = [mention.start for mention in self.mentions]

    def _note(self, start: int, end: int, name: str, title: str | None) -> None:
        words = words_of(name)
        if len(words) < 2 or is_organisation(words):
            return
        person = self._full.get(words)
        if person is None:
            person = self._full[words] = Person(name, words)
            self._by_last.setdefault(words[-1], []).append(person)
            if sex := sex_of(words[0]):
                person.sexes[sex] += 1
            person.human = is_first_name(words[0]) or any(len(w) == 1 for w in words[1:-1])
        if title:
            person.titles.add(title)
            person.human = True

    def _join_short(self) -> None:
        """Let "Donald J. Trump" and "Donald Trump" be one person, under the fullest name."""
        for people in self._by_last.values():
            people.sort(key=lambda person: (-len(person.words), person.name))
            kept: list[Person] = []
            for person in people:
                twin = next((k for k in kept if _same(k.words, person.words)), None)
                if twin is None:
                    kept.append(person)
                    continue
                twin.titles |= person.titles
                twin.human |= person.human
                self._full[person.words] = twin
            people[:] = kept

    def find(self, name: str, title: str | None = None) -> Person | None:
        """Return the one person a printed name means, or None where it is none or several."""
        words = words_of(name)
        if not words:
            return None
        if len(words) > 1 and words in self._full:
            return self._full[words]
        people = self._by_last.get(words[-1], [])
        people = [person for person in people if set(words) <= set(person.words)]
        if len(words) == 1 and not people:
            people = [p for p in set(self._full.values()) if p.words[0] == words[0] and p.human]
        if len(people) > 1 and title:
            sex = title_sex(title)
            people = (
                [p for p in people if not sex or p.sex in (sex, None)]
                if sex
                else [p for p in people if title in p.titles] or people
            )
        unique = {id(person): person for person in people}
        return next(iter(unique.values())) if len(unique) == 1 else None

    def _learn(self) -> None:
        """Learn sex, title and personhood from the mentions that mean one person."""
        for number, mention in enumerate(self.mentions):
            person = mention.person
            if person is None and mention.title in TITLES:
                words = words_of(mention.name)
                if (
                    len(words) == 1
                    and words[0] not in ORGANISATION
                    and words[0] not in self._by_last
                ):
                    person = Person(mention.name, words, human=True)
                    self._by_last[words[0]] = [person]
                    self._full[words] = person
                    self.mentions[number] = _with(mention, person)
            elif person is None:
                found = self.find(mention.name, mention.title)
                if found:
                    self.mentions[number] = _with(mention, found)
                    person = found
            if person:
                roles = (role_before(self.text, mention.start), role_behind(self.text, mention.end))
                person.roles.update(role for role in roles if role)
                person.human |= any(roles)
            if person and mention.title:
                person.titles.add(mention.title)
                person.human = True
                if sex := title_sex(mention.title):
                    person.sexes[sex] += 3

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


def _with(mention: Mention, person: Person) -> Mention:
    return Mention(mention.start, mention.end, mention.name, mention.title, person)


def _same(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Tell whether a shorter name is the longer one with middle words left out."""
    return full[0] == short[0] and full[-1] == short[-1] and set(short) <= set(full)


def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, without possessive s, suffix and full stops."""
    plain = re.sub(r"['’]s?$", "", re.sub(rf"\s{NICKNAME}(?=\s)", "", name))
    words = [folded(word).strip(".,") for word in plain.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return tuple(words)


def is_organisation(words: tuple[str, ...]) -> bool:
    """Tell a name that a word in it shows to be no person's."""
    if is_first_name(words[0]) and len(words) < 4:
        return words[-1] in (
            "foundation",
            "campaign",
            "administration",
            "university",
            "center",
            "tower",
            "county",
            "street",
            "avenue",
            "road",
            "college",
            "school",
            "hospital",
            "airport",
        )
    return any(word in ORGANISATION for word in words)


def title_sex(title: str) -> str | None:
    """Return the sex that a title tells."""
    if title in MALE_TITLES:
        return "m"
    return "f" if title in FEMALE_TITLES else None


def _named(text: str, match: re.Match[str]) -> tuple[int, int, str, str | None] | None:
    """Return span, name and title of a run of capitalised words; None where it is no name."""
    start = match.start()
    pieces = [(m.start() + start, m.end() + start, m[0]) for m in re.finditer(r"\S+", match[0])]
    title = _title_before(text, start)
    for number in range(len(pieces) - 2, -1, -1):
        word = _plain(pieces[number][2])
        if is_title(word) and not is_first_name(word):
            title = word if not title or title_sex(word) or not title_sex(title) else title
            pieces = pieces[number + 1 :]
            break
    while pieces and (_plain(pieces[0][2]) in NOT_NAMES or is_title(_plain(pieces[0][2]))):
        pieces.pop(0)
    if len(pieces) > 1 and pieces[0][2] in FRENCH_TITLES:
        title = FRENCH_TITLES[pieces.pop(0)[2]]
    while pieces and _plain(pieces[-1][2]) in NOT_NAMES:
        pieces.pop()
    if not pieces:
        return None
    first, last = pieces[0][0], pieces[-1][1]
    return first, last, " ".join(text[first:last].split()), title


def is_title(word: str) -> bool:
    """Tell whether a word in lower case is a title or role."""
    return word in TITLES or word.endswith(GERMAN_ROLES)


def _plain(word: str) -> str:
    return word.rstrip(".").lower()


def _title_before(text: str, start: int) -> str | None:
    before = re.search(r"([\w-]+)\.?\s+\Z", text[max(0, start - 24) : start])
    return before[1].lower() if before and before[1].lower() in TITLES else None


def role_before(text: str, start: int) -> str:
    """Return the words of a role in front of a name: "Turkish President"."""
    before = re.search(r"(?:[\w’'-]+\.?\s+){1,5}\Z", text[max(0, start - 70) : start])
    words = before[0].split() if before else []
    if not words or _plain(words[-1]) not in TITLES:
        return ""
    first = len(words) - 1
    while first > 0 and (words[first - 1][0].isupper() or _plain(words[first - 1]) in ROLE_WORDS):
        first -= 1
    return " ".join(words[first:]).lower()


def role_behind(text: str, end: int) -> str:
    """Return the words of a role in apposition: ", the president of Russia"."""
    behind = APPOSED_ROLE.match(text, end)
    if not behind:
        return ""
    words = behind[1].lower().split()
    return " ".join(words) if any(_plain(word) in TITLES for word in words) else ""
