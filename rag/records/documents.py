"""What is read: documents with their structure, and the passages that are searched and cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Speech = Literal["direct", "indirect", "narration"]
"""How a passage carries words: quoted or transcribed, reported, or the outlet's own account."""

DocumentState = Literal["pending", "searchable", "ready"]
"""How far a document has come: recorded, found by its words, found by its meaning too."""


class Span(NamedTuple):
    """A half-open range of character offsets into a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a source's format itself says about a span of the text.

    ``kind`` is one of

    - ``heading``: the span is a heading; ``value`` is its level, "1" to "6";
    - ``speaker``: the span was said by ``value`` (captions, where the format names the voice);
    - ``strong``: the span was set in bold, as transcripts do with speaker labels;
    - ``quote``: the span is set apart as a quotation, without marks of its own;
    - ``page``: the span stands on the page numbered ``value`` (PDF);
    - ``time``: the span was said at ``value``, "HH:MM:SS" from the start (captions).
    """

    start: int
    end: int
    kind: Literal["heading", "speaker", "strong", "quote", "page", "time"]
    value: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of one speaker, reported or transcribed.

    ``start`` and ``end`` enclose the words said; ``cue`` is the verb of saying as printed.
    ``speaker`` is whose words they are as the document prints it, None where it does not say.
    The last six fields are filled by ``Pressroom.statements``: there ``speaker`` is the person's
    name, ``label`` what the document prints, and ``text`` the words said.
    """

    start: int
    end: int
    speaker: str | None
    speech: Speech
    cue: str | None = None
    document_id: str | None = None
    source: str | None = None
    title: str | None = None
    date: str | None = None
    text: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """Words of a document that tell whom a speaker's label means there.

    ``label`` is the speaker of statements, ``name`` the fullest name the document gives the
    person; ``start`` and ``end`` enclose the name or label as printed (None for a voice that only
    the tags of captions name), and ``role`` is what is printed beside it: "Foreign Minister".
    """

    label: str
    name: str
    start: int | None
    end: int | None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One press report or transcript after extraction.

    ``id`` is made from the source's bytes, ``source`` is the path or URL as given, ``date``
    the ISO date of the event. ``labels`` are words of warning that are shown wherever the
    document is cited, such as "fictional" or "machine translation".
    """

    id: str
    source: str
    text: str = field(repr=False)
    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    statements: tuple[Statement, ...] = field(default=(), repr=False)
    namings: tuple[Naming, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, under its heading, in its turn.

    ``kind`` is ``text`` for what is searched and cited; ``heading``, ``title``, ``dateline``,
    ``byline`` and ``label`` structure it; ``noise`` is player text, share lines, cookie notices
    and teasers. ``turn`` numbers the turns of a transcript from 0 (None outside turns).
    ``speaker`` is the label as printed; ``asked`` is True in a journalist's question; ``question``
    is the span of the journalist's question that the paragraph's turn answers.
    """

    start: int
    end: int
    kind: Literal["text", "heading", "title", "dateline", "byline", "label", "noise"] = "text"
    heading: str | None = None
    turn: int | None = None
    speaker: str | None = None
    asked: bool = False
    question: Span | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit retrieved and cited: whole sentences of one speaker under one heading.

    ``context`` is what is embedded and indexed along with the text but never quoted.
    ``question`` is the span of the journalist's question that the passage answers, and
    ``asked`` is True where the passage is itself a journalist's question.
    """

    id: str
    document_id: str
    number: int
    start: int
    end: int
    text: str
    heading: str | None = None
    turn: int | None = None
    speaker: str | None = None
    speech: Speech = "narration"
    asked: bool = False
    question: Span | None = None
    page: int | None = None
    time: str | None = None
    context: str = ""
