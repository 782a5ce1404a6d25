"""Ranking: what speaks for a passage, and what is left out of the hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EmbedderUnavailable
from rag.index import Filter, Index, Place
from rag.records import Document, Hit, Passage, Span
from rag.retrieval import (
    ANSWERED,
    LATER_ANSWER,
    MOST_REPEATED,
    REPETITION,
    WEIGHTS,
    Features,
    answering,
    leads,
    ranked,
    retrieve,
    scaled,
    scored,
    similarities,
)
from tests.writing import document, passages_of, unit

AXES = ("ship vessel boat", "tax levy duty", "school pupil teacher", "rain storm flood")


class MeaningEmbedder:
    """Knows four meanings, each by three words; every other word means the same to it."""

    name = "meaning"
    dimension = len(AXES) + 1
    fails = False

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> np.ndarray:
        if self.fails:
            raise EmbedderUnavailable("The embedder fails as it was told to.")
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        words = re.findall(r"\w+", text.lower())
        return unit(0.2, *(float(sum(w in axis.split() for w in words)) for axis in AXES))


class Shelf:
    """An index to which small documents are added, and which is asked."""

    def __init__(self, folder: Path) -> None:
        self.embedder = MeaningEmbedder()
        self.index = Index(folder, self.embedder)

    def add(self, doc: Document, cut: Sequence[Passage] | None = None) -> None:
        self.index.record([(f"/{doc.id}", doc, passages_of(doc) if cut is None else cut)])
        if not self.embedder.fails:
            self.index.settle()

    def hits(self, query: str, *, limit: int = 10, where: Filter | None = None) -> list[Hit]:
        return retrieve(query, index=self.index, embedder=self.embedder, limit=limit, where=where)

    def texts(self, query: str, **kwargs: object) -> list[str]:
        return [hit.text for hit in self.hits(query, **kwargs)]  # type: ignore[arg-type]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "index")
    yield shelf
    shelf.index.close()


def spoken(doc: Document, *voices: tuple[str, int, bool]) -> list[Passage]:
    """Return the paragraphs of a transcript, each with (speaker, turn, asked).

    What follows a question answers it, until the next one.
    """
    question: Span | None = None
    cut = []
    for passage, (speaker, turn, asked) in zip(passages_of(doc), voices, strict=True):
        if asked:
            question = Span(passage.start, passage.end)
        cut.append(
            replace(
                passage,
                speaker=speaker,
                turn=turn,
                asked=asked,
                speech="direct",
                question=None if asked else question,
            )
        )
    return cut


# What is found


def test_a_passage_is_found_by_its_meaning_without_sharing_a_word(shelf: Shelf) -> None:
    shelf.add(document("The vessel left at dawn.", "The pupil sat still."))
    assert shelf.texts("ship")[0] == "The vessel left at dawn."


def test_a_passage_found_by_its_words_alone_is_scored_by_its_meaning_too(shelf: Shelf) -> None:
    nearer = [f"The vessel of captain number{n} is a boat." for n in range(120)]
    shelf.add(document(*nearer, "Zanzibar has a school, a teacher and pupils: a pupil each."))
    hit = shelf.hits("Zanzibar")[0]
    likeness = shelf.embedder.embed_query("Zanzibar") @ shelf.embedder.embed_query(hit.text)
    assert hit.text.startswith("Zanzibar")
    assert hit.similarity == pytest.approx(float(likeness), abs=1e-5)
    assert 0 < hit.similarity < shelf.hits("Zanzibar")[1].similarity


def test_names_are_found_with_and_without_diacritics(shelf: Shelf) -> None:
    shelf.add(document("Erdoğan spoke of the straits.", "The others spoke of trade."))
    assert shelf.texts("What did Erdogan say?")[0] == "Erdoğan spoke of the straits."
    assert shelf.texts("ERDOĞAN")[0] == "Erdoğan spoke of the straits."


def test_a_rare_word_of_a_long_question_outweighs_the_common_ones(shelf: Shelf) -> None:
    common = [f"What is it that they want to say about item {n} today?" for n in range(30)]
    shelf.add(document(*common, "Fluorspar prices fell."))
    assert shelf.texts("What is it that they want to say about fluorspar?")[0].startswith("Fluor")


def test_words_find_a_passage_whose_vector_is_still_being_made(shelf: Shelf) -> None:
    shelf.add(document("The vessel left.", "Pupils met.", "A storm came.", key="old"))
    shelf.embedder.fails = True
    shelf.add(document("The harbour of Antalya opened.", key="new"))
    with pytest.raises(EmbedderUnavailable):
        shelf.index.settle()
    assert shelf.texts("Antalya harbour")[0] == "The harbour of Antalya opened."


def test_nothing_is_found_in_an_empty_library(shelf: Shelf) -> None:
    assert shelf.hits("ship") == []


# What is left out


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (lambda i: Filter(since=20240101), {"new"}),
        (lambda i: Filter(until=20231231), {"old"}),
        (lambda i: Filter(documents=(i.library.document_numbers(["old"])["old"],)), {"old"}),
        (lambda i: Filter(speakers=tuple(_numbers(i, "Novak"))), {"new"}),
        (lambda i: Filter(speakers=()), set()),
    ],
    ids=["since", "until", "document", "speaker", "nobody"],
)
def test_filters_hold_for_every_hit(
    shelf: Shelf, narrow: Callable[[Index], Filter], expected: set[str]
) -> None:
    old = document("The ship sank.", key="old", date="2023-05-05")
    new = document("The ship sailed.", key="new", date="2024-05-05")
    shelf.add(old, spoken(old, ("Marek", 0, False)))
    shelf.add(new, spoken(new, ("Novak", 0, False)))
    assert {h.document_id for h in shelf.hits("ship", where=narrow(shelf.index))} == expected


def _numbers(index: Index, name: str) -> list[int]:
    return [number for number, known in index.speaker_names().items() if known == name]


def test_the_same_words_are_one_hit_however_they_are_printed(shelf: Shelf) -> None:
    shelf.add(document("The ship, he said, sank.", key="a"))
    shelf.add(document("The ship he said sank!", key="b"))
    assert [hit.document_id for hit in shelf.hits("ship")] == ["a"]


def test_the_limit_is_filled_in_order_of_rank(shelf: Shelf) -> None:
    shelf.add(document(*(f"The ship number{n} sank." for n in range(9))))
    hits = shelf.hits("ship", limit=4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_equal_passages_stand_in_the_order_they_came(shelf: Shelf) -> None:
    shelf.add(document("The red ship sank.", "The ship red sank.", "Red sank the ship."))
    expected = ["The red ship sank.", "The ship red sank.", "Red sank the ship."]
    assert shelf.texts("ship") == shelf.texts("ship") == expected


# What a passage stands in


def test_the_turn_that_returns_to_what_was_asked_comes_first(shelf: Shelf) -> None:
    doc = document(
        "The levy was named.", "We spoke of rain.", "The levy stays low.", "A levy is a tax duty."
    )
    turns = [("Marek", 0, False), ("Marek", 0, False), ("Novak", 1, False), ("Novak", 1, False)]
    shelf.add(doc, spoken(doc, *turns))
    assert shelf.texts("levy")[0] == "The levy stays low."


def test_the_words_of_a_question_may_be_spread_over_a_turn(shelf: Shelf) -> None:
    doc = document("Copper was sold.", "Zinc was kept.", "Copper was bought.", "Wool was kept.")
    turns = [("Marek", 0, False), ("Marek", 0, False), ("Novak", 1, False), ("Novak", 1, False)]
    shelf.add(doc, spoken(doc, *turns))
    assert shelf.texts("copper and zinc")[:2] == ["Zinc was kept.", "Copper was sold."]


def test_the_document_about_the_event_comes_before_another_with_the_same_words(
    shelf: Shelf,
) -> None:
    shelf.add(document("The duty rises.", "Lunch was served in Ostrava.", key="elsewhere"))
    shelf.add(document("The duty rises now.", "They met in Tallinn.", key="there"))
    assert shelf.hits("duty in Tallinn, duty rises")[0].document_id == "there"


# Questions lead to answers


@pytest.fixture
def conference(shelf: Shelf) -> Shelf:
    doc = document(
        "Why was the ferry to Hvar cancelled, and who pays?",
        "We looked at it with care.",
        "The regions decide on that.",
        "Will pupils get meals?",
        "They will, from May.",
        key="conference",
    )
    voices = [
        ("Q", 0, True),
        ("Marek", 1, False),
        ("Novak", 2, False),
        ("Q", 3, True),
        ("Marek", 4, False),
    ]
    shelf.add(doc, spoken(doc, *voices))
    shelf.add(document("The ferry to Rab sails.", "Hvar is an island.", key="report"))
    return shelf


def test_a_question_asked_again_leads_to_its_answer(conference: Shelf) -> None:
    hit = conference.hits("Why was the ferry to Hvar cancelled, and who pays?")[0]
    assert hit.text == "We looked at it with care."
    assert hit.question == "Why was the ferry to Hvar cancelled, and who pays?"


def test_the_answer_given_later_comes_after_the_first(conference: Shelf) -> None:
    texts = conference.texts("Why was the ferry to Hvar cancelled, and who pays?")
    assert texts.index("We looked at it with care.") < texts.index("The regions decide on that.")


def test_a_few_words_of_a_question_lead_to_its_answer(conference: Shelf) -> None:
    assert conference.texts("meals pupils")[0] == "They will, from May."


def test_questions_are_no_hits_even_where_nobody_answered(shelf: Shelf) -> None:
    doc = document("The ship sank.", "Who owned the ship?")
    shelf.add(doc, spoken(doc, ("Marek", 0, False), ("Q", 1, True)))
    assert shelf.texts("Who owned the ship?") == ["The ship sank."]


def test_a_question_leads_to_nobody_but_the_speaker_asked_for(conference: Shelf) -> None:
    where = Filter(speakers=tuple(_numbers(conference.index, "Novak")))
    hits = conference.hits("Why was the ferry to Hvar cancelled, and who pays?", where=where)
    assert {hit.speaker for hit in hits} == {"Novak"}


# The arithmetic


def place(
    key: int,
    *,
    document: int = 1,
    turn: int | None = None,
    asked: bool = False,
    question: Span | None = None,
    vector: np.ndarray | None = None,
) -> Place:
    return Place(key, document, turn, key * 100, asked, question, vector)


def test_scores_are_scaled_to_the_best() -> None:
    assert scaled({1: 4.0, 2: 1.0}) == {1: 1.0, 2: 0.25}
    assert scaled({1: 0.0, 2: -0.5}) == {1: 0.0, 2: 0.0}
    assert scaled({}) == {}


def test_the_score_is_the_weighted_mean_of_shares() -> None:
    best = Features(0.8, 20.0, 0.6, 30.0, 50.0, 1.0)
    half = Features(0.4, 10.0, 0.3, 15.0, 25.0, 0.0)
    scores = scored({1: best, 2: half})
    assert scores[1] == pytest.approx(1.0)
    assert scores[2] == pytest.approx(0.5 * (sum(WEIGHTS) - WEIGHTS.opening) / sum(WEIGHTS))
    assert scored({}) == {}


def test_a_missing_vector_counts_as_the_least_similar() -> None:
    places = [place(1, vector=unit(1, 0)), place(2), place(3, vector=unit(1, 1))]
    found = similarities(places, unit(1, 0))
    assert found == pytest.approx({1: 1.0, 2: 0.5**0.5, 3: 0.5**0.5})
    assert similarities([place(4)], unit(1, 0)) == {4: 0.0}


def test_only_a_question_that_was_found_leads_to_its_answer() -> None:
    asked = place(1, turn=0, asked=True)
    answer = place(2, turn=1, question=Span(100, 150))
    elsewhere = place(3, document=2, turn=1, question=Span(100, 150))
    places = [asked, answer, elsewhere]
    assert leads(places, {1}) == {2: [1]}
    assert leads(places, {2}) == {}


def test_an_answer_takes_most_of_its_question_and_less_the_later_it_comes() -> None:
    places = [place(1, turn=0, asked=True), place(2, turn=1), place(3, turn=2)]
    scores = answering({1: 1.0, 2: 0.5, 3: 0.5}, places, {2: [1], 3: [1]})
    assert scores == pytest.approx(
        {2: 0.5 + ANSWERED * 0.5, 3: 0.5 + ANSWERED * (0.5 - LATER_ANSWER)}
    )


def test_an_answer_better_than_its_question_keeps_its_score() -> None:
    places = [place(1, turn=0, asked=True), place(2, turn=1)]
    assert answering({1: 0.3, 2: 0.5}, places, {2: [1]}) == {2: 0.5}


def test_repetition_within_a_turn_costs_and_outside_of_turns_does_not() -> None:
    turn = [place(key, turn=7) for key in (1, 2)]
    prose = [place(key) for key in (3, 4)]
    ranking = ranked({1: 0.9, 2: 0.9, 3: 0.9, 4: 0.9}, [*turn, *prose])
    assert ranking == [(1, 0.9), (3, 0.9), (4, 0.9), (2, pytest.approx(0.9 - REPETITION))]


@given(
    st.dictionaries(st.integers(1, 40), st.floats(0, 1), max_size=20),
    st.lists(st.sampled_from([None, 0, 1]), min_size=40, max_size=40),
)
def test_ranking_keeps_every_key_once_and_takes_off_no_more_than_it_says(
    scores: dict[int, float], turns: list[int | None]
) -> None:
    places = [place(key, turn=turns[key - 1]) for key in range(1, 41)]
    ranking = ranked(scores, places)
    assert sorted(key for key, _ in ranking) == sorted(scores)
    assert [score for _, score in ranking] == sorted((s for _, s in ranking), reverse=True)
    for key, score in ranking:
        assert scores[key] - REPETITION * MOST_REPEATED - 1e-9 <= score <= scores[key]
    assert ranked(dict(reversed(scores.items())), places) == ranking
