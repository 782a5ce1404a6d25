"""Indirect speech: a parsed sentence comes in, who says what in it goes out.

A verb of saying is followed down the parse: its subject is the source, its clause, infinitive
or object is the content. What is negated, hypothetical or still to come is no speech.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reading import cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
PUNCTUATION = frozenset(".,;:!?…–—-―'\"“”‘’``''()[]")


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue in a sentence with its source and content, as ranges of tokens.

    ``source`` is None where the sentence does not say; ``contents`` holds more than one range
    where the cue stands inside the content.
    """

    cue: int
    source: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    kind: str


def frames(doc: Doc) -> list[Frame]:
    """Return the frames of indirect speech in *doc*, outermost only, in order of their cues."""
    found = [frame for token in doc for frame in _frames_at(token)]
    return outermost(found)


def outermost(found: list[Frame]) -> list[Frame]:
    """Drop frames inside the content of another: nested speech belongs to the outer speaker."""
    kept = []
    for frame in found:
        inside = any(
            start <= frame.cue < end
            for other in found
            if other is not frame and not _contains_all(frame, other)
            for start, end in other.contents
        )
        if not inside:
            kept.append(frame)
    return kept


def _contains_all(frame: Frame, other: Frame) -> bool:
    """Tell whether the other's cue stands in this frame's content too (then neither is outer)."""
    within = any(start <= other.cue < end for start, end in frame.contents)
    return within and frame.cue < other.cue


def _frames_at(token: Token) -> Iterator[Frame]:
    word = token.lower_
    if token.pos_ in ("VERB", "AUX") and word in cues.BASE:
        if not is_unreal(token):
            yield from _verb_frames(token, word)
    elif token.pos_ == "NOUN" and word in cues.SAYING_NOUNS or word.rstrip("s") in cues.SAYING_NOUNS:
        yield from _noun_frames(token)
    elif word in cues.CERTAIN:
        yield from _certain_frames(token)
    elif word == "according":
        yield from _according_frames(token)


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
    if verb.dep_ == "conj" and head is not verb:
        own = any(child.dep_ in SUBJECTS for child in verb.children)
        return not own and head.pos_ in ("VERB", "AUX") and is_unreal(head)
    return False


def _verb_frames(verb: Token, word: str) -> Iterator[Frame]:
    content, kind = _complement(verb, word)
    if content is None:
        return
    source = source_of(verb)
    yield Frame(verb.i, source, content, kind)


def _complement(verb: Token, word: str) -> tuple[tuple[tuple[int, int], ...] | None, str]:
    """Return the content of a verb of saying, and the kind of complement it is."""
    clausal = word in cues.SAYING_FORMS or word in cues.THINKING_FORMS or word in cues.SHOWING_FORMS
    if clausal:
        clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        if clause is not None:
            return _clause_content(verb, clause), "that"
    if word in cues.RESOLVING_FORMS or word in cues.URGING_FORMS:
        infinitive = next(
            (c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and _is_infinitive(c)), None
        )
        if infinitive is not None and infinitive.i > verb.i:
            return ((_left(infinitive), _right(verb, infinitive)),), "to"
    if word in cues.JUDGING_FORMS:
        thing = next((c for c in verb.children if c.dep_ in ("dobj", "oprd", "attr")), None)
        if thing is not None and thing.i > verb.i:
            return ((thing.left_edge.i, _right(verb, thing)),), "object"
    if word in cues.ABOUT_FORMS:
        prepositions = cues.ABOUT[cues.ABOUT_FORMS[word]].split()
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in prepositions and child.i > verb.i:
                inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
                if inner is not None:
                    return ((inner.left_edge.i, _right(verb, child)),), "about"
    return None, ""


def _is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _left(clause: Token) -> int:
    return int(clause.left_edge.i)


def _right(verb: Token, part: Token) -> int:
    """Return where content behind the verb ends: with all that follows but what is coordinated."""
    end = part.right_edge.i + 1
    for child in verb.children:
        if child.i <= part.i:
            continue
        if child.dep_ in ("conj", "cc") or child.dep_ in SUBJECTS:
            break
        if child.dep_ == "advcl" and child.left_edge.lower_ in ("as", "while", "when", "after", "before"):
            break
        if child.dep_ in ("prep", "advcl", "npadvmod", "advmod", "dobj", "acl", "dative", "xcomp", "oprd"):
            end = max(end, child.right_edge.i + 1)
    return int(end)


def _clause_content(verb: Token, clause: Token) -> tuple[tuple[int, int], ...]:
    """Return the content ranges of a clause before, behind or around its verb of saying."""
    doc = verb.doc
    if clause.i > verb.i:
        start = clause.left_edge.i
        if start <= verb.i:
            start = verb.i + 1
        return ((start, _right(verb, clause)),)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    edge = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    first = clause.left_edge.i
    end = edge
    while end > first and doc[end - 1].text in PUNCTUATION:
        end -= 1
    right = clause.right_edge.i + 1
    parts = [(first, end)] if end > first else []
    after = verb.right_edge.i + 1
    if right > verb.i + 1:
        parts.append((verb.i + 1, right))
    del after
    return tuple(parts)


def source_of(verb: Token) -> tuple[int, int] | None:
    """Return the token range of who speaks: the subject, or that of the verb before it."""
    subject = subject_of(verb)
    if subject is None:
        return None
    return _noun_phrase(subject, verb)


def subject_of(verb: Token) -> Token | None:
    """Return the head of the verb's subject, looked up through coordination and participles."""
    seen = 0
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    if passive:
        return _agent(verb)
    while seen < 4:
        seen += 1
        for child in verb.children:
            if child.dep_ == "nsubj":
                return _relative(child)
        head = verb.head
        if head is verb:
            return None
        if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN"):
            return None if verb.tag_ == "VBN" else head
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "parataxis"):
            return None
        while head.pos_ == "ADP" and head.head is not head:
            head = head.head
        verb = head
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _relative(subject: Token) -> Token:
    """Return what a relative pronoun stands for."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        head: Token = subject.head.head
        return head
    return subject


def _noun_phrase(head: Token, verb: Token) -> tuple[int, int]:
    """Return the range of a noun phrase, without a clause that holds the verb itself."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    if start <= verb.i < end:
        if verb.i > head.i:
            end = head.i + 1
            for child in head.children:
                if head.i < child.i < verb.i and child.right_edge.i < verb.i and child.dep_ in ("prep", "appos", "punct"):
                    end = child.right_edge.i + 1
        else:
            start = head.i
    while end > start + 1 and head.doc[end - 1].text in PUNCTUATION:
        end -= 1
    while start < end - 1 and head.doc[start].text in PUNCTUATION:
        start += 1
    return start, end


def _noun_frames(noun: Token) -> Iterator[Frame]:
    """Yield the frame of "his claim that …": a noun of saying with its clause."""
    clause = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _is_that_clause(c)), None
    )
    if clause is None:
        return
    source = next((c for c in noun.children if c.dep_ == "poss"), None)
    for child in noun.children:
        if source is None and child.dep_ in ("prep", "agent") and child.lower_ in ("of", "by", "from"):
            source = next((c for c in child.children if c.dep_ == "pobj"), None)
    rng = _noun_phrase(source, noun) if source is not None else None
    if rng is None and noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        rng = source_of(noun.head)
        if is_unreal(noun.head):
            return
    yield Frame(noun.i, rng, ((clause.left_edge.i, clause.right_edge.i + 1),), "noun")


def _is_that_clause(clause: Token) -> bool:
    return clause.left_edge.lower_ in ("that", "whether") and clause.left_edge.dep_ == "mark"


def _certain_frames(adjective: Token) -> Iterator[Frame]:
    clause = next((c for c in adjective.children if c.dep_ == "ccomp"), None)
    verb = adjective.head if adjective.dep_ == "acomp" else adjective
    if clause is None:
        clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None or clause.i < adjective.i or is_unreal(verb):
        return
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ in ("it", "there"):
        return
    yield Frame(
        adjective.i,
        _noun_phrase(_relative(subject), verb),
        ((clause.left_edge.i, clause.right_edge.i + 1),),
        "certain",
    )


def _according_frames(token: Token) -> Iterator[Frame]:
    """Yield the frame of "according to X", whose content is the rest of the clause."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    thing = None
    for holder in (to, token):
        if holder is not None:
            thing = thing or next((c for c in holder.children if c.dep_ == "pobj"), None)
    if thing is None:
        return
    doc = token.doc
    phrase = _noun_phrase(thing, token)
    first, last = token.i, max(thing.right_edge.i + 1, phrase[1])
    if first <= 1:
        start = last
        while start < len(doc) and doc[start].text in PUNCTUATION:
            start += 1
        content = (start, len(doc))
    else:
        content = (0, first)
    if content[0] >= content[1]:
        return
    yield Frame(token.i, phrase, (content,), "according")
