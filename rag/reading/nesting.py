"""Frames beside and inside one another: who goes on speaking, and whose words nested speech is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.reading import cues
from rag.reading.complements import TELLING_TIME
from rag.reading.frames import PUNCTUATION, QUOTES, Frame, Range, bare, is_inside_marks
from rag.reading.subjects import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LATER_CUES = {
    **cues.SAYING_FORMS,
    **cues.URGING_FORMS,
    **cues.JUDGING_FORMS,
    **cues.RESOLVING_FORMS,
}
"""Verbs of saying that go on with the same speaker behind "and" or a comma."""
LONGEST_TAIL = 14
"""Words of what only says who passes on a statement."""
FEWEST_WORDS = 2
"""Words of content before a coordinated verb of saying may end it."""


def cut_short(doc: Doc, frame: Frame) -> Frame:
    """End the content where the same speaker goes on with another verb of saying."""
    if frame.kind == "aside":
        return frame
    contents: list[Range] = []
    for start, given in frame.contents:
        end = tail_of(doc, start, given) or given
        end = _before_telling_when(doc, start, end) if frame.kind == "about" else end
        cut = next((i for i in range(start + FEWEST_WORDS, end) if _goes_on(doc, i, frame)), end)
        contents.append(bare(doc, start, _before_link(doc, start, cut) if cut < end else end))
        if cut < end:
            break
    return replace(frame, contents=tuple(contents))


def _before_telling_when(doc: Doc, start: int, end: int) -> int:
    """Return where what is spoken about ends: before "when she claimed …", the report's words."""
    for token in doc[start:end]:
        first = token.left_edge
        told = token.dep_ == "advcl" and token.lower_ in cues.SAYING_FORMS and _has_subject(token)
        if told and start < first.i and first.lower_ in TELLING_TIME:
            return int(first.i)
    return end


def _goes_on(doc: Doc, at: int, frame: Frame) -> bool:
    """Tell whether a token is a verb of saying with the subject of the frame's cue."""
    token, cue = doc[at], doc[frame.cue]
    if token.lower_ == "according":
        return not is_inside_marks(doc, at)
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
    while at > 0 and (doc[at].pos_ == "ADV" or doc[at].text in QUOTES):
        at -= 1
    return str(doc[at].lower_)


def _before_link(doc: Doc, start: int, cut: int) -> int:
    while cut > start + 1 and (
        doc[cut - 1].pos_ in ("ADV", "CCONJ") or doc[cut - 1].text in PUNCTUATION
    ):
        cut -= 1
    return cut


def same_speaker(doc: Doc, found: Sequence[Frame]) -> list[Frame]:
    """Give verbs that go on where a content was cut the source of that content."""
    sources: dict[int, Range | None] = {}
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


def outermost(found: Sequence[Frame]) -> list[Frame]:
    """Drop frames inside the content of another: nested speech belongs to the outer speaker."""
    return [
        frame
        for frame in found
        if not any(_holds(other, frame) and not _holds(frame, other) for other in found)
        and not any(_holds(other, frame) and other.cue < frame.cue for other in found)
    ]


def _holds(outer: Frame, inner: Frame) -> bool:
    return outer is not inner and any(start <= inner.cue < end for start, end in outer.contents)


def without_tails(doc: Doc, found: Sequence[Frame]) -> list[Frame]:
    """Drop "…, the paper reports" where the sentence itself says who said it to the paper."""
    main = [f for f in found if f.kind in ("clause", "aside") and not f.unreal and f.source]
    main = [frame for frame in main if doc[frame.cue].dep_ in ("ROOT", "ccomp")]
    return [
        frame
        for frame in found
        if not (_is_outlets(doc, frame) and any(_holds(frame, inner) for inner in main))
    ]


def _is_outlets(doc: Doc, frame: Frame) -> bool:
    """Tell an aside of a newspaper, agency or broadcaster."""
    if frame.kind != "aside" or frame.source is None:
        return False
    return any(token.lower_ in cues.OUTLETS for token in doc[slice(*frame.source)])


def tail_of(doc: Doc, start: int, end: int) -> int | None:
    """Return where the last words of a range only say who reports it: ", the paper writes"."""
    comma = next((at for at in range(end - 1, start, -1) if doc[at].text == ","), None)
    if comma is None:
        return None
    words = doc[comma + 1 : end]
    told = any(token.lower_ in cues.ASIDE_FORMS for token in words)
    known = any(token.lower_ in cues.OUTLETS for token in words)
    return comma if told and known and is_tail(doc, (comma + 1, end)) else None


def is_tail(doc: Doc, part: Range) -> bool:
    """Tell the rest of a sentence that only says who else reports it: "the paper wrote"."""
    words = doc[slice(*part)]
    if len(words) > LONGEST_TAIL or words[0].lower_ == "that":
        return False
    if words[0].lower_ == "according":
        return True
    others = [t for t in words if t.pos_ == "VERB" and t.lower_ not in cues.ASIDE_FORMS]
    told = any(token.lower_ in cues.ASIDE_FORMS for token in words)
    whose = any(t.dep_ == "nsubj" or t.lower_ in cues.OUTLETS for t in words)
    return told and whose and not others
