"""Rendering: citations come in, quotes under those who speak go out, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from rag.answering.quotations import INTERRUPTED, PAIRED
from rag.records import Citation
from rag.records.dates import long_date


def rendered(citations: Sequence[Citation]) -> str:
    """Return quotes under those who speak, in order."""
    parts = []
    for who, group in groupby(citations, key=lead):
        parts.append(f"{who}:")
        parts += [f"{_shown(c)} [{c.number}]" for c in group]
    return "\n\n".join(parts)


def _shown(citation: Citation) -> str:
    """Return words in quotation marks, and what tells a report of them from the words themselves.

    A report's own marks stay, and no others go around them: marks within marks would leave open
    what is quoted of whom.
    """
    is_reported = citation.speech != "direct"
    keeps_marks = is_reported and PAIRED.fullmatch(citation.quote)
    around = '"{}"' if not is_reported and INTERRUPTED.match(citation.quote) else "“{}”"
    shown = citation.quote if keeps_marks else around.format(citation.quote)
    return f"As reported: {shown}" if is_reported and citation.speaker else shown


def lead(citation: Citation) -> str:
    """Return who speaks, where and when; for narration, which report says so."""
    where = ", ".join(filter(None, (citation.place, long_date(citation.date))))
    if citation.speaker:
        return f"**{plain(citation.speaker)}**" + (f" ({where})" if where else "")
    about = ", ".join(filter(None, (plain(citation.publisher or ""), where)))
    title = plain(citation.title) if citation.title else file_name(citation.source)
    return f"*{title}*" + (f" ({about})" if about else "")


def plain(words: str) -> str:
    """Return metadata as one line without quotation marks and markup of its own."""
    return " ".join(re.sub(r"[“”\"«»„*_`\[\]<>]", "", words).split())


def file_name(source: str) -> str:
    """Return what a reader knows an untitled document by: the last part of its path or address."""
    return re.sub(r"[*`\[\]<>]", "", re.split(r"[/\\]", source.rstrip("/\\"))[-1])
