"""Indirect speech: a parsed sentence comes in, who says what in it goes out.

A verb of saying is followed down the parse: its subject is the source; its clause, infinitive
or object is the content. What is negated, hypothetical or still to come is no speech, and what
is said inside another's content belongs to the outer speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rag.reading import cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
"""A half-open range of tokens."""
Kind = Literal["quote", "clause", "infinitive", "object", "about", "noun", "state", "aside"]
"""How the content hangs on its cue."""

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
PUNCTUATION = frozenset(".,;:!?…–—-―--'\"“”‘’``''()[]")
BREAKS = frozenset(",;:–—―--()")
PREFIXES = frozenset("and but so yet still or nor".split())
TELLING_TIME = frozenset("as while when after before".split())
LONGEST_ASIDE = 14
"""Words of an aside on either side of its verb."""
LATER_CUES = {
    **cues.SAYING_FORMS,
    **cues.URGING_FORMS,
    **cues.JUDGING_FORMS,
    **cues.RESOLVING_FORMS,
}
"""Verbs of saying that go on with the same speaker behind "and" or a comma."""
FEWEST_WORDS = 2
"""Words of content before a coordinated verb of saying may end it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue in a sentence with its source and content, as token indexes and ranges.

    ``source`` is None where the sentence does not say; ``contents`` holds two ranges where the
    cue stands inside the content.
    """

    cue: int
    source: Range | None
    contents: tuple[Range, ...]
    kind: Kind


def frames(doc: Doc) -> list[Frame]:
    """Return the frames of indirect speech in *doc*, outermost only, in order of their cues."""
    found = [frame for token in doc for frame in _frames_at(token)]
    return _outermost(_same_speaker(doc, [_cut_short(doc, frame) for frame in found]))


def _frames_at(token: Token) -> Iterator[Frame]:
    word = token.lower_
    if token.pos_ in ("VERB", "AUX") and word in cues.BASE:
        yield from _verb_frame(token)
    elif token.pos_ == "NOUN" and word in cues.SAYING_NOUNS:
        yield from _noun_frame(token)
    elif word in cues.CERTAIN:
        yield from _state_frame(token)
    elif word == "according":
        yield from _according_frame(token)


# Verbs ------------------------------------------------------------------------------------------


def _verb_frame(verb: Token) -> Iterator[Frame]:
    """Yield the frame of a verb of saying with the first complement that fits it."""
    if is_unreal(verb):
        return
    if is_passive(verb):
        yield from _passive_frame(verb)
    elif aside := _aside(verb):
        source, content = aside
        yield Frame(verb.i, source, content, "aside")
    elif found := _complement(verb):
        content, kind = found
        source = source_of(verb)
        if source is not None or kind == "clause":
            yield Frame(verb.i, source, content, kind)


def is_unreal(verb: Token) -> bool:
    """Tell whether a verb is negated, hypothetical, asked for or still to come."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in cues.NEGATIONS:
            return True
        if child.dep_ == "aux" and child.lower_ in cues.MODALS:
            return True
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"):
            return True
    head = verb.head
    if verb.dep_ == "conj" and head.i != verb.i and head.pos_ in ("VERB", "AUX"):
        own = any(child.dep_ in SUBJECTS for child in verb.children)
        return not own and is_unreal(head)
    return False


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive voice."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    perfect = any(child.lower_ in cues.HAVING for child in verb.children)
    return verb.tag_ == "VBN" and not perfect and verb.dep_ != "ROOT"


def _complement(verb: Token) -> tuple[tuple[Range, ...], Kind] | None:
    """Return the content of a verb of saying, and the kind of complement it is."""
    word = verb.lower_
    if word in cues.PARTICLES and not _has_particle(verb):
        return None
    if word in cues.CLAUSE_FORMS and (clause := _clause(verb)):
        return clause, "clause"
    if word in cues.URGING_FORMS or word in cues.RESOLVING_FORMS:
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp") and child.i > verb.i and _is_infinitive(child):
                end = _before_relative(verb.doc, child.i, _end(verb, child))
                return ((child.left_edge.i, end),), "infinitive"
    if word in cues.ABOUT_FORMS and (thing := _prepositional(verb)):
        return (thing,), "about"
    if word in cues.JUDGING_FORMS:
        for child in verb.children:
            if child.dep_ in ("dobj", "oprd", "attr") and child.i > verb.i:
                return ((child.left_edge.i, _object_end(verb, child)),), "object"
    return None


def _has_particle(verb: Token) -> bool:
    """Tell whether a verb that speaks only with a particle has it: "make clear"."""
    after = verb.doc[verb.i + 1 : verb.i + 4]
    return any(token.lower_ == cues.PARTICLES[verb.lower_] for token in after)


def _clause(verb: Token) -> tuple[Range, ...]:
    """Return the ranges of a clause before, behind or around its verb of saying."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None:
        return _clause_after_that(verb)
    if clause.i > verb.i:
        start = max(clause.left_edge.i, verb.i + 1)
        while verb.doc[start].lower_ in cues.PARTICLES.values():
            start += 1
        return ((start, _end(verb, clause)),)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    edge = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    parts = [(clause.left_edge.i, edge), (verb.i + 1, clause.right_edge.i + 1)]
    return tuple((start, end) for start, end in parts if start < end)


def _clause_after_that(verb: Token) -> tuple[Range, ...]:
    """Return the clause behind "that" which the parser hung on a word between."""
    if verb.lower_ not in cues.SAYING_FORMS:
        return ()
    for token in verb.doc[verb.i + 1 : verb.right_edge.i + 1]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return ((token.i, token.head.right_edge.i + 1),)
        if token.lower_ in cues.SAYING_FORMS and token.pos_ == "VERB":
            break
    return ()


def _prepositional(verb: Token) -> Range | None:
    """Return the range behind the preposition with which a verb takes its topic."""
    prepositions = cues.ABOUT[cues.ABOUT_FORMS[verb.lower_]].split()
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in prepositions and child.i > verb.i:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return inner.left_edge.i, _object_end(verb, child)
    return None


def _is_infinitive(token: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)


def _end(verb: Token, part: Token) -> int:
    """Return where content behind a verb ends: with all that follows but what is coordinated."""
    end = part.right_edge.i + 1
    for child in verb.children:
        if child.i <= part.i:
            continue
        if child.dep_ in ("conj", "cc") or child.dep_ in SUBJECTS:
            break
        if child.dep_ == "advcl" and child.left_edge.lower_ in TELLING_TIME:
            break
        if child.dep_ not in ("punct", "parataxis"):
            end = max(end, child.right_edge.i + 1)
    return int(end)


def _object_end(verb: Token, part: Token) -> int:
    """Return where an object ends: with "for …", "as …" and the like, before ", which …"."""
    end = part.right_edge.i + 1
    for child in verb.children:
        topical = child.dep_ == "prep" and child.lower_ in ("of", "for", "as", "over", "with", "to")
        if child.i > part.i and (topical or child.dep_ in ("oprd", "xcomp", "acl")):
            end = max(end, child.right_edge.i + 1)
    return _before_relative(verb.doc, part.i, int(end))


def _before_relative(doc: Doc, start: int, end: int) -> int:
    """Cut a range before ", which …" and ", who …"."""
    for at in range(start + 1, end - 1):
        if doc[at].text == "," and doc[at + 1].lower_ in ("which", "who", "whose", "where"):
            return at
    return end


def _passive_frame(verb: Token) -> Iterator[Frame]:
    """Yield the frame of "X was accused by Y of …": the content is spoken of by the agent."""
    agent = _agent(verb)
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if agent is None or subject is None or subject.lower_ in ("it", "which", "that", "who"):
        return
    parts = [(subject.left_edge.i, subject.right_edge.i + 1)]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "as") and child.i > agent.i:
            parts.append((child.left_edge.i, child.right_edge.i + 1))
            break
    yield Frame(verb.i, _noun_phrase(agent, verb), tuple(parts), "object")


# Asides: "…, she said, …" and "as she said, …" --------------------------------------------------


def _aside(verb: Token) -> tuple[Range, tuple[Range, ...]] | None:
    """Return source and content of a verb of saying that commas part from what is said."""
    if verb.lower_ not in cues.ASIDE_FORMS:
        return None
    doc = verb.doc
    end = _aside_end(verb)
    source = _source_before(verb) or _source_behind(verb, end)
    if source is None or end is None:
        return None
    start = min(source[0], verb.i)
    if start > 0 and doc[start - 1].lower_ == "as":
        start -= 1
    if not _parted(doc, start, end):
        return None
    first = 0
    while first < start and (doc[first].lower_ in PREFIXES or doc[first].text in PUNCTUATION):
        first += 1
    parts = ((first, start), (end, len(doc)))
    worded = tuple(_bare(doc, *part) for part in parts if any(t.is_alpha for t in doc[slice(*part)]))
    if not any(t.pos_ in ("VERB", "AUX") for part in worded for t in doc[slice(*part)]):
        return None
    return source, worded


def _aside_end(verb: Token) -> int | None:
    """Return where the words about the saying itself end: at a break, and soon."""
    doc = verb.doc
    for at in range(verb.i + 1, min(len(doc), verb.i + LONGEST_ASIDE)):
        token = doc[at]
        if token.text in BREAKS or (token.text in PUNCTUATION and at >= len(doc) - 2):
            return at
        if token.text == ":" or token.lower_ == "that" or token.pos_ in ("VERB", "AUX"):
            return None
        if token.dep_ == "prep" and token.head is verb and _takes(verb, token.lower_):
            return None
        if token.dep_ == "dobj" and token.head is verb and verb.lower_ in cues.JUDGING_FORMS:
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
    while start > 0 and doc[start - 1].text not in BREAKS and doc[start - 1].lower_ not in ("as", "but", "and"):
        start -= 1
        if end - start > LONGEST_ASIDE or doc[start].pos_ in ("VERB", "AUX", "SCONJ"):
            return None
    if start == end or not any(t.pos_ in ("PROPN", "NOUN", "PRON") for t in doc[start:end]):
        return None
    if doc[start].pos_ == "ADP" or doc[start].pos_ == "ADV":
        return None
    return start, end


def _source_behind(verb: Token, end: int | None) -> Range | None:
    """Return the noun phrase behind an inverted verb: "…, said the minister, …"."""
    doc = verb.doc
    if end is None or verb.i == 0 or doc[verb.i - 1].text not in PUNCTUATION:
        return None
    if verb.i + 1 >= end or verb.tag_ == "VBG":
        return None
    if doc[verb.i + 1].pos_ not in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
        return None
    if doc[verb.i + 1].lower_ in ("him", "them", "me", "us"):
        return None
    return verb.i + 1, end


def _parted(doc: Doc, start: int, end: int) -> bool:
    """Tell whether breaks part a range from the sentence it stands in."""
    opened = start == 0 or doc[start - 1].text in BREAKS or doc[start - 1].text in "“”\"''"
    closed = end >= len(doc) - 2 or doc[end].text in BREAKS
    if start == 0:
        return doc[0].lower_ == "as" and closed
    return opened and closed


# Sources ----------------------------------------------------------------------------------------


def source_of(verb: Token) -> Range | None:
    """Return the range of who speaks: the subject, or that of the verb it hangs on."""
    subject = subject_of(verb)
    return None if subject is None else _noun_phrase(subject, verb)


def subject_of(verb: Token) -> Token | None:
    """Return the head of the verb's subject, looked up through coordination and participles."""
    if any(child.dep_ == "agent" for child in verb.children):
        return _agent(verb)
    for _ in range(4):
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is not None:
            return _antecedent(subject)
        head = verb.head
        if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN"):
            if not _is_adjunct(verb):
                return _owner(head) if verb.tag_ != "VBN" else None
            verb = _governor(head)
            continue
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "dep", "parataxis"):
            return None
        while head.pos_ == "ADP" and head.head.i != head.i:
            head = head.head
        verb = head
    return None


def _is_adjunct(verb: Token) -> bool:
    """Tell a participle behind a comma, or an infinitive, from one that describes its noun."""
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        return True
    return verb.tag_ == "VBG" and verb.i > 0 and verb.nbor(-1).text in BREAKS


def _governor(noun: Token) -> Token:
    """Return the nearest verb above a noun."""
    token = noun
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _owner(noun: Token) -> Token:
    """Return who speaks in a text: "X issued a statement saying …" is X speaking."""
    if noun.lower_ in cues.TEXTS and noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        owner = subject_of(verb) if verb.pos_ == "VERB" else None
        return noun if owner is None else owner
    return noun


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _antecedent(subject: Token) -> Token:
    """Return what a relative pronoun stands for."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        head: Token = subject.head.head
        return head
    return subject


def _noun_phrase(head: Token, verb: Token) -> Range:
    """Return the range of a noun phrase, without a clause that holds the verb itself."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    if start <= verb.i < end and verb.i > head.i:
        inner = [c for c in head.children if head.i < c.i and c.right_edge.i < verb.i]
        kept = [c.right_edge.i + 1 for c in inner if c.dep_ in ("prep", "appos")]
        end = max(kept, default=head.i + 1)
    elif start <= verb.i < end:
        start = head.i
    return _bare(head.doc, start, end)


def _bare(doc: Doc, start: int, end: int) -> Range:
    """Return a range without punctuation at its ends."""
    while end > start + 1 and doc[end - 1].text in PUNCTUATION:
        end -= 1
    while start < end - 1 and doc[start].text in PUNCTUATION:
        start += 1
    return start, end


# Nouns, adjectives, "according to" --------------------------------------------------------------


def _noun_frame(noun: Token) -> Iterator[Frame]:
    """Yield the frame of "his claim that …" or "his criticism of …"."""
    content = _noun_content(noun)
    if content is None or content.i < noun.i:
        return
    source = _noun_source(noun, content)
    if source is None:
        return
    yield Frame(noun.i, source, ((content.left_edge.i, content.right_edge.i + 1),), "noun")


def _noun_content(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ in ("acl", "ccomp", "relcl"):
            first = child.left_edge
            if first.lower_ in ("that", "whether") and first.dep_ == "mark":
                return child
    prepositions = cues.NOUN_TOPICS.get(noun.lower_, "").split()
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
    return None


def _noun_source(noun: Token, content: Token) -> Range | None:
    """Return whose claim it is: in front, behind "of" or "by", or the subject of "made"."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    for child in noun.children:
        if owner is None and child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
    if owner is not None:
        return _noun_phrase(owner, noun)
    if noun.dep_ in ("dobj", "attr") and noun.head.lower_ in cues.GIVING_FORMS:
        return None if is_unreal(noun.head) else source_of(noun.head)
    return None


def _state_frame(adjective: Token) -> Iterator[Frame]:
    """Yield the frame of "is convinced that …"."""
    verb = adjective.head if adjective.dep_ in ("acomp", "oprd") else adjective
    clause = next(
        (c for holder in (adjective, verb) for c in holder.children if c.dep_ == "ccomp"), None
    )
    if clause is None or clause.i < adjective.i or is_unreal(verb):
        return
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ in ("it", "there"):
        return
    source = _noun_phrase(_antecedent(subject), verb)
    yield Frame(adjective.i, source, ((clause.left_edge.i, clause.right_edge.i + 1),), "state")


def _according_frame(token: Token) -> Iterator[Frame]:
    """Yield the frame of "according to X", whose content is the rest of the sentence."""
    doc = token.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    holders = (doc[token.i + 1], token)
    thing = next((c for h in holders for c in h.children if c.dep_ == "pobj"), None)
    if thing is None or thing.i <= token.i:
        return
    source = _noun_phrase(thing, token)
    if token.i > 1:
        parts = (
            [(0, token.i), (source[1], len(doc))] if _resumes(doc, source[1]) else [(0, token.i)]
        )
    else:
        parts = [(source[1], len(doc))]
    worded = tuple(
        _bare(doc, *part) for part in parts if any(t.is_alpha for t in doc[slice(*part)])
    )
    if worded:
        yield Frame(token.i, source, worded, "aside")


def _resumes(doc: Doc, at: int) -> bool:
    """Tell whether a comma behind an aside leads back into the clause."""
    rest = doc[at:]
    return len(rest) > 2 and rest[0].text in BREAKS and any(t.dep_ == "ROOT" for t in rest)


# One frame beside another -----------------------------------------------------------------------


def _cut_short(doc: Doc, frame: Frame) -> Frame:
    """End the content where the same speaker goes on with another verb of saying."""
    if frame.kind == "aside":
        return frame
    contents: list[Range] = []
    for start, end in frame.contents:
        cut = next((i for i in range(start + FEWEST_WORDS, end) if _goes_on(doc, i, frame)), end)
        contents.append(_bare(doc, start, _before_link(doc, start, cut) if cut < end else end))
        if cut < end:
            break
    return replace(frame, contents=tuple(contents))


def _goes_on(doc: Doc, at: int, frame: Frame) -> bool:
    """Tell whether a token is a verb of saying with the subject of the frame's cue."""
    token, cue = doc[at], doc[frame.cue]
    if token.lower_ == "according":
        return True
    if at <= frame.cue or token.lower_ not in LATER_CUES or token.pos_ not in ("VERB", "AUX"):
        return False
    link = _link(doc, at)
    if token.tag_ == "VBG":
        return link in (",", "while", "–", "—", "-", "--") or (
            link in ("and", "but") and cue.tag_ == "VBG"
        )
    finite = cue.tag_ if cue.tag_ in ("VBD", "VBZ", "VBP") else None
    return link in ("and", "but") and token.tag_ == finite and finite is not None


def _link(doc: Doc, at: int) -> str:
    """Return the word or comma before a verb, adverbs aside."""
    at -= 1
    while at > 0 and doc[at].pos_ == "ADV":
        at -= 1
    return str(doc[at].lower_)


def _before_link(doc: Doc, start: int, cut: int) -> int:
    while cut > start + 1 and (
        doc[cut - 1].pos_ in ("ADV", "CCONJ") or doc[cut - 1].text in PUNCTUATION
    ):
        cut -= 1
    return cut


def _same_speaker(doc: Doc, found: Sequence[Frame]) -> list[Frame]:
    """Give verbs that go on where a content was cut the source of that content."""
    sources = {}
    for frame in found:
        for at in range(frame.cue + 1, len(doc)):
            if frame.kind != "aside" and _goes_on(doc, at, frame) and doc[at].lower_ != "according":
                sources.setdefault(at, frame.source)
    return [
        replace(frame, source=sources[frame.cue])
        if frame.cue in sources and not _has_subject(doc[frame.cue])
        else frame
        for frame in found
    ]


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def _outermost(found: Sequence[Frame]) -> list[Frame]:
    """Drop frames inside the content of another: nested speech belongs to the outer speaker."""
    return [
        frame
        for frame in found
        if not any(_holds(other, frame) and not _holds(frame, other) for other in found)
        and not any(_holds(other, frame) and other.cue < frame.cue for other in found)
    ]


def _holds(outer: Frame, inner: Frame) -> bool:
    return outer is not inner and any(start <= inner.cue < end for start, end in outer.contents)
