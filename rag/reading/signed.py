"""Words with their speaker beside them and no verb: posts, signed quotes, quotes behind a label.

The paragraphs of a report, its quotes and its people come in, drafts with their speakers go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reading.capitals import is_person_noun
from rag.reading.masking import Sentence
from rag.reading.mentions import Cast, Mention
from rag.reading.offices import PREPOSITIONS
from rag.reading.quotes import Quote
from rag.reading.reported import Draft, trimmed_content
from rag.records import Paragraph, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

POST = re.compile(r"(?P<words>\S.*?)\s+[—–-]{1,2}\s?(?P<name>[^—–()<>]{2,50})\s\(@\w+\)", re.DOTALL)
"""An embedded post: its words, a dash, the name, the handle."""
TAG = re.compile(r"\A<[^>]*>")
CLOCK = re.compile(
    r"(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)(?:\s(?:GMT|[CEMPB]E?S?T))?"
    r"\s*[|:–—-]?\s+(?=[A-Z“\"‘'])"
)
"""The time at which an entry of a live report was written."""
SIGNED = re.compile(r"\s*[–—-]{1,2}\s*(?P<by>[^.!?:;“”\"\n]{3,100})\.?\s*")
"""Who said a quote that is signed: “…” – President Jan Roe."""
BULLET = re.compile(r"[\s*•·–—-]*")
LABEL = re.compile(r"[\s*•·–—-]*(?P<lead>[^:“”\"]{3,120}):\s*")
"""What stands before a quote whose speaker is named without a verb: “Jan Roe, clerk: …”."""
HEARING = re.compile(
    r"\b(?:was|were|is|are|been|being)\s(?:\w+\s)?(?:told|asked|warned|reminded|informed|assured)\b"
)
"""What stands behind who hears the quote: "Jan Roe was asked: “…”"."""
LONGEST_ROLE = 5
"""Words before the name in such a label."""
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
"""The parser's tags of verbs that have a subject."""


def without_clock(text: str, paragraph: Paragraph) -> Span:
    """Return the span of a paragraph behind the time that a live report opens it with."""
    clock = CLOCK.match(text, paragraph.start, paragraph.end)
    return Span(clock.end() if clock else paragraph.start, paragraph.end)


def signed_paragraphs(
    text: str, paragraphs: Sequence[Paragraph], quotes: Sequence[Sequence[Quote]], cast: Cast
) -> dict[int, Draft]:
    """Return the paragraphs that are posts or signed quotes, by number, with words and author."""
    found = {}
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "text":
            span = without_clock(text, paragraph)
            draft = _post(text, span, number, cast) or _signed(
                text, span, quotes[number], number, cast
            )
            if draft:
                found[number] = draft
    return found


def _post(text: str, span: Span, number: int, cast: Cast) -> Draft | None:
    tag = TAG.match(text[span.start : span.end])
    match = POST.match(text, span.start + (tag.end() if tag else 0), span.end)
    if match is None:
        return None
    words = trimmed_content(text, Span(*match.span("words")))
    person = cast.find(match["name"].strip())
    name = person.name if person else match["name"].strip()
    return Draft([words], None, None, True, number, speaker=name)


def _signed(
    text: str, span: Span, quotes: Sequence[Quote], number: int, cast: Cast
) -> Draft | None:
    """Return the quote that a paragraph consists of, with who signs it behind a dash."""
    if len(quotes) != 1 or not BULLET.fullmatch(text, span.start, quotes[0].outer_start):
        return None
    signed = SIGNED.fullmatch(text, quotes[0].outer_end, span.end)
    name = next(_humans(cast, Span(*signed.span("by"))), None) if signed else None
    if name is None or name.person is None:
        return None
    words = Span(quotes[0].start, quotes[0].end)
    return Draft([words], None, None, True, number, speaker=name.person.name)


def labelled(
    text: str, sentence: Sentence, doc: Doc | None, found: Sequence[Draft], cast: Cast
) -> Draft | None:
    """Return the quote behind a colon that no verb reports: "Jan Roe, clerk: “…”".

    Behind a verb the name is whom somebody else greets or mocks.
    """
    label = LABEL.match(text, sentence.start)
    quote = sentence.quotes[0][1] if sentence.quotes else None
    if quote is None or label is None or label.end() != quote.outer_start:
        return None
    if len(sentence.quotes) == 1 and any(c.isalnum() for c in text[quote.outer_end : sentence.end]):
        return None
    part = Span(quote.start, quote.end)
    if any(part in draft.parts and draft.source for draft in found):
        return None
    name = next(_humans(cast, Span(*label.span("lead"))), None)
    before = text[label.start("lead") : name.start].lower().split() if name else []
    if name is None or len(before) > LONGEST_ROLE or not PREPOSITIONS.isdisjoint(before):
        return None
    if _is_of_theirs(text, name, label.end("lead")) or HEARING.search(label["lead"]):
        return None
    at = sentence.starts.index(name.start)
    if doc is not None and any(token.tag_ in FINITE for token in doc if token.idx < at):
        return None
    return Draft([part], None, Span(name.start, name.end), True, sentence.paragraph)


def _is_of_theirs(text: str, name: Mention, end: int) -> bool:
    """Tell whether a label names people of somebody: "Jan Roe’s critics"."""
    behind = re.search(r"[’']s?\s(?:[\w-]+\s)*([\w-]+)\s*\Z", text[name.start : end])
    return behind is not None and is_person_noun(behind[1].lower())


def _humans(cast: Cast, span: Span) -> Iterator[Mention]:
    return (name for name in cast.between(*span) if name.person and name.person.human)
