"""Chat completions as OpenAI's API has them, so that its clients can ask a Pressroom.

The last message is the question, earlier ones are the conversation it may refer to. Citations are
annotations of the answer; all that an Answer knows stands in the field ``pressroom`` beside.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from rag.embedding.remote import OURSELVES
from rag.errors import DocumentNotFound, PressroomError, QuestionError
from rag.pressroom import Pressroom
from rag.records import Answer, AnswerEvent, Citation, chat_turns, to_plain

MODEL = "pressroom"
LONGEST_REQUEST = 1_000_000
"""Most bytes of a request: a conversation of some hundred pages."""

MARKER = re.compile(r"\[(\d{1,3})\]")

log = logging.getLogger(__name__)


class Part(BaseModel):
    """A part of a message's content."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message of the conversation."""

    role: str
    content: str | list[Part] | None = None

    def words(self) -> str:
        """Return the content as one text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream holds besides the answer."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A request for a chat completion; the last four fields narrow it down, as `ask` does."""

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] = 1
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    documents: list[str] | None = None

    def answered_by(self, room: Pressroom) -> Iterator[AnswerEvent]:
        """Return the answer step by step."""
        *before, last = self.messages
        return room.stream(
            last.words(),
            speaker=self.speaker,
            since=self.since,
            until=self.until,
            documents=self.documents,
            history=chat_turns((message.role, message.words()) for message in before),
        )


class Refused(Exception):
    """A request that gets an error for an answer."""

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def chat_server(room: Pressroom) -> Starlette:
    """Return the web application that answers at ``/models`` and ``/chat/completions``."""

    async def models(_: Request) -> Response:
        about = {"id": MODEL, "object": "model", "created": 0, "owned_by": "pressroom"}
        return JSONResponse({"object": "list", "data": [about]})

    async def complete(request: Request) -> Response:
        asked = await _asked(request)
        events = asked.answered_by(room)
        # The first step is made before the response begins, so that an error has its status.
        events = chain([await run_in_threadpool(next, events)], events)
        if asked.stream:
            usage = asked.stream_options is not None and asked.stream_options.include_usage
            return StreamingResponse(_sent(events, usage=usage), media_type="text/event-stream")
        return JSONResponse(await run_in_threadpool(_completion, events))

    return Starlette(
        routes=[
            Route("/models", models),
            Route("/chat/completions", complete, methods=["POST"]),
        ],
        exception_handlers={
            Refused: _refused,
            PressroomError: _failed,
            HTTPException: _no_such_thing,
        },
    )


# Requests


async def _asked(request: Request) -> ChatRequest:
    """Return what a request asks for, or raise Refused."""
    if OURSELVES in request.headers:
        raise Refused(
            400,
            "A Pressroom cannot write the answers of a Pressroom. Point OPENAI_BASE_URL at the "
            "model's own server, or set PRESSROOM_MODEL=extractive.",
            "loop",
        )
    # A form of another site can send any other type without asking first.
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "Send the request as JSON, with Content-Type: application/json.")
    try:
        asked = ChatRequest.model_validate_json(await _body(request))
    except ValidationError as exc:
        raise Refused(400, _explained(exc)) from exc
    if asked.model != MODEL:
        message = f"There is no model {asked.model!r} here. Ask for {MODEL!r}."
        raise Refused(404, message, "model_not_found")
    if asked.messages[-1].role != "user":
        raise Refused(400, "The last message must be the user's question.")
    return asked


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_REQUEST:
            raise Refused(413, f"The request has more than {LONGEST_REQUEST} bytes. Send less.")
    return body


def _explained(exc: ValidationError) -> str:
    return " ".join(
        f"{'.'.join(map(str, error['loc'])) or 'The request'}: {error['msg']}."
        for error in exc.errors()
    )


# Answers


def _completion(events: Iterable[AnswerEvent]) -> dict[str, Any]:
    answer = next(event.answer for event in events if event.answer is not None)
    message = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "annotations": marked_citations(answer.text, answer.citations),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head("chat.completion"),
        "choices": [choice],
        "usage": _usage(answer),
        "pressroom": to_plain(answer),
    }


def _sent(events: Iterable[AnswerEvent], *, usage: bool) -> Iterator[str]:
    """Yield the events of a stream; an error on the way becomes the last one."""
    head = _head("chat.completion.chunk")
    try:
        for chunk in _chunks(events, usage=usage):
            yield _event(head | chunk)
        yield "data: [DONE]\n\n"
    except PressroomError as exc:
        yield _event(_error(str(exc), kind="server_error"))
    except Exception:
        log.exception("An answer broke off.")
        yield _event(_error("The answer broke off. Try again.", kind="server_error"))


def _chunks(events: Iterable[AnswerEvent], *, usage: bool) -> Iterator[dict[str, Any]]:
    yield _delta({"role": "assistant", "content": ""})
    text = sent = ""
    for event in events:
        text = event.answer.text if event.answer else text + event.text
        whole = text.rstrip()
        if whole.startswith(sent) and whole != sent:
            yield _delta({"content": whole[len(sent) :]})
            sent = whole
        if event.answer:
            marked = marked_citations(sent, event.answer.citations)
            yield _delta({"annotations": marked}) | {"pressroom": to_plain(event.answer)}
            yield _delta({}, finish="stop")
            if usage:
                yield {"choices": [], "usage": _usage(event.answer)}


def marked_citations(text: str, citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return an annotation for each marker of a text, with the citation it stands for.

    The offsets are those of the marker; what looks like one inside a quote is none.
    """
    cited = {citation.number: citation for citation in citations}
    for citation in cited.values():
        text = text.replace(f"“{citation.quote}”", " " * (len(citation.quote) + 2))
    found = ((mark, cited.get(int(mark[1]))) for mark in MARKER.finditer(text))
    return [_annotation(mark, citation) for mark, citation in found if citation]


def _annotation(mark: re.Match[str], citation: Citation) -> dict[str, Any]:
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": mark.start(),
            "end_index": mark.end(),
            "url": citation.url or citation.source,
            "title": citation.title or citation.source,
        },
        "pressroom": to_plain(citation),
    }


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _delta(delta: dict[str, Any], *, finish: str | None = None) -> dict[str, Any]:
    return {
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
    }


def _event(payload: dict[str, Any]) -> str:
    return f"data: {json.dumps(payload, ensure_ascii=False)}\n\n"


def _usage(answer: Answer) -> dict[str, int]:
    """Return the tokens a chat model used; an extractive answer uses none."""
    used = answer.usage or {}
    asked, written = used.get("input_tokens", 0), used.get("output_tokens", 0)
    return {
        "prompt_tokens": asked,
        "completion_tokens": written,
        "total_tokens": asked + written,
    }


# Errors


def _error(
    message: str, *, kind: str = "invalid_request_error", code: str | None = None
) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


async def _refused(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, Refused)
    return JSONResponse(_error(str(exc), code=exc.code), exc.status)


async def _failed(_: Request, exc: Exception) -> Response:
    if isinstance(exc, QuestionError | DocumentNotFound):
        return JSONResponse(_error(str(exc)), 400)
    return JSONResponse(_error(str(exc), kind="server_error"), 500)


async def _no_such_thing(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    served = "GET /v1/models and POST /v1/chat/completions"
    message = f"{request.method} {request.url.path}: {exc.detail}. There are {served}."
    return JSONResponse(_error(message), exc.status_code)
