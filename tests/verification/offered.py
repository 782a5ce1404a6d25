"""Passages as a model is offered them, for tests."""

from __future__ import annotations

from typing import Any

from rag.records import Hit, Statement
from rag.verification import Offered

Said = tuple[str, str | None, str]
"""Words of a passage, who says them, and how."""


def offered(text: str, *said: Said, start: int = 0, **about: Any) -> Offered:
    """Return a passage with what is said in it."""
    given: dict[str, Any] = {
        "document_id": "d",
        "source": "report.md",
        "title": None,
        "date": None,
        "heading": None,
        "start": start,
        "end": start + len(text),
        "speaker": None,
        "speech": "narration",
        "passage_id": f"p{start}",
        "text": text,
        "score": 1.0,
        "rank": 1,
        **about,
    }
    return Offered(Hit(**given), tuple(_statement(text, start, one) for one in said))


def _statement(text: str, start: int, said: Said) -> Statement:
    words, speaker, speech = said
    at = start + text.index(words)
    return Statement(at, at + len(words), speaker, speech)  # type: ignore[arg-type]


PORT = offered(
    "“The port stays open,” Varga said. “Not one crane will leave.” Olsen said it was late.",
    ("The port stays open,", "Ilse Varga", "direct"),
    ("Not one crane will leave.", "Ilse Varga", "direct"),
    ("it was late", "Nils Olsen", "indirect"),
    title="The port",
    date="2024-05-02",
)
TARIFF = offered(
    "The tariff stays. He called the strike “a mistake – and a costly one” on Monday.", start=1000
)
TABLE = offered(
    "See table [2] of the budget: party members pay twice. No comment… for now.", start=2000
)
LIND = offered(
    "We will not open five ports in 2025. Russia agreed with the European Union on it. "
    "Twenty percent is enough, and we thank the 3 unions and the 12 towns.",
    start=3000,
    speaker="PRESIDENT LIND",
    speech="direct",
    date="2024-05-02",
    place="Astvald",
)
ASKED = offered(
    "Will the bridge open in June?", start=4000, speaker="Q", speech="direct", asked=True
)
OFFERED = (PORT, TARIFF, TABLE, LIND, ASKED)
