"""Words that no label opens: the speech of whom the header names, and questions set in bold.

Speeches and opening statements are published without a label. They are somebody's words only
where title or introduction name one speaker and the text speaks in the first person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rag.reading.label_shapes import TITLES
from rag.records import Mark, Span

FEWEST_QUESTIONS = 2
FEWEST_WORDS = 4
"""Words of a question set in bold; shorter ones are headings."""
LONGEST_HEADER = 12
"""Paragraphs among which the speaker is named."""
LONGEST_INTRODUCTION = 45
"""Words of a line that names the speaker."""
LONGEST_LINE = 500
"""Characters of it."""
FIRST_PARAGRAPHS = 3
"""Paragraphs of a speech among which the speaker greets or says "I" or "we"."""
FIRST_PERSON_SHARE = 0.008
"""Of the words of a speech: "I" and "we" and theirs; reports have them in quotations alone."""
CAPITAL = r"[^\W\d_a-zß-ÿ][\w’'-]*[\w’']|[A-Z]\."
NAME = (
    rf"(?P<name>(?:(?:the\sRt\.?\sHon\.?|{TITLES})\s)?(?:{CAPITAL})"
    rf"(?:\s(?:de|da|van|von|der|bin|al)\b)*(?:\s(?:{CAPITAL})){{1,3}})"
)
SPEECH = (
    r"(?:(?:opening|introductory|closing|keynote|prepared|press|monetary\spolicy)\s)?"
    r"(?:remarks|statement|speech|address|lecture|testimony|(?:press\s|noon\s|daily\s)*briefing"
    r"|(?:press|news)\sconference)"
)
TOLD_OF = r"(?:is|are|was|were|has|had|have|did|does|will|would|can|could|should|may|might)"
"""Verbs of a line that tells of a speech and does not announce it."""
NAMED_AS_SPEAKER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b{SPEECH}\s(?:[a-z]+\s){{0,3}}?(?:by|from|of))\s(?i:the\s)?{NAME}"
        r"(?!\w|\s(?:and|&)\s[A-Z])",
        rf"{NAME}[’']s?\s(?i:{SPEECH})\b(?![^\n]*\s{TOLD_OF}\b)",
        rf"{NAME}(?:,[^,\n]{{3,80}},)?\s(?:gave|delivered|made)\s"
        rf"(?:a|an|the|this|his|her|following)\s(?:\w+\s){{0,2}}?(?i:{SPEECH})\b",
        rf"(?i:\binterview(?:\s(?:with|of)|:))\s(?:(?i:the)\s[a-z][\w\s]{{3,60}},\s)?{NAME}",
        rf"\A{NAME},\s(?i:the\s)?(?:{TITLES}|(?i:president|governor|head|director|secretary))\b",
    )
)
OFFICE = re.compile(
    rf"(?:(?:{TITLES}|The|Rt|Hon|Office|Official|Deputy|Prime|Foreign|Spokes\w+)[\s.]?)+",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|ll|d)|we|we['’](?:re|ve|ll|d)|my|our|us|let['’]s)\b", re.IGNORECASE
)
GREETING = re.compile(
    r"(?:good\s(?:morning|afternoon|evening|day)|thank\syou|ladies\sand\sgentlemen|dear\s|"
    r"hello|welcome|(?:mr|madam)\.?\s(?:president|chair|speaker))\b",
    re.IGNORECASE,
)
LABEL_LIKE = re.compile(r"\([A-Z][\w ]{1,30}\)\s|[^\W\d_a-z][^\n:.?!]{0,60}:\s")
"""How a paragraph begins that may be another's words, though it was not read as a turn."""
QUOTED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"“»]")
DASH = re.compile(r"[-–—]\s")
SENTENCE_END = re.compile(r"[.!?…:][\"”’»)\]]*\Z")


def speaker_named(text: str, spans: Sequence[Span], title: str | None) -> str | None:
    """Return whom title or introduction names as the one who speaks, None where it is not one."""
    head = [title or "", *(" ".join(text[slice(*span)].split()) for span in spans[:LONGEST_HEADER])]
    head = [line for line in head if _is_short(line)]
    names = [
        match["name"]
        for line in head
        for pattern in NAMED_AS_SPEAKER
        for match in pattern.finditer(line)
    ]
    names = [name for name in names if not OFFICE.fullmatch(name)]
    return names[0] if len({name.split()[-1].casefold() for name in names}) == 1 else None


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST_LINE and len(line.split()) <= LONGEST_INTRODUCTION


def bold_questions(text: str, spans: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return where the questions start that are set in bold, whole paragraphs, answers in plain."""
    bold = {mark.start: mark.end for mark in marks if mark.kind == "strong"}
    questions = {
        span.start
        for span in spans
        if bold.get(span.start, 0) >= span.end
        and "?" in text[span.start : span.end]
        and len(text[span.start : span.end].split()) >= FEWEST_WORDS
    }
    return questions if len(questions) >= FEWEST_QUESTIONS else set()


def dashed_questions(text: str, spans: Sequence[Span]) -> set[int]:
    """Return where the questions start of a conversation whose every turn a dash opens."""
    said = [span for span in spans if DASH.match(text, *span)]
    asks = [_ends_asking(text, span) for span in said]
    pairs = sum(one and not other for one, other in itertools.pairwise(asks))
    if pairs < FEWEST_QUESTIONS or len(said) < len(spans) / 2 or sum(asks) > 2 * pairs:
        return set()
    return {span.start for span, asking in zip(said, asks, strict=True) if asking}


def _ends_asking(text: str, span: Span) -> bool:
    return text[span.start : span.end].endswith(("?", "？", "؟"))


def speech(
    text: str, spans: Sequence[Span], speaker: str, *, transcribed: bool = False
) -> list[Span]:
    """Return the paragraphs among *spans* that *speaker* speaks, none where others report.

    Before the labels of what is *transcribed* anyway, a greeting is enough.
    """
    ended = [span for span in spans if SENTENCE_END.search(text[slice(*span)])]
    introduces = re.compile(rf"\b{re.escape(speaker.split()[-1])}\b|\btranscript\b")
    spoken = list(itertools.dropwhile(lambda span: introduces.search(text[slice(*span)]), ended))
    words = " ".join(QUOTED.sub(" ", text[slice(*span)]) for span in spoken)
    if sum(bool(LABEL_LIKE.match(text, span.start, span.end)) for span in spoken) > 1:
        return []
    if not any(_begins(text, span) for span in spoken[:FIRST_PARAGRAPHS]):
        return []
    surname = re.escape(speaker.split()[-1])
    reported = re.search(rf"\b{surname}\b[^.]{{0,60}}\b(?:said|told|added|says)\b", words)
    first_person = len(FIRST_PERSON.findall(words)) / max(1, len(words.split()))
    greets = transcribed and GREETING.match(text, spoken[0].start) is not None
    return [] if reported or not (greets or first_person >= FIRST_PERSON_SHARE) else spoken


def _begins(text: str, span: Span) -> bool:
    piece = text[span.start : span.end]
    return bool(GREETING.match(piece) or FIRST_PERSON.search(QUOTED.sub(" ", piece)))
