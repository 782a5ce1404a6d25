"""Whom a question means: a name or role comes in, the names that documents have for them go out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rag.index import Filter, Index
from rag.people.persons import Person, people_of
from rag.reading.first_names import is_first_name
from rag.reading.name_parts import (
    PARTICLES,
    TITLE_WORDS,
    NameParts,
    holds,
    is_office,
    office_head,
    parts_of,
    same_person,
)
from rag.reading.names import folded, may_be, name_words, undated
from rag.records import Hit, SpeakerEntry

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

FAIR_SHARE = 0.1
"""Share of the statements of the most heard bearer of a name from which another is told of beside
them, whoever is quoted: with thousands against a handful, everybody means the one."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name in a question means.

    ``names`` are what documents call them (see `Speakers.labels_of`); ``candidates`` are several
    people of different first names who are all meant, and ``rare`` those
    of them who are hardly heard; ``rivals`` are what documents call others of the surname of the
    one who is meant; ``namesakes`` are those of that surname where nobody is meant,
    ``alike`` those of a surname like it where nobody bears it; ``officials`` are those who are
    meant by the name of a country. ``is_role`` tells that a role was given and no name.
    """

    names: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    rare: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()
    namesakes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    is_role: bool = False

    def offered(self, *, shown: Collection[str] = ()) -> tuple[str, ...]:
        """Return whom a reader may choose among, where *shown* are quoted."""
        return self._either(shown) or self.namesakes or self.alike or self.officials

    def _either(self, shown: Collection[str]) -> tuple[str, ...]:
        told = [one for one in self.candidates if one not in self.rare or one in shown]
        is_told = len(told) > 1 or not self.rare.isdisjoint(shown)
        return self.candidates if is_told else ()

    def notices(self, name: str, *, shown: Collection[str] = ()) -> tuple[str, ...]:
        """Return what a reader is to know about whom a name means, where *shown* are quoted."""
        if told := self._either(shown):
            return (f"“{name}” may be {_listed(told, 'or')}: see who is named at each quote.",)
        if self.namesakes:
            others = _listed(self.namesakes, "and")
            return (f"“{name}” is not on record. On record under that surname: {others}.",)
        if self.alike:
            others = _listed(self.alike, "and")
            return (f"“{name}” is not on record. On record under a name like it: {others}.",)
        if self.officials:
            others = _listed(self.officials, "and")
            itself = f"“{name}” itself is not on record as a speaker."
            return (f"{itself} On record with an office of it: {others}.",)
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
            if not labels and (officials := self._officials(name, where)):
                names = frozenset(form for person in officials for form in person.forms)
                return Meant(names, officials=_named(officials))
            return Meant(labels, alike=() if labels else self._alike(asked))
        chosen = _chosen(asked, found)
        if not chosen:
            return self._nobody(name, [p for p in found if asked.surname in p.surnames])
        names = frozenset(form for person in chosen for form in person.forms)
        named = [person for person in chosen if person.is_named]
        if len(named) < 2:
            others = [p for p in found if asked.surname in p.surnames and p not in chosen]
            return Meant(names, rivals=frozenset(form for p in others for form in p.forms))
        return Meant(names, candidates=_named(named), rare=self._rare(named))

    def _rare(self, people: Sequence[Person]) -> frozenset[str]:
        """Return those of several people whom hardly anybody who gives their name means."""
        heard = self._index.library.register.said_by([person.forms for person in people])
        least = FAIR_SHARE * max(count for count, _ in heard)
        return frozenset(
            undated(person.name)
            for person, (count, _) in zip(people, heard, strict=True)
            if count < least
        )

    def is_person(self, name: str) -> bool:
        """Return whether words are all of them parts of the name of one person on record."""
        words = set(name_words(name))
        people = people_of(self._index.library.register.namings_sharing(words)) if words else []
        return any(words <= set(parts.words) for person in people for parts in person.names)

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

    def _officials(self, country: str, where: Filter | None) -> list[Person]:
        """Return whose office is printed as one of a country: the "Prime Minister of Israel"."""
        plain = folded(country).removeprefix("the ")
        place = SPELLED_OUT.get(plain, plain)
        of = (f" of {place}", f" of the {place}")
        register = self._index.library.register
        introduced = people_of(register.namings_with(place, where or Filter()))
        surnames = {surname for person in introduced for surname in person.surnames}
        people = people_of(register.namings_sharing(surnames)) if surnames else []
        return [p for p in people if any(office.endswith(of) for office in p.offices)]

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
