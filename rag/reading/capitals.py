"""Runs of capitalised words: a text comes in, the names in it go out, each with its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.reading.cues import BASE
from rag.reading.first_names import is_first_name
from rag.reading.names import folded
from rag.records import Span

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĤĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽА-ЯЁ]"
WORD = rf"(?:(?:Mc|Mac|O['’]|D['’]|[Aa]l-|[Ee]l-)?{CAPITAL}[^\W\d_]*(?:[-‑]{CAPITAL}?[^\W\d_]+)*)"
INITIAL = rf"(?:{CAPITAL}\.){{1,3}}"
PARTICLE = r"(?:de la|de|del|della|di|da|dos|du|van der|van den|van|von|bin|ibn|al|el|le|la|ter)"
NICKNAME = rf"[“\"‘']{WORD}[”\"’']"
NO_INITIALS = r"(?!(?:U\.S|U\.N|U\.K|E\.U|D\.C|L\.A|N\.Y|A\.I)\.)"
INITIALS = rf"{NO_INITIALS}(?:{INITIAL}\s?){{1,3}}(?={CAPITAL}[^\W\d_])"
"""Initials that open a name: "R. S. Pillai"."""
NAME = re.compile(
    rf"(?:{INITIALS})?{WORD}(?:\s(?:{NICKNAME}\s(?={CAPITAL}))?(?:{INITIAL}|{WORD}|{PARTICLE}\s{WORD}))*"
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
        "cllr councillor alderman striker midfielder goalkeeper skipper envoy diplomat "
        "officer manager chair chief ceo coach co-chair pollster hydrologist judges chairperson "
        "spokesperson president-elect vice ex-president det insp supt cpl cmdr brig".split()
    )
)
PERSON_NOUNS = TITLES | frozenset(
    "official aide adviser advisor source expert spokesperson resident student voter supporter "
    "delegate man woman boy girl person friend colleague critic opponent ally lawmaker "
    "politician scientist doctor nurse teacher farmer worker soldier officer witness diplomat "
    "professor researcher activist protester organizer volunteer consultant donor veteran "
    "negotiator prosecutor president-elect incumbent challenger head boss founder partner "
    "employee owner novelist".split()
)
CALLINGS = ("keeper", "worker", "maker", "owner", "holder", "ist", "ician", "sman", "woman", "men")
SHORTEST_CALLING = 6
"""Letters; "list" and "twist" are nobody."""
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
    "coast beach springs hill hills valley watch report hotel palace ballroom room auditorium "
    "theater theatre stadium arena lawn emirates".split()
)
NAMED_AFTER = frozenset(
    "foundation campaign administration university center centre tower county street avenue road "
    "college school hospital airport hotel theater theatre building library auditorium stadium "
    "arena institute museum square ballroom pac".split()
)
"""What is named after people, behind a first name."""
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
ROLE_ENDINGS = tuple(
    # German and Dutch, with what women are called
    "minister ministerin prasident prasidentin kanzler kanzlerin chef chefin sprecher sprecherin "
    "vorsitzende vorsitzender leiterin direktorin trainer trainerin politiker politikerin leider "
    "voorzitter woordvoerder "
    # Turkish
    "bakan baskani bakani lideri sozcusu muduru valisi milletvekili "
    # Russian and Polish
    "министр президент премьер депутат губернатор директор спикер prezydent prezes posel "
    "rzecznik "
    # French, Spanish, Portuguese and Italian
    "ministre depute maire presidente presidenta ministro ministra diputado diputada senador "
    "senadora alcalde alcaldesa gobernador gobernadora portavoz prefeito sindaco".split()
)
"""How roles of other languages end, folded: "Bundesfinanzminister"."""
FRENCH_TITLES = {"M.": "mr", "Mme": "mrs", "Mlle": "miss"}
ROLE_WORDS = TITLES | frozenset("former vice deputy acting then foreign prime first".split())
NO_ROLE = frozenset("as said says who which and but told with by in on at to for".split())
OF_PLACE = re.compile(rf"\s(of\s(?:the\s)?{CAPITAL}[\w.]+(?:\s{CAPITAL}\w+)?)")
APPOSED_ROLE = re.compile(r"\s?[,(]\s?((?:the |a |an |his |her )?[^,.;:“”\"()\n]{3,70})")
JOINT = re.compile(rf"(?<![-‑])\b({WORD}) and ({WORD}) ({WORD})")
SUFFIXES = frozenset("jr sr ii iii iv".split())
SURNAME_OPENERS = frozenset("le la de di du da del della van von dos ter st mc".split())
"""Words that open a surname: "Le Pen"."""
SERVICES = frozenset("counsel marine soldier ranger detective deputy agent inspector".split())
"""Callings before a full name, which may be names themselves elsewhere."""
COMPOUNDS = ("-born", "-based", "-led", "-backed", "-owned", "-run", "-trained", "-appointed")
OFFICE_OF = re.compile(r"\b(?:[Ss]ecretary|[Mm]inister|[Cc]hief|[Hh]ead|[Dd]irector) of \Z")
BEHIND_OF = re.compile(r"\b([A-Za-z-]+)\s(?:of|for)\s(?:[^.,;:()\n]{1,40}\sof\s)?(?:the\s)?\Z")
"""A noun, and of what or where, up to a name: "the president of the" United States Jane Roe."""
OF_STATES = frozenset(
    "president premier minister chancellor king queen governor mayor ambassador secretary".split()
)
"""Titles behind whose "of" a country, state or city stands."""
HALVES = frozenset("south north new saudi sri costa el united".split())
"""First words of countries of two."""
PLACE_OPENERS = frozenset("san santa saint st fort port lake mount jp".split())
"""Words of places and companies behind which what is a first name elsewhere is part of them."""
TOWN_OPENERS = frozenset("san santa fort port mount".split())
"""First words of places that are nobody's first name."""
ROLE_OF = re.compile(
    r"(?:[\w-]+\s){0,2}(?P<title>[A-Za-z-]+)\s(?:of|for)\s(?:[a-z]+\s(?:[a-z]+\s){0,2}of\s)?"
    rf"(?:the\s)?(?:{CAPITAL}[\w’'-]+\s(?:of\s(?:the\s)?)?){{1,4}}\Z"
)
"""A role with its place right before a name: "the president of Russia" Jan Roe."""
ROLE_AND_COMMA = re.compile(r"\b[Tt]he\s((?:[\w’'-]+\s){0,4}?[\w-]+(?:\sof\s[\w ]{2,30})?),\s\Z")
"""A role to which a name is in apposition: "the mayor," Jan Roe."""
TOOK_OFFICE = re.compile(
    r",\s(?:who\s)?(?:(?:has\s|was\s|had\s|is\s)?(?:been\s)?(?:became|become|elected|named|appointed"
    r"|sworn\sin\sas|serving\sas|serves\sas|took\soffice\sas|took\sover\sas)\s)"
    r"(?:as\s)?((?:the\s|its\s|a\s)?[^.,;:“”\"()\n]{3,40})"
)
"""How somebody came to a role, behind the name: ", who became prime minister"."""
CO = ("co", "ex", "vice", "deputy", "elect", "designate")
"""Parts of compound titles beside a title: "co-author", "chancellor-designate"."""
WORDS = re.compile(r"\S+")
APART = re.compile(r"\n\s*\n|(?<=[^\W\d_]{5}\.)\s+")
"""What is between paragraphs, or behind a full stop that no abbreviation has."""
LINE_APART = re.compile(r"(?m)^(.{0,39})\n|\n(?=[^\S\n]*\n)")
"""The end of a line too short to have been wrapped, as the lines of a header are."""
LOOKED_AT = 8
"""Words at the start of a run that tell whether the first of them is none of the name."""
HEADLINE = 4
"""Capitalised words in a row from which on some may have their capital from a headline."""


class Name(NamedTuple):
    """A name as it stands in a text, and the title in front of it."""

    start: int
    end: int
    name: str
    title: str | None


@lru_cache(maxsize=1 << 14)
def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, without possessive s, suffix and full stops."""
    plain = re.sub(r"['’]s?$", "", re.sub(rf"\s{NICKNAME}(?=\s)", "", name))
    words = [folded(word).strip(".,") for word in plain.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return tuple(words)


def generation_of(name: str) -> str:
    """Return the suffix that tells a father from a son, folded, or nothing."""
    last = folded(name.rsplit(maxsplit=1)[-1]).strip(".,") if name.strip() else ""
    return last if last in SUFFIXES else ""


def is_surname(words: tuple[str, ...]) -> bool:
    """Tell a surname alone, of one word or behind its particle: "Stroud", "Le Brun"."""
    return len(words) == 1 or (len(words) == 2 and words[0] in SURNAME_OPENERS)


def is_organisation(words: tuple[str, ...]) -> bool:
    """Tell a name that a word in it shows to be no person's."""
    if words[0] in TOWN_OPENERS:
        return True
    if is_first_name(words[0]) and len(words) < 4:
        return words[-1] in NAMED_AFTER
    return any(word in ORGANISATION for word in words)


def title_sex(title: str) -> str | None:
    """Return the sex that a title tells."""
    if title in MALE_TITLES:
        return "m"
    return "f" if title in FEMALE_TITLES else None


@lru_cache(maxsize=4)  # statements and namings ask the same of a document
def names_in(text: str, ordinary: Collection[str], *, english: bool = True) -> tuple[Name, ...]:
    """Return the names in a text; *ordinary* are the words that it prints in lower case too."""
    lines_apart = LINE_APART.sub(lambda line: f"{line[1] or ''};", text)
    runs = list(NAME.finditer(lines_apart))
    inside = {run[0] for run in runs if not opens_sentence(text, run.start())}
    cut = (words for run in runs for words in _cut(text, run, ordinary, inside))
    if not english:
        cut = (words[_before_first_name(text, words) :] for words in cut)
    return tuple(name for words in cut if (name := _named(text, words)))


def _before_first_name(text: str, words: Sequence[Span]) -> int:
    """Return how many words stand before the first name in a run: where nouns have capitals, or
    sentences open on what no list knows, they are none of the name."""
    plain = [_plain(text[word.start : word.end]) for word in words]
    firsts = [n for n, word in enumerate(plain[:-1]) if is_first_name(word)]
    return firsts[0] if firsts else 0


def _cut(
    text: str, run: re.Match[str], ordinary: Collection[str], inside: Collection[str]
) -> Iterator[list[Span]]:
    """Yield the words of a run of capitals, cut at words that a headline lends a capital.

    So does the start of a sentence; a run that stands *inside* one elsewhere begins as printed.
    """
    words = [Span(m.start(), m.end()) for m in WORDS.finditer(text, run.start(), run.end())]
    kept: list[Span] = []
    for number, word in enumerate(words):
        if _is_lent(text, words, number, ordinary) and (number or run[0] not in inside):
            yield kept
            kept = []
        else:
            kept.append(word)
    yield kept


def _is_lent(text: str, words: Sequence[Span], number: int, ordinary: Collection[str]) -> bool:
    """Tell whether a word in a run has its capital from a headline or a sentence it opens."""
    word = _plain(text[slice(*words[number])])
    if len(words) < 2 or is_first_name(word) or is_title(word) or word in ORGANISATION:
        return False
    if number == 0:
        doing = word.endswith("ing") and is_first_name(_plain(text[slice(*words[1])]))
        lent = doing or word in BASE or word in ordinary
        return lent and opens_sentence(text, words[0].start)
    if _is_forename(text[slice(*words[number - 1])]) or word in SURNAME_OPENERS:
        return False
    if len(words) < HEADLINE:
        return word in BASE and word.endswith(("s", "ed")) and number + 1 < len(words)
    return word in NOT_NAMES or word in BASE or word in ordinary


def _is_forename(word: str) -> bool:
    """Tell a word behind which a surname stands, whatever else that word may mean."""
    plain = _plain(word)
    return len(plain) == 1 or is_first_name(plain) or plain in SURNAME_OPENERS


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence, a line or a quote opens where a name stands."""
    lead = text[max(0, start - 4) : start].strip(" “\"'‘’”")
    return not lead or lead[-1] in ".!?:\n"


def _named(text: str, words: list[Span]) -> Name | None:
    """Return the name in a run of capitalised words, with its title; None where it is no name."""
    pieces = [(word.start, word.end, text[word.start : word.end]) for word in words]
    if not pieces:
        return None
    title = _title_before(text, pieces[0][0])
    for number in range(len(pieces) - 2, -1, -1):
        word = _plain(pieces[number][2])
        if is_title(word) and not is_first_name(word):
            title = word if not title or title_sex(word) or not title_sex(title) else title
            pieces = pieces[number + 1 :]
            break
    printed = [piece[2] for piece in pieces]
    if OFFICE_OF.search(text, max(0, pieces[0][0] - 24), pieces[0][0]) and _has_duty(printed):
        pieces, title = pieces[1:], title or "secretary"
    elif place := _place_before_name(text, printed, pieces[0][0]):
        title, pieces = place[0], pieces[place[1] :]
    pieces = pieces[_count_to_letters([piece[2] for piece in pieces]) :]
    while pieces and _is_before_name([piece[2] for piece in pieces[:LOOKED_AT]]):
        pieces.pop(0)
    if len(pieces) > 1 and pieces[0][2] in FRENCH_TITLES:
        title = FRENCH_TITLES[pieces.pop(0)[2]]
    while pieces and _plain(pieces[-1][2]) in NOT_NAMES:
        pieces.pop()
    if not pieces:
        return None
    first, last = pieces[0][0], pieces[-1][1]
    return Name(first, last, " ".join(text[first:last].split()), title)


def _count_to_letters(words: Sequence[str]) -> int:
    """Return how many words end on letters before a first name: "SNP MP" Fiona Roe."""
    for number in range(len(words) - 3, -1, -1):
        word = words[number]
        letters = word.isupper() and len(word) > 1 and word.isalpha() and not is_first_name(word)
        letters = letters and not words[number + 1].isupper()
        letters = letters and _plain(word) not in PLACE_OPENERS
        if letters and is_first_name(_plain(words[number + 1])):
            return number + 1
    return 0


def _has_duty(words: Sequence[str]) -> bool:
    """Tell whether a name stands behind one word for a duty: "State" Jan Roe, no New Guinea."""
    return (
        len(words) > 2 and _plain(words[0]) not in PLACE_OPENERS and _plain(words[1]) not in HALVES
    )


def _place_before_name(text: str, words: Sequence[str], start: int) -> tuple[str, int] | None:
    """Return a title and how many words tell of where it is held: "president of" Peru Jan Roe."""
    before = BEHIND_OF.search(text, max(0, start - 60), start)
    if before is None or not is_title(before[1].lower()) or is_first_name(_plain(words[0])):
        return None
    plain = [_plain(word) for word in words]
    firsts = (n for n, word in enumerate(plain[:-1]) if n and is_first_name(word))
    count = next((n for n in firsts if plain[n - 1] not in PLACE_OPENERS), 0)
    if not count and before[1].lower() in OF_STATES and len(words) > 2:
        count = 2 if plain[0] in HALVES else 1
        is_told = before[0].count(" of ") > 1  # "the minister of energy of" Peru Jan Roe
        count = count if is_told or _stands_alone(text, words[count:]) else 0
    return (before[1].lower(), count) if count else None


def _stands_alone(text: str, words: Sequence[str]) -> bool:
    """Tell a name behind a place from the rest of the place: a surname also stands by itself."""
    plain = tuple(_plain(word) for word in words)
    if plain[0] in HALVES or plain[0] in SURNAME_OPENERS or is_organisation(plain):
        return False
    found = re.finditer(rf"(?:(\S+)\s+)?\b{re.escape(words[-1])}\b", text)
    behind = {_plain((match[1] or "").strip("“\"‘'(")) for match in found}
    return len(behind) > 1


def _is_before_name(words: Sequence[str]) -> bool:
    """Tell whether the first of the words is none of the name: a title, "The", "Sudan-born"."""
    first = _plain(words[0])
    if first in NOT_NAMES or is_title(first) or first.endswith(COMPOUNDS):
        return True
    behind = [_plain(word) for word in words[1:3]]
    if not behind or not is_first_name(behind[0]):
        return any(_plain(word).endswith(COMPOUNDS) for word in words)
    if first in SERVICES or (len(behind) > 1 and _is_calling(first)):
        return True
    is_apart = words[0].isupper() and not words[1].isupper()
    return is_apart and len(words) > 2 and len(first) > 1


def _is_calling(word: str) -> bool:
    """Tell what somebody is called before a full name: "Owner Dale Roe", "Novelist Ana Roe"."""
    return is_person_noun(word) and not is_first_name(word)


def is_title(word: str) -> bool:
    """Tell whether a word in lower case is a title or role."""
    if word in TITLES or folded(word).endswith(ROLE_ENDINGS):
        return True
    parts = [part for part in word.split("-") if part not in CO] if "-" in word else []
    return bool(parts) and all(part in TITLES for part in parts)


def is_person_noun(noun: str) -> bool:
    """Tell whether a noun in lower case is what a person is called, or what several are."""
    one = noun.rstrip("s")
    listed = noun in PERSON_NOUNS or one in PERSON_NOUNS or noun in ("people", "police")
    return listed or (len(one) >= SHORTEST_CALLING and one.endswith(CALLINGS))


def _plain(word: str) -> str:
    return folded(word.rstrip("."))


def _title_before(text: str, start: int) -> str | None:
    before = re.search(r"([\w-]+)\.?\s+\Z", _lead(text, start, 24))
    return before[1].lower() if before and is_title(before[1].lower()) else None


def _lead(text: str, start: int, most: int) -> str:
    """Return at most so many characters before a name, from its own sentence."""
    return APART.split(text[max(0, start - most) : start])[-1]


def role_before(text: str, start: int) -> str:
    """Return the words of a role in front of a name: "Turkish President"."""
    lead = _lead(text, start, 70)
    if placed := _placed_role(lead):
        return " ".join(placed[0].split()).lower()
    before = re.search(r"(?:[\w’'-]+\.?\s+){1,5}\Z", lead)
    words = before[0].split() if before else []
    if not words or _plain(words[-1]) not in TITLES:
        return ""
    first = len(words) - 1
    while first > 0 and _tells_role(words[first - 1]):
        first -= 1
    return " ".join(words[first:]).lower()


def _placed_role(lead: str) -> re.Match[str] | None:
    placed = ROLE_OF.search(lead)
    return placed if placed and is_title(placed["title"].lower()) else None


def without_place(lead: str) -> str:
    """Return the words before a name without a role and its place: "The mayor of Tarn "."""
    placed = _placed_role(lead)
    return lead[: placed.start("title")] if placed else lead


def _tells_role(word: str) -> bool:
    """Tell whether a word before a title belongs to it: "Turkish", "former", "presidential"."""
    if _plain(word) in NO_ROLE:  # in a header in capitals: "BY THE PRESIDENT FOR SENATOR" Jan Roe
        return False
    return word[0].isupper() or _plain(word) in ROLE_WORDS or word.endswith(("ial", "ional"))


def role_around(text: str, start: int, end: int) -> str:
    """Return the words of a role to which a name is apposed: "the mayor, Jan Roe, …"."""
    before = ROLE_AND_COMMA.search(text, max(0, start - 90), start)
    if before is None or not text.startswith(",", end):
        return ""
    role = before[1].lower()
    return role if is_title(re.split(r"\sof\s", role)[0].split()[-1]) else ""


def role_behind(text: str, end: int) -> str:
    """Return the words of a role in apposition: ", the president of Russia"."""
    behind = TOOK_OFFICE.match(text, end) or APPOSED_ROLE.match(text, end)
    if not behind:
        return ""
    words = behind[1].split()
    titles = [number for number, word in enumerate(words) if _is_role(_plain(word))]
    if not titles or words[0].lower() in NO_ROLE:
        return ""
    somebody = any(
        word[0].isupper() and _plain(word) not in TITLES for word in words[titles[0] :][1:2]
    )
    return "" if somebody else " ".join(words).lower()


def _is_role(word: str) -> bool:
    return is_title(word) or word in PERSON_NOUNS


def place_behind(text: str, end: int) -> str:
    """Return of what somebody with a title has it: "Senator Roe of Indiana"."""
    behind = OF_PLACE.match(text, end)
    return behind[1].lower() if behind else ""
