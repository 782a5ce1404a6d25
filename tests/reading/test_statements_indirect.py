"""Reported speech: clauses, infinitives, objects and topics of verbs of saying."""

from __future__ import annotations

import pytest

from tests.reading.said import said

CLAUSES = [
    ("Anna Weller said that the bridge was closed.", "that the bridge was closed"),
    ("Anna Weller said the bridge was closed.", "the bridge was closed"),
    ("Anna Weller noted that the bridge was old.", "that the bridge was old"),
    ("Anna Weller added that nobody was hurt.", "that nobody was hurt"),
    ("Anna Weller is convinced that the bridge is safe.", "that the bridge is safe"),
    ("Anna Weller believes that the bridge is safe.", "that the bridge is safe"),
    ("Anna Weller told reporters that the bridge was closed.", "that the bridge was closed"),
    ("Anna Weller insisted the bridge was safe.", "the bridge was safe"),
    ("Anna Weller warned that the river would rise.", "that the river would rise"),
    ("Anna Weller admitted she had made a mistake.", "she had made a mistake"),
    ("Anna Weller asked whether the bridge was safe.", "whether the bridge was safe"),
    ("Anna Weller explained why the bridge was closed.", "why the bridge was closed"),
    ("Anna Weller announced that the bridge would be closed.", "that the bridge would be closed"),
    ("Anna Weller denied that the bridge was unsafe.", "that the bridge was unsafe"),
    ("Anna Weller fears that the river will rise.", "that the river will rise"),
    ("Anna Weller hopes that the bridge will open soon.", "that the bridge will open soon"),
    ("Anna Weller stressed that the bridge was safe.", "that the bridge was safe"),
    ("Anna Weller made clear that the bridge was closed.", "that the bridge was closed"),
    ("Anna Weller reminded that the bridge is old.", "that the bridge is old"),
    (
        "In a letter on Monday, Anna Weller complained that nobody had called.",
        "that nobody had called",
    ),
]
DEEDS = [
    ("Anna Weller urged the council to close the bridge.", "to close the bridge"),
    ("Anna Weller promised to rebuild the bridge.", "to rebuild the bridge"),
    ("Anna Weller refused to close the bridge.", "to close the bridge"),
    ("Anna Weller declined to name the company.", "to name the company"),
    ("Anna Weller called on the council to close the bridge.", "to close the bridge"),
    ("Anna Weller vowed to rebuild the bridge.", "to rebuild the bridge"),
    ("Anna Weller asked the council to close the bridge.", "to close the bridge"),
    ("Anna Weller denied taking the money.", "taking the money"),
    ("Anna Weller proposed closing the bridge.", "closing the bridge"),
]
OBJECTS = [
    ("Anna Weller criticised the plan for its cost.", "the plan for its cost"),
    ("Anna Weller accused the council of lying.", "the council of lying"),
    ("Anna Weller called the plan a disaster.", "the plan a disaster"),
    ("Anna Weller described the plan as a disaster.", "the plan as a disaster"),
    ("Anna Weller praised the firefighters.", "the firefighters"),
    ("Anna Weller dismissed the report as nonsense.", "the report as nonsense"),
    ("Anna Weller announced a new plan, which was praised.", "a new plan"),
    ("Anna Weller blamed the council for the delay.", "the council for the delay"),
]
CALLED_OR_NOT_ONLY = [
    ("Anna Weller called the thieves “fools” without proof.", "the thieves “fools”"),
    ("Anna Weller not only praised the plan, she hailed it.", "the plan"),
    ("Anna Weller sat down, calling Peter Lund “my partner”.", "Peter Lund “my partner”"),
]
TOPICS = [
    ("Anna Weller called for a new bridge.", "a new bridge"),
    ("Anna Weller complained about the noise.", "the noise"),
    ("Anna Weller spoke about the cost of the bridge.", "the cost of the bridge"),
    ("Anna Weller warned of a flood.", "a flood"),
    ("Anna Weller apologised for the delay.", "the delay"),
]


@pytest.mark.parametrize(("text", "words"), CLAUSES)
def test_a_clause_holds_what_was_said(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


@pytest.mark.parametrize(("text", "words"), DEEDS)
def test_an_infinitive_or_gerund_holds_what_was_asked_or_promised(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


@pytest.mark.parametrize(("text", "words"), OBJECTS)
def test_an_object_holds_what_was_judged(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


@pytest.mark.parametrize(("text", "words"), CALLED_OR_NOT_ONLY)
def test_not_only_and_without_deny_nothing(text: str, words: str) -> None:
    assert f"Anna Weller ~ {words}" in said(text)


@pytest.mark.parametrize(("text", "words"), TOPICS)
def test_a_preposition_leads_to_what_was_spoken_of(text: str, words: str) -> None:
    assert said(text) == [f"Anna Weller ~ {words}"]


def test_a_noun_of_saying_has_a_clause_too() -> None:
    text = "The council met after Anna Weller’s claim that the bridge was safe."
    assert said(text) == ["Anna Weller ~ that the bridge was safe"]


def test_expressing_concern_is_speaking() -> None:
    assert said("Anna Weller expressed concern about the bridge.") == [
        "Anna Weller ~ concern about the bridge"
    ]


def test_one_subject_with_two_verbs_of_saying_makes_two_statements() -> None:
    text = "Anna Weller said the bridge was closed and added that it would be rebuilt."
    assert said(text) == [
        "Anna Weller ~ the bridge was closed",
        "Anna Weller ~ that it would be rebuilt",
    ]


def test_a_participle_behind_a_comma_goes_on_with_the_same_speaker() -> None:
    text = "Anna Weller criticised the plan, saying that it cost too much."
    assert said(text) == ["Anna Weller ~ the plan", "Anna Weller ~ that it cost too much"]


def test_what_follows_a_negated_clause_is_said_all_the_same() -> None:
    text = "Anna Weller said she did not want a tunnel and predicted that a bridge would come."
    assert said(text)[-1] == "Anna Weller ~ that a bridge would come"


def test_this_was_said_by_points_back_to_the_sentence_before() -> None:
    text = "The bridge stays closed until May. This was stated by the mayor Anna Weller."
    assert said(text) == ["Anna Weller ~ The bridge stays closed until May"]


def test_a_statement_that_says_something_is_its_givers() -> None:
    text = "Anna Weller issued a statement saying that the bridge was closed."
    assert said(text) == ["Anna Weller ~ that the bridge was closed"]


def test_a_subject_behind_the_verb_belongs_to_what_is_said() -> None:
    text = "Roy Stroud, who knows the ward, warned the roads could not cope."
    assert said(text) == ["Roy Stroud ~ the roads could not cope"]


def test_what_somebody_calls_on_others_to_do_is_one_statement() -> None:
    text = "The Archbishop is worried, she said, and calls on all sides to respect the law."
    assert said(text)[-1].endswith(" ~ all sides to respect the law")


def test_what_somebody_was_asked_to_comment_on_is_not_said() -> None:
    assert said("Anna Weller left when asked to comment on the bridge.") == []
