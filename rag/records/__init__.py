"""The values that travel through the pipeline: frozen, with their provenance.

Offsets are half-open ranges of characters into ``Document.text``, which is
normalised once and never changes. A record's own copy of text always equals
the document's text at its offsets.
"""

from rag.records.answers import (
    Answer,
    AnswerEvent,
    Citation,
    CitationCheck,
    Evidence,
    Hit,
    Reason,
    Rejected,
    Standing,
)
from rag.records.conversations import Conversation, Feedback, Turn, Verdict, chat_turns
from rag.records.documents import (
    Document,
    DocumentState,
    Mark,
    Naming,
    Paragraph,
    Passage,
    Span,
    Speech,
    Statement,
)
from rag.records.ingests import Failure, IngestReport, Progress, Status
from rag.records.people import Alias, SpeakerEntry
from rag.records.plain import from_json, to_json, to_plain

__all__ = [
    "Alias",
    "Answer",
    "AnswerEvent",
    "Citation",
    "CitationCheck",
    "Conversation",
    "Document",
    "DocumentState",
    "Evidence",
    "Failure",
    "Feedback",
    "Hit",
    "IngestReport",
    "Mark",
    "Naming",
    "Paragraph",
    "Passage",
    "Progress",
    "Reason",
    "Rejected",
    "Span",
    "SpeakerEntry",
    "Speech",
    "Standing",
    "Statement",
    "Status",
    "Turn",
    "Verdict",
    "chat_turns",
    "from_json",
    "to_json",
    "to_plain",
]
