"""Who the speakers' labels of one document mean: a document comes in, its namings go out.

A label with a first name means the person of that name. A surname with an office means whom the
document itself names so ("President Ana Oren"), an office alone whom its header names with it. A
surname alone, or with Mr. or Ms., means the one person of that surname; where there are several,
the one who is introduced first, if also in the title or no less often than others. What the
document does not tell stays as printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from rag.reading.capitals import is_organisation, words_of
from rag.reading.first_names import is_first_name
from rag.reading.full_names import LONGEST_NAME, NOBODY, FullNames, Holder
from rag.reading.header_offices import named_with, office_of_country, role_in
from rag.reading.name_parts import (
    COURTESY,
    PARTICLES,
    TITLE_WORDS,
    NameParts,
    office_head,
    offices_match,
    parts_of,
)
from rag.reading.names import folded
from rag.records import Document, Naming

HEADER = 1500
"""Characters in which a transcript says who holds the event."""

FOOTER = 400
"""Characters at the end, behind all turns, in which a press office signs."""

ARTICLES = ("The ", "A ", "An ", "the ", "a ", "an ")

ALIKE = 0.85
"""How alike a misspelt title and the title are: "CONGRESMAN" to "CONGRESSMAN"."""

KIN = re.compile(
    r",\s(?:\w+\s)?(?:wife|husband|widow|widower|son|daughter|brother|sister|father|mother)\b"
)
"""Whose kin somebody is, who has the surname of the holder of an office."""


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
        self._title = document.title or ""
        self._full_names = FullNames(document.text, document.title)
        self.cast = self._full_names.cast
        self.holders = self._full_names.holders
        first = min(said.start for said in document.statements)
        self._header = self.text[: min(first, HEADER)]
        self._footer = max(max(said.end for said in document.statements), len(self.text) - FOOTER)

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
        yield Naming(label, name, start, end, role_in(label))
        yield from office_of_country(label, name, self._header)
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
            for role in (*self._full_names.roles(place), None):
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
        in_title = folded(first.name) in folded(self._title)
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
        return next(
            (h for h in self.holders if any(map(self._full_names.is_cited, h.places))), None
        )

    def _in_header(self, office: str) -> Holder | None:
        """Return the one person beside whose name the header, or the footer, prints an office."""
        wanted = office.split()
        found = [
            holder
            for holder in self.holders
            if any(start < len(self._header) or start >= self._footer for start in holder.starts)
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
        found = named_with(parts.office, self._header, self._title)
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
            for role in self._full_names.roles(mention)
        ]
        if not found or not all(offices_match(role, found[0][0]) for role, _ in found):
            return None
        role, mention = found[0]
        if len(words_of(mention.name)) > 1:
            return None
        return Naming("", f"{role} {mention.name}", mention.start, mention.end, role)


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
