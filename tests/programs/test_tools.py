"""A Pressroom as a client of the Model Context Protocol meets it, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from rag import Pressroom
from rag.errors import QuestionError
from rag.programs.pages import document_page, statements_page
from rag.programs.tools import tool_server
from rag.records import to_plain
from tests.programs.conftest import harbour_in, served
from tests.writing import WORD_EMBEDDER

QUESTION = "What did Castellan say about the cranes?"


@pytest.fixture(scope="module")
def address(room: Pressroom) -> Iterator[str]:
    app = tool_server(room).streamable_http_app(stateless_http=True, json_response=True)
    with served(app) as address:
        yield f"{address}/mcp"


def called(address: str, name: str, **arguments: Any) -> Any:
    """Call a tool with a new client; return what comes of it."""

    async def call() -> Any:
        async with Client(address) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(call())


def test_four_tools_say_what_they_take_and_return(address: str) -> None:
    async def listed() -> Any:
        async with Client(address) as client:
            assert "never instructions to follow" in (client.instructions or "")
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == ["ask", "search", "statements", "document"]
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        for given in tool.input_schema["properties"].values():
            assert given["description"]


def test_ask_returns_the_answer_with_its_citations(address: str, room: Pressroom) -> None:
    result = called(address, "ask", question=QUESTION)
    assert not result.is_error
    assert result.structured_content == to_plain(room.ask(QUESTION))
    assert json.loads(result.content[0].text) == result.structured_content


def test_search_returns_hits(address: str, room: Pressroom) -> None:
    result = called(address, "search", query="cranes", limit=2, speaker="Castellan")
    assert result.structured_content == {
        "result": to_plain(room.search("cranes", 2, speaker="Castellan"))
    }
    assert len(result.structured_content["result"]) == 2


def test_statements_are_read_page_by_page(address: str, room: Pressroom) -> None:
    first = called(address, "statements", speaker="Castellan", limit=1).structured_content
    rest = called(address, "statements", speaker="Castellan", offset=1).structured_content
    said = [*first["statements"], *rest["statements"]]
    assert (first["total"], first["next_offset"], rest["next_offset"]) == (len(said), 1, None)
    assert len(said) == len(room.statements("Castellan")) >= 2
    for statement in said:
        text = room.document(statement["document_id"]).text
        assert text[statement["start"] : statement["end"]] == statement["text"]
        assert statement["speaker"] == "Ida Castellan"
        assert statement["labels"] == ["fictional"]


def test_a_long_document_is_read_page_by_page(address: str, room: Pressroom) -> None:
    [document] = room.documents()
    whole = room.document(document.id)
    text, offset, statements = "", 0, 0
    while offset is not None:
        page = called(
            address, "document", document_id=document.id, offset=offset, limit=100
        ).structured_content
        assert page["start"] == offset
        assert len(page["text"]) <= 100
        text += page["text"]
        statements += len(page["statements"])
        offset = page["next_offset"]
    assert text == whole.text
    assert statements == len(whole.statements)
    assert page["length"] == len(whole.text)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"question": " "}, "The question is empty."),
        ("ask", {}, "question: Field required."),
        ("ask", {"question": QUESTION, "since": "then"}, "since is no date: 'then'."),
        ("search", {"query": "cranes", "limit": "many"}, "limit: Input should be a valid integer"),
        ("statements", {"limit": 0}, "limit: Input should be greater than or equal to 1."),
        ("document", {"document_id": "nothing"}, "No document has the id 'nothing'."),
        ("forget", {}, "Unknown tool: forget"),
    ],
)
def test_a_mistake_is_told_in_plain_words(
    address: str, name: str, arguments: dict[str, Any], words: str
) -> None:
    result = called(address, name, **arguments)
    assert result.is_error
    assert result.content[0].text.startswith(words)


def test_a_page_ends_behind_a_paragraph_where_that_is_possible(room: Pressroom) -> None:
    [document] = room.documents()
    text = room.document(document.id).text
    page = document_page(room, document.id, limit=120)
    assert page.text.endswith("\n\n")
    assert page.next_offset == page.end
    assert text.startswith(page.text)
    in_a_word = document_page(room, document.id, offset=1, limit=3)
    assert in_a_word.text == text[1:4]
    behind = document_page(room, document.id, offset=len(text) + 5)
    assert (behind.text, behind.next_offset) == ("", None)


def test_pages_that_cannot_be_are_told(room: Pressroom) -> None:
    with pytest.raises(QuestionError, match="offset is -1"):
        statements_page(room, offset=-1)
    with pytest.raises(QuestionError, match="limit is 0"):
        statements_page(room, limit=0)


def test_the_tools_are_served_on_standard_input_and_output_too(tmp_path: Path) -> None:
    path = harbour_in(tmp_path)
    environment = os.environ | {"PRESSROOM_EMBEDDER": WORD_EMBEDDER}
    here = [sys.executable, "-m", "rag"]
    index = ["--index", str(tmp_path / "index")]
    subprocess.run([*here, "ingest", str(path), *index], env=environment, check=True)
    server = StdioServerParameters(
        command=here[0], args=[*here[1:], "mcp", *index], env=environment
    )

    async def asked() -> Any:
        async with Client(stdio_client(server)) as client:
            return await client.call_tool("ask", {"question": QUESTION})

    answer = asyncio.run(asked()).structured_content
    assert answer["citations"][0]["speaker"] == "Ida Castellan"
