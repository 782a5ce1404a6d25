"""The shape of the code: imports flow one way, each framework has one door, names are pinned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag

PACKAGE = Path(rag.__file__).parent
ORDER = (
    "errors records settings sources reading passages utterances embedding index ingesting people "
    "question retrieval verification standing answering pressroom runnable programs terminal "
    "printing evaluation commands __main__"
).split()
DOORS = {
    "chromadb": {"index/dense.py"},
    "tantivy": {"index/lexical.py"},
    "gradio": set(),
    "langchain": {"embedding/", "answering/", "runnable.py"},
    "langchain_core": {"embedding/", "answering/", "runnable.py"},
    "langchain_openai": {"embedding/", "answering/", "runnable.py"},
    "openai": {"embedding/", "answering/", "runnable.py"},
    "sqlalchemy": {
        "index/database.py",
        "index/library.py",
        "index/notebook.py",
        "index/queries.py",
        "index/recording.py",
        "index/register.py",
        "index/speakers.py",
        "index/tables.py",
        "index/vectors.py",
    },
    "onnxruntime": {"embedding/minilm.py"},
    "spacy": {"reading/"},
    "mcp": {"programs/tools.py"},
    "starlette": {"programs/chat.py"},
    "langchain_text_splitters": {"evaluation/baselines.py"},
}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imported(module: str) -> Iterator[str]:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage(name: str) -> int:
    """Return the place of ``rag.x.y`` or ``x/y.py`` in the pipeline."""
    part = name.removeprefix("rag.").replace("/", ".").removesuffix(".py").split(".")[0]
    return ORDER.index(part)


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__.py"])
def test_imports_flow_downstream_only(module: str) -> None:
    ours = [name for name in imported(module) if name.startswith("rag.")]
    assert [name for name in ours if stage(name) > stage(module)] == []


@pytest.mark.parametrize("module", MODULES)
def test_each_framework_has_one_door(module: str) -> None:
    frameworks = {name.split(".")[0] for name in imported(module)} & DOORS.keys()
    closed = {f for f in frameworks if not any(module.startswith(door) for door in DOORS[f])}
    assert closed == set()


def test_gradio_is_met_by_the_page_alone() -> None:
    root = PACKAGE.parent
    doors = ("ui/page.py", "ui/serving.py", "ui/endpoints.py", "ui/tabs/")
    pages = [root / "app.py", *(root / "ui").rglob("*.py")]
    users = {
        path.relative_to(root).as_posix()
        for path in pages
        if "import gradio" in path.read_text(encoding="utf-8")
    }
    assert {path for path in users if not path.startswith(doors)} == set()


def test_the_public_names_are_these() -> None:
    assert sorted(rag.__all__) == [
        "Answer",
        "AnswerEvent",
        "Citation",
        "Document",
        "Hit",
        "IngestReport",
        "Pressroom",
        "PressroomError",
        "Settings",
        "Statement",
        "Turn",
        "from_json",
        "to_json",
    ]
    assert all(hasattr(rag, name) for name in rag.__all__)


def test_every_module_says_what_it_is_for() -> None:
    silent = [m for m in MODULES if not ast.get_docstring(ast.parse((PACKAGE / m).read_text()))]
    assert silent == []
