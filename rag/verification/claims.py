"""What is told around quotes: a sentence and the passages it cites in, what they do not bear out.

Numbers, dates, names and negations of a sentence must stand in what it cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from rag.reading.names import TITLES, folded, name_words
from rag.verification.evidence import Source, closest
from rag.verification.kin import LEAST_STEM, is_kin
from rag.verification.numbers import Date, Number, dates, iso_dates, numbers, without_dates
from rag.verification.sayers import NO_NAMES
from rag.verification.wording import CAPITAL, EMPTY, RUN, STARTS, WORD, stem, wording

ALIKE = 0.6
"""Share of a sentence's words in one sentence of the evidence from which it retells that one."""

ALIASES = (
    ("us", "usa", "united states", "america", "american", "americans"),
    ("uk", "united kingdom", "britain", "british", "great britain"),
    ("un", "united nations"),
    ("eu", "european union"),
    ("gop", "republican", "republicans", "republican party"),
)
"""Names of the same, of which a writer uses one for another."""

SHORT, LONGEST_SHORT = re.compile(r"\b(?:[A-Z]\.){2,4}|\b[A-Z]{2,4}\b"), 3
"""Letters that stand for a name; "us" is a pronoun."""

VERBATIM = 0.9
"""Share of a sentence's words in one sentence of the evidence from which it retells no other."""

PARTS, MOST_PARTS = frozenset("things points reasons ways aspects sides".split()), 5
"""What a writer counts who sums up what somebody said."""

INITIALS = re.compile(rf"{CAPITAL}(?:\s+(?:(?:of|the|and|for)\s+)*{CAPITAL})+")
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MOST_NAMES = 3


def unsupported(
    text: str,
    sources: Sequence[Source],
    *,
    names: AbstractSet[str] = frozenset(),
    whole: str = "",
    is_german: bool = False,
) -> str | None:
    """Return how *text* goes beyond what its *sources* say, or None.

    *whole* is the sentence with its quotes, where *text* is what stands around them.
    *names* are words known as names: by them a name at the start of a sentence is told from
    another word with a capital, as all nouns have in German. One of ``wrong_date``,
    ``wrong_number``, ``wrong_name`` and ``wrong_negation``.
    """
    if not _dates_stand(text, sources):
        return "wrong_date"
    if not _numbers_stand(without_dates(text), sources):
        return "wrong_number"
    told = _without_nouns(text, names) if is_german else text
    if not _names_stand(without_dates(told), sources, names):
        return "wrong_name"
    if not _negations_stand(whole or text, sources):
        return "wrong_negation"
    return None


def _dates_stand(text: str, sources: Sequence[Source]) -> bool:
    told = dates(text)
    weekdays = {word for word in re.findall(r"\w+", text.lower()) if word in WEEKDAYS}
    if not told and not weekdays:
        return True
    known = [day for source in sources for day in _dates_of(source)]
    days = {_weekday(day) for day in known} | {w for s in sources for w in s.words}
    return all(any(day.agrees(other) for other in known) for day in told) and weekdays <= days


def _dates_of(source: Source) -> Iterator[Date]:
    """Yield the dates a passage tells, completed by the year of its event."""
    held = list(iso_dates(source.hit.date))
    yield from held
    for day in dates(f"{source.text} {source.about}"):
        yield day
        if day.year is None and held:
            yield day._replace(year=held[0].year)


def _weekday(day: Date) -> str:
    if day.year is None or day.month is None or day.day is None:
        return ""
    try:
        return WEEKDAYS[date(day.year, day.month, day.day).weekday()]
    except ValueError:
        return ""


def _numbers_stand(text: str, sources: Sequence[Source]) -> bool:
    told = numbers(text)
    if not told:
        return True
    known = [number for source in sources for number in _numbers_of(source)]
    return all(_stands(number, known) for number in told)


def _numbers_of(source: Source) -> Iterator[Number]:
    text = f"{source.text} {source.about}"
    yield from numbers(text)
    for day in (*iso_dates(source.hit.date), *dates(text)):
        yield from (Number(float(part), "") for part in day if part is not None)


def _stands(number: Number, known: Sequence[Number]) -> bool:
    """Return whether a number is known, and not as the number of something else."""
    alike = [other for other in known if other.value == number.value]
    if number.unit in PARTS and number.value <= MOST_PARTS:
        return True
    if not alike and _is_elliptic(number, known):  # "148 million" for "So 148 is the price?"
        return True
    if not alike or (number.unit == "%") not in {other.unit == "%" for other in alike}:
        return False
    if not number.unit or number.unit in EMPTY:
        return True
    counted = {other.value for other in known if stem(other.unit) == stem(number.unit)}
    return not counted or number.value in counted


def _is_elliptic(number: Number, known: Sequence[Number]) -> bool:
    """Return whether a number is known without the scale that it has, counting nothing."""
    scaled = {number.value / scale for scale in (10**6, 10**9)}
    return any(other.value in scaled and other.unit in EMPTY for other in known)


def _names_stand(text: str, sources: Sequence[Source], names: AbstractSet[str]) -> bool:
    return all(
        _is_known(match.group(), sources, names if STARTS.search(text[: match.start()]) else None)
        for match in RUN.finditer(text)
    )


def _without_nouns(text: str, names: AbstractSet[str]) -> str:
    """Return a German text with capitals only where its words are known as names."""
    return WORD.sub(lambda m: m.group() if folded(m.group()) in names else m.group().lower(), text)


def _is_known(run: str, sources: Sequence[Source], names: AbstractSet[str] | None) -> bool:
    """Return whether the sources hold a name; *names* where it begins a sentence."""
    parts = [folded(re.sub(r"['’]s?\Z", "", part)).strip(".'’-") for part in run.split()]
    if names is not None and len(parts) == 1 and parts[0] not in names:
        return True
    name = name_words(" ".join(part for part in parts if part not in NO_NAMES))
    if any(_is_voice(name, voice) for source in sources for voice in source.voices):
        return True
    if len(parts) > 1 and _first_letters(parts) in _all_words(sources):
        return True
    if all(_word_stands(part, sources) for part in parts):
        return True
    return " ".join(part.replace(".", "") for part in parts) in _aliases(sources)


def _aliases(sources: Sequence[Source]) -> set[str]:
    """Return other names of what the sources name, as "the United States" is for "USA"."""
    text = " ".join(f"{source.text} {source.about}" for source in sources)
    short = {folded(letters).replace(".", "") for letters in SHORT.findall(text)}
    plain, words = folded(text).replace(".", ""), _all_words(sources)
    return {
        alias
        for group in ALIASES
        for name in group
        if name in short
        or (len(name) > LONGEST_SHORT and (name in words or (" " in name and name in plain)))
        for alias in group
    }


def _is_voice(name: Sequence[str], voice: str) -> bool:
    """Return whether a name is a speaker's: part of it, or the first name put before a surname."""
    label = name_words(voice)
    if len(label) == 1:
        return len(name) <= MOST_NAMES and list(name[-1:]) == list(label)
    return bool(name) and set(name) <= set(label)


def _word_stands(word: str, sources: Sequence[Source]) -> bool:
    if word in TITLES or word in EMPTY or word in NO_NAMES or any(map(str.isdigit, word)):
        return True
    words = _all_words(sources)
    pieces = [piece for piece in re.split(r"\W+", word) if piece]
    if all(piece in words or piece.isdigit() for piece in pieces):
        return True
    if word.replace(".", "") in {letters for s in sources for letters in _initials(s)}:
        return True
    return any(is_kin(word, other) for other in words if other[:LEAST_STEM] == word[:LEAST_STEM])


def _all_words(sources: Sequence[Source]) -> frozenset[str]:
    return frozenset().union(*(source.words for source in sources))


def _initials(source: Source) -> Iterator[str]:
    for match in INITIALS.finditer(f"{source.text} {source.about}"):
        yield _first_letters(match.group().split())


def _first_letters(words: Sequence[str]) -> str:
    return "".join(folded(word[0]) for word in words if folded(word) not in ("of", "the", "and"))


def _negations_stand(text: str, sources: Sequence[Source]) -> bool:
    """Return whether a sentence negates what its evidence negates, and nothing else."""
    said = wording(text)
    if not said.words:
        return True
    is_borne_out = any(
        told.wording.is_negative or told.wording.is_denying
        for source in sources
        for told in source.sentences
    )
    if said.is_negative and not is_borne_out:
        return False
    found = closest(said.words, sources, least=ALIKE)
    if not found:
        return True
    told = found[1].wording
    if said.is_denying != told.is_denying:  # "refused to open" for "would not open"
        return True
    if said.negations == told.negations and said.turned != told.turned:
        return True  # it negates as often, elsewhere, and is shown beside what it retells
    is_dropped = told.turned & (said.words - said.negated)
    is_added = said.turned & (told.words - told.negated)
    if len(told.words & said.words) < VERBATIM * len(said.words):  # it may retell another, too
        everything = [one.wording.negated for source in sources for one in source.sentences]
        is_added -= frozenset().union(*everything)
    return not is_dropped and not is_added
