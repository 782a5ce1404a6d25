"""Who the speakers' labels of one document mean: a document comes in, its namings go out.

A label with a first name means the person of that name. A surname with an office means whom the
document itself names so ("President Ana Oren"), an office alone whom its header names with it. A
surname alone, or with Mr. or Ms., means the one person of that surname; where there are several,
the one who is introduced first, if also in the title or no less
than others. What the document does not tell stays as printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rag.reading.capitals import (
    JOINT,
    NOT_NAMES,
    WORD,
    is_organisation,
    is_title,
    names_in,
    role_before,
    words_of,
)
from rag.reading.first_names import is_first_name
from rag.reading.label_shapes import CONVENERS
from rag.reading.mentions import Cast, Mention, Person
from rag.reading.name_parts import (
    COURTESY,
    MODIFIERS,
    PARTICLES,
    TITLE_WORDS,
    NameParts,
    is_office,
    office_head,
    offices_match,
    parts_of,
)
from rag.reading.names import folded
from rag.records import Document, Naming

HEADER = 1500
"""Characters in which a transcript says who holds the event."""

NOBODY = CONVENERS | frozenset(
    "q a question questions reporter reporters journalist journalists press correspondent "
    "the an interviewer answer answers audience participant unidentified male female voice "
    "all staff media".split()
)
"""Words of labels that stand for a part in the event, not for a person."""

ARTICLES = ("The ", "A ", "An ", "the ", "a ", "an ")

LONGEST_ABBREVIATION = 5

OPENERS = frozenset("so as after before even when while but then though although since".split())
"""Words that open a sentence before a role, in capitals as the role is."""

ALIKE = 0.85
"""How alike a misspelt title and the title are: "CONGRESMAN" to "CONGRESSMAN"."""

LONGEST_NAME = 5
"""Words; a longer run of capitals is a headline."""

APPOSED = re.compile(
    r",\s(?!who |which |that |and |but |said )(?:the |a |an |his |her )?"
    r"((?:[\w’'.-]+\s){0,5}?[\w’'-]+"
    r"(?:\s(?:of|for|at)\s(?:the\s)?(?:[A-Z][\w’'.-]+\s?)+)?)\s?(?=[,.;:)]|$)"
)
"""A role behind a name: ", the finance minister,"."""


KIN = re.compile(
    r",\s(?:\w+\s)?(?:wife|husband|widow|widower|son|daughter|brother|sister|father|mother)\b"
)
"""Whose kin somebody is, who has the surname of the holder of an office."""

BELOW = re.compile(
    r"[,:]?\s*\n\s*(?:\d+(?:st|nd|rd|th)\s)?((?:[A-Z][\w’'-]+\s){0,4}?[\w’'-]+)"
    r"(?=\s*(?:\n|\Z)|\s(?:of|for|to)\s)"
)
"""A role on the line below a name, as headers print it."""

OF_COUNTRY = re.compile(r"\sof\s(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+)?)")
"""Of what somebody with an office has it: "President Oren of Varland"."""


_NAME = r"[A-Z][\w’'.-]*[a-z][\w’'-]*"
_BLANK = r"[^\S\n]+"
COUNTRY = (
    rf"\s+(?i:of)\s+(?:(?i:the)\s+)?(?P<country>{_NAME}(?:{_BLANK}(?:of{_BLANK}(?:the{_BLANK})?)?{_NAME})*"
    r"|[^\W\d_a-z]{2,}(?:\s+(?:KINGDOM|STATES|REPUBLIC|KOREA|ZEALAND|AFRICA|ARABIA|EMIRATES))?)"
)
"""A country behind a name in a header; in one of capitals alone other words may follow."""


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


def namings_of(document: Document, turn_labels: Collection[str]) -> tuple[Naming, ...]:
    """Return whom the labels of a document's statements mean, with the words that tell it.

    *turn_labels* are those that open turns of a transcript, where even an office alone is a
    person's. A label that is no person's has no naming.
    """
    labels = Counter(said.speaker for said in document.statements if said.speaker)
    if not labels:
        return ()
    register = _Register(document, turn_labels)
    return tuple(naming for label in labels for naming in register.namings(label))


class _Register:
    """The people of one document, by full name and by office."""

    def __init__(self, document: Document, turn_labels: Collection[str]) -> None:
        self.document = document
        self.text = document.text
        self.turn_labels = turn_labels
        self.cast = Cast(document.text, document.title)
        self._alone = {m.name for m in self.cast.mentions if " " not in m.name}
        self._title = document.title or ""
        self._authors = {words_of(m.name) for m in self.cast.mentions if self._is_cited(m)}
        self.holders = self._holders()
        first = min(said.start for said in document.statements)
        self._header = self.text[: min(first, HEADER)]

    def _holders(self) -> list[Holder]:
        places: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in self.cast.mentions:
            if mention.person and len(words_of(mention.name)) > 1:
                places[mention.person.name, parts_of(mention.name).suffix].append(mention)
        joint = self._joint()
        for name in joint:
            places[name, ""] += []
        titled = names_in(self.document.title or "", ())
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
                for roles in (*map(self._roles, places), self._roles_in_title(person.name))
                for role in roles
            ),
        )

    def _roles_in_title(self, name: str) -> list[str]:
        title = self.document.title or ""
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

    def _roles(self, mention: Mention) -> list[str]:
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

    # Labels

    def namings(self, label: str) -> Iterator[Naming]:
        """Yield the namings of a label; none where it is no person's."""
        if not self._is_person(label):
            return
        if right := self._misspelt(label):
            first, *others = self.namings(right)
            start, end = self._place_of(label)
            yield replace(first, label=label, start=start, end=end)
            yield from (replace(other, label=label) for other in others)
            return
        holder = self._meant(label)
        titled = None if holder else self._titled(label)
        name = holder.name if holder else titled.name if titled else self._own_name(label)
        start, end = self._place_of(label)
        yield Naming(label, name, start, end, self._role_in(label))
        yield from self._office_of_country(label, name)
        if titled:
            yield replace(titled, label=label)
        if holder:
            yield from self._evidence(label, holder)

    def _misspelt(self, label: str) -> str | None:
        """Return the turns' label that differs in one word, its title, misspelt in this one."""
        mine = folded(label).split()
        if label not in self.turn_labels:
            return None
        for other in sorted(self.turn_labels):
            theirs = folded(other).split()
            if len(theirs) != len(mine):
                continue
            apart = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
            if len(apart) == 1 and _is_misspelt_title(*apart[0]):
                return other
        return None

    def _office_of_country(self, label: str, name: str) -> Iterator[Naming]:
        """Yield where the header tells of what a label with an office and a surname has it."""
        parts = parts_of(label)
        if not parts.office or not parts.words:
            return
        office, surname = (
            re.escape(words).replace(r"\ ", r"\s+")
            for words in (self._role_in(label) or "", parts.printed)
        )
        between = r"(?:(?!and\b)[^\W\d_]+\s+){0,2}?"
        header = rf"(?i:\b(?P<role>{office})\s+(?P<name>{between}{surname})\b)"
        country = re.search(header + COUNTRY, self._header)
        if country:
            role = f"{' '.join(country['role'].split())} of {' '.join(country['country'].split())}"
            yield Naming(label, name, country.start("name"), country.end("name"), role)

    def _role_in(self, label: str) -> str | None:
        """Return the words of an office that a label itself holds."""
        parts = parts_of(label)
        if not parts.office:
            return None
        words = label.removesuffix(parts.printed) if parts.words else label
        return re.sub(r"^(?:the|an?)\s", "", words.strip(), flags=re.IGNORECASE)

    def _own_name(self, label: str) -> str:
        """Return the name of a label nobody else is known by; an office's holder changes with
        the day."""
        parts = parts_of(label)
        if len(parts.words) > 1:
            return parts.printed
        is_office_alone = parts.office and not parts.words
        day = self.document.date if is_office_alone else None
        return f"{label} ({day})" if day else label

    def _evidence(self, label: str, holder: Holder) -> Iterator[Naming]:
        """Yield the first place of every form of a holder's name, and of every role beside it."""
        seen: set[tuple[str, str | None]] = set()
        for place in holder.places:
            for role in (*self._roles(place), None):
                key = (folded(place.name), role and folded(role))
                if key not in seen:
                    seen.add(key)
                    yield Naming(label, holder.name, place.start, place.end, role)

    def _place_of(self, label: str) -> tuple[int, int] | tuple[None, None]:
        """Return where a label is printed: before a statement of it, or anywhere.

        Captions may name a voice that their text does not.
        """
        first = next(s for s in self.document.statements if s.speaker == label)
        start = self.text.rfind(label, max(0, first.start - 200), first.start)
        if start < 0:
            anywhere = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", self.text)
            start = anywhere.start() if anywhere else -1
        return (start, start + len(label)) if start >= 0 else (None, None)

    def _is_person(self, label: str) -> bool:
        parts = parts_of(label)
        if set(re.findall(r"[^\W\d_]+", folded(label))) <= NOBODY:
            return False
        if label in self.turn_labels:
            return parts.has_title or not is_organisation(parts.words)
        if not parts.words or not _is_printed_as_name(label, parts):
            return False
        if parts.has_title:
            return True
        if is_organisation(parts.words):
            return False
        if not parts.first:
            return self._is_surname(parts.words[-1])
        known = is_first_name(parts.first) or any(len(word) == 1 for word in parts.words[:-1])
        return known or any(holder.words[-1] == parts.surname for holder in self.holders)

    def _is_surname(self, word: str) -> bool:
        if any(word in holder.words for holder in self.holders):
            return True
        return any(m.title for m in self.cast.mentions if words_of(m.name) == (word,))

    def _meant(self, label: str) -> Holder | None:
        parts = parts_of(label)
        if len(parts.words) > 1:
            return self._of_full_name(parts.words, parts.suffix)
        if not parts.words:
            return self._of_office(label, parts.office)
        if parts.office:
            return self._of_titled(parts.words[0], parts.office)
        return self._of_surname(parts.words[0], parts.sex)

    def _of_full_name(self, words: tuple[str, ...], suffix: str) -> Holder | None:
        person = self.cast.find(" ".join((*words, suffix)))
        return next(
            (h for h in self.holders if person and (h.words, h.suffix) == (person.words, suffix)),
            None,
        )

    def _of_titled(self, word: str, office: str) -> Holder | None:
        """Return the one person whom the document names with that office and surname."""
        named = [h for h in self.holders if word in (h.words[-1], h.words[0])]
        found = [h for h in named if any(offices_match(office, other) for other in h.offices)]
        if not found and len(named) == 1 and self._is_introduced(named[0]):
            return named[0]
        return found[0] if len(found) == 1 else None

    def _is_introduced(self, holder: Holder) -> bool:
        """Return whether title or header name somebody of whom no office is told."""
        in_title = folded(holder.name) in folded(self._title)
        in_header = any(start < len(self._header) for start in holder.starts)
        kin = any(KIN.match(self.text, place.end) for place in holder.places)
        return (in_title or in_header) and not holder.offices and not kin

    def _of_surname(self, word: str, sex: str | None) -> Holder | None:
        found = [h for h in self.holders if h.words[-1] == word]
        found = [h for h in found if not sex or h.sex in (sex, None)]
        if len(found) <= 1:
            return found[0] if found else None
        first, *others = sorted(found, key=lambda h: min(h.starts, default=-1))
        in_title = folded(first.name) in folded(self.document.title or "")
        most = max(len(h.starts) for h in others)
        return first if in_title or len(first.starts) >= most else None

    def _of_office(self, label: str, office: str) -> Holder | None:
        """Return whom the header names with an office, where the text gives the full name."""
        titled = self._titled(label)
        if titled:
            return self._of_titled(parts_of(titled.name).surname, office)
        return self._of_label(office) or self._in_header(office) or self._author()

    def _of_label(self, office: str) -> Holder | None:
        """Return the one person whom another label names in full with an office."""
        named = (parts_of(other) for other in self.turn_labels)
        full = {parts.words for parts in named if parts.first and parts.office == office}
        return self._of_full_name(full.pop(), "") if len(full) == 1 else None

    def _author(self) -> Holder | None:
        """Return whose text an archive says that it is."""
        return next((h for h in self.holders if any(map(self._is_cited, h.places))), None)

    def _is_cited(self, mention: Mention) -> bool:
        """Return whether a name stands before the title, as where one is told how to cite it."""
        return bool(self._title) and self.text.startswith(f", {self._title}", mention.end)

    def _in_header(self, office: str) -> Holder | None:
        """Return the one person beside whose name the header prints an office."""
        wanted = office.split()
        found = [
            holder
            for holder in self.holders
            if any(start < len(self._header) for start in holder.starts)
            and any(office_head(other).split() == wanted for other in holder.offices)
        ]
        return found[0] if len(found) == 1 else None

    def _titled(self, label: str) -> Naming | None:
        """Return the office with a name in the text that a label stands for.

        For an office, alone or with a surname, the header is asked; for a surname alone or with
        Mr. or Ms., the whole text.
        """
        parts = parts_of(label)
        if parts.words and not parts.office:
            return self._office_beside(parts)
        found = self._titled_in(parts.office)
        if parts.words:
            named = found.get(parts.surname)
            return named if named and parts_of(named.name).first else None
        others = {parts_of(other).surname for other in self.turn_labels} - {""}
        left = {name: place for name, place in found.items() if name not in others} or found
        return next(iter(left.values())) if len(left) == 1 else None

    def _office_beside(self, parts: NameParts) -> Naming | None:
        """Return the first place where a surname has an office, if it has the same everywhere."""
        found = [
            (role, mention)
            for mention in self.cast.mentions
            if words_of(mention.name)[-1:] == parts.words[-1:] and not parts.first
            for role in self._roles(mention)
        ]
        if not found or not all(offices_match(role, found[0][0]) for role, _ in found):
            return None
        role, mention = found[0]
        if len(words_of(mention.name)) > 1:
            return None
        return Naming("", f"{role} {mention.name}", mention.start, mention.end, role)

    def _titled_in(self, office: str) -> dict[str, Naming]:
        """Return surname → the first place where the header names it with an office.

        People with labels of their own are among them; a bare office is rather somebody else.
        """
        found: dict[str, Naming] = {}
        printed = re.escape(office).replace(r"\ ", r"[\s-]+")
        pattern = rf"(?P<role>(?i:\b{printed})) (?P<name>{WORD}(?: {WORD}){{0,3}})"
        in_text = [(self._header, match) for match in re.finditer(pattern, self._header)]
        in_title = [(self._title, match) for match in re.finditer(pattern, self._title)]
        for searched, match in (*in_text, *in_title):
            before = searched[: match.start()].split()[-1:]
            name = _up_to_other_words(match["name"])
            parts = parts_of(name)
            is_place = bool(parts.words) and is_organisation(parts.words)
            if len(name) < 2 or is_place or (before and folded(before[0]) in MODIFIERS):
                continue
            shown = name if parts.first else f"{' '.join(match['role'].split())} {name}"
            start = match.start("name") if searched is self._header else None
            end = None if start is None else start + len(name)
            found.setdefault(parts.surname, Naming("", shown, start, end, match["role"]))
        return found


def _is_misspelt_title(word: str, title: str) -> bool:
    return (
        title.strip(".") in TITLE_WORDS - COURTESY
        and word.strip(".") not in TITLE_WORDS
        and SequenceMatcher(None, word, title).ratio() >= ALIKE
    )


def _is_printed_as_name(label: str, parts: NameParts) -> bool:
    """Return whether a label is capitals, titles and particles, and not a description."""
    words = re.sub(r"\([^)]*\)", "", label).split()
    if " and " in f" {label} " or len(parts.words) > LONGEST_NAME or label.startswith(ARTICLES):
        return False
    own = parts.printed.split()
    return all(
        not word[:1].islower()
        or folded(word).strip(".,") in (PARTICLES if word in own else TITLE_WORDS | PARTICLES)
        for word in words
    )


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


def _up_to_other_words(run: str) -> str:
    """Return the name at the start of a run of capitals; a header in capitals goes on."""
    end = 0
    for word in re.finditer(r"\S+", run):
        if folded(word[0]).strip(".") in NOT_NAMES | TITLE_WORDS:
            break
        end = word.end()
    return re.sub(r"['’]s?$", "", run[:end])


def _is_run_on(one: Holder, other: Holder) -> bool:
    """Return whether a name is another's, or its surname, behind other words of a headline."""
    if one.words[-1] != other.words[-1] or not is_first_name(other.words[0]):
        return False
    if len(one.words) > len(other.words):
        return one.words[-len(other.words) :] == other.words
    return not is_first_name(one.words[0]) and not one.offices
