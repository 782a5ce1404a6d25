"""A run over the small collection, made once for the tests that read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag import Settings
from rag.embedding import open_embedder
from rag.evaluation.baselines import DenseChunks, LexicalChunks
from rag.evaluation.collection import Collection, read_collection
from rag.evaluation.running import evaluate, opened
from rag.evaluation.runs import Run
from tests.evaluation.collections import write
from tests.writing import WORD_EMBEDDER


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The small collection."""
    return read_collection(write(tmp_path_factory.mktemp("lorne")))


@pytest.fixture(scope="session")
def run(collection: Collection) -> Run:
    """The small collection asked of the project and of both baselines."""
    assert not [name for name in os.environ if name.startswith("OPENAI_")]
    settings = Settings.load(embedder=WORD_EMBEDDER)
    with opened(collection, settings) as room:
        dense = DenseChunks(room.documents, open_embedder(WORD_EMBEDDER))
        lexical = LexicalChunks(room.documents)
        try:
            return evaluate(collection, room, others=[dense, lexical])
        finally:
            lexical.close()


@pytest.fixture
def run_folder(tmp_path: Path, run: Run) -> Path:
    """The run, saved."""
    from rag.evaluation import runs

    runs.write(run, tmp_path / "run")
    return tmp_path / "run"
