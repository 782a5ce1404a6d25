"""People across the library: how documents name them comes in, one entry a person goes out.

Documents name people by first name and surname, or by office and surname. Names are one person's
where first names agree (also as an initial or short form) and only one such person is on record;
an office with a surname is the one person's whom some document names with both. A label without a
first name, "MR. OREN" or "THE PRESIDENT", that a document leaves open is the one person's whom
other documents of its publisher print under that label; an office alone only between the dates of
such documents, for offices change hands. A surname alone never joins two names, and where two
people come into question nothing is joined.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from rag.index import Filter, Index, Named
from rag.reading.first_names import is_first_name
from rag.reading.name_parts import (
    PARTICLES,
    TITLE_WORDS,
    NameParts,
    holds,
    in_sentence_case,
    is_office,
    office_head,
    offices_match,
    parts_of,
    same_person,
)
from rag.reading.names import folded, may_be, name_words, undated
from rag.records import Alias, Hit, SpeakerEntry

NOT_OF_ROLE = frozenset("the a an of in new then current".split())
"""Words of a question about the holder of a role that no text prints beside the name."""

SPELLED_OUT = dict.fromkeys(("uk", "u.k.", "british"), "united kingdom")
SPELLED_OUT |= dict.fromkeys(("us", "u.s.", "usa", "american"), "united states")
SPELLED_OUT |= {"french": "france", "dutch": "netherlands", "danish": "denmark"}
"""What headers print for countries in questions, where they are no kin by their letters."""

KIN_PREFIX = 4
"""Letters two names must share at the start to count as kin."""

MOST_NAMED = 5
"""People named in a notice."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody on record: the ``names`` documents have for them, and how each is printed."""

    names: list[NameParts]
    forms: set[str] = field(default_factory=set)
    printed: list[Named] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The fullest name on record, not in capitals, and with its accents."""
        fullest = min(
            self.forms,
            key=lambda form: (
                -len(parts_of(form).words),
                form.isupper(),
                form.isascii(),
                -sum(letter.isupper() for letter in form),
                -len(form),
                form,
            ),
        )
        return in_sentence_case(fullest)

    @property
    def is_named(self) -> bool:
        """Whether a first name is on record."""
        return any(parts.first for parts in self.names)

    @property
    def firsts(self) -> set[str]:
        return {parts.first for parts in self.names} - {""}

    @property
    def surnames(self) -> set[str]:
        found = {parts_of(named.printed).surname for named in self.printed}
        return (found | {parts.surname for parts in self.names}) - {""}

    @property
    def sex(self) -> str | None:
        sexes = {parts.sex for parts in self.names if parts.sex}
        return sexes.pop() if len(sexes) == 1 else None

    @property
    def offices(self) -> set[str]:
        found = {folded(named.role) for named in self.printed if named.role}
        return found | {parts.office for parts in self.names if parts.office}

    def holds(self, office: str) -> bool:
        """Return whether an office is printed beside one of the names."""
        return any(offices_match(office, other) for other in self.offices)

    def entry(self, statement_count: int, document_count: int) -> SpeakerEntry:
        """Return the person as a record."""
        spans: dict[str, Alias] = {}
        for named in self.printed:
            if named.start is not None and named.end is not None:
                place = Alias(named.printed, named.document_id, named.start, named.end)
                spans.setdefault(named.printed, place)
        aliases = dict.fromkeys([named.printed for named in self.printed])
        return SpeakerEntry(
            name=self.name,
            aliases=tuple(aliases),
            statement_count=statement_count,
            document_count=document_count,
            roles=self._roles(),
            spans=tuple(spans.values()),
        )

    def _roles(self) -> tuple[str, ...]:
        """Return the roles, most documents first, each in one spelling, rather not in capitals."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for named in self.printed:
            if named.role:
                spellings[folded(named.role)][named.role] += 1
        ordered = sorted(spellings.values(), key=lambda s: (-s.total(), min(s)))
        chosen = (min(some, key=lambda role: (role.isupper(), role)) for some in ordered)
        return tuple(in_sentence_case(role) for role in chosen)


def people_of(rows: Iterable[Named]) -> list[Person]:
    """Join the names of documents into people."""
    by_name: dict[str, list[Named]] = defaultdict(list)
    for row in rows:
        by_name[row.person].append(row)
    singles = [Person([parts_of(name)], {name}, named) for name, named in by_name.items()]
    singles.sort(key=_fullest_first)
    people = _joined([one for one in singles if one.is_named], _may_join)
    by_surname = _by_surname(people)
    left = []
    for one in (one for one in singles if not one.is_named):
        namesakes = by_surname[one.names[0].surname]
        found = [p for p in namesakes if _is_titled(one, p)] or namesakes
        if len(found) == 1 and (_is_titled(one, found[0]) or _shares_label(one, found[0])):
            _join(found[0], one)
        else:
            left.append(one)
    people += _joined([one for one in left if one.names[0].words], _same_label)
    return people + _without_holders(people, [one for one in left if not one.names[0].words])


def _fullest_first(one: Person) -> tuple[int, int, int, str]:
    (name,) = one.forms
    parts = one.names[0]
    return (-len(parts.words), -len(parts.office), -len(name), name)


def _joined(singles: Sequence[Person], may_join: Callable[[Person, Person], bool]) -> list[Person]:
    """Join each to the one person it may be; to none where several come into question."""
    kept: dict[str, list[Person]] = defaultdict(list)
    for one in singles:
        people = kept[one.names[0].surname]
        fitting = [person for person in people if may_join(one, person)]
        if len(fitting) == 1:
            _join(fitting[0], one)
        else:
            people.append(one)
    return [person for people in kept.values() for person in people]


def _join(person: Person, one: Person) -> None:
    person.names += one.names
    person.forms |= one.forms
    person.printed += one.printed


def _shares_label(one: Person, person: Person) -> bool:
    """Return whether the publishers of a label print it of a person in other documents."""
    theirs = {(folded(named.printed), named.publisher) for named in person.printed}
    return all(
        named.publisher is not None and (folded(named.printed), named.publisher) in theirs
        for named in one.printed
    )


def _without_holders(people: Sequence[Person], offices: Sequence[Person]) -> list[Person]:
    """Join the offices of documents that name no holder to who held them; return those left."""
    terms = _terms(people)
    left = []
    for one in offices:
        found = [
            person
            for named in one.printed
            for person, since, until in terms[folded(named.printed), named.publisher]
            if named.since and named.until and since <= named.since and named.until <= until
        ]
        if len(found) == 1:
            _join(found[0], one)
        else:
            left.append(one)
    return left


def _terms(people: Iterable[Person]) -> dict[tuple[str, str | None], list[tuple[Person, str, str]]]:
    """Return (label of an office, publisher) → who is printed under it, and the first and last
    dates on which that publisher gives them the office."""
    terms: dict[tuple[str, str | None], list[tuple[Person, str, str]]] = defaultdict(list)
    for person in people:
        labels = {
            (folded(named.printed), named.publisher): parts_of(named.printed).office
            for named in person.printed
            if named.publisher and not parts_of(named.printed).words
        }
        for (label, publisher), office in labels.items():
            dates = [
                date
                for named in person.printed
                if named.publisher == publisher and folded(named.role or "") == office
                for date in (named.since, named.until)
                if date
            ]
            if dates:
                terms[label, publisher].append((person, min(dates), max(dates)))
    return terms


def _by_surname(people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for surname in person.surnames:
            found[surname].append(person)
    return found


def _may_join(one: Person, person: Person) -> bool:
    """Return whether a full name agrees with every name of a person, or is told apart by Jr.

    Somebody with the suffix and somebody without are one only where they share an office.
    """
    mine = one.names[0]
    if not all(same_person(mine, other) for other in person.names):
        return False
    if all(mine.suffix == other.suffix for other in person.names):
        return True
    return any(person.holds(office) for office in one.offices if is_office(office))


def _is_titled(one: Person, person: Person) -> bool:
    """Return whether a person is on record with the office of an office and surname."""
    office = one.names[0].office
    return bool(office) and person.holds(office)


def _same_label(one: Person, person: Person) -> bool:
    """Return whether two names without first names are the same office or courtesy."""
    mine = one.names[0]
    for other in person.names:
        if mine.office and other.office:
            if not offices_match(mine.office, other.office):
                return False
        elif (mine.office, mine.sex) != (other.office, other.sex):
            return False
    return True


# Whom a question means


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name in a question means.

    ``names`` are what documents call them (see `Speakers.labels_of`); ``candidates`` are several
    people of different first names who are all meant, ``namesakes`` those of that surname where
    nobody is meant, ``alike`` those of a surname like it where nobody bears it. ``is_role`` tells
    that a role was given and no name.
    """

    names: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    namesakes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    is_role: bool = False

    def notices(self, name: str) -> tuple[str, ...]:
        """Return what a reader is to know about whom a name means."""
        if self.candidates:
            either = _listed(self.candidates, "or")
            return (f"“{name}” may be {either}: see who is named at each quote.",)
        if self.namesakes:
            others = _listed(self.namesakes, "and")
            return (f"“{name}” is not on record. On record under that surname: {others}.",)
        if self.alike:
            others = _listed(self.alike, "and")
            return (f"“{name}” is not on record. On record under a name like it: {others}.",)
        return ()


class People:
    """Who is on record in an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._listed: tuple[tuple[int, int], list[SpeakerEntry]] | None = None
        self._fullest: tuple[tuple[int, int], dict[str, str]] | None = None

    def entries(self) -> list[SpeakerEntry]:
        """Return everyone with statements on record, most statements first; read once until
        documents change."""
        library = self._index.library
        extent = library.extent()
        if self._listed is None or self._listed[0] != extent:
            self._listed = (extent, self._read())
        return list(self._listed[1])

    def _read(self) -> list[SpeakerEntry]:
        register = self._index.library.register
        people = people_of(register.namings())
        said = register.said_by([person.forms for person in people])
        entries = [p.entry(*counts) for p, counts in zip(people, said, strict=True)]
        return sorted(
            (entry for entry in entries if entry.statement_count),
            key=lambda entry: (-entry.statement_count, entry.name),
        )

    def meant(self, name: str, where: Filter | None = None) -> Meant:
        """Return whom a name or role means, among the documents of a filter for a role."""
        if is_role(name):
            return self._with_role(name, where)
        asked = parts_of(_name_in(name))
        found = people_of(self._index.library.register.namings_sharing(set(asked.words)))
        if not found:
            labels = self._as_printed(name)
            return Meant(labels, alike=() if labels else self._alike(asked))
        chosen = _chosen(asked, found)
        if not chosen:
            return self._nobody(name, [p for p in found if asked.surname in p.surnames])
        named = [person for person in chosen if person.is_named]
        return Meant(
            frozenset(form for person in chosen for form in person.forms),
            candidates=_named(named) if len(named) > 1 else (),
        )

    def _nobody(self, name: str, namesakes: Sequence[Person]) -> Meant:
        """Return who is meant where no person is: a label that holds the whole name, or nobody."""
        labels = self._as_printed(name)
        if namesakes:
            labels = frozenset(v for v in labels if len(name_words(v)) >= len(name_words(name)))
            labels -= {form for person in namesakes for form in person.forms}
        return Meant(labels) if labels else Meant(namesakes=_named(namesakes))

    def _alike(self, asked: NameParts) -> tuple[str, ...]:
        """Return people whose surname is nearly the one asked about, and first name if given."""
        surnames = set(self._index.library.register.surnames_like(asked.surname))
        people = people_of(self._index.library.register.namings_sharing(surnames))
        near = [person for person in people if person.surnames & surnames]
        if asked.first:
            near = [p for p in near if not p.is_named or get_close_matches(asked.first, p.firsts)]
        return _named(near)

    def _as_printed(self, name: str) -> frozenset[str]:
        """Return the voices of bodies, and of labels that are nobody's name, by their words."""
        return frozenset(v for v in self._index.speaker_names().values() if may_be(name, v))

    def _with_role(self, role: str, where: Filter | None) -> Meant:
        """Return who is printed with a role: "Kessaria's president" is the Kessarian President."""
        role = " ".join(w for w in role.split() if w.lower() not in NOT_OF_ROLE or w == "of")
        role = re.sub(r"^(\S+)['’]s?\s+(.+)$", r"\2 of \1", role)
        office = office_head(role)
        rows = self._index.library.register.namings_with(office.split()[-1], where or Filter())
        people = people_of(rows)
        wanted = [word for word in folded(role).split() if word not in NOT_OF_ROLE]
        spelled = " ".join(SPELLED_OUT.get(word, word) for word in wanted).split()
        alone = _without_place(office)
        found = [
            person
            for person in people
            if any(
                holds(o, alone)
                and (_holds_all(o.split(), wanted) or _holds_all(o.split(), spelled))
                for o in person.offices
            )
        ]
        found = found or self._with_office_at(role, people)
        if not found:
            plain = folded(role).removeprefix("the ")
            said = self._index.speaker_names().values()
            labels = frozenset(v for v in said if folded(undated(v)).removeprefix("the ") == plain)
            return Meant(labels, is_role=True)
        names = frozenset(form for person in found for form in person.forms)
        candidates = _named(found) if len(found) > 1 else ()
        return Meant(names, candidates=candidates, is_role=True)

    def _with_office_at(self, role: str, people: Sequence[Person]) -> list[Person]:
        """Return who holds the office of a role in a document that names its institution.

        "The White House press secretary" is the press secretary of a page of the White House. A
        country is none: there are other presidents in a report that names Turkey.
        """
        institution = re.findall(r"(?:[A-Z][\w’'-]+\s?){2,}", re.sub(r"^[Tt]he\s", "", role))
        if len(institution) != 1:
            return []
        office = " ".join(role.replace(institution[0], " ").split()) or role
        return [
            person
            for person in people
            if any(
                holds(folded(named.role), office_head(office))
                and self._index.library.holds_words(named.document_id, institution[0].strip())
                for named in person.printed
                if named.role
            )
        ]

    def voices(self, names: Collection[str]) -> tuple[int, ...]:
        """Return the numbers of the voices that documents name so."""
        found = self._index.speaker_names().items() if names else ()
        return tuple(number for number, name in found if name in names)

    def names(self, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return (document id, label) → the fullest name on record of whom the label means there,
        or the label where it is nobody's name."""
        if not places:
            return {}
        called = self._index.library.speakers.labels_in({document_id for document_id, _ in places})
        known = self._names_known()
        for name in {called.get(place, place[1]) for place in places} - known.keys():
            near = people_of(self._index.library.register.namings_around(name))
            known[name] = undated(next((one.name for one in near if name in one.forms), name))
        return {place: known[called.get(place, place[1])] for place in places}

    def _names_known(self) -> dict[str, str]:
        """Return name in documents → the fullest name, as found until documents change."""
        extent = self._index.library.extent()
        if self._fullest is None or self._fullest[0] != extent:
            self._fullest = (extent, {})
        return self._fullest[1]

    def labels(self, names: Collection[str], hits: Sequence[Hit]) -> dict[tuple[str, str], str]:
        """Return (document id, label) → name for the labels of people in the documents of hits."""
        if not names or not hits:
            return {}
        return self._index.library.speakers.labels_of(names, {hit.document_id for hit in hits})


def _without_place(office: str) -> str:
    """Return an office without what stands before its titles: "British prime minister"."""
    words = office.split()
    first = next((i for i, word in enumerate(words) if word in TITLE_WORDS), 0)
    return " ".join(words[first:])


def _holds_all(role: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether a role has all the words asked for, or kindred names (Turkey, Turkish)."""
    return all(
        any(one == word or _are_kin(one, word) for one in (w.strip(".,") for w in role))
        for word in wanted
    )


def _are_kin(one: str, other: str) -> bool:
    length = max(KIN_PREFIX, min(len(one), len(other)) - 2)
    return len(one) >= KIN_PREFIX and one[:length] == other[:length]


def _name_in(words: str) -> str:
    """Return the name in words that hold more: "Oren finally", "the road twice? Oren"."""
    runs: list[list[str]] = [[]]
    for word in words.split():
        plain = folded(word).strip(".,?!")
        if word[:1].islower() and plain not in PARTICLES | TITLE_WORDS:
            runs.append([])
        else:
            runs[-1].append(word)
    named = [run for run in runs if any(word[:1].isupper() for word in run)]
    return " ".join(named[-1]) if named else words


def is_role(name: str) -> bool:
    """Return whether words are a role without a name: "the White House press secretary"."""
    words = folded(name).split()
    return is_office(name) and not is_first_name(words[0])


def _chosen(asked: NameParts, people: Sequence[Person]) -> list[Person]:
    """Return the people whom a name may mean, where none of them is surely another."""
    chosen = [person for person in people if _is_asked(asked, person)]
    if asked.office and (holding := [p for p in chosen if p.holds(asked.office)]):
        chosen = holding
    if asked.sex and not asked.first:
        chosen = [p for p in chosen if p.sex in (asked.sex, None)]
    if not asked.first:
        by_surname = [p for p in chosen if asked.surname in p.surnames]
        return by_surname or chosen
    others = [p for p in people if p.is_named and p not in chosen]
    return chosen + [
        p
        for p in people
        if not p.is_named and asked.surname in p.surnames and not _rivals(p, asked, others)
    ]


def _rivals(label: Person, asked: NameParts, others: Sequence[Person]) -> bool:
    """Return whether a surname without a first name may be another's than the one asked about."""
    if label.sex and asked.sex and label.sex != asked.sex:
        return True
    return any(
        label.surnames & other.surnames and not (label.sex and other.sex and label.sex != other.sex)
        for other in others
    )


def _is_asked(asked: NameParts, person: Person) -> bool:
    for parts in person.names:
        if asked.first and parts.first:
            if asked.suffix and asked.suffix != parts.suffix:
                continue
            if same_person(asked, parts) or set(asked.words) <= set(parts.words):
                return True
        elif not asked.first and asked.words and asked.words[-1] in parts.words:
            return True
    return not asked.first and asked.surname in person.surnames


def _listed(names: Sequence[str], word: str) -> str:
    shown = [*names[:MOST_NAMED], *(["others"] if len(names) > MOST_NAMED else [])]
    return f" {word} ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _named(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(sorted({undated(person.name) for person in people}))
