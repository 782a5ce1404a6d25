"""Captions, WebVTT and SRT: cues joined into turns, with speaker and time marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from rag.errors import UnreadableSource
from rag.records import Document
from rag.settings import Settings
from rag.sources.composing import Composer, Run
from rag.sources.metadata import Metadata, one_line, to_document, without_tags, written_date
from rag.sources.normalising import decode, normalised
from rag.sources.raw import Raw

TAG = re.compile(r"<([^<>]*)>")
ROLLED_SHARE = 0.3
"""Of the cues begin with what the cue before left standing, where captions roll."""
FEWEST_ROLLED = 3
CHANGE = re.compile(r"(?:>>+|[-–—])\s+")  # how captions without names show a change of voice
CAPITALISED = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
CAPITALS = r"[^\W\d_a-zß-ÿ](?:[^\W\d_a-zß-ÿ]|[.'’-])*"
NAMED = re.compile(
    rf"(?P<name>(?:{CAPITALS}(?: {CAPITALS}){{0,4}}|{CAPITALISED}(?: {CAPITALISED}){{1,4}})"
    r"(?: \([^()\n]{1,60}\))?):(?:\s+|$)"
)


class Piece(NamedTuple):
    """Words of one voice in one cue; ``turn`` counts the changes of voice before it."""

    turn: int
    voice: str | None
    time: str
    text: str


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of captions: a paragraph for each turn, each cue marked with its time."""
    text = normalised(decode(raw.data, source=raw.source, charset=raw.charset))
    captions = _parsed(text, raw)
    note, labels = without_tags(_note(captions))
    pieces = list(_pieces(captions))
    if pieces:
        pieces[0], card, found = _without_tags(pieces[0])
        note, labels = note or card, (*labels, *found)
    composer = Composer()
    for (_, voice), turn in groupby(pieces, key=lambda piece: (piece.turn, piece.voice)):
        runs = [Run(f"{piece.text} ", (("time", piece.time),)) for piece in turn]
        composer.add(runs, *([("speaker", voice)] if voice else []))
    stated = Metadata(_title(note), written_date(note), labels=labels)
    return to_document(raw, composer.text, composer.marks, stated)


def _parsed(text: str, raw: Raw) -> Any:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        return webvtt.from_buffer(iter(text.splitlines(keepends=True)), format=raw.format)
    except (MalformedFileError, MalformedCaptionError) as exc:
        raise UnreadableSource(
            raw.source, f"It is not in the {raw.format.upper()} caption format. Check its start."
        ) from exc


def _note(captions: Any) -> str:
    """Return what the file says about itself before its first cue."""
    header = getattr(captions, "header_text", "").lstrip(" -–—:")
    return "\n".join(part for part in (header, *captions.header_comments) if part)


def _without_tags(piece: Piece) -> tuple[Piece, str, tuple[str, ...]]:
    """Return the first *piece* without its labels, its words if it is a title card, the labels.

    A card is said by nobody and says when the event was.
    """
    text, labels = without_tags(piece.text)
    card = text if piece.voice is None and written_date(text) else ""
    return piece._replace(text=text), card, labels


def _title(note: str) -> str | None:
    return one_line(note.strip().partition("\n")[0])


def _pieces(captions: Any) -> Iterator[Piece]:
    """Yield the words of each cue by voice.

    A voice tag holds for its cue. A name with a colon holds until the next name or change sign,
    as captions for the hard of hearing are written.
    """
    turn, lasting = 0, None
    for time, lines in _fresh_lines(captions):
        for voice, text in _voiced("\n".join(lines)):
            for line in text.split("\n"):
                speaker, line, changed = _labelled_line(line, voice or lasting)
                lasting = None if voice else speaker
                turn += changed
                if line:
                    yield Piece(turn, speaker, time, line)


def _fresh_lines(captions: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the start and the lines of each cue, without those that the cue before left standing.

    Automatic captions roll: every line is shown once as it is spoken and once above the next.
    """
    cues = [[line for line in c.raw_text.split("\n") if line.strip()] for c in captions]
    shown = [[" ".join(TAG.sub("", line).split()) for line in lines] for lines in cues]
    standing = [_left_standing(before, now) for before, now in pairwise([[], *shown])]
    rolled = sum(count > 0 for count in standing)
    rolls = rolled >= max(FEWEST_ROLLED, ROLLED_SHARE * len(cues))
    for caption, lines, count in zip(captions, cues, standing, strict=True):
        yield str(caption.start)[:-4], lines[count if rolls else 0 :]


def _left_standing(before: list[str], shown: list[str]) -> int:
    """Return how many of the lines *shown* first are those shown last *before*."""
    counts = range(min(len(before), len(shown)), 0, -1)
    return next((count for count in counts if before[-count:] == shown[:count]), 0)


def _labelled_line(line: str, speaker: str | None) -> tuple[str | None, str, bool]:
    """Return who says *line*, the line without its label, and whether a new turn begins."""
    line = line.strip()
    rest = CHANGE.sub("", line, count=1) if CHANGE.match(line) else line
    changed = rest != line
    if named := NAMED.match(rest):
        return named["name"], rest[named.end() :], changed or named["name"] != speaker
    return (None if changed else speaker), rest, changed


def _voiced(cue: str) -> Iterator[tuple[str | None, str]]:
    """Yield the stretches of *cue* with the voice that its ``<v Name>`` tags give them."""
    voice, begin, parts = None, 0, []
    for tag in TAG.finditer(cue):
        parts.append(cue[begin : tag.start()])
        begin = tag.end()
        name, _, value = tag[1].partition(" ")
        if name.split(".")[0] in ("v", "/v"):
            yield voice, html.unescape("".join(parts))
            parts, voice = [], one_line(html.unescape(value))
    yield voice, html.unescape("".join([*parts, cue[begin:]]))
