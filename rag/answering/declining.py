"""Declining: words of somebody who was asked and does not answer.

Cues are of four kinds: not saying ("won't get into that"), passing on ("you'll have to ask the
ministry"), closing ("let's leave it at that") and a report of any of these ("left open whether").
Words alone are not enough: they decline *this* question only if it was put.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rag.answering.evidence import Sentence
from rag.reading import sentence_spans
from rag.records import Span

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""Returns how alike texts are to the question in meaning, as cosines."""

UNWILLING = (
    r"(?:(?:(?:wo|would|ca|could)n['’]t|(?:will|would|can|could|shall)\s+not|cannot|"
    r"not\s+going\s+to|(?:rather|prefer)\s+not(?:\s+to)?|(?:do|does)(?:n['’]t|\s+not)|never|"
    r"(?:declin|refus)(?:e|es|ed|ing)\s+to|un(?:able|willing)\s+to|"
    r"not\s+(?:in\s+a\s+position|prepared|ready|willing|able|allowed)\s+to|agreed\s+not\s+to|"
    r"(?:foolish|wrong|premature|inappropriate|irresponsible|unwise|too\s+(?:early|soon))\s+"
    r"(?:(?:of|for)\s+\w+\s+)?to)\s+(?:\w+\s+){0,2}?)"
)
SAYING_IT = (
    r"(?:comment|answer|discuss|speculat|respond|elaborat|prejudge|predict|disclos|reveal|settle|"
    r"be\s+drawn|(?:get|go)\s+(?:in)?to|confirm\s+or\s+deny|(?:talk|speak)\s+about|"
    r"say(?=[.,;]|$|\s+(?:a\s+word|anything|more|which|whe(?:n|re|ther)|who|what|how|why|if)\b)|"
    r"tell\s+\w+\s+(?:\w+\s+){0,2}?(?:which|whe(?:n|re|ther)|who|what|why|if|from|that)\b|"
    r"(?:give|name|put)\s+(?:\w+\s+){0,2}?(?:names?|numbers?|figures?|details?|dates?|calendar|"
    r"timetable|timeline|examples?)\b)"
)
SILENT_ON = (
    r"(?:(?:do|does|did|has|have|had)(?:n['’]t|\s+not)|nor\s+(?:do|does|did|would|will|could)"
    r"(?:\s+\w+){1,2})\s+(?:say|said|specif\w+|disclosed?|elaborated?|answer(?:ed)?|comment(?:ed)?|"
    r"respond(?:ed)?)(?=[.,;]|\s+(?:\w+\s+)?(?:which|whe(?:n|re|ther)|who|what|how|why|if|on|an?|"
    r"to\s+(?:a\s+)?(?:question|request)s?)\b)"
)
PASSING_ON = (
    r"(?:(?:i|we)['’]?\s?(?:d|would|will|ll|must|can\s+only)?\s*refer(?:red)?\s+(?:\w+\s+){1,3}?to|"
    r"(?:have\s+to|should|must|need\s+to|better)\s+ask|"
    r"ask\s+(?:me|him|her|them)\s+(?:in|again|later|then|next|tomorrow|another|after|when)|"
    r"that['’]?\s?i?s\s+(?:a\s+(?:question|matter)\s+)?(?:for|up\s+to)\s+(?:the|him|her|them|others)|"
    r"not\s+(?:for\s+me|my\s+place|up\s+to\s+me)\s+to)"
)
CLOSING = (
    r"(?:no\s+comment|(?:leave|leaving|left)\s+(?:it|that)\s+(?:at\s+that|there)|next\s+question|"
    r"left\s+(?:it\s+)?open\s+(?:\w+\s+){0,3}?(?:whether|if|when|which|who|what|how)|"
    r"keep\s+(?:it|that|this)\s+to\s+(?:myself|ourselves)|lips\s+are\s+sealed|so\s+i\s+won['’]t|"
    r"get(?:ting)?\s+ahead\s+of|let['’]?s\s+not\s+(?:speculate|go\s+(?:there|into)|get\s+into)|"
    r"nothing\s+(?:\w+\s+)?(?:to\s+(?:say|add|announce)|for\s+you)|not\s+going\s+there|"
    r"avoided\s+an?\s+(?:figure|number|answer)|"
    r"(?:dodg|sidestepp|deflect|evad|duck)\w*\s+(?:\w+\s+){0,3}?questions?)"
)
DECLINED = re.compile(
    rf"\b(?:{UNWILLING}{SAYING_IT}|{SILENT_ON}|{PASSING_ON}\b|{CLOSING}\b)", re.IGNORECASE
)

DECLINING_SHARE = 0.3
"""Least share of the sentences of an answer that decline, for the answer to be none."""

PROMINENT, ABOUT_IT = 0.75, 1.35
"""Least relevance of words that decline, as a share of the best of all; and least sum of that share
and of how alike what they decline is to the question. Chosen over corpus/: of 29 questions taken
for declined 17 were; of 230 to press reports, where nothing is declined, at most one is taken."""


class Refusal(NamedTuple):
    """Words that decline: how relevant, what they may be declining, and a sentence of them."""

    relevance: float
    matters: tuple[str, ...]
    sentence: Sentence


def refusal(sentences: Sequence[Sentence], likeness: Likeness) -> Sentence | None:
    """Return the sentence that declines the question, if that is what the record holds on it."""
    best = max((s.relevance for s in sentences), default=0.0)
    found = [r for r in _refusals(sentences) if r.relevance >= PROMINENT * best > 0]
    rated = [(r.relevance / best + max(likeness(r.matters)), r.sentence) for r in found]
    rated = [(rating, sentence) for rating, sentence in rated if rating >= ABOUT_IT]
    return max(rated, key=lambda pair: pair[0])[1] if rated else None


def _refusals(sentences: Sequence[Sentence]) -> Iterator[Refusal]:
    ordered = sorted(sentences, key=lambda s: (s.hit.passage_id, s.span.start))
    for _, group in groupby(ordered, key=lambda s: s.hit.passage_id):
        said = list(group)
        declining = [s for s in said if DECLINED.search(s.text)]
        question = said[0].hit.question
        if question is None:
            yield from (Refusal(s.relevance, _around(s), s) for s in declining)
        elif declining and len(declining) >= DECLINING_SHARE * len(said):
            yield Refusal(max(s.relevance for s in said), _endings(question), declining[0])


def _around(sentence: Sentence) -> tuple[str, ...]:
    """Return the sentence of a report that declines, alone and with the one before it."""
    text = sentence.hit.text
    at = sentence.span.start - sentence.hit.start
    parts = sentence_spans(text, Span(0, len(text)))
    number = next(i for i, part in enumerate(parts) if at < part.end)
    before = parts[max(0, number - 1)]
    return text[parts[number].start : parts[number].end], text[before.start : parts[number].end]


def _endings(question: str) -> tuple[str, ...]:
    """Return the last sentence of a journalist's question, the last two, and all of it."""
    parts = sentence_spans(question, Span(0, len(question)))
    return tuple(question[part.start :] for part in {*parts[-2:], parts[0]})
