"""Offices that descriptions name: "the Turkish president" comes in, what its holder must hold out.

Whom the document has shown with the office, its qualifiers ("foreign", "vice") and its country
is the holder; "the former president" and "the president" are not the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rag.reading.capitals import TITLES
from rag.reading.name_parts import WRITTEN_OUT

PREPOSITIONS = frozenset("of for to from with in at by on against behind near inside among".split())
HEAD_END = re.compile(r",|\(|\s(?:who|which|that|whose)\s|\s[–—-]\s|;")
HEADS_OF_STATE = frozenset("president king queen emperor chancellor".split())
ALIKE = {**WRITTEN_OUT, "nominee": "candidate", "hopeful": "candidate", "contender": "candidate"}
"""Words for one office."""
ADORNING = frozenset(
    "current sitting presumptive incumbent outgoing embattled veteran senior longtime new then "
    "younger elder presidential same federation republic kingdom first-term two-term "
    "second-term".split()
)
"""Qualifiers that need not be printed beside the name."""
DEMONYMS = {
    "gop": "republican",
    "french": "france",
    "spanish": "spain",
    "polish": "poland",
    "dutch": "netherlands",
    "swiss": "switzerland",
    "irish": "ireland",
    "british": "britain",
    "uk": "britain",
    "american": "us",
    "philippine": "filipino",
    "philippines": "filipino",
    "emirati": "uae",
}
FORMER = ("former", "ex")
LEADING = HEADS_OF_STATE | frozenset(("prime", "premier", "leader"))
"""Words of offices whose holder is a country’s leader."""
PARTIES = frozenset("republican democratic gop labour conservative house senate".split())
OF_PLACE = re.compile(r"([A-Z][\w-]+)['’]s\s([a-z]+)")
"""An office behind its place: "Lyon’s mayor"."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody must have been printed with to be the holder of an office."""

    offices: frozenset[str]
    qualifiers: tuple[str, ...]
    nations: tuple[str, ...]

    def fits(self, roles: Iterable[str], titles: Collection[str]) -> bool:
        """Tell whether somebody printed with these roles and titles holds the office."""
        printed = [_words(role) for role in roles]
        held = [words for words in printed if self._names_office(words)]
        former = any(word in FORMER for word in self.qualifiers)
        now = [words for words in held if former or not any(w in FORMER for w in words)]
        if not now and (held or not self._names_office(titles)):
            return False
        every = [word for words in printed for word in words]
        wanted = (*self.nations, *self.qualifiers)
        return all(any(_akin(word, other) for word in every) for other in wanted)

    def _names_office(self, words: Iterable[str]) -> bool:
        return any(ALIKE.get(word, word) in self.offices for word in words)


BY_RANK = {
    ("head", "state"): Sought(HEADS_OF_STATE, (), ()),
    ("top", "diplomat"): Sought(frozenset(("minister",)), ("foreign",), ()),
}
"""What offices are called by their rank."""


def sought_in(printed: str) -> Sought | None:
    """Return what a description seeks, or None where it names no office: "the crowd"."""
    printed = OF_PLACE.sub(r"the \1 \2", printed.strip(), count=1)
    cased = re.findall(r"[\w-]+", HEAD_END.split(printed, maxsplit=1)[0])
    words = [word.lower() for word in cased]
    if len(words) < 2 or words[0] != "the" or re.search(r"['’]s?\s", printed):
        return None
    rest = [word for word in words[1:] if word not in ("of", "the")]
    if tuple(rest) in BY_RANK:
        return BY_RANK[tuple(rest)]
    office = head_noun(words)
    if office not in TITLES and office not in ALIKE:
        return None
    proper = {word.lower() for word in cased if word[0].isupper()}
    others = [word for word in rest if word != office and word not in ADORNING]
    nations = tuple(word for word in others if word in proper)
    leads = office == "leader" and nations and PARTIES.isdisjoint(nations)
    return Sought(
        LEADING if leads else frozenset((ALIKE.get(office, office),)),
        tuple(word for word in others if word not in proper and not word[0].isdigit()),
        nations,
    )


def head_noun(words: list[str]) -> str:
    """Return the word before the first preposition, or the last."""
    stop = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    return words[stop - 1]


def _words(role: str) -> list[str]:
    return re.findall(r"[\w-]+", role.lower().replace(".", ""))


def _akin(one: str, other: str) -> bool:
    """Tell whether two words share their stem, or are of one country: "Russia" and "Russian"."""
    one, other = DEMONYMS.get(one, one), DEMONYMS.get(other, other)
    return one[:4] == other[:4]
