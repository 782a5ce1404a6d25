"""The parts of a printed name: courtesy, office, the person's own words, suffix."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from rag.reading.capitals import SUFFIXES, TITLES, title_sex
from rag.reading.first_names import sex_of
from rag.reading.names import TITLES as OFFICE_WORDS
from rag.reading.names import folded

COURTESY = frozenset(
    "mr mrs ms miss sir lord lady dame dr prof professor rev reverend madame monsieur frau herr "
    "senor senora baroness".split()
)
RELATIONS = frozenset(
    "father brother husband son uncle grandfather mother sister wife daughter aunt grandmother "
    "democrat republican the a an of".split()
)
FIELDS = frozenset(
    "bank national central opposition environment energy interior foreign finance health defence "
    "defense transport education economy former acting deputy vice prime".split()
)
"""Words that tell of what somebody is minister or governor, or in which way."""

HONOURS = frozenset("honorable honourable hon excellency majesty highness".split())
"""Words of "The Right Honourable" and "His Excellency", before a name."""

SHORTENED = frozenset("sec usec amb min pres secretary-general".split())
TITLE_WORDS = (
    TITLES | OFFICE_WORDS | COURTESY | HONOURS | SHORTENED | {"treasury", "counsel"}
) - RELATIONS
OFFICES = TITLE_WORDS - COURTESY - HONOURS - FIELDS - {"treasury"}
WRITTEN_OUT = {
    "sec": "secretary",
    "usec": "undersecretary",
    "amb": "ambassador",
    "min": "minister",
    "pres": "president",
    "secretary-general": "secretary general",
    "rep": "congressman",
    "representative": "congressman",
    "congresswoman": "congressman",
    "sen": "senator",
    "gov": "governor",
    "gen": "general",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairwoman": "chairman",
    "chairperson": "chairman",
    "chair": "chairman",
}
INITIALS = {"sg": "secretary general", "pm": "prime minister", "fm": "foreign minister"}
"""Labels that are an office by its initials."""
MODIFIERS = frozenset("vice deputy former assistant under prime shadow first ex general".split())
"""Words before an office that make another office of it."""

LINKS = frozenset("of the and for his her".split())
"""Words that link the words of an office."""

LONGEST_ABBREVIATION = 4
"""Letters, with full stops."""

PARTICLES = frozenset(
    "de da do dos du del della di der den van von ten ter la le el al bin ibn abu".split()
)
SHORT_FORMS = {
    short: full
    for full, shorts in {
        "abigail": "abby gail",
        "alexander": "alex sasha",
        "andrew": "andy",
        "anthony": "tony",
        "benjamin": "ben",
        "bernard": "bernie",
        "charles": "charlie chuck",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "deborah": "debbie",
        "donald": "don",
        "edward": "ed eddie ted",
        "elizabeth": "liz beth betsy",
        "frederick": "fred",
        "gregory": "greg",
        "james": "jim jimmy",
        "jeffrey": "jeff",
        "jennifer": "jen jenny",
        "joseph": "joe",
        "joshua": "josh",
        "katherine": "kate kathy katie",
        "kenneth": "ken",
        "lawrence": "larry",
        "margaret": "maggie peggy",
        "matthew": "matt",
        "michael": "mike",
        "mitchell": "mitch",
        "nicholas": "nick",
        "patricia": "patty patti",
        "peter": "pete",
        "philip": "phil",
        "raymond": "ray",
        "richard": "rick dick",
        "robert": "bob bobby rob",
        "ronald": "ron",
        "rudolph": "rudy",
        "samuel": "sam",
        "stephen": "steve",
        "steven": "steve",
        "susan": "sue susie",
        "theodore": "ted",
        "thomas": "tom tommy",
        "timothy": "tim",
        "william": "bill will billy",
    }.items()
    for short in shorts.split()
}
"""Short forms of English first names; those of two names stand for the last."""

LETTERS_BEHIND = frozenset("MP MEP MSP MLA MPP KC QC SC OBE CBE MBE AM AO AC PhD MD CPA".split())
"""Letters behind a name, in capitals as they are printed: "Anna Venn MP"."""
FEWEST_BEFORE_LETTERS = 2
"""Words of a name before such letters; "LI AO" is a name."""

LONGEST = 12
"""Words of a name with its office; anything longer is a description."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart, folded; ``words`` are the person's own, ``printed`` as they stand."""

    words: tuple[str, ...] = ()
    printed: str = ""
    office: str = ""
    suffix: str = ""
    sex: str | None = None
    has_title: bool = False

    @property
    def surname(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def first(self) -> str:
        """The first name or initial; none where a particle opens the surname ("Le Pen")."""
        has_first = len(self.words) > 1 and self.words[0] not in PARTICLES
        return self.words[0] if has_first else ""


def in_sentence_case(name: str) -> str:
    """Return a name printed in capitals as a sentence has it: "PRESIDENT HU" is "President Hu".

    Short words that are neither the person's own nor of an office are abbreviations and stay:
    "FBI Director Lind".
    """
    if not all(word.isupper() or _plain(word) in LINKS for word in name.split()):
        return name
    own = TITLE_WORDS | MODIFIERS | FIELDS | LINKS | set(parts_of(name).words)
    words = [
        _cased(word) if _plain(word) in own or len(word) > LONGEST_ABBREVIATION else word
        for word in name.split()
    ]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _cased(word: str) -> str:
    if _plain(word) in LINKS | PARTICLES:
        return word.lower()
    return re.sub(r"^Mc(\w)", lambda scots: f"Mc{scots[1].upper()}", word.title())


@functools.lru_cache(maxsize=1 << 16)
def parts_of(name: str) -> NameParts:
    """Take a name apart: "Prime Minister Jan de Wit Jr." has an office, three words, a suffix."""
    name = re.split(r"\s(?:from|who|at)\s", name)[0]
    printed = re.sub(r"\s*[(\[][^)\]]*[)\]]|[“\"‘'][^”\"’']*[”\"’']\s", " ", name)
    tokens = [token.strip(",;:") for token in re.sub(r"['’]s?$", "", printed.strip()).split()]
    tokens = [token for token in tokens if token][:LONGEST]
    words = [_plain(token) for token in tokens]
    if words[:1] in (["the"], ["a"], ["an"]):
        tokens, words = tokens[1:], words[1:]
    if " ".join(words) in INITIALS:
        words = INITIALS[words[0]].split()
    while len(words) > FEWEST_BEFORE_LETTERS and tokens[-1].replace(".", "") in LETTERS_BEHIND:
        tokens, words = tokens[:-1], words[:-1]
    cut = _length_of_title(words)
    title, own, shown = words[:cut], words[cut:], tokens[cut:]
    suffix = ""
    while len(own) > 1 and own[-1] in SUFFIXES:
        suffix, own = own[-1], own[:-1]
    sexes = {sex for word in title if (sex := title_sex(word))}
    return NameParts(
        words=tuple(re.sub(r"^(?:al|el)-", "", word) for word in own),
        printed=" ".join(shown),
        office=" ".join(word for word in title if word not in COURTESY | HONOURS | {"right"}),
        suffix=suffix,
        sex=sexes.pop() if len(sexes) == 1 else sex_of(own[0]) if len(own) > 1 else None,
        has_title=bool(title),
    )


def _plain(token: str) -> str:
    return folded(token).strip(".")


def _length_of_title(words: list[str]) -> int:
    """Return how many words at the start are titles; a surname may be one ("Martin King")."""
    if "of" in words:
        words = words[: words.index("of")]
    if words and all(word in TITLE_WORDS for word in words):
        return LONGEST
    last = max((i for i, word in enumerate(words[:-1]) if word in TITLE_WORDS), default=-1)
    return last + 1


def is_office(role: str) -> bool:
    """Return whether a role is an office or profession, and not Mr. or a wife."""
    words = [_plain(word) for word in office_head(role).split()]
    return bool(words) and words[-1].strip(",") in OFFICES


def office_head(role: str) -> str:
    """Return the office in a role, folded: "the president of Russia" is "president"."""
    return re.split(r"\s(?:of|for|at|to|in)\s", folded(role))[0].removeprefix("the ")


def _office_words(office: str) -> list[str]:
    words = [_plain(word).strip(",") for word in office_head(office).split()]
    return " ".join(WRITTEN_OUT.get(word, word) for word in words).split()


def offices_match(one: str, other: str) -> bool:
    """Return whether two offices may be one: "minister" and "finance minister", never
    "president" and "vice president"."""
    short, long = sorted((_office_words(one), _office_words(other)), key=len)
    if not short or long[-len(short) :] != short:
        return False
    return len(long) == len(short) or long[-len(short) - 1] not in MODIFIERS


def holds(role: str, office: str) -> bool:
    """Return whether a role is an office, no less exactly than asked: a finance minister is a
    minister, a minister need not be the finance minister."""
    return len(_office_words(role)) >= len(_office_words(office)) and offices_match(role, office)


def same_person(one: NameParts, other: NameParts) -> bool:
    """Return whether two full names may be one person's: first names agree, or one is the
    other's initial or short form, and nothing between them disagrees."""
    if not one.first or not other.first or one.surname != other.surname:
        return False
    if not agree(one.first, other.first):
        return False
    middles = zip(one.words[1:-1], other.words[1:-1], strict=False)
    return all(agree(mine, theirs) for mine, theirs in middles)


def agree(one: str, other: str) -> bool:
    """Return whether two first or middle names may be one person's."""
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    return SHORT_FORMS.get(one, one) == SHORT_FORMS.get(other, other)
