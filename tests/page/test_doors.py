"""The doors of the running page for programs, and what is locked: one process, with a password."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import httpx2
import openai
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError
from mcp.client import Client as ToolClient
from mcp.client.streamable_http import streamable_http_client

from tests.page.fixtures import served, write_articles

QUESTION = "What did Castellan say about Osmark?"
USER, PASSWORD = "desk", "secret"
AUTH = f"{USER}:{PASSWORD}"
UPLOAD_MB = 1

CHAT: dict[str, Any] = {"model": "pressroom", "messages": [{"role": "user", "content": QUESTION}]}
JOIN: dict[str, Any] = {"data": [QUESTION], "fn_index": 0, "session_hash": "s"}
TOOLS = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doors")
    write_articles(folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    settings = {
        "PRESSROOM_AUTH": AUTH,
        "PRESSROOM_MAX_UPLOAD_MB": str(UPLOAD_MB),
        "PRESSROOM_FETCH_PRIVATE": "true",
        "PRESSROOM_FETCH_SECONDS": "60",
    }
    with served(folder, **settings) as address:
        wait_for_documents(address)
        yield address


def wait_for_documents(address: str) -> None:
    with httpx.Client(base_url=address, auth=(USER, PASSWORD), timeout=60) as client:
        while client.post("/v1/chat/completions", json=CHAT).json()["pressroom"]["abstained"]:
            time.sleep(0.1)


@pytest.fixture(scope="module")
def stranger(address: str) -> Iterator[httpx.Client]:
    """Someone without the password."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[httpx.Client]:
    """Someone who has logged in on the page."""
    with httpx.Client(base_url=address, timeout=60) as client:
        client.post("/login", data={"username": USER, "password": PASSWORD}).raise_for_status()
        yield client


@pytest.mark.parametrize(
    ("method", "path", "json"),
    [
        ("GET", "/v1/models", None),
        ("POST", "/v1/chat/completions", CHAT),
        ("GET", "//v1/models", None),
        ("GET", "/v1/../v1/models", None),
        ("GET", "/%761/models", None),
        ("POST", "/mcp", TOOLS),
        ("GET", "/mcp", None),
        ("DELETE", "/mcp", None),
        ("GET", "/config", None),
        ("GET", "/gradio_api/info", None),
        ("POST", "/gradio_api/call/ask", {"data": [QUESTION]}),
        ("POST", "/gradio_api/run/ask", {"data": [QUESTION]}),
        ("POST", "/gradio_api/queue/join", JOIN),
        ("POST", "/gradio_api/upload", None),
        ("GET", "/gradio_api/file=/etc/hostname", None),
    ],
)
def test_without_the_password_every_door_is_closed(
    stranger: httpx.Client, method: str, path: str, json: Any
) -> None:
    answer = stranger.request(method, path, json=json)
    assert answer.status_code in (401, 404), answer.text
    assert "Osmark" not in answer.text


def test_a_wrong_password_is_refused_in_the_words_of_openais_errors(address: str) -> None:
    with (
        openai.OpenAI(base_url=f"{address}/v1", api_key="guess", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError, match="PRESSROOM_AUTH") as caught,
    ):
        client.models.list()
    assert caught.value.code == "invalid_api_key"


@pytest.mark.parametrize("key", [AUTH, PASSWORD])
def test_openais_client_gives_the_password_as_its_key(address: str, key: str) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0) as client:
        completion: Any = client.chat.completions.create(**CHAT)
    [first, *_] = completion.choices[0].message.annotations
    assert first.pressroom["publisher"] == "Brenn Gazette"


def test_an_mcp_client_gives_the_password_by_http(address: str) -> None:
    async def asked() -> Any:
        async with (
            httpx2.AsyncClient(auth=httpx2.BasicAuth(USER, PASSWORD)) as http,
            ToolClient(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            return await client.call_tool("ask", {"question": QUESTION})

    answer = asyncio.run(asked()).structured_content
    assert answer["citations"][0]["publisher"] == "Brenn Gazette"


@pytest.fixture(scope="module")
def gradio(address: str) -> Iterator[Client]:
    client = Client(address, auth=(USER, PASSWORD), verbose=False, analytics_enabled=False)
    yield client
    client.close()


def test_gradios_client_is_offered_four_documented_endpoints(gradio: Client) -> None:
    offered = gradio.view_api(return_format="dict")
    assert sorted(offered["named_endpoints"]) == ["/ask", "/document", "/search", "/statements"]
    assert offered["unnamed_endpoints"] == {}
    for endpoint in offered["named_endpoints"].values():
        assert endpoint["description"]
        assert all(given["parameter_name"] for given in endpoint["parameters"])


def test_gradios_client_asks_searches_and_reads(gradio: Client) -> None:
    answer = gradio.predict(QUESTION, api_name="/ask")
    assert answer["citations"][0]["title"] == "Castellan in Brenn: calm about Osmark"
    [hit] = gradio.predict("tunnel", limit=1, api_name="/search")
    assert hit["rank"] == 1
    said = gradio.predict(speaker="Volk", limit=1, api_name="/statements")
    assert said["total"] > 1
    assert said["next_offset"] == 1
    document = gradio.predict(said["statements"][0]["document_id"], api_name="/document")
    start, end = said["statements"][0]["start"], said["statements"][0]["end"]
    assert document["text"][start:end] == said["statements"][0]["text"]


def test_gradios_client_is_told_of_mistakes(gradio: Client) -> None:
    with pytest.raises(AppError, match="since is no date: 'then'"):
        gradio.predict(QUESTION, since="then", api_name="/ask")


@pytest.mark.parametrize("limit", [0, 201, 10**12])
def test_gradios_client_cannot_ask_for_more_than_there_is_room_for(
    gradio: Client, limit: int
) -> None:
    for endpoint in ("/search", "/statements"):
        with pytest.raises(AppError, match=f"limit is {limit}. Ask for a number from 1 to 200"):
            gradio.predict("tunnel", limit=limit, api_name=endpoint)


def test_gradios_client_needs_the_password(address: str) -> None:
    with pytest.raises(AuthenticationError):
        Client(address, verbose=False, analytics_enabled=False)


def test_files_of_the_index_and_the_corpus_are_never_served(
    reader: httpx.Client, folder: Path
) -> None:
    private = [path for path in folder.rglob("*") if path.is_file()]
    assert len(private) > 5
    assert reader.get("/config").status_code == 200
    for path in [*private, Path("/etc/passwd")]:
        for name in (
            path,
            f"/tmp/gradio/..{path}",
            f"{folder}/corpus/../{path.relative_to('/')}",
            str(path).replace("/", "%2F"),
            f"..%2f..%2f..%2f..{path}",
            f"file://{path}",
        ):
            answer = reader.get(f"/gradio_api/file={name}")
            assert answer.status_code in (400, 403, 404), (name, answer.status_code)
            assert reader.get(f"/static/{name}").status_code in (403, 404)


def test_a_file_over_the_limit_is_refused_while_it_arrives(reader: httpx.Client) -> None:
    file = {"files": ("big.txt", b"x" * (UPLOAD_MB * 1_000_000 + 100_000))}
    assert reader.post("/gradio_api/upload", files=file).status_code == 413


@pytest.mark.parametrize("path", ["/", "/config", "/v1/models", "/mcp", "/nothing"])
def test_only_our_own_names_are_answered_to_and_every_answer_is_guarded(
    reader: httpx.Client, path: str
) -> None:
    assert "default-src 'self'" in reader.get(path).headers["content-security-policy"]
    forged = reader.get(path, headers={"Host": "evil.example"})
    assert forged.status_code == 400


def test_browsers_keep_scripts_and_styles_and_nothing_else(reader: httpx.Client) -> None:
    script = re.search(r"assets/index-[\w-]+\.js", reader.get("/").text)
    assert script is not None
    assert "immutable" in reader.get(f"/{script[0]}").headers["cache-control"]
    for path in ("/", "/config", "/assets/nothing.js", "/v1/models"):
        assert "immutable" not in reader.get(path).headers.get("cache-control", "")


def begun(client: httpx.Client, listener: tuple[str, str], *data: Any) -> str:
    """Do what the page does when something is clicked or typed; return the session it is done in.

    *listener* names the element and the event; inputs that are not given are left empty.
    """
    config = client.get("/config").raise_for_status().json()
    [element] = [c["id"] for c in config["components"] if c["props"].get("elem_id") == listener[0]]
    [called] = [d for d in config["dependencies"] if (element, listener[1]) in targets(d)]
    if not called["backend_fn"]:  # the script's part, which the server's comes after
        [called] = [
            d
            for d in config["dependencies"]
            if d["trigger_after"] == called["id"] and d["backend_fn"]
        ]
    session = secrets.token_hex(8)
    given = [*data, *[None] * (len(called["inputs"]) - len(data))]
    event = {"data": given, "fn_index": called["id"], "session_hash": session}
    client.post("/gradio_api/queue/join", json=event).raise_for_status()
    return session


def targets(dependency: dict[str, Any]) -> list[tuple[int, str]]:
    return [(element, event) for element, event in dependency["targets"]]


def ended(client: httpx.Client, session: str) -> str:
    """Wait for the end of what was begun; return all that was told meanwhile."""
    told = ""
    query = {"session_hash": session}
    with client.stream("GET", "/gradio_api/queue/data", params=query, timeout=60) as stream:
        for line in stream.iter_lines():
            told += line
            if "process_completed" in line:
                return told
    raise AssertionError(f"the stream ended without an end: {told}")


@pytest.mark.parametrize(
    "listener", [("question", "submit"), ("fetch", "click"), ("paste", "click")]
)
def test_what_a_program_leaves_out_is_as_nothing_typed(
    reader: httpx.Client, listener: tuple[str, str]
) -> None:
    told = ended(reader, begun(reader, listener))
    assert '"success": true' in told or '"success":true' in told


def test_fifty_readers_are_answered_while_uploads_are_under_way(reader: httpx.Client) -> None:
    def answer(_: int) -> str:
        return ended(reader, begun(reader, ("question", "submit"), QUESTION))

    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(54) as pool:
        silent.settimeout(20)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        sessions = [begun(reader, ("fetch", "click"), None, url) for _ in range(4)]
        uploads = [pool.submit(ended, reader, session) for session in sessions]
        asked, _ = silent.accept()
        answers = list(pool.map(answer, range(50)))
        assert not any(upload.done() for upload in uploads)
        silent.close()
        asked.close()
        assert all("failed" in upload.result() for upload in uploads)
    assert len(answers) == 50
    assert all("Osmark had kept every promise" in told for told in answers)


def test_whoever_guesses_passwords_has_to_wait_at_every_door(
    address: str, reader: httpx.Client
) -> None:
    wrong = {"username": USER, "password": "guess"}
    assert "none is looked at for a while" in httpx.get(address).text
    with httpx.Client(base_url=address, timeout=60) as guesser:
        while (refused := guesser.post("/login", data=wrong)).status_code == 400:
            pass
        assert refused.status_code == 429
        seconds = refused.headers["retry-after"]
        told = f"Too many wrong passwords from your address. Wait {seconds} second"
        assert told in refused.text
        while (refused := guesser.get("/v1/models", auth=(USER, "guess"))).status_code == 401:
            pass  # where the machine takes longer than the wait
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "rate_limit_exceeded"
        assert guesser.get("/v1/models").status_code == 401
        assert reader.get("/config").status_code == 200
        time.sleep(int(refused.headers["retry-after"]))
        right = {"username": USER, "password": PASSWORD}
        assert guesser.post("/login", data=right).json() == {"success": True}
        assert guesser.post("/login", data=wrong).status_code == 400
