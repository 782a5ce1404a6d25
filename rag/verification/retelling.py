"""How freely a sentence retells: a sentence and what it cites in, the words of the record that a
reader should see beside it out.

What says the same in other words can be told from what does not only by reading both. A sentence
whose telling words all stand, in their order, in one sentence of what it cites stands by itself;
any other is shown beside the words it rests on, or not at all where nothing comes near it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rag.reading.cues import NAMING_FORMS, SAYING_FORMS
from rag.reading.names import TITLES, folded, name_words
from rag.sources.language import FUNCTION_WORDS, detect
from rag.verification.evidence import Source, Told
from rag.verification.kin import LEAST_STEM, is_kin
from rag.verification.numbers import SCALES, WORTH, without_dates
from rag.verification.sayers import NO_NAMES
from rag.verification.wording import EMPTY, NEGATORS, WORD, stem, wording

SHARED, FEWEST = 0.4, 2
"""More than this share of a sentence's words, and so many, are held by what it rests on."""

MOST_BESIDE = 2
"""Sentences of the record shown beside one that retells them."""

ADDS = 2
"""Words from which a second sentence is worth showing beside the first."""

UNQUOTED = 2
"""Telling words, beyond those quoted of it, from which a sentence is worth showing."""

FRAME = 4
"""Words of its own that a sentence may put around what it quotes."""

COMMITTING = frozenset(
    "accuse admit agree announce apologize boast brag claim concede confess confirm demand deny "
    "disagree grant guarantee hint imply joke lie order pledge predict promise refuse reject swear "
    "threaten urge vow warn".split()
)
"""Verbs of saying that tell more than that somebody spoke."""

NEUTRAL = {form for form, verb in SAYING_FORMS.items() if verb not in COMMITTING} | {
    *NAMING_FORMS,
    *"answered answers replied replies according words view press conference journalist "
    "journalists reporter reporters interview passage passages contrast however moreover "
    "furthermore addition additionally likewise specifically repeatedly merely earlier later "
    "previously therefore thus further asked pressed remark remarks statement statements "
    "number numbers figure figures total put puts amounts spoke speaking question".split(),
}
"""Words that tell only that somebody spoke, and how one sentence goes with another."""

UNTOLD = (EMPTY | NEUTRAL | NO_NAMES | TITLES) - {"first", "second", "both", "others"}

RESERVES = frozenset(
    "if unless would could might may should hope hopes hoped perhaps maybe probably possibly "
    "likely expect expects expected want wants wanted plan plans planned almost nearly except "
    "until provided".split()
)
"""Words by which something is said with a reserve."""

ABSOLUTE = frozenset("all always any both each entire entirely every everybody only".split())
"""Words by which something is said without a reserve."""


class Basis(NamedTuple):
    """A sentence of the record that a sentence rests on, and its passage."""

    source: Source
    told: Told


class Retold(NamedTuple):
    """What a sentence rests on, best first; whether that comes near it, and whether it says no
    more than that, in its words."""

    bases: Sequence[Basis]
    is_near: bool
    is_close: bool


def retold(outside: str, quoted: Sequence[Basis], sources: Sequence[Source]) -> Retold:
    """Return how the words around quotes retell; *quoted* are the sentences the quotes are of."""
    held = {word for source in sources for one in source.sentences for word in one.wording.words}
    told = [word for word in _telling(outside) if word in held or not word.isdigit()]
    names = {word for source in sources for voice in source.voices for word in name_words(voice)}
    bases = [*quoted, *_bases([word for word in told if word not in names], quoted, sources)]
    voices = {name for basis in bases for name in (*_names_of(basis), *_place_of(basis))}
    words = [word for word in told if word not in voices]
    new = [word for word in words if not any(_holds(basis, word) for basis in bases)]
    stems = frozenset().union(*(source.stems for source in sources))
    is_framed = bool(quoted) and sum(stem(word) not in stems for word in new) <= FRAME
    is_alike = bool(quoted) or _is_alike(outside, words, bases)
    return Retold(bases, is_framed or _is_near(words, new), is_close=not new and is_alike)


def _is_near(words: Sequence[str], new: Sequence[str]) -> bool:
    """Return whether so many words are held that *new*, which are not, may say the same."""
    count = len(words) - len(new)
    return not new or (count > SHARED * len(words) and count >= FEWEST)


def _telling(text: str) -> Iterator[str]:
    """Yield the words of a text that tell what it is about, folded; dates, and numbers in words,
    are looked up as such."""
    text = without_dates(text)
    empty = FUNCTION_WORDS.get(detect(text) or "en", "").split()
    for word in map(folded, WORD.findall(text)):
        is_number = word in WORTH or word in SCALES
        is_negator = word in NEGATORS or word.endswith(("n't", "n’t"))
        if not (is_number or is_negator or word in UNTOLD or word in empty):
            yield word


def _names_of(basis: Basis) -> Iterator[str]:
    """Yield the words of the names of those who speak in a sentence."""
    source, told = basis
    for voice in source.voices_of(source.statements_in(told.span)):
        yield from name_words(voice)


def _place_of(basis: Basis) -> Iterator[str]:
    """Yield the words that tell where a sentence was said, and who printed it."""
    hit = basis.source.hit
    for told in (hit.event, hit.place, hit.publisher):
        yield from map(folded, WORD.findall(told or ""))


def is_worth_showing(basis: Basis, quoted: str) -> bool:
    """Return whether a sentence tells more than the words that are quoted of it."""
    known = {stem(word) for word in WORD.findall(quoted)} | set(map(stem, _names_of(basis)))
    return len({stem(word) for word in _telling(basis.told.text)} - known) >= UNQUOTED


def _holds(basis: Basis, word: str) -> bool:
    words = basis.told.wording.words
    if (root := stem(word)) in words:
        return True
    return any(is_kin(root, other) for other in words if other[:LEAST_STEM] == root[:LEAST_STEM])


def _bases(words: Sequence[str], quoted: Sequence[Basis], sources: Sequence[Source]) -> list[Basis]:
    """Return the sentences that hold most of the words which those quoted do not hold."""
    found: list[Basis] = []
    everything = [Basis(source, told) for source in sources for told in source.sentences]
    left = [word for word in words if not any(_holds(basis, word) for basis in quoted)]
    while everything and left and len(found) < MOST_BESIDE:
        best = max(everything, key=lambda basis: sum(_holds(basis, word) for word in left))
        still = [word for word in left if not _holds(best, word)]
        if len(left) - len(still) < (ADDS if found or quoted else 1):
            break
        found.append(best)
        left = still
    return found


def _is_alike(outside: str, words: Sequence[str], bases: Sequence[Basis]) -> bool:
    """Return whether words stand in one sentence, in its order, with its reserves
    and negations; of one that negates, all of it, for what it negates may be another part."""
    if len(bases) != 1:
        return not words
    if bases[0].told.wording.is_negative and not _is_whole(words, bases[0]):
        return False
    told = [folded(word) for word in WORD.findall(bases[0].told.text)]
    stems = [stem(word) for word in told]
    at = 0
    for word in map(stem, words):
        if word not in stems[at:]:
            return False
        at = stems.index(word, at)
    own = {folded(word) for word in WORD.findall(outside)}
    is_turned = bases[0].told.wording.turned != wording(outside).turned
    return not (is_turned or (RESERVES & set(told)) - own or (ABSOLUTE & own) - set(told))


def _is_whole(words: Sequence[str], basis: Basis) -> bool:
    """Return whether words are all that a sentence tells."""
    names = set(_names_of(basis))
    return {stem(word) for word in _telling(basis.told.text) if word not in names} <= set(
        map(stem, words)
    )
