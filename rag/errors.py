"""Every error of ours, under one root.

PressroomError
├── SettingsError            a setting is unknown or has an unusable value
├── SourceError              a source cannot become a document
│   ├── UnsupportedSource    its format is not one we read
│   ├── UnreadableSource     it is missing, damaged, encrypted or not allowed
│   ├── EmptySource          it holds no text
│   ├── SourceTooLarge       it is over a limit
│   └── FetchRefused         a URL that the fetch rules forbid, or that did not answer
├── EmbedderUnavailable      the embedding model cannot be loaded or reached
├── IndexFolderError         the index folder cannot be used
│   ├── IndexLocked          another process is writing to it
│   ├── IndexMismatch        it was made with another version or embedding model
│   └── IndexDamaged         its system of record cannot be read
├── ModelFailed              the chat model gave no usable answer
├── DocumentNotFound         no document has that id
├── ConversationNotFound     no stored conversation has that id
├── FeedbackError            feedback that cannot be stored
├── RecordError              a stored record cannot be read back
└── QuestionError            a question or a filter that cannot be asked

Those of measuring stand under the same root in ``rag.evaluation``, which nothing else needs.

A message says what happened, where, and what to do next. Foreign errors are
translated where they arise and kept as ``__cause__``.
"""


def printable(text: str) -> str:
    """Return *text* safe to print in a message: control characters are written as escapes."""
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def cause(exc: Exception) -> str:
    """Return what a foreign exception says, as part of a message of ours: its words alone."""
    if isinstance(exc, OSError) and exc.strerror:
        return exc.strerror
    if isinstance(exc, KeyError):
        return f"{exc} is missing"
    return " ".join(str(exc).split()).rstrip(".?!") or type(exc).__name__


class PressroomError(Exception):
    """The root of all errors raised on purpose by this package."""


class SettingsError(PressroomError):
    """A setting is unknown or has an unusable value."""


class SourceError(PressroomError):
    """A source cannot become a document.

    ``source`` is the path or URL as given, ``reason`` one sentence without it.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{printable(source)}: {reason}")
        self.source = source
        self.reason = reason


class UnsupportedSource(SourceError):
    """The format is not one we read."""


class UnreadableSource(SourceError):
    """The source is missing, damaged, encrypted or not allowed to be read."""


class EmptySource(SourceError):
    """The source holds no text."""


class SourceTooLarge(SourceError):
    """The source is over a limit."""


class FetchRefused(SourceError):
    """A URL that the fetch rules forbid, or that did not answer."""


class EmbedderUnavailable(PressroomError):
    """The embedding model cannot be loaded or reached."""


class IndexFolderError(PressroomError):
    """The index folder cannot be used."""


class IndexLocked(IndexFolderError):
    """Another process is writing to the index; ``pid`` is its process id, where known."""

    def __init__(self, message: str, *, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class IndexMismatch(IndexFolderError):
    """The index was made with another version or embedding model."""


class IndexDamaged(IndexFolderError):
    """The system of record of an index cannot be read."""


class ModelFailed(PressroomError):
    """The chat model gave no usable answer.

    ``kind`` is one of ``authentication``, ``not_found``, ``rate_limit``, ``timeout``,
    ``connection``, ``context_length``, ``refusal``, ``truncated``, ``server``, ``malformed``.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class DocumentNotFound(PressroomError):
    """No document has that id."""


class ConversationNotFound(PressroomError):
    """No stored conversation has that id."""


class FeedbackError(PressroomError):
    """Feedback that cannot be stored."""


class RecordError(PressroomError):
    """A stored record cannot be read back."""


class QuestionError(PressroomError):
    """A question or a filter that cannot be asked."""
