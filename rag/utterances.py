"""Utterances: statements come in; the same words in several reports become one utterance, and
sentences that were said again in other words become rewordings.

All of it compares words alone and judges nothing: what a change of wording means is the reader's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from rag.reading.names import may_be
from rag.reading.sentences import sentence_spans
from rag.records import Span, Statement

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

SAME_DAYS = 2
"""Days within which reports are about the same occasion: some carry the date of the next day."""

FEWEST_WORDS = 5
"""Words that make a quotation recognisable inside longer words; fewer are said often."""

FEWEST_COMPARED = 8
"""Words of a sentence that is compared for its wording; shorter ones are courtesies."""

LEAST_LIKE = 0.6
"""Share of words, in order, that make two sentences versions of each other (2·M/T, as difflib)."""

SHINGLE = 3
"""Words in a row that two sentences must share to be compared at all."""

COMMON_SHINGLE = 12
"""Sentences that hold the same words in a row before these count as a turn of phrase."""

MOST_REWORDINGS = 40


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words said once: the fullest report of them first, then all others of the same occasion."""

    statements: tuple[Statement, ...]

    @property
    def fullest(self) -> Statement:
        """The report that holds the most of the words."""
        return self.statements[0]


@dataclass(frozen=True, slots=True)
class Version:
    """A sentence of a statement, by its offsets in the document."""

    statement: Statement
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """Two versions of a sentence by one speaker, the earlier first; ``likeness`` is below 1."""

    earlier: Version
    later: Version
    likeness: float


def utterances(statements: Sequence[Statement]) -> list[Utterance]:
    """Group statements that carry the same words of the same speaker on the same occasion.

    A statement belongs to the fullest one that holds all its words in a row. They come in the
    order of *statements*, each at the place of the first of its reports.
    """
    hosts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    members: dict[int, list[int]] = {}
    words = [_words(said.text or "") for said in statements]
    for number in sorted(range(len(statements)), key=lambda n: -len(words[n])):
        host = _host(number, statements, words, hosts)
        if host is not None:
            members[host].append(number)
            continue
        members[number] = []
        for shingle in set(_shingles(words[number], FEWEST_WORDS)):
            hosts[shingle].append(number)
    groups = [(host, *sorted(others)) for host, others in members.items()]
    return [Utterance(tuple(statements[n] for n in group)) for group in sorted(groups, key=min)]


def _host(
    number: int,
    statements: Sequence[Statement],
    words: Sequence[tuple[str, ...]],
    hosts: dict[tuple[str, ...], list[int]],
) -> int | None:
    mine = words[number]
    if len(mine) < FEWEST_WORDS:
        return None
    for host in hosts.get(mine[:FEWEST_WORDS], ()):
        if (
            _is_same_speaker(statements[host], statements[number])
            and _is_same_occasion(statements[host], statements[number])
            and _holds(words[host], mine)
        ):
            return host
    return None


def _is_same_speaker(one: Statement, other: Statement) -> bool:
    if one.speaker is None or other.speaker is None:
        return one.speaker == other.speaker
    return may_be(one.speaker, other.speaker)


def _is_same_occasion(one: Statement, other: Statement) -> bool:
    if one.document_id == other.document_id:
        return one.start < other.end and other.start < one.end
    days = _days_between(one.date, other.date)
    return days is not None and days <= SAME_DAYS


def _days_between(one: str | None, other: str | None) -> int | None:
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 0 if one and one == other else None


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    length = len(shorter)
    return any(longer[at : at + length] == shorter for at in range(len(longer) - length + 1))


def rewordings(statements: Iterable[Statement]) -> list[Rewording]:
    """Return sentences that one speaker's words hold in two versions, the likest first.

    Versions stand in different documents; those of different occasions come first. Reported words
    are left out: theirs is the outlet's wording. Words merely cut short in one of two reports of
    the same occasion are no version.
    """
    versions = [v for said in statements if said.speech == "direct" for v in _versions(said)]
    words = [_words(version.text) for version in versions]
    found = []
    for one, other in _candidates(words):
        first, second = versions[one], versions[other]
        if not _may_be_versions(first, second) or _is_cut(first, second, words[one], words[other]):
            continue
        likeness = _likeness(words[one], words[other])
        if likeness >= LEAST_LIKE:
            found.append(Rewording(first, second, likeness))
    found.sort(key=_rank)
    return found[:MOST_REWORDINGS]


def _rank(pair: Rewording) -> tuple[bool, float, str, int]:
    earlier, later = pair.earlier, pair.later
    same = _is_same_occasion(earlier.statement, later.statement)
    return same, -pair.likeness, earlier.statement.date or "", earlier.start


def _is_cut(one: Version, other: Version, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether two versions are in the same words, or one is cut short on the same occasion."""
    shorter, longer = sorted((first, second), key=len)
    if shorter == longer:
        return True
    return _is_same_occasion(one.statement, other.statement) and _holds(longer, shorter)


def _versions(said: Statement) -> Iterator[Version]:
    text = said.text or ""
    for start, end in sentence_spans(text, Span(0, len(text))):
        yield Version(said, said.start + start, said.start + end, text[start:end])


def _candidates(words: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return the pairs of sentences that share some words in a row, in order."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, said in enumerate(words):
        if len(said) >= FEWEST_COMPARED:
            for shingle in set(_shingles(said, SHINGLE)):
                holders[shingle].append(number)
    shared = Counter(
        pair
        for numbers in holders.values()
        if len(numbers) <= COMMON_SHINGLE
        for pair in combinations(numbers, 2)
    )
    return sorted(pair for pair, count in shared.items() if count > 1)


def _may_be_versions(one: Version, other: Version) -> bool:
    return (
        _is_same_speaker(one.statement, other.statement)
        and one.statement.document_id != other.statement.document_id
    )


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if 2 * min(len(one), len(other)) < LEAST_LIKE * (len(one) + len(other)):
        return 0.0  # as the matcher would find, in much more time
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LEAST_LIKE else 0.0


def _shingles(words: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold().replace("’", "'") for word in WORD.findall(text))
