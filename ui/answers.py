"""A conversation as HTML: questions, answers with their markers, abstentions, and what was refused.

A turn carries its evidence with it, hidden; the page's script shows it in the panel beside.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Answer, Citation, Hit, Rejected
from rag.records.dates import long_date
from ui.conversation import Asked
from ui.evidence import SPEECH, DocumentOf, badges, evidence_html, reading_link
from ui.filters import NO_FILTERS, Filters, chips_html
from ui.markup import answer_html, element, safe, shown_source
from ui.places import link_to, statements_query
from ui.take import actions_html

SILENCE = {
    "not_in_record": "Other words or fewer filters may find more; what is missing can be added "
    "under Library.",
    "speaker_unknown": "Who is on record, and under which name, stands under "
    + link_to(statements_query(NO_FILTERS), "Statements")
    + ".",
    "speaker_silent": "All that is on record of a speaker stands under Statements.",
    "declined": "What was said instead stands first below.",
}
"""What a reader can do where there is no answer, by the reason, as HTML."""

SHOWN_NEAREST = 3

SHARE = ' <button type="button" class="plain" data-do="hand_over">Share this conversation</button>'


def waiting_html(asked: Asked, text: str = "") -> str:
    """Return a turn whose answer is still being written."""
    words = answer_html(text, marker=_inert) or '<p class="waiting">Searching the record…</p>'
    return _turn(asked, f'<div class="answer writing">{words}</div>', state="writing")


def answered_html(
    asked: Asked, answer: Answer, document_of: DocumentOf, *, candidates: Sequence[str] = ()
) -> str:
    """Return a turn with its whole answer and, hidden, its evidence.

    *candidates* are the people whom the name in the question may mean.
    """
    body = _understood(answer)
    body += _abstention(answer) if answer.reason else _answer(asked, answer)
    evidence = evidence_html(answer.citations, document_of)
    store = f'<div class="evidence-store" hidden>{evidence}</div>'
    body += _candidates(candidates)
    body += _foot(answer) + actions_html(asked.number, answer) + _again(asked, SHARE) + store
    return _turn(asked, body, state="done", told=_told(answer))


def failed_html(asked: Asked, reason: str) -> str:
    """Return a turn that could not be answered, with the reason."""
    body = f'<div class="failure" role="alert"><p>{safe(reason)}</p></div>'
    return _turn(asked, body + _again(asked), state="failed", told=reason)


def stopped_html(asked: Asked) -> str:
    """Return a turn that was stopped. Words written so far are not kept: nobody verified them."""
    body = '<p class="waiting">Stopped before the answer was complete.</p>'
    return _turn(asked, body + _again(asked), state="stopped", told="Stopped.")


def _turn(asked: Asked, body: str, *, state: str, told: str = "") -> str:
    chips = chips_html(asked.filters, asked.document_title)
    busy = "true" if state == "writing" else "false"
    query = asked.filters.query(asked.question)
    return (
        f'<article class="turn" data-turn="{asked.number}" data-state="{state}" '
        f'data-address="{safe(query)}" '
        f'data-told="{safe(told)}" aria-busy="{busy}">'
        f'<h2 class="question">{safe(asked.question)}</h2>{chips}{body}</article>'
    )


def _understood(answer: Answer) -> str:
    if not answer.standalone or answer.standalone == answer.question:
        return ""
    return f'<p class="understood">Understood as: <q>{safe(answer.standalone)}</q></p>'


def _candidates(names: Sequence[str]) -> str:
    """Return a chip for each person who may be meant, that asks for the words of that one."""
    if not names:
        return ""
    chips = "".join(
        f'<button type="button" class="chip" data-do="only" data-name="{safe(name)}">'
        f"Only {safe(name)}</button>"
        for name in names
    )
    return f'<p class="chips candidates">{chips}</p>'


def _again(asked: Asked, more: str = "") -> str:
    """Return what can be done with a question once it is no longer being answered."""
    query = asked.filters.query(asked.question)
    return (
        '<p class="again"><button type="button" class="plain" data-do="edit">Edit the question'
        '</button> <button type="button" class="plain" data-do="again">Ask again</button> '
        f'<button type="button" class="plain" data-link="{safe(query)}">'
        f"Copy a link to this question</button>{more}</p>"
    )


def _answer(asked: Asked, answer: Answer) -> str:
    cited = {citation.number: citation for citation in answer.citations}

    def marker(number: int) -> str:
        citation = cited.get(number)
        return _marker(asked, citation) if citation else _inert(number)

    words = answer_html(
        answer.text, quotes=(citation.quote for citation in answer.citations), marker=marker
    )
    labels = dict.fromkeys(label for citation in answer.citations for label in citation.labels)
    return f'<div class="answer">{_warned(labels)}{words}</div>'


def _warned(labels: dict[str, None]) -> str:
    return f'<p class="labels">From documents marked {badges(labels)}</p>' if labels else ""


def _marker(asked: Asked, citation: Citation) -> str:
    who = citation.speaker or SPEECH[citation.speech]
    name = f"Citation {citation.number}: {who}, {long_date(citation.date) or 'no date'}"
    return (
        f'<a class="marker" href="#evidence" role="button" data-turn="{asked.number}" '
        f'data-number="{citation.number}" aria-label="{safe(name)}" '
        f'data-quote="“{safe(citation.quote)}”">[{citation.number}]</a>'
    )


def _inert(number: int) -> str:
    return f'<span class="marker">[{number}]</span>'


def _abstention(answer: Answer) -> str:
    why = _all_words(answer.silent) or SILENCE.get(answer.reason or "", "")
    return (
        f'<div class="abstention"><p class="kicker">No answer</p><h3>{safe(answer.text.strip())}'
        f"</h3><p>{why}</p></div>{_nearest(answer.nearest)}"
    )


def _all_words(names: Sequence[str]) -> str:
    """Return links to all that people said."""
    links = (link_to(statements_query(Filters(name)), f"All words of {name}") for name in names)
    return " · ".join(links)


def _nearest(hits: Sequence[Hit]) -> str:
    if not hits:
        return ""
    items = "".join(_near(hit) for hit in hits[:SHOWN_NEAREST])
    return (
        '<section class="nearest" aria-label="Nearest passages">'
        f"<h3>Nearest in the record <span>not an answer</span></h3><ol>{items}</ol></section>"
    )


def _near(hit: Hit) -> str:
    about = ", ".join(
        safe(part)
        for part in (hit.speaker, hit.title or shown_source(hit.source), long_date(hit.date))
        if part
    )
    return (
        f'<li><p class="about">{badges(hit.labels)}{about}</p><p>{safe(hit.text)}</p>'
        f"{reading_link(hit.document_id, hit.start, hit.end)}</li>"
    )


def _foot(answer: Answer) -> str:
    notices = "".join(f'<p class="notice">{safe(notice)}</p>' for notice in answer.notices)
    return f"<footer>{notices}{_written_by(answer)}{_refused(answer.rejected)}</footer>"


def _written_by(answer: Answer) -> str:
    if answer.engine != "extractive":
        return element("p", f"Written by {answer.engine}", class_="engine")
    if answer.abstained:
        return ""
    return element("p", "Composed of quoted sentences, without a language model", class_="engine")


def _refused(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return ""
    items = "".join(
        f"<li>{safe(refused.text)} <span>({safe(refused.outcome)})</span></li>"
        for refused in rejected
    )
    count = len(rejected)
    noun = "passage" if count == 1 else "passages"
    return (
        f'<details class="refused"><summary>{count} {noun} refused by verification</summary>'
        f"<ul>{items}</ul></details>"
    )


def _told(answer: Answer) -> str:
    """Return what a screen reader is told when the answer is there."""
    if answer.abstained:
        return f"No answer. {answer.text}" if answer.reason else answer.text
    count = len(answer.citations)
    return f"Answer with {count} citation{'' if count == 1 else 's'}: {answer.text}"
