"""What a model was offered, prepared for looking up: words, voices and sentences of passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rag.reading import sentence_spans
from rag.reading.names import folded as folded_name
from rag.records import Hit, Passage, Span, Speech, Statement
from rag.verification.folding import Folded
from rag.verification.wording import Wording, names_in, wording

CLOSE_ENOUGH = 0.5
"""Share of words in common from which a sentence is worth showing as the nearest."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A hit offered to a model, the statements that stand in it, and who speaks: by the label
    printed, the role, and the fullest name on record."""

    hit: Hit
    statements: tuple[Statement, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Voice(NamedTuple):
    """Whose words they are; ``is_mixed`` where several speak, ``asked`` where a journalist does."""

    speaker: str | None
    speech: Speech
    asked: bool = False
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a passage with its place in the document and what it says, for comparing."""

    span: Span
    text: str
    wording: Wording


class Source(Folded):
    """An offered passage; spans count from the start of its document."""

    def __init__(self, offered: Offered) -> None:
        super().__init__(offered.hit.text)
        self.hit = offered.hit
        self.statements = offered.statements
        self.roles = offered.roles
        self.names = offered.names

    def places(self, words: str) -> list[Span]:
        """Return where *words*, folded, stand."""
        start = self.hit.start
        return [Span(start + span.start, start + span.end) for span in self.find(words)]

    def words_at(self, span: Span) -> str:
        """Return the document's own characters."""
        return self.hit.words_at(span)

    def statements_in(self, span: Span) -> list[Statement]:
        """Return the statements that a span holds words of."""
        return [s for s in self.statements if s.start < span.end and s.end > span.start]

    def voice(self, span: Span) -> Voice:
        """Return whose words stand in a span."""
        inside = self.statements_in(span)
        voices = {statement.speaker for statement in inside}
        if len(voices) > 1:
            return Voice(None, self.hit.speech, is_mixed=True)
        if inside:
            return Voice(inside[0].speaker, inside[0].speech, self.hit.asked)
        if self.statements and self.hit.speech != "direct":
            return Voice(None, "narration", self.hit.asked)
        return Voice(self.hit.speaker, self.hit.speech, self.hit.asked)

    @cached_property
    def voices(self) -> set[str]:
        """Return the names of those who speak here, as printed and as known on record."""
        return self.voices_of(self.statements)

    def voices_of(self, statements: Iterable[Statement]) -> set[str]:
        """Return the names of those who say *statements*, or speak in the whole passage."""
        said = {statement.speaker for statement in statements} | {self.hit.speaker}
        return {name for label in said if label for name in (label, self.names.get(label, label))}

    @cached_property
    def sentences(self) -> list[Told]:
        """Return the sentences of the passage."""
        spans = sentence_spans(self.text, Span(0, len(self.text)))
        start = self.hit.start
        return [
            Told(Span(start + s.start, start + s.end), text, wording(text))
            for s in spans
            for text in [self.text[s.start : s.end]]
        ]

    @cached_property
    def about(self) -> str:
        """Return what is known of the passage beside its text, as one text."""
        hit = self.hit
        parts = (hit.speaker, hit.title, hit.heading, hit.event, hit.place, hit.publisher)
        roles = [self.roles[name] for name in sorted(self.voices) if name in self.roles]
        known = (*parts, hit.question, *hit.labels, *sorted(self.voices), *roles)
        return ". ".join(filter(None, known))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return what the passage and what is known of it say, as the stems of their words."""
        return wording(f"{self.text} {self.about}").words

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the words of the passage and of what is known of it, folded."""
        return frozenset(re.findall(r"\w+", folded_name(f"{self.text} {self.about}")))


class Offer:
    """All that a model was offered: passages that markers name, counted from 1, and what is near.

    *more* gives all passages of a document.
    """

    def __init__(
        self, offered: Iterable[Offered], more: Callable[[str], Iterable[Offered]] | None = None
    ) -> None:
        self.sources = [Source(one) for one in offered]
        self._more = more
        self._documents: dict[str, list[Source]] = {}

    def beyond(self, cited: Sequence[Source]) -> list[Source]:
        """Return the passages of the documents cited, or of all that were offered."""
        if self._more is None:
            return []
        keys = dict.fromkeys(source.hit.document_id for source in cited or self.sources)
        for key in keys:
            if key not in self._documents:
                self._documents[key] = [Source(one) for one in self._more(key)]
        return [source for key in keys for source in self._documents[key]]

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the words that the passages use as names."""
        return frozenset(
            word for source in self.sources for word in names_in(f"{source.text} {source.about}")
        )


def closest(
    words: Collection[str], sources: Sequence[Source], *, least: float
) -> tuple[Source, Told] | None:
    """Return the sentence of *sources* that holds most of *words*, if at least a share of them."""
    best, score = None, max(least, 1e-9)
    for source in sources:
        for told in source.sentences:
            shared = len(told.wording.words & set(words)) / max(1, len(words))
            if shared >= score:
                best, score = (source, told), shared + 1e-9
    return best


def nearest(text: str, sources: Sequence[Source]) -> str | None:
    """Return the sentence of *sources* most like a text, where one is like it at all."""
    found = closest(wording(text).words, sources, least=CLOSE_ENOUGH)
    return found[1].text if found else None


def nearest_sentence(text: str, passages: Iterable[Passage]) -> str | None:
    """Return the sentence of *passages* most like a text, where one is like it at all."""
    words = wording(text).words
    sentences = (
        passage.text[span.start : span.end]
        for passage in passages
        for span in sentence_spans(passage.text, Span(0, len(passage.text)))
    )
    shared = {sentence: len(wording(sentence).words & words) for sentence in sentences}
    best = max(shared, key=lambda sentence: shared[sentence], default=None)
    return best if best and words and shared[best] >= CLOSE_ENOUGH * len(words) else None
