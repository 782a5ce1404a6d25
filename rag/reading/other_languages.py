"""Quotes in other languages than English: only where the cue is clear.

There is no parser here: a quote belongs to the name, pronoun or role beside a verb of saying,
to the subject of its sentence where the verb stands alone, or else to nobody. Indirect speech in
these languages stays narration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.reading.masking import is_clause
from rag.reading.mentions import Cast, Mention, Person
from rag.reading.names import folded
from rag.reading.quotes import Quote, find_quotes
from rag.reading.reported import Draft
from rag.reading.sentences import sentence_spans
from rag.reading.verbs_elsewhere import AT_END, LIKE_VERBS, PRONOUNS, VERBS
from rag.records import Paragraph, Span
from rag.sources.language import FUNCTION_WORDS

_VERB = rf"(?P<cue>(?:{'|'.join(VERBS)}))"
_BEHIND = rf"(?P<cue>(?:{'|'.join((*VERBS, *LIKE_VERBS))}))"
_AUXILIARY = (
    r"(?:(?:a|ha|hat|avait|ont|han|hanno|heeft|har|è|s[’'](?:est|était))\s+(?:[^\W\d_]+ment[e]?\s+)?"
    r"|s[’'])"
)
_PRONOUN = rf"(?P<pronoun>{'|'.join(PRONOUNS)})"
_EDGE = r"[\s,.!?»“”\"’'–—-]*"
VERB_AND_PRONOUN = re.compile(
    rf"{_EDGE}\b{_AUXILIARY}?{_VERB}[\s-]+(?:t-)?{_PRONOUN}\b", re.IGNORECASE
)
"""“…”, sagte sie."""
PRONOUN_AND_VERB = re.compile(
    rf"{_EDGE}\b(?:s[’']est|a|avait)-(?:t-)?{_PRONOUN}\s+{_VERB}\b", re.IGNORECASE
)
"""« … », a-t-elle dit."""
VERB_BEHIND = re.compile(rf"{_EDGE}\b{_AUXILIARY}?{_BEHIND}(?!\w)", re.IGNORECASE)
_HAS = r"(?:a|ha|hat|ont|han|hanno|heeft|har|è|est|était)\s+(?:[^\W\d_]+ment[e]?\s+)?"
TAIL = re.compile(
    r"(?:\s*[,–—-][\s,–—-]*|(?<=[!?,][»“”\"’])\s+)"
    rf"(?:(?:(?:le|les|ne)\s|(?:lui|se|me|nos|leur|si|mi|ci)\s|[smlt][’'])?{_HAS}"
    r"|(?:lui|se|me|nos|leur)\s|s[’'])?(?P<cue>[^\W\d_A-ZÀ-Þ][^\W\d_]{2,})(?!\w)"
)
"""What stands behind a quote as a verb of saying does, whichever verb it is."""
NO_VERB = re.compile(r"(?:[eé]ment|[ae]mment|mente|lich|weise|[ae]ndo|ant|end)\Z")
"""How adverbs and participles end: « … », concernant Anna Roe."""
ACCORDING = re.compile(
    r"\b(?P<cue>selon|d[’']après|según|secondo|laut|volgens|segundo|według|zdaniem|enligt|ifølge|"
    r"по\s(?:словам|мнению))\s[^.!?:;]*,\s*\Z",
    re.IGNORECASE,
)
"""“Selon Anna Roe, « … ».”"""
VERB_BEFORE = re.compile(rf"\b{_VERB}\b[^.!?:“«„\"]{{0,80}}[:,]\s*\Z", re.IGNORECASE)
PRONOUN_BEFORE = re.compile(rf"\A\W*{_PRONOUN}\b", re.IGNORECASE)
PHRASE = re.compile(r"[^,.;:!?“”«»„\"()\n]*")
ARTICLE = re.compile(
    r"(?:(?:der|die|das|le|la|el|los|las|il|lo|gli|o|os|as|de|het|un|una|ein|eine)\s|l[’'])",
    re.IGNORECASE,
)
SUFFIXED = re.compile(r"[’']\w")
"""How Turkish marks what is not the subject."""
HEADS_OF_STATE = {"mandatario": "presidente", "mandataria": "presidenta"}
NAME_NEAR = 50
"""Characters between a verb of saying and the name that belongs to it."""
FEWEST_WORDS = 3
"""Words of a quote before a verb that no list knows."""
SMALL_WORDS = frozenset(word for words in FUNCTION_WORDS.values() for word in words.split())
SHORTEST_ROLE = 4
"""Letters; shorter words are no roles."""
ROLE_NEAR = 40
"""Characters before a name in which its role stands."""


def quotes_elsewhere(text: str, paragraphs: Sequence[Paragraph], cast: Cast) -> list[Draft]:
    """Return drafts of the quotes in paragraphs of another language than English."""
    spans = [Span(paragraph.start, paragraph.end) for paragraph in paragraphs]
    reader = _Reader(text, cast, spans, find_quotes(text, spans))
    for number, quotes in enumerate(reader.quotes):
        before: Quote | None = None
        for quote in quotes if paragraphs[number].kind == "text" else ():
            if reader.is_speech(quote, number, before):
                reader.add(quote, number, before)
                before = quote
    return reader.drafts


@dataclass
class _Reader:
    """Reads the quotes of a text in order, and knows who spoke before."""

    text: str
    cast: Cast
    spans: list[Span]
    quotes: list[list[Quote]]
    drafts: list[Draft] = field(default_factory=list)

    def is_speech(self, quote: Quote, number: int, before: Quote | None) -> bool:
        """Tell whether a quote is what somebody said, and no title or word in marks."""
        if is_clause(self.text, quote, self.spans[number], before):
            return True
        words = self.text[quote.start : quote.end].split()
        if not any(word.isalnum() for word in words):
            return False
        if self._pronoun_behind(quote, number) or self._verb_behind(quote, number):
            return True
        lead = self._lead(quote, number)
        return len(words) >= FEWEST_WORDS and bool(
            self._tail(quote, number) or ACCORDING.search(self.text, lead.start, lead.end)
        )

    def add(self, quote: Quote, number: int, before: Quote | None) -> None:
        """Append the draft of a quote, or join it to the one that it continues."""
        part = Span(quote.start, quote.end)
        cue, speaker = self._attributed(quote, number)
        last = self.drafts[-1] if self.drafts and self.drafts[-1].paragraph == number else None
        if cue is None and last and before and not self._new_sentence(before, quote):
            last.parts.append(part)
            last.speaker = last.speaker or speaker
            return
        if cue is None and speaker is None and last and before and self._is_gap(last, quote):
            speaker = last.speaker
        self.drafts.append(Draft([part], cue, None, True, number, speaker=speaker))

    def _new_sentence(self, before: Quote, quote: Quote) -> bool:
        """Tell whether a sentence of the report ends between two quotes."""
        between = self.text[before.outer_end : quote.outer_start]
        last = self.text[before.start : before.end][-1:]
        ended = last in ".!?" and between.strip()[:1].isupper()
        return bool(re.search(r"[.!?]\s", between)) or ended

    def _is_gap(self, last: Draft, quote: Quote) -> bool:
        """Tell whether only the end of the cue's sentence stands before a quote."""
        between = self.text[last.parts[-1].end : quote.outer_start]
        return len(re.findall(r"[.!?](?=\s)", between)) <= 1

    # Cues ------------------------------------------------------------------------------------

    def _attributed(self, quote: Quote, number: int) -> tuple[Span | None, str | None]:
        """Return the cue of a quote and its speaker, each None where the text is not clear."""
        if match := self._pronoun_behind(quote, number):
            sex = PRONOUNS[match["pronoun"].lower()]
            return Span(*match.span("cue")), self._subject_before(quote, number, sex)
        if match := self._verb_behind(quote, number) or self._tail(quote, number):
            return Span(*match.span("cue")), self._subject_behind(match, quote, number)
        lead = self._lead(quote, number)
        ends = self.text[lead.start : lead.end].rstrip()[-1:]
        opens = ends == ":" or (ends == "," and not self._goes_on(lead, number))
        if opens and (match := VERB_BEFORE.search(self.text, lead.start, lead.end)):
            return Span(*match.span("cue")), self._subject_of(match, lead, quote, number)
        if match := ACCORDING.search(self.text, lead.start, lead.end):
            return Span(*match.span("cue")), self._named_from(match.end("cue"), lead.end)
        if ends == ":":
            return None, self._subject_in(lead, quote, number)
        return None, None

    def _pronoun_behind(self, quote: Quote, number: int) -> re.Match[str] | None:
        place = (self.text, quote.outer_end, self.spans[number].end)
        return VERB_AND_PRONOUN.match(*place) or PRONOUN_AND_VERB.match(*place)

    def _verb_behind(self, quote: Quote, number: int) -> re.Match[str] | None:
        return VERB_BEHIND.match(self.text, quote.outer_end, self.spans[number].end)

    def _tail(self, quote: Quote, number: int) -> re.Match[str] | None:
        """Match what stands behind a quote like a verb of saying, and is no other known word."""
        match = TAIL.match(self.text, quote.outer_end, self.spans[number].end)
        cue = match["cue"].lower() if match else ""
        return None if cue in SMALL_WORDS or NO_VERB.search(cue) else match

    def _lead(self, quote: Quote, number: int) -> Span:
        """Return what stands before a quote in its sentence, from the quote before it on."""
        start, end = self.spans[number].start, quote.outer_start
        inner = [q.outer_end for q in self.quotes[number] if q.outer_end <= end]
        begin = max([start, *inner])
        sentences = sentence_spans(self.text, Span(begin, end))
        if not sentences:
            return Span(end, end)
        return Span(sentences[-1].start if len(sentences) > 1 else begin, end)

    def _goes_on(self, lead: Span, number: int) -> bool:
        """Tell whether what stands before a quote only goes on from the quote before it."""
        return any(q.outer_end == lead.start for q in self.quotes[number])

    # Subjects --------------------------------------------------------------------------------

    def _subject_behind(self, cue: re.Match[str], quote: Quote, number: int) -> str | None:
        """Return who is named behind a verb: "…, a dit la ministre, Anna Roe."."""
        phrase = PHRASE.match(self.text, cue.end(), self.spans[number].end)
        start, end = phrase.span() if phrase else (cue.end(), cue.end())
        following = [q.outer_start for q in self.quotes[number] if q.outer_start >= quote.outer_end]
        limit = min([self.spans[number].end, end + NAME_NEAR, *following])
        if named := self._named_from(start, limit):
            return named
        words = self.text[start:end].strip()
        if not words or cue["cue"].lower() in AT_END:
            return self._subject_before(quote, number)
        return self._holder(words)

    def _named_from(self, start: int, end: int) -> str | None:
        """Return the person named right behind a verb, titles aside."""
        for mention in self.cast.between(start, end)[:2]:
            between = self.text[start : mention.start]
            if mention.start - start > NAME_NEAR or re.search(r"[.;:!?“«„]", between):
                return None
            if mention.person and ("," not in between or _is_apposed(between)):
                return _name(mention)
            if mention.person is None and self._is_surname(mention, between):
                return mention.name
        return None

    def _is_surname(self, mention: Mention, between: str) -> bool:
        """Tell a surname alone right behind a verb from a noun with its article."""
        return not between.strip() and " " not in mention.name and len(mention.name) > 2

    def _subject_of(self, cue: re.Match[str], lead: Span, quote: Quote, number: int) -> str | None:
        """Return who speaks with the verb before a quote: behind it, before it, or a pronoun."""
        before = Span(lead.start, cue.start())
        named = self._opening(before) or self._named_from(cue.end("cue"), lead.end)
        return named or self._subject_in(before, quote, number)

    def _opening(self, span: Span) -> str | None:
        """Return the person who is all of the words before a verb, with an article and a role at
        most: in "Jan Roe kritisierte Otto Lind: „…“" the other is no speaker."""
        named = next(iter(self._people(span)), None)
        if named is None or self.text[named.end : span.end].strip():
            return None
        role = self.text[span.start : named.start].strip()
        return _name(named) if not role or ARTICLE.match(role) else None

    def _subject_in(self, lead: Span, quote: Quote, number: int) -> str | None:
        """Return who is the subject of the words before a quote or its verb."""
        if named := next((_name(mention) for mention in self._people(lead)), None):
            return named
        words = self.text[lead.start : lead.end].strip()
        if pronoun := PRONOUN_BEFORE.match(words):
            return self._subject_before(quote, number, PRONOUNS[pronoun["pronoun"].lower()])
        return self._holder(words) if words else self._subject_before(quote, number)

    def _holder(self, phrase: str) -> str | None:
        """Return the one person before whose name a role stands: "der Minister"."""
        words = [word for word in ARTICLE.sub("", folded(phrase)).split() if word.isalpha()]
        role = HEADS_OF_STATE.get(words[0], words[0]) if words else ""
        if len(role) < SHORTEST_ROLE:
            return None
        named = [m for m in self.cast.mentions if m.person and self._has_role(m, role)]
        holders = {_name(m) for m in named if m.person and m.person.human}
        holders = holders or {_name(m) for m in named}
        return next(iter(holders)) if len(holders) == 1 else None

    def _has_role(self, mention: Mention, role: str) -> bool:
        """Tell whether a role stands before a name, in the same clause."""
        before = folded(self.text[max(0, mention.start - ROLE_NEAR) : mention.start])
        return re.search(rf"{re.escape(role)}\b[^.!?:;]*\Z", before) is not None

    def _subject_before(self, quote: Quote, number: int, sex: str | None = None) -> str | None:
        """Return who spoke last before a quote, or is the subject of the nearest sentence."""
        for sentence, paragraph in self._sentences_before(quote, number):
            spoke = [d for d in self.drafts if d.speaker and _is_inside(d, sentence, paragraph)]
            if spoke and self._may_be(self.cast.find(spoke[-1].speaker or ""), sex):
                return spoke[-1].speaker
            people = self._people(sentence)
            if people and self._may_be(people[0].person, sex):
                sure = sex is None or (people[0].person and people[0].person.sex)
                return _name(people[0]) if sure or len(people) == 1 else None
        return None

    def _sentences_before(self, quote: Quote, number: int) -> Iterator[tuple[Span, int]]:
        """Yield the words before a quote in its sentence, then the sentences back."""
        for at in (number, number - 1):
            if at < 0:
                return
            end = quote.outer_start if at == number else self.spans[at].end
            found = sentence_spans(self.text, Span(self.spans[at].start, end))
            yield from ((sentence, at) for sentence in reversed(found))

    def _may_be(self, person: Person | None, sex: str | None) -> bool:
        return sex is None or person is None or person.sex in (sex, None)

    def _people(self, span: Span) -> list[Mention]:
        """Return the people named in a span, or else all names in it: see _names."""
        named = list(self._names(span))
        return [m for m in named if m.person and m.person.human] or named

    def _names(self, span: Span) -> Iterator[Mention]:
        """Yield the names in a span outside quotes, but not in a case of the object."""
        marks = [(q.outer_start, q.outer_end) for quotes in self.quotes for q in quotes]
        for mention in self.cast.between(*span):
            quoted = any(start <= mention.start < end for start, end in marks)
            if mention.person and not quoted and not SUFFIXED.match(self.text, mention.end):
                yield mention


def _name(mention: Mention) -> str:
    return mention.person.name if mention.person else mention.name


def _is_apposed(between: str) -> bool:
    """Tell whether only a role and a comma stand before a name."""
    return between.count(",") == 1 and between.rstrip().endswith(",")


def _is_inside(draft: Draft, sentence: Span, paragraph: int) -> bool:
    """Tell whether a draft, or its cue, stands in a sentence."""
    if draft.paragraph != paragraph:
        return False
    places = [*draft.parts, *([draft.cue] if draft.cue else [])]
    return any(place.start < sentence.end and sentence.start < place.end for place in places)
