"""Direct speech: a parsed sentence with masked quotes comes in, each quote's cue goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reading import cues
from rag.reading.capitals import is_person_noun
from rag.reading.frames import PUNCTUATION, Frame, Range, is_saying_so
from rag.reading.subjects import (
    agent_of,
    is_passive,
    is_purpose,
    is_unreal,
    noun_phrase,
    source_of,
    subject_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOMINAL = ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM")
LONGEST_OPENING = 8
"""Words of a description that opens a sentence."""
LONGEST_SOURCE = 25
"""Words of a source; more is a sentence of its own."""
HEARD_BY = frozenset("told asked warned reminded informed assured".split())
"""Cues whose subject, in the passive voice, is who heard the words."""


def quote_frames(doc: Doc, places: Sequence[Range]) -> list[Frame]:
    """Return the frames of the quotes at *places* (token ranges), those of one cue together."""
    by_cue: dict[int, list[Range]] = {}
    sources: dict[int, Range | None] = {}
    previous: int | None = None
    for number, place in enumerate(places):
        cue = _cue_of(doc, place, number, places)
        if cue is None and previous is not None and _joined(doc, places[number - 1], place):
            cue = previous
        if cue is None and place[0] > 0 and doc[place[0] - 1].text in (":", "："):
            announced = announcing_frame(doc, before=place[0])
            if announced:
                cue = announced.cue
                sources[cue] = announced.source
        if cue is not None:
            by_cue.setdefault(cue, []).append(place)
        previous = cue
    return [
        Frame(cue, sources.get(cue) or _source(doc, cue, places), tuple(parts), "quote")
        for cue, parts in sorted(by_cue.items())
    ]


def _cue_of(doc: Doc, place: Range, number: int, places: Sequence[Range]) -> int | None:
    """Return the verb that reports a quote: behind it, or in front of it."""
    low = places[number - 1][1] if number else 0
    high = places[number + 1][0] if number + 1 < len(places) else len(doc)
    after = _cue_after(doc, place[1], high)
    before = _cue_before(doc, low, place[0])
    introduced = place[0] > 0 and doc[place[0] - 1].text in (":", ",")
    if before is not None and (introduced or after is None):
        return before
    if after is not None:
        return after
    return before


def _cue_after(doc: Doc, start: int, end: int) -> int | None:
    """Return the first verb of saying behind a quote, where nothing else comes between."""
    for token in doc[start : min(end, start + 30)]:
        if is_cue(token):
            return None if _is_unsaid(token) else int(token.i)
        if token.lower_ in ("that", "which", "because", ";") or token.text == ":":
            return None
        if token.pos_ == "VERB" and token.dep_ == "ROOT" and token.i - start > 2:
            return None
    return None


def _cue_before(doc: Doc, start: int, end: int) -> int | None:
    """Return the last verb of saying in front of a quote that it introduces."""
    for token in reversed(doc[max(start, end - 25) : end]):
        if is_cue(token):
            return None if _is_unsaid(token) else int(token.i)
    return None


def is_cue(token: Token) -> bool:
    """Tell whether a token is a verb that may stand beside a quote."""
    if token.lower_ not in cues.QUOTING_FORMS or is_saying_so(token):
        return False
    particle = cues.PARTICLES.get(token.lower_)
    if particle and particle not in _next_words(token):
        return False
    return token.pos_ in ("VERB", "AUX") or token.lower_ in ("said", "says") or _is_read(token)


def _is_read(token: Token) -> bool:
    """Tell "“…,” the letter read", which the parser takes for a noun."""
    return token.lower_ in ("read", "reads") and token.dep_ == "ROOT"


def _next_words(token: Token) -> list[str]:
    return [word.lower_ for word in token.doc[token.i + 1 : token.i + 3]]


def _is_unsaid(cue: Token) -> bool:
    """Tell a cue of what was not said; who rose "to announce" words in quotes has said them."""
    return is_unreal(cue) and not is_purpose(cue)


def _joined(doc: Doc, first: Range, second: Range) -> bool:
    return all(token.text in PUNCTUATION for token in doc[first[1] : second[0]])


def _source(doc: Doc, cue: int, places: Sequence[Range]) -> Range | None:
    """Return the source of a quote's cue: by whom it was said, the words before the cue, its
    subject, or the words behind it; none where somebody was told it by nobody who is named."""
    if agent := agent_of(doc[cue]):
        return noun_phrase(agent, doc[cue])
    if _is_heard(doc[cue]):
        return None
    if found := _words_before(doc, cue, places):
        return found
    found = source_of(doc[cue])
    if found and not any(start < found[1] and found[0] < end for start, end in places):
        return found
    return _words_behind(doc, cue) or _words_in_front(doc, cue)


def _is_heard(cue: Token) -> bool:
    """Tell a cue whose subject heard the words: "“…,” she was told"."""
    return cue.lower_ in HEARD_BY and is_passive(cue) and agent_of(cue) is None


def _words_before(doc: Doc, cue: int, places: Sequence[Range]) -> Range | None:
    """Return the words between a quote and the cue behind it, where they are a noun phrase."""
    start = max((end for _, end in places if end <= cue), default=-1)
    if start < 0:
        return None
    end = cue
    while end > start and (
        doc[end - 1].dep_ in ("aux", "auxpass") or doc[end - 1].pos_ in ("ADV", "PUNCT")
    ):
        end -= 1
    while start < end and (doc[start].text in PUNCTUATION or doc[start].pos_ == "CCONJ"):
        start += 1
    if start >= end or doc[start].pos_ not in NOMINAL or end - start > LONGEST_SOURCE:
        return None
    if any(is_cue(token) and token.tag_ in ("VBD", "VBZ") for token in doc[start:end]):
        return None
    return start, end


def _words_in_front(doc: Doc, cue: int) -> Range | None:
    """Return what a sentence opens with up to its cue, where that is a description."""
    if not 0 < cue <= LONGEST_OPENING or doc[0].pos_ not in ("DET", "PROPN"):
        return None
    plain = all(t.pos_ in (*NOMINAL, "ADP") or t.tag_ == "HYPH" for t in doc[:cue])
    return (0, cue) if plain else None


def _words_behind(doc: Doc, cue: int) -> Range | None:
    """Return the noun phrase behind an inverted cue, up to a break or what is told of it."""
    start = end = cue + 1
    while end < len(doc) and doc[end].text not in PUNCTUATION and not _ends_source(doc[end]):
        end += 1
    while end > start and doc[end - 1].pos_ in ("ADP", "DET", "CCONJ"):
        end -= 1
    if start >= end or end - start > LONGEST_SOURCE or doc[start].pos_ == "ADP":
        return None
    return start, end


def _ends_source(token: Token) -> bool:
    if token.pos_ == "ADP" and token.lower_ not in ("of", "for", "from"):
        return True
    return token.pos_ == "SCONJ" or token.tag_ in ("VBD", "VBZ", "VBP", "WP", "WDT", "WRB", "MD")


def announcing_frame(doc: Doc, *, before: int | None = None) -> Frame | None:
    """Return cue and source of what announces words on a colon: "She went on:"."""
    words = doc[:before] if before is not None else doc[:]
    for token in reversed(words):
        if token.lower_ in cues.QUOTING_FORMS and token.pos_ == "VERB" and not _is_unsaid(token):
            source = None if _is_heard(token) else source_of(token)
            return Frame(token.i, source, (), "quote")
    root = next((token for token in words if token.dep_ == "ROOT"), None)
    subject = subject_of(root) if root is not None and root.pos_ in ("VERB", "AUX") else None
    if root is None or subject is None:
        return None
    is_somebody = is_person_noun(subject.lower_) and any(
        c.dep_ == "appos" for c in subject.children
    )
    if is_somebody:
        return Frame(root.i, noun_phrase(subject, root), (), "quote")
    owner = next((child for child in subject.children if child.dep_ == "poss"), subject)
    if owner.pos_ not in ("PROPN", "PRON"):
        return None
    return Frame(root.i, noun_phrase(owner, root), (), "quote")
