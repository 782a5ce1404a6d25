"""Quotes in German, French, Spanish, Italian and Russian: only where the cue is clear.

There is no parser here: a quote is attributed to a name or pronoun right beside a verb of
saying, or else to nobody. Indirect speech in these languages stays narration.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.masking import is_clause
from rag.reading.mentions import Cast, Person
from rag.reading.quotes import Quote, find_quotes
from rag.reading.reported import Draft
from rag.records import Paragraph, Span

VERBS = (
    # German
    "sagte sagt sagten erklärte erklärt betonte betont meinte meint fügte antwortete antwortet "
    "schrieb schreibt kritisierte forderte warnte rief versicherte ergänzte berichtete "
    # French
    "dit déclare déclaré affirme affirmé explique expliqué ajoute ajouté répond répondu souligne "
    "souligné raconte raconté précise précisé lance lancé plaisanté estime estimé assure assuré "
    # Spanish
    "dijo dice afirmó afirma declaró explicó añadió agregó respondió señaló aseguró sostuvo "
    # Italian
    "detto dichiarato spiega spiegato aggiunge aggiunto risposto afferma affermato sottolineato "
    # Russian
    "сказал сказала заявил заявила отметил отметила подчеркнул подчеркнула добавил добавила "
    "ответил ответила объяснил объяснила сообщил сообщила"
).split()
PRONOUNS = {
    **dict.fromkeys("er il él egli lui он".split(), "m"),
    **dict.fromkeys("sie elle ella lei она".split(), "f"),
}
_VERB = rf"(?P<cue>(?:{'|'.join(VERBS)}))"
_AUXILIARY = r"(?:a|ha|hat|avait|s[’']est)"
_PRONOUN = rf"(?P<pronoun>{'|'.join(PRONOUNS)})"
_EDGE = r"[\s,.!?»“”\"–—-]*"
VERB_AND_PRONOUN = re.compile(rf"{_EDGE}\b{_VERB}[\s-]+{_PRONOUN}\b", re.IGNORECASE)
"""“…”, sagte sie."""
PRONOUN_AND_VERB = re.compile(
    rf"{_EDGE}\b{_AUXILIARY}-(?:t-)?{_PRONOUN}\s+{_VERB}\b", re.IGNORECASE
)
"""« … », a-t-elle dit."""
VERB_BEHIND = re.compile(rf"{_EDGE}\b(?:{_AUXILIARY}\s+)?{_VERB}\s+", re.IGNORECASE)
VERB_BEFORE = re.compile(rf"\b{_VERB}\b[^.!?:“«„\"]{{0,60}}:\s*\Z", re.IGNORECASE)
NAME_NEAR = 40
"""Characters between a verb of saying and the name that belongs to it."""


def quotes_elsewhere(text: str, paragraphs: Sequence[Paragraph], cast: Cast) -> list[Draft]:
    """Return drafts of the quotes in paragraphs of another language than English."""
    spans = [Span(paragraph.start, paragraph.end) for paragraph in paragraphs]
    drafts: list[Draft] = []
    for number, (span, quotes) in enumerate(zip(spans, find_quotes(text, spans), strict=True)):
        before: Quote | None = None
        for quote in quotes if paragraphs[number].kind == "text" else ():
            if is_clause(text, quote, span, before) or _pronoun_behind(text, quote, span):
                _add(text, quote, before, span, number, cast, drafts)
                before = quote
    return drafts


def _add(
    text: str,
    quote: Quote,
    before: Quote | None,
    span: Span,
    number: int,
    cast: Cast,
    drafts: list[Draft],
) -> None:
    """Append the draft of a quote, or join it to the one that it continues."""
    part = Span(quote.start, quote.end)
    cue, speaker = _attributed(text, quote, span, cast, drafts, number)
    last = drafts[-1] if drafts and drafts[-1].paragraph == number else None
    if cue is None and last and before and not _new_sentence(text, before, quote):
        last.parts.append(part)
        return
    if cue is None and last and before and _is_gap(text, last, quote):
        speaker = last.speaker
    drafts.append(Draft([part], cue, None, True, number, speaker=speaker))


def _new_sentence(text: str, before: Quote, quote: Quote) -> bool:
    """Tell whether a sentence of the report ends between two quotes."""
    return bool(re.search(r"[.!?]\s", text[before.outer_end : quote.outer_start]))


def _is_gap(text: str, last: Draft, quote: Quote) -> bool:
    """Tell whether only the end of the cue's sentence stands before a quote."""
    between = text[last.parts[-1].end : quote.outer_start]
    return len(re.findall(r"[.!?](?=\s)", between)) <= 1


def _attributed(
    text: str, quote: Quote, span: Span, cast: Cast, drafts: Sequence[Draft], number: int
) -> tuple[Span | None, str | None]:
    """Return the cue of a quote and its speaker, each None where the text is not clear."""
    if match := _pronoun_behind(text, quote, span):
        sex = PRONOUNS[match["pronoun"].lower()]
        return Span(*match.span("cue")), _last_speaker(sex, cast, drafts, number)
    if match := VERB_BEHIND.match(text, quote.outer_end, span.end):
        return Span(*match.span("cue")), _name_from(match.end(), span.end, text, cast)
    if match := VERB_BEFORE.search(text, span.start, quote.outer_start):
        return Span(*match.span("cue")), _name_before(match.start(), span.start, text, cast)
    return None, None


def _pronoun_behind(text: str, quote: Quote, span: Span) -> re.Match[str] | None:
    place = (text, quote.outer_end, span.end)
    return VERB_AND_PRONOUN.match(*place) or PRONOUN_AND_VERB.match(*place)


def _name_from(start: int, end: int, text: str, cast: Cast) -> str | None:
    """Return the person named right behind a verb, titles aside."""
    mentions = cast.between(start, min(end, start + NAME_NEAR + 40))
    if not mentions or mentions[0].start - start > NAME_NEAR or mentions[0].person is None:
        return None
    between = text[start : mentions[0].start]
    return None if re.search(r"[,.;:!?“«„]", between) else mentions[0].person.name


def _name_before(end: int, start: int, text: str, cast: Cast) -> str | None:
    """Return the person named right before a verb."""
    mentions = [m for m in cast.between(max(start, end - NAME_NEAR), end) if m.person]
    if not mentions or re.search(r"[.;:!?]", text[mentions[-1].end : end]):
        return None
    return mentions[-1].person.name if mentions[-1].person else None


def _last_speaker(sex: str, cast: Cast, drafts: Sequence[Draft], number: int) -> str | None:
    """Return the last speaker, where the pronoun's sex is known to be theirs."""
    near = [draft for draft in drafts if draft.speaker and draft.paragraph >= number - 1]
    person: Person | None = cast.find(near[-1].speaker or "") if near else None
    return person.name if person and person.sex == sex else None
