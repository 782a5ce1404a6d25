"""Measures against two independent implementations, against worked examples, and by property."""

from __future__ import annotations

import doctest

import ir_measures
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.evaluation import measures
from rag.evaluation.measures import CitedStatement, Point, Share

UNITS = [f"u{number:02}" for number in range(25)]
rankings = st.lists(st.sampled_from(UNITS), unique=True, max_size=25)
judgements = st.sets(st.sampled_from(UNITS), min_size=1)
depths = st.integers(1, 30)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(measures).failed == 0


@given(ranking=rankings.filter(bool), relevant=judgements)
@settings(max_examples=60, deadline=None)
def test_ranking_measures_agree_with_pytrec_eval(ranking: list[str], relevant: set[str]) -> None:
    qrels = {"q": dict.fromkeys(relevant, 1)}
    scores = {"q": {unit: 1.0 / rank for rank, unit in enumerate(ranking, 1)}}
    names = {"map", "ndcg_cut_10", "recall_5", "success_5", "recip_rank"}
    theirs = pytrec_eval.RelevanceEvaluator(qrels, names).evaluate(scores)["q"]
    given = {"ranking": ranking, "relevant": relevant}
    ours = {
        "map": measures.average_precision(**given),
        "ndcg_cut_10": measures.ndcg_at(**given, k=10),
        "recall_5": measures.recall_at(**given, k=5),
        "success_5": measures.success_at(**given, k=5),
        "recip_rank": measures.reciprocal_rank_at(**given, k=1000),
    }
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(
    questions=st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]),
        st.tuples(rankings.filter(bool), judgements),
        min_size=1,
    ),
    k=depths,
)
@settings(max_examples=40, deadline=None)
def test_means_over_questions_agree_with_ir_measures(
    questions: dict[str, tuple[list[str], set[str]]], k: int
) -> None:
    qrels = {key: dict.fromkeys(relevant, 1) for key, (_, relevant) in questions.items()}
    run = {
        key: {unit: 1.0 / rank for rank, unit in enumerate(ranking, 1)}
        for key, (ranking, _) in questions.items()
    }
    pairs = {
        ir_measures.RR @ k: measures.reciprocal_rank_at,
        ir_measures.nDCG @ k: measures.ndcg_at,
        ir_measures.R @ k: measures.recall_at,
        ir_measures.Success @ k: measures.success_at,
        ir_measures.AP @ k: measures.average_precision,
    }
    theirs = ir_measures.calc_aggregate(list(pairs), qrels, run)
    for measure, ours in pairs.items():
        shares = {
            key: Share(ours(ranking=ranking, relevant=relevant, k=k), 1)
            for key, (ranking, relevant) in questions.items()
        }
        assert measures.ratio(shares) == pytest.approx(theirs[measure], abs=1e-9)


@pytest.mark.parametrize(
    ("ranking", "relevant", "k", "told"),
    [
        (["a", "a"], {"a"}, 1, "once"),
        (["a"], set(), 1, "leave the question out"),
        (["a"], {"a"}, 0, "from 1"),
    ],
)
def test_what_would_give_a_figure_without_meaning_is_refused(
    ranking: list[str], relevant: set[str], k: int, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        measures.recall_at(ranking=ranking, relevant=relevant, k=k)


ANSWER = """Orvin (Harven, 1 May 2024):

“The harbour opens in May.” [1] “It costs nine million.” [1][2]
The bridge stays as it is."""


def test_an_answer_is_split_after_its_markers_and_what_introduces_is_no_statement() -> None:
    assert measures.statements_of(ANSWER) == [
        CitedStatement("“The harbour opens in May.”", (1,)),
        CitedStatement("“It costs nine million.”", (1, 2)),
        CitedStatement("The bridge stays as it is.", ()),
    ]


def test_citation_recall_and_precision_follow_alce() -> None:
    passages = {1: "The harbour opens in May. It costs nine million.", 2: "It rained."}
    given = {
        "statements": measures.statements_of(ANSWER),
        "passages": passages,
        "supports": measures.words_support,
    }
    # Two of three statements are supported; of three citations, the one of the rain is not needed.
    assert measures.citation_recall(**given) == Share(2, 3)
    assert measures.citation_precision(**given) == Share(2, 3)


def test_two_passages_that_support_only_together_are_both_needed() -> None:
    statements = [CitedStatement("He said “one” and “two”", (1, 2))]
    passages = {1: "one", 2: "two"}
    given = {"statements": statements, "passages": passages, "supports": measures.words_support}
    assert measures.citation_precision(**given) == Share(2, 2)


def test_a_marker_that_cites_nothing_is_a_citation_without_support() -> None:
    given = {
        "statements": [CitedStatement("“One”", (0,))],
        "passages": {1: "One"},
        "supports": measures.words_support,
    }
    assert measures.citation_recall(**given) == Share(0, 1)
    assert measures.citation_precision(**given) == Share(0, 1)


@pytest.mark.parametrize(
    ("quote", "standing"),
    [
        ("it's so", "normalised"),
        ("it’s so", "exact"),
        ("it is so", "altered"),
        ("it’s\n so", "normalised"),
    ],
)
def test_quotes_are_exact_normalised_or_altered(quote: str, standing: str) -> None:
    assert measures.quote_standing(quote=quote, texts=["But it’s so."]) == standing


def test_marks_that_do_not_pair_make_one_quote_of_the_line() -> None:
    assert measures.quotes_of("“One “two”\n“three”") == ["One “two", "three"]


def test_abstention_counts_what_was_rightly_and_wrongly_silent() -> None:
    shares = measures.abstention_shares(
        abstained={"a": True, "b": False, "c": True, "d": False},
        answerable={"a": False, "b": False, "c": True, "d": True},
    )
    assert {name: measures.ratio(found) for name, found in shares.items()} == {
        "precision": 0.5,
        "recall": 0.5,
        "F1": 0.5,
    }


def test_risk_grows_with_coverage_as_answers_get_less_sure() -> None:
    points = measures.risk_coverage(
        confidence={"a": 0.9, "b": 0.5, "c": 0.5}, right={"a": True, "b": False, "c": True}, total=4
    )
    assert points == [Point(0.25, 0), Point(0.75, 1 / 3)]
    assert measures.area_under(points) == pytest.approx((0.25 * 0 + 0.5 / 3) / 0.75)
    assert measures.area_under([]) is None


shares = st.dictionaries(
    st.sampled_from(UNITS),
    st.tuples(st.integers(0, 3), st.integers(1, 3)).map(lambda s: Share(min(s), s[1])),
    min_size=1,
)


@given(shares)
@settings(max_examples=25, deadline=None)
def test_an_interval_lies_between_the_least_and_the_greatest_share(found: dict[str, Share]) -> None:
    low, high = measures.interval(found) or (-1, -1)
    rates = [share.part / share.whole for share in found.values()]
    assert min(rates) - 1e-9 <= low <= high <= max(rates) + 1e-9


def test_an_interval_of_many_questions_encloses_their_ratio_and_is_narrow() -> None:
    found = {f"q{i}": Share(i % 2, 1) for i in range(400)}
    low, high = measures.interval(found) or (0, 0)
    assert 0.44 < low < 0.5 < high < 0.56


def test_a_figure_of_nothing_has_no_value_and_no_interval() -> None:
    assert measures.ratio({}) is None
    assert measures.interval({"q": Share(0, 0)}) is None


def test_systems_that_are_alike_do_not_differ_and_clear_winners_do() -> None:
    same = {f"q{i}": Share(i % 2, 1) for i in range(40)}
    better = {key: Share(1, 1) for key in same}
    assert measures.randomisation_test(same, same) == 1
    assert measures.randomisation_test(better, same) < 0.01
    assert measures.randomisation_test(better, same) == measures.randomisation_test(same, better)
    assert measures.randomisation_test(same, {}) == 1


@given(st.lists(st.integers(0, 99), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values_and_enough_lie_at_or_below(
    values: list[int], share: float
) -> None:
    found = measures.percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
