"""Asides: "…, she said, …", "as she said, …" and "according to her, …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.reading import cues
from rag.reading.capitals import NOT_NAMES
from rag.reading.frames import (
    PUNCTUATION,
    QUOTES,
    Frame,
    Range,
    bare,
    has_verb,
    has_words,
    is_break,
)
from rag.reading.nesting import is_tail
from rag.reading.subjects import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PREFIXES = frozenset("and but so yet still or nor".split())
BEGINNINGS = frozenset("as while when after before although though referring".split())
LONGEST_ASIDE = 14
"""Words of an aside on either side of its verb."""


def aside(verb: Token) -> tuple[Range, tuple[Range, ...]] | None:
    """Return source and content of a verb of saying that commas part from what is said."""
    doc = verb.doc
    if verb.lower_ not in cues.ASIDE_FORMS and not _puts_it(verb):
        return None
    end = _aside_end(verb)
    source = _source_before(verb) or _source_behind(verb, end)
    if source is None or end is None:
        return None
    start = min(source[0], verb.i)
    if start > 0 and doc[start - 1].lower_ == "as":
        start -= 1
    of_phrase = start > 1 and doc[start - 2].pos_ == "ADP"  # "he owed it to, as she put it, a …"
    if not _parted(doc, start, end) or (of_phrase and _puts_it(verb)):
        return None
    content = _around(doc, start, end, inverted=source[0] > verb.i)
    if not has_verb(doc, content):
        return None
    return source, content


def _puts_it(verb: Token) -> bool:
    """Tell "as she put it"."""
    follows = verb.doc[verb.i + 1 : verb.i + 2]
    return verb.lower_ in ("put", "puts") and any(token.lower_ == "it" for token in follows)


def _around(doc: Doc, start: int, end: int, *, inverted: bool) -> tuple[Range, ...]:
    """Return the content on both sides of an aside, as far as each is a part of the clause.

    Behind an inverted aside, words without a verb are in apposition to the speaker.
    """
    first = 0
    while first < start and (doc[first].lower_ in PREFIXES or doc[first].text in PUNCTUATION):
        first += 1
    after = bare(doc, end, len(doc)) if end < len(doc) else (end, end)
    if inverted and after[0] < after[1] and doc[after[0]].lower_ == "who":
        resumed = doc[after[0]].head.right_edge.i + 1
        if resumed < after[1] - 1 and is_break(doc[resumed]):
            after = bare(doc, resumed, after[1])
    parts = [bare(doc, first, start)] if first < start else []
    apposed = inverted and not has_verb(doc, [after])
    if after[0] == after[1]:
        return tuple(part for part in parts if has_words(doc, part))
    anew = apposed or _begins_anew(doc, after[0]) or is_tail(doc, after)
    if not (parts and anew):
        parts.append(after)
    return tuple(part for part in parts if has_words(doc, part))


def _begins_anew(doc: Doc, at: int) -> bool:
    """Tell whether what follows an aside is no part of the clause before it."""
    token = doc[at]
    if token.tag_ in ("VBG", "WDT", "WP", "WRB", "WP$", "CC") or token.lower_ in BEGINNINGS:
        return True
    return token.pos_ == "ADP" and any(t.lower_ in cues.TEXTS for t in doc[at + 1 : at + 4])


def _aside_end(verb: Token) -> int | None:
    """Return where the words about the saying itself end: at a break, and soon."""
    doc = verb.doc
    for at in range(verb.i + 1, min(len(doc), verb.i + LONGEST_ASIDE)):
        token = doc[at]
        if token.text == ":":
            return None
        if is_break(token) or (token.text in PUNCTUATION and at >= len(doc) - 2):
            return at
        if token.lower_ == "that" or token.pos_ in ("VERB", "AUX"):
            return None
        if token.dep_ == "prep" and token.head.i == verb.i and _takes(verb, token.lower_):
            return None
        if token.dep_ == "dobj" and token.head.i == verb.i and verb.lower_ in cues.JUDGING_FORMS:
            return None
    return len(doc) if verb.i + LONGEST_ASIDE >= len(doc) else None


def _takes(verb: Token, preposition: str) -> bool:
    """Tell whether a verb takes its topic behind a preposition."""
    base = cues.ABOUT_FORMS.get(verb.lower_)
    return base is not None and preposition in cues.ABOUT[base].split()


def _source_before(verb: Token) -> Range | None:
    """Return the noun phrase between a break and the verb."""
    doc, end = verb.doc, verb.i
    while end > 0 and (doc[end - 1].pos_ in ("ADV", "AUX") or doc[end - 1].dep_ == "aux"):
        end -= 1
    start = end
    while start > 0 and not _bounds_source(doc[start - 1]):
        start -= 1
        if end - start > LONGEST_ASIDE or doc[start].pos_ in ("VERB", "AUX", "SCONJ"):
            return None
    if start == end or not any(t.pos_ in ("PROPN", "NOUN", "PRON") for t in doc[start:end]):
        return None
    if doc[start].pos_ in ("ADP", "ADV") or doc[start].lower_ in ("who", "which", "that"):
        return None
    return start, end


def _bounds_source(token: Token) -> bool:
    return is_break(token) or token.text in QUOTES or token.lower_ in ("as", "but", "and")


def _source_behind(verb: Token, end: int | None) -> Range | None:
    """Return the noun phrase behind an inverted verb: "…, said the minister, …"."""
    doc = verb.doc
    if end is None or verb.i == 0 or doc[verb.i - 1].text not in PUNCTUATION:
        return None
    if verb.i + 1 >= end or cues.BASE[verb.lower_] not in cues.INVERTING:
        return None
    following = doc[verb.i + 1]
    said = verb.lower_ in ("said", "says") and following.pos_ == "PROPN"
    surely = said and following.lower_ not in NOT_NAMES
    if not surely and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        return None
    if doc[verb.i + 1].pos_ not in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
        return None
    if doc[verb.i + 1].lower_ in ("him", "them", "me", "us"):
        return None
    return verb.i + 1, end


def _parted(doc: Doc, start: int, end: int) -> bool:
    """Tell whether breaks part a range from the sentence it stands in."""
    opened = start == 0 or is_break(doc[start - 1]) or doc[start - 1].text in "“”\"''"
    closed = end >= len(doc) - 2 or is_break(doc[end])
    if start == 0:
        return doc[0].lower_ == "as" and closed
    return opened and closed


def according_frame(token: Token) -> Iterator[Frame]:
    """Yield the frame of "according to X", whose content is the rest of the sentence."""
    doc = token.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    holders = (doc[token.i + 1], token)
    thing = next((c for h in holders for c in h.children if c.dep_ == "pobj"), None)
    if thing is None or thing.i <= token.i:
        return
    source = noun_phrase(thing, token)
    if token.i > 1:
        parts = (
            [(0, token.i), (source[1], len(doc))] if _resumes(doc, source[1]) else [(0, token.i)]
        )
    else:
        parts = [(source[1], len(doc))]
    worded = tuple(bare(doc, *part) for part in parts if has_words(doc, part))
    if worded:
        yield Frame(token.i, source, worded, "aside")


def in_words_frame(noun: Token) -> Frame | None:
    """Return the frame of "In X's view, …", whose content is the rest of the sentence."""
    doc, within = noun.doc, noun.head
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None or noun.dep_ != "pobj" or within.lower_ not in ("in", "from", "to"):
        return None
    start, end = within.i, noun.i + 1
    if not _parted(doc, start, end) and not (start == 0 and end < len(doc) and is_break(doc[end])):
        return None
    content = _around(doc, start, end, inverted=False)
    if not has_verb(doc, content):
        return None
    return Frame(noun.i, noun_phrase(owner, noun), content, "aside")


def reported_by_frame(verb: Token) -> Iterator[Frame]:
    """Yield the frame of "As reported by X, …"."""
    doc = verb.doc
    agent = next(
        (c for c in verb.children if c.dep_ in ("agent", "prep") and c.lower_ == "by"), None
    )
    thing = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    if thing is None or verb.i == 0 or doc[verb.i - 1].lower_ != "as":
        return
    source = noun_phrase(thing, verb)
    ends = (0, verb.i - 1) if verb.i > 1 else (source[1], len(doc))
    if has_words(doc, ends):
        yield Frame(verb.i, source, (bare(doc, *ends),), "aside")


def _resumes(doc: Doc, at: int) -> bool:
    """Tell whether a comma behind an aside leads back into the clause."""
    rest = doc[at:]
    return len(rest) > 2 and is_break(rest[0]) and any(t.dep_ == "ROOT" for t in rest)
