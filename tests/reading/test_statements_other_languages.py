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
    (
        FRENCH + "« Il est tard », a lancé la maire de Tarn, Claire Morin, aux élus.",
        "Claire Morin > Il est tard",
    ),
    (FRENCH + "Selon Claire Morin, élue, « il est trop tard ».", "Claire Morin > il est trop tard"),
    (FRENCH + "Claire Morin est restée prudente : « Il est tard »", "Claire Morin > Il est tard"),
    (FRENCH + "« Il est bien tard », tempête Claire Morin.", "Claire Morin > Il est bien tard"),
    (GERMAN + "„Es ist spät“, so Fraktionschefin Petra Kühn.", "Petra Kühn > Es ist spät"),
    (GERMAN + "„Es ist sehr spät“, schimpfte Weller.", "Anna Weller > Es ist sehr spät"),
    (
        "Verkehrsminister Jan Roth kam in die Stadt und sprach mit den Leuten. „Es ist spät“, "
        "sagte der Minister.",
        "Jan Roth > Es ist spät",
    ),
    (
        SPANISH + "La alcaldesa Lucía Mora Salas no está segura. “Es tarde”, dijo Mora.",
        "Lucía Mora Salas > Es tarde",
    ),
    (SPANISH + "La alcaldesa Lucía Mora protestó. “Es tarde”, dijo.", "Lucía Mora > Es tarde"),
    (ITALIAN + "“È tardi”, ha detto il sindaco.", "nobody > È tardi"),
    (
        "O prefeito Rui Teles chegou na segunda-feira e falou da ponte. “É tarde”, disse ele.",
        "Rui Teles > É tarde",
    ),
    (
        "Minister Karin Bos was maandag in de stad en sprak over de brug. “Het is laat”, zei ze.",
        "Karin Bos > Het is laat",
    ),
    (
        "Premier Jan Nowak przyjechał w piątek do miasta i mówił o moście. „Jest już późno” – "
        "powiedział Nowak.",
        "Jan Nowak > Jest już późno",
    ),
    (
        "Bakan Murat Aydın pazartesi günü geldi ve köprü için konuştu. Aydın, “Köprü kapalı, çok "
        "geç” dedi.",
        "Murat Aydın > Köprü kapalı, çok geç",
    ),
    (
        "Bakan Murat Aydın köprü için konuştu. Selin Koç ise “Bu bir hata” ifadelerini kullandı.",
        "Selin Koç > Bu bir hata",
    ),
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


def test_a_sentence_behind_a_whole_quote_has_its_own_speaker() -> None:
    text = GERMAN + "Weller weiter: „Es ist spät.“ Petra Kühn widersprach: „Es ist früh.“"
    assert said(text) == ["Anna Weller > Es ist spät.", "Petra Kühn > Es ist früh."]


def test_a_word_in_marks_is_no_statement() -> None:
    assert said(GERMAN + "Die „neue Zeit“ begann am Dienstag.") == []


def test_a_title_of_a_work_is_no_statement() -> None:
    assert said(FRENCH + "Le film « La Mer calme », le dernier de Claire Morin, est sorti.") == []


def test_who_criticises_speaks_and_not_who_is_criticised() -> None:
    text = (
        "Der Plan für den Hafen ist gut, und die Stadt ist froh. Anna Weller und Jan Stroud waren "
        "auch da.\n\nJan Stroud kritisierte Anna Weller: „Das ist nicht wahr.“\n\n"
        "Über Jan Stroud sagte Anna Weller: „Das ist wahr.“"
    )
    assert said(text) == [
        "Jan Stroud > Das ist nicht wahr.",
        "Anna Weller > Das ist wahr.",
    ]


@pytest.mark.parametrize(
    ("behind", "expected"),
    [("concernant", "nobody"), ("simplement", "nobody"), ("estime", "Anna Weller")],
)
def test_participles_and_adverbs_behind_a_quote_are_no_verbs(behind: str, expected: str) -> None:
    text = (
        f"{FRENCH}Le pont est vieux et tout le monde le sait bien.\n\n« Il est fermé et dangereux »"
    )
    assert said(f"{text}, {behind} Anna Weller.")[-1].split(" > ")[0] == expected
