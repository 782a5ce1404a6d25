"""Margins: the numbers that courts print beside every line of a transcript, left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

NUMBERED = re.compile(r"[^\S\n]*(?P<number>\d{1,2})(?:[^\S\n]+(?P<words>\S.*))?")
FEWEST_LINES = 15
NUMBERED_SHARE = 0.8
"""Of the lines of a transcript with numbers: page numbers and headers have none."""
IN_ORDER_SHARE = 0.9
RUNNING_SHARE = 0.1
"""Of the lines go on in small letters, as those of a table of ranks do not."""


def without_line_numbers(lines: Sequence[str]) -> list[str]:
    """Return the lines without the numbers at their starts, where these count the lines."""
    found = [NUMBERED.fullmatch(line) for line in lines]
    numbered = [match for match in found if match]
    if not _count_lines(numbered, printed=sum(bool(line.strip()) for line in lines)):
        return list(lines)
    return [
        (match["words"] or "") if match else line for match, line in zip(found, lines, strict=True)
    ]


def _count_lines(numbered: Sequence[re.Match[str]], *, printed: int) -> bool:
    if len(numbered) < max(FEWEST_LINES, NUMBERED_SHARE * printed):
        return False
    numbers = [int(match["number"]) for match in numbered]
    in_order = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    running = sum((match["words"] or "")[:1].islower() for match in numbered)
    enough = IN_ORDER_SHARE * (len(numbers) - 1)
    return in_order >= enough and running >= RUNNING_SHARE * len(numbers)
