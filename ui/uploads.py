"""Files that arrive through the page: kept beside the index under their own name, then ingested."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from rag.errors import SourceTooLarge, UnreadableSource, UnsupportedSource
from rag.settings import Settings
from rag.sources import FORMATS

FOLDER = "uploads"
MEGABYTE = 1_000_000

LONGEST_NAME = 60
"""Characters of a title in the name of a file: up to four bytes each, of 255 there may be."""


def keep(upload: Path, folder: Path, settings: Settings) -> Path:
    """Copy an uploaded file into a folder, so that its source has a lasting name; return the copy.

    A file of the same name is replaced: it is taken for a new version of the same source.
    Raises SourceError for a file that is too large, of an unreadable format or cannot be kept.
    """
    name = upload.name
    _check(upload, settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            upload.open("rb") as arrived,
            tempfile.NamedTemporaryFile(dir=folder, delete=False) as whole,
        ):
            shutil.copyfileobj(arrived, whole)
        os.replace(whole.name, folder / name)  # noqa: PTH105 - never half a file under this name
    except OSError as exc:
        raise UnreadableSource(name, f"It could not be kept in {folder}: {exc}.") from exc
    return folder / name


def text_name(title: str) -> str:
    """Return the name of the file that a pasted text of this title is kept in."""
    return (re.sub(r"[^\w.-]+", "-", title)[:LONGEST_NAME].strip("-.") or "text") + ".txt"


def _check(upload: Path, settings: Settings) -> None:
    if upload.suffix.lower() not in FORMATS:
        ending = f"Files ending in {upload.suffix}" if upload.suffix else "Files without an ending"
        raise UnsupportedSource(
            upload.name, f"{ending} are not read. Readable: {', '.join(FORMATS)}."
        )
    size = upload.stat().st_size / MEGABYTE
    if size > settings.max_upload_mb:
        raise SourceTooLarge(
            upload.name,
            f"It has {size:.1f} MB, more than the {settings.max_upload_mb:g} MB that the page "
            "takes. Use `python -m rag ingest`, or raise PRESSROOM_MAX_UPLOAD_MB.",
        )
