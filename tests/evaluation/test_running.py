"""A collection from end to end: asked, saved, scored again, compared, reported, for other tools."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ir_measures
import pytest

from rag import Pressroom, Settings
from rag.evaluation import runs
from rag.evaluation.answer_figures import wrongly_attributed
from rag.evaluation.baselines import CHUNK, chunks_of
from rag.evaluation.collection import Collection, CollectionError, read_collection
from rag.evaluation.comparing import compare, different_questions
from rag.evaluation.findings import failures, fault_of
from rag.evaluation.report import to_html, to_markdown, write_report
from rag.evaluation.running import evaluate, opened
from rag.evaluation.runs import LEVELS, Level, Run, RunError
from rag.evaluation.scoring import score
from rag.evaluation.trec import write_trec
from tests.evaluation.collections import CASES, write

SYSTEMS = ("pressroom", "langchain", "bm25")


def test_every_system_is_asked_every_question(run: Run) -> None:
    assert run.systems == SYSTEMS
    for outputs in run.outputs.values():
        assert [output.case for output in outputs] == [case["id"] for case in CASES]


def test_a_figure_that_only_one_system_has_is_shown_for_it_alone(run: Run) -> None:
    ours, other, _ = (score(run, system, level="passage", k=10) for system in run.systems)
    own = replace(ours.figures[0], name="of its own")
    told = to_markdown(run, [replace(ours, answers=(own,)), other])
    [line] = [line for line in told.splitlines() if line.startswith("| of its own")]
    assert line.endswith("| – |")


def test_what_is_recorded_stands_in_the_documents(run: Run) -> None:
    for output in run.outputs["pressroom"]:
        assert all(cited.quote == cited.standing for cited in output.citations)
        assert all(cited.quote in cited.passage for cited in output.citations)


def test_a_run_comes_back_as_it_was_saved(run: Run, run_folder: Path) -> None:
    back = runs.read(run_folder)
    assert back.outputs == run.outputs
    assert back.cases == run.cases
    assert back.turns == run.turns
    assert back.passages == run.passages
    assert back.about["hashes"] == run.about["hashes"]


@pytest.mark.parametrize("level", LEVELS)
def test_a_saved_run_scores_as_the_run_itself(run: Run, run_folder: Path, level: Level) -> None:
    for system in SYSTEMS:
        assert score(runs.read(run_folder), system, level=level) == score(run, system, level=level)


def test_a_run_keeps_no_secret(collection: Collection, tmp_path: Path, settings: Settings) -> None:
    secret = settings.model_copy(update={"auth": "anna:hush", "library_url": None})
    with opened(collection, secret) as room:
        runs.write(evaluate(collection, room), tmp_path / "run")
    assert "hush" not in (tmp_path / "run" / "run.json").read_text()


def test_questions_a_figure_cannot_be_about_are_left_out_and_counted(run: Run) -> None:
    scores = score(run, "pressroom", level="document")
    assert (scores.figure("MRR@10").eligible, scores.figure("MRR@10").left_out) == (3, 1)
    assert scores.figure("abstention recall").eligible == 1
    assert scores.figure("MRR@10").level == "document"


def test_evidence_without_a_quote_is_judged_by_document_alone(
    tmp_path: Path, settings: Settings
) -> None:
    case = {**CASES[0], "relevant": [{"document": "harbour.md"}]}
    collection = read_collection(write(tmp_path, [case]))
    with opened(collection, settings) as room:
        run = evaluate(collection, room)
    assert score(run, "pressroom", level="document").figure("MRR@10").value == 1
    assert score(run, "pressroom", level="passage").figure("MRR@10").eligible == 0
    assert score(run, "pressroom", level="turn").figure("MRR@10").value is None


def test_the_ranking_of_a_level_names_each_unit_once_and_finds_the_evidence(run: Run) -> None:
    by_document = score(run, "pressroom", level="document")
    by_passage = score(run, "pressroom", level="passage")
    assert by_document.figure("recall@10").value == 1
    assert by_passage.figure("recall@10").value == 1
    assert (by_document.figure("MRR@10").value or 0) >= (by_passage.figure("MRR@10").value or 0)


def test_baselines_cite_whole_chunks_and_never_abstain(run: Run) -> None:
    for system in SYSTEMS[1:]:
        scores = score(run, system)
        assert scores.figure("statement recall (5 citations)").value == 1
        assert scores.figure("abstention recall").value == 0


def test_chunks_stand_where_they_say_even_where_words_repeat() -> None:
    text = "\n\n".join(["No comment.", "The bridge is closed. " * 30, "No comment."] * 9)
    chunks = list(chunks_of("a", text))
    assert all(text[c.span.start : c.span.end] == c.text for c in chunks)
    assert all(len(c.text) <= CHUNK for c in chunks)
    starts = [chunk.span.start for chunk in chunks]
    assert starts == sorted(set(starts))
    assert chunks[-1].span.end == len(text)


@pytest.mark.parametrize("level", LEVELS)
def test_other_tools_score_the_files_alike(run: Run, tmp_path: Path, level: Level) -> None:
    write_trec(run, tmp_path)
    for system in SYSTEMS:
        theirs = ir_measures.calc_aggregate(
            [ir_measures.RR @ 10, ir_measures.nDCG @ 10, ir_measures.AP, ir_measures.R @ 5],
            list(ir_measures.read_trec_qrels(str(tmp_path / f"{system}.{level}.qrels"))),
            list(ir_measures.read_trec_run(str(tmp_path / f"{system}.{level}.run"))),
        )
        scores = score(run, system, level=level)
        ours = [scores.figure(name).value for name in ("MRR@10", "nDCG@10", "MAP", "recall@5")]
        assert sorted(ours) == pytest.approx(sorted(theirs.values()), abs=1e-9)


def test_an_index_with_other_documents_is_refused(
    tmp_path: Path, settings: Settings, collection: Collection
) -> None:
    (tmp_path / "other.txt").write_text("Something else was said in another town.")
    with Pressroom.open(tmp_path / "index", settings=settings) as room:
        room.ingest(tmp_path / "other.txt")
    with (
        pytest.raises(CollectionError, match=r"not in .*other\.txt"),
        opened(collection, settings, index=tmp_path / "index"),
    ):
        pass


def test_an_index_read_by_other_code_is_refused(
    tmp_path: Path, settings: Settings, collection: Collection
) -> None:
    with opened(collection, settings, index=tmp_path / "index"):
        pass
    with closing(sqlite3.connect(tmp_path / "index" / "library.db")) as library, library:
        library.execute("DELETE FROM statements")
    with (
        pytest.raises(CollectionError, match="another version of this program"),
        opened(collection, settings, index=tmp_path / "index"),
    ):
        pass


def test_an_article_that_is_needed_and_cannot_be_ingested_is_told(
    tmp_path: Path, settings: Settings
) -> None:
    folder = write(tmp_path / "lorne")
    (folder / "articles" / "harbour.md").write_bytes(b"")
    with (
        pytest.raises(CollectionError, match=r"harbour\.md cannot be ingested"),
        opened(read_collection(folder), settings),
    ):
        pass


def test_a_question_over_the_limit_of_the_page_can_still_be_asked(
    tmp_path: Path, settings: Settings
) -> None:
    case = {**CASES[0], "question": "When will the harbour open? " * 100}
    with opened(read_collection(write(tmp_path, [case])), settings) as room:
        assert room.answer(read_collection(tmp_path).cases[0]).hits


@pytest.mark.parametrize("damage", ["run.json", "cases.jsonl", "pressroom.jsonl"])
def test_a_damaged_run_is_told(run_folder: Path, damage: str) -> None:
    (run_folder / damage).write_text("{")
    with pytest.raises(RunError, match="holds no run that can be read"):
        runs.read(run_folder)


def test_a_run_of_another_version_is_told(run_folder: Path) -> None:
    about = json.loads((run_folder / "run.json").read_text())
    (run_folder / "run.json").write_text(json.dumps({**about, "format": 0}))
    with pytest.raises(RunError, match="another version"):
        runs.read(run_folder)


# Comparing


def silenced(run: Run, key: str) -> Run:
    """Return a run in which one question got no answer and no hit."""
    outputs = tuple(
        replace(o, abstained=True, citations=(), hits=(), text="Nothing.") if o.case == key else o
        for o in run.outputs["pressroom"]
    )
    return replace(run, outputs={"pressroom": outputs})


def test_a_run_compared_with_itself_shows_no_difference(run: Run) -> None:
    changes = compare(run, run)
    assert all(change.before == change.after and change.p == 1 for change in changes)
    assert not any(change.gained or change.lost for change in changes)
    assert list(different_questions(run, run)) == []


def test_a_lost_question_is_named(run: Run) -> None:
    changes = {c.name: c for c in compare(run, silenced(run, "harbour-cost"), level="document")}
    assert changes["MRR@10 (document)"].lost == ("harbour-cost",)
    assert (changes["MRR@10 (document)"].before, changes["MRR@10 (document)"].gained) == (1, ())
    assert list(different_questions(run, replace(run, cases=run.cases[1:]))) == ["harbour-open"]


def test_a_system_that_was_not_asked_is_told(run: Run) -> None:
    with pytest.raises(RunError, match=r"no system 'elsewhere', but pressroom, langchain, bm25"):
        compare(run, run, systems=("pressroom", "elsewhere"))


def test_runs_without_a_common_question_are_not_compared(run: Run) -> None:
    with pytest.raises(RunError, match="no question in common"):
        compare(run, replace(run, cases=()))


def test_an_apposition_makes_nobody_somebody_else(run: Run) -> None:
    harbour, cited = run.cases[0], run.outputs["pressroom"][0].citations[0]
    (words,) = harbour.relevant
    for label, wrong in (("Orvin, who led Lorne from 1983 to 1989", False), ("Tamsel", True)):
        asked = replace(harbour, relevant=(replace(words, speaker=label),))
        assert wrongly_attributed(asked, replace(cited, speaker="Anna Orvin")) is wrong


def test_sentences_shown_in_vain_cost_precision(run: Run) -> None:
    name = "evidence sentence F1 (5 citations)"
    output, *others = run.outputs["pressroom"]
    cited = output.citations[0]
    start = cited.start - cited.passage.index(cited.standing)
    passage = replace(
        cited, start=start, end=start + len(cited.passage), standing=cited.passage, quote=""
    )
    for citations, f1 in (((cited,), 1), ((passage,), 2 / 3), ((), 0)):
        changed = replace(output, citations=citations)
        outputs = {"pressroom": (changed, *others)}
        figure = score(replace(run, outputs=outputs), "pressroom").figure(name)
        assert figure.shares["harbour-open"].part == pytest.approx(f1)


def test_what_was_declined_is_counted_apart(run: Run) -> None:
    *others, unicorns = run.cases
    declined = replace(unicorns, case=unicorns.case.model_copy(update={"reason": "declined"}))
    *before, silent = [replace(o, reason=None) for o in run.outputs["pressroom"]]
    for reason, recall, precision in (("declined", 1, 1), ("not_in_record", 0, None)):
        last = replace(silent, abstained=True, reason=reason)
        changed = replace(run, cases=(*others, declined), outputs={"pressroom": (*before, last)})
        scores = score(changed, "pressroom")
        assert scores.figure("declined recall").value == recall
        assert scores.figure("declined precision").value == precision


# Failures and the report


def test_kinds_of_failure(run: Run) -> None:
    (harbour, *_, unicorns), (right, *_, silent) = run.cases, run.outputs["pressroom"]
    cited = right.citations[0]
    altered = replace(cited, quote=cited.quote + "!")
    elsewhere = replace(cited, document="school.md")
    assert fault_of(harbour, right) is None
    assert fault_of(harbour, replace(right, abstained=True)) == "silent"
    assert fault_of(harbour, replace(right, citations=(altered,))) == "altered"
    assert fault_of(harbour, replace(right, citations=(elsewhere,))) == "beside"
    assert fault_of(harbour, replace(right, citations=())) == "beside"
    wrong = replace(cited, speaker="Tamsel")
    assert fault_of(harbour, replace(right, citations=(wrong,))) == "wrong speaker"
    assert fault_of(unicorns, right) == "invented"
    assert fault_of(unicorns, replace(silent, abstained=True)) is None


def test_the_page_asks_nothing_of_any_other_place(run: Run) -> None:
    page = to_html(run, [score(run, system) for system in SYSTEMS])
    assert not re.search(r"""(?:src|href)\s*=|@import|url\(|<script|<link""", page)
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_report_shows_each_failure_with_what_was_expected(run: Run, tmp_path: Path) -> None:
    broken = silenced(run, "harbour-cost")
    scores = [score(broken, "pressroom")]
    write_report(tmp_path / "report.html", broken, scores)
    page = (tmp_path / "report.html").read_text()
    text = (tmp_path / "report.md").read_text()
    for report in (page, text):
        assert "What does the harbour cost?" in report
        assert "It costs nine million" in report
        assert "It kept silent, and the record has an answer." in report
    assert {failing.kind for failing in failures(broken, "pressroom")} >= {"silent"}


def test_markup_in_a_document_stays_words(tmp_path: Path, settings: Settings) -> None:
    case = {**CASES[0], "question": "<script>alert(1)</script> harbour?", "id": "<b>"}
    collection = read_collection(write(tmp_path, [case]))
    with opened(collection, settings) as room:
        run = silenced(evaluate(collection, room), "<b>")
    page = to_html(run, [score(run, "pressroom")])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_tables_show_types_and_follow_ups(run: Run) -> None:
    text = to_markdown(run, [score(run, "pressroom")])
    assert "## By type of question" in text
    assert "| follow-up | 1 |" in text
