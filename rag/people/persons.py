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

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rag.index import Named
from rag.reading.name_parts import (
    NameParts,
    in_sentence_case,
    is_office,
    offices_match,
    parts_of,
    same_person,
)
from rag.reading.names import folded
from rag.records import Alias, SpeakerEntry


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
