"""Verification: real sentences of a collection in; how many alterations of them get through, out.

Each sentence is written into an answer as it is, in the ways models write, and again with one
alteration. An alteration is *detected* if what it altered is not shown: an altered quote between
quotation marks nowhere, an altered claim not at all. An untouched sentence is *accepted* if it is
shown and nothing is refused.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag import sources
from rag.evaluation.collection import CollectionError
from rag.passages import cut
from rag.reading import read
from rag.reading.names import may_be, name_words
from rag.records import Document, Failure
from rag.retrieval import hit_of
from rag.settings import Settings
from rag.verification import Offered, folded, verify
from rag.verification.evidence import Source

OFFERED = 8
"""Passages offered with each answer, as many as a question is answered from."""

SENTENCES_OF_ANSWER = 5
SHORTEST, LONGEST = 6, 60
"""Words of the sentences that are altered."""

DRESSES = ("“{}”", '"{}"', "«{}»", "„{}“", '*"{}"*', "‘{}’")
QUOTED = re.compile("“([^“”]*)”")
NEGATOR = re.compile(r"\b(?:not|never|no)\s+|(?<=\w)n[’']t\b", re.IGNORECASE)
VERB = re.compile(r"\b(?:is|are|was|were|will|can|could|would|should|must|has|have|had)\b")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
OTHER_NAMES = ("Vantoria", "Ellsmere", "Quillon")
OTHER_NUMBERS = ("17", "4,300", "96")
OTHER_WORDS = ("lanterns", "quickly", "orchard", "seldom")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of a passage that is offered first, whose words it is, and what is beside it."""

    text: str
    speaker: str | None
    is_asked: bool
    offered: Sequence[Offered]
    document: Document
    others: Sequence[str]
    """Sentences of the same document."""

    stranger: str
    """Somebody else who speaks in the collection."""


Alteration = Callable[[str, Sample, random.Random], str | None]
"""Returns the words altered, or None where there is nothing to alter so."""


def word_changed(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Put another word in the place of one within the sentence."""
    words = text.split()
    at = chance.randrange(1, len(words) - 1)
    return " ".join([*words[:at], chance.choice(OTHER_WORDS), *words[at + 1 :]])


def word_dropped(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Leave out a word within the sentence, without a sign."""
    words = text.split()
    at = chance.randrange(1, len(words) - 1)
    return " ".join([*words[:at], *words[at + 1 :]])


def words_exchanged(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Exchange two words."""
    words = text.split()
    at = chance.randrange(1, len(words) - 2)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def negation_dropped(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Leave out a negation."""
    return NEGATOR.sub("", text, count=1) if NEGATOR.search(text) else None


def negation_elided(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Leave out a negation behind an ellipsis."""
    return NEGATOR.sub("… ", text, count=1) if NEGATOR.search(text) else None


def negation_added(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Negate the first verb."""
    if NEGATOR.search(text) or not VERB.search(text):
        return None
    return VERB.sub(lambda match: f"{match.group()} not", text, count=1)


def number_changed(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Put another number in the place of one."""
    return NUMBER.sub(chance.choice(OTHER_NUMBERS), text, count=1) if NUMBER.search(text) else None


def name_changed(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Put another name in the place of one."""
    return NAME.sub(chance.choice(OTHER_NAMES), text, count=1) if NAME.search(text) else None


def stitched(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Join the first half of the sentence to the second half of another."""
    first, second = text.split(), chance.choice(sample.others).split()
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


def cut_in_a_word(text: str, sample: Sample, chance: random.Random) -> str | None:
    """End in the middle of a word."""
    long = list(re.finditer(r"\w{5,}", text))[2:]
    return text[: chance.choice(long).end() - 2] if long else None


def invented(text: str, sample: Sample, chance: random.Random) -> str | None:
    """Say something of one's own."""
    return "We counted the lanterns of Ellsmere twice, and seldom found an orchard there"


ALTERATIONS: dict[str, Alteration] = {
    alter.__name__: alter
    for alter in (
        word_changed,
        word_dropped,
        words_exchanged,
        negation_dropped,
        negation_elided,
        negation_added,
        number_changed,
        name_changed,
        stitched,
        cut_in_a_word,
        invented,
    )
}
OF_CLAIMS = (negation_dropped, negation_added, number_changed, name_changed)
"""Alterations that a sentence without quotation marks is checked for, too."""


def evaluate_verification(
    folder: Path, *, limit: int = 400, seed: int = 7
) -> dict[str, dict[str, float | int]]:
    """Return the figures of verification over *limit* sentences of the articles of a folder.

    Raises SourceError where the folder is missing, CollectionError where it holds no sentences.
    """
    chance = random.Random(seed)
    samples = list(_samples(folder, limit, chance))
    if not samples:
        raise CollectionError(
            f"{folder} holds no sentence of a speaker. Give one of press reports or transcripts."
        )
    counts: dict[str, Counter[str]] = {}
    shown_falsely = 0
    for sample in samples:
        for kind, written, altered in _written(sample, chance):
            result = verify(written, sample.offered)
            quotes = QUOTED.findall(result.text)
            false_quotes = [q for q in quotes if q not in sample.document.text]
            shown_falsely += len(false_quotes)
            count = counts.setdefault(kind, Counter())
            count["count"] += 1
            if altered is None:
                count["accepted"] += bool(result.text) and not result.rejected
            elif altered == "":
                count["detected"] += not result.text
            else:
                count["detected"] += not any(folded(altered)[0] in folded(q)[0] for q in quotes)
    return _figures(counts, shown_falsely, _milliseconds(samples, chance))


def _figures(
    counts: dict[str, Counter[str]], shown_falsely: int, milliseconds: float
) -> dict[str, dict[str, float | int]]:
    untouched = [count for kind, count in counts.items() if kind.startswith("untouched")]
    altered = [count for kind, count in counts.items() if not kind.startswith("untouched")]
    alteration_count = sum(count["count"] for count in altered)
    untouched_count = sum(count["count"] for count in untouched)
    whole: dict[str, float | int] = {
        "alteration_count": alteration_count,
        "detection_rate": sum(c["detected"] for c in altered) / max(1, alteration_count),
        "false_quotes_shown": shown_falsely,
        "untouched_count": untouched_count,
        "acceptance_rate": sum(c["accepted"] for c in untouched) / max(1, untouched_count),
        "milliseconds_per_answer": milliseconds,
    }
    kinds = {
        kind: {
            "count": count["count"],
            "rate": (count["accepted"] + count["detected"]) / count["count"],
        }
        for kind, count in sorted(counts.items())
    }
    return {"all": whole, **kinds}


def _written(sample: Sample, chance: random.Random) -> Iterator[tuple[str, str, str | None]]:
    """Yield kind, answer, and the words that must not be shown as a quote.

    "" stands for an answer of which nothing may be shown, None for one that is untouched.
    """
    dress = chance.choice(DRESSES)
    lead = _lead(sample)
    text = sample.text
    yield "untouched quote", f"{lead}{dress.format(text)} [1].", None
    if not sample.is_asked:
        yield "untouched block quote", f"> {text} [1]", None
        yield "untouched retelling", f"{text.rstrip('.')} [1].", None
    for name, alter in ALTERATIONS.items():
        altered = alter(text, sample, chance)
        if altered and not _stands(altered, sample):
            yield f"quote: {name}", f"{lead}{dress.format(altered)} [1].", altered
            if alter in OF_CLAIMS:
                yield f"claim: {name}", f"{altered.rstrip('.')} [1].", ""
    if sample.is_asked:
        yield "quote: question_quoted", f"{sample.stranger} said {dress.format(text)} [1].", text
    elif sample.speaker:
        yield "quote: speaker_changed", f"{sample.stranger} said {dress.format(text)} [1].", text
        yield "claim: speaker_changed", f"{sample.stranger} said that {text.rstrip('.')} [1].", ""
    yield "claim: uncited", text, ""


def _lead(sample: Sample) -> str:
    if sample.is_asked:
        return "A journalist asked: "
    return f"{sample.speaker} said: " if sample.speaker else ""


def _stands(altered: str, sample: Sample) -> bool:
    """Return whether an alteration happens to be what the document says elsewhere."""
    words = folded(altered)[0].strip(" .,;:!?")
    text = folded(sample.document.text)[0]
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _samples(folder: Path, limit: int, chance: random.Random) -> Iterator[Sample]:
    """Yield sentences of the articles, spread over all of them."""
    documents = list(_documents(folder))
    speakers = sorted({s.speaker for d, _ in documents for s in d.statements if s.speaker})
    share = -(-limit // max(1, len(documents)))
    for document, offered in documents:
        yield from _sentences(document, offered, speakers, chance, share)


def _documents(folder: Path) -> Iterator[tuple[Document, list[Offered]]]:
    settings = Settings.load()
    articles = folder / "articles"
    for path in sources.find([str(articles if articles.is_dir() else folder)], settings):
        if isinstance(path, Failure):
            continue
        reading = read(sources.extract(sources.fetch(path, settings), settings))
        document = reading.document
        hits = [hit_of(passage, document) for passage in cut(reading)]
        yield (
            document,
            [
                Offered(
                    hit,
                    tuple(
                        s for s in document.statements if s.start < hit.end and s.end > hit.start
                    ),
                )
                for hit in hits
            ],
        )


def _sentences(
    document: Document,
    offered: Sequence[Offered],
    speakers: Sequence[str],
    chance: random.Random,
    share: int,
) -> Iterator[Sample]:
    own = [Source(one) for one in offered]
    told = [(number, one) for number, source in enumerate(own) for one in source.sentences]
    usable = [
        (n, t) for n, t in told if SHORTEST <= len(t.text.split()) <= LONGEST and _is_plain(t.text)
    ]
    texts = [t.text for _, t in usable]
    for number, sentence in chance.sample(usable, min(share, len(usable))):
        voice = own[number].voice(sentence.span)
        if voice.is_mixed or len(texts) < 2:
            continue
        others = [one for one in offered if one is not offered[number]]
        beside = chance.sample(others, min(OFFERED - 1, len(others)))
        here = {name for one in (offered[number], *beside) for name in Source(one).voices}
        stranger = chance.choice(
            [name for name in speakers if _is_stranger(name, here)] or ["Ana Vantoria"]
        )
        yield Sample(
            sentence.text,
            voice.speaker,
            voice.asked,
            [offered[number], *beside],
            document,
            [text for text in texts if text != sentence.text],
            stranger,
        )


def _is_stranger(name: str, here: Collection[str]) -> bool:
    """Return whether somebody who has a name speaks in none of the passages offered."""
    is_name = len(name_words(name)) > 1 and all(word[0].isupper() for word in name.split())
    return is_name and not any(may_be(name, other) for other in here)


def _is_plain(text: str) -> bool:
    """Return whether a sentence can stand between any quotation marks as it is."""
    return not re.search("[“”«»„‘\"\\[\\]*_`>|]|(?<!\\w)[’']", text)


def _milliseconds(samples: Sequence[Sample], chance: random.Random) -> float:
    """Return the median time for checking an answer of several quotes, in milliseconds."""
    times = []
    for sample in samples[:100]:
        spans = [s.text for s in Source(sample.offered[0]).sentences][:SENTENCES_OF_ANSWER]
        answer = " ".join(f"“{text}” [1]." for text in spans)
        began = time.perf_counter()
        verify(answer, sample.offered)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2] if times else 0.0
