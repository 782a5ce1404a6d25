"""The structure of a document: what each of its paragraphs is, under which heading, in which turn.

The parts are found by the modules beside this one; here each paragraph gets the one kind that
speaks loudest: label, then noise, then front, then heading, then text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.reading.front import Front, read_front, read_header
from rag.reading.label_shapes import Label
from rag.reading.labels import find_labels
from rag.reading.noise import ends_turns, is_end, is_stage_note, noise_flags, running_lines
from rag.reading.paragraphs import finished, line_spans, paragraph_spans, trimmed
from rag.reading.turns import (
    UNNAMED_ANSWER,
    TurnDraft,
    cut_captions,
    cut_turns,
    names_asker,
    pair_questions,
    resumed,
)
from rag.reading.unlabelled import bold_questions, dashed_questions, speaker_named, speech
from rag.records import Document, Mark, Paragraph, Span, Statement

LONGEST_HEADING = 12
"""Words of a heading in a text whose format marks none."""
FEWEST_PROSE_WORDS = 12
"""Words of a finished paragraph that make what stands before a transcript a report."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What reading found: the paragraphs, what the front gave, and the statements of turns."""

    paragraphs: list[Paragraph]
    front: Front
    statements: list[Statement]


def structure_of(document: Document) -> Structure:
    """Return the structure of *document*, found from its text and marks alone."""
    text, marks = document.text, document.marks
    lines = line_spans(text)
    voices = [mark for mark in marks if mark.kind == "speaker"]
    dashed = set() if voices else dashed_questions(text, lines)
    questions = dashed or (set() if voices else bold_questions(text, lines, marks))
    labels = (
        []
        if voices
        else find_labels(
            text,
            lines,
            marks=marks,
            title=document.title,
            questioned=bool(questions),
            language=document.language,
        )
    )
    running = running_lines(text, lines, marks)
    spans = paragraph_spans(
        text,
        breaks=_breaks(lines, labels, marks, running),
        seams={mark.start for mark in marks if mark.kind == "page"},
        cues={mark.start for mark in marks if mark.kind in ("speaker", "time")},
    )
    spans = _with_whole_labels(spans, labels)
    headings = _marked_headings(spans, marks)
    front = _front_of(document, spans, labels, voices, headings)
    spans = _without_dateline(text, spans, front)
    spoken_from = _first_turn(spans, labels, voices)
    noise = _noise(text, spans, labels, front, headings, running, spoken_from)
    skipped = {*_silent(text, spans, noise), *headings, *front.kinds}
    turns = _turns(
        text, spans, labels, voices, skipped, questions, front.title, dashed=bool(dashed)
    )
    if not headings and not turns:
        headings = _plain_headings(text, spans, {*noise, *front.kinds})
    paragraphs = _paragraphs(text, spans, labels, noise, front, headings, turns)
    return Structure(paragraphs, front, _statements(turns, noise))


def _breaks(
    lines: Sequence[Span], labels: Sequence[Label], marks: Sequence[Mark], running: set[int]
) -> set[int]:
    """Return the offsets where a paragraph begins whatever the text looks like."""
    breaks = {offset for label in labels for offset in (label.start, label.end)}
    breaks.update(offset for line in lines if line.start in running for offset in line)
    breaks.update(
        offset for mark in marks if mark.kind == "heading" for offset in (mark.start, mark.end)
    )
    voices = sorted((m for m in marks if m.kind == "speaker"), key=lambda mark: mark.start)
    breaks.update(voice.start for voice in voices[:1])
    breaks.update(b.start for a, b in pairwise(voices) if a.value != b.value)
    return breaks


def _with_whole_labels(spans: Sequence[Span], labels: Sequence[Label]) -> list[Span]:
    """Return the spans, a label of two lines, a name and an office, being one."""
    ends = {label.start: label.end for label in labels}
    whole: list[Span] = []
    for span in spans:
        if whole and span.start < ends.get(whole[-1].start, 0):
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return whole


def _marked_headings(spans: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return the starts of the paragraphs that the format marks as headings."""
    marked = sorted((mark.start, mark.end) for mark in marks if mark.kind == "heading")
    waiting = iter(marked)
    current = next(waiting, None)
    headings: set[int] = set()
    for span in spans:
        while current and current[1] <= span.start:
            current = next(waiting, None)
        if current and current[0] <= span.start:
            headings.add(span.start)
    return headings


def _front_of(
    document: Document,
    spans: Sequence[Span],
    labels: Sequence[Label],
    voices: Sequence[Mark],
    headings: set[int],
) -> Front:
    """Read the header of a transcript, or else the front of a report."""
    text, title = document.text, document.title
    first = _first_turn(spans, labels, voices)
    before = [span for span in spans if span.start < first]
    if title is None and before and before[0].start in headings:
        title = " ".join(text[before[0].start : before[0].end].split())
    if labels and not _is_embedded(text, before):
        speakers = {label.surname for label in labels if not label.unnamed}
        return read_header(text, before, title=title, voices=speakers)
    return read_front(text, before, title=title)


def _first_turn(spans: Sequence[Span], labels: Sequence[Label], voices: Sequence[Mark]) -> int:
    """Return where the first turn begins, or the end of the text."""
    starts = [label.start for label in labels] + [mark.start for mark in voices]
    return min(starts, default=spans[-1].end if spans else 0)


def _is_embedded(text: str, before: Sequence[Span]) -> bool:
    """Tell whether a report stands before the transcript."""
    return any(
        finished(text, span) and len(text[span.start : span.end].split()) >= FEWEST_PROSE_WORDS
        for span in before
    )


def _without_dateline(text: str, spans: Sequence[Span], front: Front) -> list[Span]:
    """Return the spans, the paragraph that a dateline opens being cut behind it."""
    if front.dateline is None:
        return list(spans)
    dateline = front.dateline
    cut: list[Span] = []
    for span in spans:
        if span.start != dateline.start:
            cut.append(span)
            continue
        cut += [dateline, trimmed(text, Span(dateline.end, span.end))]
    front.kinds[dateline.start] = "dateline"
    return cut


def _noise(
    text: str,
    spans: Sequence[Span],
    labels: Sequence[Label],
    front: Front,
    headings: set[int],
    running: set[int],
    spoken_from: int,
) -> set[int]:
    """Return the starts of the paragraphs that are noise."""
    opened = {label.start for label in labels}
    own = {*opened, *front.kinds, *headings}
    flags = noise_flags(
        [text[span.start : span.end] for span in spans],
        settled={number for number, span in enumerate(spans) if span.start in own},
        spoken_from=next(
            (number for number, span in enumerate(spans) if span.start >= spoken_from), len(spans)
        ),
    )
    flagged = {span.start for span, flag in zip(spans, flags, strict=True) if flag}
    return flagged | (running - opened)


def _silent(text: str, spans: Sequence[Span], noise: set[int]) -> set[int]:
    """Return the noise that belongs to no turn; stage notes do, and an end ends one."""
    pieces = ((span.start, text[span.start : span.end]) for span in spans if span.start in noise)
    return {start for start, piece in pieces if not (is_stage_note(piece) or is_end(piece))}


def _turns(
    text: str,
    spans: Sequence[Span],
    labels: Sequence[Label],
    voices: Sequence[Mark],
    skipped: set[int],
    questions: set[int],
    title: str | None,
    *,
    dashed: bool,
) -> list[TurnDraft]:
    """Return the turns of a transcript, with the question that each answers."""
    spoken = [span for span in spans if span.start not in skipped]
    if voices:
        turns = cut_captions(spoken, voices)
    else:
        before = [span for span in spans if labels and span.start < labels[0].start]
        ends = {span.start for span in spoken if ends_turns(text[span.start : span.end])}
        named = speaker_named(text, spans, title)
        opening = _opening(text, spoken, labels, questions, named)
        turns = [
            *opening,
            *cut_turns(
                text,
                spoken,
                labels,
                ends=ends,
                embedded=_is_embedded(text, before) and not opening,
                questions=questions,
                answering=named or (UNNAMED_ANSWER if dashed else None),
                unanswered=bool(labels) and all(label.asks for label in labels),
            ),
        ]
        turns = resumed(text, turns)
        for number, turn in enumerate(turns):
            turn.number = number
    pair_questions(text, turns)
    return turns


def _opening(
    text: str,
    spoken: Sequence[Span],
    labels: Sequence[Label],
    questions: set[int],
    named: str | None,
) -> list[TurnDraft]:
    """Return the speech before the first label or question, where the header names its speaker."""
    first = min([*(label.start for label in labels), *questions], default=len(text))
    before = [span for span in spoken if span.start < first]
    words = speech(text, before, named, transcribed=bool(labels)) if named else []
    return [TurnDraft(0, named, asks=False, paragraphs=words)] if named and words else []


def _plain_headings(text: str, spans: Sequence[Span], skipped: set[int]) -> set[int]:
    """Return the starts of headings by their look: short, unfinished, text of the report below."""
    headings: set[int] = set()
    body_begun = False
    for span, following in pairwise(spans):
        if span.start in skipped:
            continue
        heading = (
            body_begun
            and following.start not in skipped
            and following.end - following.start > span.end - span.start
            and finished(text, following)
            and _looks_like_heading(text, span)
        )
        if heading:
            headings.add(span.start)
        body_begun = True
    return headings


def _looks_like_heading(text: str, span: Span) -> bool:
    if span.end - span.start > 12 * LONGEST_HEADING or finished(text, span):
        return False
    piece = text[span.start : span.end]
    words = piece.split()
    capital = piece[0].isupper() or piece[0].isdigit()
    plain = not any(mark in piece for mark in ("\n", "“", '"', ". "))
    return capital and plain and len(words) <= LONGEST_HEADING and piece[-1] not in ",-–—"


def _paragraphs(
    text: str,
    spans: Sequence[Span],
    labels: Sequence[Label],
    noise: set[int],
    front: Front,
    headings: set[int],
    turns: Sequence[TurnDraft],
) -> list[Paragraph]:
    """Return a paragraph for every span."""
    opened = {label.start for label in labels}
    turn_of = {span.start: turn for turn in turns for span in turn.paragraphs}
    heading: str | None = None
    paragraphs: list[Paragraph] = []
    for span in spans:
        if span.start in opened:
            paragraphs.append(Paragraph(*span, kind="label", heading=heading))
        elif span.start in noise:
            noted = _text_paragraph(span, heading, turn_of.get(span.start))
            paragraphs.append(replace(noted, kind="noise"))
        elif span.start in front.kinds:
            paragraphs.append(Paragraph(*span, kind=front.kinds[span.start]))
        elif span.start in headings:
            heading = " ".join(text[span.start : span.end].split())
            paragraphs.append(Paragraph(*span, kind="heading", heading=heading))
        else:
            paragraphs.append(_text_paragraph(span, heading, turn_of.get(span.start)))
    return paragraphs


def _text_paragraph(span: Span, heading: str | None, turn: TurnDraft | None) -> Paragraph:
    if turn is None:
        return Paragraph(*span, heading=heading)
    return Paragraph(
        *span,
        heading=heading,
        turn=turn.number,
        speaker=turn.speaker,
        asked=turn.asks,
        question=turn.question,
    )


def _statements(turns: Iterable[TurnDraft], noise: set[int]) -> list[Statement]:
    """Return what was said in turns; questions only of askers who are named."""
    return [
        Statement(*span, speaker=turn.speaker, speech="direct")
        for turn in turns
        if not turn.asks or names_asker(turn.speaker)
        for span in turn.paragraphs
        if span.start not in noise
    ]
