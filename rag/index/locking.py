"""The lock of an index folder: one process writes, and others are told which."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from rag.errors import IndexFolderError, IndexLocked, cause


class WriterLock:
    """What a process holds for as long as it writes to a folder."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self._folder = folder
        self._lock = lock

    @classmethod
    def of(cls, folder: Path) -> Self | None:
        """Return the lock of a folder, made on first use, or None if another process holds it."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "writer.lock")
            lock.acquire(timeout=0)
        except Timeout:
            return None
        except OSError as exc:
            raise IndexFolderError(
                f"{folder} cannot be used as an index folder: {cause(exc)}. "
                "Give another with --index."
            ) from exc
        (folder / "writer.pid").write_text(str(os.getpid()))
        return cls(folder, lock)

    def release(self) -> None:
        """Let another process write."""
        with contextlib.suppress(OSError):
            (self._folder / "writer.pid").unlink()
        self._lock.release()


def locked_by(folder: Path) -> IndexLocked:
    """Return the error that tells who writes to a folder, and what to do."""
    pid = _writer_pid(folder)
    if pid is None:
        return IndexLocked(
            f"The index {folder} is open for reading only. Open it for writing (read_only=False), "
            "or, while another process writes to it, use another folder (--index)."
        )
    return IndexLocked(
        f"The index {folder} is being written by process {pid}. "
        "Stop it, or use another folder (--index).",
        pid=pid,
    )


def _writer_pid(folder: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError):
        return int((folder / "writer.pid").read_text())
    return None
