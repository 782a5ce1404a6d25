"""What README.md promises: its code runs, and it names every command, setting and folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.__main__ import app
from rag.settings import PREFIX, Settings
from tests.writing import WORD_EMBEDDER

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_blocks_run_on_the_shipped_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSROOM_EMBEDDER", WORD_EMBEDDER)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "Vladimir Putin" in shown
    assert "2015-11-16-g20-antalya-pressroom.md" in shown
    assert "What did Putin say about Iran?" in shown


def test_every_command_is_mentioned() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    assert {name for name in names if not re.search(rf"\b{name}\b", README)} == set()


def test_every_setting_is_mentioned() -> None:
    settings = {PREFIX + name.upper() for name in Settings.model_fields}
    assert {name for name in settings if f"`{name}`" not in README} == set()


def test_every_path_it_names_exists() -> None:
    paths = re.findall(r"`((?:rag|ui|corpus|docs|app)[\w/.]*(?:/|\.py|\.md))`", README)
    paths += re.findall(r"\]\((?!http)([^)]+)\)", README)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_commands_it_starts_with_are_recipes() -> None:
    recipes = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)", README)) <= recipes
