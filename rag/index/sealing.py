"""A seal over a folder: proof that its files are those of the last clean end.

Chroma's files are not written in one step. A process killed in the middle can leave a folder that
answers wrongly, or one that brings down whoever opens it. So a folder is opened only under a whole
seal, which is broken for as long as the folder is in use.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

PIECE = 1 << 20
"""Bytes read at once."""


def seal(folder: Path) -> str:
    """Return the seal of a folder: every file with its size and checksum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return json.dumps({str(path.relative_to(folder)): _fingerprint(path) for path in files})


def is_whole(folder: Path, kept: str | None) -> bool:
    """Return whether a folder still is what was sealed."""
    if not kept or not folder.is_dir():
        return False
    return kept == seal(folder)


def _fingerprint(path: Path) -> list[int]:
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            checksum = zlib.crc32(piece, checksum)
    return [path.stat().st_size, checksum]
