"""Whose sentences may be shown: the speaker's own, those of whoever speaks for them, and accounts.

An account is the outlet's own: narration that puts the speaker first. Where the reading is unsure
whose words a sentence reports, it is an account too, and never anybody's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Literal

from rag.answering.evidence import STOP_WORDS, Sentence
from rag.question import Question
from rag.question.vocabulary import DETERMINERS, ROLES
from rag.reading.first_names import is_first_name
from rag.reading.name_parts import agree, office_head, parts_of
from rag.reading.names import is_named_in

NAME = re.compile(r"[A-Z][\w’'.-]*")
NAMES = re.compile(rf"\b{NAME.pattern}(?:\s+(?:{NAME.pattern}|of|de|van))*")
BODY = re.compile(r"\b(?:the|a|an|his|her|its|their|this|that)\s+$", re.IGNORECASE)
"""Stands before the name of a body or a work: "the Senate", "his Morning Talk"."""

PRONOUN = re.compile(r"\W*(?:He|She)\b")
FIRST_NAMES = 2
"""Names at the start of a sentence of which one is what the sentence is about. Where the speaker
asked about is named later or not at all, the account is mostly of what others said: without this
limit 8.6 % of the citations for 230 questions over press reports were others' words, with it
1.7 %; with the first name alone 1.2 %, and .025 of statement recall is lost."""

SPEAKING_FOR = frozenset(
    "administration adviser advisers advisor advisors aide aides attorney attorneys campaign camp "
    "cabinet lawyer lawyers manager office officials representative representatives secretary "
    "spokesman spokesmen spokesperson spokespeople spokeswoman staff staffers team".split()
)
"""Words for those who speak for somebody: "Lind's lawyers", "a spokesman for Lind"."""

Standing = Literal["own", "on", "off"]
"""What a sentence is to the speaker asked about: their words, or opening them; about them; neither.
"""

BETWEEN_PASSAGES = 3
"""Most characters between two passages of which one follows the other."""

MOSTLY = 0.5
"""Share of a sentence outside of reported words from which it is the outlet's account."""

CLOSE_TO = re.compile(r"\b(?:people|sources|those|someone|somebody)\s+(?:close|near)\s+to\b", re.I)
TOGETHER = re.compile(r"\band\b|&")


def citable(
    question: Question, sentences: Sequence[Sentence], *, own: Collection[tuple[str, str]]
) -> list[Sentence]:
    """Return the sentences that may be shown for the speaker asked about.

    These are the speaker's *own*, those of whoever speaks for the speaker or together with them,
    and accounts that put the speaker first, in a report about the speaker: where the name stands
    in the passage, its heading or its title. Others' words are never among them. They stay in the
    order of their hits.
    """
    if not question.speaker or describes_nobody(question, sentences, own):
        return list(sentences)
    asked = _Asked(question.speaker, own)
    ordered = sorted(sentences, key=lambda s: (s.hit.document_id, s.hit.start, s.span.start))
    shown: list[Sentence] = []
    last, standing = None, None
    for _, parts in groupby(ordered, key=lambda s: (s.hit.document_id, s.whole)):
        said = list(parts)
        standing = asked.standing(said, standing if last and _follows(last, said[0]) else None)
        shown += asked.shown(said, standing)
        last = said[-1]
    place = {s.hit.passage_id: i for i, s in enumerate(sentences)}
    return sorted(shown, key=lambda s: place[s.hit.passage_id])


def _follows(last: Sentence, sentence: Sentence) -> bool:
    """Return whether a sentence stands in the same passage as the last, or in the next."""
    if last.hit.document_id != sentence.hit.document_id:
        return False
    return sentence.hit.start - last.hit.end <= BETWEEN_PASSAGES


def describes_nobody(
    question: Question, sentences: Sequence[Sentence], own: Collection[tuple[str, str]]
) -> bool:
    """Return whether a description is asked about, "the coach", that fits no voice on record.

    Anybody's words may then answer: whose they are is shown with them. A name typed in lower case
    is no description: the record has it with a capital or not at all. Nor is an office that the
    record prints with whoever holds it: another minister's words are not those asked for.
    """
    words = (question.speaker or "").split()
    if not words or own or any(word[0].isupper() and word != "The" for word in words):
        return False
    if _is_office_of_a_field(question.speaker or ""):
        return False
    if not {word.lower() for word in words}.isdisjoint(DETERMINERS | ROLES):
        return True
    common = re.compile(rf"\b{re.escape(words[-1])}\b")
    return any(common.search(sentence.hit.text) for sentence in sentences)


def _is_office_of_a_field(description: str) -> bool:
    """Return whether a description is of one office among its like, as "the education minister"
    is and "the minister" or "the chief's spokesman" is not."""
    words = office_head(description).split()
    return (
        len(words) > 1 and words[-1] in ROLES and not words[-2].endswith(("'s", "’s", "s'", "s’"))
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The speaker asked about, by name and by the labels in documents."""

    name: str
    own: Collection[tuple[str, str]]

    def standing(self, said: Sequence[Sentence], before: Standing | None) -> Standing:
        """Return what a sentence, given by its voices, is to the speaker.

        Whom "he" or "she" means is told by the sentence *before* it, as is whose words stand
        alone: nothing is known of it where a passage begins.
        """
        sentence = said[0]
        if any(self._is_own(s) for s in said):
            return "own"
        told = _told(sentence)
        if not re.search(r"\w", told):
            return "own" if before == "own" else "off"
        if PRONOUN.match(told):
            return "off" if before == "off" else "on"
        first = 1 if _is_named(sentence) else FIRST_NAMES
        if not _puts_first(self.name, told, first):
            return "off"
        return "own" if told.rstrip().endswith(":") else "on"

    def shown(self, said: Sequence[Sentence], standing: Standing) -> Iterator[Sentence]:
        """Yield what may be shown of a sentence."""
        own = [s for s in said if self._is_own(s)]
        if own:
            yield from own
            return
        is_told = standing == "own" or (standing == "on" and self._is_reported(said[0]))
        for sentence in said:
            if sentence.speaker and speaks_for(self.name, sentence.speaker):
                yield sentence
            elif is_told and not _is_somebodys(sentence):
                yield _as_account(sentence)

    def _is_own(self, sentence: Sentence) -> bool:
        return (sentence.hit.document_id, sentence.speaker) in self.own

    def _is_reported(self, sentence: Sentence) -> bool:
        """Return whether a sentence stands in a report about the speaker."""
        hit = sentence.hit
        return is_named_in(self.name, f"{hit.text} {hit.heading} {hit.title}")


def speaks_for(name: str, label: str) -> bool:
    """Return whether a label is of those who speak for somebody, or of several with them.

    A description asked about, "the deputy from Lesk", names a place and nobody to speak for.
    """
    if name.split()[0].lower() in DETERMINERS or not is_named_in(name, label):
        return False
    words = set(re.findall(r"\w+", label.lower()))
    return bool(words & SPEAKING_FOR or CLOSE_TO.search(label) or TOGETHER.search(label))


def _is_somebodys(sentence: Sentence) -> bool:
    """Return whether a sentence is the words of somebody else: of a turn, or of one with a name."""
    if sentence.hit.speaker:
        return True
    if not _is_named(sentence):
        return False
    return len(sentence.frame.split()) < MOSTLY * len(sentence.whole_text.split())


def _told(sentence: Sentence) -> str:
    """Return what a sentence tells outside of reported words.

    It is all of a sentence whose words are given to what stands among them: its reading is wrong.
    """
    label = sentence.speaker
    text = sentence.whole_text
    is_misread = label and not _is_named(sentence) and label in text and label not in sentence.frame
    return text if is_misread else sentence.frame


def _is_named(sentence: Sentence) -> bool:
    return bool(sentence.speaker and NAMES.fullmatch(sentence.speaker))


def _as_account(sentence: Sentence) -> Sentence:
    """Return a sentence as the outlet's own, whole."""
    if sentence.speech == "narration":
        return sentence
    text = sentence.whole_text
    return replace(sentence, span=sentence.whole, text=text, speaker=None, speech="narration")


def _puts_first(name: str, text: str, first: int) -> bool:
    """Return whether a name is among the first of a text, bodies and works not counted."""
    runs = (
        (words, bool(BODY.search(text[: run.start()])))
        for run in NAMES.finditer(text)
        if (words := " ".join(w for w in NAME.findall(run[0]) if w.lower() not in STOP_WORDS))
    )
    found = ((_is_name_of(name, words), is_body) for words, is_body in runs)
    counted = (is_it for is_it, is_body in found if is_it or not is_body)
    return any(islice(counted, first))


def _is_name_of(name: str, printed: str) -> bool:
    """Return whether a printed name may be somebody's: surname the same, first name no other."""
    if not is_named_in(name, printed):
        return False
    asked, found = parts_of(name), parts_of(printed)
    before = found.words[: found.words.index(asked.surname)] if asked.surname in found.words else ()
    if not asked.first or not before or not is_first_name(before[-1]):
        return True
    return agree(asked.first, before[-1])
