"""Pronouns: by sex, never the person attacked or quoted, across paragraphs, or nobody."""

from __future__ import annotations

import pytest

from tests.reading.said import said


def speaker(text: str) -> str:
    """Return who speaks in the last statement of a text."""
    return said(text)[-1].split(" > ")[0].split(" ~ ")[0]


BY_SEX = [
    ("Anna Weller met Peter Lund. She said the bridge was closed.", "Anna Weller"),
    ("Anna Weller met Peter Lund. He said the bridge was closed.", "Peter Lund"),
    ("Mr. Stroud met Ms. Quill. She said the bridge was closed.", "Quill"),
    ("Peter Lund, whose wife is a doctor, spoke. He said it was closed.", "Peter Lund"),
]
NOT_THE_ATTACKED = [
    (
        "Peter Lund said that Otto Demir had lied. He said the bridge was closed.",
        "Peter Lund",
    ),
    (
        "“Otto Demir lied to all of us,” said Peter Lund.\n\n“The bridge is closed,” he said.",
        "Peter Lund",
    ),
    (
        "Peter Lund attacked Otto Demir on Monday. “The bridge is closed,” he said.",
        "Peter Lund",
    ),
    (
        "“Otto Demir lied,” said Peter Lund. “He is a crook.”\n\nHe added that it was late.",
        "Peter Lund",
    ),
]
NOT_THE_ADDRESSED = [
    (
        "Otto Demir spoke to Peter Lund. Lund asked him how old it was. “Old,” he told Lund.",
        "Otto Demir",
    ),
    ("Ida Quell spoke. Peter Lund left. He said Peter Lund was late.", "nobody"),
]
THE_ASKED = [
    ("Savannah Hewitt asked Otto Demir why he had said it was late.", "Savannah Hewitt"),
    (
        "Savannah Hewitt asked Otto Demir about the map he drew when he claimed it was late.",
        "Otto Demir",
    ),
]
NOT_A_BODY = [
    ("Anna Weller runs the Tarn Council. The council met. She said it was late.", "Anna Weller"),
    ("Anna Weller spoke to the Tarn Times on Monday. She said it was late.", "Anna Weller"),
]
ACROSS = [
    (
        "“It is closed,” said Anna Weller.\n\n“It is bad,” she said.\n\n“It is old,” she added.",
        "Anna Weller",
    ),
    (
        "Anna Weller came at noon.\n\nIt rained. The river was high.\n\n“It is closed,” she said.",
        "Anna Weller",
    ),
]
IN_THE_SENTENCE = [
    ("Although Peter Lund admitted the delay, he said the bridge was safe.", "Peter Lund"),
    ("Peter Lund closed the bridge because, he said, it was old.", "Peter Lund"),
]
DESCRIBED = [
    (
        "It was cold in Tarn. A spokesman said it rained. He added that it was late.",
        "A spokesman",
    ),
    ("Officials said the bridge was closed. They added that it was old.", "Officials"),
    ("The ministry said the bridge was closed. It added that it was old.", "The ministry"),
]
GROUPS = [
    ("Shopkeepers welcomed the plan. They said it was late.", "Shopkeepers"),
    ("Officials met in Tarn. They said it was late.", "Officials"),
    ("Residents complained about the noise because they said it kept them up.", "Residents"),
    ("Jan Orrin and Ana Lind met and spoke. They said it was late.", "Jan Orrin and Ana Lind"),
    ("The council spoke out on Monday. It said it was late.", "The council"),
    ("The report criticises the office. It has also warned of floods.", "The report"),
]
FAR_GROUPS = [
    "Officials spoke in Tarn. The river rose. They said it was late.",
    "The report spoke of delays. It is safe to say that more will come.",
    "The report spoke of delays. It raised fears that more will come.",
]
POSSESSIVE = [
    ("Anna Weller spoke in Tarn. Her party said the bridge was closed.", "Anna Weller’s party"),
    ("Otto Demir spoke in Tarn. His aides said it was late.", "Otto Demir’s aides"),
    ("Its members met in Tarn. Her party said the bridge was closed.", "Her party"),
    ("Anna Weller arrived. Her husband, Peter Lund, said it was late.", "Peter Lund"),
]
TOLD_OF = [
    (
        "Peter Lund spoke in Tarn.\n\nThe best line came from Otto Demir, a clerk who sang along. "
        "“It is late,” he said.",
        "Otto Demir",
    ),
    (
        "Peter Lund spoke in Tarn.\n\nThe hall fell silent at Max Stroud’s remarks. "
        "He called the bridge a ruin.",
        "Max Stroud",
    ),
]
NOT_THE_LAST_SPEAKER = [
    (
        "A spokesman said the bridge was closed.\n\nOn the bank, which he had called slow, "
        "Peter Lund was milder. He said it was late.",
        "Peter Lund",
    ),
]
NOBODY = [
    "She said the bridge was closed.",
    "Peter Lund arrived. She said the bridge was closed.",
    "I think that the bridge is ugly.",
]


@pytest.mark.parametrize(("text", "expected"), BY_SEX)
def test_a_pronoun_is_somebody_of_its_sex(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOT_THE_ATTACKED)
def test_a_pronoun_is_never_the_person_spoken_about(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOT_THE_ADDRESSED)
def test_a_pronoun_is_not_whom_its_own_sentence_names(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), THE_ASKED)
def test_what_is_told_inside_a_question_is_the_reports(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOT_A_BODY)
def test_a_pronoun_is_never_a_body(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), ACROSS)
def test_a_pronoun_reaches_over_paragraphs(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), IN_THE_SENTENCE)
def test_a_pronoun_is_the_subject_of_the_clause_before(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), DESCRIBED)
def test_a_pronoun_may_stand_for_a_description(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_pronoun_may_stand_for_the_people_or_the_body_just_named(
    text: str, expected: str
) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize("text", FAR_GROUPS)
def test_a_body_farther_off_or_an_empty_it_is_nobody(text: str) -> None:
    assert speaker(text) == "nobody"


@pytest.mark.parametrize(("text", "expected"), POSSESSIVE)
def test_her_party_is_the_party_of_whom_she_is(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOT_THE_LAST_SPEAKER)
def test_a_subject_as_printed_outranks_a_pronoun_before_it(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), TOLD_OF)
def test_a_pronoun_may_be_whom_a_clause_tells_of_or_whose_remark_it_is(
    text: str, expected: str
) -> None:
    assert speaker(text) == expected


def test_somebody_once_called_she_is_never_he() -> None:
    text = (
        "Peter Lund spoke in Tarn.\n\nIlka Sorrel followed him. “It is late,” she said.\n\n"
        "The rain had stopped. “Go home,” he said."
    )
    assert said(text)[-1] == "Peter Lund > Go home,"


@pytest.mark.parametrize("text", NOBODY)
def test_a_pronoun_that_fits_nobody_is_nobody(text: str) -> None:
    assert speaker(text) == "nobody"


def test_pronouns_tell_the_sex_of_somebody_whose_name_does_not() -> None:
    text = (
        "Kelly Sorrel sold her farm. Sorrel said she would stay.\n\n"
        "For that Kelly Sorrel drew Paul Orrin’s anger. He said it was a bad day."
    )
    assert said(text)[-1].startswith("Paul Orrin ~ ")


def test_a_county_with_a_first_name_is_nobody() -> None:
    text = "Ilko Varn, a clerk from Lee County, disagreed on Monday. “I will stay,” he said."
    assert "Lee County" not in said(text)[-1]
