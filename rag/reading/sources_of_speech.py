"""Sources of speech: the printed source of a statement comes in, the speaker goes out.

A name becomes the person's fullest name in the document, a role or description becomes its one
holder or stays as printed, a pronoun becomes the person it stands for. When unsure: nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rag.reading.mentions import (
    FEMALE_TITLES,
    MALE_TITLES,
    Cast,
    Mention,
    Person,
    is_organisation,
    words_of,
)
from rag.records import Span

SINGULAR = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
OTHER_PRONOUNS = frozenset(
    "i we you it they who which that this these those one some many others all both most few "
    "another several each everyone nobody someone somebody them us me my our your their its what "
    "there".split()
)
APPOSITION_END = re.compile(r",|\(|\s(?:who|which|that|whose|where|when)\s|\s[–—-]\s|;|―")
LONGEST_SPEAKER = 100
"""Characters; a longer source has run away."""
HEADS_OF_STATE = frozenset("president king queen emperor chancellor premier".split())
PERSON_ROLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        "president senator governor minister secretary chancellor mayor speaker ambassador "
        "director nominee candidate leader premier attorney pastor judge justice congressman "
        "general colonel professor mogul billionaire tycoon economist hydrologist".split()
    )
)


@dataclass(slots=True)
class Context:
    """What is known where a statement stands: who spoke last and who was the subject last.

    ``quoted`` are spans of direct quotes, whose names are nobody's antecedents.
    """

    cast: Cast
    quoted: list[Span] = field(default_factory=list)
    last: Person | None = None
    last_paragraph: int = -1
    focus: list[tuple[int, Person]] = field(default_factory=list)
    roles: dict[str, Person] = field(default_factory=dict)


def speaker_of(
    source: Span, context: Context, *, paragraph: Span
) -> tuple[str | None, Person | None]:
    """Return the speaker's name for a printed source, and the person where it is one."""
    text = context.cast.text
    printed = text[source.start : source.end]
    plain = printed.strip(" ,.;:“”\"'’–—-").lower()
    if plain in SINGULAR:
        person = antecedent(source.start, SINGULAR[plain], context, paragraph)
        return (person.name, person) if person else (None, None)
    if plain in OTHER_PRONOUNS or not plain:
        return None, None
    return _named_or_described(source, context)


def _named_or_described(source: Span, context: Context) -> tuple[str | None, Person | None]:
    cast = context.cast
    text = cast.text
    printed = text[source.start : source.end]
    first = APPOSITION_END.split(printed, maxsplit=1)[0]
    head = Span(source.start, source.start + len(first))
    if re.search(r"\b(?:and|or|&)\b", first):
        return _printed(first), None
    mention = _mention_at_end(cast, head)
    if mention is None:
        mention = _apposed(cast, source, head)
    if mention is None:
        person = _role_holder(first, context)
        if person:
            return person.name, person
        return _printed(first), None
    if mention.person:
        return mention.person.name, mention.person
    if is_organisation(words_of(mention.name)) or not mention.title:
        return _printed(_without_place(first)), None
    return mention.name, None


def _printed(words: str) -> str | None:
    tidy = " ".join(words.split()).strip(' ,.;:“”"–—-')
    tidy = re.sub(r"['’]s?$", "", tidy)
    return tidy[:LONGEST_SPEAKER] if 0 < len(tidy) <= LONGEST_SPEAKER else None


def _without_place(words: str) -> str:
    return words


def _mention_at_end(cast: Cast, head: Span) -> Mention | None:
    """Return the name that a noun phrase ends on, or that a place follows ("X of Ohio")."""
    mentions = cast.between(head.start, head.end)
    if not mentions:
        return None
    text = cast.text
    for mention in reversed(mentions):
        rest = text[mention.end : head.end].strip(" .'’s“”\"")
        lead = text[head.start : mention.start].lower().split()
        if any(
            word in ("of", "for", "to", "from", "with", "in", "at", "by", "on") for word in lead
        ):
            continue
        if re.search(r"['’]s?\s", text[mention.end : head.end]) or re.match(
            r"['’]s?\s", text[mention.end : head.end]
        ):
            return None
        if not rest or re.match(r"(?:of|from|in|for|at|on)\b|himself|herself", rest):
            return mention
    return None


def _apposed(cast: Cast, source: Span, head: Span) -> Mention | None:
    """Return the name apposed to a description: "the senator's aide, Jane Roe"."""
    text = cast.text
    if not re.match(r"\s*,\s*", text[head.end : source.end]):
        return None
    mentions = cast.between(head.end, source.end)
    if not mentions:
        return None
    mention = mentions[0]
    between = text[head.end : mention.start].strip(" ,")
    full = len(words_of(mention.name)) > 1 and not is_organisation(words_of(mention.name))
    return mention if full and len(between.split()) <= 1 else None


def _role_holder(described: str, context: Context) -> Person | None:
    """Return who "the president" is, where the text has named one holder of the role."""
    words = re.findall(r"[\w-]+", described.lower())
    if not words or words[0] not in ("the", "a", "an", "mr", "madam") or len(words) > 6:
        return None
    if words[0] in ("a", "an"):
        return None
    if words[1:] == ["head", "of", "state"]:
        return _holder_of(HEADS_OF_STATE, context)
    role = words[-1] if "of" not in words else words[words.index("of") - 1]
    if role not in PERSON_ROLES or re.search(r"['’]s\s", described):
        return None
    return _holder_of(frozenset((role,)), context)


def _holder_of(roles: frozenset[str], context: Context) -> Person | None:
    """Return the latest speaker with the role, or the only person who has it."""
    if context.last and context.last.titles & roles:
        return context.last
    holders = [person for person in context.cast.people if person.titles & roles]
    return holders[0] if len(holders) == 1 else None


def antecedent(position: int, sex: str, context: Context, paragraph: Span) -> Person | None:
    """Return the person that a pronoun at *position* stands for."""
    subjects = [(start, person) for start, person in context.focus if start < position]
    for start, person in reversed(subjects[-12:]):
        if person.sex == sex:
            return person
    for start, person in reversed(subjects[-3:]):
        if person.sex is None:
            return person
    return _nearest_mention(position, sex, context, paragraph)


def _nearest_mention(position: int, sex: str, context: Context, paragraph: Span) -> Person | None:
    for mention in reversed(context.cast.between(max(0, position - 600), position)):
        person = mention.person
        if person is None or not person.human or person.sex not in (sex, None):
            continue
        if any(quote.start <= mention.start < quote.end for quote in context.quoted):
            continue
        return person
    return None
