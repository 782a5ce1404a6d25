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
from rag.question import Question
from rag.question.vocabulary import ROLES
from rag.reading import sentence_spans
from rag.reading.names import is_named_in
from rag.records import Span

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""Returns how alike texts are to the question in meaning, as cosines."""

UNWILLING = (
    r"(?:(?:(?:wo|would|ca|could)n['’]t|(?:will|would|can|could|shall)\s+not|cannot|"
    r"not\s+going\s+to|(?:rather|prefer)\s+not(?:\s+to)?|(?:do|does)(?:n['’]t|\s+not)|(?:i|we|he|she|they)\s+never|"
    r"(?:declin|refus)(?:e|es|ed|ing)\s+to|un(?:able|willing)\s+to|"
    r"not\s+(?:in\s+a\s+position|prepared|ready|willing|able|allowed)\s+to|agreed\s+not\s+to|"
    r"(?:foolish|wrong|premature|inappropriate|irresponsible|unwise|too\s+(?:early|soon))\s+"
    r"(?:(?:of|for)\s+\w+\s+)?to)\s+(?:(?!without\b|have\b)\w+\s+){0,2}?)"
)
SAYING_IT = (
    r"(?:comment|(?<!\ban\s)(?<!\bno\s)(?<!\bthe\s)answer|discuss|speculat|respond|elaborat|prejudge|predict|disclos|reveal|settle|"
    r"be\s+drawn|(?:get|go)\s+into|confirm\s+or\s+deny|(?:talk|speak)\s+about|"
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
WITHHOLDING = (
    r"(?:declin(?:e|es|ed|ing)\s+to\s+(?:provide|share|give(?!\s+(?:up|in|way)\b))|"
    r"(?:declin|refus)(?:e|es|ed|ing)\s+to\s+(?:name|identify|specify|quantify))"
)
PASSING_ON = (
    r"(?:(?:i|we)['’]?\s?(?:d|would|will|ll|must|can\s+only)?\s*refer(?:red)?\s+(?:\w+\s+){1,3}?to|"
    r"you(?:['’](?:ll|d))?\s+(?:will\s+|would\s+)?(?:have\s+to|should|must|need\s+to|better)\s+ask|"
    r"ask\s+(?:me|him|her|them)\s+(?:in|again|later|then|next|tomorrow|another|after|when)|"
    r"that['’]?\s?i?s\s+(?:a\s+(?:question|matter)\s+)?(?:for\s+(?:the|others)|(?:for|up\s+to)\s+(?:him|her|them))|"
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
GERMAN = (
    r"(?:(?:woll|moch|möch)\w+\s+(?:[\w.]+\s+){0,6}?nicht\s+(?:\w+\s+){0,2}?"
    r"(?:verraten|sagen|kommentieren|äußern|beantworten|nennen)|kein(?:en)?\s+kommentar)"
)
FRENCH = (
    r"(?:(?:n['’]a|n['’]ont|ne)\s+(?:\w+\s+)?pas\s+(?:souhait|voul)\w+\s+(?:\w+\s+){0,2}?"
    r"(?:répondre|commenter|dire|préciser)|refus\w+\s+de\s+(?:répondre|commenter|dire|préciser))"
)
DECLINED = re.compile(
    rf"\b(?:{UNWILLING}{SAYING_IT}|{SILENT_ON}|{WITHHOLDING}|{PASSING_ON}\b|{CLOSING}\b|{GERMAN}\b|{FRENCH}\b)",
    re.IGNORECASE,
)

CLOSES = re.compile(rf"\b{CLOSING}\b", re.IGNORECASE)
GOES_ON = re.compile(
    r"\W*(?:(?:but|however|having\s+said\s+that|that\s+said|now)\b\W*)*"
    r"(?:what\s+i\b|here['’]?s?\s+(?:is\s+)?what|i(?:\s+(?:can|will|would)|['’](?:ll|d|m))\s+"
    r"(?:only\s+|just\s+)?(?:say|tell|point|saying)|let\s+me)|\W*but\b",
    re.IGNORECASE,
)
"""How somebody goes on who answers after all: "but what I can tell you is …"."""

ANSWERED = 12
"""Words from which such going on is an answer."""

BEYOND = re.compile(r"\b(?:beyond|(?:more|further)\s+than|other\s+than)\s+that\b", re.IGNORECASE)
"""What tells that something was said before declining to say more."""

ASKED_FOR = re.compile(r"\b(?:whether|if|when|where|why|which|who|what|how)\b", re.IGNORECASE)
"""What somebody declines to say: whether, when, who."""

SAME = {"if": "whether", "which": "what", "who": "what", "how": "what"}
"""Words for what is asked that may stand for one another: "Who?", "I won't say which of them"."""

NEAR = 40
"""Characters behind a cue within which its clause begins: "would not say on Monday whether"."""

DECLINING_SHARE = 0.3
"""Least share of the sentences of an answer that decline, for the answer to be none."""

PROMINENT, ABOUT_IT, NAMED = 0.7, 1.62, 0.5
"""Least relevance of words that decline, as a share of the best of all (of what somebody said on a
topic none may be more relevant: who said something has not declined); and least sum of that
share, of how alike what they decline is to the question, and of a share for words of somebody whom
the question names. Chosen over corpus/; of 492 questions of White House transcripts asked again, 3
are called declined with them."""


class Refusal(NamedTuple):
    """Words that decline: how relevant, what they may be declining, and a sentence of them.

    ``is_all`` tells whether that is all that was answered.
    """

    relevance: float
    matters: tuple[str, ...]
    sentence: Sentence
    is_all: bool


def refusal(
    question: Question, sentences: Sequence[Sentence], likeness: Likeness
) -> Sentence | None:
    """Return the sentence that declines the question, if that is what the record holds on it."""
    best = max((s.relevance for s in sentences), default=0.0)
    least = best if question.kind == "said" else PROMINENT * best
    found = [r for r in refusals(question, sentences) if r.relevance >= least > 0]
    rated = [
        (
            r.relevance / best
            + max(likeness(r.matters))
            + NAMED * is_of_one_named(question, r.sentence),
            r.sentence,
        )
        for r in found
    ]
    rated = [(rating, sentence) for rating, sentence in rated if rating >= ABOUT_IT]
    return max(rated, key=lambda pair: pair[0])[1] if rated else None


def refusals(question: Question, sentences: Sequence[Sentence]) -> Iterator[Refusal]:
    """Yield refusals: of a report sentence by sentence, of an answer to a journalist as a whole.

    Where little of an answer declines, only that and the sentence before it are told to decline.
    """
    for _, group in groupby(sorted(sentences, key=_in_exchange), key=lambda s: _in_exchange(s)[:3]):
        said = list(group)
        declining = [s for s in said if _declines(question, s.whole_text) and not _goes_on(s)]
        asked = said[0].hit.question
        is_none = len(declining) >= DECLINING_SHARE * len(said)
        is_closed = bool(declining) and CLOSES.search(said[-1].text) is not None
        if asked and declining and (is_none or is_closed):
            yield Refusal(max(s.relevance for s in said), _endings(asked), declining[-1], True)
        else:
            yield from (Refusal(s.relevance, _around(s), s, not asked) for s in declining)


def _in_exchange(sentence: Sentence) -> tuple[str, str, str, int]:
    """Return where a sentence stands: with all that one person answers to a question, or in a
    passage."""
    hit = sentence.hit
    of = (hit.question, sentence.speaker or "") if hit.question else (hit.passage_id, "")
    return hit.document_id, *of, sentence.span.start


def _declines(question: Question, text: str) -> bool:
    """Return whether a sentence declines, and not to say something else than is asked for."""
    cue = DECLINED.search(text)
    if not cue or BEYOND.search(text):
        return False
    withheld = ASKED_FOR.search(text, cue.start(), min(len(text), cue.end() + NEAR))
    wanted = ASKED_FOR.match(question.text)
    if question.kind == "yes_no":
        way = "whether"
    else:
        way = wanted[0].lower() if wanted and question.kind != "said" else ""
    told = withheld[0].lower() if withheld else ""
    return not way or not told or SAME.get(way, way) == SAME.get(told, told)


def _goes_on(sentence: Sentence) -> bool:
    """Return whether somebody who declines answers after all: "…, but what I can tell you is …"."""
    if sentence.speech != "direct":
        return False
    start = sentence.hit.start
    text = sentence.whole_text
    cue = DECLINED.search(text)
    turned = re.search(r",\s+but\b", text[cue.end() :]) if cue else None
    after = sentence.hit.text[sentence.whole.end - start :]
    if cue and turned:
        after = text[cue.end() + turned.start() + 1 :] + after
    return bool(GOES_ON.match(after)) and len(after.split()) >= ANSWERED


def is_of_one_named(question: Question, sentence: Sentence) -> bool:
    """Return whether words are those of the speaker asked about, or of one the question names.

    In a report that is who is named before the verb that declines.
    """
    if question.speaker:
        return True
    speaker = sentence.speaker or sentence.hit.speaker
    if sentence.speech == "direct" and speaker:
        return is_named_in(speaker.split()[-1], question.text)
    cue = DECLINED.search(text := sentence.whole_text)
    before = text[: cue.start()] if cue else ""
    offices = ROLES & set(before.lower().split()) & set(re.findall(r"\w+", question.text.lower()))
    return bool(offices) or any(is_named_in(name, question.text) for name in NAME.findall(before))


NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")


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
