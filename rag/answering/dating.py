"""The time a question names: first as when something was said, then as what was spoken of.

"What did Lind say about prices in 2022?" is answered by words of that year, else by words that
name it. Where nothing at all is on record from then, any words may answer, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.answering.evidence import Sentence
from rag.answering.extractive import Extract, extract
from rag.answering.gathering import Gathered, Gatherer
from rag.index import Filter, Index
from rag.index.entries import date_number
from rag.question import Question
from rag.records.dates import MONTH_NAMES, long_date

NOTHING_FROM_THEN = "Nothing on record is dated {when}; other dates were searched."
SPOKEN_OF = "No answer dated {when} was found; what is quoted speaks of that time."


@dataclass(frozen=True, slots=True)
class Dated:
    """Where a question is to be looked up: ``where``, with the dates it names unless nothing is
    from then, or ``otherwise``, without them."""

    where: Filter | None
    otherwise: Filter | None
    is_named: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether the question names a time that nothing on record is from."""
        return self.is_named and self.where == self.otherwise


def dated(asked: Question, where: Filter | None, index: Index) -> Dated:
    """Return where to look up a question, with the dates that it names."""
    if not asked.since and not asked.until:
        return Dated(where, where)
    within = replace(
        where or Filter(),
        since=(where and where.since) or date_number(asked.since),
        until=(where and where.until) or date_number(asked.until),
    )
    return Dated(within if index.library.live_numbers(within) else where, where, is_named=True)


def missing(asked: Question, place: Dated) -> tuple[str, ...]:
    """Return a notice where nothing on record is from the time that a question names."""
    return (NOTHING_FROM_THEN.format(when=when_asked(asked)),) if place.is_missing else ()


def of_that_time(
    asked: Question, place: Dated, gatherer: Gatherer
) -> tuple[Gathered, Extract, tuple[str, ...]] | None:
    """Answer from words that name the time a question names, whenever they were said, if any do."""
    if not place.is_named or asked.asks_anything or not (year := _year_asked(asked)):
        return None
    found = gatherer.gather(replace(asked, topic=f"{asked.topic} {year}"), place.otherwise)
    wanted = gatherer.content_terms(asked.topic)
    naming = [
        sentence
        for sentence in found.sentences
        if _names_time(sentence, asked)
        and wanted & set(gatherer.terms(f"{sentence.hit.title} {sentence.hit.text}"))
    ]
    found = replace(found, sentences=naming, headlines=())
    told = extract(asked, found)
    if told.reason and told.reason != "declined":
        return None
    return found, told, (SPOKEN_OF.format(when=when_asked(asked)),) if told.citations else ()


def _year_asked(asked: Question) -> str:
    """Return the year that a question names, if it names only one."""
    since, until = (asked.since or "")[:4], (asked.until or "")[:4]
    return since if since == until else ""


def _names_time(sentence: Sentence, asked: Question) -> bool:
    """Return whether a sentence names the year asked about, or the month, said not long before."""
    year = _year_asked(asked)
    if re.search(rf"\b{year}\b", sentence.text):
        return True
    since, until = asked.since or "", asked.until or ""
    said = sentence.hit.date or ""
    if since[:7] != until[:7] or said[:4] not in (year, str(int(year) - 1)):
        return False
    return re.search(rf"\b{MONTH_NAMES[int(since[5:7]) - 1]}\b", sentence.text) is not None


def when_asked(asked: Question) -> str:
    """Return the dates a question names, for readers: "May 2022", "3 May 2022 or later"."""
    since, until = asked.since or "", asked.until or ""
    if since and until:
        return long_date(_shared(since, until)) or f"{long_date(since)} to {long_date(until)}"
    return f"{long_date(since)} or later" if since else f"{long_date(until)} or earlier"


def _shared(since: str, until: str) -> str | None:
    """Return the day, month or year that a range is all of."""
    if since == until:
        return since
    if (since[4:], until[4:]) == ("-01-01", "-12-31") and since[:4] == until[:4]:
        return since[:4]
    return since[:7] if since[:7] == until[:7] and since.endswith("-01") else None
