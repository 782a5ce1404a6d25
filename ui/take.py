"""What a reader takes away of an answer: copied with footnotes, saved as a file, or judged."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

from rag.records import Answer, Citation
from rag.records.dates import long_date
from ui.evidence import SPEECH
from ui.markup import answer_html, link, safe, shown_source

LONGEST_NAME = 60
"""Characters of a question in the name of a file."""

FORMATS: dict[str, tuple[str, str, str, Callable[[Answer], str]]] = {
    "markdown": ("Markdown", "md", "text/markdown", Answer.to_markdown),
    "json": ("JSON", "json", "application/json", Answer.to_json),
    "csv": ("CSV", "csv", "text/csv", Answer.to_csv),
}
"""What an answer is saved as: its name, the ending and kind of the file, and what writes it."""


def actions_html(number: int, answer: Answer) -> str:
    """Return what can be done with the answer of a turn."""
    files = "".join(
        f'<button type="button" class="plain" data-do="take" data-number="{number}" '
        f'data-format="{key}">{name}</button> '
        for key, (name, *_) in FORMATS.items()
    )
    return (
        '<div class="actions" role="group" aria-label="Take it away">'
        '<button type="button" class="plain" data-copy="answer">Copy with footnotes</button> '
        f'<span class="files">Save as {files}</span>'
        f"{_verdict(number)}</div>"
        f'<div class="to-copy" hidden data-markdown="{safe(answer.to_markdown())}">'
        f"{rich_html(answer)}</div>"
    )


def _verdict(number: int) -> str:
    return (
        '<span class="verdicts">'
        '<button type="button" class="plain" data-verdict="up" aria-pressed="false">'
        "Good answer</button> "
        '<button type="button" class="plain" data-verdict="down" aria-pressed="false">'
        "Bad answer</button></span>"
        '<span class="why" hidden><label>What is good or bad about it? It is stored with the '
        'answer on the server. <textarea rows="2" maxlength="5000"></textarea></label> '
        f'<button type="button" class="send" data-do="judge" data-number="{number}">Send</button>'
        "</span>"
    )


def rich_html(answer: Answer) -> str:
    """Return an answer with its footnotes as HTML that word processors take when it is pasted."""
    words = answer_html(
        answer.text,
        quotes=(citation.quote for citation in answer.citations),
        marker=lambda number: f"<sup>[{number}]</sup>",
    )
    notes = "".join(f"<p>[{c.number}] {_note(c)}</p>" for c in answer.citations)
    question = f"<p><strong>{safe(answer.question)}</strong></p>"
    return f'{question}{words}<div class="notes">{notes}</div>'


def _note(citation: Citation) -> str:
    parts = (
        f"{citation.speaker or 'No speaker named'}, {SPEECH[citation.speech]}",
        citation.title,
        citation.publisher,
        long_date(citation.date),
        *citation.labels,
    )
    where = citation.url or citation.source
    told = ". ".join(safe(part) for part in parts if part)
    return f"“{safe(citation.quote)}” {told}. {link(where, shown_source(where))}"


def file_html(answer: Answer, format_name: str) -> str:
    """Return an answer as a file, for the page's script to hand to the browser.

    JSON keeps line ends that HTML would change; the time makes each file a new one to Gradio.
    """
    _, ending, kind, written = FORMATS[format_name]
    file = {"name": f"{file_name(answer.question)}.{ending}", "kind": kind, "text": written(answer)}
    return f'<span hidden data-file="{safe(json.dumps(file))}" data-at="{time.time_ns()}"></span>'


def file_name(question: str) -> str:
    """Return a question as the name of a file, without its ending."""
    words = re.sub(r"[^\w]+", "-", question.casefold())[:LONGEST_NAME].strip("-_")
    return f"pressroom-{words}".rstrip("-")


def address_html(conversation_id: str | None) -> str:
    """Return what tells the page's script the address of the conversation."""
    return f'<span hidden data-conversation="{safe(conversation_id or "")}"></span>'


def shared_html(conversation_id: str) -> str:
    """Return a link to a conversation as it was when it was shared."""
    query = f"?c={safe(conversation_id)}"
    return (
        f'<p class="told" role="status" data-at="{time.time_ns()}">This link shows the '
        f'conversation as it is now, to everyone who has it: <a href="{query}" '
        f'data-shared="{query}">'
        "the conversation</a> <span></span></p>"
    )


def told_html(words: str, *, failed: bool = False) -> str:
    """Return a line that tells what became of what a reader did."""
    role = "alert" if failed else "status"
    return f'<p class="told" role="{role}" data-at="{time.time_ns()}">{safe(words)}</p>'
