"""The commands, as they are typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from rag import Answer, Pressroom, Settings
from rag.errors import PressroomError
from rag.evaluation.collection import Collection
from rag.evaluation.commands import benchmark, evaluate_app
from rag.evaluation.commands.collections import offer
from rag.evaluation.overview import END, START, markdown
from tests.evaluation.collections import HARBOUR
from tests.writing import WORD_EMBEDDER

app = typer.Typer()
app.add_typer(evaluate_app, name="evaluate")
app.command()(benchmark)


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSROOM_EMBEDDER", WORD_EMBEDDER)


@pytest.fixture
def folder(collection: Collection, tmp_path: Path) -> Path:
    """A copy of the small collection."""
    return Path(shutil.copytree(collection.folder, tmp_path / "lorne"))


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_a_folder_is_evaluated_and_the_run_saved(folder: Path, tmp_path: Path) -> None:
    result = run("evaluate", folder, "--run", "one", "--report", "page.html", "--level", "turn")
    assert result.exit_code == 0, result.output
    assert "MRR@10 (turn)" in result.stdout
    assert {"run.json", "pressroom.jsonl", "pressroom.turn.run"} <= {
        path.name for path in (tmp_path / "one").iterdir()
    }
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")


def test_options_may_come_before_the_folder(folder: Path) -> None:
    result = run("evaluate", "--json", "--baseline", "bm25", "--baseline", "langchain", folder)
    found = json.loads(result.stdout)
    assert list(found["scores"]) == ["pressroom", "bm25", "langchain"]
    figures = {f["name"]: f for f in found["scores"]["bm25"]["figures"]}
    assert (figures["recall@10"]["eligible"], figures["recall@10"]["left_out"]) == (3, 1)
    assert next(Path("runs").iterdir()).name.startswith("lorne-")


def test_an_index_is_kept_for_the_next_run(folder: Path) -> None:
    first = run("evaluate", folder, "--index", "ix", "--run", "a", "--baseline", "langchain")
    second = run("evaluate", folder, "--index", "ix", "--run", "b", "--baseline", "langchain")
    assert (first.exit_code, second.exit_code) == (0, 0)
    compared = run("evaluate", "compare", "a", "b", "--json")
    assert all(change["before"] == change["after"] for change in json.loads(compared.stdout))
    table = run("evaluate", "compare", "a", "b", "--system", "langchain", "--system", "pressroom")
    assert "MRR@10 (passage)" in table.stdout
    assert run("evaluate", "compare", "a", "b", "--system", "langchain").exit_code == 2


def test_a_run_is_scored_again_without_its_collection(folder: Path) -> None:
    run("evaluate", folder, "--run", "one")
    shutil.rmtree(folder)
    result = run("evaluate", "rescore", "one", "-k", "3", "--report", "page.html")
    assert result.exit_code == 0, result.output
    assert "MRR@3 (passage)" in result.stdout


def test_saved_runs_become_a_table_for_a_readme(folder: Path) -> None:
    run("evaluate", folder, "--run", "one", "--baseline", "bm25")
    shown = run("evaluate", "table", "one:document", "one", "--figure", "MRR@10").stdout
    heads, _, first, second = shown.splitlines()
    assert heads == "| collection | figure | asked | pressroom | bm25 |"
    assert first.startswith("| lorne | MRR@10 (document) | 3 | 1.000 [1.000, 1.000] |")
    assert second.startswith("| lorne | MRR@10 (passage) | 3 |")
    unknown = run("evaluate", "table", "one", "--figure", "MRR@11")
    assert "No run has the figure 'MRR@11'" in str(unknown.exception)


def test_the_table_of_a_readme_is_written_between_its_markers(folder: Path) -> None:
    run("evaluate", folder, "--run", "one", "--baseline", "bm25")
    readme = Path("README.md")
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    assert run("evaluate", "table", "one", "--write", "README.md").exit_code == 0
    figures = json.loads(Path("docs/figures.json").read_text())
    assert readme.read_text() == f"before\n{START}\n{markdown(figures)}{END}\nafter\n"
    assert figures["runs"][0]["collection"] == "lorne"
    wrong = next(row for row in figures["rows"] if row["figure"] == "wrong speaker")
    assert "wrong speaker (lower is better)" in readme.read_text()
    assert wrong["systems"]["pressroom"]["value"] == 0.0
    readme.write_text("nothing to go between")
    refused = run("evaluate", "table", "one", "--write", "README.md")
    assert "for the table to go between" in str(refused.exception)


def test_the_gate_is_pinned_once_and_then_guards(folder: Path) -> None:
    unpinned = run("evaluate", "gate", folder)
    assert isinstance(unpinned.exception, PressroomError)
    assert "Pinned" in run("evaluate", "gate", folder, "--update").stdout
    assert "at or above their floors" in run("evaluate", "gate", folder).stdout


def test_a_collection_is_made_of_a_library_for_a_person_to_accept(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    with Pressroom.open(tmp_path / "index", settings=settings) as room:
        room.ingest(tmp_path / "harbour.md")
    result = run("evaluate", "init", "made", "--index", "index")
    assert result.exit_code == 0, result.output
    lines = Path("made/proposed.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(json.loads(line)["relevant"][0]["document"] == "harbour.md" for line in lines)
    shutil.copyfile("made/proposed.jsonl", "made/questions.jsonl")
    assert "all is well" in run("evaluate", "check", "made").stdout


def test_proposed_questions_are_accepted_edited_or_skipped_at_a_terminal(tmp_path: Path) -> None:
    cases = [
        {"question": asked, "answerable": False, "relevant": []}
        for asked in "One? Two? Three? Four?".split()
    ]
    terminal = typer.Typer()
    terminal.command()(lambda: offer(tmp_path, cases))
    shown = CliRunner().invoke(terminal, input="s\na\ne\nWho pays?\nq\n")
    lines = (tmp_path / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["Two?", "Who pays?"]
    assert "Three?" in shown.stdout


def test_what_readers_found_good_is_proposed_first(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    with Pressroom.open(tmp_path / "index", settings=settings) as room:
        room.ingest(tmp_path / "harbour.md")
        silent = Answer("And the zoo?", "No.", abstained=True, reason="not_in_record")
        room.add_feedback(silent.question, silent, "up")
    run("evaluate", "init", "made", "--index", "index", "--count", "2")
    lines = Path("made/proposed.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert (first["question"], first["answerable"]) == ("And the zoo?", False)
    assert second["answerable"]


def test_known_formats_are_imported(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "corpus.jsonl").write_text('{"id": "d", "text": "It rained in Lorne."}\n')
    row = {"id": "q", "question": "Rain?", "relevant": [{"doc": "d", "evidence": "It rained"}]}
    (source / "queries.jsonl").write_text(json.dumps(row) + "\n")
    assert "1 questions over 1 articles" in run("evaluate", "import", source, "made").stdout


def test_turns_and_attribution_are_measured(tmp_path: Path) -> None:
    text = "MAYOR ORVIN: The harbour opens in May.\n\nMS. TAMSEL: The school opens in June.\n"
    turns = [
        {"speaker": "MAYOR ORVIN", "text": "The harbour opens in May."},
        {"speaker": "MS. TAMSEL", "text": "The school opens in June."},
    ]
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "t.txt").write_text(text)
    (tmp_path / "turns.jsonl").write_text(json.dumps({"id": "t", "turns": turns}))
    row = {"doc": "a", "text": text, "quotes": []}
    (tmp_path / "attributions.jsonl").write_text(json.dumps(row))
    assert "questions paired" in run("evaluate", "turns", ".").stdout
    assert "overlap f1" in run("evaluate", "attribution", ".").stdout
    assert json.loads(run("evaluate", "turns", ".", "--json").stdout)["gold turns"] == 2
    assert json.loads(run("evaluate", "attribution", ".", "--json").stdout)["overall"]["gold"] == 0


def test_verification_is_measured_on_articles(tmp_path: Path) -> None:
    (tmp_path / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    found = json.loads(run("evaluate", "verification", ".", "--limit", "4", "--json").stdout)
    overall = next(iter(found.values()))
    assert (overall["detection_rate"], overall["acceptance_rate"]) == (1, 1)
    assert overall["untouched_count"] >= 4
    assert "acceptance_rate" in run("evaluate", "verification", ".", "--limit", "1").stdout


def test_follow_ups_are_measured_against_rewrites(tmp_path: Path) -> None:
    row = {
        "id": "1",
        "history": [{"speaker": "user", "text": "What is the harbour plan?"}],
        "question": "Who opposes it?",
        "rewrite": "Who opposes the harbour plan?",
    }
    (tmp_path / "talk.jsonl").write_text(json.dumps(row))
    found = json.loads(run("evaluate", "followups", "talk.jsonl", "--json").stdout)
    assert found["rules"]["words F1"] == 1
    assert "added recall" in run("evaluate", "followups", "talk.jsonl").stdout


def test_help_lists_the_commands_and_wrong_usage_exits_with_2(folder: Path) -> None:
    listed = run("evaluate", "--help").stdout
    for command in ("compare", "rescore", "init", "import", "check", "gate", "attribution"):
        assert command in listed
    assert run("evaluate", folder, "--level", "sentence").exit_code == 2
    assert run("evaluate", folder, "--baseline", "nothing").exit_code == 2


def test_the_benchmark_measures_every_system_in_a_process_of_its_own(tmp_path: Path) -> None:
    result = run("benchmark", "--size", "20", "--save", "bench", "--json")
    assert result.exit_code == 0, result.output
    rows = {row["system"]: row for row in json.loads(result.stdout)}
    assert set(rows) == {"pressroom", "langchain", "embedder"}
    assert rows["pressroom"]["passages"] == rows["embedder"]["passages"] == 20
    assert rows["pressroom"]["cold ask seconds"] > 0
    assert 0 < rows["pressroom"]["share of embedding in the work"] < 1
    assert (tmp_path / "bench" / "ingesting.svg").read_text().startswith("<svg")
    assert json.loads((tmp_path / "bench" / "benchmark.json").read_text())["rows"]
