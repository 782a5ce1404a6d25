"""Answering with a chat model: hits in, the model's words out, as they are written.

What comes out is the model's word, not yet checked against the documents. Whatever goes wrong is
ModelFailed, with a kind and what to do; nothing is tried again once words have been given out.
"""

from __future__ import annotations

import contextvars
import queue
import re
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

from rag.answering.prompts import WINDOW, Message, apart, fitting, messages, room
from rag.embedding.remote import OURSELVES, api_key
from rag.errors import ModelFailed, SettingsError, cause
from rag.question.understanding import Tokens
from rag.records import Hit, Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

T = TypeVar("T")

CUT_SHORT = {"length", "max_tokens", "model_length", "model_context_window_exceeded"}
"""Reasons for finishing that mean the model had more to say, across providers."""

WITHHELD = {"content_filter", "refusal", "safety", "recitation", "prohibited_content", "blocklist"}
"""Reasons for finishing that mean the provider or the model declined."""

OPENAI_NAMES = ("openai:", "gpt-", "o1", "o3", "chatgpt")
"""How model names begin that ``init_chat_model`` takes for OpenAI's."""

ELSE = "Or set PRESSROOM_MODEL=extractive."


class Generation:
    """An answer being written: iterate over its pieces; the rest is known at the end.

    ``offered`` are the hits the model was shown, numbered from 1 in that order; ``usage`` counts
    tokens and ``model`` is the model's own name for itself, each where the provider tells.
    """

    def __init__(
        self, chunks: Generator[BaseMessageChunk], offered: Sequence[Hit], *, name: str
    ) -> None:
        self.offered = tuple(offered)
        self.usage: Mapping[str, int] | None = None
        self.model: str | None = None
        self._name = name
        self._finish = ""
        self._pieces = self._read(chunks)

    def __iter__(self) -> Iterator[str]:
        return self._pieces

    def close(self) -> None:
        """Stop the writing; the connection to the model is dropped."""
        self._pieces.close()

    def _read(self, chunks: Generator[BaseMessageChunk]) -> Generator[str]:
        is_empty = True
        try:
            for chunk in chunks:
                self._note(chunk)
                if text := str(chunk.text):
                    is_empty = is_empty and not text.strip()
                    yield text
        except Exception as exc:  # clients of any provider stand behind the contract
            _fail(exc, self._name)
        finally:
            chunks.close()
        self._check_end(is_empty=is_empty)

    def _note(self, chunk: BaseMessageChunk) -> None:
        about = chunk.response_metadata
        finish = about.get("finish_reason") or about.get("stop_reason") or about.get("done_reason")
        self._finish = str(finish).lower() if finish else self._finish
        self.model = about.get("model_name") or about.get("model") or self.model
        if usage := getattr(chunk, "usage_metadata", None):
            self.usage = {key: usage[key] for key in ("input_tokens", "output_tokens")}

    def _check_end(self, *, is_empty: bool) -> None:
        """Raise ModelFailed unless the answer came to its own end."""
        who = f"The model {self._name}"
        if self._finish in WITHHELD:
            raise ModelFailed("refusal", f"{who} declined to answer ({self._finish}).")
        if self._finish in CUT_SHORT:
            raise ModelFailed(
                "truncated",
                f"{who} reached its longest answer before the end. Raise the server's limit of "
                "tokens, or ask for less.",
            )
        if not self._finish and self._name.startswith(OPENAI_NAMES):
            raise ModelFailed(
                "truncated",
                f"{who} stopped without saying that its answer was complete. Try again.",
            )
        if is_empty:
            raise ModelFailed("refusal", f"{who} wrote nothing, as models do that decline.")


class Reply(NamedTuple):
    """What a model wrote, whole, and the tokens it took."""

    text: str
    tokens: Tokens


class GeneratedEngine:
    """Answers with the chat model of a name that LangChain's ``init_chat_model`` takes.

    ``name`` is that name, as set.
    """

    def __init__(
        self, model: str, *, seconds: float, retries: int, window: int | None = None
    ) -> None:
        """Make the client without calling it; raises SettingsError where that cannot work.

        *seconds* bounds one answer from question to last word; a passing fault before the first
        word is tried again *retries* times within them. *window* are the tokens the model takes,
        where it does not tell.
        """
        self.name = model
        self._seconds = seconds
        self._model = open_chat_model(model, seconds=seconds, retries=retries)
        profile = getattr(self._model, "profile", None) or {}
        self._window = window or profile.get("max_input_tokens") or WINDOW

    def stream(
        self, question: str, hits: Sequence[Hit], *, history: Sequence[Turn] = ()
    ) -> Generation:
        """Return the answer to *question* from as many of *hits* as fit, as it is written.

        Iterating raises ModelFailed.
        """
        offered = fitting(apart(hits), tokens=room(self._window, question, history))
        prompt = messages(question, offered, history)
        chunks = within(self._seconds, lambda: self._model.stream(prompt))
        return Generation(chunks, offered, name=self.name)

    def reply(self, prompt: Sequence[Message]) -> Reply:
        """Return what the model writes to a prompt, whole. Raises ModelFailed."""
        chunks = within(self._seconds, lambda: self._model.stream(list(prompt)))
        generation = Generation(chunks, [], name=self.name)
        text = "".join(generation)
        usage = generation.usage or {}
        return Reply(text, Tokens(usage.get("input_tokens", 0), usage.get("output_tokens", 0)))


def within(seconds: float, start: Callable[[], Iterable[T]]) -> Generator[T]:
    """Yield what *start* gives, all of it within *seconds*, or raise TimeoutError.

    A client's own timeout bounds each wait for the next bytes and each retry, not their sum; so
    the work is done in a thread, which is left to end by itself when time is up.
    """
    results: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
    is_stopped = threading.Event()

    def work() -> None:
        try:
            for item in start():
                results.put(("item", item))
                if is_stopped.is_set():
                    return
            results.put(("end", None))
        except BaseException as exc:  # raised again where the result is awaited
            results.put(("error", exc))

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(work,), name="chat model", daemon=True).start()
    deadline = time.monotonic() + seconds
    try:
        while True:
            kind, value = results.get(timeout=max(0.0, deadline - time.monotonic()))
            if kind == "error":
                raise value
            if kind == "end":
                return
            yield value
    except queue.Empty:
        raise TimeoutError(f"no end within {seconds:g} seconds") from None
    finally:
        is_stopped.set()


def open_chat_model(model: str, *, seconds: float, retries: int) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": seconds, "max_retries": retries}
    if model.startswith(OPENAI_NAMES):
        options |= {
            "api_key": _needed_key(model),
            "use_responses_api": False,  # compatible servers know chat completions only
            "stream_usage": True,
            "default_headers": {OURSELVES: "answering"},
        }
    try:
        chat_model: BaseChatModel = init_chat_model(model, **options)
    except ImportError as exc:
        raise SettingsError(f"The model {model} needs a package more: {exc} {ELSE}") from exc
    except Exception as exc:  # each provider refuses in its own way
        reason, _, _ = cause(exc).partition(". ")  # then LangChain lists all that it knows
        raise SettingsError(
            f"The model {model} cannot be used: {reason}. "
            f"Write PRESSROOM_MODEL as provider:name, such as openai:gpt-4.1-mini. {ELSE}"
        ) from exc
    return chat_model


def _needed_key(model: str) -> str:
    key = api_key()
    if key is None:
        raise SettingsError(
            f"The model {model} needs a key. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server "
            f"of your own. {ELSE}"
        )
    return key


def _fail(exc: Exception, name: str) -> NoReturn:
    """Raise ModelFailed for what a provider's client raised."""
    kind = _kind_of(exc)
    said = " ".join(str(exc).split())[:300]
    raise ModelFailed(kind, f"The model {name} {WHAT[kind]} ({said})") from exc


WHAT = {
    "authentication": "refused the key. Check OPENAI_API_KEY, or your provider's key.",
    "not_found": "is not known to the server. Check its name and OPENAI_BASE_URL.",
    "rate_limit": "is over its rate limit or quota. Wait, or raise the limit with the provider.",
    "timeout": "took too long. Raise PRESSROOM_MODEL_SECONDS, or try again.",
    "connection": "could not be reached, or the connection broke. "
    "Check OPENAI_BASE_URL and the network.",
    "context_length": "has too small a window for the passages. Use one that takes 8192 tokens.",
    "server": "failed on the server's side. Try again later.",
    "malformed": "gave an answer that cannot be read. Check the model's name and OPENAI_BASE_URL.",
}

KIND_OF_STATUS = {
    401: "authentication",
    403: "authentication",
    404: "not_found",
    408: "timeout",
    413: "context_length",
    429: "rate_limit",
}


ABOUT_WINDOW = re.compile(r"context[ _](?:length|window|size)", re.IGNORECASE)


def _kind_of(exc: Exception) -> str:
    import openai
    from langchain_core.exceptions import (
        ContextOverflowError,
        ModelConnectionError,
        ModelTimeoutError,
    )

    if isinstance(exc, TimeoutError | ModelTimeoutError | openai.APITimeoutError):
        return "timeout"
    if isinstance(exc, ConnectionError | ModelConnectionError | openai.APIConnectionError):
        return "connection"
    status = getattr(exc, "status_code", None)
    about_window = ABOUT_WINDOW.search(f"{getattr(exc, 'code', '')} {exc}")
    if isinstance(exc, ContextOverflowError) or (status == 400 and about_window):
        return "context_length"
    if isinstance(status, int):
        return KIND_OF_STATUS.get(status, "server" if status >= 500 else "malformed")
    return "server" if isinstance(exc, openai.APIError) else "malformed"
