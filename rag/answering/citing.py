"""Citations: a span of a hit, with all that the hit knows of where it stands."""

from __future__ import annotations

from dataclasses import fields, replace

from rag.index.library import Library
from rag.records import Answer, Citation, Evidence, Hit, Span, Speech

SHARED = tuple(field.name for field in fields(Evidence))


def citation_of(
    hit: Hit, span: Span, *, number: int, speaker: str | None, speech: Speech
) -> Citation:
    """Return the citation of a span inside a hit, whose words are those of *speaker*."""
    about = {name: getattr(hit, name) for name in SHARED}
    about |= {"start": span.start, "end": span.end, "speaker": speaker, "speech": speech}
    return Citation(
        **about,
        number=number,
        quote=hit.words_at(span),
        passage_start=hit.start,
        passage_end=hit.end,
    )


def with_roles(answer: Answer, library: Library) -> Answer:
    """Return an answer whose citations tell the role that their document prints of the speaker."""
    roles = library.speakers.roles({citation.document_id for citation in answer.citations})
    cited = (
        replace(citation, role=roles.get((citation.document_id, citation.label or "")))
        for citation in answer.citations
    )
    return replace(answer, citations=tuple(cited))
