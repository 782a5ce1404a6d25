"""Offices that a document's header prints beside names, and of which country they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.reading.capitals import NOT_NAMES, WORD, is_organisation
from rag.reading.name_parts import MODIFIERS, TITLE_WORDS, parts_of
from rag.reading.names import folded
from rag.records import Naming

_NAME = r"[A-Z][\w’'.-]*[a-z][\w’'-]*"
_BLANK = r"[^\S\n]+"
COUNTRY = (
    rf"\s+(?i:of)\s+(?:(?i:the)\s+)?(?P<country>{_NAME}(?:{_BLANK}(?:of{_BLANK}(?:the{_BLANK})?)?{_NAME})*"
    r"|[^\W\d_a-z]{2,}(?:\s+(?:KINGDOM|STATES|REPUBLIC|KOREA|ZEALAND|AFRICA|ARABIA|EMIRATES))?)"
)
"""A country behind a name in a header; in one of capitals alone other words may follow."""


def named_with(office: str, header: str, title: str) -> dict[str, Naming]:
    """Return surname → the first place where header or title name it with an office.

    People with labels of their own are among them; a bare office is rather somebody else.
    """
    found: dict[str, Naming] = {}
    printed = re.escape(office).replace(r"\ ", r"[\s-]+")
    pattern = rf"(?P<role>(?i:\b{printed})) (?P<name>{WORD}(?: {WORD}){{0,3}})"
    in_header = [*re.finditer(pattern, header)]
    for match in (*in_header, *re.finditer(pattern, title)):
        before = match.string[: match.start()].split()[-1:]
        name = _up_to_other_words(match["name"])
        parts = parts_of(name)
        is_place = bool(parts.words) and is_organisation(parts.words)
        if len(name) < 2 or is_place or (before and folded(before[0]) in MODIFIERS):
            continue
        shown = name if parts.first else f"{' '.join(match['role'].split())} {name}"
        start = match.start("name") if match in in_header else None
        end = None if start is None else start + len(name)
        found.setdefault(parts.surname, Naming("", shown, start, end, match["role"]))
    return found


def office_of_country(label: str, name: str, header: str) -> Iterator[Naming]:
    """Yield where the header tells of what a label with an office and a surname has it."""
    parts = parts_of(label)
    if not parts.office or not parts.words:
        return
    office, surname = (
        re.escape(words).replace(r"\ ", r"\s+") for words in (role_in(label) or "", parts.printed)
    )
    between = r"(?:(?!and\b)[^\W\d_]+\s+){0,2}?"
    titled = rf"(?i:\b(?P<role>{office})\s+(?P<name>{between}{surname})\b)"
    country = re.search(titled + COUNTRY, header)
    if country:
        role = f"{' '.join(country['role'].split())} of {' '.join(country['country'].split())}"
        yield Naming(label, name, country.start("name"), country.end("name"), role)


def role_in(label: str) -> str | None:
    """Return the words of an office that a label itself holds."""
    parts = parts_of(label)
    if not parts.office:
        return None
    words = label.removesuffix(parts.printed) if parts.words else label
    return re.sub(r"^(?:the|an?)\s", "", words.strip(), flags=re.IGNORECASE)


def _up_to_other_words(run: str) -> str:
    """Return the name at the start of a run of capitals; a header in capitals goes on."""
    end = 0
    for word in re.finditer(r"\S+", run):
        if folded(word[0]).strip(".") in NOT_NAMES | TITLE_WORDS:
            break
        end = word.end()
    return re.sub(r"['’]s?$", "", run[:end])
