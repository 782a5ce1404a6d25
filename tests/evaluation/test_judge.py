"""The model judge: verdicts as they are read, and agreement by worked example, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.errors import ModelFailed
from rag.evaluation.commands import evaluate_app
from rag.evaluation.judge import Verdict, agreement, judge, read_verdict
from rag.evaluation.runs import Run
from tests.fakes import fake_openai, says, status


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [("Yes.", True), ("**no**", False), ("It depends.", None), ("", None), ("Nothing", None)],
)
def test_a_verdict_is_what_a_reply_begins_with(reply: str, verdict: bool | None) -> None:
    assert read_verdict(reply) is verdict


def test_agreement_beyond_chance() -> None:
    said = [(True, True), (True, False), (False, False), (False, False), (None, True)]
    found = agreement("x", [Verdict("q", "", model, exact) for model, exact in said])
    assert (found.count, found.unread) == (4, 1)
    assert (found.agreement, found.kappa) == (0.75, 0.5)
    assert agreement("x", []).agreement is None
    assert agreement("x", [Verdict("q", "", True, True)]).kappa is None


def test_a_model_that_always_says_yes_agrees_where_the_measures_do(run: Run) -> None:
    prompts: list[str] = []

    def yes(prompt: str) -> str:
        prompts.append(prompt)
        return "yes"

    verdicts = judge(run, "langchain", yes, count=2)
    assert [v.case for v in verdicts["answer right"]] == ["harbour-open", "harbour-cost"]
    assert all(v.model and v.exact for v in verdicts["answer right"])
    assert len(prompts) == sum(map(len, verdicts.values()))
    assert any("It costs nine million" in prompt for prompt in prompts)


def test_a_saved_run_is_judged_over_http(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_openai() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        server.script(says("No."))
        args = ["judge", str(run_folder), "--model", "openai:scripted", "--count", "1"]
        found = json.loads(CliRunner().invoke(evaluate_app, [*args, "--json"]).stdout)
        assert [one["yes_model"] for one in found["agreement"]] == [0, 0]
        assert "kappa" in CliRunner().invoke(evaluate_app, args).stdout
        server.script(status(401))
        assert isinstance(CliRunner().invoke(evaluate_app, args).exception, ModelFailed)
