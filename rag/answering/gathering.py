"""Gathering evidence: a question in; sentences of hits, and the voices that are meant, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from rag.answering.declining import Likeness
from rag.answering.evidence import STOP_WORDS, Sentence, Topic, sentences_of
from rag.embedding import Embedder
from rag.index import Filter, Index
from rag.index.lexical import terms
from rag.question import Question
from rag.reading.names import folded, holds_office, may_be, name_words, office_of
from rag.records import Hit, Span, Statement
from rag.retrieval import hit_of, retrieve
from rag.verification import Offered

CONSIDERED = 8
"""Hits whose sentences are weighed for an answer."""

OFFICE_PASSAGES = 5
"""Passages looked at for a name beside an office."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a question can be answered from.

    ``likeness`` compares texts with the question; ``own`` are the voices that mean the speaker
    asked about; ``is_known`` tells whether that speaker is on record at all.
    """

    sentences: Sequence[Sentence]
    likeness: Likeness
    own: AbstractSet[str] = frozenset()
    is_known: bool = True


class Gatherer:
    """Finds what an index holds on a question."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder

    def retrieve(self, query: str, where: Filter | None, limit: int = CONSIDERED) -> list[Hit]:
        """Return the best passages for a query, ranked from 1."""
        if where is not None and where.excludes_all:
            return []
        return retrieve(query, index=self.index, embedder=self._embedder, limit=limit, where=where)

    def gather(self, asked: Question, where: Filter | None, *, limit: int = CONSIDERED) -> Gathered:
        """Return the sentences that a question may be answered from, each with its relevance."""
        hits = self.retrieve(asked.text, where, limit)
        own: set[str] = set()
        is_known = True
        if asked.speaker:
            own = self._meant(asked.speaker, hits)
            numbers = tuple(n for n, name in self.index.speaker_names().items() if name in own)
            if numbers:
                spoken = replace(where or Filter(), speakers=numbers)
                hits = _merged(self.retrieve(asked.text, spoken, limit), hits)
            is_known = bool(own) or self._is_mentioned(asked.speaker)
        likeness = partial(self._likeness, asked.text)
        return Gathered(self._sentences(asked, hits), likeness, own, is_known)

    def _likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        vectors = self._embedder.embed_passages(texts)
        cosines: list[float] = (vectors @ self._embedder.embed_query(question)).tolist()
        return cosines

    def offered(self, hits: Sequence[Hit]) -> list[Offered]:
        """Return hits with the statements that stand in them, for checking what cites them."""
        statements = self._statements_in(hits)
        return [
            Offered(
                hit,
                tuple(
                    s
                    for s in statements.get(hit.document_id, [])
                    if s.start < hit.end and s.end > hit.start
                ),
            )
            for hit in hits
        ]

    def offered_of(self, document_id: str) -> list[Offered]:
        """Return all passages of a document, for checking what may be quoted from it."""
        library = self.index.library
        document = library.document(document_id)
        return self.offered(
            [
                hit_of(passage, document, score=0.0, rank=rank, similarity=0.0, questions={})
                for rank, passage in enumerate(library.passages_of(document_id), start=1)
            ]
        )

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as the library's main language has them."""
        return terms(text, self._language)

    def content_terms(self, text: str) -> set[str]:
        """Return the terms of a text that tell its topic."""
        words = (word for word in re.findall(r"\w+", text) if word.lower() not in STOP_WORDS)
        return {term for word in words for term in self.terms(word)}

    def _sentences(self, asked: Question, hits: Sequence[Hit]) -> list[Sentence]:
        statements = self._statements_in(hits)
        topic = self._topic(asked.topic or asked.text)
        return [
            sentence
            for hit in hits
            for sentence in sentences_of(
                hit,
                question=asked,
                topic=topic,
                terms=self.terms,
                statements=statements.get(hit.document_id, []),
            )
        ]

    def _statements_in(self, hits: Sequence[Hit]) -> dict[str, list[Statement]]:
        return self.index.library.statements_within(
            (hit.document_id, Span(hit.start, hit.end)) for hit in hits
        )

    # Whose words are meant

    def _meant(self, speaker: str, hits: Sequence[Hit]) -> set[str]:
        """Return the voices that mean a speaker: by name, or near *hits* by office."""
        office = office_of(speaker)
        if office is None:
            return {v for v in self.index.speaker_names().values() if may_be(speaker, v)}
        said = self._statements_in(hits).values()
        voices = {s.speaker for some in said for s in some if s.speaker}
        return {voice for voice in voices if self._holds(voice, office)}

    def _holds(self, voice: str, office: str) -> bool:
        """Return whether a voice is labelled with an office, or named with it on record."""
        if set(office.split()) <= set(folded(voice).split()):
            return True
        surname = " ".join(name_words(voice)[-1:])
        found = self.index.lexical_hits(f"{office} {surname}", limit=OFFICE_PASSAGES)
        rows = self.index.library.passages_by_key([key for key, _ in found])
        return any(holds_office(voice, office, passage.text) for passage, _ in rows.values())

    def _is_mentioned(self, speaker: str) -> bool:
        words = (office_of(speaker) or "").split() or name_words(speaker)
        return bool(words) and any(
            self.index.frequency(term, language)
            for language in self.index.languages()
            for term in terms(words[-1], language)
        )

    # What the topic is

    @property
    def _language(self) -> str:
        return next(iter(self.index.languages()), "en")

    def _topic(self, words: str) -> Topic:
        return Topic.of(
            words,
            terms=self.terms,
            frequency=lambda term: self.index.frequency(term, self._language),
            passage_count=self.index.passage_count(),
        )


def _merged(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """Return hits of two rankings, each passage once, the first ranking before the second."""
    return list({hit.passage_id: hit for hit in [*reversed(second), *reversed(first)]}.values())[
        ::-1
    ]
