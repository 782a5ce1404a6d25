"""Kill the ingesting process at any instant: what it reported as ingested is there, once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rag import Pressroom, Settings
from tests.writing import WORD_EMBEDDER, article, token, write_articles

SERIES = 2
"""Series of kills, so that two cores share the test."""
KILLS = 15
"""Kills in each series."""
ARTICLES = 40
LONGEST = 1.2
"""Seconds until the latest kill, counted from when the process starts to ingest."""

INGESTING = """
import os, sys
from pathlib import Path
import chromadb
from rag import Pressroom, Settings
from rag.reading.parsing import parse

def ingest(index, folder):
    room = Pressroom.open(index, settings=Settings.load(embedder=%r))
    print("begun", os.getpid(), flush=True)
    paths = sorted(Path(folder).iterdir())
    for i in range(0, len(paths), 4):
        report = room.ingest(paths[i : i + 4])
        for source in report.added + report.updated + report.unchanged:
            print(source, flush=True)
    room.close()

parse(["The parser is loaded before the first of the forks."])
for line in sys.stdin:
    child = os.fork()
    if not child:
        ingest(*line.rstrip().split("|"))
        os._exit(0)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""
"""Every line is an index and a folder, ingested in a process of its own: a fork, so that the time
goes into ingesting and not into imports."""


@pytest.fixture
def forking() -> Iterator[subprocess.Popen[str]]:
    """A process that ingests in forks of itself."""
    command = [sys.executable, "-c", INGESTING % WORD_EMBEDDER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def ingest_until_killed(
    forking: subprocess.Popen[str], index: Path, folder: Path, after: float
) -> tuple[list[str], bool]:
    """Ingest in a fork; return the sources it reported, and whether it ended by itself."""
    assert forking.stdin is not None
    assert forking.stdout is not None
    forking.stdin.write(f"{index}|{folder}\n")
    forking.stdin.flush()
    begun, child = forking.stdout.readline().split()
    assert begun == "begun"
    timer = threading.Timer(after, kill, [int(child)])
    timer.start()
    lines = []
    while not (line := forking.stdout.readline()).startswith("ended "):
        lines.append(line.rstrip("\n"))
    timer.cancel()
    return lines, line == "ended 0\n"


def kill(process: int) -> None:
    with suppress(ProcessLookupError):  # it has ended by itself
        os.kill(process, signal.SIGKILL)


OUT_OF_REACH = 0.01
"""Share of passages that HNSW, which searches a graph, may not come by. A document is more."""


def assert_found_once(room: Pressroom, versions: dict[str, int]) -> None:
    """Every source given is found exactly once by its words and by its meaning."""
    index = room._index
    listed = [document.source for document in room.documents()]
    assert len(listed) == len(set(listed))
    assert set(versions) <= set(listed)
    assert room.status().waiting_count == 0
    assert index.lexical_count() == index.dense_count() == room.status().passage_count
    ids = {document.source: document.id for document in room.documents()}
    missed = []
    for source, version in versions.items():
        for part, passage in enumerate(room.passages(ids[source])):
            word = token(int(Path(source).stem[-3:]), part, version=version)
            assert word in passage.text
            by_words = [key for key, _ in index.lexical_hits(word, limit=9)]
            vector = index.embedder.embed_query(passage.text)
            nearest = [key for key, _ in index.dense_hits(vector, limit=50)]
            assert len(by_words) == 1
            assert nearest.count(by_words[0]) <= 1
            if by_words[0] not in nearest:
                missed.append(by_words[0])
    assert len(missed) <= OUT_OF_REACH * room.status().passage_count, (missed, ids)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("series", range(SERIES))
def test_killed_at_any_instant_every_document_reported_is_found_exactly_once(
    forking: subprocess.Popen[str], tmp_path: Path, series: int
) -> None:
    seed = time.time_ns() + series
    print("seed", seed)
    chance = random.Random(seed)
    folder = tmp_path / "articles"
    paths = write_articles(folder, ARTICLES)
    versions = {str(path): 1 for path in paths}
    settings = Settings.load(embedder=WORD_EMBEDDER)
    generation = kills = 0
    while kills < KILLS:
        index = tmp_path / f"index-{generation}"
        reported, ended = ingest_until_killed(forking, index, folder, chance.uniform(0.0, LONGEST))
        kills += not ended
        room = Pressroom.open(index, settings=settings)
        room.settle()
        assert_found_once(room, {source: versions[source] for source in reported})
        room.close()
        if ended:
            generation += 1
        for path in chance.sample(paths, 3):  # so that replacing is interrupted too
            versions[str(path)] += 1
            number = int(path.stem[-3:])
            path.write_text(article(number, version=versions[str(path)]), encoding="utf-8")
