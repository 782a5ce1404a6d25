"""The halves in step: opening after damage, beside another process, with another model."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag import Pressroom
from rag.errors import EmbedderUnavailable, IndexFolderError, IndexLocked, IndexMismatch
from rag.index import Index
from rag.records import Progress
from tests.writing import document, passages_of, unit, write_articles

OpenRoom = Callable[..., Pressroom]


class TinyEmbedder:
    """Counts letters: enough to tell texts apart. Can be told to fail."""

    dimension = 26

    def __init__(self, name: str = "tiny") -> None:
        self.name = name
        self.embedded: list[str] = []
        self.fails = False

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> np.ndarray:
        if self.fails:
            raise EmbedderUnavailable("The tiny embedder fails as it was told to.")
        self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        counts = [1.0 + text.lower().count(chr(ord("a") + i)) for i in range(26)]
        return unit(*counts)


@pytest.fixture
def embedder() -> TinyEmbedder:
    return TinyEmbedder()


@pytest.fixture
def folder(tmp_path: Path, embedder: TinyEmbedder) -> Path:
    """An index of two documents, closed."""
    index = Index(tmp_path / "index", embedder)
    for key in ("first", "second"):
        doc = document(f"The {key} harbour.", f"The {key} bridge.", key=key)
        index.record([(f"/{key}.md", doc, passages_of(doc))])
    index.settle()
    index.close()
    return tmp_path / "index"


def assert_whole(index: Index, *, passages: int = 4) -> None:
    index.settle()
    assert index.library.counts() == (passages // 2, passages, 0)
    assert index.lexical_count() == index.dense_count() == passages
    keys = {key for key, _ in index.lexical_hits("harbour bridge", limit=9)}
    near = {key for key, _ in index.dense_hits(index.embedder.embed_query("harbour"), limit=9)}
    assert len(keys) == passages
    assert keys == near


def test_a_closed_index_opens_again_without_embedding_anything(
    folder: Path, embedder: TinyEmbedder
) -> None:
    embedder.embedded.clear()
    index = Index(folder, embedder)
    assert_whole(index)
    index.close()
    assert embedder.embedded == []


def drop_lexical(folder: Path) -> None:
    shutil.rmtree(folder / "lexical")


def break_lexical(folder: Path) -> None:
    (folder / "lexical" / "meta.json").write_text("{")


def drop_dense(folder: Path) -> None:
    for path in folder.glob("dense-*"):
        shutil.rmtree(path)


def truncate_dense(folder: Path) -> None:
    """The damage that brings down whoever opens the files with Chroma."""
    for path in folder.glob("dense-*/*/header.bin"):
        path.write_bytes(path.read_bytes()[:10])
    for path in folder.glob("dense-*/chroma.sqlite3"):
        path.write_bytes(path.read_bytes()[:5000])


def forget_the_seal(folder: Path) -> None:
    with sqlite3.connect(folder / "library.db") as db:
        db.execute("DELETE FROM meta WHERE key = 'seal'")


@pytest.mark.parametrize(
    "damage", [drop_lexical, break_lexical, drop_dense, truncate_dense, forget_the_seal]
)
def test_damaged_halves_are_made_anew_from_the_library(
    folder: Path, embedder: TinyEmbedder, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    embedder.embedded.clear()
    index = Index(folder, embedder)
    assert_whole(index)
    index.close()
    assert embedder.embedded == []
    assert len(list(folder.glob("dense-*"))) == 1


def test_a_removed_document_leaves_both_halves_and_the_library(
    folder: Path, embedder: TinyEmbedder
) -> None:
    index = Index(folder, embedder)
    index.remove("first")
    assert_whole(index, passages=2)
    assert index.library.numbers("leaving") == []
    index.close()


def test_words_answer_before_vectors_and_a_failing_embedder_is_told(
    tmp_path: Path, embedder: TinyEmbedder
) -> None:
    embedder.fails = True
    index = Index(tmp_path / "index", embedder)
    doc = document("The harbour.", key="first")
    index.record([("/first.md", doc, passages_of(doc))])
    assert len(index.lexical_hits("harbour", limit=5)) == 1
    with pytest.raises(EmbedderUnavailable, match="as it was told"):
        index.settle()
    assert index.waiting_count() == 1
    index.close()
    embedder.fails = False
    index = Index(tmp_path / "index", embedder)
    index.settle()
    assert index.dense_count() == 1
    index.close()


def test_the_same_text_is_embedded_once(tmp_path: Path, embedder: TinyEmbedder) -> None:
    index = Index(tmp_path / "index", embedder)
    for key in ("a", "b"):
        doc = document("No comment.", "No comment.", key=key)
        index.record([(f"/{key}.md", doc, passages_of(doc))])
    index.settle()
    index.close()
    assert embedder.embedded == ["No comment."]


def test_another_embedder_is_refused_with_the_command_to_run(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match="PRESSROOM_EMBEDDER=tiny") as caught:
        Index(folder, TinyEmbedder("other"))
    assert "doctor --repair" in str(caught.value)
    assert_whole_again = Index(folder, TinyEmbedder())
    assert_whole(assert_whole_again)
    assert_whole_again.close()


def test_a_second_opening_reads_and_may_not_write(folder: Path, embedder: TinyEmbedder) -> None:
    writer = Index(folder, embedder)
    reader = Index(folder, embedder)
    assert not writer.read_only
    assert reader.read_only
    assert len(reader.lexical_hits("harbour", limit=9)) == 2
    assert len(reader.dense_hits(embedder.embed_query("harbour"), limit=9)) == 4
    with pytest.raises(IndexLocked, match="another folder") as caught:
        reader.remove("first")
    assert caught.value.pid is not None
    reader.close()
    assert_whole(writer)
    writer.close()


def test_a_missing_index_is_told_with_the_command_that_makes_it(
    tmp_path: Path, embedder: TinyEmbedder
) -> None:
    with pytest.raises(IndexFolderError, match="rag ingest PATH"):
        Index(tmp_path / "none", embedder, read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_file_cannot_be_an_index(tmp_path: Path, embedder: TinyEmbedder) -> None:
    (tmp_path / "file").write_text("words")
    with pytest.raises(IndexFolderError, match="--index"):
        Index(tmp_path / "file", embedder)


def test_a_command_reads_beside_a_room_that_writes(tmp_path: Path, open_room: OpenRoom) -> None:
    paths = write_articles(tmp_path / "articles", 3)
    room = open_room()
    room.ingest(paths)
    command = [
        sys.executable,
        "-m",
        "rag",
        "documents",
        "--json",
        "--index",
        str(room._index.folder),
    ]
    env_embedder = {"PRESSROOM_EMBEDDER": room.settings.embedder}
    import os

    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **env_embedder}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"source"') == 3


def test_closing_ends_the_work_of_other_threads_and_keeps_what_was_recorded(
    open_room: OpenRoom, tmp_path: Path
) -> None:
    room = open_room()
    paths = write_articles(tmp_path / "reports", 600)
    recorded = threading.Event()
    told: list[str] = []

    def note(_: Progress) -> None:
        if room.status().document_count:
            recorded.set()

    def ingest(some: list[Path]) -> None:
        try:
            room.ingest(some, progress=note)
        except IndexFolderError as exc:
            told.append(str(exc))

    threads = [threading.Thread(target=ingest, args=(paths[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    assert recorded.wait(10)
    room.close()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    assert len(told) == 2
    at_work, between = "was closed while documents were being taken", "This Pressroom is closed."
    assert all(at_work in words or between in words for words in told)
    again = open_room()
    again.settle()
    assert again.status().document_count > 0
    assert again.check() == []


def test_an_index_closed_twice_leaves_alone_who_opened_it_between(
    folder: Path, embedder: TinyEmbedder
) -> None:
    first = Index(folder, embedder)
    first.close()
    second = Index(folder, embedder)
    second.settle()
    first.close()
    assert second.library.meta("seal") is None
    assert_whole(second)
    second.close()
