from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.sealing import is_whole, seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.bin").write_bytes(b"abc" * 1000)
    (tmp_path / "inner" / "b.bin").write_bytes(b"")
    return tmp_path


def test_an_untouched_folder_is_whole(folder: Path) -> None:
    assert is_whole(folder, seal(folder))


def test_a_folder_is_not_whole_without_a_seal(folder: Path) -> None:
    assert not is_whole(folder, None)
    assert not is_whole(folder / "missing", "{}")


def flip_a_byte(folder: Path) -> None:
    path = folder / "a.bin"
    path.write_bytes(b"x" + path.read_bytes()[1:])


def truncate(folder: Path) -> None:
    path = folder / "a.bin"
    path.write_bytes(path.read_bytes()[:-1])


def drop(folder: Path) -> None:
    (folder / "inner" / "b.bin").unlink()


def add(folder: Path) -> None:
    (folder / "c.bin").write_bytes(b"new")


@pytest.mark.parametrize("damage", [flip_a_byte, truncate, drop, add])
def test_any_change_breaks_the_seal(folder: Path, damage) -> None:
    kept = seal(folder)
    damage(folder)
    assert not is_whole(folder, kept)
