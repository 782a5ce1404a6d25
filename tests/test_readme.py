"""What README.md promises: its code runs, and it names every command, setting and folder."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from starlette.routing import Mount
from typer.testing import CliRunner

from rag import Pressroom
from rag.commands import app
from rag.evaluation.overview import BETWEEN, FIGURES, markdown
from rag.programs.chat import chat_server
from rag.settings import PREFIX, Settings
from tests.programs.conftest import served
from tests.writing import WORD_EMBEDDER

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_blocks_run_on_the_shipped_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    from_python, conversation, from_langchain, from_openai = blocks
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSROOM_EMBEDDER", WORD_EMBEDDER)
    shown = []
    for block in (from_python, conversation, from_langchain):
        exec(compile(block, "README.md", "exec"), {})
        shown.append(capsys.readouterr().out)
        assert "Putin" in shown[-1]
    assert "antalya" in shown[0].lower()
    assert "What did Putin say about Iran?" in shown[1]
    assert "antalya" in shown[2].lower()
    with Pressroom.open("index") as room, served(Mount("/v1", chat_server(room))) as address:
        block = from_openai.replace("http://127.0.0.1:7860", address)
        exec(compile(block, "README.md", "exec"), {})
    assert "Putin in Antalya" in capsys.readouterr().out


def test_the_commands_of_its_shell_blocks_run_one_after_the_other_as_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)).splitlines()
    commands = [line for line in lines if " -m rag " in line and " evaluate " not in line]
    assert len(commands) > 6
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSROOM_EMBEDDER", WORD_EMBEDDER)
    for command in commands:
        line, _, file = command.partition(" > ")
        python, module, name, *arguments = shlex.split(line)
        assert (python, module, name) == (".venv/bin/python", "-m", "rag")
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
        if file:
            Path(file).write_text(done.stdout, encoding="utf-8")


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


def test_every_part_is_on_its_map() -> None:
    parts = {path for path in (ROOT / "rag").iterdir() if not path.name.startswith("__")}
    names = {f"rag/{path.name}" + ("/" if path.is_dir() else "") for path in parts}
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_the_table_of_figures_is_rendered_from_saved_runs() -> None:
    figures = json.loads((ROOT / FIGURES).read_text(encoding="utf-8"))
    assert len({run["collection"] for run in figures["runs"]}) > 5
    [table] = BETWEEN.findall(README)
    assert table == markdown(figures)


def test_the_commands_it_starts_with_are_recipes() -> None:
    recipes = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)", README)) <= recipes
