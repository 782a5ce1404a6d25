"""Complements: a verb of saying comes in, the range of what is said goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.reading import cues
from rag.reading.frames import QUOTES, Kind, Range
from rag.reading.subjects import SUBJECTS, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TELLING_TIME = frozenset("as while when after before".split())


def complement(verb: Token) -> tuple[tuple[Range, ...], Kind] | None:
    """Return the content of a verb of saying, and the kind of complement it is."""
    word = verb.lower_
    if word in cues.PARTICLES and not _has_particle(verb):
        return None
    if word in cues.CLAUSE_FORMS and (clause := clause_of(verb)):
        return clause, "clause"
    if deed := _infinitive(verb) or _gerund(verb):
        return (deed,), "infinitive"
    if word in cues.ABOUT_FORMS and (thing := _prepositional(verb)):
        return (thing,), "about"
    if thing := _object(verb):
        return (thing,), "object"
    return None


def _infinitive(verb: Token) -> Range | None:
    """Return the range of "to do …" behind a verb of promising, refusing or urging."""
    if verb.lower_ not in cues.URGING_FORMS and verb.lower_ not in cues.RESOLVING_FORMS:
        return None
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.i > verb.i and _is_infinitive(child):
            if _refuses_a_deed(verb, child):
                return None
            return child.left_edge.i, _before_relative(verb.doc, child.i, _end(verb, child))
    return None


def _refuses_a_deed(verb: Token, deed: Token) -> bool:
    """Tell "who refused to leave", which tells what a person did, from "refused to comment"."""
    if verb.dep_ not in ("relcl", "acl") or verb.lower_ not in cues.REFUSING_FORMS:
        return False
    return deed.lower_ not in cues.BASE or deed.lower_ in cues.PARTICLES


def _gerund(verb: Token) -> Range | None:
    """Return the range of "doing …" behind a verb such as "deny" or "propose"."""
    if verb.lower_ not in cues.GERUND_FORMS:
        return None
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VBG" and child.i > verb.i:
            return child.left_edge.i, _end(verb, child)
    return None


def _object(verb: Token) -> Range | None:
    """Return the range of what is judged, announced or called something."""
    word = verb.lower_
    if word not in cues.JUDGING_FORMS or (word in cues.NAMING_FORMS and not _names(verb)):
        return None
    if word in cues.SIDING_FORMS and verb.dep_ in ("relcl", "acl"):
        return None
    for child in verb.children:
        if child.i > verb.i and _is_object(child, verb):
            if word in cues.REJECTING_FORMS and _is_anothers(child):
                return None
            return child.left_edge.i, _object_end(verb, child)
    return _antecedent(verb)


def _is_anothers(noun: Token) -> bool:
    """Tell "rejected remarks by X that …", where the clause is what X said."""
    if noun.lower_ not in cues.SAYING_NOUNS:
        return False
    by = any(c.dep_ in ("prep", "agent") and c.lower_ == "by" for c in noun.children)
    named = any(c.dep_ == "poss" and c.tag_ != "PRP$" for c in noun.children)
    clause = any(c.dep_ in ("acl", "ccomp") and c.left_edge.lower_ == "that" for c in noun.children)
    return clause and (by or named)


def _antecedent(verb: Token) -> Range | None:
    """Return what "the law which most opposed" or "the law most opposed" is about."""
    noun = verb.head
    if verb.dep_ != "relcl" or noun.pos_ not in ("NOUN", "PROPN") or noun.i > verb.i:
        return None
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ in ("who", "which", "that"):
        return None
    return noun_phrase(noun, verb)


def _names(verb: Token) -> bool:
    """Tell whether somebody is called something, as against a meeting that is called."""
    deps = [child.dep_ for child in verb.children if child.i > verb.i]
    quoted = any(token.text in QUOTES for token in verb.subtree if token.i > verb.i)
    named_as = any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)
    return (
        named_as
        or quoted
        or "oprd" in deps
        or "ccomp" in deps
        or "xcomp" in deps
        or deps.count("dobj") > 1
    )


def _is_object(child: Token, verb: Token) -> bool:
    """Tell whether a child is the object, also where the parser took it for a clause."""
    if child.dep_ in ("dobj", "oprd", "attr"):
        return True
    return child.dep_ == "ccomp" and verb.lower_ not in cues.CLAUSE_FORMS


def _has_particle(verb: Token) -> bool:
    """Tell whether a verb that speaks only with a particle has it: "make clear"."""
    after = verb.doc[verb.i + 1 : verb.i + 4]
    return any(token.lower_ == cues.PARTICLES[verb.lower_] for token in after)


def clause_of(verb: Token) -> tuple[Range, ...]:
    """Return the ranges of a clause before, behind or around its verb of saying."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    if not clauses:
        return _clause_after_that(verb)
    clause = next((c for c in clauses if c.i > verb.i), clauses[0])
    if clause.i > verb.i:
        start = max(_subject_taken(verb, clause).left_edge.i, verb.i + 1)
        while verb.doc[start].lower_ == cues.PARTICLES.get(verb.lower_):
            start += 1
        return ((start, _end(verb, clause)),)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    edge = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    parts = [(clause.left_edge.i, edge), (verb.i + 1, clause.right_edge.i + 1)]
    return tuple((start, end) for start, end in parts if start < end)


def _subject_taken(verb: Token, clause: Token) -> Token:
    """Return the subject that the parser gave a verb for an object: "warned the roads could …"."""
    if any(c.dep_ in SUBJECTS or c.dep_ == "mark" for c in clause.children):
        return clause
    between = [c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < clause.i]
    finite = any(c.tag_ == "MD" for c in clause.children) or clause.tag_ in ("VBD", "VBZ", "VBP")
    return between[0] if between and finite else clause


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
        first = child.left_edge
        if (
            child.dep_ in ("advcl", "ccomp", "xcomp")
            and first.lower_ == "for"
            and "for" in prepositions
        ):
            return (first.i + 1, child.right_edge.i + 1) if first.i > verb.i else None
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
        deed = child.dep_ in ("oprd", "xcomp", "acl") or (
            child.dep_ == "advcl" and _is_infinitive(child)
        )
        topical = child.dep_ == "prep" and child.lower_ in ("of", "for", "as", "over", "with", "to")
        named = child.dep_ == "dobj" and verb.lower_ in cues.NAMING_FORMS
        if child.i > part.i and (topical or deed or named):
            end = max(end, child.right_edge.i + 1)
    return _before_relative(verb.doc, part.i, int(end))


def _before_relative(doc: Doc, start: int, end: int) -> int:
    """Cut a range before ", which …" and ", who …"."""
    for at in range(start + 1, end - 1):
        if doc[at].text == "," and doc[at + 1].lower_ in ("which", "who", "whose", "where"):
            return at
    return end
