"""One sentence of a model and what it was offered in; what holds of it out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rag.reading.names import folded, is_named_in, name_words
from rag.records import Rejected
from rag.sources.language import detect
from rag.verification.claims import ALIKE, unsupported
from rag.verification.evidence import Offer, Source, Told, Voice, closest, nearest
from rag.verification.folding import MARKS
from rag.verification.kin import is_kin
from rag.verification.markup import MARKERS, Piece, pieces_of, without_markers
from rag.verification.quotes import Place, places, refused
from rag.verification.retelling import Basis, is_worth_showing, retold
from rag.verification.sayers import Sayer, bears, is_role, is_same, sayers
from rag.verification.units import PREFIX, QUOTED
from rag.verification.wording import wording

ASKING = re.compile(r"\b(?:ask|question|journalist|reporter|correspondent)", re.IGNORECASE)
"""Words by which a sentence says that it gives a journalist's words."""

ATTRIBUTION = re.compile(r"\s*(?:[—–]|--)\s*[^\s—–-][^\n.!?]*\Z")
SPACED = re.compile(r"[ \t]+(?=[.,;:!?])|[*_]+")
"""What markers taken out leave behind, and emphasis."""

TERM = 3
"""Words up to which a quote may be a term, which stays without its marks where it is borne out."""

ATTACHED = 40
"""Characters behind a quote within which a sayer is the quote's: "…”, said the mayor, Ana Oren"."""

HOLDER = "“”"
"""What stands for a quote in the words around it."""


class Speaking(NamedTuple):
    """Who was named last as speaking, whose words the question asks for, and its language."""

    last: str | None = None
    own: Collection[str] = ()
    language: str | None = None


@dataclass(slots=True)
class Quote:
    """A quote that was found: where, in whose voice, and whether it needs a marker of its own."""

    place: Place
    voice: Voice
    run: Piece | None
    has_own_marker: bool = False


@dataclass(slots=True)
class Checked:
    """A sentence after checking.

    ``outside`` are its words without quotes and markers, ``words`` the stems of all of them,
    ``sayer`` is whom it names last as speaking, ``beside`` what of the record is shown beside it.
    """

    prefix: str
    pieces: list[Piece]
    outside: str = ""
    words: Collection[str] = ()
    quotes: dict[Piece, Quote] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    sayer: str | None = None
    beside: Sequence[Basis] = ()
    is_shown: bool = False

    @property
    def is_bare(self) -> bool:
        """Return whether the sentence neither quotes nor cites."""
        return not any(piece.kind in ("quote", "markers") for piece in self.pieces)


def checked(text: str, offer: Offer, speaking: Speaking) -> Checked:
    """Check a sentence; its markers count the passages offered."""
    prefix, text = _as_sentence(text)
    pieces, unknown = pieces_of(text, offered=len(offer.sources))
    sentence = Checked(prefix, pieces)
    sentence.rejected += [Rejected(f"[{number}]", "unknown_marker") for number in unknown]
    _take_out_stray(sentence)
    sentence.outside = _outside(pieces)
    named = sayers(sentence.outside) or _named_voice(sentence.outside, offer, speaking)
    sentence.sayer = _carried_on(named)
    if not _place_quotes(sentence, named, offer, speaking):
        return sentence
    sentence.outside = _outside(pieces)
    whole = "".join(_bare(piece) for piece in pieces)
    sentence.words = wording(whole).words
    sources = _cited(sentence, offer)
    outcome = _fault(sentence, sources, named, whole, offer, speaking)
    outcome = outcome or _rests_on_nothing(sentence, sources)
    if outcome:
        words = SPACED.sub("", whole).strip()
        sentence.rejected.append(Rejected(words, outcome, nearest(whole, sources)))
        return sentence
    _correct_markers(sentence, offer)
    sentence.is_shown = any(map(str.isalnum, whole))
    return sentence


def _named_voice(outside: str, offer: Offer, speaking: Speaking) -> list[Sayer]:
    """Return whom a sentence in another language than English names, if it is one who speaks in
    what was offered: there no list of verbs tells who says it."""
    if (detect(outside) or speaking.language or "en") == "en":
        return []
    voices = sorted({voice for source in offer.sources for voice in source.voices})
    named = [voice for voice in voices if name_words(voice) and is_named_in(voice, outside)]
    is_one = bool(named) and all(is_same(named[0], other) for other in named)
    return [Sayer(named[0], 0)] if is_one else []


def _carried_on(named: Sequence[Sayer]) -> str | None:
    """Return whom "he" or "she" means in the next sentence: who spoke last, unless within what
    another said."""
    return next((s.name for s in reversed(named) if s.name and not s.is_told), None)


def _as_sentence(text: str) -> tuple[str, str]:
    """Return what a line begins with and the sentence; a block quote as words between marks."""
    if not QUOTED.match(text):
        prefix = PREFIX.match(text)
        end = prefix.end() if prefix else 0
        return text[:end], text[end:]
    body = " ".join(line.lstrip(" \t>") for line in text.splitlines()).strip()
    end = len(body)
    while match := re.search(rf"\s*(?:{MARKERS.pattern})[.]?\Z", body[:end]):
        end = match.start()
    if match := ATTRIBUTION.search(body[:end]):
        end = match.start()
    words = body[:end].strip().strip(MARKS)
    if re.search(f"[{MARKS}]", words) or not words:
        return "", body
    return "> ", f"“{words}”{body[end:]}"


def _take_out_stray(sentence: Checked) -> None:
    for piece in sentence.pieces:
        if piece.kind == "stray":
            sentence.rejected.append(Rejected(piece.text, "unpaired_mark"))
            piece.kind, piece.text = "text", ""


def _outside(pieces: Sequence[Piece]) -> str:
    """Return the words around quotes and markers."""
    shown = {"quote": HOLDER, "markers": ""}
    return "".join(shown.get(piece.kind, piece.text) for piece in pieces)


def _bare(piece: Piece) -> str:
    if piece.kind == "markers":
        return ""
    return without_markers(piece.content) if piece.kind == "quote" else piece.text


def _cited(sentence: Checked, offer: Offer) -> list[Source]:
    numbers = dict.fromkeys(n for piece in sentence.pieces for n in piece.numbers)
    sources = [offer.sources[number - 1] for number in numbers]
    found = [quote.place.source for quote in sentence.quotes.values()]
    return list({id(source): source for source in (*sources, *found)}.values())


# Quotes


def _place_quotes(
    sentence: Checked, named: Sequence[Sayer], offer: Offer, speaking: Speaking
) -> bool:
    """Find each quote; return whether none was refused that the sentence cannot do without."""
    holders = [match.start() for match in re.finditer(HOLDER, sentence.outside)]
    run: Piece | None = None
    runs: dict[Piece, Piece | None] = {}
    for piece in reversed(sentence.pieces):
        run = piece if piece.kind == "markers" else run
        runs[piece] = run
    is_whole = True
    quoted = [piece for piece in sentence.pieces if piece.kind == "quote"]
    for piece, at in zip(quoted, holders, strict=True):
        own_run = runs[piece]
        cited = [offer.sources[n - 1] for n in own_run.numbers] if own_run else []
        sayer = _sayer_of(at, named, sentence.outside)
        attributed = _Attributed(sayer, sentence.outside, speaking)
        found = _found(piece.content, cited, offer, attributed)
        sentence.outcomes[found.outcome] += 1
        if found.place:
            voice = found.place.source.voice(found.place.span)
            sentence.quotes[piece] = Quote(found.place, voice, own_run)
            continue
        words = without_markers(piece.content).strip()
        sentence.rejected.append(Rejected(words, found.outcome, found.nearest))
        if _is_term(words, found.outcome, cited):
            piece.kind, piece.text = "text", words
        else:
            is_whole = False
    return is_whole


class _Found(NamedTuple):
    outcome: str
    place: Place | None = None
    nearest: str | None = None


class _Attributed(NamedTuple):
    """To whom the words around a quote give it."""

    sayer: Sayer | None
    outside: str
    speaking: Speaking

    def is_right(self, place: Place) -> bool:
        """Return whether the quote is given to the one who said it."""
        source = place.source
        voice = source.voice(place.span)
        name = self.sayer.name if self.sayer else None
        if voice.asked and not ASKING.search(self.outside):
            return False
        if voice.is_mixed and len(place.spans) > 1:
            return False
        if name:
            return is_said_by(name, voice, source, _sentence_at(place))
        if voice.speaker and is_named_in(voice.speaker, self.outside):
            return True
        if self.speaking.last:
            return is_said_by(self.speaking.last, voice, source, _sentence_at(place))
        return not self.speaking.own or not voice.speaker or voice.speaker in self.speaking.own


def is_said_by(name: str, voice: Voice, source: Source, told: Told | None) -> bool:
    """Return whether words of a voice may be given to a name.

    Words of nobody known may where the passage names that person, and words that the record's own
    sentence gives to one person may be given to that person.
    """
    if voice.speaker and _means(name, voice.speaker, source):
        return True
    named = {sayer.name for sayer in sayers(told.text)} if told else set()
    if len(named) == 1 and any(other and is_same(name, other) for other in named):
        return True
    if voice.is_mixed or voice.speaker:
        return False
    return _stands(name, source)


def _means(name: str, speaker: str, source: Source) -> bool:
    """Return whether a name means a speaker of a passage.

    A description of somebody whose office nobody tells must stand in the passage.
    """
    role = source.roles.get(speaker, "")
    if is_role(name) and bears(name, f"{role} {speaker}".strip()) is None:
        return _stands(name, source)
    known = source.names.get(speaker, speaker)
    return is_same(name, speaker, role) or (known != speaker and is_same(name, known, role))


def _stands(name: str, source: Source) -> bool:
    """Return whether a name, or all words of a description, stand in a passage."""
    if not is_role(name):
        return is_named_in(name, f"{source.text} {source.about}")
    words = re.findall(r"\w+", folded(name))[1:]
    return all(any(is_kin(word, other) for other in source.words) for word in words)


def _sentence_at(place: Place) -> Told | None:
    span = place.span
    inside = (t for t in place.source.sentences if t.span.start <= span.start < t.span.end)
    return next(inside, None)


def _sayer_of(at: int, named: Sequence[Sayer], outside: str) -> Sayer | None:
    """Return who is named as speaking a quote that stands at a place among the words around."""
    named = [sayer for sayer in named if not sayer.is_told]
    behind = [sayer for sayer in named if sayer.at > at]
    if behind and behind[0].at - at <= ATTACHED and HOLDER not in outside[at + 2 : behind[0].at]:
        between = outside[at + 2 : behind[0].at]
        if not re.search(r"[.;:]|\b(?:and|but|while|whereas)\b", between):
            return behind[0]
    before = [sayer for sayer in named if sayer.at < at]
    return before[-1] if before else next(iter(behind), None)


def _found(content: str, cited: Sequence[Source], offer: Offer, attributed: _Attributed) -> _Found:
    """Look a quote up in the passages cited, then in others offered, then in the documents."""
    others = [source for source in offer.sources if source not in cited]
    is_moved: Place | None = None
    for sources in ([*cited, *others], None):
        for place in places(content, offer.beyond(cited) if sources is None else sources):
            if attributed.is_right(place):
                return _Found("exact" if place.is_exact else "normalised", place)
            is_moved = is_moved or place
        if is_moved:
            return _Found("moved", nearest=is_moved.source.words_at(is_moved.span))
    return _Found(*_outcome(content, [*cited, *others]))


def _outcome(content: str, sources: Sequence[Source]) -> tuple[str, None, str | None]:
    outcome, near = refused(content, sources)
    return outcome, None, near


def _is_term(words: str, outcome: str, cited: Sequence[Source]) -> bool:
    """Return whether words that are no quote may stay without marks: a term the evidence has."""
    if outcome == "moved" or len(words.split()) > TERM:
        return False
    return closest(wording(words).words, cited, least=1.0) is not None


# What is told around the quotes


def _fault(
    sentence: Checked,
    sources: Sequence[Source],
    named: Sequence[Sayer],
    whole: str,
    offer: Offer,
    speaking: Speaking,
) -> str | None:
    """Return what the sentence cannot show for itself, or None."""
    if not sources:
        return "uncited"
    if not all(_is_sayer(one, sentence, sources, offer, speaking) for one in named):
        return "wrong_speaker"
    is_german = (detect(sentence.outside) or speaking.language) == "de"
    return unsupported(
        sentence.outside, sources, names=offer.names, whole=whole, is_german=is_german
    )


def _is_sayer(
    sayer: Sayer, sentence: Checked, sources: Sequence[Source], offer: Offer, speaking: Speaking
) -> bool:
    """Return whether somebody named as speaking does so in the evidence, or is named there by the
    one whose words they are told in."""
    name = sayer.name or speaking.last
    if not name or (sayer.is_label and not _speaks(name, offer.sources)):
        return True
    return _has_spoken(name, sentence, sources) or (
        sayer.is_told and any(_stands(name, source) for source in sources)
    )


def _speaks(name: str, sources: Sequence[Source]) -> bool:
    """Return whether a name is that of anybody who speaks in passages."""
    return any(_means(name, voice, source) for source in sources for voice in source.voices)


def _quoted(sentence: Checked) -> list[Basis]:
    """Return the sentences of the record that the quotes of a sentence are of."""
    places = (quote.place for quote in sentence.quotes.values())
    return [Basis(p.source, told) for p in places for told in [_sentence_at(p)] if told]


def _rests_on_nothing(sentence: Checked, sources: Sequence[Source]) -> str | None:
    """Return "unsupported" for a sentence that nothing in the record comes near.

    Beside one that retells freely the record's words are to be shown, unless it quotes them.
    """
    found = retold(sentence.outside, _quoted(sentence), sources)
    if not found.is_near:
        return "unsupported"
    if not found.is_close:
        quoted = " ".join(quote.place.shown for quote in sentence.quotes.values())
        sentence.beside = [
            one for one in found.bases if not quoted or is_worth_showing(one, quoted)
        ]
    return None


def _has_spoken(name: str, sentence: Checked, sources: Sequence[Source]) -> bool:
    """Return whether the evidence holds words of somebody who is named as speaking."""
    if any(
        is_said_by(name, quote.voice, quote.place.source, _sentence_at(quote.place))
        for quote in sentence.quotes.values()
    ):
        return True
    if found := closest(sentence.words, sources, least=ALIKE):
        source, told = found
        if any(sayer.name and is_same(name, sayer.name) for sayer in sayers(told.text)):
            return True
        speakers = {s.speaker for s in source.statements_in(told.span) if s.speaker}
        if len(speakers) > 1:
            return any(_means(name, speaker, source) for speaker in speakers)
        return is_said_by(name, source.voice(told.span), source, None)
    return any(
        any(_means(name, voice, source) for voice in source.voices)
        or (not source.hit.speaker and _stands(name, source))
        for source in sources
    )


# Markers


def _correct_markers(sentence: Checked, offer: Offer) -> None:
    """Give a quote found elsewhere its own marker, in place of one directly after it.

    Quotes before it that share its run get their own too, so that for each the next marker is
    the right one.
    """
    shared: set[Piece | None] = {None}
    for quote in reversed(sentence.quotes.values()):
        if quote.run in shared or not _is_cited(quote, offer):
            quote.has_own_marker = True
            shared.add(quote.run)
    for piece, run in _adjacent(sentence.pieces):
        found = sentence.quotes.get(piece)
        if found and found.run is run and not _is_cited(found, offer):
            sentence.rejected += [Rejected(f"[{n}]", "wrong_marker") for n in run.numbers]
            run.numbers = []


def _is_cited(quote: Quote, offer: Offer) -> bool:
    numbers = quote.run.numbers if quote.run else []
    return any(offer.sources[number - 1] is quote.place.source for number in numbers)


def _adjacent(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Yield the quotes with the run of markers directly behind them."""
    for quote, between, run in zip(pieces, pieces[1:], pieces[2:], strict=False):
        is_run = quote.kind == "quote" and run.kind == "markers"
        if is_run and not any(map(str.isalnum, between.text)):
            yield quote, run
