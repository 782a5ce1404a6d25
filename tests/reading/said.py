"""How the tests of statements read: a text in, one line for each statement out.

``Anna Weller > We will build it.`` is a direct quote, ``Anna Weller ~ that they will build it``
reported speech; ``nobody`` speaks where the text does not say who does.
"""

from __future__ import annotations

import re

from rag.reading.statements import statements_in_prose
from rag.records import Paragraph, Statement

KINDS = {"# ": "title", "## ": "heading"}


def statements(text: str, *, title: str | None = None) -> list[Statement]:
    """Return the statements of a text whose paragraphs are parted by blank lines."""
    return statements_in_prose(text, paragraphs(text), title=title)


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text; ``# `` opens a title, ``## `` a heading."""
    found = []
    for match in re.finditer(r"\S(?:.*?\S)??(?=\s*(?:\n\s*\n|\Z))", text, re.DOTALL):
        mark = next((m for m in KINDS if match[0].startswith(m)), "")
        kind = KINDS.get(mark, "text")
        found.append(Paragraph(match.start() + len(mark), match.end(), kind=kind))  # type: ignore[arg-type]
    return found


def said(text: str, *, title: str | None = None) -> list[str]:
    """Return one line for each statement: who, how, and the words as they stand in the text."""
    return [line(text, statement) for statement in statements(text, title=title)]


def line(text: str, statement: Statement) -> str:
    """Return a statement as a line."""
    how = ">" if statement.speech == "direct" else "~"
    return f"{statement.speaker or 'nobody'} {how} {text[statement.start : statement.end]}"
