"""Citations: a span of a hit, with all that the hit knows of where it stands."""

from __future__ import annotations

from rag.records import Citation, Hit, Span, Speech


def citation_of(
    hit: Hit, span: Span, *, number: int, speaker: str | None, speech: Speech
) -> Citation:
    """Return the citation of a span inside a hit."""
    return Citation(
        document_id=hit.document_id,
        source=hit.source,
        title=hit.title,
        date=hit.date,
        heading=hit.heading,
        start=span.start,
        end=span.end,
        speaker=speaker,
        speech=speech,
        question=hit.question,
        place=hit.place,
        event=hit.event,
        publisher=hit.publisher,
        url=hit.url,
        labels=hit.labels,
        page=hit.page,
        time=hit.time,
        number=number,
        quote=hit.text[span.start - hit.start : span.end - hit.start],
        passage_start=hit.start,
        passage_end=hit.end,
    )
