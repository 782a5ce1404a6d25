"""Statements in prose: the paragraphs of a report come in, who said what in them goes out.

Quotes are found by their marks and attributed to the cue beside them (``quoting``), indirect
speech by its verb (``clauses``); sources are resolved to the people of the document
(``sources_of_speech``). No statement crosses a paragraph, and nested speech stays the words of
the outermost speaker. Reports in other languages than English: ``other_languages``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rag.reading.capitals import words_of
from rag.reading.cues import SAYING_NOUNS
from rag.reading.headlines import in_sentence_case, lower_words
from rag.reading.masking import Sentence, masked_sentences, may_report
from rag.reading.mentions import Cast, Mention
from rag.reading.other_languages import quotes_elsewhere
from rag.reading.parsing import parse
from rag.reading.pronouns import PRONOUNS, Center, Discourse, Rank
from rag.reading.quotes import Quote, find_quotes
from rag.reading.quoting import announcing_frame
from rag.reading.reported import Draft, reported, source_span, trimmed_content
from rag.reading.signed import labelled, signed_paragraphs, without_clock
from rag.reading.sources_of_speech import Place, described, speaker_at
from rag.reading.subjects import (
    SUBJECTS,
    antecedent_of,
    groups,
    is_main_subject,
    noun_phrase,
)
from rag.records import Paragraph, Span, Statement
from rag.sources.language import is_english

if TYPE_CHECKING:
    from spacy.tokens import Doc

HEADLINE = re.compile(r"[#*\s]*([^:“”\"?]{2,60}):\s+(\S.*)", re.DOTALL)
"""“Name: what was said.”"""
OPENING = 40
"""Characters in which a sentence that reports nothing names its subject."""
HE_OR_SHE = re.compile(r"(?:He|She)\b")
ADDRESSED = re.compile(
    r"\b(?:asked|asks|asking|told|tells|telling|pressed|reminded|questioned|quizzed)\s"
    r"(?:(?:the|[A-Z][\w.]*)\s)*\Z"
)
"""What stands before somebody to whom something is said…"""
LONGEST_LEAD = 100
"""… in characters: a sentence may be as long as its file."""
GROUP_NEXT = re.compile(r"(?:They|It|And they|But they)\b")
"""How a sentence opens whose speaker may be the subject of the one before."""


def statements_in_prose(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    title: str | None = None,
    set_apart: Collection[int] = (),
) -> list[Statement]:
    """Return the statements in the prose of *paragraphs*, in order.

    ``speaker`` is the fullest name the document gives the person, or a description or body as
    printed, or None where the text does not say. Names in *title* count as the document's;
    paragraphs that start in *set_apart* are quotations without marks.
    """
    prose = [p for p in paragraphs if p.kind in ("text", "title", "heading") and p.turn is None]
    if is_english(text):
        drafts = _Reader(text, prose, title, set_apart).drafts_in_order()
    else:
        drafts = quotes_elsewhere(text, prose, Cast(text, title))
    return [_statement(text, draft) for draft in sorted(drafts, key=lambda d: d.parts[0].start)]


def _statement(text: str, draft: Draft) -> Statement:
    return Statement(
        draft.parts[0].start,
        draft.parts[-1].end,
        speaker=draft.speaker,
        speech="direct" if draft.direct else "indirect",
        cue=text[draft.cue.start : draft.cue.end] if draft.cue else None,
    )


@dataclass
class _Reader:
    """Reads a document's sentences in order, and knows who spoke and who was spoken of."""

    text: str
    paragraphs: Sequence[Paragraph]
    cast: Cast
    quotes: list[list[Quote]]
    sentences: list[Sentence]
    discourse: Discourse
    drafts: list[Draft]
    announced: Draft | None

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Paragraph],
        title: str | None,
        set_apart: Collection[int],
    ) -> None:
        spans = [without_clock(text, paragraph) for paragraph in paragraphs]
        self.text = text
        self.paragraphs = paragraphs
        self.cast = Cast(text, title)
        self.quotes = find_quotes(text, spans, set_apart=set_apart)
        self.sentences = [
            sentence
            for number, span in enumerate(spans)
            for sentence in masked_sentences(text, span, self.quotes[number], number)
        ]
        self.discourse = Discourse()
        self.drafts = []
        self.announced = None

    @cached_property
    def _lower_words(self) -> frozenset[str]:
        return lower_words(self.text)

    def drafts_in_order(self) -> list[Draft]:
        """Read every sentence and return the drafts of its statements."""
        signed = signed_paragraphs(self.text, self.paragraphs, self.quotes, self.cast)
        told = [self._tells(number) for number in range(len(self.sentences))]
        telling = (s for s, tells in zip(self.sentences, told, strict=True) if tells)
        docs = iter(parse(self._parsable(s) for s in telling))
        for number, sentence in enumerate(self.sentences):
            doc = next(docs) if told[number] else None
            if sentence.paragraph not in signed:
                self._read(number, sentence, doc)
        self._join_continued()
        return [*self.drafts, *signed.values()]

    def _tells(self, number: int) -> bool:
        """Tell whether a sentence is worth parsing: for its speech, or for who speaks next."""
        sentence = self.sentences[number]
        following = self.sentences[number + 1 : number + 2]
        if may_report(sentence) or sentence.is_quotes_only():
            return may_report(sentence)
        return any(GROUP_NEXT.match(s.masked) and may_report(s) for s in following)

    def _parsable(self, sentence: Sentence) -> str:
        """Return a sentence as the parser reads it: headlines in sentence case."""
        if self.paragraphs[sentence.paragraph].kind == "text":
            return sentence.masked
        return in_sentence_case(sentence.masked, self._lower_words)

    def _read(self, number: int, sentence: Sentence, doc: Doc | None) -> None:
        if doc is None and sentence.is_quotes_only():
            self._float(sentence, number)
            return
        self._note_people(number, sentence, doc)
        headline = self._headline(sentence)
        found = [headline] if headline else reported(self.text, sentence, doc) if doc else []
        if named := labelled(self.text, sentence, doc, found, self.cast):
            found = [draft for draft in found if named.parts[0] not in draft.parts] + [named]
        for draft in found:
            self._attribute(draft, number)
        self.announced = self._announcement(number, sentence, doc) if doc and not found else None

    # Quotes that stand alone ---------------------------------------------------------------

    def _float(self, sentence: Sentence, number: int) -> None:
        """Give a quote that stands alone to who spoke last, in its paragraph or the one before.

        Somebody of whom alone the sentence before it tells comes first.
        """
        if self.paragraphs[sentence.paragraph].kind != "text":
            return
        parts = [Span(quote.start, quote.end) for _, quote in sentence.quotes]
        draft = Draft(parts, None, None, True, sentence.paragraph)
        announced, self.announced = self.announced, None
        last = self.drafts[-1] if self.drafts else None
        if announced and announced.paragraph >= sentence.paragraph - 1:
            draft.speaker, draft.cue = announced.speaker, announced.cue
        elif last and last.kind != "headline" and last.paragraph >= sentence.paragraph - 1:
            if (quote := self._open_quote()) and quote.paragraph == sentence.paragraph:
                quote.parts += parts
                return
            draft.speaker = last.speaker
        if not announced and (acting := self._acting(number - 1, sentence.paragraph)):
            draft.speaker = acting
        self.drafts.append(draft)

    def _acting(self, number: int, paragraph: int) -> str | None:
        """Return of whom alone a sentence without speech tells, if it is in the paragraph."""
        if number < 0 or self.sentences[number].paragraph != paragraph:
            return None
        if any(draft.sentence == number for draft in self.drafts[-3:]):
            return None
        sentence = self.sentences[number]
        if pronoun := HE_OR_SHE.match(sentence.masked):
            kind = PRONOUNS[pronoun[0].lower()]
            found = self.discourse.antecedent(
                kind, start=sentence.start, paragraph=paragraph, sentence=number
            )
            return found.name if found else None
        centers = [center for center in self.discourse.centers if center.sentence == number]
        names = {center.name for center in centers}
        return names.pop() if len(names) == 1 and centers[0].rank == "subject" else None

    def _open_quote(self) -> Draft | None:
        """Return the quote that the last sentence with speech holds, if it holds any."""
        last = [draft for draft in self.drafts if draft.sentence == self.drafts[-1].sentence]
        return next((draft for draft in reversed(last) if draft.direct), None)

    def _announcement(self, number: int, sentence: Sentence, doc: Doc) -> Draft | None:
        """Return a draft without words yet, where a sentence ends on a colon."""
        if sentence.quotes or not sentence.masked.rstrip().endswith((":", "：")):
            return None
        frame = announcing_frame(doc)
        if frame is None or frame.source is None:
            return None
        cue = doc[frame.cue]
        span = sentence.span(cue.idx, cue.idx + len(cue))
        source = source_span(sentence, doc, frame.source)
        draft = Draft([], span, source, True, sentence.paragraph)
        self._name(draft, number)
        return draft

    def _join_continued(self) -> None:
        """Give the paragraphs of one long quote to the speaker that any of them names."""
        by_start = {part.start: draft for draft in self.drafts for part in draft.parts}
        chain: list[Draft] = []
        for quotes in self.quotes:
            for quote in quotes:
                draft = by_start.get(quote.start)
                chain = [*chain, draft] if quote.continues and draft else [draft] if draft else []
                cued = next((d for d in chain if d.cue and d.speaker), None)
                for member in chain:
                    if cued and member.cue is None:
                        member.speaker = cued.speaker

    # Headlines -------------------------------------------------------------------

    def _headline(self, sentence: Sentence) -> Draft | None:
        """Return the statement of a headline such as "Name: what was said"."""
        if self.paragraphs[sentence.paragraph].kind == "text":
            return None
        match = HEADLINE.match(self.text, sentence.start, sentence.end)
        if not match:
            return None
        source = Span(*match.span(1))
        mentions = self.cast.between(*source)
        if not mentions or mentions[-1].end != source.end or mentions[-1].person is None:
            return None
        if self._lower_words & set(words_of(mentions[-1].name)):
            return None
        content = trimmed_content(self.text, Span(*match.span(2)))
        quoted = self.quotes[sentence.paragraph]
        direct = any(q.outer_start <= content.start and content.end <= q.outer_end for q in quoted)
        named = Span(mentions[-1].start, mentions[-1].end)
        return Draft([content], None, named, direct, sentence.paragraph, kind="headline")

    # Speakers ------------------------------------------------------------------------------

    def _attribute(self, draft: Draft, number: int) -> None:
        if draft.kind == "before":
            draft.parts = self._unattributed_before(draft)
        if draft.parts:
            draft.sentence = number
            self._name(draft, number)
            self.drafts.append(draft)

    def _unattributed_before(self, draft: Draft) -> list[Span]:
        """Return what stands in the paragraph before "This was said by …", if it is nobody's."""
        end = draft.cue.start if draft.cue else 0
        before = [s for s in self.sentences if s.paragraph == draft.paragraph and s.end <= end]
        last = self.drafts[-1] if self.drafts else None
        if not before or (last and last.paragraph == draft.paragraph):
            return []
        return [trimmed_content(self.text, Span(before[0].start, before[-1].end))]

    def _name(self, draft: Draft, number: int) -> None:
        """Find the speaker of a draft from its printed source."""
        if draft.source is None:
            return
        place = Place(draft.source, draft.cue, draft.paragraph, number)
        speaker = speaker_at(place, self.cast, self.discourse)
        if speaker is None:
            return
        draft.speaker, person = speaker.name, speaker.person
        if person:
            person.human = True
            if speaker.from_pronoun and speaker.kind in ("m", "f") and not person.sex:
                person.sexes[speaker.kind] += 1
        self.discourse.centers.append(
            Center(
                paragraph=draft.paragraph,
                sentence=number,
                start=draft.source.start,
                name=speaker.name,
                person=person,
                kind=speaker.kind,
                rank="pronoun" if speaker.from_pronoun else "speaker",
            )
        )

    def _note_people(self, number: int, sentence: Sentence, doc: Doc | None) -> None:
        """Note the people who are subjects of the sentence, and those it only mentions."""
        subjects = self._opening(sentence) if doc is None else subjects_of(sentence, doc)
        quoted = self.quotes[sentence.paragraph]
        for mention in self.cast.between(sentence.start, sentence.end):
            if any(quote.outer_start <= mention.start < quote.outer_end for quote in quoted):
                continue
            main = [m for start, m in subjects.items() if mention.start <= start < mention.end]
            lead = max(sentence.start, mention.start - LONGEST_LEAD)
            addressed = ADDRESSED.search(self.text, lead, mention.start)
            other: Rank = "addressed" if addressed else "mention"
            rank: Rank = other if not main else "subject" if any(main) else "embedded"
            self.discourse.centers += self._centers(mention, rank, number, sentence.paragraph)
        self.discourse.centers += self._groups(number, sentence, doc) if doc else ()

    def _groups(self, number: int, sentence: Sentence, doc: Doc) -> Iterator[Center]:
        """Yield the people without names and the bodies that are subjects of a sentence."""
        for subject, kind in groups(doc):
            span = source_span(sentence, doc, noun_phrase(subject, subject.head))
            if speaker := described(self.text[span.start : span.end]):
                yield Center(
                    sentence.paragraph, number, span.start, speaker.name, None, kind, "subject"
                )

    def _opening(self, sentence: Sentence) -> dict[int, bool]:
        """Return where a sentence that was not parsed opens on a name, for its subject."""
        end = sentence.start + OPENING
        people = [m for m in self.cast.between(sentence.start, end) if m.person and m.person.human]
        return {m.start: True for m in people[:1]}

    def _centers(
        self, mention: Mention, rank: Rank, number: int, paragraph: int
    ) -> Iterable[Center]:
        """Return the center that a mention makes, if it is a person's."""
        person = mention.person
        if person and person.human:
            name, kind = person.name, person.sex
        elif person is None and self.cast.is_shared(mention.name):
            name, kind = mention.name, self.cast.sex_of_all(mention.name)
        else:
            return []
        return [Center(paragraph, number, mention.start, name, person, kind, rank)]


def subjects_of(sentence: Sentence, doc: Doc) -> dict[int, bool]:
    """Return where the subjects of a sentence stand, and whether each is of its own clause.

    Of no clause of its own is whom a relative clause tells of, and whose remark it is.
    """
    relative = (token for token in doc if token.lower_ == "who" and token.dep_ in SUBJECTS)
    found = {antecedent_of(who): False for who in relative}
    owners = (token for token in doc if token.dep_ == "poss")
    found |= {owner: False for owner in owners if owner.head.lower_ in SAYING_NOUNS}
    for token in doc:
        subject = token.head if token.dep_ == "appos" else token
        if subject.dep_ in SUBJECTS:
            found[token] = is_main_subject(subject)
    return {
        sentence.span(token.idx, token.idx + len(token)).start: is_main
        for token, is_main in found.items()
    }
