"""Embedders over LangChain, against a scripted server over real HTTP."""

from __future__ import annotations

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from rag.embedding import open_embedder
from rag.embedding.remote import open_openai
from rag.errors import EmbedderUnavailable
from tests.fakes import (
    FakeOpenAI,
    HashEmbeddings,
    embeddings,
    html,
    status,
    unused_url,
)

TEXTS = ["The harbour opens in spring.", "", "Nobody asked about the budget.", " \n "]


def test_a_server_named_by_its_base_url_needs_no_key(server: FakeOpenAI) -> None:
    embedder = open_embedder("openai:small-1")
    assert (embedder.name, embedder.dimension) == ("openai:small-1", 64)
    assert server.requests[0].body["model"] == "small-1"


def test_texts_are_sent_as_strings_and_come_back_as_unit_rows_in_order(
    server: FakeOpenAI,
) -> None:
    vectors = open_embedder("openai:small-1").embed_passages(TEXTS)
    sent = server.requests[-1].body["input"]
    assert sent == [TEXTS[0], ".", TEXTS[2], "."]
    expected = np.array(HashEmbeddings().embed_documents(sent))
    assert np.allclose(vectors[0], expected[0] / np.linalg.norm(expected[0]), atol=1e-6)
    assert np.allclose(vectors[2], expected[2] / np.linalg.norm(expected[2]), atol=1e-6)


def test_many_texts_go_in_several_requests_with_progress(server: FakeOpenAI) -> None:
    embedder = open_embedder("openai:small-1")
    counts: list[int] = []
    vectors = embedder.embed_passages([f"text {i}" for i in range(150)], progress=counts.append)
    assert counts == [64, 128, 150]
    assert [len(request.body["input"]) for request in server.requests[1:]] == [64, 64, 22]
    assert np.allclose(vectors[149], embedder.embed_query("text 149"), atol=1e-6)


def test_a_repeated_query_is_sent_once(server: FakeOpenAI) -> None:
    embedder = open_embedder("openai:small-1")
    embedder.embed_query("Who spoke?")
    embedder.embed_query("Who spoke?")
    assert len(server.requests) == 2  # the first one measured the dimension


@pytest.mark.parametrize(
    ("script", "advice"),
    [
        (status(401), "check OPENAI_API_KEY"),
        (status(403), "check its rights"),
        (status(404), "check the model's name and OPENAI_BASE_URL"),
        (status(429), "wait, or raise it"),
        (status(400), "check that it is an embedding model"),
        (status(500), "try again later"),
        (html(), "check OPENAI_BASE_URL"),
        (embeddings(lambda text: [float("nan")] * 8), "unusable vectors"),
        (embeddings(lambda text: []), "unusable vectors|check OPENAI_BASE_URL"),
    ],
    ids=["401", "403", "404", "429", "400", "500", "html", "nan", "empty"],
)
def test_a_failing_server_is_told_at_the_start(
    server: FakeOpenAI, script: object, advice: str
) -> None:
    server.script(script)
    with pytest.raises(EmbedderUnavailable, match=advice) as caught:
        open_openai("small-1", retries=0)
    assert "openai:small-1" in str(caught.value)


def test_a_passing_fault_is_retried(server: FakeOpenAI) -> None:
    server.script(status(429, retry_after="0"), embeddings())
    assert open_openai("small-1", retries=1).dimension == 64


def test_a_server_that_is_down_is_told_at_the_start(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", unused_url())
    with pytest.raises(EmbedderUnavailable, match="cannot be reached: check OPENAI_BASE_URL"):
        open_openai("small-1", retries=0)


def test_a_server_that_does_not_answer_is_given_up(
    server: FakeOpenAI,
) -> None:
    server.script(lambda exchange: exchange.stall(5))
    with pytest.raises(EmbedderUnavailable, match="did not answer in time"):
        open_openai("small-1", seconds=0.2, retries=0)


def test_without_key_and_base_url_the_message_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(EmbedderUnavailable, match="Set OPENAI_API_KEY, or OPENAI_BASE_URL"):
        open_embedder("openai:small-1")


class Counting(Embeddings):
    """Gives one number more at every call."""

    def __init__(self) -> None:
        self.calls = 1

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls += 1
        return [[1.0] * self.calls for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return [1.0]


class Forgetful(Counting):
    """Leaves out the last text."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] for _ in texts[1:]]


class Ragged(Counting):
    """Gives vectors of several lengths in one answer."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] * i for i, _ in enumerate(texts, 1)]


class Demanding(HashEmbeddings):
    """Cannot be made without an argument."""

    def __init__(self, needed: str) -> None:
        self.needed = needed


class Silent(HashEmbeddings):
    """Fails when it is used."""

    def embed_query(self, text: str) -> list[float]:
        raise OSError("the weights are on another planet")


def test_any_langchain_class_is_opened_by_its_path() -> None:
    embedder = open_embedder("langchain:tests.fakes.HashEmbeddings")
    vectors = embedder.embed_passages(TEXTS)
    assert embedder.name == "langchain:tests.fakes.HashEmbeddings"
    assert vectors.shape == (4, 64)
    assert vectors[2] @ embedder.embed_query(TEXTS[2]) == pytest.approx(1, abs=1e-6)


def test_a_text_the_model_gives_zeros_for_is_like_nothing() -> None:
    vectors = open_embedder("langchain:tests.fakes.HashEmbeddings").embed_passages(["", "word"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0, 1])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no_such_module.Class", "cannot be imported: No module named 'no_such_module'"),
        ("HashEmbeddings", "write module.Class"),
        ("tests.fakes.Missing", "tests.fakes has no 'Missing'"),
        ("tests.fakes.Request", "not a class of langchain_core.embeddings.Embeddings"),
        ("tests.fakes.USAGE", "not a class of langchain_core.embeddings.Embeddings"),
        (f"{__name__}.Demanding", r"Demanding\(\) failed: .*needed"),
        (f"{__name__}.Silent", "the weights are on another planet"),
    ],
)
def test_an_unusable_class_is_told_at_the_start(path: str, message: str) -> None:
    with pytest.raises(EmbedderUnavailable, match=message):
        open_embedder(f"langchain:{path}")


@pytest.mark.parametrize("kind", ["Counting", "Forgetful", "Ragged"])
def test_vectors_that_do_not_fit_the_texts_are_refused(kind: str) -> None:
    embedder = open_embedder(f"langchain:{__name__}.{kind}")
    with pytest.raises(EmbedderUnavailable, match=r"Check the model"):
        embedder.embed_passages(["one", "two"])
