"""Speaker labels: the lines of a text come in, the labels that open its turns go out.

One line with a colon proves nothing: headlines, datelines and notes have colons as well. A text
is a transcript only where labels recur, or questions and answers are marked as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.reading.keyed_labels import keyed_labels
from rag.reading.label_shapes import CONVENERS, Form, Label, label_at
from rag.reading.lone_labels import lone_labels
from rag.reading.paragraphs import finished
from rag.records import Mark, Span

FEWEST_LINES = 3
"""Labelled lines that make a transcript where one name recurs beside another or a question."""
FEWEST_ALONE = 2
"""Labels of questions that make a transcript whose answers have none."""
FEWEST_INSIDE = 4
"""Labels inside of lines that make a transcript of them."""
INSIDE = re.compile(
    r"[.!?…)\]”\"][^\S\n]+(?=(?:Q|QUESTION|A|[A-Z][A-Z.’'-]+(?:\s[A-Z][A-Z.’'-]+){0,4}):\s)"
)
"""Where a sentence ends before what looks like a label."""
QUARTER = re.compile(r"Q[1-4]")
SPOKEN = re.compile(
    r"\?|\b(?:I|you|we|my|your|our|(?-i:me|us)|thanks?|welcome|please|let[’']s)\b|\bI[’']",
    re.IGNORECASE,
)
"""What people say to each other and tables do not."""
SPOKEN_SHARE = 0.2
"""Of the turns that hold such a word, where neither a question nor a title opens any."""
LONGEST_FIELD = 12
"""Words of an entry in the header or the contacts of a release."""
FEWEST_ALTERNATING = 6
"""Labelled lines that make a transcript where one name has every other of them."""
MOST_DOUBLED = 0.2
"""Of those lines may follow another of the same kind."""
FEWEST_PLAIN_LINES = 4
"""The same where no label is in capitals, bold, brackets or a question's: lists look alike."""


def find_labels(
    text: str,
    lines: Sequence[Span],
    *,
    marks: Sequence[Mark] = (),
    title: str | None = None,
    questioned: bool = False,
    language: str | None = None,
) -> list[Label]:
    """Return the labels of a transcript in order, or none where the text is no transcript.

    Where questions are set in bold it is *questioned*, and every bold name with a colon answers.
    """
    bold = {mark.start: mark.end for mark in marks if mark.kind == "strong"}
    headings = {mark.start for mark in marks if mark.kind == "heading"}
    headlines = {" ".join(title.split())} if title else set()
    if lines and not finished(text, lines[0]) and lines[0].start not in bold:
        headlines.add(" ".join(text[slice(*lines[0])].split()))
    candidates = []
    for line in lines:
        label = label_at(text, line, bold) if line.start not in headings else None
        if label and not (label.guessed and " ".join(text[slice(*line)].split()) in headlines):
            candidates.append(label)
    candidates = _without_quarter(text, candidates)
    accepted = _accepted(text, candidates) or keyed_labels(text, lines)
    accepted = accepted or _accepted(text, _inside(text, lines))
    if questioned and not accepted:
        return _asking_alone(candidates) or [c for c in candidates if c.form == "bold"]
    accepted = _with_fields(text, accepted)
    if not _is_spoken(text, [label for label in accepted if label.form != "field"], language):
        accepted = []
    return accepted or lone_labels(text, lines, skipped=headings) or _asking_alone(candidates)


def _without_quarter(text: str, candidates: list[Label]) -> list[Label]:
    """Leave out "Q2:" where no other question has a number and it asks nothing: it is a quarter."""
    numbered = [label for label in candidates if QUARTER.fullmatch(label.name)]
    if len(numbered) != 1 or "?" in text[numbered[0].end :].lstrip().partition("\n")[0]:
        return candidates
    return [label for label in candidates if label not in numbered]


def _is_spoken(text: str, labels: Sequence[Label], language: str | None) -> bool:
    """Tell a transcript from programmes, line-ups and results, whose entries speak to nobody.

    Where two full names come back, these people speak with each other, whatever they say.
    """
    words = _words_behind(text, labels)
    if 2 * sum(map(_is_field, words)) > len(labels):
        return False
    if language != "en" or any(label.sure and not _is_bare(label) for label in labels):
        return True
    full = Counter(label.name for label in labels if label.form == "mixed" and " " in label.name)
    if sum(times > 1 for times in full.values()) > 1:
        return True
    return sum(SPOKEN.search(said) is not None for said in words) >= SPOKEN_SHARE * len(labels)


def _is_bare(label: Label) -> bool:
    """Tell an office in one word, which heads a row of results as well: "MAYOR:"."""
    return label.titled and " " not in label.name


def _words_behind(text: str, labels: Sequence[Label]) -> list[str]:
    ends = [*(label.start for label in labels), len(text)][1:]
    return [text[label.end : end] for label, end in zip(labels, ends, strict=True)]


def _with_fields(text: str, labels: Sequence[Label]) -> list[Label]:
    """Leave out the fields before the turns, "PRESS OFFICER: Reza Abid"; those behind end them."""
    count = Counter(label.surname for label in labels)
    fields = [
        count[label.surname] == 1 and not label.asks and _is_field(words)
        for label, words in zip(labels, _words_behind(text, labels), strict=True)
    ]
    if all(fields):
        return list(labels)
    first, last = fields.index(False), len(fields) - fields[::-1].index(False)
    return [*labels[first:last], *(replace(label, form="field") for label in labels[last:])]


def _is_field(words: str) -> bool:
    """Tell a short entry of a list, or of several lines, from what somebody says."""
    lines = [line for line in words.split("\n") if line.strip()]
    return bool(lines) and not any(
        SPOKEN.search(line)
        or finished(line, Span(0, len(line.rstrip())))
        or len(line.split()) > LONGEST_FIELD
        for line in lines
    )


def _inside(text: str, lines: Sequence[Span]) -> list[Label]:
    """Return the labels behind the ends of sentences, of a text whose lines were joined to one."""
    begins = [
        Span(found.end(), line.end) for line in lines for found in INSIDE.finditer(text, *line)
    ]
    labels = [label_at(text, place, {}) for place in begins]
    found: list[Label] = []
    for label in labels:
        behind = not found or (label and label.start >= found[-1].end)  # "MS. VENN:" holds "VENN:"
        if label and behind and (label.asks or label.form == "caps"):
            found.append(label)
    return found if len(found) >= FEWEST_INSIDE else []


def _asking_alone(candidates: list[Label]) -> list[Label]:
    """Return the labels where all are of questions, written out: answers stand between them."""
    printed = all(label.asks and label.end - label.start > 1 for label in candidates)
    return candidates if printed and len(candidates) >= FEWEST_ALONE else []


def _accepted(text: str, candidates: list[Label]) -> list[Label]:
    """Return the candidates that the whole text bears out."""
    named = Counter((c.form, c.surname) for c in candidates if not c.unnamed)
    recurs = any(c.unnamed or named[c.form, c.surname] > 1 for c in candidates)
    firm = [c for c in candidates if c.sure or named[c.form, c.surname] > 1]
    if not _is_transcript(firm, candidates, recurs=recurs):
        return []
    sure = {label.start for label in firm}
    forms = {label.form for label in firm if not label.unnamed}
    answered = _answered_in_turn(candidates)
    accepted: list[Label] = []
    for label in candidates:
        replies = answered or (bool(accepted) and accepted[-1].asks)
        coloned = label.form == "bold" and text[label.end - 1] == ":"
        initials = coloned and bool(accepted) and label.name.isupper()
        single = (replies and (label.form in ("caps", "mixed") or coloned)) or _is_single(
            label, forms, begun=bool(accepted)
        )
        if label.start in sure or single or initials:
            accepted.append(label)
    return accepted


def _answered_in_turn(candidates: list[Label]) -> bool:
    """Tell whether one speaker has every other turn: those between ask, each perhaps once."""
    if len(candidates) < FEWEST_ALTERNATING:
        return False
    common, count = Counter(label.key for label in candidates).most_common(1)[0]
    holds = [label.key == common for label in candidates]
    doubled = sum(one == other for one, other in pairwise(holds))
    return count >= FEWEST_LINES and doubled <= MOST_DOUBLED * len(candidates)


def _is_transcript(firm: list[Label], candidates: list[Label], *, recurs: bool) -> bool:
    """Tell whether the *firm* labels among the candidates are evidence enough."""
    if any(label.titled for label in candidates):
        return True
    if not recurs:
        return False
    if _answered_in_turn(candidates):
        return True
    asking = [label for label in firm if label.asks]
    answering = [label for label in candidates if not label.asks]
    printed = [label for label in asking if label.end - label.start > 1]
    if asking and not answering:
        return False
    if printed and len(printed) + len(answering) >= 2:
        return True
    set_apart = [label for label in candidates if label.form in ("bold", "bracket", "timed")]
    labels = firm if len(firm) > len(set_apart) else set_apart
    plain = all(label.form in ("mixed", "stop") for label in labels)
    fewest = FEWEST_PLAIN_LINES if plain else FEWEST_LINES
    return len({label.surname for label in labels}) > 1 and len(labels) >= fewest


def _is_single(label: Label, forms: set[Form], *, begun: bool) -> bool:
    """Tell whether a label printed once belongs with the others, being printed like them.

    Once the transcript has *begun*, the look is enough: words left with the speaker before
    would be ascribed to the wrong person.
    """
    if label.key in CONVENERS or (begun and label.form == "caps"):
        return True
    return label.form in forms and (begun or len(label.name.split()) > 1)
