"""Texts in, vectors out: one contract, and the models behind it.

``minilm`` is bundled and needs no network; ``openai:MODEL`` speaks to any server with OpenAI's
API; ``langchain:module.Class`` takes any LangChain ``Embeddings``. Each is loaded or reached
once when it is opened, so that one which cannot work fails then and not halfway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import EmbedderUnavailable

Vectors = NDArray[np.float32]

KNOWN = "minilm, openai:MODEL or langchain:module.Class"


class Embedder(Protocol):
    """Turns texts into unit vectors, so that their dot product is their cosine.

    Where a model gives a zero vector for a text without content, it stays zero and is like
    nothing. Failures are EmbedderUnavailable. Methods may be called from several threads.
    """

    @property
    def name(self) -> str:
        """What ``open_embedder`` opened it by; vectors of different names never mix."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return one row for each text, in order; *progress* hears how many are done so far."""

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a query."""


def open_embedder(name: str, *, threads: int | None = None) -> Embedder:
    """Return the embedder of that name, ready for work.

    *threads* bounds the processor cores the bundled model uses; all are used by default.
    Raises EmbedderUnavailable with what to do.
    """
    kind, _, rest = name.partition(":")
    if name == "minilm":
        from rag.embedding.minilm import MiniLM

        return MiniLM(threads=threads)
    if kind == "openai" and rest:
        from rag.embedding.remote import open_openai

        return open_openai(rest)
    if kind == "langchain" and rest:
        from rag.embedding.remote import open_langchain

        return open_langchain(rest)
    raise EmbedderUnavailable(f"No embedder is called {name!r}. Set PRESSROOM_EMBEDDER to {KNOWN}.")
