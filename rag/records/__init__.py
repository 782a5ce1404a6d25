"""The values that travel through the pipeline: frozen, with their provenance.

Offsets are half-open ranges of characters into ``Document.text``, which is
normalised once and never changes. A record's own copy of text always equals
the document's text at its offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from rag.records import exporting
from rag.records.plain import from_json as from_json
from rag.records.plain import to_json as to_json
from rag.records.plain import to_plain as to_plain

Speech = Literal["direct", "indirect", "narration"]
"""How a passage carries words: quoted or transcribed, reported, or the outlet's own account."""

Reason = Literal["not_in_record", "speaker_unknown", "speaker_silent", "declined"]
"""Why an answer abstains."""

Standing = Literal["exact", "moved", "changed", "gone"]
"""What has become of a citation since it was made."""

Verdict = Literal["up", "down"]
"""What a reader thinks of an answer."""

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
    text: str
    title: str | None = None
    date: str | None = None
    place: str | None = None
    event: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    statements: tuple[Statement, ...] = ()
    namings: tuple[Naming, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where words stand and whose they are: what a Hit and a Citation have in common.

    ``speaker`` is the fullest name on record of the person, ``label`` what the document prints
    ("THE PRESIDENT"); they are the same where the label is nobody's name.
    """

    document_id: str
    source: str
    title: str | None
    date: str | None
    heading: str | None
    start: int
    end: int
    speaker: str | None
    speech: Speech
    question: str | None = None
    place: str | None = None
    event: str | None = None
    publisher: str | None = None
    url: str | None = None
    labels: tuple[str, ...] = ()
    page: int | None = None
    time: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Evidence):
    """A passage with its score and its rank, from 1, for one query.

    Scores are comparable within one ranking; ``similarity`` is the cosine of query and passage;
    ``asked`` is True where the passage is a journalist's question.
    """

    passage_id: str
    text: str
    score: float
    rank: int
    similarity: float = 0.0
    asked: bool = False

    def words_at(self, span: Span) -> str:
        """Return the document's words at a span that lies inside the hit."""
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Evidence):
    """A verified link from a statement of an answer to the words that support it.

    ``quote`` equals the document's text from ``start`` to ``end``; ``passage_start`` and
    ``passage_end`` enclose the passage it stands in; ``role`` is the speaker's, as the document
    prints it.
    """

    number: int
    quote: str
    passage_start: int
    passage_end: int
    role: str | None = None

    @property
    def link(self) -> str | None:
        """The address of the source, opening at the quote; None where it has no address."""
        return exporting.link(self)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What verification refused: the text, why, and the nearest real words where there are any."""

    text: str
    outcome: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is returned for a question.

    ``text`` is Markdown with ``[1]`` markers and quotes in “ ”; ``citations`` are in marker
    order. When ``abstained``, ``reason`` tells why and ``nearest`` holds hits that were close;
    ``reason`` is None where nothing was asked of the record, as by thanks. ``silent`` names those
    asked about who are on record, but not on this.
    ``engine`` is "extractive" or the model's name; ``notices`` are sentences for the reader
    about how the answer came to be, such as a model that failed or vectors still being made.
    ``standalone`` is the question as it was understood from the conversation, where that differs
    from ``question``; ``confidence``, from 0 to 1, is how sure it is that the record answers.
    ``usage`` counts tokens and ``model`` is the model's own name for itself; ``verified`` counts
    the quotes that a model wrote by outcome, such as "exact", "normalised" and "altered".
    """

    question: str
    text: str
    abstained: bool = False
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    engine: str = "extractive"
    notices: tuple[str, ...] = ()
    nearest: tuple[Hit, ...] = ()
    silent: tuple[str, ...] = ()
    usage: Mapping[str, int] | None = None
    standalone: str | None = None
    confidence: float = 0.0
    model: str | None = None
    verified: Mapping[str, int] | None = None

    def to_markdown(self) -> str:
        """Return the answer as Markdown with a footnote for each citation."""
        return exporting.markdown(self)

    def to_json(self) -> str:
        """Return the answer as JSON, which `from_json` and `python -m rag verify` read."""
        return to_json(self)

    def to_csv(self) -> str:
        """Return the citations as CSV; encode it as ``utf-8-sig`` for spreadsheets."""
        return exporting.table(self)


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """What has become of a citation of a saved answer.

    ``outcome`` is one of

    - ``exact``: its words stand where it says, and are whose it says;
    - ``moved``: the source has the same words elsewhere, at ``start`` of ``document_id``;
    - ``changed``: the source no longer has the words (``nearest`` are those most like them), or
      has them as another's (``speakers``);
    - ``gone``: the source is not in the library.
    """

    number: int
    outcome: Standing
    quote: str
    source: str
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    nearest: str | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One step of an answer as it is written.

    ``kind`` is ``text`` (``text`` holds the words added) or ``answer`` (the whole, last).
    """

    kind: Literal["text", "answer"]
    text: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question, the answer, and what narrowed the question.

    ``filters`` holds what was given to `Pressroom.ask` beside the question, by name.
    """

    question: str
    answer: Answer | str
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A stored conversation; ``saved`` is when it was stored last (ISO, UTC)."""

    id: str
    saved: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict on an answer; ``given`` is when (ISO, UTC)."""

    number: int
    given: str
    question: str
    answer: Answer
    verdict: Verdict
    comment: str | None = None


def chat_turns(messages: Iterable[tuple[str, str]]) -> list[Turn]:
    """Pair the messages of a chat, each (role, text): what a user asks, and what is answered.

    Messages of other roles, and questions nobody answered, are left out.
    """
    turns = []
    question = None
    for role, text in messages:
        if role == "user":
            question = text
        elif role == "assistant" and question is not None:
            turns.append(Turn(question, text))
            question = None
    return turns


@dataclass(frozen=True, slots=True)
class Alias:
    """A form of a person's name as printed: ``text`` is the document's from start to end."""

    text: str
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A person on record, with every label they are printed under and how often they speak.

    ``name`` is the fullest on record, ``roles`` are as printed beside the name, most frequent
    first; ``spans`` tell for each alias one place where it is printed.
    """

    name: str
    aliases: tuple[str, ...]
    statement_count: int
    document_count: int
    roles: tuple[str, ...] = ()
    spans: tuple[Alias, ...] = ()


class Failure(NamedTuple):
    """A source that could not be ingested, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every source of an ingest, each named as given.

    ``noise_count`` counts the paragraphs kept out of passages in added and updated documents;
    ``skipped`` counts the files in folders that are of no readable format, by their ending.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    passage_count: int = 0
    noise_count: int = 0
    seconds: float = 0.0
    skipped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come, for a progress display.

    ``stage`` is ``reading`` (counting documents) or ``embedding`` (counting passages);
    ``rate`` is items a second, ``remaining`` seconds left where they can be told.
    """

    stage: Literal["reading", "embedding"]
    done: int
    total: int
    rate: float = 0.0
    remaining: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds, and how many of its passages still wait for their vectors."""

    document_count: int
    passage_count: int
    waiting_count: int
    progress: Progress | None = None
