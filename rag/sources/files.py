"""Files and folders: which sources there are, and the bytes of one of them."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.errors import (
    SourceError,
    SourceTooLarge,
    UnreadableSource,
    UnsupportedSource,
    printable,
)
from rag.records import Failure
from rag.settings import Settings
from rag.sources.raw import FORMATS, MEGABYTE, READABLE, Raw

URL_LIKE = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
FOLDER_NOTES = "readme.md"
OWN_FILE = "library.db"
"""What tells the folder of an index, which lies in a folder of sources as often as beside it."""
HINTS = (
    (".doc .rtf .odt .pages .wpd", "Save it as DOCX or PDF. "),
    (".zip .tar .gz .tgz .7z .rar .bz2 .xz", "Unpack it and give the folder. "),
    (".json .jsonl .csv .tsv .xml .xlsx .xls", "Write each report in it to a file of its own. "),
    (".msg .mbox", "Save the messages as EML. "),
    (".mp3 .m4a .wav .mp4 .mov .mkv .webm", "Give its transcript or its captions. "),
    (".jpg .jpeg .png .tif .tiff .gif .webp", "Run text recognition (OCR) over it. "),
)
"""What to do with files of other kinds, by the ending of their names."""
# Opening a pipe or a device must not wait for its other end.
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_url(source: str) -> bool:
    """Return whether *source* names something on a network rather than a file."""
    return URL_LIKE.match(source) is not None


def find(
    paths: Iterable[str | Path], settings: Settings, *, skipped: Counter[str] | None = None
) -> Iterator[str | Failure]:
    """Yield every source that *paths* name, each once, and what cannot be read with its reason.

    Folders are searched in the order of their names, without hidden files and README.md. A
    source keeps the name it was given; a file found in a folder is that folder's name and its own.
    *skipped* counts the files in folders that are left out, by the ending of their names.
    """
    seen: set[str] = set()
    counted = Counter[str]() if skipped is None else skipped
    for path in paths:
        for found in _found(os.fspath(path), counted):
            if isinstance(found, Failure):
                yield found
            elif (identity := _identity(found)) not in seen:
                seen.add(identity)
                yield found


def read_file(source: str, settings: Settings) -> Raw:
    """Return the bytes of the file *source*, a regular file within the size limit."""
    path = Path(source)
    format_ = FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise UnsupportedSource(source, _unsupported(path))
    try:
        data = _read(source, settings)
        return Raw(source, str(path.resolve()), data, format_)
    except (OSError, ValueError, RuntimeError) as exc:  # ValueError: a NUL in the name
        raise UnreadableSource(source, _why(exc)) from exc


def _found(path: str, skipped: Counter[str]) -> Iterator[str | Failure]:
    if is_url(path):
        yield path
        return
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - Path would rewrite the name as given
    except (OSError, ValueError) as exc:
        yield Failure(path, _why(exc))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, set(), skipped)
    elif Path(path).suffix.lower() in FORMATS:
        yield from _utf8_named(path)
    else:
        yield Failure(path, _unsupported(Path(path)))


def _in_folder(
    folder: str, entered: set[tuple[int, int]], skipped: Counter[str]
) -> Iterator[str | Failure]:
    """Yield the sources below *folder*; each real folder is entered once, so loops end."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
        if any(entry.name == OWN_FILE for entry in ordered):
            return
    except OSError as exc:
        yield Failure(printable(folder), _why(exc))
        return
    for entry in ordered:
        if entry.name.startswith(".") or entry.name.lower() == FOLDER_NOTES:
            continue
        if _leads_to_folder(entry):
            yield from _in_folder(entry.path, entered, skipped)
        elif Path(entry.name).suffix.lower() in FORMATS:
            yield from _utf8_named(entry.path)
        else:
            skipped[printable(Path(entry.name).suffix.lower())] += 1


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads back to itself
        return False


def _utf8_named(path: str) -> Iterator[str | Failure]:
    try:
        path.encode()
    except UnicodeEncodeError:
        yield Failure(printable(path), "Its name is not valid UTF-8. Rename it.")
        return
    yield path


def _identity(source: str) -> str:
    return source if is_url(source) else os.path.realpath(source)


def _read(source: str, settings: Settings) -> bytes:
    limit = int(settings.max_source_mb * MEGABYTE)
    descriptor = os.open(source, OPEN_FLAGS)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - of a descriptor
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSource(source, "It is not a regular file.")
        data = b"" if status.st_size > limit else file.read(limit + 1)
    if max(status.st_size, len(data)) > limit:
        raise SourceTooLarge(source, _too_large(max(status.st_size, len(data)), settings))
    return data


def _too_large(size: int, settings: Settings) -> str:
    return (
        f"It has {size / MEGABYTE:.1f} MB, more than the {settings.max_source_mb:g} MB allowed. "
        "Split it, or raise PRESSROOM_MAX_SOURCE_MB."
    )


def _unsupported(path: Path) -> str:
    ending = (
        f"Files ending in {printable(path.suffix)}" if path.suffix else "Files without an ending"
    )
    hint = next((hint for endings, hint in HINTS if path.suffix.lower() in endings.split()), "")
    return f"{ending} are not read. {hint}Readable: {READABLE}."


def _why(exc: Exception) -> str:
    if isinstance(exc, SourceError):
        return exc.reason
    if isinstance(exc, FileNotFoundError):
        return "It does not exist. Check the path."
    if isinstance(exc, PermissionError):
        return "Reading it is not permitted. Check its permissions."
    if isinstance(exc, OSError) and exc.strerror:
        return f"It cannot be read: {exc.strerror}."
    return f"It cannot be read: {printable(str(exc))}."
