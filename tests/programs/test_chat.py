"""A Pressroom as OpenAI's own client meets it, over real HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from rag import Pressroom, Settings
from rag.programs.chat import LONGEST_REQUEST, chat_server, marked_citations
from rag.records import Citation, to_plain
from tests.fakes import fake_openai, says
from tests.programs.conftest import harbour_in, served
from tests.writing import WORD_EMBEDDER

QUESTION = "What did Castellan say about the cranes?"


@pytest.fixture(scope="module")
def address(room: Pressroom) -> Iterator[str]:
    with served(Starlette(routes=[Mount("/v1", chat_server(room))])) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def asked(client: openai.OpenAI, *messages: tuple[str, Any], **more: Any) -> Any:
    return client.chat.completions.create(
        model="pressroom",
        messages=[{"role": role, "content": text} for role, text in messages],  # type: ignore
        **more,
    )


def test_the_one_model_is_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["pressroom"]


def test_an_answer_comes_with_its_citations_as_annotations(
    client: openai.OpenAI, room: Pressroom
) -> None:
    expected = room.ask(QUESTION)
    completion = asked(client, ("user", QUESTION))
    [choice] = completion.choices
    message = choice.message
    assert (choice.finish_reason, message.role) == ("stop", "assistant")
    assert message.content == expected.text
    assert completion.usage.total_tokens == 0
    assert completion.pressroom == to_plain(expected)
    assert len(message.annotations) == len(expected.citations) >= 2
    for annotation, citation in zip(message.annotations, expected.citations, strict=True):
        link = annotation.url_citation
        assert message.content[link.start_index : link.end_index] == f"[{citation.number}]"
        assert link.url == "https://gazette.example/harbour"
        assert link.title == "The harbour of Brenn"
        assert annotation.pressroom == to_plain(citation)


def test_a_stream_ends_with_the_citations_and_says_the_same(
    client: openai.OpenAI, room: Pressroom
) -> None:
    options = {"include_usage": True}
    chunks = list(asked(client, ("user", QUESTION), stream=True, stream_options=options))
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    text = "".join(delta.content or "" for delta in deltas)
    assert text == room.ask(QUESTION).text
    [annotations] = [delta.annotations for delta in deltas if hasattr(delta, "annotations")]
    for annotation in annotations:
        link = annotation["url_citation"]
        number = annotation["pressroom"]["number"]
        assert text[link["start_index"] : link["end_index"]] == f"[{number}]"
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == 0
    assert len({chunk.id for chunk in chunks}) == 1


def test_an_abstention_is_an_answer_that_says_so(client: openai.OpenAI) -> None:
    completion = asked(client, ("user", "What did Castellan say about volcanoes?"))
    assert completion.choices[0].finish_reason == "stop"
    assert completion.choices[0].message.annotations == []
    assert completion.pressroom["abstained"] is True
    assert completion.pressroom["reason"] == "speaker_silent"


def test_earlier_messages_are_the_conversation(client: openai.OpenAI, room: Pressroom) -> None:
    before = asked(client, ("user", QUESTION)).choices[0].message.content
    completion = asked(
        client,
        ("system", "Answer like a pirate."),
        ("user", QUESTION),
        ("assistant", before),
        ("user", [{"type": "text", "text": "What did Osmark say about the ferry?"}]),
    )
    assert completion.pressroom["citations"][0]["speaker"] == "Jon Osmark"


def test_filters_go_into_the_body(client: openai.OpenAI) -> None:
    completion = asked(client, ("user", QUESTION), extra_body={"until": "2020"})
    assert completion.pressroom["abstained"] is True


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        ({"model": "gpt-4.1-mini"}, openai.NotFoundError, "no model 'gpt-4.1-mini' here"),
        ({"messages": []}, openai.BadRequestError, "messages: List should have at least 1"),
        ({"messages": [{"role": "system", "content": "x"}]}, openai.BadRequestError, "last"),
        ({"messages": [{"role": "user", "content": " "}]}, openai.BadRequestError, "empty"),
        ({"messages": [{"role": "user", "content": None}]}, openai.BadRequestError, "empty"),
        ({"extra_body": {"since": "then"}}, openai.BadRequestError, "since is no date"),
        ({"n": 2}, openai.BadRequestError, "n: Input should be 1"),
        ({"stream": True, "extra_body": {"since": "then"}}, openai.BadRequestError, "no date"),
        ({"extra_headers": {"X-Pressroom": "answering"}}, openai.BadRequestError, "Point OPENAI_"),
        ({"extra_headers": {"Content-Type": "text/plain"}}, openai.APIStatusError, "as JSON"),
    ],
)
def test_a_bad_request_is_told_in_the_words_of_openais_errors(
    client: openai.OpenAI, request_: dict[str, Any], error: type[Exception], words: str
) -> None:
    given = {"model": "pressroom", "messages": [{"role": "user", "content": QUESTION}]}
    with pytest.raises(error, match=words) as caught:
        client.chat.completions.create(**(given | request_))  # type: ignore[call-overload]
    assert caught.value.body["type"] == "invalid_request_error"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/chat/completions", b"{", 400, "Invalid JSON"),
        ("/chat/completions", b"[]", 400, "should be an object"),
        ("/chat/completions", b" " * (LONGEST_REQUEST + 1), 413, "Send less"),
        ("/chat/completions", None, 405, "Method Not Allowed"),
        ("/embeddings", b"{}", 404, "POST /v1/chat/completions"),
    ],
)
def test_what_no_client_sends_is_told_too(
    address: str, path: str, body: bytes | None, status: int, words: str
) -> None:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/v1{path}", body, headers)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    with caught.value as answer:
        assert answer.code == status
        assert words in json.load(answer)["error"]["message"]


def test_tokens_of_a_chat_model_are_counted(
    open_room: Callable[..., Pressroom], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_openai() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        room = open_room(settings=Settings(embedder=WORD_EMBEDDER, model_retries=0))
        room.ingest(harbour_in(tmp_path))
        server.script(says("“The town pays for the cranes, and nobody else.” [1]"))
        with (
            served(chat_server(room)) as address,
            openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client,
        ):
            completion = asked(client, ("user", "Who pays for the cranes?"))
    assert completion.usage.prompt_tokens == 90
    assert "x-pressroom" in {name.lower() for name in server.requests[0].headers}


def test_a_room_that_is_its_own_model_falls_back_and_says_why(
    open_room: Callable[..., Pressroom], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(embedder=WORD_EMBEDDER, model="openai:pressroom", model_retries=0)
    room = open_room(settings=settings)
    room.ingest(harbour_in(tmp_path))
    with served(chat_server(room)) as address:
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        answer = room.ask(QUESTION)
    assert answer.engine == "extractive"
    assert answer.citations
    assert "A Pressroom cannot write the answers of a Pressroom" in " ".join(answer.notices)


def test_what_looks_like_a_marker_inside_a_quote_is_none() -> None:
    citation = Citation(
        document_id="d",
        source="d.md",
        title=None,
        date=None,
        heading=None,
        start=0,
        end=8,
        speaker=None,
        speech="direct",
        number=1,
        quote="See [1].",
        passage_start=0,
        passage_end=8,
    )
    text = "It says “See [1].” [1] and [7]."
    [marked] = marked_citations(text, [citation])
    assert marked["url_citation"]["start_index"] == text.rindex("[1]")
    assert marked["url_citation"]["url"] == "d.md"
