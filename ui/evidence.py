"""The evidence of an answer as HTML: each citation in its paragraph, the cited words marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rag.records import Citation, Document, Evidence, Span
from rag.records.dates import long_date
from ui.markup import element, link, safe, shown_source
from ui.places import document_query, link_to

GAP = "\n\n"
"""What stands between paragraphs of a document's text."""

LONGEST = 1200
"""Most characters shown of the text on either side of the cited words, and of a neighbour."""

SPEECH = {
    "direct": "direct speech",
    "indirect": "reported speech",
    "narration": "the outlet’s own account",
}

DocumentOf = Callable[[str], Document | None]


def evidence_html(citations: Sequence[Citation], document_of: DocumentOf) -> str:
    """Return all citations of an answer, those that follow one another in a document together."""
    groups = groupby(citations, key=lambda citation: citation.document_id)
    return "".join(_from_document(list(group), document_of(key)) for key, group in groups)


def _from_document(citations: Sequence[Citation], document: Document | None) -> str:
    cited = "".join(citation_html(citation, document) for citation in citations)
    return f'<section class="from-document">{heading_html(citations[0])}{cited}</section>'


def heading_html(evidence: Evidence | Document, *, level: int = 3) -> str:
    """Return what document words come from: title, publisher, place, date, labels and source."""
    title = evidence.title or shown_source(evidence.source)
    about = " · ".join(
        element("span", part)
        for part in (evidence.publisher, evidence.place, long_date(evidence.date))
        if part
    )
    heading = element(f"h{level}", title, class_="document-title")
    return (
        f"<header>{badges(evidence.labels)}{heading}"
        f'<p class="about">{about}</p><p class="source">{source_html(evidence)}</p></header>'
    )


def source_html(evidence: Evidence | Document) -> str:
    """Return where the document is: a link where it has an address, else its file's name."""
    address = evidence.url or evidence.source
    where = [link(address, shown_source(address))]
    if isinstance(evidence, Evidence) and evidence.page is not None:
        where.append(f"page {safe(evidence.page)}")
    return " · ".join(where)


def badges(labels: Iterable[str]) -> str:
    """Return the warnings a document carries, such as "fictional"."""
    return "".join(f'<span class="badge">{safe(label)}</span> ' for label in labels)


def citation_html(citation: Citation, document: Document | None) -> str:
    """Return one citation: whose words, the question they answer, and the paragraph around them."""
    return (
        f'<article class="citation" tabindex="-1" data-number="{citation.number}" '
        f'aria-label="Citation {citation.number}">'
        f'<p class="voice"><span class="number">{citation.number}</span> {_voice(citation)}</p>'
        f"{_asked(citation.question)}{_excerpt(citation, document)}"
        f"{reading_link(citation.document_id, citation.start, citation.end)}</article>"
    )


def _voice(citation: Citation) -> str:
    how = SPEECH[citation.speech]
    at = f" · at <time>{safe(citation.time)}</time>" if citation.time else ""
    if citation.speaker:
        as_printed = printed_html(citation.speaker, citation.label)
        return f"<strong>{safe(citation.speaker)}</strong>, {how}{at}{as_printed}"
    whose = "" if citation.speech == "narration" else " <em>speaker not named</em>,"
    return f"{whose} {how}{at}".strip()


def printed_html(name: str, label: str | None) -> str:
    """Return how a document prints somebody's name, where it prints another than is shown."""
    if not label or label == name:
        return ""
    return f' <span class="printed">(printed as {safe(label)})</span>'


def _asked(question: str | None) -> str:
    if not question:
        return ""
    return f'<p class="asked"><span>Question</span> {safe(question)}</p>'


def _excerpt(citation: Citation, document: Document | None) -> str:
    if document is None:
        return (
            f"<blockquote><p><mark>{safe(citation.quote)}</mark></p></blockquote>"
            '<p class="hint">The document has been removed from the library since.</p>'
        )
    inner = Span(citation.passage_start, citation.passage_end)
    before, within, after = around(document.text, inner)
    if _is_asked(document.text[slice(*before)], citation.question):
        before = Span(before.end, before.end)  # it stands above the paragraph already
    if any(mark.kind == "heading" and mark.start == after.start for mark in document.marks):
        after = Span(after.start, after.start)  # it heads what is no longer shown
    marked = Span(citation.start, citation.end)
    parts = [
        _paragraphs(document.text, before, marked, "context"),
        _paragraphs(document.text, within, marked),
        _paragraphs(document.text, after, marked, "context"),
    ]
    return f"<blockquote{_lang(document)}>{''.join(parts)}</blockquote>"


def _is_asked(paragraph: str, question: str | None) -> bool:
    """Return whether a paragraph is a question, or the end of it, with or without a label."""
    words, asked = " ".join(paragraph.split()), " ".join((question or "").split())
    return bool(words and asked) and (words.endswith(asked) or asked.endswith(words))


def around(text: str, span: Span) -> tuple[Span, Span, Span]:
    """Return the paragraph before a span, the whole paragraphs it touches, the one after."""
    within = Span(_paragraph_start(text, span.start), _paragraph_end(text, span.end))
    before_end = len(text[max(within.start - LONGEST, 0) : within.start].rstrip())
    before_end += max(within.start - LONGEST, 0)
    before = Span(_paragraph_start(text, before_end), before_end)
    after_start = _next_visible(text, within.end)
    return before, within, Span(after_start, _paragraph_end(text, after_start))


def _paragraph_start(text: str, at: int) -> int:
    earliest = max(at - LONGEST, 0)
    gap = text.rfind(GAP, earliest, at)
    if gap >= 0 or not earliest:
        return gap + len(GAP) if gap >= 0 else 0
    line = text.rfind("\n", earliest, at)  # in long turns paragraphs stand one a line
    return (line if line >= 0 else text.find(" ", earliest, at)) + 1 or earliest


def _paragraph_end(text: str, at: int) -> int:
    latest = min(at + LONGEST, len(text))
    gap = text.find(GAP, at, latest)
    if gap >= 0 or latest == len(text):
        return gap if gap >= 0 else latest
    line = text.find("\n", at, latest)
    return line if line >= 0 else max(text.rfind(" ", at, latest), at)


def _next_visible(text: str, at: int) -> int:
    rest = text[at : at + LONGEST]
    return at + len(rest) - len(rest.lstrip())


def marked_html(text: str, span: Span, marked: Span) -> str:
    """Return the text of a span with the part inside *marked* highlighted, all escaped."""
    start = min(max(marked.start, span.start), span.end)
    end = max(min(marked.end, span.end), start)
    middle = f"<mark>{safe(text[start:end])}</mark>" if start < end else ""
    whole = safe(text[span.start : start]) + middle + safe(text[end : span.end])
    return whole.replace("\n", "<br>")


def _paragraphs(text: str, span: Span, marked: Span, class_: str = "") -> str:
    attribute = f' class="{class_}"' if class_ else ""
    return "".join(
        f"<p{attribute}>{marked_html(text, part, marked)}</p>" for part in paragraphs(text, span)
    )


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """Yield the paragraphs of a span, without those that show nothing."""
    start = span.start
    while start < span.end:
        gap = text.find(GAP, start, span.end)
        end = span.end if gap < 0 else gap
        if text[start:end].strip():
            yield Span(start, end)
        start = end + len(GAP)


def _lang(document: Document) -> str:
    return f' lang="{safe(document.language)}"' if document.language else ""


def reading_link(
    document_id: str, start: int, end: int, words: str = "Read in the document"
) -> str:
    """Return a link that opens a document where the words between two offsets stand."""
    return link_to(document_query(document_id, Span(start, end)), words, class_="read")
