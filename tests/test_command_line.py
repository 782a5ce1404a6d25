"""The command line as its users and other programs meet it: a process, its output, its status."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rag import Pressroom
from rag.commands import app
from rag.errors import FeedbackError, RecordError
from tests.writing import WORD_EMBEDDER

ARTICLE = """---
title: The bridge
date: 2024-05-02
place: Ostrand
labels: [fictional]
---
MAYOR LIND: The bridge will open in [bold]June[/bold] & not before.\x1b[31m

Q: Who pays for the bridge?

MAYOR LIND: The city pays for the bridge, all of it.
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rag", *arguments],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PRESSROOM_EMBEDDER": WORD_EMBEDDER,
                "PRESSROOM_INDEX": str(tmp_path / "index"),
                **environment,
            },
        )

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_ingest_ask_search_list_and_remove(run: Run, article: Path) -> None:
    done = run("ingest", str(article))
    assert done.returncode == 0
    assert "1 added" in done.stdout
    assert "passages/s" in done.stderr

    asked = run("ask", "Who pays for the bridge?", "--json")
    answer = json.loads(asked.stdout)
    assert answer["citations"][0]["speaker"] == "Mayor Lind"
    assert answer["citations"][0]["labels"] == ["fictional"]

    shown = run("ask", "Who pays for the bridge?").stdout
    assert "“The city pays for the bridge, all of it.” [1]" in " ".join(shown.split())
    assert "fictional" in shown

    hits = json.loads(run("search", "bridge", "--json", "-k", "1").stdout)
    assert [hit["rank"] for hit in hits] == [1]

    [document] = json.loads(run("documents", "--json").stdout)
    assert "bridge.md" in run("documents").stdout
    assert run("remove", document["id"]).returncode == 0
    assert json.loads(run("documents", "--json").stdout) == []
    assert "already" not in run("ingest", str(article)).stderr


def test_ingesting_again_says_that_nothing_changed(run: Run, article: Path) -> None:
    run("ingest", str(article))
    assert run("ingest", str(article)).stdout.strip() == "1 unchanged."


def test_an_abstention_is_a_success(run: Run, article: Path) -> None:
    run("ingest", str(article))
    done = run("ask", "What did Zebulon say about tulips?")
    assert (done.returncode, done.stdout.strip()) == (0, "The record does not know Zebulon.")


def test_markup_and_control_characters_of_documents_are_shown_as_text(
    run: Run, article: Path
) -> None:
    run("ingest", str(article))
    shown = run("search", "bridge June").stdout
    assert "[bold]June[/bold] & not before" in shown
    assert "\x1b" not in shown


def test_bad_sources_are_named_and_only_a_run_without_any_good_one_fails(
    run: Run, article: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    mixed = run("ingest", str(article), str(tmp_path / "empty.txt"))
    assert mixed.returncode == 0
    assert "empty.txt" in mixed.stderr
    assert run("ingest", str(tmp_path / "missing.md")).returncode == 1
    report = json.loads(run("ingest", str(tmp_path / "missing.md"), "--json").stdout)
    assert report["failed"][0]["source"].endswith("missing.md")


@pytest.mark.parametrize(
    ("arguments", "environment", "status", "message"),
    [
        (["ask", "x"], {}, 1, "rag ingest PATH"),
        (["ask", "x", "--index", "{file}"], {}, 1, "is a file, and an index is"),
        (["ingest", "{file}", "--index", "{file}"], {}, 1, "an index is a folder"),
        (["ingest", "{file}"], {"PRESSROOM_PROT": "1"}, 1, "PRESSROOM_PORT"),
        (["ingest", "{file}"], {"PRESSROOM_EMBEDDER": "fancy"}, 1, "minilm"),
        (["documents"], {"PRESSROOM_AUTH": "secret"}, 1, "AUTH is no user:password. Write both"),
        (["remove", "no-such-id"], {}, 1, "no-such-id"),
        (["doctor", "--repair"], {}, 1, "rag ingest PATH"),
        (["evaluate", "no-such-folder"], {}, 1, "cannot be read: No such file or directory. A col"),
        (["evaluate", "compare", "a", "b"], {}, 1, "can be read: No such file or directory. `py"),
        (["evaluate", "verification", "{empty}"], {}, 1, "holds no sentence of a speaker"),
        (["evaluate", "followups", "none"], {}, 1, "No such file or directory. Check the path."),
        (["no-such-command"], {}, 2, "no-such-command"),
        (["ask"], {}, 2, "QUESTION"),
        (["search", "x", "-k", "0"], {}, 2, "-k"),
    ],
)
def test_errors_are_told_on_stderr_without_a_traceback(
    run: Run,
    article: Path,
    arguments: list[str],
    environment: dict[str, str],
    status: int,
    message: str,
) -> None:
    (article.parent / "empty").mkdir()
    places = {"file": article, "empty": article.parent / "empty"}
    done = run(*(a.format(**places) for a in arguments), **environment)
    assert done.returncode == status
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_doctor_finds_and_mends_what_is_missing(
    run: Run, article: Path, tmp_path: Path
) -> None:
    run("ingest", str(article))
    assert "All is well" in run("doctor").stdout
    for path in (tmp_path / "index" / "lexical").rglob("*.*"):
        path.unlink()
    ill = run("doctor")
    assert ill.returncode == 1
    assert "doctor --repair" in ill.stderr
    assert "All is well" in run("doctor", "--repair").stdout
    assert "All is well" in run("doctor").stdout


# In this process, which spares starting one for each command


@pytest.fixture
def type_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("PRESSROOM_EMBEDDER", WORD_EMBEDDER)
    monkeypatch.setenv("PRESSROOM_INDEX", str(tmp_path / "index"))
    return lambda *arguments: CliRunner().invoke(app, [str(given) for given in arguments])


def test_an_answer_is_saved_and_checked_again(
    type_: Callable[..., Result], article: Path, tmp_path: Path
) -> None:
    type_("ingest", article)
    question = "What did Lind say about the bridge?"
    saved = tmp_path / "answer.json"
    saved.write_text(type_("ask", question, "--json").stdout, encoding="utf-8")
    assert type_("ask", question, "--format", "json").stdout == saved.read_text()
    assert "[^1]: “" in type_("ask", question, "--format", "markdown").stdout
    assert type_("ask", question, "--format", "csv").stdout.startswith("asked,abstained,number,")
    assert type_("ask", question, "--json", "--format", "csv").exit_code == 2

    checked = type_("verify", saved)
    assert checked.exit_code == 0
    assert "still exact" in checked.stdout

    article.write_text(ARTICLE.replace("bridge will", "bridge may"), encoding="utf-8")
    type_("ingest", article)
    checked = type_("verify", saved, "--json")
    assert checked.exit_code == 1
    assert "changed" in {check["outcome"] for check in json.loads(checked.stdout)}


def test_what_is_nearest_is_told_apart_from_an_answer(
    type_: Callable[..., Result], article: Path
) -> None:
    type_("ingest", article)
    silent = type_("ask", "What did Lind say about submarines?").stdout
    told, nearest = silent.split("Nearest in the record, not an answer:")
    assert told.strip() == "The record holds words of Lind, but none on this."
    assert "2024-05-02, The bridge, " in nearest
    assert "The bridge will open in [bold]June[/bold] & not before." in nearest
    assert "Nearest" not in type_("ask", "What did Lind say about the bridge?").stdout


def test_verify_says_what_it_cannot_read(type_: Callable[..., Result], tmp_path: Path) -> None:
    broken = tmp_path / "answer.json"
    broken.write_bytes(b"\xff{}")
    for path, told in (
        (broken, f"{broken}: This is not a record of ours"),
        (tmp_path, "cannot be read"),
    ):
        refused = type_("verify", path).exception
        assert isinstance(refused, RecordError)
        assert told in str(refused)


def test_verdicts_are_listed_and_exported(
    type_: Callable[..., Result], article: Path, tmp_path: Path
) -> None:
    type_("ingest", article)
    assert "No reader has given a verdict" in type_("feedback", "list").stdout
    assert isinstance(type_("feedback", "export", tmp_path / "made").exception, FeedbackError)
    with Pressroom.open(tmp_path / "index") as room:
        answer = room.ask("Who pays for the bridge?")
        room.add_feedback(answer.question, answer, "down", "[bold]Who?[/bold]")
    assert "[bold]Who?[/bold]" in type_("feedback", "list").stdout
    assert json.loads(type_("feedback", "list", "--json").stdout)[0]["verdict"] == "down"
    done = type_("feedback", "export", tmp_path / "made")
    assert "1 articles, 0 questions and 1 verdicts to review" in done.stdout


def test_what_another_version_read_is_named_and_read_again(
    type_: Callable[..., Result], article: Path, tmp_path: Path
) -> None:
    type_("ingest", article)
    assert "another version" not in type_("doctor").stdout
    library = sqlite3.connect(tmp_path / "index" / "library.db")
    with library:
        library.execute("UPDATE readings SET edition = 'older'")
    library.close()
    told = type_("doctor")
    assert (told.exit_code, "1 sources were read by another" in told.stdout) == (0, True)
    assert "1 updated" in type_("ingest", "--again").stdout
    told = type_("doctor")
    assert "another version" not in told.stdout
    assert "1 documents, 3 passages." in told.stdout
    assert type_("ingest").exit_code == 2


def test_a_terminal_of_another_encoding_shows_escapes_and_json_stays_json(
    run: Run, article: Path
) -> None:
    run("ingest", str(article))
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    shown = run("ask", "Who pays for the bridge?", **ascii_only)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "\\u201cThe city pays for the bridge" in shown.stdout
    asked = run("ask", "Who pays for the bridge?", "--json", **ascii_only)
    assert "“The city pays" in json.loads(asked.stdout)["text"]


def test_the_index_in_a_folder_of_sources_is_no_source(run: Run, article: Path) -> None:
    run("ingest", str(article))
    again = run("ingest", str(article.parent))
    assert again.stdout == "1 unchanged.\n"


def test_a_narrow_terminal_lists_documents_one_below_the_other(
    type_: Callable[..., Result], run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", str(article))
    monkeypatch.setattr("rag.terminal.out.width", 60)
    shown = type_("documents").stdout.splitlines()
    assert shown[0].endswith("  The bridge")
    assert shown[1] == "   2024-05-02, Ostrand, 3 passages"


@pytest.mark.parametrize("imported", ["numpy", "rag.pressroom", "typer"])
def test_ctrl_c_while_the_program_is_being_loaded_ends_it_without_a_traceback(
    imported: str,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "rag", "ask", "What was said?"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        next(line for line in process.stderr if line.split("|")[-1].strip() == imported)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "Stopped." in told
