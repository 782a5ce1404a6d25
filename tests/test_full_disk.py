"""A disk that fills up while documents arrive: a plain error, and nothing lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag import Pressroom
from rag.errors import IndexFolderError
from tests.writing import token, write_articles

COUNT = 200


def mount(folder: Path, *options: str) -> bool:
    command = ["mount", *options, "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte and a half."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder, "-t", "tmpfs", "-o", "size=1500k"):
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, timeout=20)


def test_a_full_disk_is_told_and_with_more_space_everything_goes_on(
    small_disk: Path, tmp_path: Path, open_room: Callable[..., Pressroom]
) -> None:
    articles = write_articles(tmp_path / "articles", COUNT)
    index = small_disk / "index"
    room = open_room(index=index)
    before = room.ingest(articles[:5]).added
    with pytest.raises(IndexFolderError, match="space") as told:
        room.ingest(articles)
    assert str(index) in str(told.value)
    room.close()

    assert mount(small_disk, "-o", "remount,size=300m")
    room = open_room(index=index)
    again = room.ingest(articles)
    assert set(before) <= set(again.unchanged)
    assert len(again.added + again.unchanged) == COUNT
    assert room.check() == []
    for number in (0, 4, COUNT - 1):
        word = token(number, 1)
        assert sum(word in hit.text for hit in room.search(word, limit=50)) == 1
