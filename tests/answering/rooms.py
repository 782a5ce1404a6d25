"""A small record of two years, two people and a journalist, for questions that need several."""

from __future__ import annotations

from pathlib import Path

from rag import Pressroom, Settings
from tests.writing import WORD_EMBEDDER

MARCH = """---
title: Briefing on the dam
date: 2023-03-06
place: Lund
event: Spring briefing
---
MINISTER VARGA: Good morning. The dam will be eighty metres high.

MAYOR LIND: The dam will flood our valley. We will go to court.

Q: Minister, who pays for the dam?

MINISTER VARGA: The ministry pays for the dam, and nobody else. The budget has room for it. I have
checked it twice.

Q: And the fishermen?

MAYOR LIND: The fishermen have asked for help, and they will get it.

MINISTER VARGA: I shall visit them on Monday.
"""
JUNE = """---
title: The dam shrinks
date: 2024-06-10
place: Ostrand
event: Summer summit
---
MINISTER VARGA: The dam will be sixty metres high. That is my last word on its height.

Q: Will you resign?

MINISTER VARGA: No.
"""
NOVEMBER = """---
title: The dam is off
date: 2024-11-04
place: Ostrand
event: Autumn briefing
---
MINISTER VARGA: There will be no dam while I am minister. I was wrong about the height.
"""


def filled(folder: Path) -> Pressroom:
    """Return a room over the record, in an index below the folder."""
    settings = Settings.load(embedder=WORD_EMBEDDER, model="extractive")
    room = Pressroom.open(folder / "index", settings=settings)
    room.ingest(write(folder / "record"))
    return room


def write(folder: Path) -> Path:
    """Write the record to a folder and return it."""
    folder.mkdir(exist_ok=True)
    for name, text in (("march", MARCH), ("june", JUNE), ("november", NOVEMBER)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
