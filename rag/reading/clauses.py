"""Indirect speech: a parsed sentence comes in, who says what in it goes out.

A verb of saying is followed down the parse: its subject is the source; its clause, infinitive
or object is the content. What is negated, hypothetical or still to come is no speech, and what
is said inside another's content belongs to the outer speaker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.reading import cues
from rag.reading.asides import according_frame, aside, in_words_frame, reported_by_frame
from rag.reading.complements import clause_of, complement
from rag.reading.frames import Frame, Range, is_inside_marks, is_saying_so
from rag.reading.nesting import cut_short, outermost, same_speaker, without_tails
from rag.reading.subjects import (
    SUBJECTS,
    agent_of,
    antecedent_of,
    is_negated,
    is_passive,
    is_unreal,
    noun_phrase,
    source_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


SOURCELESS = ("clause", "before")
"""Kinds of content that are speech also where the sentence does not say whose."""


def frames(doc: Doc, quoting: Collection[int] = ()) -> list[Frame]:
    """Return the frames of indirect speech in *doc*, outermost only, in order of their cues.

    Cues in *quoting* report a quote: of their own content, only what stands before them is kept.
    """
    found = [cut_short(doc, frame) for token in doc for frame in _frames_at(token)]
    found = [_before_cue(frame) if frame.cue in quoting else frame for frame in found]
    found = [f for f in same_speaker(doc, found) if f.source is not None or f.kind in SOURCELESS]
    return [frame for frame in outermost(without_tails(doc, found)) if not frame.unreal]


def _before_cue(frame: Frame) -> Frame:
    return replace(frame, contents=tuple(p for p in frame.contents if p[1] <= frame.cue))


def _frames_at(token: Token) -> Iterator[Frame]:
    word = token.lower_
    if (word in cues.CERTAIN or word in cues.FEELING) and _is_state(token):
        yield from _state_frame(token)
    elif is_saying_so(token):
        return
    elif token.pos_ in ("VERB", "AUX") and word in cues.BASE:
        yield from _verb_frame(token)
    elif token.pos_ == "VERB" and is_negated(token) and (clause := clause_of(token)):
        yield Frame(token.i, None, clause, "clause", unreal=True)
    elif word in cues.OWN_WORDS and token.dep_ == "pobj" and (own := in_words_frame(token)):
        yield own
    elif token.pos_ == "NOUN" and (word in cues.SAYING_NOUNS or _is_standpoint(token)):
        yield from _noun_frame(token)
    elif word == "according" and not is_inside_marks(token.doc, token.i):
        yield from according_frame(token)


def _verb_frame(verb: Token) -> Iterator[Frame]:
    """Yield the frame of a verb of saying with the first complement that fits it.

    Of what was not said only the clause is kept, so that nothing inside it passes for speech.
    """
    if is_unreal(verb):
        if verb.lower_ in cues.CLAUSE_FORMS and (clause := clause_of(verb)):
            yield Frame(verb.i, None, clause, "clause", unreal=True)
    elif is_passive(verb):
        yield from _passive_frame(verb)
        yield from reported_by_frame(verb)
    elif around := aside(verb):
        yield Frame(verb.i, around[0], around[1], "aside")
    elif found := complement(verb):
        content, kind = found
        yield Frame(verb.i, source_of(verb), content, kind)


def _passive_frame(verb: Token) -> Iterator[Frame]:
    """Yield the frame of "X was accused by Y of …": the content is spoken of by the agent."""
    agent = agent_of(verb)
    if heard := _heard(verb):
        yield Frame(verb.i, noun_phrase(agent, verb) if agent else None, heard, "clause")
        return
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if agent is not None and verb.dep_ == "acl" and verb.head.pos_ == "NOUN":
        yield Frame(verb.i, noun_phrase(agent, verb), (noun_phrase(verb.head, verb),), "object")
        return
    if agent is None or subject is None or subject.lower_ in ("which", "who"):
        return
    if subject.lower_ in ("it", "this", "that"):
        if verb.lower_ in cues.SAYING_FORMS and verb.dep_ == "ROOT":
            yield Frame(verb.i, noun_phrase(agent, verb), (), "before")
        return
    parts = [(subject.left_edge.i, subject.right_edge.i + 1)]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "as") and child.i > agent.i:
            parts.append((child.left_edge.i, child.right_edge.i + 1))
            break
    yield Frame(verb.i, noun_phrase(agent, verb), tuple(parts), "object")


def _heard(verb: Token) -> tuple[Range, ...]:
    """Return what somebody is told or asked: "asked whether …", "was warned that …"."""
    if verb.lower_ not in cues.SAYING_FORMS:
        return ()
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    first = clauses[0].left_edge if clauses else None
    worded = first is not None and (first.dep_ in ("mark", "advmod") or first.tag_ in cues.ASKING)
    return clause_of(verb) if worded else ()


def _noun_frame(noun: Token) -> Iterator[Frame]:
    """Yield the frame of "his claim that …" or "his criticism of …"."""
    content = _said_to_be(noun) or _noun_content(noun)
    if content is None or content.i < noun.i:
        return
    source = _noun_source(noun, content)
    if source is None:
        return
    yield Frame(noun.i, source, ((content.left_edge.i, content.right_edge.i + 1),), "noun")


def _is_standpoint(noun: Token) -> bool:
    return noun.lower_ in cues.STANDPOINTS and _said_to_be(noun) is not None


def _said_to_be(noun: Token) -> Token | None:
    """Return what somebody's view is, as in "her view is that …"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lower_ not in ("is", "was", "remains"):
        return None
    clauses = [child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i]
    return next((c for c in clauses if c.left_edge.lower_ in ("that", "whether")), None)


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
        return noun_phrase(owner, noun)
    if noun.dep_ in ("dobj", "attr") and noun.head.lower_ in cues.GIVING_FORMS:
        return None if is_unreal(noun.head) else source_of(noun.head)
    return None


def _is_state(token: Token) -> bool:
    """Tell "was convinced" from "convinced the court"."""
    if token.pos_ != "VERB":
        return True
    return is_passive(token) and (token.lower_ not in cues.BASE or agent_of(token) is None)


def _state_frame(adjective: Token) -> Iterator[Frame]:
    """Yield the frame of "is convinced that …"."""
    verb = adjective.head if adjective.dep_ in ("acomp", "oprd") else adjective
    clause = next(
        (c for holder in (adjective, verb) for c in holder.children if c.dep_ == "ccomp"), None
    )
    clause = clause or _felt_about(adjective)
    if clause is None or clause.i < adjective.i or is_unreal(verb):
        return
    holders = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    subject = next((c for h in holders for c in h.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ in ("it", "there"):
        return
    source = noun_phrase(antecedent_of(subject), verb)
    yield Frame(adjective.i, source, ((clause.left_edge.i, clause.right_edge.i + 1),), "state")


def _felt_about(adjective: Token) -> Token | None:
    """Return what "is critical of …" is about."""
    if adjective.lower_ not in cues.FEELING or adjective.dep_ not in ("acomp", "ROOT", "conj"):
        return None
    for child in adjective.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in cues.FEELING_ABOUT:
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
    return None
