"""Sources of speech: the printed source of a statement comes in, the speaker goes out.

A name becomes the person's fullest name in the document, a role its one holder, a pronoun the
person it stands for; any other description stays as printed. When unsure: nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rag.reading.capitals import (
    FEMALE_TITLES,
    MALE_TITLES,
    PERSON_NOUNS,
    is_organisation,
    is_person_noun,
    title_sex,
    without_place,
    words_of,
)
from rag.reading.mentions import Cast, Mention, Person
from rag.reading.offices import PREPOSITIONS, head_noun, sought_in
from rag.reading.pronouns import OTHERS, POSSESSIVES, PRONOUNS, Center, Discourse, Kind
from rag.records import Span

HEAD_END = re.compile(r",|\(|\s(?:who|which|that|whose|where|when)\s|\s[–—-]\s|;|―|\sof\s\w+ing\s")
CLAUSE_BEHIND = re.compile(r",?\s*(?:who|which|whose|where)\b")
OFFICE_HELD = re.compile(
    r"\b(?:secretary|minister|chief|head|director) of (?!the\b)(?:[\w’-]+\s){1,2}\Z"
)
"""An office right before the name of who holds it: "Secretary of State"."""
HONORIFICS = frozenset("mr mrs ms miss".split())
DETERMINERS = frozenset("the a an this that mr madam our their its".split())
IT_SAYS = re.compile(
    r"\s*(?:(?:also|later|then|further|now|still|again|even|has|had|did|does|is|was|\w+ly"
    r"|(?:goes|went)\son\sto)\s+)*"
)
"""What may stand between "it" and the verb with which a body or paper says something."""
NATIONALS = (
    "Argentine|Argentinian|Australian|Austrian|Belgian|Brazilian|Briton|Bulgarian|Canadian|"
    "Chilean|Chinese|Colombian|Croat|Croatian|Czech|Dane|Dutchman|Egyptian|Englishman|Finn|"
    "Frenchman|Frenchwoman|German|Ghanaian|Greek|Hungarian|Indian|Iranian|Irishman|Israeli|"
    "Italian|Japanese|Kenyan|Korean|Mexican|Moroccan|Nigerian|Norwegian|Pole|Portuguese|Romanian|"
    "Russian|Scot|Senegalese|Serb|Slovak|Spaniard|Swede|Turk|Ukrainian|Uruguayan|Welshman"
)
ADDRESSED = 60
"""Characters behind a verb of saying in which stands to whom it is said."""
NEXT_WORDS = re.compile(r"\s+(?:[\w.’'-]+\s+){0,3}")
SECOND = re.compile(r"\b(?:and|or)\s(?:the|a|an|his|her|its|their|our)\b|\b(?:and|or)\s[A-Z]")
"""Where a second person begins in a description."""
COMMA = re.compile(r",\s(?:the\s)?")
ROLE_BETWEEN = re.compile(r"(?:(?!and\b|but\b|who\b|said\b)[\w’'-]+\.?\s){0,3}")
NAME_END = re.compile(r"\s*(?:[,.;:!?)”\"\n]|\Z)")
OWNING = re.compile(r"['’]s\Z")
PLURALS = frozenset(("people", "police"))
LONGEST_NAME = 60
"""Characters of a name in apposition."""
SAME_PERSON = re.compile(
    rf"[Tt]he\s(?:\d{{1,2}}-year-old(?:\s[a-z-]+){{0,3}}|(?:{NATIONALS})"
    r"|(?:mum|mom|mother|dad|father|grandmother|grandfather)(?:-|\s)of(?:-|\s)\w+)"
)
"""How somebody just named is called again: "the 61-year-old", "the Italian"."""
LONGEST_SPEAKER = 100
"""Characters; a longer source has run away."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a name or description, and the person where it is one.

    ``kind`` is "m", "f" or None for a person, "plural" for several, "thing" for what is nobody.
    """

    name: str
    person: Person | None = None
    kind: str | None = None
    from_pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source stands: its span, its cue, and its paragraph and sentence by number."""

    span: Span
    cue: Span | None
    paragraph: int
    sentence: int


def speaker_at(place: Place, cast: Cast, discourse: Discourse) -> Speaker | None:
    """Return the speaker that the source at *place* names, describes or stands for."""
    printed = cast.text[place.span.start : place.span.end]
    plain = re.sub(r"['’]s?$", "", printed.strip(" ,.;:“”\"'’–—-").lower())
    if kind := PRONOUNS.get(plain):
        if plain == "it" and place.cue and not _does_it_say(cast.text, place.span, place.cue):
            return None
        center = _antecedent(kind, place, discourse, _told(place, cast))
        return Speaker(center.name, center.person, kind, from_pronoun=True) if center else None
    if (
        not plain.strip()
        or plain in OTHERS
        or plain.endswith((" whom", " which"))
        or plain.split()[0] in ("those", "anyone", "someone")
    ):
        return None
    if SAME_PERSON.fullmatch(printed.strip()):
        same = discourse.in_focus(start=place.span.start, sentence=place.sentence)
        if same and same.person:
            return Speaker(same.name, same.person, same.person.sex)
    found = _named(place.span, cast) or _holder(printed, place, cast, discourse)
    found = found or _inside_run(printed, cast) or described(printed)
    return _of_somebody(found, place, discourse) if found and found.person is None else found


def _antecedent(
    kind: Kind, place: Place, discourse: Discourse, others: Collection[str] = ()
) -> Center | None:
    return discourse.antecedent(
        kind,
        start=place.span.start,
        paragraph=place.paragraph,
        sentence=place.sentence,
        others=others,
    )


def _told(place: Place, cast: Cast) -> list[str]:
    """Return to whom something is said: "he told Roe"."""
    if place.cue is None:
        return []
    end = place.cue.end
    behind = [m for m in cast.between(end, end + ADDRESSED) if m.person]
    near = behind[:1] if behind and NEXT_WORDS.fullmatch(cast.text, end, behind[0].start) else []
    return [mention.person.name for mention in near if mention.person]


def _does_it_say(text: str, source: Span, cue: Span) -> bool:
    """Tell "it said" and "it has also warned" from "it is safe to say"."""
    return bool(IT_SAYS.fullmatch(text, source.end, cue.start))


def _of_somebody(speaker: Speaker, place: Place, discourse: Discourse) -> Speaker:
    """Return "her party" as the party of whom it is: "Anna Weller’s party"."""
    owner, _, rest = speaker.name.partition(" ")
    kind = POSSESSIVES.get(owner.lower())
    if not kind or not rest:
        return speaker
    center = _antecedent(kind, place, discourse)
    if center is None or center.person is None:
        return speaker
    return replace(speaker, name=f"{center.name}’s {rest}")


def _named(span: Span, cast: Cast) -> Speaker | None:
    """Return the person or body that a source names, or its names where they are several."""
    text = cast.text
    head = _head(text, span)
    if apposed := _apposed_behind(cast, span, head):
        return Speaker(apposed.name, apposed, apposed.sex)
    if several := _several(span, head, cast):
        return several
    mention = _last_name(cast, head)
    article = mention and re.match(r"the\s", text[head.start : head.end], re.IGNORECASE)
    mention = mention or _apposed(cast, span, head)
    if mention is None:
        return None
    if mention.person and (mention.person.human or not article):
        return Speaker(mention.person.name, mention.person, mention.person.sex)
    if is_organisation(words_of(mention.name)):
        return described(text[head.start : head.end])
    return _unresolved(mention, head, cast)


def _unresolved(mention: Mention, head: Span, cast: Cast) -> Speaker | None:
    """Return a name that nobody, or more than one in the document, goes by: as printed."""
    sex = title_sex(mention.title) if mention.title else cast.sex_of_all(mention.name)
    if mention.title in HONORIFICS:
        honorific = cast.text[head.start : mention.end].split()[0]
        return Speaker(f"{honorific} {mention.name}", kind=sex)
    if mention.title or cast.is_shared(mention.name):
        return Speaker(mention.name, kind=sex)
    told = described(cast.text[head.start : head.end])
    if told and told.name == mention.name and told.kind == "thing":
        return replace(told, kind=None)
    return told


def _inside_run(printed: str, cast: Cast) -> Speaker | None:
    """Return the person whose name runs into the words behind it, as in a headline."""
    person = cast.find(printed) if printed.istitle() else None
    return Speaker(person.name, person, person.sex) if person and person.human else None


def _head(text: str, span: Span) -> Span:
    """Return the span up to the first apposition or clause."""
    first = HEAD_END.split(text[span.start : span.end], maxsplit=1)[0]
    return Span(span.start, span.start + len(first))


def _several(span: Span, head: Span, cast: Cast) -> Speaker | None:
    """Return the names of a plural source, so that none is cut off."""
    text = cast.text
    if re.search(r"\b(?:and|or|&)\b", text[head.start : head.end]):
        mentions = cast.between(head.start, head.end)
        if len(mentions) == 1 and re.search(r"\b(?:and|or|&)\b", mentions[0].name):
            return None
        if mentions and _has_two_roles(text[head.start : mentions[-1].start]):
            return None
        told = described(text[head.start : head.end])
        return replace(told, kind="plural") if told else None
    linked = re.search(r",\s+and\s+(?=\w)", text[head.end : span.end])
    if not linked or CLAUSE_BEHIND.match(text, head.end):
        return None
    first = cast.between(head.start, head.end)
    rest = cast.between(head.end + linked.end(), span.end)
    if not first or not rest or rest[0].start > head.end + linked.end() + 40:
        return None
    pair = [m.person.name if m.person else m.name for m in (first[-1], rest[0])]
    return Speaker(" and ".join(pair), kind="plural")


def _has_two_roles(before: str) -> bool:
    """Tell "former prosecutor and city mayor Jane Roe" from "the prosecutor and Jane Roe"."""
    first, link, _ = before.lower().partition(" and ")
    words = first.split()
    return bool(link and words) and words[0] not in DETERMINERS and words[-1] in PERSON_NOUNS


def _last_name(cast: Cast, head: Span) -> Mention | None:
    """Return the name that a noun phrase is headed by: its last, but for a place behind it."""
    text = cast.text
    for mention in reversed(cast.between(head.start, head.end)):
        lead = without_place(text[head.start : mention.start]).lower()
        words = re.findall(r"[\w’'-]+", OFFICE_HELD.sub(" ", lead))
        if any(word in PREPOSITIONS for word in words):
            continue
        behind = text[mention.end : head.end]
        if re.match(r"['’]s?\s+\w", behind):
            return None
        rest = behind.strip(" .'’s“”\"")
        if not rest or re.match(r"(?:of|from|in|for|at|on)\b|himself|herself", rest):
            return mention
    return None


def _apposed(cast: Cast, span: Span, head: Span) -> Mention | None:
    """Return the name apposed to a description: "the senator's aide, Jane Roe"."""
    text = cast.text
    before = text[head.start : head.end].lower().split()
    if not before or _is_plural(before[-1]):
        return None
    if not re.match(r"\s*,\s*", text[head.end : span.end]):
        return None
    mentions = cast.between(head.end, span.end)
    if not mentions:
        return None
    mention = mentions[0]
    words = words_of(mention.name)
    between = text[head.end : mention.start].strip(" ,")
    if len(words) < 2 or is_organisation(words) or len(between.split()) > 1:
        return None
    return mention


def _apposed_behind(cast: Cast, span: Span, head: Span) -> Person | None:
    """Return who is named behind a description of one person: "replied the witness, Jan Roe."."""
    text = cast.text
    noun = text[head.start : head.end].strip(" ,")
    words = noun.lower().split()
    if not words or not words[-1].isalpha() or is_organisation((words[-1],)):
        return None
    if SECOND.search(noun) or not noun.split()[-1].islower() or not _is_one_person(words):
        return None
    comma = COMMA.match(text, head.start + len(text[head.start : head.end].rstrip(" ,")))
    if comma is None:
        return None
    names = cast.between(comma.end(), comma.end() + LONGEST_NAME)
    if not names or not NAME_END.match(text, names[0].end):
        return None
    name = names[0]
    if not ROLE_BETWEEN.fullmatch(text, comma.end(), name.start) or len(words_of(name.name)) < 2:
        return None
    return None if is_organisation(words_of(name.name)) else name.person


def _is_plural(noun: str) -> bool:
    return noun in PLURALS or (noun.endswith("s") and not noun.endswith("ss"))


def _is_one_person(words: Sequence[str]) -> bool:
    """Tell "the witness" and "his driver" from "the officials"."""
    last = words[-1]
    if _is_plural(last):
        return False
    owned = words[0] in ("his", "her", "their", "its") or any(OWNING.search(w) for w in words)
    return owned or is_person_noun(last)


def described(printed: str) -> Speaker | None:
    """Return a description as printed, without what follows it."""
    tidy = " ".join(HEAD_END.split(printed, maxsplit=1)[0].split()).strip(' ,.;:“”"–—-')
    tidy = re.sub(r"['’]s?$", "", tidy)
    words = re.findall(r"[\w-]+", tidy.lower())
    if not words or len(tidy) > LONGEST_SPEAKER:
        return None
    return Speaker(tidy, kind=_kind(head_noun(words)))


def _kind(noun: str) -> str | None:
    """Return the kind of antecedent that a noun makes."""
    if noun in MALE_TITLES or noun in ("man", "boy"):
        return "m"
    if noun in FEMALE_TITLES or noun in ("woman", "girl"):
        return "f"
    if noun in PERSON_NOUNS:
        return None
    return "plural" if is_person_noun(noun) else "thing"


def _holder(printed: str, place: Place, cast: Cast, discourse: Discourse) -> Speaker | None:
    """Return who "the president" is, where the text has shown one holder of the role."""
    sought = sought_in(printed)
    if sought is None:
        return None
    holders = [person for person in cast.people if sought.fits(person.roles, person.titles)]
    focus = discourse.in_focus(start=place.span.start, sentence=place.sentence)
    if focus and focus.person in holders:
        there = {c.name for c in discourse.centers if c.sentence == focus.sentence}
        holders = [p for p in holders if p is focus.person or p.name in there]
    person = _latest(holders, discourse, sure=not (sought.qualifiers or sought.nations))
    return Speaker(person.name, person, person.sex) if person else None


def _latest(holders: list[Person], discourse: Discourse, *, sure: bool) -> Person | None:
    """Return the only holder of a role, or the last speaker of several where nothing else tells."""
    if len(holders) < 2 or not sure:
        return holders[0] if len(holders) == 1 else None
    speakers = [c.person for c in discourse.centers if c.rank == "speaker" and c.person]
    return next((person for person in reversed(speakers[-3:]) if person in holders), None)
