"""Gathering evidence: a question in; sentences of hits, and the voices that are meant, out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from rag.answering.declining import Likeness
from rag.answering.evidence import STOP_WORDS, Sentence, Topic, sentences_of
from rag.embedding import Embedder
from rag.index import Filter, Index
from rag.index.lexical import terms
from rag.people import Meant, People
from rag.question import Question
from rag.reading.name_parts import office_head
from rag.reading.names import folded, is_named_in, name_words, spelt_like
from rag.records import Citation, Hit, Passage, Span, Statement
from rag.retrieval import hit_of, retrieve
from rag.verification import Offered

CONSIDERED = 8
"""Hits whose sentences are weighed for an answer."""

ABOUT = 16
"""Hits for a question about somebody, of which the later ones count where they name that person,
and never make an answer alone: most hold the words of others."""

LATEST, OF_EACH_LATEST = 3, 2
"""Documents, and passages of each, from which it is told what somebody said where no topic is
asked."""

BEFORE_HEADLINE = 200
"""Characters of a document within which its title begins, where it is printed at all."""

MENTIONS = 5
"""Passages looked at for a name."""

SHORTEST_MISSPELT = 5
"""Letters of a word that may be a misspelt one."""

NOBODY = Meant()

Placed = TypeVar("Placed", Hit, Citation, Statement)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a question can be answered from.

    ``likeness`` compares texts with the question. ``own`` are the labels that mean the speaker
    asked about, each with its document, and ``names`` what documents call that speaker;
    ``is_known`` tells whether the speaker is on record at all, ``meant`` whom else the name may
    mean; ``headlines`` are sentences of titles, which are no passages. ``named`` gives citations
    the names of the people whose labels they have.
    """

    sentences: Sequence[Sentence]
    likeness: Likeness
    own: AbstractSet[tuple[str, str]] = frozenset()
    is_known: bool = True
    names: AbstractSet[str] = frozenset()
    meant: Meant = NOBODY
    headlines: Sequence[Sentence] = ()
    named: Callable[[Sequence[Citation]], Sequence[Citation]] = tuple


class Gatherer:
    """Finds what an index holds on a question."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self.people = People(index)
        self._embedder = embedder

    def retrieve(self, query: str, where: Filter | None, limit: int = CONSIDERED) -> list[Hit]:
        """Return the best passages for a query, ranked from 1."""
        if where is not None and where.excludes_all:
            return []
        return retrieve(query, index=self.index, embedder=self._embedder, limit=limit, where=where)

    def gather(self, asked: Question, where: Filter | None, *, limit: int = CONSIDERED) -> Gathered:
        """Return the sentences that a question may be answered from, each with its relevance."""
        hits = self.retrieve(asked.query, where, ABOUT if asked.speaker else limit)
        likeness = partial(self._likeness, asked.query)
        topic = self._topic("" if asked.asks_anything else asked.topic or asked.text)
        if not asked.speaker:
            return Gathered(self.sentences(asked, hits, topic), likeness, named=self.named)
        meant = self.people.meant(asked.speaker, where)
        if meant.is_role and meant.candidates:
            meant = replace(meant, names=self._near(meant, hits[:limit]), candidates=())
        if numbers := self.people.voices(meant.names):
            spoken = replace(where or Filter(), speakers=numbers)
            hits = _merged(self.retrieve(asked.query, spoken, limit), hits)
        if asked.asks_anything:
            hits = self._latest_of(meant.names, where or Filter()) or hits
        hits = [hit for hit in hits if hit.rank <= limit or is_named_in(asked.speaker, hit.text)]
        own = self.people.labels(meant.names, hits)
        hits = self._without_namesakes(asked.speaker, meant, hits, own)
        is_known = bool(meant.names) or self._is_mentioned(asked.speaker, meant)
        if is_known:
            meant = replace(meant, alike=())
        return Gathered(
            self.sentences(asked, hits, topic),
            likeness,
            headlines=self.sentences(asked, self._headlines(asked, hits), topic),
            own=own.keys(),
            names=meant.names,
            is_known=is_known,
            meant=meant,
            named=self.named,
        )

    def _latest_of(self, names: Collection[str], where: Filter) -> list[Hit]:
        """Return the passages that hold most words of somebody in their latest documents."""
        found = []
        for document_id in self.index.library.speakers.latest(names, where, LATEST):
            document = self.index.library.document(document_id)
            labels = {
                label for _, label in self.index.library.speakers.labels_of(names, {document_id})
            }
            own = [s for s in document.statements if s.speaker in labels]
            passages = [p for p in self.index.library.passages_of(document_id) if not p.asked]
            passages.sort(key=lambda p: -sum(_shared(p, s) for s in own))
            found += [(passage, document) for passage in passages[:OF_EACH_LATEST]]
        return [
            hit_of(passage, document, rank=rank)
            for rank, (passage, document) in enumerate(found, start=1)
        ]

    def _without_namesakes(
        self, speaker: str, meant: Meant, hits: Sequence[Hit], own: Collection[tuple[str, str]]
    ) -> list[Hit]:
        """Return the hits but those of documents where, of that surname, only others speak: there
        the surname means them, unless a hit has the whole name."""
        theirs = {document_id for document_id, _ in self.people.labels(meant.rivals, hits)}
        theirs -= {document_id for document_id, _ in own}
        whole = " ".join(name_words(speaker))
        theirs -= {h.document_id for h in hits if whole in " ".join(name_words(h.text))}
        return [hit for hit in hits if hit.document_id not in theirs]

    def _headlines(self, asked: Question, hits: Sequence[Hit]) -> list[Hit]:
        """Return the headlines over hits that name the speaker and a word of the topic.

        A headline is no passage: it says in short what a passage under it says. The title of a
        transcript says nothing of the kind.
        """
        wanted = self.content_terms(asked.topic)
        over = {
            (hit.document_id, Span(0, len(hit.title) + BEFORE_HEADLINE)): hit
            for hit in reversed(hits)
            if hit.title
            and hit.speaker is None
            and is_named_in(asked.speaker or "", hit.title)
            and wanted & set(self.terms(hit.title))
        }
        openings = self.index.library.slices(over)
        return [
            _headline(hit, openings[place].index(hit.title))
            for place, hit in over.items()
            if hit.title and hit.title in openings[place]
        ]

    def _near(self, meant: Meant, hits: Sequence[Hit]) -> frozenset[str]:
        """Return those of the people meant whose words stand in hits."""
        said = self._statements_in(hits)
        here = {(key, statement.speaker) for key, some in said.items() for statement in some}
        labels = self.people.labels(meant.names, hits)
        return frozenset(name for label, name in labels.items() if label in here)

    def named(self, found: Iterable[Placed]) -> tuple[Placed, ...]:
        """Return words under the fullest names on record of those whose labels they have."""
        some = list(found)
        names = self.people.names(
            {(one.document_id or "", one.speaker) for one in some if one.speaker and not one.label}
        )
        return tuple(
            replace(one, speaker=names[one.document_id or "", one.speaker], label=one.speaker)
            if one.speaker and not one.label
            else one
            for one in some
        )

    def _likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        vectors = self._embedder.embed_passages(texts)
        cosines: list[float] = (vectors @ self._embedder.embed_query(question)).tolist()
        return cosines

    def offered(self, hits: Sequence[Hit]) -> list[Offered]:
        """Return hits with the statements that stand in them and the roles and names of who
        speaks, for checking what cites them."""
        statements = self._statements_in(hits)
        labels = {(h.document_id, h.speaker) for h in hits if h.speaker}
        labels |= {(key, s.speaker) for key, said in statements.items() for s in said if s.speaker}
        names: dict[str, dict[str, str]] = {}
        for (key, label), name in self.people.names(labels).items():
            names.setdefault(key, {})[label] = name
        roles: dict[str, dict[str, str]] = {}
        found = self.index.library.speakers.roles({hit.document_id for hit in hits})
        for (key, name), role in found.items():
            roles.setdefault(key, {})[name] = role
        return [
            Offered(
                hit,
                tuple(
                    s
                    for s in statements.get(hit.document_id, [])
                    if s.start < hit.end and s.end > hit.start
                ),
                roles.get(hit.document_id, {}),
                names.get(hit.document_id, {}),
            )
            for hit in hits
        ]

    def offered_of(self, document_id: str) -> list[Offered]:
        """Return all passages of a document, for checking what may be quoted from it."""
        library = self.index.library
        document = library.document(document_id)
        return self.offered(
            [
                hit_of(passage, document, rank=rank)
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

    def sentences(self, asked: Question, hits: Sequence[Hit], topic: Topic) -> list[Sentence]:
        """Return the sentences of hits in order, each with its relevance to a topic."""
        statements = self._statements_in(hits) if hits else {}
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

    def misspelt(self, asked: Question) -> tuple[str, ...]:
        """Return a notice for each word of a topic that stands nowhere while one like it does."""
        words = dict.fromkeys(re.findall(r"\w+", asked.topic or asked.text))
        unknown = [w for w in words if w.lower() not in STOP_WORDS and not self._is_on_record(w)]
        like = {word: self._like(word) for word in unknown if len(word) >= SHORTEST_MISSPELT}
        return tuple(
            f"“{word}” stands nowhere in the record; “{other}” does."
            for word, other in like.items()
            if other
        )

    def _is_on_record(self, word: str) -> bool:
        return any(
            self.index.frequency(term, language)
            for language in self.index.languages()
            for term in terms(word, language)
        )

    def _like(self, word: str) -> str | None:
        """Return the word on record spelt most like another, if any is; for a name, a name."""
        found = self.index.library.passages_by_key(self.index.keys_like(word)).values()
        pattern = r"\b[A-Z]\w*" if word[0].isupper() else r"\w+"
        words = Counter(one for passage, _ in found for one in re.findall(pattern, passage.text))
        folds = {folded(one): one for one, _ in reversed(words.most_common())}
        near = spelt_like(folded(word), folds)
        return folds[near[0]] if near else None

    def _is_mentioned(self, speaker: str, meant: Meant) -> bool:
        """Return whether a text names somebody who says nothing.

        The surname tells it, unless others of that surname speak: then the whole name must stand,
        as must a whole role.
        """
        words = office_head(speaker).split() if meant.is_role else name_words(speaker)
        if meant.is_role or meant.namesakes:
            found = self.index.lexical_hits(" ".join(words), limit=MENTIONS)
            rows = self.index.library.passages_by_key([key for key, _ in found])
            name = " ".join(words)
            return any(
                name in " ".join(re.findall(r"\w+", folded(p.text))) for p, _ in rows.values()
            )
        return bool(words) and self._is_on_record(words[-1])

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


def _shared(passage: Passage, statement: Statement) -> int:
    """Return how many characters of a passage are a statement's."""
    return max(0, min(passage.end, statement.end) - max(passage.start, statement.start))


def _headline(hit: Hit, start: int) -> Hit:
    """Return the title of the document of a hit as a hit of its own, liked no better for that."""
    title = hit.title or ""
    return replace(
        hit,
        start=start,
        end=start + len(title),
        text=title,
        passage_id=f"{hit.document_id}-headline",
        heading=None,
        speaker=None,
        speech="narration",
        question=None,
        similarity=0.0,
    )


def _merged(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """Return hits of two rankings, each passage once, the first ranking before the second."""
    return list({hit.passage_id: hit for hit in [*reversed(second), *reversed(first)]}.values())[
        ::-1
    ]
