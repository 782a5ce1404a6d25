"""What is answered: hits, citations, and answers with what was made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.records import exporting
from rag.records.documents import Span, Speech
from rag.records.plain import to_json

Reason = Literal["not_in_record", "speaker_unknown", "speaker_silent", "declined"]
"""Why an answer abstains."""

Standing = Literal["exact", "moved", "changed", "gone"]
"""What has become of a citation since it was made."""


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
    asked about who are on record, but not on this; ``candidates`` are those whom a name in the
    question may mean, where a notice tells of several.
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
    nearest: tuple[Hit, ...] = field(default=(), repr=False)
    silent: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    usage: Mapping[str, int] | None = None
    standalone: str | None = None
    confidence: float = 0.0
    model: str | None = None
    verified: Mapping[str, int] | None = None

    def to_markdown(self) -> str:
        """Return the answer as Markdown with a footnote for each citation."""
        return exporting.markdown(self)

    def _repr_markdown_(self) -> str:
        """Show the answer with its footnotes in a notebook."""
        return self.to_markdown()

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
