"""Transcripts: labels and paragraphs come in, turns with speaker and question go out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.reading.label_shapes import ASKER_NAMES, LEADERS, NO_LABELS, OUTLET, PARTY, Label
from rag.records import Mark, Span

ASKING_SHARE = 0.6
"""Of the turns of somebody who interviews, how many end on a question."""
FEWEST_ASKING_TURNS = 2
MOST_ASKING_PARAGRAPHS = 2
"""Of a question, where no label opens its answer."""
UNNAMED_ASKER = "Question"
UNNAMED_ANSWER = "Answer"
OFFICE_OF = re.compile(r"\s(?:of|for)\s", re.IGNORECASE)
LONGEST_COURTESY = 3
"""Words with which somebody breaks into the speech of another: "Thank you very much."."""
QUESTION_END = re.compile(r"[?？؟][\"”’)\s]*(?:\([^()]{1,40}\)\s*)?\Z")
NUMBERED = re.compile(r"(?:Unidentified\s)?(?:Speaker|Voice)\s\d{1,2}", re.IGNORECASE)
"""A voice that a transcriber could not name, among others with their names."""
THANKS = re.compile(r"\s(?:Many thanks|Thank you|Thanks)[^.?!]{0,30}[.!]\s*\Z", re.IGNORECASE)
SAID = (
    r"(?:also\s|then\s|later\s|further\s)?(?:said|says|told|tells|added|adds|went\son|noted|argued|"
    r"continued|concluded|stated|explained|claimed|insisted|responded|replied|wrote|tweeted)"
)


@dataclass(slots=True)
class TurnDraft:
    """One turn while it is put together."""

    number: int
    speaker: str
    asks: bool
    paragraphs: list[Span] = field(default_factory=list)
    question: Span | None = None

    @property
    def span(self) -> Span | None:
        """The words of the turn, without its label."""
        if not self.paragraphs:
            return None
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)


def cut_turns(
    text: str,
    spans: Sequence[Span],
    labels: Sequence[Label],
    *,
    ends: Collection[int],
    embedded: bool,
    questions: Collection[int] = (),
    answering: str | None = None,
    unanswered: bool = False,
) -> list[TurnDraft]:
    """Return the turns that *labels* open, each with its paragraphs among *spans*.

    A turn is over at the next label, of which a field's opens none, or where a span starts that
    is in *ends*. Those that start in *questions* are questions without a label, which *answering*
    answers where none is named.
    Where the labels leave all *unanswered*, what follows a question answers it.

    In an *embedded* transcript, which stands inside a press report, a paragraph that reports
    what one of the speakers said is prose again and belongs to no turn.
    """
    opened = {label.start: label for label in labels}
    names = _without_office(labels)
    prose = _prose_pattern(labels) if embedded else None
    turns: list[TurnDraft] = []
    inside = False
    for span in spans:
        label = opened.get(span.start)
        if label and _goes_on(label, turns, names):
            inside = True
        elif label and label.form == "field":
            inside = False
        elif label:
            turns.append(TurnDraft(len(turns), names.get(label.name, label.name), label.asks))
            inside = True
        elif span.start in questions:
            turns.append(TurnDraft(len(turns), UNNAMED_ASKER, asks=True, paragraphs=[span]))
            inside = True
        elif span.start in ends:
            inside = False
        elif inside and turns[-1].span and turns[-1].paragraphs[-1].start in questions:
            inside = answering is not None
            if answering:
                turns.append(TurnDraft(len(turns), answering, asks=False, paragraphs=[span]))
        elif inside and unanswered and turns[-1].asks and _is_asked(text, turns[-1]):
            speaker = answering or UNNAMED_ANSWER
            turns.append(TurnDraft(len(turns), speaker, asks=False, paragraphs=[span]))
        elif inside:
            begun = bool(turns[-1].paragraphs)
            inside = not (begun and prose and prose.search(text, span.start, span.end))
            if inside:
                turns[-1].paragraphs.append(span)
    return turns


def _goes_on(label: Label, turns: Sequence[TurnDraft], names: Mapping[str, str]) -> bool:
    """Tell the label of the same voice again: programs print one before every line they hear."""
    again = bool(turns) and turns[-1].speaker == names.get(label.name, label.name)
    return again and label.form == "timed" and not label.asks


def _is_asked(text: str, turn: TurnDraft) -> bool:
    """Tell whether a question is out: it has its mark, or is as long as one grows without."""
    span = turn.span
    return span is not None and (
        "?" in text[span.start : span.end] or len(turn.paragraphs) >= MOST_ASKING_PARAGRAPHS
    )


def _without_office(labels: Sequence[Label]) -> dict[str, str]:
    """Return the names of those whom their first label introduces with an office of somewhere.

    "President of Varland Ana Oren" is Ana Oren where another label says no more.
    """
    names = {label.name for label in labels if len(label.name.split()) > 1}
    return {
        full: name
        for full in names
        for name in names
        if full != name and full.endswith(f" {name}") and OFFICE_OF.search(full[: -len(name)])
    }


def resumed(text: str, turns: Sequence[TurnDraft]) -> list[TurnDraft]:
    """Return the turns, with what follows a mere "Thank you." given to whom it interrupted.

    So it is where the same label stands again right behind, and its name before that: nobody
    hands the floor to himself.
    """
    found = list(turns[:1])
    for number, turn in enumerate(turns[1:], start=1):
        found.append(turn)
        before, after = turns[number - 1], turns[number + 1 : number + 2]
        if before.asks or before.speaker == turn.speaker or not after:
            continue
        if after[0].speaker == turn.speaker and _hands_over(text, turn):
            turn.paragraphs, rest = turn.paragraphs[:1], turn.paragraphs[1:]
            found.append(TurnDraft(turn.number, before.speaker, asks=False, paragraphs=rest))
    return found


def _hands_over(text: str, turn: TurnDraft) -> bool:
    """Tell a turn of a few words and then a speech that ends on the name of its own speaker."""
    if len(turn.paragraphs) < 2:
        return False
    first, last = turn.paragraphs[0], turn.paragraphs[-1]
    courtesy = len(text[first.start : first.end].split()) <= LONGEST_COURTESY
    name = rf"\b{re.escape(_surname(turn.speaker))}\b"
    return courtesy and bool(re.search(name, text[last.start : last.end], re.IGNORECASE))


def cut_captions(spans: Sequence[Span], voices: Sequence[Mark]) -> list[TurnDraft]:
    """Return the turns of captions, whose format itself names the voice."""
    turns: list[TurnDraft] = []
    waiting = iter(sorted(voices, key=lambda mark: mark.start))
    voice = next(waiting, None)
    for span in spans:
        while voice and voice.end <= span.start:
            voice = next(waiting, None)
        if not voice or voice.start >= span.end:
            continue
        if not turns or turns[-1].speaker != voice.value:
            asks = voice.value.casefold().split("(")[0].strip() in {"q", "question", "reporter"}
            turns.append(TurnDraft(len(turns), voice.value, asks))
        turns[-1].paragraphs.append(span)
    return turns


def pair_questions(text: str, turns: Iterable[TurnDraft]) -> None:
    """Mark the turns that ask, and give every other turn the question that stands open."""
    turns = list(turns)
    _mark_interviewers(text, turns)
    question: Span | None = None
    for turn in turns:
        if turn.asks:
            question = turn.span or question
        elif turn.speaker.casefold() not in LEADERS:
            turn.question = question


def names_asker(speaker: str) -> bool:
    """Tell whether the label of a question names a person, not only that a question follows."""
    plain = OUTLET.sub("", speaker).strip()
    generic = re.fullmatch(rf"(?:Q|{ASKER_NAMES})(?:\s?#?\d{{1,2}})?", plain, re.IGNORECASE)
    return not generic and plain.casefold() not in NO_LABELS


def _mark_interviewers(text: str, turns: Sequence[TurnDraft]) -> None:
    """Let named people ask: by the outlet after their name, or by asking most of the time."""
    generic = any(turn.asks for turn in turns)
    some_named = any(not (turn.asks or NUMBERED.fullmatch(turn.speaker)) for turn in turns)
    by_speaker: dict[str, list[TurnDraft]] = defaultdict(list)
    for turn in turns:
        by_speaker[_surname(turn.speaker)].append(turn)
    asking = {speaker for speaker, own in by_speaker.items() if _mostly_asks(text, own)}
    asking |= _asking_once(text, turns, by_speaker, asking)
    if len(asking) == len(by_speaker):
        asking = set()
    for turn in turns:
        if turn.asks or not turn.span or "?" not in text[turn.span.start : turn.span.end]:
            continue
        outlet = OUTLET.search(turn.speaker)
        if outlet:
            turn.asks = not PARTY.match(outlet["outlet"])
        elif not generic or (some_named and NUMBERED.fullmatch(turn.speaker)):
            turn.asks = _surname(turn.speaker) in asking


def _asking_once(
    text: str,
    turns: Sequence[TurnDraft],
    by_speaker: Mapping[str, Sequence[TurnDraft]],
    asking: Collection[str],
) -> set[str]:
    """Return who speaks once, in a question, before somebody who answers several.

    Some governments collect questions: then the next who asks stands between.
    """
    answering = {
        speaker for speaker, own in by_speaker.items() if len(own) > 1 and speaker not in asking
    }
    once: set[str] = set()
    for turn, following in reversed(list(pairwise(turns))):
        if (
            len(by_speaker[_surname(turn.speaker)]) == 1
            and _ends_asking(text, turn)
            and _surname(following.speaker) in answering | once
        ):
            once.add(_surname(turn.speaker))
    return once


def _ends_asking(text: str, turn: TurnDraft) -> bool:
    """Tell whether a turn ends on a question, thanks said after it not counting."""
    if turn.span is None:
        return False
    end = text[max(turn.span.start, turn.span.end - 80) : turn.span.end]
    return QUESTION_END.search(THANKS.sub("", end)) is not None


def _surname(speaker: str) -> str:
    return (OUTLET.sub("", speaker).split() or [speaker])[-1].casefold()


def _mostly_asks(text: str, turns: Sequence[TurnDraft]) -> bool:
    spans = [turn.span for turn in turns if turn.span]
    asked = sum(_ends_asking(text, turn) for turn in turns)
    return len(spans) >= FEWEST_ASKING_TURNS and asked >= ASKING_SHARE * len(spans)


def _prose_pattern(labels: Sequence[Label]) -> re.Pattern[str]:
    """Match a report of what one of the speakers said, by surname next to a verb of saying."""
    surnames = {OUTLET.sub("", label.name).split()[-1] for label in labels if not label.asks}
    names = "|".join(sorted(re.escape(name) for name in surnames if len(name) > 2)) or r"(?!)"
    return re.compile(
        rf"(?:\b(?:{names})\s{SAID}\b|\b(?:said|added|explained|concluded)\s(?:[A-Z]\w+\s)?(?:{names})\b)",
        re.IGNORECASE,
    )
