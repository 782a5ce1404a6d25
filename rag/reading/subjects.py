"""Subjects: a verb of a parsed sentence comes in, who does it and whether it is done goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from rag.reading import cues
from rag.reading.capitals import ORGANISATION, is_person_noun
from rag.reading.frames import QUOTES, Range, bare, is_break

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
HIGHEST = 4
"""Verbs looked up through for the subject of a participle or a coordinated verb."""


def is_unreal(verb: Token) -> bool:
    """Tell whether a verb is negated, hypothetical, asked for or still to come."""
    if is_negated(verb):
        return True
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in cues.MODALS:
            return True
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"):
            return True
    if is_purpose(verb):
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.pos_ in ("VERB", "AUX") and head.i != verb.i:
        return is_unreal(head) or (head.lower_ in cues.URGING_FORMS and is_passive(head))
    if verb.dep_ == "conj" and any(c.lower_ == "nor" and c.i < verb.i for c in head.children):
        return True
    finite = verb.tag_ in ("VBD", "VBZ", "VBP")
    if verb.dep_ == "conj" and not finite and head.pos_ in ("VERB", "AUX"):
        own = any(child.dep_ in SUBJECTS for child in verb.children)
        return not own and is_unreal(head)
    return False


def is_purpose(verb: Token) -> bool:
    """Tell what somebody sets out to say, as against "took to Twitter to announce"."""
    if verb.dep_ not in ("acl", "advcl") or not _is_infinitive(verb) or _made_to(verb):
        return False
    word = _governor(verb.head).lower_
    said = word in cues.COMING_OUT_FORMS or word in cues.RESOLVING_FORMS
    return not said and word not in cues.URGING_FORMS


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def is_negated(verb: Token) -> bool:
    """Tell whether a verb is negated, by more than "not only"."""
    negations = (c for c in verb.children if c.dep_ == "neg" or c.lower_ in cues.NEGATIONS)
    return any(c.dep_ != "cc" and not _is_not_only(c) for c in negations)


def _is_not_only(negation: Token) -> bool:
    return negation.i + 1 < len(negation.doc) and negation.nbor(1).lower_ == "only"


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive voice."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    if verb.i == 0 and verb.tag_ in ("VBD", "VBN"):
        return True
    perfect = any(child.lower_ in cues.HAVING for child in verb.children)
    return verb.tag_ == "VBN" and not perfect and verb.dep_ != "ROOT"


def source_of(verb: Token) -> Range | None:
    """Return the range of who speaks: the subject, or that of the verb it hangs on."""
    subject = subject_of(verb)
    return None if subject is None else noun_phrase(subject, verb)


def subject_of(verb: Token) -> Token | None:
    """Return the head of the verb's subject, looked up through coordination and participles."""
    for _ in range(HIGHEST):
        subject = next((c for c in reversed(_own_subjects(verb))), None)
        if subject is not None and not _is_before_participle(subject, verb):
            return antecedent_of(subject)
        head = _root_before(verb) if verb.dep_ == "ROOT" else verb.head
        if made := _made_to(verb):
            return made
        if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN"):
            if inner := _named_behind_who(head, verb):
                return inner
            if not _is_adjunct(verb):
                return _owner(head) if verb.tag_ != "VBN" else None
            verb = _governor(head)
            continue
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "dep", "parataxis", "ROOT"):
            return None
        if head.i == verb.i:
            return _name_before(verb)
        while head.pos_ == "ADP" and head.head.i != head.i:
            head = head.head
        verb = head
    return None


def _name_before(verb: Token) -> Token | None:
    """Return the name right before a verb, which the parser gave to what stands before it.

    "At a rally in Ohio, Jane Roe said …".
    """
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    at = verb.i - 1
    while at > 0 and (verb.doc[at].pos_ == "ADV" or verb.doc[at].dep_ == "aux"):
        at -= 1
    return verb.doc[at] if at >= 0 and _is_name(verb.doc[at]) else None


def _own_subjects(verb: Token) -> list[Token]:
    """Return the subjects of a verb; of two, the first is what a participle before it acts on."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    opened = bool(subjects) and subjects[0].left_edge.tag_ == "VBG"
    return subjects if opened else subjects[:1]


def _is_before_participle(subject: Token, verb: Token) -> bool:
    """Tell a noun that a comma parts from a participle: "spoke on “Late News,” calling …"."""
    return verb.tag_ == "VBG" and subject.i < verb.i and _behind_break(verb)


def _root_before(verb: Token) -> Token:
    """Return the verb of the clause before one that the parser took for a sentence."""
    roots = [token for token in verb.doc[: verb.i] if token.dep_ == "ROOT"]
    return roots[-1] if roots and verb.tag_ == "VBG" else verb


def _named_behind_who(noun: Token, verb: Token) -> Token | None:
    """Return who speaks in "Roe, who Doe on Monday called …"."""
    between = verb.doc[noun.i + 1 : verb.i - 1]
    who = next((token for token in between if token.lower_ in ("who", "whom")), None)
    behind = who.nbor(1) if who is not None else None
    return behind if behind is not None and behind.pos_ == "PROPN" else None


def _made_to(verb: Token) -> Token | None:
    """Return who is made to say something: "prompted Jane Roe to warn …"."""
    if verb.dep_ not in ("xcomp", "advcl") or verb.head.lower_ not in cues.MAKING_FORMS:
        return None
    between = (c for c in verb.head.children if verb.head.i < c.i < verb.i)
    return next((c for c in between if c.dep_ == "dobj"), None)


def _is_adjunct(verb: Token) -> bool:
    """Tell a participle behind a comma, or an infinitive, from one that describes its noun."""
    if _is_infinitive(verb):
        return True
    return verb.tag_ == "VBG" and _behind_break(verb)


def _behind_break(verb: Token) -> bool:
    """Tell whether a comma or dash stands before a word, closing marks aside."""
    at = verb.i - 1
    while at > 0 and verb.doc[at].text in QUOTES:
        at -= 1
    return at > 0 and (is_break(verb.doc[at]) or verb.doc[at].text == ",")


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


def agent_of(verb: Token) -> Token | None:
    """Return who does what a passive verb tells: "by …"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def antecedent_of(subject: Token) -> Token:
    """Return what a relative pronoun stands for."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        head: Token = subject.head.head
        if among := _among(head) or _called(head):
            return among
        return _somebody_above(head) if subject.lower_ == "who" else head
    if subject.lower_ == "who" and subject.i > 1:
        before = subject.doc[subject.i - 2 if _behind_break(subject) else subject.i - 1]
        found = _somebody_above(before)
        return found if _is_somebody(found) else subject
    return subject


def _among(noun: Token) -> Token | None:
    """Return who is one of several: "Jane Roe is among those who …"."""
    if noun.lower_ not in ("those", "many", "several") or noun.dep_ != "pobj":
        return None
    verb = noun.head.head
    if noun.head.lower_ == "of" and verb.lower_ == "one":
        verb = verb.head
    if verb.lower_ not in ("is", "was", "are", "were"):
        return None
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _called(noun: Token) -> Token | None:
    """Return who is what a noun calls them: "Jane Roe is a liar and a gambler who …"."""
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    if noun.dep_ != "attr" or noun.head.lower_ not in ("is", "was"):
        return None
    subject = subject_of(noun.head)
    return subject if subject is not None and _is_name(subject) else None


def _somebody_above(noun: Token) -> Token:
    """Return whom "who" stands for behind a noun, which need not be the nearest one.

    "Jane Roe, a clerk with the council who …", "met Jane Roe this year, who …".
    """
    token = noun
    for _ in range(HIGHEST):
        if token.dep_ == "appos" and _is_name(token.head):
            return token.head
        above = _noun_above(token)
        if above is None:
            break
        if _is_somebody(token) and not (_is_name(token) and _is_name(above)):
            return token
        token = above
    return token if _is_somebody(token) else noun


def _noun_above(noun: Token) -> Token | None:
    """Return the noun before one that tells when, or that one belongs to."""
    if noun.dep_ == "npadvmod" and noun.left_edge.i:
        return noun.doc[noun.left_edge.i - 1]
    if noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"):
        return noun.head.head
    return noun.head if noun.dep_ == "appos" else None


def _is_somebody(noun: Token) -> bool:
    return _is_name(noun) or is_person_noun(noun.lower_)


def _is_name(noun: Token) -> bool:
    return noun.pos_ == "PROPN" and bool(noun.is_title or noun.is_upper)


def noun_phrase(head: Token, verb: Token) -> Range:
    """Return the range of a noun phrase, without a clause that holds the verb itself."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    if start <= verb.i < end and verb.i > head.i:
        inner = [c for c in head.children if head.i < c.i and c.right_edge.i < verb.i]
        kept = [c.right_edge.i + 1 for c in inner if c.dep_ in ("prep", "appos")]
        end = max(kept, default=head.i + 1)
    return bare(head.doc, start, end)


def is_main_subject(token: Token) -> bool:
    """Tell the subject of a sentence's own clause from that of a clause it only reports."""
    verb = token.head
    for _ in range(HIGHEST):
        if verb.dep_ == "ROOT":
            return True
        if verb.dep_ not in ("conj", "advcl", "parataxis", "dep"):
            return False
        verb = verb.head
    return False


def groups(doc: Doc) -> Iterator[tuple[Token, Literal["plural", "thing"]]]:
    """Yield the subjects of a sentence that are several people, or a body or a text."""
    for token in doc:
        if token.dep_ not in SUBJECTS or not is_main_subject(token):
            continue
        if any(child.dep_ == "conj" for child in token.children):
            names = [token, *(child for child in token.children if child.dep_ == "conj")]
            if all(_is_somebody(name) for name in names):
                yield token, "plural"
        elif token.tag_ in ("NNS", "NNPS") and is_person_noun(token.lower_.rstrip("s")):
            yield token, "plural"
        elif token.lower_ in ORGANISATION or token.lower_ in cues.TEXTS:
            yield token, "thing"
