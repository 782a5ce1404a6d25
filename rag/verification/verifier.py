"""Sentences of a model in, one after another; what may be shown of each, and what was refused, out.

A sentence is shown whole or not at all, and what was shown is never taken back. Every quotation
mark that is shown encloses words that stand, character for character, in the passage cited after
it; every marker names a passage that was offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from rag.records import Hit, Rejected, Span
from rag.sources.language import detect
from rag.verification.evidence import Offer, Offered, Source, Voice, closest
from rag.verification.quotes import marked
from rag.verification.retelling import Basis
from rag.verification.sayers import sayers
from rag.verification.sentence import Checked, Quote, Speaking, checked
from rag.verification.units import Cutter, Unit
from rag.verification.wording import stem, wording

RETOLD = 0.3
"""Share of a sentence's words from which a sentence of the passage is the one it cites."""

LEAD_WORDS = frozenset(
    map(
        stem,
        "following statement statements said record passages passage quote quotes words press "
        "conference report reports transcript answer summary spoke talked addressed discussed "
        "commented made several points here below regarding concerning subject topic matter "
        "asked question questions context overview key main remarks comments".split(),
    )
)
"""What the assistant may say between cited sentences without asserting anything."""

LONGEST_LEAD = 16
"""Words."""


@dataclass(slots=True)
class Cited:
    """A passage under its number in the text: the span cited, whose words it holds, the quotes."""

    number: int
    hit: Hit
    span: Span
    voice: Voice
    quotes: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verified:
    """A text after checking: what it cites, by number, what was refused, how quotes were found."""

    text: str
    cited: tuple[Cited, ...]
    rejected: tuple[Rejected, ...]
    outcomes: Counter[str]


class Verifier:
    """Checks the sentences of one answer; their markers count *offered* from 1.

    *more* gives all passages of a document, for quotes that stand in none of those offered;
    *question* is the user's, and *own* are the voices that mean the speaker it asks about.
    ``cited``, ``rejected`` and ``outcomes`` grow with each sentence.

    Refused are quotes that are ``altered``, ``stitched`` (of several sentences), ``moved`` (words
    of another speaker, or of a journalist) or ``not_found``; sentences with a ``wrong_speaker``,
    ``wrong_number``, ``wrong_date``, ``wrong_name`` or ``wrong_negation``; ``unsupported`` ones,
    which no sentence of their evidence comes near; ``uncited`` ones; markers that are an
    ``unknown_marker`` or a ``wrong_marker``; and an ``unpaired_mark``.
    """

    def __init__(
        self,
        offered: Iterable[Offered],
        *,
        more: Callable[[str], Iterable[Offered]] | None = None,
        question: str = "",
        own: Collection[str] = (),
    ) -> None:
        self.cited: list[Cited] = []
        self.rejected: list[Rejected] = []
        self.outcomes: Counter[str] = Counter()
        self._offer = Offer(offered, more)
        self._question = wording(question).words
        self._language = detect(question)
        self._own = own
        self._sayer: str | None = None
        self._held: list[Unit] = []
        self._gap = ""
        self._is_begun = False

    def check(self, unit: Unit) -> str:
        """Return what is shown for a unit, with the white space before it; nothing if refused."""
        self._gap = max(self._gap, unit.gap, key=_strength)
        speaking = Speaking(self._context(), self._own, self._language)
        sentence = checked(unit.text, self._offer, speaking)
        if sentence.is_bare and self._says_nothing(sentence.prefix + sentence.outside):
            self._hold(Unit(self._gap, sentence.prefix + sentence.outside.strip()))
            return ""
        self.rejected += sentence.rejected
        self.outcomes += sentence.outcomes
        return self._shown(sentence) if sentence.is_shown else ""

    def reject(self, text: str, outcome: str) -> None:
        """Note words that are not even checked."""
        self.rejected.append(Rejected(text, outcome))

    def finish(self) -> None:
        """Reject the leads that nothing followed."""
        self._drop_held()

    # Leads: words that assert nothing, shown with what they lead to

    def _says_nothing(self, text: str) -> bool:
        """Return whether a sentence without citation is the assistant's own, without a fact."""
        said = wording(text)
        known = self._question | LEAD_WORDS
        for source in self._offer.sources:
            for name in (*source.voices, source.hit.event or "", source.hit.place or ""):
                known |= wording(name).words
        is_short = len(text.split()) <= LONGEST_LEAD
        is_lead = text.rstrip(" *_").endswith(":") or text.lstrip().startswith("#")
        return is_lead and is_short and not said.is_negative and said.words <= known

    def _hold(self, unit: Unit) -> None:
        """Keep a lead until what it leads to is shown; it takes the place of one before it."""
        is_heading = unit.text.startswith("#")
        if is_heading or any(not held.text.startswith("#") for held in self._held):
            self._drop_held()
        self._held.append(unit)
        self._gap = ""

    def _drop_held(self) -> None:
        for unit in self._held:
            self.rejected.append(Rejected(unit.text, "uncited"))
            self._gap = max(self._gap, unit.gap, key=_strength)
        self._held.clear()

    def _context(self) -> str | None:
        """Return who was named last as speaking, in what was shown or leads to this."""
        for unit in reversed(self._held):
            if named := [sayer.name for sayer in sayers(unit.text) if sayer.name]:
                return named[-1]
        return self._sayer

    # Showing

    def _shown(self, sentence: Checked) -> str:
        units = [*self._held, Unit(self._gap, self._rendered(sentence))]
        self._sayer = sentence.sayer or self._context()
        self._held, self._gap = [], ""
        text = "".join(unit.gap + unit.text for unit in units)
        if not self._is_begun:
            text, self._is_begun = text.lstrip(), True
        return text

    def _rendered(self, sentence: Checked) -> str:
        """Return a sentence as it is shown, with markers in order of appearance."""
        text = sentence.prefix
        for piece in sentence.pieces:
            quote = sentence.quotes.get(piece)
            if quote:
                text += quote.place.shown + self._own_markers(quote) + quote.place.tail
            elif piece.kind == "markers":
                numbers = self._numbers(piece.numbers, sentence)
                text = text + _markers(numbers) if numbers else text.rstrip(" \t")
            else:
                text += piece.text
        return text.rstrip() + self._beside(sentence.beside)

    def _beside(self, bases: Sequence[Basis]) -> str:
        """Return words of the record, cited, as they are shown behind a sentence."""
        shown = []
        for source, told in bases:
            voice = source.voice(told.span)
            number = self._number(source, told.span, voice, is_quote=not voice.is_mixed)
            shown.append(f"{marked(source.words_at(told.span))} {_markers([number])}")
        return f" ({' '.join(shown)})" if shown else ""

    def _own_markers(self, quote: Quote) -> str:
        return " " + _markers(self._numbers_of_quote(quote)) if quote.has_own_marker else ""

    def _numbers(self, numbers: Iterable[int], sentence: Checked) -> list[int]:
        """Return under which numbers a run of markers cites: its quotes, or what it retells."""
        found: list[int] = []
        for source in (self._offer.sources[number - 1] for number in numbers):
            quotes = [q for q in sentence.quotes.values() if q.place.source is source]
            for quote in quotes:
                found += self._numbers_of_quote(quote)
            if not quotes:
                found.append(self._number_of_retold(source, sentence.words))
        return list(dict.fromkeys(found))

    def _numbers_of_quote(self, quote: Quote) -> list[int]:
        spans = quote.place.spans
        numbers = [self._number(quote.place.source, s, quote.voice, is_quote=True) for s in spans]
        return list(dict.fromkeys(numbers))

    def _number_of_retold(self, source: Source, words: Collection[str]) -> int:
        found = closest(words, [source], least=RETOLD)
        span = found[1].span if found else Span(source.hit.start, source.hit.end)
        return self._number(source, span, source.voice(span), is_quote=False)

    def _number(self, source: Source, span: Span, voice: Voice, *, is_quote: bool) -> int:
        """Return the number of words cited: one for a passage, and for each voice in it."""
        for cited in self.cited:
            if cited.hit is source.hit and cited.voice.speaker == voice.speaker:
                union = Span(min(cited.span.start, span.start), max(cited.span.end, span.end))
                if union == cited.span or not source.voice(union).is_mixed:
                    cited.span = union
                    cited.quotes += [span] if is_quote and span not in cited.quotes else []
                    return cited.number
        number = len(self.cited) + 1
        self.cited.append(Cited(number, source.hit, span, voice, [span] if is_quote else []))
        return number


def _strength(gap: str) -> tuple[int, int]:
    return gap.count("\n"), len(gap)


def _markers(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def verify(
    text: str,
    offered: Iterable[Offered],
    *,
    more: Callable[[str], Iterable[Offered]] | None = None,
    question: str = "",
    own: Collection[str] = (),
) -> Verified:
    """Check a whole text, as if it had been streamed; see `Verifier`."""
    verifier = Verifier(offered, more=more, question=question, own=own)
    cutter = Cutter()
    units = [*cutter.feed(text), *cutter.finish()]
    shown = "".join(map(verifier.check, units))
    verifier.finish()
    return Verified(
        shown.strip(), tuple(verifier.cited), tuple(verifier.rejected), verifier.outcomes
    )
