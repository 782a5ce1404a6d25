"""Embedding models reached through LangChain: OpenAI-compatible servers and any class.

LangChain takes a second to import, so it is imported by what uses it.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from rag.embedding import Vectors
from rag.errors import EmbedderUnavailable

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

BATCH = 64
"""Texts in one request: servers refuse larger ones sooner or later."""

SECONDS = 60.0
RETRIES = 2
QUERY_CACHE = 256
PROBE = "press conference"

OURSELVES = "X-Pressroom"
"""Header of our requests to OpenAI-compatible servers, so that a Pressroom knows another one."""

BLANK = "."
"""Sent in place of a text without content, which servers answer with an error."""


class LangChainEmbedder:
    """An Embedder over any LangChain ``Embeddings``, reached once when it is made."""

    def __init__(
        self, name: str, embeddings: Embeddings, *, explain: Callable[[Exception], str] = str
    ) -> None:
        """Measure the dimension; *explain* turns the model's errors into what to do."""
        self.name = name
        self._embeddings = embeddings
        self._explain = explain
        self._cached_query: Callable[[str], Vectors] = lru_cache(QUERY_CACHE)(self._embed_query)
        self.dimension = 0  # unknown until the model has answered
        self.dimension = len(self._embed_query(PROBE))

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return one unit row for each text, in order."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [_sendable(text) for text in texts[start : start + BATCH]]
            vectors[start : start + len(batch)] = self._embed_batch(batch)
            if progress:
                progress(start + len(batch))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of *text*; recent ones are remembered."""
        return self._cached_query(text)

    def _embed_query(self, text: str) -> Vectors:
        try:
            raw = self._embeddings.embed_query(_sendable(text))
        except Exception as exc:  # any class may stand behind the contract
            self._fail(exc)
        vector: Vectors = self._checked([raw], count=1)[0]
        vector.flags.writeable = False  # handed out again and again
        return vector

    def _embed_batch(self, texts: list[str]) -> Vectors:
        try:
            raw = self._embeddings.embed_documents(texts)
        except Exception as exc:  # any class may stand behind the contract
            self._fail(exc)
        return self._checked(raw, count=len(texts))

    def _fail(self, exc: Exception) -> NoReturn:
        raise EmbedderUnavailable(
            f"Embedding with {self.name} failed. {self._explain(exc)}"
        ) from exc

    def _checked(self, raw: Sequence[Sequence[float]], *, count: int) -> Vectors:
        """Return *raw* as unit rows, or raise where it is not *count* sound vectors."""
        try:
            vectors = np.asarray(raw, np.float32)
        except (TypeError, ValueError) as exc:
            raise EmbedderUnavailable(
                f"{self.name} did not return vectors of numbers of one length. "
                "Check the model, or set PRESSROOM_EMBEDDER=minilm."
            ) from exc
        wanted = count, self.dimension or vectors.shape[-1]
        if vectors.shape != wanted or not vectors.size or not np.isfinite(vectors).all():
            raise EmbedderUnavailable(
                f"{self.name} returned unusable vectors: wanted {wanted[0]} of length {wanted[1]}, "
                f"all finite; got shape {vectors.shape}. "
                "Check the model, or set PRESSROOM_EMBEDDER=minilm."
            )
        return unit_rows(vectors)


def open_openai(
    model: str, *, seconds: float = SECONDS, retries: int = RETRIES
) -> LangChainEmbedder:
    """Return the embedder for a model of OpenAI, or of the server OPENAI_BASE_URL names.

    *seconds* bounds one request; a passing fault is tried again *retries* times.
    """
    from langchain_openai import OpenAIEmbeddings

    key = api_key()
    if key is None:
        raise EmbedderUnavailable(
            f"The embedder openai:{model} needs a key. Set OPENAI_API_KEY, or OPENAI_BASE_URL "
            "for a server of your own, or PRESSROOM_EMBEDDER=minilm."
        )
    embeddings = OpenAIEmbeddings(
        model=model,
        api_key=key,  # type: ignore[arg-type]  # pydantic makes it a SecretStr
        check_embedding_ctx_length=False,  # else it downloads a tokenizer
        chunk_size=BATCH,
        timeout=seconds,
        max_retries=retries,
    )
    return LangChainEmbedder(f"openai:{model}", embeddings, explain=_explain_openai)


def open_langchain(path: str) -> LangChainEmbedder:
    """Return the embedder over the ``Embeddings`` class at *path*, "module.Class"."""
    from langchain_core.embeddings import Embeddings

    cls = _import_class(path)
    if not (isinstance(cls, type) and issubclass(cls, Embeddings)):
        raise EmbedderUnavailable(
            f"{path} is not a class of langchain_core.embeddings.Embeddings. "
            "Set PRESSROOM_EMBEDDER to langchain:module.Class of one that is."
        )
    try:
        embeddings = cls()
    except Exception as exc:  # any class may stand behind the contract
        raise EmbedderUnavailable(
            f"{path}() failed: {exc}. It is made without arguments: give it defaults, "
            "or a class of your own that passes them."
        ) from exc
    return LangChainEmbedder(f"langchain:{path}", embeddings)


def api_key() -> str | None:
    """Return the key for OpenAI; servers named by a base URL alone get a placeholder."""
    base_url = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE")
    return os.environ.get("OPENAI_API_KEY") or ("not-needed" if base_url else None)


def unit_rows(vectors: Vectors) -> Vectors:
    """Return *vectors* with every row scaled to length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def _import_class(path: str) -> object:
    module_name, _, class_name = path.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except Exception as exc:  # an import runs any code; "" is a ValueError
        raise EmbedderUnavailable(
            f"The embedder langchain:{path} cannot be imported: {exc}. "
            "Install the package, and write module.Class."
        ) from exc
    if not hasattr(module, class_name):
        raise EmbedderUnavailable(
            f"Module {module_name} has no {class_name!r}. Check PRESSROOM_EMBEDDER."
        )
    return getattr(module, class_name)


def _sendable(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode()  # lone surrogates cannot be sent
    return clean if clean.strip() else BLANK


def _explain_openai(exc: Exception) -> str:
    """Say what happened and what to do, for the errors of OpenAI's client."""
    import openai

    advice: list[tuple[type[Exception], str]] = [
        (openai.AuthenticationError, "The key was refused: check OPENAI_API_KEY."),
        (openai.PermissionDeniedError, "The key may not use this model: check its rights."),
        (
            openai.NotFoundError,
            "The server does not know the model or the path: "
            "check the model's name and OPENAI_BASE_URL.",
        ),
        (openai.RateLimitError, "The rate limit or quota is used up: wait, or raise it."),
        (openai.BadRequestError, "The request was refused: check that it is an embedding model."),
        (openai.APITimeoutError, "The server did not answer in time: try again later."),
        (
            openai.APIConnectionError,
            "The server cannot be reached: check OPENAI_BASE_URL and the network.",
        ),
        (openai.InternalServerError, "The server failed: try again later."),
    ]
    known = next((text for kind, text in advice if isinstance(exc, kind)), None)
    return f"{known or 'The answer is unusable: check OPENAI_BASE_URL.'} ({exc})"
