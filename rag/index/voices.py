"""Whose words a passage carries: its turn's, those of the statements in it, its answer's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.records import Document, Passage


def voices_of(document: Document, cut: Sequence[Passage]) -> list[tuple[int, str]]:
    """Return (position of the passage, person) for everyone whose words a passage carries."""
    people = {naming.label: naming.name for naming in document.namings}
    found: set[tuple[int, str]] = set()
    for i, passage in enumerate(cut):
        if passage.speaker and not passage.asked:
            found.add((i, people.get(passage.speaker, passage.speaker)))
    first = 0
    for statement in sorted(document.statements, key=lambda s: s.start):
        if not statement.speaker:
            continue
        while first < len(cut) and cut[first].end <= statement.start:
            first += 1
        for i in range(first, len(cut)):
            if cut[i].start >= statement.end:
                break
            found.add((i, people.get(statement.speaker, statement.speaker)))
    return sorted(found | _answering_voices(cut, found))


def _answering_voices(
    cut: Sequence[Passage], found: Collection[tuple[int, str]]
) -> set[tuple[int, str]]:
    """Return (position, person) of journalists' questions, each with who answers it."""
    voices_at: dict[int, set[str]] = {}
    for i, name in found:
        voices_at.setdefault(i, set()).add(name)
    asked = [(i, passage) for i, passage in enumerate(cut) if passage.asked]
    return {
        (i, name)
        for at, names in voices_at.items()
        if (span := cut[at].question)
        for i, passage in asked
        if span.start <= passage.start < span.end
        for name in names
    }
