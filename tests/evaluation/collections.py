"""A small test collection, written here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HARBOUR = """---
title: The harbour of Lorne
date: 2024-05-01
publisher: Lorne Gazette
---
MAYOR ORVIN: The harbour will open in the first week of May, whatever the weather does to us. It
costs nine million, and not a coin more than that was ever promised to the builders.

Q: Will the old bridge be closed while the harbour is built?

MAYOR ORVIN: No comment on the bridge. Ask the engineers of the district, who know it well and
who will publish what they found in the autumn of this year.
"""

SCHOOL = """# A school for Lorne

Councillor Tamsel told reporters that the school needs forty teachers before the winter. “We have
found twelve of them so far,” she said, “and the others are being looked for in three countries.”

The council meets again on Friday, when the budget of the school library is on its list.
"""

CASES: list[dict[str, Any]] = [
    {
        "id": "harbour-open",
        "question": "When will the harbour open?",
        "answerable": True,
        "type": "when",
        "relevant": [
            {
                "document": "harbour.md",
                "quote": "The harbour will open in the first week of May",
                "speaker": "Orvin",
            }
        ],
    },
    {
        "id": "harbour-cost",
        "question": "What does the harbour cost?",
        "answerable": True,
        "type": "count",
        "history": ["When will the harbour open?"],
        "relevant": [{"document": "harbour.md", "quote": "It costs nine million"}],
    },
    {
        "id": "school-teachers",
        "question": "How many teachers does the school need?",
        "answerable": True,
        "type": "count",
        "relevant": [
            {"document": "school.md", "quote": 'needs forty teachers … "We have found twelve'}
        ],
    },
    {
        "id": "unicorns",
        "question": "What did Mayor Orvin say about unicorns?",
        "answerable": False,
        "reason": "speaker_silent",
        "speaker": "Orvin",
        "relevant": [],
    },
]


def write(folder: Path, cases: list[dict[str, Any]] | None = None) -> Path:
    """Write the collection, with other cases if given, and return its folder."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    (articles / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (articles / "school.md").write_text(SCHOOL, encoding="utf-8")
    lines = [json.dumps(case, ensure_ascii=False) for case in cases or CASES]
    (folder / "questions.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder
