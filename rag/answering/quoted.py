"""Looking up words that a question quotes: "Did Lind say “…”?", "Who said “…”?".

A quotation is on record where its words stand one after the other, whatever marks, case and
accents they have. Whose they are is told as the record has it, and never of anybody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rag.answering.choosing import MOST_CITATIONS, cited
from rag.answering.evidence import Sentence
from rag.answering.extractive import Extract
from rag.answering.gathering import Gatherer
from rag.answering.listing import NOTHING, hits_of, passages_on
from rag.answering.rendering import plain, rendered
from rag.index import Filter
from rag.question import Question
from rag.question.quotations import bare_words, quotation_asked_for
from rag.records import Hit, Span

MOST_LOOKED_AT = 8
"""Passages with the words that are told of."""

OF_OTHERS = "The record holds these words, but not as words of {speaker}; it has them from {whose}."
A_JOURNALIST, A_REPORT = "a journalist", "a report itself"


def told_by_quotation(asked: Question, where: Filter | None, gatherer: Gatherer) -> Extract | None:
    """Return where words that a question quotes stand, and whose they are; None where they stand
    nowhere, or nothing of the kind is asked."""
    quotation = quotation_asked_for(asked)
    found = list(_standing(quotation, asked, where, gatherer)) if quotation else []
    if not found:
        return None
    hits = list({sentence.hit.passage_id: sentence.hit for sentence in found}.values())
    if asked.speaker:
        names = gatherer.people.meant(asked.speaker, where).names
        labels = gatherer.people.labels(names, hits)
        own = [s for s in found if (s.hit.document_id, s.speaker) in labels]
        if not own:
            return _of_others(asked, found, hits, gatherer)
        found = own
    citations = gatherer.named(cited(found))[:MOST_CITATIONS]
    return Extract(
        f"These words are on record:\n\n{rendered(citations)}", citations, confidence=1.0
    )


def _standing(
    quotation: Sequence[str], asked: Question, where: Filter | None, gatherer: Gatherer
) -> Iterator[Sentence]:
    """Yield the sentences in which a quotation stands, oldest first."""
    rows = passages_on(" ".join(quotation), where, gatherer)
    places = ((hit, _span_in(hit, quotation)) for hit in hits_of(rows, gatherer))
    for hit, span in islice(((hit, span) for hit, span in places if span), MOST_LOOKED_AT):
        for sentence in gatherer.sentences(asked, [hit], NOTHING):
            if sentence.span.start < span.end and sentence.span.end > span.start:
                yield sentence


def _span_in(hit: Hit, quotation: Sequence[str]) -> Span | None:
    """Return where the words of a quotation stand in a passage, one after the other."""
    tokens = [(w, m) for m in re.finditer(r"\w+", hit.text) for w in bare_words(m[0])]
    words = [word for word, _ in tokens]
    for at in range(len(words) - len(quotation) + 1):
        if words[at : at + len(quotation)] == list(quotation):
            last = tokens[at + len(quotation) - 1][1]
            return Span(hit.start + tokens[at][1].start(), hit.start + last.end())
    return None


def _of_others(
    asked: Question, found: Sequence[Sentence], hits: Sequence[Hit], gatherer: Gatherer
) -> Extract:
    """Return whose words are quoted, where they are not those of the speaker asked about."""
    voices = dict.fromkeys(_voice(sentence, gatherer) for sentence in found)
    text = OF_OTHERS.format(speaker=plain(asked.speaker or ""), whose=" and ".join(voices))
    return Extract(text, reason="speaker_silent", nearest=tuple(hits[:3]))


def _voice(sentence: Sentence, gatherer: Gatherer) -> str:
    """Return who says a sentence, for readers."""
    if sentence.hit.asked:
        return A_JOURNALIST
    (citation,) = gatherer.named(cited([sentence]))
    return plain(citation.speaker) if citation.speaker else A_REPORT
