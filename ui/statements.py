"""Statements of a speaker as HTML: in time order, with a timeline and changes of wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache, partial

from rag.records import Document, SpeakerEntry, Statement
from rag.records.dates import long_date
from rag.utterances import Rewording, Utterance, Version, rewordings, utterances
from ui.evidence import SPEECH, badges, printed_html, reading_link
from ui.filters import Filters
from ui.markup import element, safe, shown_source
from ui.pager import page_of, pager_html
from ui.places import statements_query
from ui.timeline import timeline_html

PAGE_SIZE = 40
"""Utterances shown at a time."""

SHOWN_SPEAKERS = 12

PART = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]+|\s+")

MARK = re.compile(r"[\"“”«»]")

JOINED = re.compile(r"</(?:ins|del)>(\s+)<(?:ins|del)>")
"""What stands between two marked words; words themselves are escaped and hold none of it."""

LISTS_KEPT = 4
"""Lists of statements that are compared once, while readers turn their pages."""

Documents = Mapping[str, Document]


def statements_html(
    statements: Sequence[Statement],
    documents: Documents,
    *,
    page: int,
    query_of: Callable[[int], str],
) -> str:
    """Return a page of statements in time order; on the first, what can be seen of them all.

    *query_of* names the address of a page.
    """
    said = _utterances(tuple(statements))
    shown, page, pages = page_of(said, page, PAGE_SIZE)
    before = (None, *(utterance.fullest.date for utterance in shown))
    cards = "".join(map(partial(_card, documents=documents), shown, before))
    overview = _overview(statements, said, documents) if page == 0 else ""
    return (
        f'{overview}<ol class="statements" aria-label="Statements in time order">{cards}</ol>'
        f"{pager_html(page, pages, query_of, ('Earlier', 'Later'))}"
    )


def speakers_html(speakers: Sequence[SpeakerEntry]) -> str:
    """Return who has most statements on record, as links to begin with."""
    items = "".join(
        f'<li><a class="place" href="{safe(statements_query(Filters(entry.name)))}">'
        f"{safe(entry.name)} <span>{entry.statement_count}</span></a></li>"
        for entry in speakers[:SHOWN_SPEAKERS]
    )
    return (
        '<p class="hint">Choose whose words you want to see, a topic, or both.</p>'
        f'<ul class="voices" aria-label="Most on record">{items}</ul>'
    )


def _overview(
    statements: Sequence[Statement], said: Sequence[Utterance], documents: Documents
) -> str:
    count = len(statements)
    document_count = len({statement.document_id for statement in statements})
    facts = f"{_count(count, 'statement')} in {_count(document_count, 'document')}"
    if len(said) < count:
        facts += f", {len(said)} once those in the same words are put together"
    return (
        f'<p class="tally" role="status">{facts}.</p>{_ends(statements)}'
        f"{timeline_html([statement.date for statement in statements])}"
        f"{_rewordings(_reworded(tuple(statements)), documents)}"
    )


@lru_cache(LISTS_KEPT)
def _utterances(statements: tuple[Statement, ...]) -> list[Utterance]:
    return utterances(statements)


@lru_cache(LISTS_KEPT)
def _reworded(statements: tuple[Statement, ...]) -> list[Rewording]:
    return rewordings(statements)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _ends(statements: Sequence[Statement]) -> str:
    dated = [statement for statement in statements if statement.date]
    if not dated or dated[0].date == dated[-1].date:
        return ""
    return f'<dl class="ends">{_end("First said", dated[0])}{_end("Last said", dated[-1])}</dl>'


def _end(name: str, statement: Statement) -> str:
    when = long_date(statement.date)
    read = reading_link(statement.document_id or "", statement.start, statement.end, when)
    return f"<div><dt>{name}</dt><dd>{read}</dd></div>"


def _card(utterance: Utterance, before: str | None, documents: Documents) -> str:
    """Return an utterance; the date of the one before is not shown again."""
    said = utterance.fullest
    others = [other for other in utterance.statements[1:] if other.document_id != said.document_id]
    seen = " visually-hidden" if before and before == said.date else ""
    return (
        f'<li class="said"><p class="when{seen}">{safe(long_date(said.date) or "No date")}</p><div>'
        f'<p class="voice">{_voice(said)}</p>{_quote(said, documents)}'
        f"{_where(said, documents)}{_outlets(said, others, documents)}</div></li>"
    )


def _voice(said: Statement) -> str:
    if not said.speaker:
        return f"<em>speaker not named</em>, {SPEECH[said.speech]}"
    as_printed = printed_html(said.speaker, said.label)
    return f"<strong>{safe(said.speaker)}</strong>, {SPEECH[said.speech]}{as_printed}"


def _quote(said: Statement, documents: Documents) -> str:
    document = documents.get(said.document_id or "")
    lang = f' lang="{safe(document.language)}"' if document and document.language else ""
    words = (said.text or "").strip()
    opening, closing = _marks(words) if said.speech == "direct" else ("", "")
    shown = safe(f"{opening}{words}{closing}").replace("\n", "<br>")
    return f"<blockquote{lang}><p>{shown}</p></blockquote>"


def _marks(words: str) -> tuple[str, str]:
    """Return the quotation marks around a quote: those that it is interrupted with, if it is.

    >>> _marks('Not now," she said. "Perhaps later.')
    ('"', '"')
    """
    first = MARK.search(words)
    if first and first[0] == "»":
        return "«", "»"
    if first and first[0] == '"' and words[: first.start()].rstrip() == words[: first.start()]:
        return '"', '"'
    return "“", "”"


def _where(said: Statement, documents: Documents) -> str:
    """Return what carries the words, its title a link that opens it there."""
    document = documents.get(said.document_id or "")
    title = said.title or shown_source(said.source or "")
    parts = [reading_link(said.document_id or "", said.start, said.end, title)]
    parts += [safe(document.publisher)] if document and document.publisher else []
    labels = badges(document.labels) if document else ""
    return f'<p class="about">{labels}{" · ".join(parts)}</p>'


def _outlets(said: Statement, others: Sequence[Statement], documents: Documents) -> str:
    """Return in which other outlets the words stand, folded behind their number."""
    if not others:
        return ""
    names = {_outlet(statement, documents) for statement in (said, *others)}
    count = f"In {len(names)} outlets" if len(names) > 1 else f"In {len(others) + 1} documents"
    items = "".join(
        f"<li>{_quote(other, documents)}{_where(other, documents)}</li>" for other in others
    )
    return f'<details class="outlets"><summary>{count}</summary><ul>{items}</ul></details>'


def _outlet(statement: Statement, documents: Documents) -> str:
    document = documents.get(statement.document_id or "")
    return (document and document.publisher) or statement.source or ""


def _rewordings(found: Sequence[Rewording], documents: Documents) -> str:
    if not found:
        return ""
    count = f"{_count(len(found), 'sentence')} on record in two versions"
    pairs = "".join(_pair(pair, documents) for pair in found)
    return (
        f'<details class="rewordings"><summary>{count}</summary>'
        '<p class="hint">Sentences from different documents that share most of their words. What '
        "stands in only one of the two is marked; whether it means a change is yours to judge.</p>"
        f"<ol>{pairs}</ol></details>"
    )


def _pair(pair: Rewording, documents: Documents) -> str:
    earlier, later = word_diff(pair.earlier.text, pair.later.text)
    return (
        f'<li class="pair">{_version(pair.earlier, earlier, documents)}'
        f"{_version(pair.later, later, documents)}</li>"
    )


def _version(version: Version, words: str, documents: Documents) -> str:
    said = version.statement
    document = documents.get(said.document_id or "")
    outlet = (document and document.publisher) or said.title or shown_source(said.source or "")
    labels = badges(document.labels) if document else ""
    return (
        f'<div><p class="about">{labels}{safe(long_date(said.date) or "No date")} · '
        f"{safe(said.speaker or '')} · {safe(outlet)}</p><blockquote><p>{words}</p></blockquote>"
        f"{reading_link(said.document_id or '', version.start, version.end)}</div>"
    )


def word_diff(earlier: str, later: str) -> tuple[str, str]:
    """Return two versions as HTML, with the words that stand in only one of them marked."""
    one, other = PART.findall(earlier), PART.findall(later)
    left, right = [], []
    for change, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left.append(_marked("del", one[a:b], change))
        right.append(_marked("ins", other[c:d], change))
    return JOINED.sub(r"\1", "".join(left)), JOINED.sub(r"\1", "".join(right))


def _marked(name: str, parts: Sequence[str], change: str) -> str:
    words = safe("".join(parts))
    return words if change == "equal" or not words.strip() else f"<{name}>{words}</{name}>"


def nothing_html(speaker: str | None, topic: str, *, is_dated: bool) -> str:
    """Return that there are no such statements, from these dates where some are given."""
    whose = f" of {speaker}" if speaker else ""
    about = f" with a word of “{topic}”" if topic else ""
    when = " from these dates" if is_dated else ""
    return element("p", f"No statement{whose}{about} is on record{when}.", class_="hint")
