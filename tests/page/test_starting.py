"""How the page starts, or says why it does not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rag import Pressroom
from rag.errors import SettingsError
from rag.settings import Settings
from tests.page.fixtures import ROOT
from tests.writing import WORD_EMBEDDER, write_articles
from ui.serving import address, is_loopback, listen


def started(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run app.py until it ends by itself."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PRESSROOM")}
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment | {"PRESSROOM_INDEX": str(tmp_path / "index")} | settings,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_a_port_in_use_is_told_with_the_setting_that_changes_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = started(tmp_path, PRESSROOM_PORT=port)
    assert ended.returncode == 1
    assert f"Port {port} is in use" in ended.stderr
    assert "PRESSROOM_PORT=" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_open_address_without_a_password_is_refused(tmp_path: Path) -> None:
    ended = started(tmp_path, PRESSROOM_HOST="0.0.0.0", PRESSROOM_PORT="0")
    assert ended.returncode == 1
    assert "PRESSROOM_AUTH=user:password" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_open_address_with_a_password_is_served() -> None:
    with listen(Settings(host="0.0.0.0", port=0, auth="desk:secret")) as listening:
        assert address(listening).startswith("http://0.0.0.0:")


def test_an_open_address_without_a_password_is_served_where_that_is_meant() -> None:
    with listen(Settings(host="0.0.0.0", port=0, open_to_all=True)) as listening:
        assert address(listening).startswith("http://0.0.0.0:")


@pytest.mark.parametrize("named", [{}, {"model": "extractive", "embedder": "openai:small"}])
def test_a_model_server_that_is_the_page_itself_is_refused(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://localhost:{port}/v1")
    with pytest.raises(SettingsError, match="which is this program itself"):
        listen(Settings(port=port, **named))
    listen(Settings(port=port, model="extractive")).close()


def test_a_host_that_does_not_exist_is_told() -> None:
    with pytest.raises(SettingsError, match="Correct PRESSROOM_HOST"):
        listen(Settings(host="no-such-host.invalid", port=0, auth="desk:secret"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("newsroom.example", False),
    ],
)
def test_loopback_is_told_from_other_addresses(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("is_served", [False, True])
def test_stopped_while_documents_are_read_it_ends_soon_and_starts_whole(
    tmp_path: Path, how: signal.Signals, is_served: bool
) -> None:
    write_articles(tmp_path / "corpus", 1000)
    settings = {
        "PRESSROOM_INDEX": str(tmp_path / "index"),
        "PRESSROOM_CORPUS": str(tmp_path / "corpus"),
        "PRESSROOM_EMBEDDER": WORD_EMBEDDER,
        "PRESSROOM_PORT": "0",
    }
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        if is_served:
            assert program.stdout is not None
            assert "Pressroom is at" in program.stdout.readline()
        else:
            time.sleep(1)
        program.send_signal(how)
        began = time.monotonic()
        _, told = program.communicate(timeout=60)
    assert time.monotonic() - began < 20
    assert told in ("", "Stopped.\n")
    with Pressroom.open(
        tmp_path / "index", settings=Settings.load(embedder=WORD_EMBEDDER)
    ) as again:
        again.settle()
        assert again.check() == []
