"""Quotes in other languages than English: a clear cue, or nobody."""

from __future__ import annotations

import pytest

from tests.reading.said import said

GERMAN = "Anna Weller kam am Montag mit dem Zug in die Stadt und sprach über die Brücke. "
FRENCH = "Anna Weller est venue lundi dans la ville et elle a parlé du pont avec le maire. "
SPANISH = "Anna Weller llegó el lunes a la ciudad y habló del puente con los vecinos. "
ITALIAN = "Anna Weller è arrivata lunedì nella città e ha parlato del ponte con il sindaco. "
RUSSIAN = "Анна Веллер приехала в понедельник в город и говорила о том, что мост не готов. "

CASES = [
    (GERMAN + "„Die Brücke ist gesperrt“, sagte Weller.", "Anna Weller > Die Brücke ist gesperrt"),
    (GERMAN + "Weller sagte: „Die Brücke ist gesperrt.“", "Anna Weller > Die Brücke ist gesperrt."),
    (
        GERMAN + "„Die Brücke ist gesperrt“, erklärte der Sprecher.",
        "nobody > Die Brücke ist gesperrt",
    ),
    (FRENCH + "« Le pont est fermé », a dit Anna Weller.", "Anna Weller > Le pont est fermé"),
    (FRENCH + "« Le pont est fermé », a déclaré Mme Weller.", "Anna Weller > Le pont est fermé"),
    (SPANISH + "“El puente está cerrado”, dijo Weller.", "Anna Weller > El puente está cerrado"),
    (ITALIAN + "“Il ponte è chiuso”, ha detto Weller.", "Anna Weller > Il ponte è chiuso"),
    (RUSSIAN + "«Мост закрыт», — сказала Веллер.", "Анна Веллер > Мост закрыт"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_quote_with_a_clear_cue_has_its_speaker(text: str, expected: str) -> None:
    assert said(text) == [expected]


def test_a_pronoun_behind_the_verb_is_the_last_speaker() -> None:
    text = GERMAN + "„Sie ist gesperrt“, sagte Anna Weller.\n\n„Sie ist alt“, sagte sie."
    assert said(text)[-1] == "Anna Weller > Sie ist alt"


def test_a_pronoun_of_the_other_sex_is_nobody() -> None:
    text = GERMAN + "„Sie ist gesperrt“, sagte Anna Weller.\n\n„Sie ist alt“, sagte er."
    assert said(text)[-1] == "nobody > Sie ist alt"


def test_a_split_quote_is_one_statement() -> None:
    text = GERMAN + "„Die Brücke“, sagte Weller, „ist gesperrt.“"
    assert said(text) == ["Anna Weller > Die Brücke“, sagte Weller, „ist gesperrt."]


def test_a_word_in_marks_is_no_statement() -> None:
    assert said(GERMAN + "Die „neue Zeit“ begann am Dienstag.") == []
