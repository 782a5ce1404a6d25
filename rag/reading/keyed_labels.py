"""Labels by a key: a list of initials with names comes in, the lines they open go out.

Health agencies print so: "AV  Dr Anna Venn" in the key, and "AV  Thank you." in the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.label_shapes import Label, is_name
from rag.records import Span

FEWEST_NAMES = 2
FEWEST_TURNS = 3
GAP = r"(?:\t|[^\S\n]{2,})[^\S\n]*"
KEY = re.compile(rf"(?P<initials>[A-Z]{{2,4}}){GAP}(?P<name>[^\W\d_a-z][^\n:;.!?]{{3,60}})")
INITIALS = re.compile(rf"(?P<initials>[A-Z]{{2,4}}){GAP}(?=[^\W\d_]|[“\"‘'(\[…–—-])")
"""Initials before words; before figures they head a row of a table."""


def keyed_labels(text: str, lines: Sequence[Span]) -> list[Label]:
    """Return the labels that are initials of a key, under their names; none without a key."""
    keys = [(line, match) for line in lines if (match := KEY.fullmatch(text, *line))]
    names = {match["initials"]: match["name"] for _, match in keys if is_name(match["name"])}
    listed = {line.start for line, match in keys if names.get(match["initials"]) == match["name"]}
    labels = [
        Label(line.start, match.end(), names[match["initials"]], "timed")
        for line in lines
        if line.start not in listed
        and (match := INITIALS.match(text, *line))
        and match["initials"] in names
    ]
    return labels if len(names) >= FEWEST_NAMES and len(labels) >= FEWEST_TURNS else []
